"""The ``feeds`` spider: reads sources once, and yields their articles.

First every entry is read, normalised and stored, and completed from its page if the full text is requested. Then all
articles are compared, and those of this run are yielded in the order of their sources.
"""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from w3lib.http import basic_auth_header

from newsfeed.config import dedup_config
from newsfeed.dedup.config import changes
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.exporters.storage import output_file
from newsfeed.fetch.errors import failure_reason
from newsfeed.fetch.headers import header
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.documents import Document, DocumentReader
from newsfeed.pipelines.dedup import DedupPipeline
from newsfeed.pipelines.documents import CrawlDocuments
from newsfeed.pipelines.files import CrawlFiles
from newsfeed.pipelines.fulltext import CrawlPages
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.pipelines.interruption import Interrupted, interruptible
from newsfeed.reporting.outcome import Outcome
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.summary import StoreGrowth
from newsfeed.reporting.timing import StageTimer
from newsfeed.sources.expansion import RefusedSource, expand
from newsfeed.sources.files import LocalFile, UnreadableError, unpack
from newsfeed.sources.lists import MOST_ALTERNATES, MOST_REQUESTS
from newsfeed.sources.own import OwnFiles
from newsfeed.sources.targets import RemoteUrl
from newsfeed.store.engine import StoreError, store_files, store_name
from newsfeed.store.repository import Store
from newsfeed.text.characters import printable
from newsfeed.text.counting import counted
from newsfeed.text.dates.parsing import iso
from newsfeed.text.language import forget_model
from newsfeed.text.urls.canonical import other_address, web_address
from newsfeed.text.urls.credentials import split_credentials, without_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure

    from newsfeed.formats.feed import Feed
    from newsfeed.items import Article

_NAMED = 5  # skipped files in one remark
_NOWHERE = "data:,"  # a request without network access, whose callback does our own work


class FeedsSpider(Spider):
    """Reads feeds, files and directories.

    Arguments: ``source`` (see :func:`newsfeed.sources.expansion.expand`), ``new`` (``1``: yield only new and revised
    articles) and ``fulltext`` (``1``: read the pages of the articles, too).
    """

    name = "feeds"

    outcome: Outcome
    store: Store
    stats: StatsCollector

    def __init__(self, source: str = "", new: str = "0", fulltext: str = "0", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source = source
        self.only_news = new == "1"
        self.run: int | None = None
        # The steps that follow when all sources have been read.
        self._steps = [self.read_pages, self.yield_articles] if fulltext == "1" else [self.yield_articles]
        self._sources = 0
        self._requested: Counter[int] = Counter()  # number of requests by the number of the named source

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> FeedsSpider:
        """Build the spider and connect it to Scrapy's signals."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.begin_next_step, signals.spider_idle)
        crawler.signals.connect(spider.finish, signals.engine_stopped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Open the store and begin with the sources."""
        outcome = self.crawler.get_extension(Outcome)
        if outcome is None:
            raise NewsfeedError(
                "EXTENSIONS: a crawl needs newsfeed.reporting.outcome.Outcome to report failures; add it"
            )
        self.outcome = outcome
        outcome.start()
        self.stats = outcome.stats
        self.stages = StageTimer(outcome.stats)
        self.store = self._open_store()
        self._known_before, _ = self.store.count()
        self.intake = Ingestion(self.store)
        self.progress = Progress()
        self.pages = CrawlPages(self.crawler, self.store, self.intake, outcome, self.stages, self.progress)
        pipeline = self.crawler.get_item_pipeline(DedupPipeline)
        reader = DocumentReader() if pipeline is None else pipeline.documents
        self.started = iso(datetime.now(UTC))
        self.documents = CrawlDocuments(self.store, self.intake, reader, outcome, self.stages, self.progress)
        self.files = CrawlFiles(self.crawler, self.documents, outcome, self.stages, self.started)
        try:
            self.run = self.store.start_run(printable(without_credentials(self.source)), self.started)
        except StoreError as error:  # it can be read, but not written
            outcome.break_run(str(error))
            self._steps = []
            self.store.close()
            return
        yield Request(_NOWHERE, self.read_sources, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Article]:
        """Yield the articles of a document unjudged, for ``scrapy parse --spider feeds URL``."""
        feed = parse(response.body, url=response.url, content_type=header(response, "Content-Type"))
        reading = Reading(response.url, remote=True, fetched=iso(datetime.now(UTC)))
        yield from (named.article for named in load(feed, reading))

    async def read_sources(self, _response: Response) -> AsyncIterator[Request]:
        """Read local files at once, in order; request remote ones."""
        with suppress(Interrupted):
            try:
                async for request in self._read_sources():
                    yield request
            except NewsfeedError as error:  # raised if sources are read in other processes
                self.outcome.break_run(str(error))
                self._steps = []

    async def _read_sources(self) -> AsyncIterator[Request]:
        self.progress.stage("reading")
        own, skipped = OwnFiles(written_files(self.settings)), []
        for source in self.files.ahead(expand(self.source)):
            if not self.crawler.crawling:
                return
            if isinstance(source, LocalFile) and source.path in own:
                skipped.append(source.shown)
                continue
            number = self._next_source()
            match source:
                case LocalFile():
                    feed = await self.files.read(source, number)
                    for request in self._follow(feed, source.name, number) if feed else ():
                        yield request
                    await asyncio.sleep(0)  # let signals and downloads proceed
                case RemoteUrl(url):
                    yield self._request(url, number, number)
                case RefusedSource(name, reason):
                    self.outcome.fail(name, reason)
        if skipped:
            named = ", ".join(skipped[:_NAMED]) + (", …" if len(skipped) > _NAMED else "")
            self.outcome.remark("skipped", f"{counted(len(skipped), 'file')} of this run or of a store: {named}")

    async def read_remote(self, response: Response, url: str, number: int, root: int) -> AsyncIterator[Request]:
        """Read a fetched feed, or an archive of feeds; request the feeds of a list or a page in turn."""
        try:
            async for request in self._read_remote(response, url, number, root):
                yield request
        except StoreError as error:
            self.outcome.break_run(str(error))
            self._steps = []

    async def _read_remote(self, response: Response, url: str, number: int, root: int) -> AsyncIterator[Request]:
        with suppress(Interrupted):
            if await self.files.read_container(io.BytesIO(response.body), url, number):
                return
            language = header(response, "Content-Language")
            now = iso(datetime.now(UTC))
            poll = self.documents.poll_times(url, now)
            reading = Reading(url, remote=True, fetched=now, language=language, address=response.url, poll=poll)
            for request in self._read_response(response, reading, number, root):
                yield request

    def _read_response(self, response: Response, reading: Reading, number: int, root: int) -> list[Request]:
        url = reading.name
        try:
            data, problems = unpack(response.body, url, self.settings.getint("DOWNLOAD_MAXSIZE"))
        except UnreadableError as error:
            self.outcome.fail(url, error.reason)
            return []
        for problem in (*response.flags, *problems):
            self.outcome.remark(url, problem)
        content_type, refresh = header(response, "Content-Type"), header(response, "Refresh")
        feed = self.documents.read(Document(data, reading, content_type, refresh), number, count())
        if (feed.feeds or feed.forward) and response.meta["depth"] >= self.settings.getint("DEPTH_LIMIT"):
            self.outcome.fail(url, "lists are nested too deeply: what this one leads to is not read")
            return []
        return self._follow(feed, url, root, response.url)

    def report_failure(self, failure: Failure, url: str) -> None:
        """Report a feed that could not be fetched."""
        self.outcome.fail(url, failure_reason(failure.value))

    def begin_next_step(self) -> None:
        """Take the next step when no request is left, if this is a crawl."""
        if self._steps and self.run is not None:
            self.crawler.engine.crawl(Request(_NOWHERE, self._steps.pop(0), dont_filter=True))
            raise DontCloseSpider

    async def read_pages(self, _response: Response) -> None:
        """Read the pages of this run's articles."""
        with suppress(Interrupted):
            self._flush()
            await self.pages.read(self.intake.seen().numbers.tolist())

    async def yield_articles(self, _response: Response) -> AsyncIterator[Article]:
        """Judge pending articles, then yield the articles of this run."""
        with suppress(Interrupted):
            try:
                await self._judge()
            except NewsfeedError as error:  # the message says what to do; a traceback would hide it
                self.outcome.break_run(str(error))
                return
            async for article in self._articles():
                yield article

    async def _judge(self) -> None:
        self._flush()
        forget_model()
        self.documents.report_entries()
        self.pages.report()
        pipeline = self.crawler.get_item_pipeline(DedupPipeline)
        if pipeline is not None:
            with self.stages.timed("compare"):
                await pipeline.judge(self.store, self.progress)

    async def _articles(self) -> AsyncIterator[Article]:
        seen = self.intake.seen()
        for outcome, articles in seen.counts().items():
            self.stats.set_value(f"newsfeed/articles/{outcome}", articles)
        chosen = seen.news() if self.only_news else seen
        numbers = chosen.numbers.tolist()
        if pruned := self.store.pruned_among(numbers):
            self.outcome.remark("left out", f"{counted(len(pruned), 'article')} whose text was removed from the store")
            numbers = [number for number in numbers if number not in pruned]
        self.progress.stage("writing", len(numbers))
        with self.stages.timed("give back"):
            for article in self.store.articles(numbers):
                if article.dropped is not None:
                    self.outcome.dropped[article.dropped] += 1
                yield article
                self.progress.advance()

    def _flush(self) -> None:
        with self.stages.timed("store"), interruptible():
            self.intake.flush()

    def finish(self) -> None:
        """Record the result of the run in the store, after all outputs have been written or abandoned."""
        if self.run is None:
            return
        self.progress.close()
        try:
            self._record(self.run)
        except NewsfeedError as error:  # the store is gone
            self.outcome.break_run(str(error))
        finally:
            self.store.close()

    def _record(self, run: int) -> None:
        self.intake.flush()
        self.documents.note_polls()
        counts = {
            name.removeprefix("newsfeed/"): value
            for name, value in self.stats.get_stats().items()
            if name.startswith("newsfeed/")
        }
        known_after, _ = self.store.count()
        self.outcome.store = StoreGrowth(store_name(self.settings["NEWSFEED_STORE"]), self._known_before, known_after)
        given = self.intake.seen().numbers.tolist() if self.outcome.broken is None else []
        self.store.finish_run(run, iso(datetime.now(UTC)), counts, self.outcome.failures, self.outcome.remarks, given)

    def _open_store(self) -> Store:
        """Open the store, which keeps its deduplication options: verdicts with different options are never mixed."""
        ours = dedup_config(self.settings)
        store = Store(self.settings["NEWSFEED_STORE"], terms=ours)
        if changed := changes(store.config, ours):
            kept = ", ".join(f"{each.name}={each.old}" for each in changed)
            again = command_line(" ".join(["dedup", *(f"-s {each.name}={each.new}" for each in changed)]))
            self.outcome.remark("settings", f"the store keeps {kept}; '{again}' judges it again")
        return store

    def _next_source(self) -> int:
        self._sources += 1
        self.stats.inc_value("newsfeed/sources")
        return self._sources

    def _request(self, url: str, number: int, root: int) -> Request:
        self._requested[root] += 1
        name, credentials = split_credentials(url)
        return Request(
            name,
            self.read_remote,
            headers=_authorization(credentials),
            errback=partial(self.report_failure, url=name),
            cb_kwargs={"url": name, "number": number, "root": root},
        )

    def _follow(self, feed: Feed, name: str, root: int, base: str = "") -> list[Request]:
        """Report how a source was read, and return requests for the feeds it links to, relative to ``base``.

        ``root`` is the number of the named source that led to it, by which requests are limited.
        """
        chosen = feed.feeds[:MOST_ALTERNATES] if feed.format == "html" else feed.feeds
        if feed.forward and (target := other_address(feed.forward, base)):
            self.outcome.remark(name, f"forwards to {without_credentials(target)}, which is read instead")
            return [self._request(without_credentials(target), self._next_source(), root).replace(dont_filter=True)]
        if len(chosen) < len(feed.feeds):
            remark = f"links to {counted(len(feed.feeds), 'feed')}; the first {len(chosen)} are read instead"
            self.outcome.remark(name, remark)
        elif chosen:
            self.outcome.remark(name, f"points to {counted(len(chosen), 'feed')}, read instead")
        elif feed.error:
            self.outcome.fail(name, feed.error)
        requests = []
        for index, each in enumerate(chosen):
            if self._requested[root] >= MOST_REQUESTS:
                reason = f"the last {counted(len(chosen) - index, 'document')} of its list not read"
                self.outcome.fail(name, f"{reason}: at most {MOST_REQUESTS:,} are requested for one source")
                break
            address = web_address(each, base)
            if address is None:
                self.outcome.fail(without_credentials(each), f"listed in {name}, but not a web address")
            else:
                requests.append(self._request(address, self._next_source(), root))
        return requests


def written_files(settings: BaseSettings) -> list[Path]:
    """Return the files that a run with these settings writes: the store, the outputs and the log."""
    outputs = filter(None, map(output_file, map(str, settings.getdict("FEEDS"))))
    log = settings["LOG_FILE"]
    return [*store_files(settings["NEWSFEED_STORE"]), *outputs, *([Path(log)] if log else [])]


def _authorization(credentials: str | None) -> dict[str, bytes]:
    """Return the header with credentials, ``user:password`` (RFC 7617), if there are any."""
    return {} if credentials is None else {"Authorization": basic_auth_header(*credentials.split(":", 1))}
