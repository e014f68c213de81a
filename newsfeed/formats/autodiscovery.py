"""HTML pages: not feeds, but most link to theirs (RSS Advisory Board, "RSS Autodiscovery", 2006)."""

from __future__ import annotations

import re

from parsel import Selector

from newsfeed.formats import sniffing
from newsfeed.formats.feed import Feed
from newsfeed.formats.xml.elements import join
from newsfeed.text.characters import on_one_line
from newsfeed.text.html.bot_checks import is_bot_check
from newsfeed.text.urls.credentials import without_credentials

_HEAD = 1 << 18  # characters: the links are in the head of a page
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_XML_TYPES = ("application/xml", "text/xml")
_REFRESH = re.compile(
    r"(?>\s*(?P<seconds>\d{0,9})[\d.]*\s*)(?:[;,]|(?<=\s))\s*(?:url\s*=)?\s*['\"]?(?P<url>[^'\"\s]+)", re.IGNORECASE
)
_SOON = 60  # seconds after which a page may send its visitors on; front pages reload themselves later
_SHOWN = 200  # characters of an address from a stranger


def read(text: str) -> Feed:
    """Return the addresses of the feeds that a page links to, relative to it; else its forward address, or its kind."""
    html = Selector(text=text[:_HEAD].replace("\0", ""), type="html")
    base = html.xpath("string(//base/@href)").get("").strip()
    feeds = list(dict.fromkeys(join(base, address) for address in _linked(html)))
    target = None if feeds or is_bot_check(text) else _forward(html)
    if target:
        target = join(base, target)
        return Feed("html", forward=target, error=_forwards(target))
    return Feed("html", feeds=feeds, error=f"{'an HTML page' if feeds else sniffing.describe_page(html)}, not a feed")


def add_forward(feed: Feed, refresh: str, data: bytes) -> None:
    """Set the forward address that an HTTP header ``Refresh`` states for a document that is no feed."""
    target = _target(refresh)
    is_read = not feed.error or feed.feeds or feed.forward
    if target and not is_read and not is_bot_check(data[:_HEAD].decode(errors="replace")):
        feed.forward, feed.error = target, _forwards(target)


def _forwards(target: str) -> str:
    return f"a page that forwards to {on_one_line(without_credentials(target))[:_SHOWN]}, not a feed"


def _target(refresh: str) -> str | None:
    """Return the address in a refresh, if it soon leads to another one."""
    stated = _REFRESH.match(refresh)
    return stated["url"] if stated and int(stated["seconds"] or 0) <= _SOON else None


def _linked(html: Selector) -> list[str]:
    """Return the addresses in links to feeds; if there are none, in links to any XML."""
    alternates = [
        (link.attrib["href"].strip(), link.attrib.get("type", "").split(";")[0].strip().lower())
        for link in html.xpath("//link[@href]")
        if "alternate" in link.attrib.get("rel", "").lower().split()
    ]
    named = [address for address, kind in alternates if kind in _TYPES]
    return named or [address for address, kind in alternates if kind in _XML_TYPES]


def _forward(html: Selector) -> str | None:
    """Return the address to which a page soon sends its visitors on (HTML, "pragma directives")."""
    metas = html.xpath("//meta[@http-equiv][@content]")
    stated = (meta.attrib["content"] for meta in metas if meta.attrib["http-equiv"].strip().lower() == "refresh")
    return next(filter(None, map(_target, stated)), None)
