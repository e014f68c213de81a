"""Addresses as people type them and as lists of feeds contain them: without a scheme, or with ``feed:``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from newsfeed.text.urls.canonical import web_address

FEED = re.compile(r"feed:(?://|(?=https?://))", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
# A host with a dot, localhost or an address in brackets; then a port and a path, if any.
_BARE = re.compile(r"(?:localhost|\[[0-9a-f:.]+\]|[\w-]+(?:\.[\w-]+)+\.?)(?::\d{1,5})?(?:[/?][^\s]*)?", re.IGNORECASE)
_FILE_ENDINGS = frozenset({".atom", ".htm", ".html", ".json", ".md", ".opml", ".rss", ".txt", ".xml"})


def feed_url(stated: str) -> str | None:
    """Return the web address of a feed in a list; ``None`` if it is not an address.

    ``feed:`` before an address, or ``feed://`` instead of its scheme, means a feed at that address.

    >>> feed_url("feed://example.org/rss"), feed_url("feed:https://example.org/rss"), feed_url("ftp://example.org/")
    ('http://example.org/rss', 'https://example.org/rss', None)
    """
    stated = stated.strip()
    rest = FEED.sub("", stated, count=1) if FEED.match(stated) else stated
    return web_address(rest if rest == stated or _WEB.match(rest) else f"http://{rest}")


def candidate_urls(typed: str) -> list[str]:
    """Return the web addresses that a person may mean, the likeliest first; none for a text that looks like a file.

    >>> candidate_urls("example.org"), candidate_urls("feed://example.org/rss")
    (['https://example.org', 'http://example.org'], ['https://example.org/rss', 'http://example.org/rss'])
    >>> candidate_urls("https://example.org/"), candidate_urls("subscriptions.opml"), candidate_urls("no/such/file")
    (['https://example.org/'], [], [])
    """
    typed = typed.strip()
    rest = FEED.sub("", typed, count=1) if FEED.match(typed) else typed
    if _WEB.match(rest):
        return [address] if (address := web_address(rest)) else []
    is_file = rest == typed and PurePosixPath(rest).suffix.lower() in _FILE_ENDINGS and "/" not in rest
    if is_file or not _BARE.fullmatch(rest):
        return []
    return [address for scheme in ("https", "http") if (address := web_address(f"{scheme}://{rest}"))]
