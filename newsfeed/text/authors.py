"""Whom a line of authors names, and whether an e-mail address is anybody's."""

from __future__ import annotations

import re

_LONGEST = 1000  # characters; what is longer is no line of authors
_BY = re.compile(r"(?:by|作者|撰文|文)\s*[:\uff1a/\uff0f]\s*|by\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;|\uff1b\uff5c]|(?<=[)>]),")  # the comma of a list of names with addresses
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_AND_OR_COMMA = re.compile(r",?\s(?:and|&)\s|,\s", re.IGNORECASE)
_FULL_NAME = range(2, 5)  # words of a person's full name
_AROUND_NAMES = " ,:;"
_MAILBOX = re.compile(r"(?:mailto:)?(?P<mailbox>(?P<name>[^\s@<>]{1,256})@[^\s@<>]{1,256})", re.IGNORECASE)
# What software fills in where an address must not, or need not, be told.
_NOBODY = re.compile(r"(?:do[-_.]?not|no)[-_.]?reply(?:[-_.+].*)?|nobody|none|null", re.IGNORECASE)


def names(stated: str) -> list[str]:
    """Return the names in what a feed says of who wrote something, without the words around them.

    Names joined by "and" are parted where each is a full name, capitalised: firms and desks have such words, too.

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
    """Return an e-mail address; ``None`` where it is none, or one at which nobody is to be reached.

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
