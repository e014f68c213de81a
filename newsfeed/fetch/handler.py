"""The client: one request over HTTP/1.1, bounded in everything that a server decides.

Scrapy hands every ``http`` and ``https`` request to :class:`FetchHandler` (``DOWNLOAD_HANDLERS`` in the settings), each
hop of a redirect as a request of its own. It ends with an answer that came whole, or raises one of

* :class:`~newsfeed.fetch.errors.AddressRefusedError`: the address is not public (``NEWSFEED_ALLOW_PRIVATE``);
* :class:`~newsfeed.fetch.errors.BackoffError`: the host wants to be left alone; requests with ``dont_retry`` in their
  ``meta`` are made even so, as they come from somebody who keeps a calendar;
* :class:`~newsfeed.fetch.errors.ProxyRefusedError`: the request is to go through a proxy;
* what :func:`~newsfeed.fetch.error_mapping.explained` makes of the rest: Scrapy's exceptions.

:func:`newsfeed.failures.why_not_fetched` puts each into words. The body of an answer is unpacked; headers go and come
byte for byte. Scrapy's signals for headers and chunks are not sent.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit, urlunsplit

import h11
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from newsfeed.fetch.addresses import exemptions, normal_host
from newsfeed.fetch.backoff import HostBackoff
from newsfeed.fetch.compression import undo
from newsfeed.fetch.connection import Connector
from newsfeed.fetch.error_mapping import explained
from newsfeed.fetch.errors import ProxyRefusedError
from newsfeed.fetch.exchange import Exchange
from newsfeed.fetch.freshness import retry_after

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

ACCEPTED = b"gzip, deflate, br, zstd"
"""The content codings that are asked for."""

_PARTIAL = 206
_BUSY = frozenset({429, 503})
_UNSAID = timedelta(minutes=1)  # a host that is busy but does not say for how long is left alone for so long


class FetchHandler:
    """Makes requests. It reads ``NEWSFEED_ALLOW_PRIVATE`` and Scrapy's settings for downloads."""

    lazy = False

    def __init__(self, settings: BaseSettings) -> None:
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._seconds = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._tls = _tls(verify=settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        self._connector = Connector(exemptions(settings["NEWSFEED_ALLOW_PRIVATE"]))
        self._holds = HostBackoff()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchHandler:
        """Build the handler."""
        return cls(crawler.settings)

    async def close(self) -> None:
        """Do nothing: a connection ends with its answer."""

    async def download_request(self, request: Request) -> Response:
        """Make a request and return the whole answer; raises what the module says."""
        seconds: float = request.meta.get("download_timeout", self._seconds)
        most: int = request.meta.get("download_maxsize", self._most)
        limit = f"{most} bytes" if "download_maxsize" in request.meta else f"DOWNLOAD_MAXSIZE={most} bytes"
        with explained(seconds, limit):
            async with asyncio.timeout(seconds):
                status, headers, body = await self._exchange(request, most)
            body = _unpacked(headers, body, most)
        if status == _PARTIAL:
            raise ResponseDataLossError("only a part came, which was not asked for")
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=status, headers=headers, body=body, protocol="HTTP/1.1")

    async def _exchange(self, request: Request, most: int) -> tuple[int, Headers, bytes]:
        """Return status, headers and body of the answer, as they came."""
        url = urlsplit(request.url)
        host = url.hostname or ""
        self._check_willingness(host, request)
        began = time.monotonic()
        secret = url.scheme == "https"
        stream = await self._connector.open(host, url.port or (443 if secret else 80), self._tls if secret else None)
        conversation = Exchange(stream)
        try:
            head = await conversation.ask(_sendable(request, url), request.body)
            request.meta["download_latency"] = time.monotonic() - began
            headers = Headers(head.headers.raw_items())
            self._apply_retry_after(host, head.status_code, headers)
            return head.status_code, headers, await conversation.body(most)
        finally:
            conversation.close()

    def _check_willingness(self, host: str, request: Request) -> None:
        if request.meta.get("proxy"):
            raise ProxyRefusedError(host)
        if not request.meta.get("dont_retry"):
            self._holds.check(normal_host(host), datetime.now(UTC))

    def _apply_retry_after(self, host: str, status: int, headers: Headers) -> None:
        """Note that a host wants to be left alone."""
        if status in _BUSY:
            now = datetime.now(UTC)
            wait = retry_after(headers, now)
            self._holds.hold(normal_host(host), now, _UNSAID if wait is None else wait)


def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _sendable(request: Request, url: SplitResult) -> h11.Request:
    """Return a request as the server is to get it."""
    headers = [(name, value) for name, values in request.headers.items() for value in values]
    if "Accept-Encoding" not in request.headers:
        headers.append((b"Accept-Encoding", ACCEPTED))
    if request.body:
        headers.append((b"Content-Length", str(len(request.body)).encode()))
    return h11.Request(
        method=request.method,
        target=urlunsplit(("", "", url.path or "/", url.query, "")),
        headers=[(b"Host", url.netloc.rpartition("@")[2].encode()), *headers, (b"Connection", b"close")],
    )


def _unpacked(headers: Headers, body: bytes, most: int) -> bytes:
    """Return the body without its content codings, which go from the headers too; raises what ``undo`` raises."""
    codings = b",".join(headers.pop("Content-Encoding", [])).decode("latin-1")
    return undo(codings, body, most) if body else body
