"""The pages of articles, for feeds that give only part of a text: which are asked for, and what comes of them.

A link is asked for once a crawl, and not again as long as the feed says the same of its article: not after an answer
either way, only after none. What fails costs nothing; it is counted by host and reason. A watch does the same from poll
to poll (:mod:`newsfeed.pipelines.fulltext_watch`).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError

from newsfeed.errors import NewsfeedError
from newsfeed.failures import why_not_fetched
from newsfeed.fetch.robotstxt import OBEY
from newsfeed.items import Rendition
from newsfeed.pipelines.completion import complete
from newsfeed.reporting.counter import ReasonCounter
from newsfeed.text.characters import printable
from newsfeed.text.html.webpage import read_page
from newsfeed.text.urls.canonical import site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsfeed.pipelines.ingest import Ingestion
    from newsfeed.reporting.outcome import Outcome
    from newsfeed.reporting.progress import Progress
    from newsfeed.reporting.timing import StageTimer
    from newsfeed.store.articles.pages import Unread
    from newsfeed.store.repository import Store

_AT_ONCE = 200  # requests that wait or are made: enough to have hosts beside each other, few enough for memory
_LOOK_AGAIN = 0.05  # seconds
_LARGEST = 8 << 20  # bytes of a page
_LATER = frozenset({408, 425, 429})  # of the answers 4xx, those that say nothing of the page


class NoArticleError(NewsfeedError):
    """A page holds no article; ``reason`` is a clause."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.reason = reason


class Page(NamedTuple):
    """A page to read, and the numbers of the articles that lead to it."""

    url: str
    articles: Sequence[int]


def pages(unread: Iterable[Unread]) -> list[Page]:
    """Return the pages that articles lead to, each once, hosts in turn.

    A host's front page, and a page that several articles of one feed lead to, is the page of none of them.
    """
    leading: defaultdict[str, list[Unread]] = defaultdict(list)
    for each in unread:
        if not _is_front(each.url):
            leading[each.url].append(each)
    found = [
        Page(url, [each.number for each in articles])
        for url, articles in leading.items()
        if len({each.feed for each in articles}) == len(articles)
    ]
    return list(_in_turn(found))


def ask(page: Page) -> Request:
    """Return the request for a page: once, if robots.txt allows it."""
    meta = {OBEY: True, "max_retry_times": 0, "download_maxsize": _LARGEST}
    return Request(page.url, meta=meta, dont_filter=True)


def title_of(page: Page, store: Store) -> str | None:
    """Return the title of the article that a page is to hold, as far as a feed tells it."""
    return next((article.title for article in store.articles(page.articles) if article.title), None)


def article_on(response: Response, title: str | None) -> Rendition:
    """Return the article on a page that came, whose ``title`` the feed may know; raise :class:`NoArticleError`."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if not isinstance(response, HtmlResponse):
        kind = content_type.partition(";")[0].strip() or "of no stated type"
        raise NoArticleError(response.url, f"no HTML page ({kind})")
    if _is_front(response.url):
        raise NoArticleError(response.url, "leads to the front page")
    found = read_page(response.body, content_type=content_type, url=response.url, title=title)
    if found.problem:
        raise NoArticleError(response.url, found.problem)
    for paragraph in found.paragraphs:
        paragraph.text = printable(paragraph.text)
    return Rendition(printable(found.title or "") or None, found.paragraphs)


def is_final(status: int) -> bool:
    """Tell whether a page that was answered with this status is not to be asked for again."""
    return 400 <= status < 500 and status not in _LATER


def _in_turn(found: Iterable[Page]) -> Iterator[Page]:
    hosts: defaultdict[str, list[Page]] = defaultdict(list)
    for page in found:
        hosts[site(page.url)].append(page)
    waiting = [iter(group) for group in hosts.values()]
    while waiting:
        firsts = [(group, next(group, None)) for group in waiting]
        yield from (page for _, page in firsts if page)
        waiting = [group for group, page in firsts if page]


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


class Pages:
    """Asks for the pages of a crawl's articles and completes these from what comes."""

    def __init__(
        self,
        crawler: Crawler,
        store: Store,
        intake: Ingestion,
        outcome: Outcome,
        stages: StageTimer,
        progress: Progress,
    ) -> None:
        self._crawler = crawler
        self._store = store
        self._intake = intake
        self._outcome = outcome
        self._stages = stages
        self._progress = progress
        self._open = 0
        self._failures: defaultdict[str, ReasonCounter] = defaultdict(ReasonCounter)

    async def requests(self, numbers: Sequence[int]) -> AsyncIterator[Request]:
        """Yield the requests for the pages of some articles, no more at a time than is good."""
        wanted = pages(self._store.unread_pages(numbers))
        self._progress.stage("fetching pages", len(wanted))
        for page in wanted:
            while self._open >= _AT_ONCE and self._crawler.crawling:  # noqa: ASYNC110 - nobody says that a crawl is stopped
                await asyncio.sleep(_LOOK_AGAIN)
            if not self._crawler.crawling:
                return
            self._open += 1
            yield ask(page).replace(
                callback=self.read, errback=partial(self.cannot_read, page=page), cb_kwargs={"page": page}
            )

    def read(self, response: Response, page: Page) -> None:
        """Complete the articles of a page that has come."""
        self._close()
        try:
            with self._stages.timed("page"):
                rendition = article_on(response, title_of(page, self._store))
        except NoArticleError as error:
            self._give_up(page, error.reason)
            return
        more = self._complete(page, rendition)
        self._outcome.stats.inc_value(f"newsfeed/pages/{'more' if more else 'less'}")

    def cannot_read(self, failure: Failure, page: Page) -> None:
        """Note why a page has not come; what a server refuses, it is not asked for again."""
        self._close()
        error = failure.value
        if isinstance(error, HttpError) and is_final(error.response.status):
            self._give_up(page, why_not_fetched(failure))
        else:
            self._fail(page, why_not_fetched(failure))

    def report(self) -> None:
        """Say how many pages of each host could not be read, and why."""
        for host, tally in sorted(self._failures.items()):
            self._outcome.remark(host, f"{tally.total:,} pages not read: {tally}")

    def _complete(self, page: Page, rendition: Rendition | None) -> bool:
        """Complete the articles that lead to a page; tell whether one is now given as the page tells it."""
        with self._stages.timed("store"):
            completed = [complete(self._store, number, rendition) for number in page.articles]
        for number, each in zip(page.articles, completed, strict=True):
            self._intake.amend(number, each.outcome)
        return any(each.by_page for each in completed)

    def _give_up(self, page: Page, reason: str) -> None:
        """Note why a page has no article: it is not asked for again."""
        self._fail(page, reason)
        self._complete(page, None)

    def _fail(self, page: Page, reason: str) -> None:
        self._failures[site(page.url)].add(reason)
        self._outcome.stats.inc_value("newsfeed/pages/failed")

    def _close(self) -> None:
        self._open -= 1
        self._outcome.stats.inc_value("newsfeed/pages")
        self._progress.advance()
