"""URLs that only redirect to a URL that they contain: caches of AMP pages, links in the feeds of search engines."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

# A cached page has its URL in the path, after the kind of document and "s" for https
# (https://developers.google.com/amp/cache/overview); Google's and Bing's viewers write it the same way.
_AMP_CACHE = re.compile(
    r"https?://(?:(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/[cv]|(?:www\.)?google\.[a-z.]{2,6}/amp)/"
    r"(?P<tls>s/)?(?P<address>[^/?#]+\.[^/?#]+/.+)",
    re.IGNORECASE,
)
# Links in feeds of Google Alerts and Bing News.
_REDIRECTS = (
    (re.compile(r"https?://(?:www\.)?google\.[a-z.]{2,6}/url\?", re.IGNORECASE), ("url", "q")),
    (re.compile(r"https?://(?:www\.)?bing\.com/news/apiclick\.aspx\?", re.IGNORECASE), ("url",)),
)


def unwrapped(url: str) -> str:
    """Return the URL that an absolute URL redirects to; other URLs are returned unchanged.

    >>> unwrapped("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/amp/ferry")
    'https://www.example.org/amp/ferry'
    >>> unwrapped("https://www.google.com/url?rct=j&sa=t&url=https://example.org/ferry&ct=ga")
    'https://example.org/ferry'
    """
    while inner := _target(url):
        url = inner
    return url


def _target(url: str) -> str | None:
    cached = _AMP_CACHE.fullmatch(url)
    if cached:
        return f"http{'s' if cached['tls'] else ''}://{cached['address']}"
    for wrapper, names in _REDIRECTS:
        if wrapper.match(url):
            stated = parse_qs(urlsplit(url).query)
            return next((value[0] for name in names if (value := stated.get(name)) and _is_web(value[0])), None)
    return None


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))
