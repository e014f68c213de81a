"""Channel Definition Format (https://www.w3.org/TR/NOTE-CDFsubmit.html), as Microsoft's browsers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedImage, TextConstruct
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.elements import NOWHERE, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.elements import Fields

# Elements of RSS that CDF lacks, or has as attributes.
_ONLY_RSS = ("link", "description", "items", "guid", "pubdate")
_DEEPEST = 16  # channels within channels


def accepts(root: Element) -> bool:
    """Return whether this is the root of a CDF document: a channel that is not of RSS."""
    if elements.name(root.tag) != "channel":
        return False
    found = elements.fields(root)
    within = [found, *(elements.fields(item) for item in found.get("item", ())[:1])]
    return not any(name in fields for fields in within for name in _ONLY_RSS)


def read(root: Element) -> Feed:
    """Return the feed of a CDF document; an item inside inner channels has their titles as its categories."""
    found = elements.fields(root)
    base = _attribute(root, "base")
    items = list(_items(root, ()))
    entries, problems = read_each(items, lambda item: _entry(*item, base))
    return Feed(
        format="cdf",
        entries=entries,
        title=_text(found, "title"),
        url=_attribute(root, "self"),
        link=_link(root, found),
        language=elements.scope(root).language,
        problems=problems,
    )


def _items(channel: Element, channels: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Yield the items of a channel and of those inside it, in their order, with the titles of the inner ones."""
    for child in channel.iterchildren():
        name = elements.name(str(child.tag))
        if name == "item":
            yield child, channels
        elif name == "channel" and len(channels) < _DEEPEST:
            title = _text(elements.fields(child), "title")
            yield from _items(child, (*channels, title.value if title else ""))


def _entry(item: Element, channels: tuple[str, ...], base: str | None) -> Entry:
    found = elements.fields(item)
    images = (_attribute(logo, "href") for logo in found.get("logo", ()))
    around = Scope(base, elements.scope(item).language)
    return Entry(
        link=elements.join(base, link) if (link := _link(item, found)) else None,
        title=_text(found, "title", around),
        summary=_text(found, "abstract", around),
        categories=list(dict.fromkeys(filter(None, channels))),
        language=around.language,
        updated=_attribute(item, "lastmod"),
        images=[FeedImage(url) for url in images if url],
        base=base,
    )


def _link(element: Element, found: Fields) -> str | None:
    """Return the link of an element: its own ``HREF``, or that of the anchor inside it."""
    anchors = (_attribute(anchor, "href") for anchor in found.get("a", ()))
    return _attribute(element, "href") or next(filter(None, anchors), None)


def _text(found: Fields, name: str, around: Scope = NOWHERE) -> TextConstruct | None:
    """Return the text of an element or, as in the first draft, of its ``VALUE``."""
    stated = (_attribute(element, "value") for element in found.get(name, ()))
    value = elements.first(found, name) or next(filter(None, stated), None)
    return elements.guess_text(value, around) if value else None


def _attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name in any letter case; ``None`` if it is empty or missing."""
    return next(
        (value for key, given in element.attrib.items() if str(key).lower() == name and (value := str(given).strip())),
        None,
    )
