"""Names and e-mail addresses in a line of authors."""

from __future__ import annotations

import re

_LONGEST = 1000  # characters; a longer text is no line of authors
_BY = re.compile(r"(?:by|作者|撰文|文)\s*[:\uff1a/\uff0f]\s*|by\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;|\uff1b\uff5c]|(?<=[)>]),")  # the comma between names with addresses
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_MORE = re.compile(r",?\s+(?:(?:and|&)\s+(?:\d+\s+)?(?:more|others)|et\s+al\.?)$", re.IGNORECASE)
# Words of offices and firms: a statement that contains one is not a list of names with commas.
_NO_NAMES = re.compile(
    r"\b(?:agency|associated|bureau|contributor|correspondent|desk|director|editor|group|inc|journalist|limited|ltd|llc|"
    r"magazine|manager|media|ministry|news|office|officer|photographer|press|producer|professor|reporter|staff|team|"
    r"times|university|writer|jr|sr|phd|md)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset({
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von",
})  # fmt: skip
_AND_OR_COMMA = re.compile(r",?\s(?:and|&)\s|,\s", re.IGNORECASE)
_FULL_NAME = range(2, 5)  # words of a person's full name
_AROUND_NAMES = " ,:;"
_MAILBOX = re.compile(r"(?:mailto:)?(?P<mailbox>(?P<name>[^\s@<>]{1,256})@[^\s@<>]{1,256})", re.IGNORECASE)
# Placeholders of software for an address that is not to be published.
_NOBODY = re.compile(r"(?:do[-_.]?not|no)[-_.]?reply(?:[-_.+].*)?|nobody|none|null", re.IGNORECASE)


def names(stated: str) -> list[str]:
    """Return the names in an author statement of a feed, without the words around them.

    Names joined by "and" are split if each is a capitalised full name: names of firms and desks contain "and", too. So
    are three and more names joined by commas alone, without words of an office or a firm (of two, the second
    may be an office: "Jane Doe, Conferences Publicist"); "& more" is removed.

    >>> names("By Jane Doe, Richard Roe and J. R. Poe"), names("AFP | Reuters"), names("Doe and Sons")
    (['Jane Doe', 'Richard Roe', 'J. R. Poe'], ['AFP', 'Reuters'], ['Doe and Sons'])
    """
    stated = stated.strip()
    if len(stated) > _LONGEST:
        return [stated]
    parts = _BETWEEN.split(_BY.sub("", stated, count=1) if _BY.match(stated) else stated)
    found = (name.strip(_AROUND_NAMES) for part in parts for name in _joined_names(part.strip(_AROUND_NAMES)))
    return [name for name in found if name]


def mailbox(stated: str) -> str | None:
    """Return the e-mail address in a statement; ``None`` if there is none, or only a placeholder such as no-reply.

    >>> mailbox("mailto:jane@example.org"), mailbox("no-reply@example.org"), mailbox("hidden")
    ('jane@example.org', None, None)
    """
    match = _MAILBOX.fullmatch(stated.strip())
    return match["mailbox"] if match and not _NOBODY.fullmatch(match["name"]) else None


def _joined_names(stated: str) -> list[str]:
    listed = _MORE.sub("", stated)
    is_list = listed != stated or _AND.search(listed) or (listed.count(",") > 1 and not _NO_NAMES.search(listed))
    parts = _AND_OR_COMMA.split(listed) if is_list else []
    if listed != stated and len(parts) == 1:
        return parts
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [stated]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) in _FULL_NAME and all(word[0].isupper() or word in _PARTICLES for word in words)
