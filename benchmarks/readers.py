"""Readers of feeds: ours, and those of other packages that are installed."""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Callable, Iterator
from typing import Any

Item = tuple[str | None, ...]  # id, link, title, summary, content and date, as far as the reader tells them apart
Read = Callable[[bytes], list[Item]]

OURS, USUAL = "newsfeed", "feedparser"


def installed() -> Iterator[str]:
    """Yield the names of the readers whose packages are installed, importing none: each is to be measured alone."""
    for name, (package, _) in _READERS.items():
        if importlib.util.find_spec(package):
            yield name
        else:
            print(f"(skipped: {package} is not installed)")


def reader(name: str) -> Read:
    """Return a reader. What raises on a document has read nothing of it."""
    package, of_library = _READERS[name]
    read = of_library(importlib.import_module(package))

    def or_nothing(data: bytes) -> list[Item]:
        try:
            return read(data)
        except Exception:  # noqa: BLE001 - each raises what its parsers raise
            return []

    return read if name == OURS else or_nothing


def _newsfeed(library: Any) -> Read:
    def value(text: Any) -> str | None:
        return text.value if text else None

    def read(data: bytes) -> list[Item]:
        return [
            (e.guid, e.link, value(e.title), value(e.summary), value(e.content), e.published or e.updated)
            for e in library.parse(data).entries
        ]

    return read


def _feedparser(library: Any, **options: bool) -> Read:
    # Bytes in a stream: given bytes, feedparser would look for a file of that name.
    return lambda data: list(map(_described, library.parse(io.BytesIO(data), **options).entries))


def _bare_feedparser(library: Any) -> Read:
    return _feedparser(library, sanitize_html=False, resolve_relative_uris=False)


def _feedparser_rs(library: Any) -> Read:
    return lambda data: list(map(_described, library.parse(data).entries))


def _bare_feedparser_rs(library: Any) -> Read:
    options = {"sanitize_html": False, "resolve_relative_uris": False}
    return lambda data: list(map(_described, library.parse(data, **options).entries))


def _described(entry: Any) -> Item:
    content = entry.get("content")
    return (
        entry.get("id"),
        entry.get("link"),
        entry.get("title"),
        entry.get("summary"),
        content[0]["value"] if content else None,
        entry.get("published") or entry.get("updated"),
    )


def _fastfeedparser(library: Any) -> Read:
    def read(data: bytes) -> list[Item]:
        return [
            (e.get("id"), e.get("link"), e.get("title"), e.get("description"), repr(e.get("content")), e["published"])
            for e in library.parse(data).entries
        ]

    return read


def _atoma(library: Any) -> Read:
    """Return the reader for whichever of its formats accepts the document, as atoma leaves that to its user."""

    def read(data: bytes) -> list[Item]:
        try:
            return [
                (e.guid, e.link, e.title, e.description, e.content_encoded, str(e.pub_date))
                for e in library.parse_rss_bytes(data).items
            ]
        except library.FeedParseError:
            return [
                (
                    e.id_,
                    next((link.href for link in e.links), None),
                    e.title.value,
                    e.summary and e.summary.value,
                    e.content and e.content.value,
                    str(e.published or e.updated),
                )
                for e in library.parse_atom_bytes(data).entries
            ]

    return read


def _parsel(library: Any) -> Read:
    """Return what one writes with Scrapy's own selectors in ten minutes."""
    paths = [
        "string(guid | id)",
        "string(link[text()] | link/@href)",
        "string(title)",
        "string(description | summary)",
        "string(encoded | content)",
        "string(pubDate | published | updated | date)",
    ]

    def read(data: bytes) -> list[Item]:
        selector = library.Selector(body=data, type="xml")
        selector.remove_namespaces()
        return [tuple(item.xpath(path).get() for path in paths) for item in selector.xpath("//item | //entry")]

    return read


_READERS: dict[str, tuple[str, Callable[[Any], Read]]] = {
    OURS: ("newsfeed.formats", _newsfeed),
    USUAL: ("feedparser", _feedparser),
    "feedparser, nothing sanitised or resolved": ("feedparser", _bare_feedparser),
    "feedparser-rs": ("feedparser_rs", _feedparser_rs),
    "feedparser-rs, nothing sanitised or resolved": ("feedparser_rs", _bare_feedparser_rs),
    "fastfeedparser": ("fastfeedparser", _fastfeedparser),
    "atoma": ("atoma", _atoma),
    "parsel, naively": ("parsel", _parsel),
}
