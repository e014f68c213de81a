"""The HTTP client: one HTTP/1.1 request, with a limit on everything that a server decides.

Scrapy passes every ``http`` and ``https`` request to :class:`FetchHandler` (``DOWNLOAD_HANDLERS`` in the settings),
each hop of a redirect as a separate request. The result is a complete response, or one of these exceptions:

* :class:`~newsfeed.fetch.errors.AddressRefusedError`: the address is not public (``NEWSFEED_ALLOW_PRIVATE``);
* :class:`~newsfeed.fetch.errors.BackoffError`: the host is rate limited; requests with ``dont_retry`` in their ``meta``
  are made anyway, because their sender keeps a schedule of its own;
* :class:`~newsfeed.fetch.errors.ProxyRefusedError`: the request names a proxy of its own;
* Scrapy's exceptions for everything else, see :func:`~newsfeed.fetch.error_mapping.scrapy_errors`.

:func:`newsfeed.fetch.errors.failure_reason` describes each of them. The body of a response is decoded, with problems in
its ``flags``; headers are passed on byte for byte. Scrapy's signals for headers and chunks are not sent.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit, urlunsplit

import h11
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from newsfeed.fetch.addresses import exemptions
from newsfeed.fetch.backoff import HostBackoff, host_wait
from newsfeed.fetch.compression import CodingError, DecodedBody, decode_content
from newsfeed.fetch.connection import Connector
from newsfeed.fetch.error_mapping import scrapy_errors
from newsfeed.fetch.errors import ProxyRefusedError
from newsfeed.fetch.exchange import LONGEST_REFUSAL, WANTS_TLS, Exchange, NoAnswerError, ProtocolError
from newsfeed.fetch.freshness import retry_after
from newsfeed.fetch.proxy import Proxy, check_answer, proxy
from newsfeed.fetch.status import BUSY, PARTIAL_CONTENT, REDIRECTS, is_success
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

ACCEPTED = b"gzip, deflate, br, zstd"
"""The content codings that can be decoded."""

_HANDSHAKE_SECONDS = 5.0  # to learn whether a server speaks TLS


class FetchHandler:
    """Scrapy's download handler.

    It reads ``NEWSFEED_ALLOW_PRIVATE``, ``NEWSFEED_PROXY`` and Scrapy's ``DOWNLOAD_*`` settings.
    """

    lazy = False

    def __init__(self, settings: BaseSettings) -> None:
        self._most = settings.getint("DOWNLOAD_MAXSIZE")
        self._seconds = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._verify = settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        self._proxy = proxy(settings["NEWSFEED_PROXY"])
        self._connector = Connector(exemptions(settings["NEWSFEED_ALLOW_PRIVATE"]), self._proxy)
        self._backoff = HostBackoff()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FetchHandler:
        """Build the handler."""
        return cls(crawler.settings)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The certificates take 30 ms to load, which a crawl of local files does not need."""
        context = ssl.create_default_context()
        if not self._verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    async def close(self) -> None:
        """Do nothing: each connection is closed after its response."""

    async def download_request(self, request: Request) -> Response:
        """Make a request and return the complete response; the module lists the exceptions."""
        seconds: float = request.meta.get("download_timeout", self._seconds)
        most: int = request.meta.get("download_maxsize", self._most)
        limit = f"{most} bytes" if "download_maxsize" in request.meta else f"DOWNLOAD_MAXSIZE={most} bytes"
        with scrapy_errors(seconds, limit):
            async with asyncio.timeout(seconds):
                status, headers, body = await self._exchange(request, most)
            by_proxy = self._proxy is not None and not request.url.startswith("https:")
            flags = check_answer(status, headers) if by_proxy else []
            body, problems = _decoded(headers, body, most) if is_success(status) else _refusal(headers, body)
        if status == PARTIAL_CONTENT:
            raise DownloadCancelledError("only a part was sent, which was not asked for")
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(
            url=request.url, status=status, headers=headers, body=body, flags=[*flags, *problems], protocol="HTTP/1.1"
        )

    async def _exchange(self, request: Request, most: int) -> tuple[int, Headers, bytes]:
        """Return status, headers and body of the response as they were sent."""
        url = urlsplit(request.url)
        self._check_may_ask(request)
        began = time.monotonic()
        tls = self._tls if url.scheme == "https" else None
        stream = await self._connector.open(url.hostname or "", url.port or (443 if tls else 80), tls)
        exchange = Exchange(stream)
        try:
            try:
                head = await exchange.ask(_h11_request(request, url, None if tls else self._proxy), request.body)
            except (ConnectionError, NoAnswerError):
                if not tls and not self._proxy and await self._speaks_tls(url):
                    raise ProtocolError(WANTS_TLS) from None
                raise
            request.meta["download_latency"] = time.monotonic() - began
            headers = Headers(head.headers.raw_items())
            self._apply_retry_after(request.url, head.status_code, headers)
            if is_success(head.status_code):
                return head.status_code, headers, await exchange.body(most)
            is_redirect = head.status_code in REDIRECTS and "Location" in headers
            return head.status_code, headers, b"" if is_redirect else await exchange.start_of_body()
        finally:
            exchange.close()

    async def _speaks_tls(self, url: SplitResult) -> bool:
        """Return whether a server that closed a connection speaks TLS at this port, which is no port of plain HTTP."""
        if url.port in {None, 80}:
            return False
        try:
            async with asyncio.timeout(_HANDSHAKE_SECONDS):
                stream = await self._connector.open(url.hostname or "", url.port or 0, self._tls)
        except ssl.SSLCertVerificationError:
            return True
        except (OSError, TimeoutError):
            return False
        Exchange(stream).close()
        return True

    def _check_may_ask(self, request: Request) -> None:
        if request.meta.get("proxy"):
            raise ProxyRefusedError(host(request.url))
        if not request.meta.get("dont_retry"):
            self._backoff.check(host(request.url), datetime.now(UTC))

    def _apply_retry_after(self, url: str, status: int, headers: Headers) -> None:
        """Pause requests to the host of a URL if it answers that it is busy."""
        if status in BUSY:
            now = datetime.now(UTC)
            self._backoff.hold(host(url), now, host_wait(retry_after(headers, now)))


def _h11_request(request: Request, url: SplitResult, through: Proxy | None) -> h11.Request:
    """Return a request as it is sent to the server, or to a proxy that passes it on (RFC 9112, section 3.2.2)."""
    headers = [(name, value) for name, values in request.headers.items() for value in values]
    if "Accept-Encoding" not in request.headers:
        headers.append((b"Accept-Encoding", ACCEPTED))
    if request.body:
        headers.append((b"Content-Length", str(len(request.body)).encode()))
    place = url.netloc.rpartition("@")[2]
    origin = (url.scheme, place) if through else ("", "")
    return h11.Request(
        method=request.method,
        target=urlunsplit((*origin, url.path or "/", url.query, "")),
        headers=[
            (b"Host", place.encode()),
            *headers,
            *(through.headers if through else []),
            (b"Connection", b"close"),
        ],
    )


def _decoded(headers: Headers, body: bytes, most: int) -> DecodedBody:
    """Return the decoded body and remove ``Content-Encoding`` from the headers; may raise ``CodingError``."""
    codings = b",".join(headers.pop("Content-Encoding", [])).decode("latin-1")
    return decode_content(codings, body, most) if body else DecodedBody(body)


def _refusal(headers: Headers, body: bytes) -> DecodedBody:
    """Return the decoded body of an answer that is no document, or nothing if it is broken."""
    try:
        return DecodedBody(_decoded(headers, body, LONGEST_REFUSAL).data)
    except CodingError:
        return DecodedBody(b"")
