"""Sitemaps and their indexes (https://www.sitemaps.org/protocol.html), with Google's news and image extensions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedImage
from newsfeed.formats.xml import elements
from newsfeed.formats.xml.dialect import Dialect

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.elements import Fields

_HOME = "sitemap:"
DIALECT = Dialect(roots=("urlset",), containers=("urlset",), entries=("url",), home=_HOME)
INDEX_DIALECT = Dialect(roots=("sitemapindex",), containers=("sitemapindex",), entries=("sitemap",), home=_HOME)


def accepts(root: Element) -> bool:
    """Return whether this is the root of a sitemap or of a sitemap index."""
    return _root(root) in {"urlset", "sitemapindex"}


def read(root: Element) -> Feed:
    """Return a feed with an entry for each page; for an index, a feed whose ``feeds`` are the sitemaps."""
    found = elements.fields(root, _HOME)
    if _root(root) == "sitemapindex":
        locations = (elements.first(elements.fields(each, _HOME), "loc") for each in found.get("sitemap", ()))
        return Feed("sitemapindex", feeds=list(dict.fromkeys(filter(None, locations))))
    publications: set[str] = set()
    entries, problems = read_each(found.get("url", ()), partial(_entry, publications=publications))
    title = elements.guess_text(publications.pop()) if len(publications) == 1 else None
    return Feed("sitemap", entries=entries, title=title, problems=problems)


def _root(root: Element) -> str:
    return elements.name(root.tag).removeprefix(_HOME)


def _entry(element: Element, publications: set[str]) -> Entry:
    """Return a page; the name of its publication is added to ``publications``."""
    page = elements.fields(element, _HOME)
    news = _inner(page, "news:news")
    publication = _inner(news, "news:publication")
    if name := elements.first(publication, "news:name"):
        publications.add(name)
    keywords = elements.first(news, "news:keywords") or ""
    return Entry(
        link=elements.first(page, "loc"),
        title=elements.guess_first(news, "news:title"),
        categories=[keyword for each in keywords.split(",") if (keyword := each.strip())],
        language=elements.first(publication, "news:language"),
        published=elements.first(news, "news:publication_date"),
        updated=elements.first(page, "lastmod"),
        images=[FeedImage(url) for url in elements.every(_inner(page, "image:image"), "image:loc")],
    )


def _inner(found: Fields, name: str) -> Fields:
    """Return the children of the first element of this name."""
    return next((elements.fields(element) for element in found.get(name, ())), {})
