"""Redirects: only to http and https, without credentials, and with the cookies that they set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.cookies import CookieJar
from w3lib.url import safe_url_string

from newsfeed.fetch.errors import RedirectLoopError, RedirectRefusedError
from newsfeed.fetch.status import REDIRECTS
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import without_credentials

if TYPE_CHECKING:
    from scrapy.http import Response

_SHOWN = 200  # characters of an address from a stranger
_LONGEST_COOKIES = 8192  # bytes that are sent; many servers accept no longer header


class WebRedirectMiddleware(RedirectMiddleware):
    """Follows redirects to ``http`` and ``https`` addresses, at most ``REDIRECT_MAX_TIMES`` in a row.

    Scrapy's own middleware removes the ``Authorization`` header where a redirect leads to another origin; a user name
    and password in the ``Location`` are removed here. The chain is in the ``meta`` of the last request, as in Scrapy:
    ``redirect_urls``, and the status of each in ``redirect_reasons``.

    Cookies that redirects set are sent to their hosts until the chain ends (``redirect_cookies`` in the ``meta``), and
    never again: some servers redirect to the same address until a cookie comes back.
    """

    def process_response(  # type: ignore[override]  # Scrapy passes no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the request that follows a redirect, or the response; may raise :class:`RedirectRefusedError`."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None:
            return super().process_response(request, response)
        target = _target(request.url, location)
        headers = response.headers.copy()
        headers["Location"] = target
        try:
            followed = super().process_response(request, response.replace(headers=headers))
        except IgnoreRequest as error:
            raise RedirectLoopError(request.url, f"redirected more than {self.max_redirect_times} times") from error
        if not isinstance(followed, Request):
            return followed
        asked = [*request.meta.get("redirect_asked", ()), _identity(request)]
        _add_cookies(followed, request, response)
        if _identity(followed) in asked:  # the next request would be identical
            raise RedirectLoopError(request.url, "redirects in a loop")
        followed.meta["redirect_asked"] = asked
        # Without it, Scrapy would silently drop a redirect to an address that was requested before.
        return followed.replace(dont_filter=True)


def _add_cookies(followed: Request, request: Request, response: Response) -> None:
    """Add the cookies to a request that the redirects before it have set for its host."""
    jar = request.meta.get("redirect_cookies") or CookieJar()
    jar.extract_cookies(response, request)
    followed.meta["redirect_cookies"] = jar
    followed.headers.pop("Cookie", None)
    jar.add_cookie_header(followed)
    if len(followed.headers.get("Cookie") or b"") > _LONGEST_COOKIES:
        del followed.headers["Cookie"]


def _identity(request: Request) -> tuple[str, bytes | None]:
    """Return the parts of a request on which the answer may depend: its URL without fragment, and its cookies."""
    return request.url.partition("#")[0], request.headers.get("Cookie")


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
