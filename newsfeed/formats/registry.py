"""The registry of formats, and :func:`parse`, which reads a document in any of them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from newsfeed.formats import (
    archive,
    atom,
    autodiscovery,
    cdf,
    exported,
    feedparser_fallback,
    jsonfeed,
    markdown,
    opml,
    rss,
    rssjson,
    sitemap,
    sniffing,
)
from newsfeed.formats.feed import Feed
from newsfeed.formats.limits import limit
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect, Dialects
from newsfeed.formats.xml.parser import breaks_off
from newsfeed.formats.xml.recovery import parse_with_recovery
from newsfeed.text.encoding.decoder import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.parser import Tree

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A format recognised by the beginning of the text."""

    accepts: Callable[[str], bool]
    read: Callable[[str], Feed]


@dataclass(frozen=True, slots=True)
class XmlFormat:
    """A format recognised by the root element; its dialects help to recover broken documents."""

    accepts: Callable[[Element], bool]
    read: Callable[[Element], Feed]
    dialects: tuple[Dialect, ...]


TEXT_FORMATS = (
    TextFormat(exported.accepts, exported.read),  # before the archive, which has the same shape
    TextFormat(archive.accepts, archive.read),
    TextFormat(rssjson.accepts, rssjson.read),  # before JSON Feed, which takes any JSON
    TextFormat(jsonfeed.accepts, jsonfeed.read),
    TextFormat(markdown.accepts, markdown.read),
)
XML_FORMATS = (
    XmlFormat(cdf.accepts, cdf.read, ()),  # before RSS, which takes any channel
    XmlFormat(rss.accepts, rss.read, (rss.DIALECT,)),
    XmlFormat(atom.accepts, atom.read, (atom.DIALECT,)),
    XmlFormat(opml.accepts, opml.read, (opml.DIALECT,)),
    XmlFormat(sitemap.accepts, sitemap.read, (sitemap.DIALECT, sitemap.INDEX_DIALECT)),
)
_DIALECTS = Dialects(tuple(dialect for known in XML_FORMATS for dialect in known.dialects))

_HTML = re.compile(
    r"(?:(?><!--.*?-->)|(?><\?[^>]*>)|\s+)*+<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)

# Limits for one document. A tree takes 200 bytes and more per tag, except for tags in a text (CDATA). Real documents
# have at least 24 characters per tag.
_MOST_TAGS, _MOST_IN_TREE = 1_500_000, 1_000_000
_MOST_ATTRIBUTES = 500_000  # each takes as much as three tags
_TAG = re.compile(r"<[A-Za-z_][^<>]*+")
_SECTION = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
# Bytes that objects, lists and values of JSON take in memory, and the limit for those of one document.
_JSON_SIZES = {"{": 400, "[": 70, ",": 40}
_MOST_JSON = 100_000_000
_FEW_CHILDREN = 10  # of the root, one of which holds the entries
_READ_WHOLE = {"cdf", "opml"}  # formats whose entries and outlines have no limit in number
_MOST_LENIENT = 200  # entries of one document that feedparser reads, each in a millisecond or more


def parse(data: bytes, *, url: str = "", content_type: str = "", refresh: str = "") -> Feed:
    """Return the feed in a document of any format.

    ``url`` is the address of the document (for the log), ``content_type`` the value of the HTTP header, of which only
    the charset counts: the content decides the format, never a name. ``refresh`` is the header ``Refresh``, which may
    lead from a page to its feed. Never raises on content; if nothing can be read, ``Feed.format`` is the kind of the
    document and ``Feed.error`` the reason.
    """
    try:
        feed = _parse(data, content_type)
        limit(feed)
    except (RecursionError, MemoryError, ValueError) as error:
        logger.debug("%s", url, exc_info=True)
        feed = Feed("unknown", error=f"could not be read: {type(error).__name__}: {error}")
    if refresh:
        autodiscovery.add_forward(feed, refresh, data)
    logger.debug(
        "%s: %s, %d entries; %s", url, feed.format, len(feed.entries), feed.error or feed.problems or "well-formed"
    )
    return feed


def _parse(data: bytes, content_type: str) -> Feed:
    if not data or data.isspace():
        return Feed("empty", error="the document is empty")
    if binary := sniffing.identify_binary(data):
        return binary
    decoded = decode(data, content_type)
    text = decoded.text.lstrip("\ufeff")
    feed = _parse_text(text, decoded.bytes_of(data) if len(text) == len(decoded.text) else None)
    if decoded.damaged and not feed.error:
        feed.problems.insert(0, f"some bytes are not valid {decoded.encoding} ({decoded.evidence})")
    return feed


def _parse_text(text: str, encoded: bytes | None) -> Feed:
    """Return the feed in a text, whose bytes in UTF-8 are ``encoded`` if they are known."""
    start = text.lstrip()
    if not start:
        return sniffing.identify_text(text)
    if start[0] in "{[" and sum(start.count(sign) * size for sign, size in _JSON_SIZES.items()) > _MOST_JSON:
        return Feed("json", error="more objects, lists and values than are read of one document")
    for known in TEXT_FORMATS:
        if known.accepts(start):
            feed = known.read(start)
            return sniffing.identify_text(text) if feed.error and sniffing.is_binary(text) else feed
    if "<" not in start:
        return sniffing.identify_text(start)
    return _parse_xml(start, encoded if len(start) == len(text) else None)


def _parse_xml(text: str, encoded: bytes | None) -> Feed:
    tags = text.count("<") if len(text) > _MOST_IN_TREE else 0
    if tags > _MOST_TAGS:
        return Feed("xml", error=f"more than {_MOST_TAGS:,} tags, which is the limit")
    if tags > _MOST_IN_TREE and tags - _tags_in_texts(text) > _MOST_IN_TREE:
        return Feed("xml", error=f"more than {_MOST_IN_TREE:,} tags outside of texts, which is the limit")
    signs = text.count("=") if len(text) > _MOST_ATTRIBUTES else 0
    if signs > _MOST_ATTRIBUTES and _attributes(text) > _MOST_ATTRIBUTES:
        return Feed("xml", error=f"more than {_MOST_ATTRIBUTES:,} attributes, which is the limit")
    is_page = _HTML.match(text) is not None
    if is_page and not feedparser_fallback.accepts(text):
        return autodiscovery.read(text)
    feed = _parse_with_fallbacks(text, encoded)
    return autodiscovery.read(text) if feed.error and is_page else feed


def _tags_in_texts(text: str) -> int:
    """Return the number of tags inside CDATA sections."""
    found = end = 0
    while (start := text.find("<![CDATA[", end)) >= 0 and (end := text.find("]]>", start)) >= 0:
        found += text.count("<", start, end)
    return found


def _attributes(text: str) -> int:
    """Return the number of quoted attributes of the tags outside of CDATA sections."""
    return sum(tag[0].count('="') + tag[0].count("='") for tag in _TAG.finditer(_SECTION.sub("", text)))


def _parse_with_fallbacks(text: str, encoded: bytes | None) -> Feed:
    tree = opml.parse(text) if opml.begins(text) else parse_with_recovery(text, _DIALECTS, encoded)
    if tree and tree.step in {"strict", "repaired"}:
        return _read_tree(tree)
    feed = _read_tree(tree) if tree else _read_leniently(text)
    if tree and tree.mostly_broken:
        lenient = _read_leniently(text)
        if not lenient.error and len(lenient.entries) >= len(feed.entries):
            feed = lenient
    feed.cut = breaks_off(text)
    return feed


def _read_leniently(text: str) -> Feed:
    return feedparser_fallback.read(text) if feedparser_fallback.accepts(text) else sniffing.identify_text(text)


def _read_tree(tree: Tree) -> Feed:
    for known in XML_FORMATS:
        if known.accepts(tree.root):
            feed = known.read(tree.root)
            feed.problems[:0] = tree.problems
            feed.step = tree.step
            if feed.format not in _READ_WHOLE and _is_read_in_part(tree.root):
                feed.problems.append(f"only its first {elements.MOST_CHILDREN:,} elements are read")
            _add_broken(feed, tree)
            return feed
    return sniffing.identify_xml(tree.root)


def _is_read_in_part(root: Element) -> bool:
    """Return whether the root, or a child that may hold the entries, has more children than are read."""
    return any(len(each) > elements.MOST_CHILDREN for each in (root, *islice(root, _FEW_CHILDREN)))


def _add_broken(feed: Feed, tree: Tree) -> None:
    """Insert the entries that only feedparser can read in their places, and report them."""
    if tree.head or tree.broken:
        feed.step = "lenient"
    if tree.head:
        outer = feedparser_fallback.read(tree.head)
        feed.title, feed.url, feed.link, feed.language = outer.title, outer.url, outer.link, outer.language
    missing = 0
    for position, number, document in tree.broken[:_MOST_LENIENT]:
        entries = feedparser_fallback.read(document).entries
        feed.entries[position - missing : position - missing] = entries
        missing += not entries
        outcome = "read by feedparser" if entries else "beyond repair and skipped"
        feed.problems.append(f"entry {number} is not well-formed: {outcome}")
    if (rest := len(tree.broken) - _MOST_LENIENT) > 0:
        feed.problems.append(f"{rest:,} more entries are not well-formed: skipped")
