"""OPML 1.0 and 2.0 (http://opml.org/spec2.opml): lists of subscriptions, in folders.

Settings that the format has no attribute for are in our own namespace, as it allows; other programs ignore them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.feed import Feed
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect, Dialects
from newsfeed.formats.xml.recovery import parse_with_recovery
from newsfeed.text.encoding.decoder import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element


NAMESPACE = "urn:newsfeed:subscription"
DIALECT = Dialect(roots=("opml",))

_FULL_TEXT, _ZONE = f"{{{NAMESPACE}}}fulltext", f"{{{NAMESPACE}}}zone"
_POLICY, _PREFER = f"{{{NAMESPACE}}}policy", f"{{{NAMESPACE}}}prefer"
_KEEP, _DROP = f"{{{NAMESPACE}}}keep", f"{{{NAMESPACE}}}drop"  # patterns, one a line


_SWITCHES = {"true": True, "false": False}
_WRITTEN: dict[bool | None, str] = {value: text for text, value in _SWITCHES.items()}
_FEED_TYPES = frozenset({"rss", "atom", "feed"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription: the feed's address, title, site, and folders, outermost first.

    ``full_text`` says whether the pages of its articles are read, ``zone`` is the time zone of times without one.
    ``policy``, ``keep``, ``drop`` and ``prefer`` say which of its articles and paragraphs are shown.
    """

    url: str
    title: str | None = None
    link: str | None = None
    folders: tuple[str, ...] = ()
    full_text: bool | None = None
    zone: str | None = None
    policy: str | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    prefer: bool | None = None


def outlines(data: bytes, *, content_type: str = "") -> list[Outline]:
    """Return the subscriptions of an OPML document, in document order; none if it is not OPML.

    The URL of an outline that is said to be a feed and has no address is empty.
    """
    tree = parse_with_recovery(decode(data, content_type).text, Dialects((DIALECT,)))
    return _outlines(tree.root) if tree and accepts(tree.root) else []


def to_opml(subscriptions: Iterable[Outline], title: str) -> bytes:
    """Return an OPML 2.0 document of subscriptions in their folders; the texts must be legal in XML 1.0."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"newsfeed": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    folders: dict[tuple[str, ...], Element] = {(): etree.SubElement(root, "body")}
    for each in subscriptions:
        for depth, name in enumerate(each.folders):
            if each.folders[: depth + 1] not in folders:
                parent = folders[each.folders[:depth]]
                folders[each.folders[: depth + 1]] = etree.SubElement(parent, "outline", text=name)
        attributes = {"type": "rss", "text": each.title or each.url, "xmlUrl": each.url}
        if each.link:
            attributes["htmlUrl"] = each.link
        own = {
            _FULL_TEXT: _WRITTEN.get(each.full_text),
            _ZONE: each.zone,
            _POLICY: each.policy,
            _KEEP: "\n".join(each.keep),
            _DROP: "\n".join(each.drop),
            _PREFER: _WRITTEN.get(each.prefer),
        }
        attributes |= {name: value for name, value in own.items() if value}
        etree.SubElement(folders[each.folders], "outline", attributes)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def accepts(root: Element) -> bool:
    """Return whether this is the root of an OPML document."""
    return elements.name(root.tag) == "opml"


def read(root: Element) -> Feed:
    """Return a feed without entries whose ``feeds`` are the subscriptions."""
    head = [found for child in root if elements.name(str(child.tag)) == "head" for found in [elements.fields(child)]]
    return Feed(
        format="opml",
        title=elements.guess_first(head[0], "title") if head else None,
        feeds=list(dict.fromkeys(outline.url for outline in _outlines(root) if outline.url)),
    )


def _outlines(root: Element) -> list[Outline]:
    found = []
    for element in root.iter(etree.Element):
        attributes = {elements.name(str(key)): str(value).strip() for key, value in element.attrib.items()}
        url = attributes.get("xmlurl") or ""
        is_feed = url or (attributes.get("type", "").lower() in _FEED_TYPES and len(element) == 0)
        if elements.name(element.tag) == "outline" and is_feed:
            title = attributes.get("title") or attributes.get("text") or None
            found.append(
                Outline(
                    url,
                    title,
                    attributes.get("htmlurl") or None,
                    _folders(element),
                    _SWITCHES.get(attributes.get(_FULL_TEXT, "").lower()),
                    attributes.get(_ZONE) or None,
                    attributes.get(_POLICY) or None,
                    tuple(attributes.get(_KEEP, "").splitlines()),
                    tuple(attributes.get(_DROP, "").splitlines()),
                    _SWITCHES.get(attributes.get(_PREFER, "").lower()),
                )
            )
    return found


def _folders(element: Element) -> tuple[str, ...]:
    """Return the titles of the outlines around one; the parser limits the depth."""
    above = [e for e in element.iterancestors() if elements.name(e.tag) == "outline"]
    titles = [(e.get("title") or e.get("text") or "").strip() for e in reversed(above)]
    return tuple(filter(None, titles))
