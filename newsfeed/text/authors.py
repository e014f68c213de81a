"""Names and e-mail addresses in a line of authors."""

from __future__ import annotations

import re

_LONGEST = 1000  # characters; a longer text is no line of authors
_BY = re.compile(r"(?:by|作者|撰文|文)\s*[:\uff1a/\uff0f]\s*|by\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;|\uff1b\uff5c]|(?<=[)>]),")  # the comma between names with addresses
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_AND_OR_COMMA = re.compile(r",?\s(?:and|&)\s|,\s", re.IGNORECASE)
_FULL_NAME = range(2, 5)  # words of a person's full name
_AROUND_NAMES = " ,:;"
_MAILBOX = re.compile(r"(?:mailto:)?(?P<mailbox>(?P<name>[^\s@<>]{1,256})@[^\s@<>]{1,256})", re.IGNORECASE)
# Placeholders of software for an address that is not to be published.
_NOBODY = re.compile(r"(?:do[-_.]?not|no)[-_.]?reply(?:[-_.+].*)?|nobody|none|null", re.IGNORECASE)


def names(stated: str) -> list[str]:
    """Return the names in an author statement of a feed, without the words around them.

    Names joined by "and" are split if each is a capitalised full name: names of firms and desks contain "and", too.

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
    parts = _AND_OR_COMMA.split(stated) if _AND.search(stated) else []
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [stated]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) in _FULL_NAME and all(word[0].isupper() for word in words)
