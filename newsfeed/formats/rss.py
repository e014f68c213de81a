"""RSS 0.90 to 2.0 (https://www.rssboard.org/rss-specification) and RSS 1.0 (https://web.resource.org/rss/1.0/spec)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsfeed.formats import atom
from newsfeed.formats.entries import not_read, read_each, run_together
from newsfeed.formats.feed import Entry, Feed, PersonConstruct, TextConstruct
from newsfeed.formats.modules import categories, licenses, media, syndication, threading
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect
from newsfeed.formats.xml.elements import Scope

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.elements import Fields

DIALECT = Dialect(
    roots=("rss", "rdf", "channel"),
    containers=("rss", "RDF", "channel", "items"),
    entries=("item",),
    home="",
    wrapper="<rss><channel>",
)
_FORMATS = {"rss": "rss", "channel": "rss", "rdf:rdf": "rdf", "rdf": "rdf"}
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_VALUE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}value"
_TITLES = ("title", "dc:title", "atom:title", "itunes:title", "media:title")
_DESCRIPTIONS = frozenset({"description", "summary"})
_SUMMARIES = (
    "dc:description", "dcterms:abstract", "atom:summary", "itunes:summary", "itunes:subtitle",
    "media:description",
)  # fmt: skip
_CONTENTS = (
    "content:encoded", "xhtml:body", "xhtml:div", "body", "fullitem", "yandex:full-text", "full-text", "fulltext",
    "atom:content", "content", "text",
)  # fmt: skip
# Some mix in the names of Atom without its namespace, or their own.
_PUBLISHED = (
    "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "prism:publicationdate", "published",
    "issued", "created", "date",
)  # fmt: skip
_UPDATED = ("atom:updated", "dcterms:modified", "prism:modificationdate", "updated", "modified")
_ENTRIES = ("item", "entry", "atom:entry")
_RIGHTS = (*licenses.STATEMENTS, "atom:rights")


def accepts(root: Element) -> bool:
    """Return whether this is the root of an RSS document."""
    return elements.name(root.tag) in _FORMATS


def read(root: Element) -> Feed:
    """Return the feed of an RSS document."""
    outer = elements.fields(root)
    channel = next(iter(outer.get("channel", ())), root)
    found = outer if channel is root else elements.fields(channel)
    # RSS 1.0 puts the items beside the channel, RSS 2.0 inside it, RSS 1.1 into a list of their own.
    others = (elements.fields(each) for each in outer.get("channel", ())[1:])
    around_items = [found] if channel is root else [found, *others, outer]
    lists = [elements.fields(group) for holder in around_items for group in holder.get("items", ())]
    items = [item for holder in (*around_items, *lists) for item in elements.of(holder, *_ENTRIES)]
    around = elements.scope(channel)
    read_item = partial(
        _entry, channel=channel, inside=around, channel_authors=_named(found, "itunes:author", "dc:creator")
    )
    entries, problems = read_each(items, read_item)
    return Feed(
        format=_FORMATS[elements.name(root.tag)],
        entries=entries,
        title=elements.guess_first(found, "title", "dc:title", around=around),
        url=_linked(found, "self"),
        link=_link(found) or _linked(found, "alternate"),
        language=elements.first(found, "language", "dc:language") or around.language,
        rights=elements.guess_first(found, *_RIGHTS, around=around),
        license=licenses.license_address(found),
        hints=syndication.read(found),
        problems=[*problems, *run_together(root, items, "guid"), *not_read(root, items, _ENTRIES)],
    )


def _entry(item: Element, channel: Element, inside: Scope, channel_authors: list[PersonConstruct]) -> Entry:
    """Return an item; ``inside`` is the scope of the channel, if the item is in it.

    ``channel_authors`` are the authors of items that name none. Some channels hold entries of Atom.
    """
    around = elements.scope(item, inside if item.getparent() is channel else None)
    if elements.name(str(item.tag)) != "item":
        return atom.read_entry(item, around, channel_authors)
    found = elements.fields_of_entry(item)
    if language := elements.first(found, "dc:language", "language"):
        around = Scope(around.base, language)
    images, enclosures = media.read(found)
    original = elements.first(found, "feedburner:origlink")
    link = original or _link(found) or _linked(found, "alternate") or _permalink(found) or elements.first(found, "url")
    summary, content = _texts(found, around)
    return Entry(
        guid=elements.first(found, "guid", "atom:id")
        or item.get(_ABOUT)
        or elements.first(found, "dc:identifier", "id"),
        link=elements.join(around.base, link) if link else None,
        canonical=_linked(found, "canonical"),
        variants=[variant] if (variant := _linked(found, "amphtml")) else [],
        title=elements.guess_first(found, *_TITLES, around=around) or media.text(found, "media:title", around),
        summary=summary or media.text(found, "media:description", around),
        content=content,
        authors=_authors(found) or channel_authors,
        categories=categories.read(found),
        language=around.language,
        published=elements.stated_time(found, *_PUBLISHED),
        updated=elements.stated_time(found, *_UPDATED),
        images=images,
        enclosures=enclosures,
        rights=elements.guess_first(found, *_RIGHTS, around=around),
        license=licenses.license_address(found),
        reply_to=threading.reply_to(found),
        base=around.base,
    )


def _texts(found: Fields, around: Scope) -> tuple[TextConstruct | None, TextConstruct | None]:
    """Return summary and content; of a ``description`` and a ``summary``, the first is the summary."""
    described = [name for name in found if name in _DESCRIPTIONS]
    summary = elements.guess_first(found, *described[:1], *_SUMMARIES, around=around)
    content = elements.guess_first(found, *_CONTENTS, *described[1:], around=around)
    return summary, content or _content_items(found, around)


def _content_items(found: Fields, around: Scope) -> TextConstruct | None:
    """Return the content in the first form of the content module: a bag of versions (content:items, 2000)."""
    for bag in found.get("content:items", ()):
        for value in bag.iterdescendants(_VALUE):
            if text := elements.guess_first({"value": [value]}, "value", around=around):
                return text
    return None


def _link(found: Fields) -> str | None:
    """Return the first link; in some dialects it is in an attribute."""
    for element in found.get("link", ()):
        if address := elements.plain(element) or (element.get("href") or "").strip():
            return address
    return None


def _permalink(found: Fields) -> str | None:
    """Return the guid if it is an address, unless it denies that (RSS 2.0, ``isPermaLink``)."""
    for element in found.get("guid", ()):
        value, statement = elements.plain(element), (element.get("isPermaLink") or "").strip().lower()
        if value.startswith(("http://", "https://")) and statement != "false":
            return value
        if value.startswith("/") and statement == "true":
            return value
    return None


def _linked(found: Fields, relation: str) -> str | None:
    """Return the target of the first ``atom:link`` of this relation."""
    for element in found.get("atom:link", ()):
        target = (element.get("href") or "").strip()
        if target and (element.get("rel") or "alternate").strip().lower() == relation:
            return target
    return None


def _authors(found: Fields) -> list[PersonConstruct]:
    return _named(found, "dc:creator", "dc:author", "author", "atom:author") or _named(
        found, "itunes:author", "podcast:person"
    )


def _named(found: Fields, *names: str) -> list[PersonConstruct]:
    return elements.people(elements.of(found, *names))
