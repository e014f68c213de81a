"""The categories of an RSS or Atom entry, in any vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.formats.xml import elements
from newsfeed.text.caching import cached

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.elements import Fields

_SINGLE = frozenset({
    "category", "atom:category", "dc:subject", "dcterms:subject", "itunes:category", "media:category", "slash:section",
})  # fmt: skip
_LISTS = frozenset({"itunes:keywords", "media:keywords", "tags"})  # separated by commas
# The end of a domain whose values are not subjects: the word alone, or at the end of another (contenttype).
_OTHER_DOMAINS = re.compile(
    r"(?:authors?|bylines?|channel|contributors?|creators?|dateline|formats?|guid|identifiers?|kind|publishers?|sources?|"
    r"types?|uuid|(?<![a-z])id)(?![a-z])(?:[ _-]?(?:names?|ids?))?[^a-z]*$"
)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def read(found: Fields) -> list[str]:
    """Return the categories of an entry, each once, in document order."""
    names: list[str] = []
    for key, stated in found.items():
        if key in _SINGLE:
            names += [name for element in stated for name in _labels(element)]
        elif key in _LISTS:
            names += [name.strip() for element in stated for name in elements.plain(element).split(",")]
    return [name for name in dict.fromkeys(names) if name]


def _labels(element: Element) -> list[str]:
    """Return the categories of one element: its label, else its term; then those inside it."""
    if not element.keys() and not len(element):  # most
        return [elements.plain(element)]
    if _names_something_else(element):
        return []
    inner = [child for child in element if elements.name(str(child.tag)) in _SINGLE]
    own = (
        element.get("label") or element.get("text") or element.get("term") or ("" if inner else elements.plain(element))
    )
    return [own.strip(), *(name for child in inner for name in _labels(child))]


def _names_something_else(element: Element) -> bool:
    """Return whether a category is an author, a source, a content type or the like, judging by its domain.

    The domain may also be the page of the category itself, and then ends with its name.
    """
    domain = element.get("domain") or element.get("scheme")
    if not domain:
        return False
    end = _other_domain(domain)
    return end is not None and end != elements.plain(element).casefold()


@cached(1024)
def _other_domain(domain: str) -> str | None:
    """Return the end of a domain in lower case if its values are not subjects."""
    end = domain.strip().replace("#", "/").rstrip("/").rpartition("/")[2]
    words = _CAMEL_CASE.sub("-", end).casefold()  # contentID
    return end.casefold() if _OTHER_DOMAINS.search(words) else None
