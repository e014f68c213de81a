"""The last resort for documents that no strict parser can read: feedparser, within limits."""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Literal

from newsfeed.formats import atom, rss
from newsfeed.formats.authors import distinct
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, PersonConstruct, TextConstruct
from newsfeed.formats.xml import doctype
from newsfeed.formats.xml.dialect import Dialects

logger = logging.getLogger(__name__)

# Measured cost of feedparser in microseconds each; that of namespace declarations is quadratic.
_COSTS = {"<": 35.0, "&": 2.0, "\n": 0.6}
_COST_OF_CHARACTER = 0.2  # most of it for memory, which is ten times the text's
_COST_OF_NAMESPACES = 0.02
_MOST_SECONDS = 2.0
_MOST_ATTRIBUTES = 200
_LONGEST_TAG = 65_536  # characters
_FEEDS = Dialects((rss.DIALECT, atom.DIALECT))  # the formats that feedparser reads
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def accepts(text: str) -> bool:
    """Return whether the text contains an element of a feed."""
    return _FEEDS.feed_tag.search(text) is not None


def read(text: str) -> Feed:
    """Return feedparser's reading of the text; sanitising and resolving addresses happens later."""
    if _cost(text) > _MOST_SECONDS or _has_monster(text):
        return Feed("xml", error="not a feed: XML is broken, and too large for the lenient parser")
    import feedparser  # few documents need it

    try:
        # Bytes in a stream: given a string, feedparser would look for a file or an address of that name.
        parsed = feedparser.parse(
            io.BytesIO(_without_entities(text).encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser raises what its parsers and handlers raise
        logger.debug("feedparser", exc_info=True)
        return Feed("xml", error=f"not a feed: XML is broken ({type(error).__name__} in feedparser)")
    entries, problems = read_each(parsed.entries, _entry)
    if not entries and not parsed.get("version"):
        return Feed("xml", error="not a feed: XML is broken, and its readable parts contain no feed")
    return Feed(
        format=_format(parsed.get("version") or ""),
        entries=entries,
        title=_text(parsed.feed.get("title_detail")),
        url=next((link.get("href") for link in parsed.feed.get("links", []) if link.get("rel") == "self"), None),
        link=parsed.feed.get("link"),
        language=parsed.feed.get("language"),
        problems=["not well-formed XML: read by feedparser", *problems],
        step="lenient",
    )


def _cost(text: str) -> float:
    """Return the estimated time of feedparser for a text in seconds."""
    marks = sum(cost * text.count(mark) for mark, cost in _COSTS.items())
    namespaces = _COST_OF_NAMESPACES * text.count("xmlns") ** 2
    return (marks + namespaces + _COST_OF_CHARACTER * len(text)) / 1e6


def _has_monster(text: str) -> bool:
    """Return whether a tag is so long, or has so many attributes, that feedparser's quadratic time would be minutes."""
    return any(tag.count("=") > _MOST_ATTRIBUTES or len(tag) > _LONGEST_TAG for tag in _TAG.findall(text))


def _without_entities(text: str) -> str:
    """Remove the declarations of entities: feedparser expands them without a limit."""
    return doctype.split_doctype(text)[0].replace("<!ENTITY", "<!")


def _format(version: str) -> str:
    if version.startswith("atom"):
        return "atom"
    return "rdf" if version in {"rss10", "rss090"} else "rss"


def _entry(parsed: Any) -> Entry:
    content = next(iter(parsed.get("content") or ()), None)
    return Entry(
        guid=parsed.get("id"),
        link=parsed.get("feedburner_origlink") or parsed.get("link"),
        title=_text(parsed.get("title_detail")),
        summary=_text(parsed.get("summary_detail")),
        content=_text(content),
        authors=distinct(
            PersonConstruct(author.get("name"), author.get("email"), author.get("href"))
            for author in parsed.get("authors") or ()
        ),
        categories=[term for tag in parsed.get("tags") or () if (term := tag.get("label") or tag.get("term"))],
        language=(content or {}).get("language") or (parsed.get("title_detail") or {}).get("language"),
        published=parsed.get("published"),
        # Without an `updated`, feedparser would return `published` for it.
        updated=dict.get(parsed, "updated"),
        images=[FeedImage(url) for each in parsed.get("media_thumbnail") or () if (url := each.get("url"))],
        enclosures=[
            FeedEnclosure(enclosure["href"], enclosure.get("type"), enclosure.get("length"))
            for enclosure in parsed.get("enclosures") or ()
            if enclosure.get("href")
        ],
        base=(content or {}).get("base") or (parsed.get("title_detail") or {}).get("base") or None,
    )


def _text(detail: Any) -> TextConstruct | None:
    value = (detail or {}).get("value")
    if not value:
        return None
    kind: Literal["html", "text"] = "html" if detail.get("type") in _HTML_TYPES else "text"
    return TextConstruct(value, kind, detail.get("base") or None, detail.get("language"))
