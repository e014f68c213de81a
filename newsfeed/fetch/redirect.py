"""Redirects: only to http and https, and without credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from w3lib.url import safe_url_string

from newsfeed.fetch.errors import RedirectLoopError, RedirectRefusedError
from newsfeed.fetch.status import REDIRECTS
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import without_credentials

if TYPE_CHECKING:
    from scrapy.http import Response

_SHOWN = 200  # characters of an address from a stranger


class WebRedirectMiddleware(RedirectMiddleware):
    """Follows redirects to ``http`` and ``https`` addresses, at most ``REDIRECT_MAX_TIMES`` in a row.

    Scrapy's own middleware removes the ``Authorization`` header where a redirect leads to another origin; a user name
    and password in the ``Location`` are removed here. The chain is in the ``meta`` of the last request, as Scrapy has
    it: ``redirect_urls``, and the status of each in ``redirect_reasons``.
    """

    def process_response(  # type: ignore[override]  # Scrapy passes no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request that follows a redirect, or the response; may raise :class:`RedirectRefusedError`."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None:
            return super().process_response(request, response)
        target = _target(request.url, location)
        visited = {_without_fragment(url) for url in (*request.meta.get("redirect_urls", ()), request.url)}
        if _without_fragment(target) in visited:  # nothing that we send is different the next time
            raise RedirectLoopError(request.url, "redirects in a loop")
        headers = response.headers.copy()
        headers["Location"] = target
        try:
            followed = super().process_response(request, response.replace(headers=headers))
        except IgnoreRequest as error:
            raise RedirectLoopError(request.url, f"redirected more than {self.max_redirect_times} times") from error
        # Without it, Scrapy would silently drop a redirect to an address that was requested before.
        return followed.replace(dont_filter=True) if isinstance(followed, Request) else followed


def _without_fragment(url: str) -> str:
    """Return a URL as it is requested."""
    return url.partition("#")[0]


def _target(url: str, location: bytes) -> str:
    """Return the absolute target of a ``Location``; raise :class:`RedirectRefusedError` if it is not http(s)."""
    try:
        address = safe_url_string(location)
    except ValueError:
        address = location.decode("ascii", "backslashreplace")
    target = web_address(address, url)
    if target is None:
        shown = without_credentials(address)[:_SHOWN]
        raise RedirectRefusedError(url, f"redirects to {shown}, which is not a web address")
    return without_credentials(target)
