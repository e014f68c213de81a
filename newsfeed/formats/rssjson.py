"""RSS as JSON (https://github.com/scripting/Scripting-News/blob/master/rss-in-json/README.md), and Atom likewise.

The document is turned into the XML that it stands for, and read as that. Programs that convert XML to JSON have several
names for the text beside attributes, and for attributes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsfeed.formats import atom, rss
from newsfeed.formats.feed import Feed
from newsfeed.formats.xml import elements
from newsfeed.text.caching import cached
from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_ROOTS = ("rss", "feed", "channel")
_BEGINNING = re.compile(
    r'\{\s*(?:"(?:version|encoding|\?xml)"\s*:\s*(?:"[^"]*"|\{[^{}]*\})\s*,\s*){0,3}'
    rf'"(?:{"|".join(_ROOTS)})"\s*:\s*[\[{{]'
)
_TEXTS = frozenset({"#value", "#text", "#cdata", "__cdata", "$t", "_", "content", "@content"})
_ATTRIBUTES = frozenset({"$", "@attributes", "_attributes", "attributes", "@"})
_PLAIN = frozenset({str, int, float})
_ENTRIES = {"rss": "item", "channel": "item", "feed": "entry"}
_WITHOUT_TEXT = frozenset({"channel", "feed", "item", "entry"})
_NAME = re.compile(r"(?:(?P<prefix>[A-Za-z]\w*)[:$])?(?P<local>[A-Za-z_][\w.-]*)", re.ASCII)
_DEEPEST = 20  # elements inside elements


def accepts(text: str) -> bool:
    """Return whether the text begins like a document of this format."""
    return _BEGINNING.match(text) is not None


def read(text: str) -> Feed:
    """Return the feed of a document."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Feed("json", error=f"not well-formed JSON: {error}")
    name = next(name for name in _ROOTS if name in document)
    holder = _single(document[name])
    channel = _single(holder.get("channel")) if name == "rss" and holder is not None else holder
    if channel is None:
        return Feed("json", error="a JSON document without the `channel` of RSS, not a feed")
    entries = _ENTRIES[name]
    if "items" in channel and entries not in channel:
        channel[entries] = channel.pop("items")
    stated = _listed(channel.get(entries))
    channel[entries] = [each for each in stated if isinstance(each, dict)]
    root = etree.Element("feed" if name == "feed" else "channel")
    _fill(root, channel, 0)
    feed = atom.read(root) if name == "feed" else rss.read(root)
    if others := len(stated) - len(channel[entries]):
        feed.problems.append(f"{others} of {len(stated)} entries skipped: not objects")
    return feed


def _single(value: Any) -> dict[str, Any] | None:
    """Return an object, or the only one in a list."""
    objects = [each for each in _listed(value) if isinstance(each, dict)]
    return objects[0] if len(objects) == 1 else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _fill(element: Element, stated: dict[str, Any], depth: int) -> None:
    """Add the attributes and children in an object to an element.

    A plain value may be either: beside a text it is an attribute, otherwise both.
    """
    if element.tag not in _WITHOUT_TEXT:
        for attribute, value in _attributes(stated):
            element.set(attribute, value)
        text = next((stated[key] for key in _TEXTS & stated.keys() if type(stated[key]) in _PLAIN), None)
        if text is not None:
            element.text = xml_text(str(text))
            return
    for key, value in stated.items():
        if depth < _DEEPEST and key not in _ATTRIBUTES and (name := _qualified(key)):
            for each in _listed(value):
                _add(element, name, each, depth)


def _add(parent: Element, name: str, value: Any, depth: int) -> None:
    if isinstance(value, dict):
        _fill(etree.SubElement(parent, name), value, depth + 1)
    elif type(value) in _PLAIN:
        etree.SubElement(parent, name).text = xml_text(str(value))


def _attributes(stated: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in stated.items():
        if key in _ATTRIBUTES and isinstance(value, dict):
            yield from _attributes(value)
        elif (
            key not in _TEXTS
            and type(value) in _PLAIN
            and (name := _qualified(key.removeprefix("@").removeprefix("_")))
        ):
            yield name, xml_text(str(value))


@cached(1024)
def _qualified(key: str) -> str | None:
    """Return the name of an element or attribute with its namespace; ``None`` if it cannot be one."""
    match = _NAME.fullmatch(key)
    if match is None or match["prefix"] == "xmlns":
        return None
    namespace = elements.namespace(match["prefix"]) if match["prefix"] else None
    return f"{{{namespace}}}{match['local']}" if namespace else match["local"]
