"""The pages of articles whose feeds are subscribed to with their full text, as a watch reads them.

What is new waits in the store until its page has been asked for, and is given on then: as the page tells it, or as the
feed does where the page tells less or cannot be had. A page that gave no answer is asked for again when the feed next
comes with its article. One watch at a time does this for all that share the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from newsfeed.fetch.freshness import retry_after
from newsfeed.pipelines.completion import complete
from newsfeed.pipelines.fulltext import NoArticleError, article_on, ask, is_final, pages, title_of
from newsfeed.subscriptions.addresses import host
from newsfeed.subscriptions.poll import breakdown, refusal

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsfeed.pipelines.fulltext import Page
    from newsfeed.store.articles.pages import Unread
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.clock import Clock
    from newsfeed.subscriptions.model import Failed

logger = logging.getLogger(__name__)

_HOSTS = 8
"""So many hosts are asked at a time, each for one page after the other."""

_PATIENCE = timedelta(minutes=1)
"""A host that wants to be left alone is waited for so long, no longer."""

_UNSAID = timedelta(minutes=1)
"""A host that is busy but does not say for how long is left alone for so long."""


class FullText:
    """Asks for pages, ``delay`` apart for each host, and completes articles from them; ``counts`` what comes of it."""

    def __init__(self, crawler: Crawler, store: Store, clock: Clock, delay: timedelta, counts: Counter[str]) -> None:
        self._crawler = crawler
        self._store = store
        self._clock = clock
        self._delay = delay
        self._wanted: set[int] = set()
        self._room = asyncio.Semaphore(_HOSTS)
        self._counts = counts

    def want(self, numbers: Iterable[int]) -> None:
        """Have the pages of these articles asked for, where they have not been read for what the feed says now."""
        self._wanted.update(numbers)

    def unread(self) -> list[Unread]:
        """Return the articles whose pages are to be asked for: those wanted, and the news that waits for its page."""
        wanted, self._wanted = self._wanted, set()
        return self._store.unread_pages(self._store.awaiting_pages() + sorted(wanted))

    async def read(self, unread: Sequence[Unread]) -> int:
        """Ask for the pages of some articles; return how many articles need wait no longer."""
        wanted = pages(unread)
        # What leads to a front page, or where others lead, too, has no page.
        self._store.postpone_pages({each.number for each in unread}.difference(*(page.articles for page in wanted)))
        hosts: defaultdict[str, list[Page]] = defaultdict(list)
        for page in wanted:
            hosts[host(page.url)].append(page)
        await asyncio.gather(*(self._read_host(name, its_pages) for name, its_pages in hosts.items()))
        return len(unread)

    async def _read_host(self, name: str, wanted: Sequence[Page]) -> None:
        async with self._room:
            for page in wanted:
                now = self._clock.now()
                quiet = self._store.quiet_until(name) or now
                if quiet - now > _PATIENCE:
                    self._fail(page, "the host wants to be left alone")
                    continue
                if quiet > now:
                    await self._clock.wait((), (quiet - now).total_seconds())
                await self._read_page(page)
                self._store.back_off(name, self._clock.now() + self._delay)

    async def _read_page(self, page: Page) -> None:
        assert self._crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response = await self._crawler.engine.download_async(ask(page))
        except Exception as error:  # noqa: BLE001 - whatever a download fails with
            self._fail(page, breakdown(error).reason)
            return
        refused = refusal(response.status, retry_after(response.headers, self._clock.now()))
        if refused is None:
            self._take(page, response)
        elif is_final(response.status):
            self._give_up(page, refused.reason)
        else:
            self._apply_retry_after(response.url, refused)
            self._fail(page, refused.reason)

    def _apply_retry_after(self, url: str, refused: Failed) -> None:
        """Leave the host of an address alone, with its feeds, if it is busy."""
        if refused.kind == "busy":
            wait = _UNSAID if refused.retry_after is None else refused.retry_after
            self._store.back_off(host(url), self._clock.now() + wait)

    def _take(self, page: Page, response: Response) -> None:
        """Complete the articles of a page that has come."""
        try:
            found = article_on(response, title_of(page, self._store))
        except NoArticleError as error:
            self._give_up(page, error.reason)
            return
        more = [complete(self._store, number, found).by_page for number in page.articles]
        self._counts["more" if any(more) else "less"] += 1

    def _give_up(self, page: Page, reason: str) -> None:
        """Note that a page has no article: it is not asked for again."""
        for number in page.articles:
            complete(self._store, number, None)
        self._tell(page, reason)

    def _fail(self, page: Page, reason: str) -> None:
        """Note that nobody knows what a page has."""
        self._store.postpone_pages(page.articles)
        self._tell(page, reason)

    def _tell(self, page: Page, reason: str) -> None:
        self._counts["failed"] += 1
        logger.info("%s: page not read: %s", page.url, reason)
