"""Atom 1.0 (RFC 4287) and its draft 0.3."""

from __future__ import annotations

import base64
import binascii
from functools import partial
from typing import TYPE_CHECKING

from newsfeed.formats import elements, media
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Attachment, Entry, Feed, Person, Text
from newsfeed.formats.persons import distinct

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.elements import Fields

_HOME = "atom:"
_LITERAL_TYPES = frozenset({"text", "text/plain"})


def accepts(root: Element) -> bool:
    """Whether this is the root of an Atom document: a feed, or one entry alone."""
    return elements.name(root.tag).removeprefix(_HOME) in {"feed", "entry"}


def read(root: Element) -> Feed:
    """Return the feed of an Atom document."""
    alone = elements.name(root.tag).removeprefix(_HOME) == "entry"
    found: Fields = {} if alone else elements.fields(root, _HOME)
    raw = [root] if alone else found.get("entry", [])
    entries, problems = read_each(raw, partial(_entry, inherited=_persons(found)))
    return Feed(
        format="atom",
        entries=entries,
        title=_text(found, "title"),
        url=_link(found, "self"),
        link=_link(found, "alternate"),
        language=elements.language(root),
        problems=problems,
    )


def _entry(entry: Element, inherited: list[Person]) -> Entry:
    found = elements.fields(entry, _HOME)
    image, attachments = media.read(found)
    links = _enclosures(found)
    content = next(iter(found.get("content", ())), None)
    summary = _text(found, "summary", "tagline", "media:description")
    return Entry(
        guid=elements.first(found, "id"),
        link=elements.first(found, "feedburner:origlink") or _link(found, "alternate") or _source(content),
        title=_text(found, "title", "media:title") or _grouped(found, "media:title"),
        summary=summary or _grouped(found, "media:description"),
        content=_text(found, "content", "xhtml:body"),
        authors=_persons(found) or _source_persons(found) or inherited,
        categories=_categories(found),
        language=elements.language(entry if content is None else content),
        published=elements.first(found, "published", "issued", "created", "dcterms:issued", "dc:date"),
        updated=elements.first(found, "updated", "modified"),
        image=image or _picture(links),
        attachments=[*links, *attachments],
        base=elements.base(entry if content is None else content),
    )


def _text(found: Fields, *names: str) -> Text | None:
    """Return the first of these text constructs that holds anything."""
    for element in elements.of(found, *names):
        text = _construct(element)
        if text.value:
            return text
    return None


def _construct(element: Element) -> Text:
    """Return a text construct (RFC 4287, section 3.1), or content (4.1.3) as far as it is text.

    Atom 0.3 gives the media type in ``type`` and how the text is packed in ``mode``; 1.0 has names of its own for both.
    """
    kind = (element.get("type") or "text").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if mode == "base64" or _is_packed(element, kind):
        return _unpacked(element, kind)
    if len(element):
        return Text(_xhtml(element), "html")
    value = (element.text or "").strip()
    if kind in _LITERAL_TYPES and mode != "escaped":
        return Text(value, "text")
    return elements.guess_text(value) if mode == "escaped" and kind in _LITERAL_TYPES else Text(value, "html")


def _xhtml(element: Element) -> str:
    """Return the markup inside an XHTML construct, without the ``div`` around it (RFC 4287, section 3.1.1.3)."""
    only = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    if (
        only is not None
        and elements.name(str(only.tag)) in {"xhtml:div", "atom:div", "div"}
        and not (only.tail or "").strip()
    ):
        return elements.inner_html(only)
    return elements.inner_html(element)


def _is_packed(element: Element, kind: str) -> bool:
    """Whether content of this media type is Base64 (RFC 4287, section 4.1.3.3, rule 6)."""
    textual = kind in {"text", "html", "xhtml"} or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return elements.name(element.tag).endswith("content") and not textual


def _unpacked(element: Element, kind: str) -> Text:
    """Base64 content, where it is text after all; what is not (a picture) is no text of the entry."""
    if not kind.startswith(("text", "html", "application/xhtml")):
        return Text("", "text")
    try:
        value = base64.b64decode(element.text or "", validate=False).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return Text("", "text")
    return Text(value.strip(), "text" if kind in _LITERAL_TYPES else "html")


def _link(found: Fields, relation: str) -> str | None:
    """Return the first link of this relation, one to an HTML page before others; resolved by its own ``xml:base``."""
    links = [e for e in found.get("link", ()) if _relation(e) == relation and (e.get("href") or "").strip()]
    if not links:
        return None
    link = next(
        (e for e in links if (e.get("type") or "text/html").startswith(("text/html", "application/xhtml"))), links[0]
    )
    return elements.join(elements.base(link), (link.get("href") or "").strip())


def _relation(link: Element) -> str:
    """Return the relation of a link; the registry's names may be written as addresses (RFC 4287, section 4.2.7.2)."""
    stated = (link.get("rel") or "alternate").strip().lower()
    return stated.removeprefix("http://www.iana.org/assignments/relation/")


def _source(content: Element | None) -> str | None:
    """Where content is that the entry only points to (RFC 4287, section 4.1.3.2)."""
    address = "" if content is None else (content.get("src") or "").strip()
    return elements.join(elements.base(content), address) if content is not None and address else None


def _grouped(found: Fields, key: str) -> Text | None:
    """Return a text inside ``media:group``, where video sites put the only one."""
    groups = (elements.fields(group) for group in found.get("media:group", ()))
    return next((text for group in groups if (text := _text(group, key))), None)


def _persons(found: Fields) -> list[Person]:
    stated = distinct(map(elements.person, found.get("author", ())))
    return stated or distinct(map(elements.person, found.get("dc:creator", ())))


def _source_persons(found: Fields) -> list[Person]:
    """Return the authors of the feed that an entry was taken over from (RFC 4287, section 4.2.11)."""
    return next((_persons(elements.fields(source, _HOME)) for source in found.get("source", ())), [])


def _categories(found: Fields) -> list[str]:
    stated = [(e.get("label") or e.get("term") or elements.plain(e)).strip() for e in found.get("category", ())]
    return list(dict.fromkeys([*filter(None, stated), *elements.every(found, "dc:subject")]))


def _enclosures(found: Fields) -> list[Attachment]:
    return [
        Attachment(elements.join(elements.base(e), href), e.get("type"), e.get("length"))
        for e in found.get("link", ())
        if _relation(e) == "enclosure" and (href := (e.get("href") or "").strip())
    ]


def _picture(enclosures: list[Attachment]) -> str | None:
    return next((e.url for e in enclosures if (e.type or "").startswith("image/")), None)
