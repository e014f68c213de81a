"""Who wrote something: name, e-mail address and page, parted from the one string that most formats have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsfeed.formats.feed import PersonConstruct

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 1000  # characters; what is longer is no name
_ADDRESS = r"(?:mailto:)?(?P<email>[^\s()<>@:]{1,256}@[^\s()<>@]{1,256})"
_FORMS = tuple(
    re.compile(form, re.DOTALL | re.IGNORECASE)
    for form in (
        _ADDRESS,
        rf"{_ADDRESS}\s*\(\s*(?P<name>[^@]*[^\s@])\s*\)",  # RSS 2.0, "author": RFC 822 with the name as a comment
        rf"(?P<name>[^@]*[^\s<(@])\s*[<(]\s*{_ADDRESS}\s*[>)]",
        rf"[<(]\s*{_ADDRESS}\s*[>)]",
        rf"{_ADDRESS}[\s,]+(?P<name>[^@()<>]*[^\s@()<>])",
        rf"(?P<name>[^@()<>]*[^\s@()<>,])[\s,]+{_ADDRESS}",
    )
)
# The form of RSS 2.0 with a word where the address is not to be told: "hidden (Jane Doe)".
_WITHHELD = re.compile(r"[a-z0-9_.-]{1,64}\s*\(\s*(?P<name>[^\s()](?:[^()]*[^\s()])?)\s*\)")


def parse_person(stated: str) -> PersonConstruct:
    """Return whom a string names, with the e-mail address that it may hold.

    >>> parse_person("jane@example.org (Jane Doe)")
    PersonConstruct(name='Jane Doe', email='jane@example.org', url=None)
    >>> parse_person('"Doe, Jane" <jane@example.org>').name, parse_person("Jane Doe").email
    ('Doe, Jane', None)
    """
    if "@" in stated and len(stated) <= _LONGEST:
        for form in _FORMS:
            match = form.fullmatch(stated.strip())
            if match:
                named = match.groupdict().get("name") or ""
                return PersonConstruct(named.strip(' "') or None, match["email"])
    withheld = _WITHHELD.fullmatch(stated.strip()) if "(" in stated and len(stated) <= _LONGEST else None
    return PersonConstruct(withheld["name"] if withheld else stated.strip() or None)


def distinct(persons: Iterable[PersonConstruct]) -> list[PersonConstruct]:
    """Return everybody once: those of one name are one, with whatever is known of them; who has nothing is nobody."""
    known: dict[str, PersonConstruct] = {}
    for each in persons:
        key = each.name or each.email or each.url
        if key:
            other = known.setdefault(key, each)
            if other is not each:
                known[key] = replace(other, email=other.email or each.email, url=other.url or each.url)
    return list(known.values())
