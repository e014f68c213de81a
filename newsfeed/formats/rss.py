"""RSS 0.90 to 2.0 (https://www.rssboard.org/rss-specification) and RSS 1.0 (https://web.resource.org/rss/1.0/spec)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats import elements, media
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, Person
from newsfeed.formats.persons import distinct

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.elements import Fields

_ROOTS = {"rss": "rss", "channel": "rss", "rdf:rdf": "rdf"}
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def accepts(root: Element) -> bool:
    """Whether this is the root of an RSS document."""
    return elements.name(root.tag) in _ROOTS


def read(root: Element) -> Feed:
    """Return the feed of an RSS document."""
    outer = elements.fields(root)
    channel = next(iter(outer.get("channel", ())), root)
    found = outer if channel is root else elements.fields(channel)
    # RSS 1.0 puts the items beside the channel, RSS 2.0 inside it, RSS 1.1 into a list of their own.
    lists = [elements.fields(group) for group in (*elements.of(found, "items"), *elements.of(outer, "items"))]
    items = [*found.get("item", ()), *(item for group in lists for item in group.get("item", ()))]
    if channel is not root:
        items += outer.get("item", ())
    entries, problems = read_each(items, _entry)
    return Feed(
        format=_ROOTS[elements.name(root.tag)],
        entries=entries,
        title=elements.guess_first(found, "title", "dc:title"),
        url=_linked(found, "self"),
        link=elements.first(found, "link") or _linked(found, "alternate"),
        language=elements.first(found, "language", "dc:language") or elements.language(channel),
        problems=problems,
    )


def _entry(item: Element) -> Entry:
    found = elements.fields(item)
    base = elements.base(item)
    guid = elements.first(found, "guid", "atom:id") or item.get(_ABOUT)
    image, attachments = media.read(found)
    link = _link(found) or _permalink(found)
    return Entry(
        guid=guid,
        link=elements.join(base, link) if link else None,
        title=elements.guess_first(found, "title", "dc:title", "media:title"),
        summary=elements.guess_first(found, "description", "dc:description", "itunes:summary", "media:description"),
        content=elements.guess_first(found, "content:encoded", "xhtml:body", "body", "fullitem", "atom:content"),
        authors=_authors(found),
        categories=_categories(found),
        language=elements.first(found, "dc:language", "language") or elements.language(item),
        published=elements.first(found, "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
        updated=elements.first(found, "atom:updated", "dcterms:modified"),
        image=image,
        attachments=attachments,
        base=base,
    )


def _link(found: Fields) -> str | None:
    """Where the article is: what stood in the feed before FeedBurner put its own address there comes first."""
    return elements.first(found, "feedburner:origlink", "link") or _linked(found, "alternate")


def _permalink(found: Fields) -> str | None:
    """Return the guid, where it says that it is an address or does not deny it (RSS 2.0, ``isPermaLink``)."""
    for element in found.get("guid", ()):
        value = elements.plain(element)
        denied = (element.get("isPermaLink") or "").strip().lower() == "false"
        if not denied and value.startswith(("http://", "https://")):
            return value
    return None


def _linked(found: Fields, relation: str) -> str | None:
    """Return the target of the first ``atom:link`` of this relation."""
    for element in found.get("atom:link", ()):
        target = (element.get("href") or "").strip()
        if target and (element.get("rel") or "alternate").strip().lower() == relation:
            return target
    return None


def _authors(found: Fields) -> list[Person]:
    stated = elements.of(found, "dc:creator", "author", "atom:author")
    return distinct(map(elements.person, stated)) or distinct(map(elements.person, found.get("itunes:author", ())))


def _categories(found: Fields) -> list[str]:
    attributes = [
        (e.get("text") or e.get("term") or "").strip() for e in elements.of(found, "itunes:category", "atom:category")
    ]
    return list(dict.fromkeys([*elements.every(found, "category", "dc:subject"), *filter(None, attributes)]))
