"""What robots.txt lets us fetch (RFC 9309), for the requests that are to ask it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OBEY = "obey_robots_txt"
"""Key of ``Request.meta``: the request is made only if robots.txt allows it."""

_LONGEST = 500 * 1024  # bytes that RFC 9309, section 2.5, asks for
_LASTS = 24 * 3600.0  # seconds; section 2.4
_FAILURE_LASTS = 3600.0


class _Rules(NamedTuple):
    """What a host's robots.txt says, ``None`` where it cannot be had, and when that was asked."""

    answer: asyncio.Task[Protego | None]
    asked: float

    def last(self, now: float) -> bool:
        unknown = self.answer.done() and (self.answer.cancelled() or self.answer.result() is None)
        return now - self.asked < (_FAILURE_LASTS if unknown else _LASTS)


class RobotsMiddleware:
    """Downloader middleware that drops the requests with :data:`OBEY` that robots.txt does not allow.

    Each host is asked once a day, or an hour after it could not be asked. One that has no robots.txt (4xx) allows
    everything, one that cannot be asked allows nothing (section 2.3.1). Scrapy's own middleware takes the latter for
    leave, logs it as an error, and asks for every request of a crawl, feeds too.
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
        """Let a request pass, or raise :class:`IgnoreRequest` with the reason."""
        if not request.meta.get(OBEY):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = await asyncio.shield(self._known(origin))
        if rules is None:
            raise IgnoreRequest("robots.txt could not be read")
        if not rules.can_fetch(request.url, self._name):
            raise IgnoreRequest("robots.txt does not allow it")

    def _known(self, origin: str) -> asyncio.Task[Protego | None]:
        """Return what the robots.txt of a host says, or will say."""
        now = time.monotonic()
        if origin not in self._rules or not self._rules[origin].last(now):
            self._rules = {host: rules for host, rules in self._rules.items() if rules.last(now)}
            self._rules[origin] = _Rules(asyncio.create_task(self._ask(f"{origin}/robots.txt")), now)
        return self._rules[origin].answer

    async def _ask(self, url: str) -> Protego | None:
        assert self._crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response = await self._crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except Exception:  # noqa: BLE001 - whatever a download fails with
            return None
        if 400 <= response.status < 500:
            return Protego.parse("")
        if response.status != 200:
            return None
        return Protego.parse(response.body[:_LONGEST].decode("utf-8-sig", "ignore"))
