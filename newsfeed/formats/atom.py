"""Atom 1.0 (RFC 4287) and its draft 0.3."""

from __future__ import annotations

import base64
import binascii
import re
from functools import partial
from typing import TYPE_CHECKING, Literal

from newsfeed.formats.entries import not_read, read_each, run_together
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, PersonConstruct, TextConstruct
from newsfeed.formats.modules import categories, licenses, media, syndication, threading
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.elements import Fields, Scope

_HOME = "atom:"
DIALECT = Dialect(
    roots=("feed",),
    containers=("feed",),
    entries=("entry",),
    home=_HOME,
    wrapper='<feed xmlns="http://www.w3.org/2005/Atom">',
)
_LITERAL_TYPES = frozenset({"text", "text/plain"})
_ESCAPED_TYPES = frozenset({"html", "text/html"})
_UNKNOWN_TYPE = "application/octet-stream"
_BASE64 = re.compile(r"\s*(?:[A-Za-z0-9+/]{4}\s*)*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\s*")
_MAYBE_TEXT = ("text", "html", "xhtml", "application/xhtml+xml", _UNKNOWN_TYPE)
_NAMES_OF_RSS = frozenset({"body", "content:encoded", "description", "media:description"})  # which state no type
_ENTRIES = ("atom:entry", "entry", "item")
_PUBLISHED = ("published", "issued", "created", "dcterms:issued", "dcterms:created", "dc:date", "pubdate", "date")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastbuilddate")
_SUMMARIES = ("summary", "tagline", "description", "media:description")  # some use the names of RSS


def accepts(root: Element) -> bool:
    """Return whether this is the root of an Atom document: a feed, or a single entry."""
    return elements.name(root.tag).removeprefix(_HOME) in {"feed", "entry"}


def read(root: Element) -> Feed:
    """Return the feed of an Atom document."""
    alone = elements.name(root.tag).removeprefix(_HOME) == "entry"
    found: Fields = {} if alone else elements.fields(root, _HOME)
    for channel in found.get("channel", ()):  # as in RSS
        found = elements.fields(channel, _HOME) | found
    raw = [root] if alone else elements.of(found, "entry", "item")
    around = elements.NOWHERE if alone else elements.scope(root)
    entries, problems = read_each(raw, partial(read_entry, outside=around, inherited=_persons(found)))
    links = _links(found)
    return Feed(
        format="atom",
        entries=entries,
        title=_text(found, around, "title"),
        url=_link(links, around, "self"),
        link=_link(links, around, "alternate") or _link_text(found, around),
        language=around.language,
        rights=_rights(found, around),
        license=licenses.license_address(found),
        hints=syndication.read(found),
        problems=[*problems, *run_together(root, raw, "id"), *not_read(root, raw, _ENTRIES)],
    )


def read_entry(entry: Element, outside: Scope, inherited: list[PersonConstruct]) -> Entry:
    """Return an entry, given the scope of the feed around it and the feed's authors."""
    found = elements.fields_of_entry(entry, _HOME)
    around = elements.scope(entry, outside)
    images, enclosures = media.read(found)
    links = _links(found)
    linked = [_enclosure(each, around) for each in links.get("enclosure", ())]
    return Entry(
        guid=elements.first(found, "id", "guid"),
        link=elements.first(found, "feedburner:origlink")
        or _link(links, around, "alternate")
        or _source(found, around)
        or _link_text(found, around)
        or elements.first(found, "url"),
        canonical=_link(links, around, "canonical"),
        variants=[variant] if (variant := _link(links, around, "amphtml")) else [],
        title=_text(found, around, "title", "media:title") or media.text(found, "media:title", around),
        summary=_text(found, around, *_SUMMARIES) or media.text(found, "media:description", around),
        content=_text(found, around, "content", "content:encoded", "xhtml:body", "body"),
        authors=_persons(found) or _source_persons(found) or inherited,
        categories=categories.read(found),
        language=around.language,
        published=elements.stated_time(found, *_PUBLISHED),
        updated=elements.stated_time(found, *_UPDATED),
        images=[*images, *media.image_enclosures(linked)],
        enclosures=[*linked, *enclosures],
        rights=_rights(found, around),
        license=licenses.license_address(found),
        reply_to=threading.reply_to(found),
        base=around.base,
    )


def _text(found: Fields, around: Scope, *names: str) -> TextConstruct | None:
    """Return the first of these text constructs that is not empty."""
    for name in names:
        for element in found.get(name, ()):
            value, kind = _construct(element, name)
            if value:
                inside = elements.scope(element, around)
                return TextConstruct(value, kind, inside.base, inside.language)
    return None


def _rights(found: Fields, around: Scope) -> TextConstruct | None:
    return _text(found, around, "rights", "copyright") or elements.guess_first(
        found, *licenses.STATEMENTS, around=around
    )


def _construct(element: Element, name: str) -> tuple[str, Literal["text", "html"]]:
    """Return the value and type of a text construct (RFC 4287, section 3.1) or of content (4.1.3), if it is text.

    Atom 0.3 has the media type in ``type`` and the encoding in ``mode``; 1.0 has its own names for both.
    """
    if name in _NAMES_OF_RSS and not element.get("type"):
        guessed = elements.guess_first({"": [element]}, "")
        return (guessed.value, guessed.type) if guessed else ("", "text")
    kind = (element.get("type") or "text").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if mode == "base64" or (_is_base64(kind) and (name == "content" or _BASE64.fullmatch(element.text or ""))):
        decoded = _decoded(element, kind)
        if decoded[0] or name != "title":  # which is never binary
            return decoded
    if len(element):
        return _inner(element, kind), "html"
    value = (element.text or "").strip()
    if kind in _LITERAL_TYPES:
        return value, "html" if mode == "escaped" and elements.looks_like_html(value) else "text"
    if _is_base64(kind):  # a type that no text construct may have
        return value, "html" if elements.looks_like_html(value) else "text"
    return value, "html"


def _inner(element: Element, kind: str) -> str:
    """Return the markup inside an XHTML construct, without the ``div`` around it (RFC 4287, section 3.1.1.3).

    Some software puts a ``div`` around escaped HTML too.
    """
    only = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    if (
        only is not None
        and elements.name(str(only.tag)) in {"xhtml:div", "atom:div", "div"}
        and not (only.tail or "").strip()
    ):
        return (only.text or "").strip() if kind in _ESCAPED_TYPES and not len(only) else elements.inner_html(only)
    return elements.inner_html(element)


def _is_base64(kind: str) -> bool:
    """Return whether content of this media type is Base64 (RFC 4287, section 4.1.3.3, rule 6)."""
    return "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))


def _decoded(element: Element, kind: str) -> tuple[str, Literal["text", "html"]]:
    """Return Base64 content if it is text; other content (an image) is not text of the entry."""
    if not kind.startswith(_MAYBE_TEXT):
        return "", "text"
    try:
        value = base64.b64decode(element.text or "", validate=False).decode("utf-8").strip()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", "text"
    is_html = elements.looks_like_html(value) if kind == _UNKNOWN_TYPE else kind not in _LITERAL_TYPES
    return value, "html" if is_html else "text"


def _links(found: Fields) -> dict[str, list[Element]]:
    """Return the links that have an address by their relation."""
    links: dict[str, list[Element]] = {}
    for link in found.get("link", ()):
        if (link.get("href") or "").strip():
            links.setdefault(_relation(link), []).append(link)
    return links


def _link(links: dict[str, list[Element]], around: Scope, relation: str) -> str | None:
    """Return the first link of this relation, preferring HTML pages; resolved by its own ``xml:base``."""
    related = links.get(relation)
    if not related:
        return None
    link = next(
        (e for e in related if (e.get("type") or "text/html").startswith(("text/html", "application/xhtml"))),
        related[0],
    )
    return elements.join(elements.scope(link, around).base, (link.get("href") or "").strip())


def _link_text(found: Fields, around: Scope) -> str | None:
    """Return the address that is the text of a link, as in RSS."""
    for link in found.get("link", ()):
        if not (link.get("href") or "").strip() and (address := elements.plain(link)):
            return elements.join(elements.scope(link, around).base, address)
    return None


def _relation(link: Element) -> str:
    """Return the relation of a link; the registry's names may be written as addresses (RFC 4287, section 4.2.7.2)."""
    stated = (link.get("rel") or "alternate").strip().lower()
    return stated.removeprefix("http://www.iana.org/assignments/relation/")


def _source(found: Fields, around: Scope) -> str | None:
    """Return the address of content that the entry only points to (RFC 4287, section 4.1.3.2)."""
    for content in found.get("content", ()):
        if address := (content.get("src") or "").strip():
            return elements.join(elements.scope(content, around).base, address)
    return None


def _persons(found: Fields) -> list[PersonConstruct]:
    stated = elements.people(found.get("author", ()))
    return stated or elements.people(elements.of(found, "dc:creator", "creator"))


def _source_persons(found: Fields) -> list[PersonConstruct]:
    """Return the authors of the feed that an entry was copied from (RFC 4287, section 4.2.11)."""
    return next((_persons(elements.fields(source, _HOME)) for source in found.get("source", ())), [])


def _enclosure(link: Element, around: Scope) -> FeedEnclosure:
    address = elements.join(elements.scope(link, around).base, (link.get("href") or "").strip())
    return FeedEnclosure(address, link.get("type"), link.get("length"))
