"""HTML pages: not feeds, but most link to theirs (RSS Advisory Board, "RSS Autodiscovery", 2006)."""

from __future__ import annotations

from parsel import Selector

from newsfeed.formats import sniffing
from newsfeed.formats.feed import Feed

_HEAD = 1 << 18  # characters: the links are in the head of a page
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")


def read(text: str) -> Feed:
    """Return the addresses of the feeds that a page links to, as written, or a description of the page."""
    html = Selector(text=text[:_HEAD].replace("\0", ""), type="html")
    feeds = list(dict.fromkeys(_linked(html)))
    return Feed("html", feeds=feeds, error=f"{'an HTML page' if feeds else sniffing.describe_page(html)}, not a feed")


def _linked(html: Selector) -> list[str]:
    return [
        link.attrib["href"].strip()
        for link in html.xpath("//link[@href]")
        if "alternate" in link.attrib.get("rel", "").lower().split()
        and link.attrib.get("type", "").split(";")[0].strip().lower() in _TYPES
    ]
