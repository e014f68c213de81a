"""OPML 1.0 and 2.0 (http://opml.org/spec2.opml): lists of subscriptions, in folders.

Settings without an attribute in the format are in our own namespace, as it allows; other programs ignore them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.feed import Feed
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect, Dialects
from newsfeed.formats.xml.parser import Tree
from newsfeed.formats.xml.recovery import parse_with_recovery
from newsfeed.text.encoding.decoder import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element


NAMESPACE = "urn:newsfeed:subscription"
DIALECT = Dialect(roots=("opml",))

_FULL_TEXT, _ZONE = f"{{{NAMESPACE}}}fulltext", f"{{{NAMESPACE}}}zone"
_POLICY, _PREFER = f"{{{NAMESPACE}}}policy", f"{{{NAMESPACE}}}prefer"
_AGENCY = f"{{{NAMESPACE}}}agency"
_KEEP, _DROP = f"{{{NAMESPACE}}}keep", f"{{{NAMESPACE}}}drop"  # patterns, one a line


_MOST_FOLDERS = 100  # within each other
_SWITCHES = {"true": True, "false": False}
_WRITTEN: dict[bool | None, str] = {value: text for text, value in _SWITCHES.items()}
_BEGINNING = re.compile(r"(?>\s+|<\?[^>]*>|<!--.*?-->|<![^>]*>)*+<(?:\w+:)?opml[\s>]", re.IGNORECASE | re.DOTALL)
# The tags of outlines in a document that is not well-formed: values may hold anything but another outline.
_VALUE = r"\"(?:[^\"<]++|<(?!/?outline\b))*+\"|'(?:[^'<]++|<(?!/?outline\b))*+'"
_OUTLINE = re.compile(
    rf"<(?P<end>/?)outline\b(?P<attributes>(?:[^<>\"'/]++|/(?!>)|{_VALUE})*+)(?P<empty>/?)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(rf"(?P<name>[A-Za-z_][\w.-]*)\s*=\s*(?P<value>{_VALUE})")
_FEED_TYPES = frozenset({"rss", "atom", "feed"})


@dataclass(frozen=True, slots=True)
class Outline:
    """One subscription: the feed's address, title, site, and folders, outermost first.

    ``full_text`` says whether the pages of its articles are read, ``zone`` is the time zone of times without one.
    ``policy``, ``keep``, ``drop`` and ``prefer`` control which of its articles and paragraphs are shown; ``agency``
    marks the feed of a news agency.
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
    agency: bool | None = None


def outlines(data: bytes, *, content_type: str = "") -> list[Outline]:
    """Return the subscriptions of an OPML document, in document order; none if it is not OPML.

    The URL of an outline that is marked as a feed but has no address is empty.
    """
    tree = parse(decode(data, content_type).text)
    return _outlines(tree.root) if tree and accepts(tree.root) else []


def begins(text: str) -> bool:
    """Return whether a text begins like an OPML document."""
    return _BEGINNING.match(text) is not None


def parse(text: str) -> Tree | None:
    """Return the tree of an OPML document; if it is not well-formed, at least its intact outlines."""
    tree = parse_with_recovery(text, Dialects((DIALECT,)))
    if tree and tree.step == "strict":
        return tree
    root = _by_outline(text)
    if tree and accepts(tree.root) and len(_outlines(tree.root)) >= len(_outlines(root)):
        return tree
    return Tree(root, "entries", ["not well-formed XML: read outline by outline"]) if len(root[0]) else tree


def _by_outline(text: str) -> Element:
    """Return a tree of the outlines whose tags can be read; a feed is never a folder."""
    root = etree.Element("opml")
    body = etree.SubElement(root, "body")
    folders, is_feed_open = [body], False
    for tag in _OUTLINE.finditer(text):
        if tag["end"]:
            if not is_feed_open and len(folders) > 1:
                folders.pop()
            is_feed_open = False
            continue
        attributes = {
            found["name"]: _legal(unescape(found["value"][1:-1])) for found in _ATTRIBUTE.finditer(tag["attributes"])
        }
        outline = etree.SubElement(folders[-1], "outline", attributes)
        is_feed = any(name.lower() == "xmlurl" for name in attributes)
        is_feed_open = is_feed and not tag["empty"]
        if not is_feed and not tag["empty"] and len(folders) < _MOST_FOLDERS:
            folders.append(outline)
    return root


def _legal(value: str) -> str:
    """Return a value without the characters that XML forbids."""
    return "".join(
        each for each in value if each >= " " and not "\ud800" <= each <= "\udfff" and each not in "\ufffe\uffff"
    )


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
            _AGENCY: _WRITTEN.get(each.agency),
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
                    _SWITCHES.get(attributes.get(_AGENCY, "").lower()),
                )
            )
    return found


def _folders(element: Element) -> tuple[str, ...]:
    """Return the titles of the outlines around one; the parser limits the depth."""
    above = [e for e in element.iterancestors() if elements.name(e.tag) == "outline"]
    titles = [(e.get("title") or e.get("text") or "").strip() for e in reversed(above)]
    return tuple(filter(None, titles))
