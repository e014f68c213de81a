"""Full text: read the pages of articles to complete feeds that contain only part of each text.

Crawls and watches read pages with the same :class:`PageReader`. A page is requested once per crawl. After a final
response, with or without an article, it is not requested again until the feed's entry changes. A failure is harmless:
the article keeps the feed's text, and the failure is reported. In a watch, new articles wait in the store until their
page has been requested; of all watches that share a store, one at a time reads pages.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.backoff import host_wait
from newsfeed.fetch.errors import OversizeDownloadError, RedirectRefusedError, RobotsDeniedError, failure_reason
from newsfeed.fetch.freshness import retry_after
from newsfeed.fetch.headers import header
from newsfeed.fetch.robotstxt import OBEY, REDIRECTS_TO
from newsfeed.fetch.status import BUSY, is_permanent, response_reason
from newsfeed.items import Rendition
from newsfeed.pipelines.completion import complete
from newsfeed.pipelines.interruption import Interrupted, interruptible
from newsfeed.reporting.counter import ReasonCounter
from newsfeed.subscriptions.schedule import LONGEST_QUIET
from newsfeed.text.characters import printable
from newsfeed.text.counting import counted
from newsfeed.text.html.webpage import read_page
from newsfeed.text.urls.canonical import site
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsfeed.pipelines.completion import Completed
    from newsfeed.pipelines.ingest import Ingestion
    from newsfeed.reporting.outcome import Outcome
    from newsfeed.reporting.progress import Progress
    from newsfeed.reporting.timing import StageTimer
    from newsfeed.store.articles.pages import Unread
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.clock import Clock

logger = logging.getLogger(__name__)

_HOSTS_AT_ONCE = 8
_LARGEST_PAGE = 8 << 20  # bytes
_LONGEST_PAUSE = timedelta(minutes=1)
"""The longest time that a watch waits for a paused host."""


class NoArticleError(NewsfeedError):
    """Raised when a page contains no article; ``reason`` is a clause."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.reason = reason


class WantedPage(NamedTuple):
    """A page to read, and the numbers of the articles that link to it.

    ``denied`` is the URL that it last redirected to, if robots.txt denied that URL.
    """

    url: str
    articles: Sequence[int]
    denied: str | None = None


def article_pages(unread: Iterable[Unread]) -> list[WantedPage]:
    """Return the distinct pages of articles.

    A site's front page does not count as an article's page, nor does a page that several articles of one feed link to.
    """
    linking: defaultdict[str, list[Unread]] = defaultdict(list)
    for each in unread:
        if not _is_front_page(each.url):
            linking[each.url].append(each)
    return [
        WantedPage(url, [each.number for each in articles], articles[0].denied)
        for url, articles in linking.items()
        if len({each.feed for each in articles}) == len(articles)
    ]


def ask(page: WantedPage) -> Request:
    """Return the request for a page: not retried, and only if robots.txt allows it."""
    meta = {OBEY: True, REDIRECTS_TO: page.denied, "max_retry_times": 0, "download_maxsize": _LARGEST_PAGE}
    return Request(page.url, meta=meta, dont_filter=True)


def article_on(response: Response, title: str | None) -> Rendition:
    """Return the article on a page; raise :class:`NoArticleError` if there is none. ``title`` is the feed's title."""
    content_type = header(response, "Content-Type")
    if not isinstance(response, HtmlResponse):
        kind = content_type.partition(";")[0].strip() or "of no stated type"
        raise NoArticleError(response.url, f"not an HTML page ({kind})")
    if _is_front_page(response.url):
        raise NoArticleError(response.url, "leads to the front page")
    found = read_page(response.body, content_type=content_type, url=response.url, title=title)
    if found.problem:
        raise NoArticleError(response.url, found.problem)
    for paragraph in found.paragraphs:
        paragraph.text = printable(paragraph.text)
        paragraph.html = paragraph.html and printable(paragraph.html)
    return Rendition(printable(found.title or "") or None, found.paragraphs)


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


class PageReport(Protocol):
    """Receives the result of each page."""

    def page_read(self, page: WantedPage, completed: Sequence[Completed]) -> None:
        """Report a page with an article."""

    def page_failed(self, page: WantedPage, completed: Sequence[Completed], reason: str) -> None:
        """Report a page without an article; ``completed`` is empty if the page will be requested again."""


class PageReader:
    """Requests pages, ``per_host`` at a time from each host, and completes articles from them."""

    def __init__(
        self,
        crawler: Crawler,
        store: Store,
        stages: StageTimer,
        report: PageReport,
        *,
        per_host: int = 1,
        pauses: HostPauses | None = None,
    ) -> None:
        self._crawler = crawler
        self._store = store
        self._stages = stages
        self._report = report
        self._per_host = per_host
        self._pauses = pauses
        self._hosts = asyncio.Semaphore(_HOSTS_AT_ONCE)

    async def read(self, wanted: Iterable[WantedPage]) -> None:
        """Request pages until all are read or the crawl is stopped."""
        by_host: defaultdict[str, list[WantedPage]] = defaultdict(list)
        for page in wanted:
            by_host[host(page.url)].append(page)
        await asyncio.gather(*(self._read_host(name, iter(its_pages)) for name, its_pages in by_host.items()))

    async def _read_host(self, name: str, its_pages: Iterator[WantedPage]) -> None:
        async with self._hosts:
            await asyncio.gather(*(self._read_some(name, its_pages) for _ in range(self._per_host)))

    async def _read_some(self, name: str, its_pages: Iterator[WantedPage]) -> None:
        """Read pages of a host until none are left; several tasks share the iterator."""
        for page in its_pages:
            if not self._crawler.crawling:
                return
            if self._pauses and not await self._pauses.wait_for(name):
                self._postpone(page, "the host is rate limited")
                continue
            await self._read_page(page)
            if self._pauses:
                self._pauses.add(name)

    async def _read_page(self, page: WantedPage) -> None:
        assert self._crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response = await self._crawler.engine.download_async(ask(page))
        except Exception as error:  # noqa: BLE001 - a download may fail with any exception
            self._handle_failure(page, error)
            return
        if 200 <= response.status < 300:
            with suppress(Interrupted), interruptible():  # the page stays unread, for the next run
                self._take(page, response)
        elif is_permanent(response.status):
            self._give_up(page, response_reason(response))
        else:
            if self._pauses:
                self._pauses.apply_retry_after(response)
            self._postpone(page, response_reason(response))

    def _handle_failure(self, page: WantedPage, error: Exception) -> None:
        """Give up a page after a permanent failure; otherwise postpone it."""
        if isinstance(error, (OversizeDownloadError, RedirectRefusedError)):
            self._give_up(page, failure_reason(error))
        elif isinstance(error, RobotsDeniedError) and error.url != page.url:
            self._postpone(page, failure_reason(error), denied=error.url)
        else:
            self._postpone(page, failure_reason(error))

    def _take(self, page: WantedPage, response: Response) -> None:
        """Complete the articles of a page."""
        try:
            with self._stages.timed("page"):
                rendition = article_on(response, self._title(page))
        except NoArticleError as error:
            self._give_up(page, error.reason)
            return
        self._report.page_read(page, self._complete(page, rendition))

    def _give_up(self, page: WantedPage, reason: str) -> None:
        """Record that a page has no article; it is not requested again."""
        self._report.page_failed(page, self._complete(page, None), reason)

    def _postpone(self, page: WantedPage, reason: str, denied: str | None = None) -> None:
        """Record that a page could not be read; it will be requested again at the next opportunity.

        If it redirects to a URL that robots.txt denies, only that robots.txt is requested until it allows the URL.
        """
        self._store.postpone_pages(page.articles, denied)
        self._report.page_failed(page, [], reason)

    def _complete(self, page: WantedPage, rendition: Rendition | None) -> list[Completed]:
        with self._stages.timed("store"):
            return [complete(self._store, number, rendition) for number in page.articles]

    def _title(self, page: WantedPage) -> str | None:
        """Return the feed's title for the article of a page."""
        return next((article.title for article in self._store.articles(page.articles) if article.title), None)


class HostPauses:
    """The pauses between requests to a host, kept in the store so that all watches and polls respect them."""

    def __init__(self, store: Store, clock: Clock, delay: timedelta) -> None:
        self._store = store
        self._clock = clock
        self._delay = delay

    async def wait_for(self, name: str) -> bool:
        """Wait until a host's pause ends; return false at once if that takes too long."""
        now = self._clock.now()
        quiet = self._store.quiet_until(name) or now
        if quiet > now + LONGEST_QUIET:
            return True  # the clock was wrong when this was stored
        if quiet - now > _LONGEST_PAUSE:
            return False
        if quiet > now:
            await self._clock.wait((), (quiet - now).total_seconds())
        return True

    def add(self, name: str) -> None:
        """Start the usual pause after a request."""
        self._store.back_off(name, self._clock.now() + self._delay)

    def apply_retry_after(self, response: Response) -> None:
        """Pause requests to a busy host, which is the host of the final URL after redirects."""
        if response.status in BUSY:
            now = self._clock.now()
            self._store.back_off(host(response.url), now + host_wait(retry_after(response.headers, now)))


class CrawlPages:
    """Reads the pages of a crawl's articles, and reports failures by host and reason."""

    def __init__(
        self,
        crawler: Crawler,
        store: Store,
        intake: Ingestion,
        outcome: Outcome,
        stages: StageTimer,
        progress: Progress,
    ) -> None:
        per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._reader = PageReader(crawler, store, stages, self, per_host=per_host)
        self._store = store
        self._intake = intake
        self._outcome = outcome
        self._progress = progress
        self._failures: defaultdict[str, ReasonCounter] = defaultdict(ReasonCounter)

    async def read(self, numbers: Sequence[int]) -> None:
        """Read the pages of the given articles."""
        wanted = article_pages(self._store.unread_pages(numbers))
        self._progress.stage("fetching pages", len(wanted))
        await self._reader.read(wanted)

    def page_read(self, page: WantedPage, completed: Sequence[Completed]) -> None:
        """Count a page with an article."""
        self._count("more" if any(each.by_page for each in completed) else "less")
        self._amend(page, completed)

    def page_failed(self, page: WantedPage, completed: Sequence[Completed], reason: str) -> None:
        """Count a page without an article by reason."""
        self._count("failed")
        self._failures[site(page.url)].add(reason)
        self._amend(page, completed)

    def report(self) -> None:
        """Add a remark for each host whose pages could not all be read."""
        for name, reasons in sorted(self._failures.items()):
            self._outcome.remark(name, f"{counted(reasons.total, 'page')} not read: {reasons}")

    def _count(self, result: str) -> None:
        self._outcome.stats.inc_value("newsfeed/pages")
        self._outcome.stats.inc_value(f"newsfeed/pages/{result}")
        self._progress.advance()

    def _amend(self, page: WantedPage, completed: Sequence[Completed]) -> None:
        for number, each in zip(page.articles, completed, strict=False):  # empty if it will be requested again
            self._intake.amend(number, each.outcome)


class WatchPages:
    """Reads the pages of articles in feeds that are subscribed to with full text."""

    def __init__(
        self,
        crawler: Crawler,
        store: Store,
        stages: StageTimer,
        pauses: HostPauses,
        counts: Counter[str],
    ) -> None:
        self._reader = PageReader(crawler, store, stages, self, pauses=pauses)
        self._store = store
        self._wanted: set[int] = set()
        self._counts = counts

    def want(self, numbers: Iterable[int]) -> None:
        """Queue the pages of these articles, except pages read since the feed last changed the article."""
        self._wanted.update(numbers)

    def unread(self) -> list[Unread]:
        """Return the articles whose pages must be read: queued articles, and new ones that wait for their page."""
        wanted, self._wanted = self._wanted, set()
        return self._store.unread_pages(self._store.awaiting_pages() + sorted(wanted))

    async def read(self, unread: Sequence[Unread]) -> int:
        """Read the pages of the given articles; return the number of articles that no longer wait."""
        wanted = article_pages(unread)
        without_page = {each.number for each in unread}.difference(*(page.articles for page in wanted))
        self._store.postpone_pages(without_page)
        await self._reader.read(wanted)
        return len(unread)

    def page_read(self, page: WantedPage, completed: Sequence[Completed]) -> None:  # noqa: ARG002 - as the others
        """Count a page with an article."""
        self._counts["more" if any(each.by_page for each in completed) else "less"] += 1

    def page_failed(self, page: WantedPage, completed: Sequence[Completed], reason: str) -> None:  # noqa: ARG002
        """Count a page without an article, and log the reason."""
        self._counts["failed"] += 1
        logger.info("%s: page not read: %s", page.url, reason)
