"""HTML pages: not feeds, but most link to theirs (RSS Advisory Board, "RSS Autodiscovery", 2006)."""

from __future__ import annotations

import re

from parsel import Selector

from newsfeed.formats import sniffing
from newsfeed.formats.feed import Feed
from newsfeed.text.characters import on_one_line
from newsfeed.text.html.bot_checks import is_bot_check
from newsfeed.text.urls.credentials import without_credentials

_HEAD = 1 << 18  # characters: the links are in the head of a page
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_REFRESH = re.compile(
    r"(?>\s*(?P<seconds>\d{0,9})[\d.]*\s*)(?:[;,]|(?<=\s))\s*(?:url\s*=)?\s*['\"]?(?P<url>[^'\"\s]+)", re.IGNORECASE
)
_SOON = 60  # seconds after which a page may send its visitors on; front pages reload themselves later
_SHOWN = 200  # characters of an address from a stranger


def read(text: str) -> Feed:
    """Return the addresses of the feeds that a page links to, as written; else its forward address, or its kind."""
    html = Selector(text=text[:_HEAD].replace("\0", ""), type="html")
    feeds = list(dict.fromkeys(_linked(html)))
    target = None if feeds or is_bot_check(text) else _forward(html)
    if target:
        shown = on_one_line(without_credentials(target))[:_SHOWN]
        return Feed("html", forward=target, error=f"a page that forwards to {shown}, not a feed")
    return Feed("html", feeds=feeds, error=f"{'an HTML page' if feeds else sniffing.describe_page(html)}, not a feed")


def _linked(html: Selector) -> list[str]:
    return [
        link.attrib["href"].strip()
        for link in html.xpath("//link[@href]")
        if "alternate" in link.attrib.get("rel", "").lower().split()
        and link.attrib.get("type", "").split(";")[0].strip().lower() in _TYPES
    ]


def _forward(html: Selector) -> str | None:
    """Return the address to which a page soon sends its visitors on (HTML, "pragma directives")."""
    for meta in html.xpath("//meta[@http-equiv][@content]"):
        if meta.attrib["http-equiv"].strip().lower() == "refresh":
            stated = _REFRESH.match(meta.attrib["content"])
            if stated and int(stated["seconds"] or 0) <= _SOON:
                return stated["url"]
    return None
