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
from itertools import count, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from w3lib.http import basic_auth_header

from newsfeed.config import dedup_config
from newsfeed.dedup.config import changes
from newsfeed.dedup.order import PollTimes
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.exporters.storage import output_file
from newsfeed.fetch.errors import failure_reason
from newsfeed.formats import parse
from newsfeed.formats.feed import Feed
from newsfeed.loaders import jsonlines, parquet
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.dates import has_impossible_date
from newsfeed.loaders.documents import Document, DocumentReader
from newsfeed.loaders.identity import Named
from newsfeed.pipelines.dedup import DedupPipeline
from newsfeed.pipelines.fulltext import CrawlPages
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.pipelines.interruption import Interrupted, interruptible
from newsfeed.pipelines.unchanged import document_digest, is_whole, states_future
from newsfeed.reporting.counter import ReasonCounter
from newsfeed.reporting.feed_ids import DocumentIds, FeedIdIssues
from newsfeed.reporting.outcome import Outcome
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.summary import StoreGrowth, fuller_remark, impossible_dates_remark
from newsfeed.reporting.timing import StageTimer
from newsfeed.sources import archives, warc
from newsfeed.sources.expansion import RefusedSource, expand
from newsfeed.sources.files import LocalFile, UnreadableError, opened, read, unpack
from newsfeed.sources.lists import MOST_ALTERNATES, MOST_REQUESTS, listed_names
from newsfeed.sources.own import OwnFiles
from newsfeed.sources.targets import RemoteUrl
from newsfeed.store.engine import StoreError, store_files, store_name
from newsfeed.store.repository import Store
from newsfeed.text.characters import printable
from newsfeed.text.counting import counted
from newsfeed.text.dates.parsing import iso
from newsfeed.text.language import forget_model
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import message_without_credentials, split_credentials, without_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure

    from newsfeed.items import Article

# Formats that a directory of feeds may contain besides feeds.
_BESIDE_FEEDS = {
    "markdown": "a page of Markdown; name it itself to have it read",
    "text": "plain text",
    "opml": "a list of feeds; name it itself to have them read",
    "sitemapindex": "an index of sitemaps; name it itself to have them read",
}
_A_LIST = "a list of sources; name it itself to have them read"
_AT_ONCE = 200  # articles read before signals and downloads have their turn
_LARGE = 1_000_000  # bytes of a document that takes much memory to read
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
        self._polls: dict[str, str] = {}  # the times at which live feeds were read, by name

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
        self.feed_id_issues = FeedIdIssues()
        pipeline = self.crawler.get_item_pipeline(DedupPipeline)
        self.documents = DocumentReader() if pipeline is None else pipeline.documents
        self.pages = CrawlPages(self.crawler, self.store, self.intake, outcome, self.stages, self.progress)
        self.started = iso(datetime.now(UTC))
        self.run = self.store.start_run(printable(without_credentials(self.source)), self.started)
        yield Request(_NOWHERE, self.read_sources, dont_filter=True)

    def parse(self, response: Response) -> Iterator[Article]:
        """Yield the articles of a document unjudged, for ``scrapy parse --spider feeds URL``."""
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        feed = parse(response.body, url=response.url, content_type=content_type)
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
        for source in self.documents.ahead(expand(self.source), self._document):
            if not self.crawler.crawling:
                return
            if isinstance(source, LocalFile) and source.path in own:
                skipped.append(source.shown)
                continue
            number = self._next_source()
            match source:
                case LocalFile():
                    for request in await self._read_local(source, number):
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
        content = io.BytesIO(response.body)
        if archives.begins(content):
            with suppress(Interrupted):
                await self._read_archive(content, url, url, number)
            return
        language = (response.headers.get("Content-Language") or b"").decode("latin-1")
        now = iso(datetime.now(UTC))
        reading = Reading(
            url, remote=True, fetched=now, language=language, address=response.url, poll=self._poll_times(url, now)
        )
        with suppress(Interrupted):
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
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        feed = self._ingest(data, reading, number, count(), content_type)
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
        for source, lacking in self.feed_id_issues.remarks():
            self.outcome.remark(source, lacking)
        for source, entries in self.intake.fuller.items():
            self.outcome.remark(source, fuller_remark(entries))
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
        self.store.note_polls(self._polls)
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

    async def _read_local(self, source: LocalFile, number: int) -> list[Request]:
        limit = self.settings.getint("NEWSFEED_MAX_FILE_SIZE")
        try:
            with opened(source) as file:
                if warc.begins(file):
                    await self._read_warc(warc.read(file, limit), source.shown, number)
                    return []
                if _is_archive(file, source):
                    await self._read_archive(file, source.name, source.shown, number)
                    return []
                if jsonlines.begins(file) or (source.found and jsonlines.is_empty(file, source.name)):
                    await self._read_own_articles(jsonlines.read(file, limit), source, number, "line")
                    return []
                if parquet.begins(file):
                    table = parquet.read(file, source.name)
                    if table.lacks and not source.found:
                        self.outcome.remark(source.shown, table.lacks)
                    await self._read_own_articles(table.articles, source, number, "row")
                    return []
                with self.stages.timed("read"):
                    data, problems = read(file, source.name, limit)
        except UnreadableError as error:
            self.outcome.fail(source.shown, error.reason)
            return []
        for problem in problems:
            self.outcome.remark(source.shown, problem)
        reading = self._reading(source.name)
        skip = _BESIDE_FEEDS.keys() if source.found else ()
        feed = self._ingest(data, reading, number, count(), skip=skip, shown=source.shown)
        if not source.found:
            return self._follow(feed, source.name, number)
        if feed.format in _BESIDE_FEEDS:
            what = _A_LIST if listed_names(source.path) else _BESIDE_FEEDS[feed.format]
            self.outcome.remark(source.shown, f"skipped: {what}")
        elif feed.error:
            self.outcome.fail(source.shown, feed.error)
        return []

    def _document(self, source: LocalFile | RemoteUrl | RefusedSource) -> Document | None:
        """Return the document in a local file, if it is a document that was not read before."""
        if not isinstance(source, LocalFile):
            return None
        try:
            with opened(source) as file:
                if warc.begins(file) or _is_archive(file, source) or _holds_own(file):
                    return None
                data = read(file, source.name, self.settings.getint("NEWSFEED_MAX_FILE_SIZE")).data
        except UnreadableError:
            return None  # reported when it is its turn
        return self._unread(Document(data, self._reading(source.name)))

    def _member(self, archive: str, member: archives.Member | archives.RefusedMember) -> Document | None:
        """Return the document in a member of an archive, if it was not read before."""
        if isinstance(member, archives.RefusedMember):
            return None
        name = f"{archive}/{member.name}"
        try:
            data = unpack(member.data, name, self.settings.getint("NEWSFEED_MAX_FILE_SIZE")).data
        except UnreadableError:
            return None  # reported when it is its turn
        return self._unread(Document(data, self._reading(name)))

    def _unread(self, document: Document) -> Document | None:
        digest = document_digest(document.data, document.reading)
        return None if digest and self.store.read_document(digest) else document

    def _reading(self, name: str) -> Reading:
        return Reading(name, remote=False, fetched=self.started)

    async def _read_own_articles(
        self, articles: Iterator[Article | jsonlines.BadLine], source: LocalFile, number: int, unit: str
    ) -> None:
        """Ingest articles that newsfeed wrote, one on each ``unit`` of a file, if the user named the file itself."""
        if source.found:
            self.outcome.remark(
                source.shown, "skipped: articles that newsfeed wrote; name the file itself to read them"
            )
            return
        bad, read = ReasonCounter(), 0
        for place, each in enumerate(articles):
            if not self.crawler.crawling:
                return
            if isinstance(each, jsonlines.BadLine):
                bad.add(f"{unit} {each.number}: {each.reason}")
                continue
            each.fetched = each.fetched or self.started  # missing in articles of other programs
            with self.stages.timed("store"), interruptible():
                self.intake.add(number, place, Named.by_id(each))
            read += 1
            self.stats.inc_value("newsfeed/entries")
            self.progress.advance()
            if read % _AT_ONCE == 0:
                await asyncio.sleep(0)  # let signals and downloads through
        self.stats.inc_value("newsfeed/sources/read", int(bool(read)))
        if not read:
            self.outcome.fail(source.shown, f"no {unit} is an article: {bad}")
        elif bad.total:
            self.outcome.remark(source.shown, f"{counted(bad.total, unit)} skipped, which hold no article: {bad}")

    async def _read_archive(self, file: IO[bytes], source: str, shown: str, number: int) -> None:
        """Read the feeds and posts in an archive like those in a directory; report its other files."""
        places, passed, feeds = count(), ReasonCounter(), 0
        limit = self.settings.getint("NEWSFEED_MAX_FILE_SIZE")
        members = archives.members(file, limit)
        for each in self.documents.ahead(members, lambda each: self._member(source, each)):
            if not self.crawler.crawling:
                return
            if isinstance(each, archives.RefusedMember):
                passed.add(each.reason)
                continue
            name, content = f"{source}/{each.name}", io.BytesIO(each.data)
            if warc.begins(content):
                await self._read_warc(warc.read(content, limit), name, number)
            elif _holds_own(content):
                passed.add("articles that newsfeed wrote")
            elif reason := self._read_member(each.data, name, number, places):
                passed.add(reason)
            else:
                feeds += 1
            await asyncio.sleep(0)  # let signals and downloads proceed
        if not feeds:
            self.outcome.fail(shown, f"an archive without feeds; in it are {passed if passed.total else 'none'}")
        elif passed.total:
            skipped = f"{counted(passed.total, 'file')} in it skipped, which hold no feed: {passed}"
            self.outcome.remark(shown, skipped)

    def _read_member(self, data: bytes, name: str, number: int, places: Iterator[int]) -> str | None:
        """Read a feed in an archive; return the reason if it is not a feed."""
        try:
            data, problems = unpack(data, name, self.settings.getint("NEWSFEED_MAX_FILE_SIZE"))
        except UnreadableError as error:
            return error.reason
        reading = self._reading(name)
        feed = self._ingest(data, reading, number, places, skip=_BESIDE_FEEDS.keys())
        if feed.format in _BESIDE_FEEDS:
            return _BESIDE_FEEDS[feed.format].partition(";")[0]
        if feed.error or feed.feeds:
            return feed.error or "a list of feeds"
        for problem in problems:
            self.outcome.remark(name, problem)
        return None

    async def _read_warc(self, found: Iterator[warc.Found], name: str, number: int) -> None:
        """Read the feeds in a WARC file, and report its other documents and damaged ranges."""
        places, passed, feeds = count(), ReasonCounter(), 0
        documents = self.documents.ahead(found, self._recorded)
        while self.crawler.crawling:
            with self.stages.timed("read"):
                one = next(documents, None)
            match one:
                case None:
                    break
                case warc.DamagedRange(start, end):
                    self.outcome.remark(
                        name, f"bytes {start:,} to {end:,} are damaged or truncated; the records there are lost"
                    )
                case warc.SkippedRecord(reason):
                    passed.add(reason)
                case warc.RecordedDocument():
                    feed = self._ingest(one.data, self._recorded_reading(one), number, places, one.content_type)
                    if feed.error or feed.feeds:
                        passed.add(feed.error or "a list of feeds")
                    else:
                        feeds += 1
            await asyncio.sleep(0)  # let signals and downloads proceed
        if not feeds:
            self.outcome.fail(name, f"a WARC file without feeds; recorded are {passed if passed.total else 'none'}")
        elif passed.total:
            self.outcome.remark(
                name, f"{counted(passed.total, 'recorded document')} skipped, which hold no feed: {passed}"
            )

    def _recorded(self, found: warc.Found) -> Document | None:
        """Return a recorded document, if it was not read before."""
        if not isinstance(found, warc.RecordedDocument):
            return None
        return self._unread(Document(found.data, self._recorded_reading(found), found.content_type))

    def _recorded_reading(self, one: warc.RecordedDocument) -> Reading:
        address = message_without_credentials(one.url)
        is_remote, time = bool(web_address(address)), one.fetched or self.started
        poll = self._poll_times(address, time) if is_remote and one.fetched else None
        return Reading(address, remote=is_remote, fetched=time, poll=poll)

    def _follow(self, feed: Feed, name: str, root: int, base: str = "") -> list[Request]:
        """Report how a source was read, and return requests for the feeds it links to, relative to ``base``.

        ``root`` is the number of the named source that led to it, by which requests are limited.
        """
        chosen = feed.feeds[:MOST_ALTERNATES] if feed.format == "html" else feed.feeds
        if feed.forward and (target := web_address(feed.forward, base)):
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

    def _ingest(
        self,
        data: bytes,
        reading: Reading,
        number: int,
        places: Iterator[int],
        content_type: str = "",
        skip: Collection[str] = (),
        shown: str = "",
    ) -> Feed:
        """Store the entries of a document, unless its format is to ``skip``; ``places`` are their positions.

        ``shown`` is the name of the document for messages, if it has another. Raises :class:`Interrupted` when the
        process is told to stop.
        """
        with interruptible():
            return self._ingest_entries(data, reading, number, places, content_type, skip, shown or reading.name)

    def _ingest_entries(
        self,
        data: bytes,
        reading: Reading,
        number: int,
        places: Iterator[int],
        content_type: str,
        skip: Collection[str],
        shown: str,
    ) -> Feed:
        if len(data) > _LARGE:
            forget_model()
        digest = document_digest(data, reading)
        if digest and (known := self._read_before(digest, number, places, skip)):
            self._report_read(known, shown)
            return known
        with self.stages.timed("parse"):
            feed, articles = self.documents.read(Document(data, reading, content_type))
        if feed.format in skip:
            return feed
        self._report_read(feed, shown)
        ids, impossible, has_future = DocumentIds(), 0, False
        self.intake.begin_document()
        while True:
            with self.stages.timed("load"):
                named = next(articles, None)
            if named is None:
                break
            with self.stages.timed("store"):
                self.intake.add(number, next(places), named)
            ids.count(named.names)
            has_future |= states_future(named)
            impossible += has_impossible_date(named)
            self.stats.inc_value("newsfeed/entries")
            self.progress.advance()
        has_issues = self.feed_id_issues.add(shown, feed.format, ids)
        self.intake.end_document(feed, None if has_issues or has_future or not is_whole(feed) else digest)
        if impossible:
            self.outcome.remark(shown, impossible_dates_remark(impossible))
        if reading.poll and not (feed.error or feed.feeds):
            self._polls[reading.name] = reading.poll.time
        return feed

    def _read_before(self, digest: str, number: int, places: Iterator[int], skip: Collection[str]) -> Feed | None:
        """Add the articles of a document that was read before without reading it again; return it, or ``None``."""
        with self.stages.timed("store"):
            known = self.intake.read_before(digest)
            if known is None or known.format in skip:
                return None
            entries = len(known.articles)
            self.intake.add_unread(number, islice(places, entries))
        self.stats.inc_value("newsfeed/entries", entries)
        self.progress.advance(entries)
        return Feed(known.format, problems=list(known.problems), step=known.step)

    def _report_read(self, feed: Feed, shown: str) -> None:
        """Count a document that was read, and report its repairs."""
        self.stats.inc_value("newsfeed/sources/read", not (feed.error or feed.feeds))
        if feed.step:
            self.stats.inc_value(f"newsfeed/documents/{feed.step}")
        for problem in feed.problems:
            self.outcome.remark(shown, problem)

    def _poll_times(self, name: str, time: str) -> PollTimes:
        """Return the times of this poll of a live feed and of the previous one, in this run or an earlier one."""
        before = [each for each in (self.store.last_poll(name), self._polls.get(name)) if each and each <= time]
        return PollTimes(time, max(before, default=None))


def _is_archive(file: IO[bytes], source: LocalFile) -> bool:
    """Return whether a file is read as an archive; one found in a directory needs the name of an archive, too."""
    return archives.begins(file) and (not source.found or archives.is_named_so(source.name))


def _holds_own(file: IO[bytes]) -> bool:
    """Return whether a file holds articles that newsfeed wrote."""
    return jsonlines.begins(file) or parquet.begins(file)


def written_files(settings: BaseSettings) -> list[Path]:
    """Return the files that a run with these settings writes: the store, the outputs and the log."""
    outputs = filter(None, map(output_file, map(str, settings.getdict("FEEDS"))))
    log = settings["LOG_FILE"]
    return [*store_files(settings["NEWSFEED_STORE"]), *outputs, *([Path(log)] if log else [])]


def _authorization(credentials: str | None) -> dict[str, bytes]:
    """Return the header with credentials, ``user:password`` (RFC 7617), if there are any."""
    return {} if credentials is None else {"Authorization": basic_auth_header(*credentials.split(":", 1))}
