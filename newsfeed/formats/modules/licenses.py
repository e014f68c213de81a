"""Rights and licences: Dublin Core, Creative Commons and Media RSS, in RSS and Atom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats.xml import elements

if TYPE_CHECKING:
    from newsfeed.formats.xml.elements import Fields

STATEMENTS = ("copyright", "dc:rights", "dcterms:rights", "media:copyright")
"""Elements with a statement of rights in words."""

_LICENSES = ("creativecommons:license", "cc:license", "dcterms:license", "media:license")
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def license_address(found: Fields) -> str | None:
    """Return the address of the licence of a feed or an entry."""
    if not found.keys().isdisjoint(_LICENSES):
        for element in elements.of(found, *_LICENSES):
            address = element.get(_RESOURCE) or element.get("href") or elements.plain(element)
            if address.strip():
                return address.strip()
    for link in (*found.get("link", ()), *found.get("atom:link", ())):
        relation = link.get("rel")
        if relation and relation.strip().lower() == "license" and (address := (link.get("href") or "").strip()):
            return address
    return None
