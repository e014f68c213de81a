"""Split the single string in which most formats state an author into name and e-mail address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsfeed.formats.feed import PersonConstruct
from newsfeed.text.caching import cached

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 1000  # characters; a longer statement is not a name
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
# The form of RSS 2.0 with a placeholder instead of the address: "hidden (Jane Doe)".
_WITHHELD = re.compile(r"[a-z0-9_.-]{1,64}\s*\(\s*(?P<name>[^\s()](?:[^()]*[^\s()])?)\s*\)")


@cached(1024)  # most feeds have few authors, each of many entries
def parse_person(stated: str) -> PersonConstruct:
    """Return the person in a string, with the e-mail address if it contains one.

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
    """Return each person once; persons of the same name are merged, empty ones dropped.

    >>> distinct([PersonConstruct("Jane Doe"), PersonConstruct(email="jane@example.org")])
    [PersonConstruct(name='Jane Doe', email='jane@example.org', url=None)]
    """
    known: dict[str, PersonConstruct] = {}
    for each in persons:
        key = each.name or each.email or each.url
        if key:
            other = known.setdefault(key, each)
            if other is not each:
                known[key] = replace(other, email=other.email or each.email, url=other.url or each.url)
    found = list(known.values())
    return _as_one(*found) if len(found) == 2 else found  # the most that one person is stated as


def _as_one(first: PersonConstruct, second: PersonConstruct) -> list[PersonConstruct]:
    """Return two persons; as one if one of them is only a name, and the other one only an e-mail address."""
    for named, other in ((first, second), (second, first)):
        if named.name and not named.email and other.email and not (other.name or other.url):
            return [replace(named, email=other.email)]
    return [first, second]
