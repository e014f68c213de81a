"""A list of the pages as an Atom feed (RFC 4287), so that a feed reader can watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from newsfeed.text.characters import xml_text
from newsfeed.web.formatting import safe_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = "1970-01-01T00:00:00+00:00"


def atom(rows: Sequence[Mapping[str, Any]], address: str, updated: str | None) -> bytes:
    """Return an Atom document with one entry per row; ``address`` is the address of the document."""
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    _add(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, address)}")
    _add(feed, "title", f"newsfeed {address.rpartition('/')[2].removesuffix('.atom')}")
    _add(feed, "updated", updated or _EPOCH)
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="self", href=xml_text(address))
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _add(author, "name", "newsfeed")
    for row in rows:
        _entry(feed, _flat(row), address)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _flat(row: Any) -> dict[str, Any]:
    """Return the fields of a row, including those of a nested article."""
    fields: dict[str, Any] = {}
    for each in row if isinstance(row, list) else [row]:
        if isinstance(each, dict):
            nested = each.get("article")
            fields |= each | (nested if isinstance(nested, dict) else {})
    return fields


def _entry(feed: Any, row: Mapping[str, Any], address: str) -> None:
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    names = ("id", "later_id", "digest", "site", "from_site", "to_site", "position", "later_position", "url")
    key = "/".join(str(row[name]) for name in names if row.get(name) is not None)
    _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, f'{address}#{key}')}")
    title = row.get("title") or row.get("text") or row.get("later_text") or key
    _add(entry, "title", str(title)[:200])
    moment = row.get("moment") or row.get("last") or row.get("later_moment") or row.get("first") or row.get("since")
    _add(entry, "updated", str(moment) if moment else _EPOCH)
    if link := safe_link(row.get("url")):
        etree.SubElement(entry, f"{{{_ATOM}}}link", href=xml_text(link))
    text = row.get("opening") or row.get("text") or row.get("later_text") or ""
    _add(entry, "summary", str(text))


def _add(parent: Any, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = xml_text(text)
