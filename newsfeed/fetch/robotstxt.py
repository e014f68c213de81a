"""robots.txt (RFC 9309), for requests that must obey it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from newsfeed.fetch.errors import RobotsDeniedError
from newsfeed.fetch.status import is_success
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OBEY = "obey_robots_txt"
"""Key of ``Request.meta``: the request is made only if robots.txt allows it."""

REDIRECTS_TO = "redirects_to"
"""Key of ``Request.meta``: a URL that robots.txt must allow, too, because the last request was redirected to it."""

_MAX_BYTES = 500 * 1024  # bytes, the minimum that RFC 9309, section 2.5, requires to be parsed
_LIFETIME = 24 * 3600.0  # seconds; section 2.4
_FAILURE_LIFETIME = 3600.0


class _Rules(NamedTuple):
    """The parsed robots.txt of an origin, ``None`` where it cannot be fetched, and when it was requested."""

    answer: asyncio.Task[Protego | None]
    asked: float

    def is_fresh(self, now: float) -> bool:
        unknown = self.answer.done() and (self.answer.cancelled() or self.answer.result() is None)
        return now - self.asked < (_FAILURE_LIFETIME if unknown else _LIFETIME)


class RobotsMiddleware:
    """Downloader middleware that drops the requests with :data:`OBEY` that robots.txt does not allow.

    Each origin is asked once a day, or an hour after a failure. A missing robots.txt (4xx) allows everything, an
    unreachable one allows nothing (section 2.3.1). Scrapy's own middleware treats the latter as permission, logs it as
    an error, and applies to every request of a crawl, including feeds.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._name: str = crawler.settings["BOT_NAME"]
        self._rules: dict[str, _Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Build the middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Return if the request is allowed; raise :class:`IgnoreRequest` with the reason if not."""
        if not request.meta.get(OBEY):
            return
        for url in filter(None, (request.url, request.meta.get(REDIRECTS_TO))):
            rules = await asyncio.shield(self._fetched(f"{urlsplit(url).scheme}://{host(url)}"))
            if rules is None:
                raise IgnoreRequest("robots.txt could not be read")
            if not rules.can_fetch(url, self._name):
                raise RobotsDeniedError(url)

    def _fetched(self, origin: str) -> asyncio.Task[Protego | None]:
        """Return the task that fetches, or has fetched, the robots.txt of an origin."""
        now = time.monotonic()
        if origin not in self._rules or not self._rules[origin].is_fresh(now):
            self._rules = {known: rules for known, rules in self._rules.items() if rules.is_fresh(now)}
            self._rules[origin] = _Rules(asyncio.create_task(self._fetch(f"{origin}/robots.txt")), now)
        return self._rules[origin].answer

    async def _fetch(self, url: str) -> Protego | None:
        assert self._crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response = await self._crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except Exception:  # noqa: BLE001 - a download may fail with any exception
            return None
        if 400 <= response.status < 500:
            return Protego.parse("")
        if not is_success(response.status):
            return None
        return Protego.parse(response.body[:_MAX_BYTES].decode("utf-8-sig", "ignore"))
