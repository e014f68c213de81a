"""HTML pages: no feeds, but most of them say where theirs are (RSS Advisory Board, "RSS Autodiscovery", 2006)."""

from __future__ import annotations

from parsel import Selector

from newsfeed.formats.feed import Feed

_HEAD = 1 << 18  # characters: the links stand in the head of a page
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def read(text: str) -> Feed:
    """Return the addresses of the feeds that a page points to, as it writes them; it has no entries itself."""
    return Feed("html", feeds=list(dict.fromkeys(_linked(text[:_HEAD]))), error="an HTML page, not a feed")


def _linked(text: str) -> list[str]:
    links = Selector(text=text.replace("\0", ""), type="html").xpath("//link[@href]")
    return [
        link.attrib["href"].strip()
        for link in links
        if "alternate" in link.attrib.get("rel", "").lower().split()
        and link.attrib.get("type", "").split(";")[0].strip().lower() in _TYPES
    ]
