"""The files of a crawl: documents, archives, WARC files, and articles that newsfeed wrote."""

from __future__ import annotations

import asyncio
import io
from functools import partial
from itertools import count
from typing import IO, TYPE_CHECKING, TypeVar

from newsfeed.loaders import jsonlines, parquet
from newsfeed.loaders.article import Reading
from newsfeed.loaders.documents import Document
from newsfeed.loaders.identity import Named
from newsfeed.pipelines.interruption import interruptible
from newsfeed.reporting.counter import ReasonCounter
from newsfeed.sources import archives, warc
from newsfeed.sources.files import LocalFile, UnreadableError, opened, read, unpack
from newsfeed.sources.lists import listed_names
from newsfeed.text.counting import counted
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import message_without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scrapy.crawler import Crawler

    from newsfeed.formats.feed import Feed
    from newsfeed.items import Article
    from newsfeed.pipelines.documents import CrawlDocuments
    from newsfeed.reporting.outcome import Outcome
    from newsfeed.reporting.timing import StageTimer

    _DocumentOf = Callable[[warc.RecordedDocument], Document]

T = TypeVar("T")

# Formats of texts that a directory of feeds may contain besides feeds.
_BESIDE_FEEDS = {
    "markdown": "a page of Markdown; name it itself to have it read",
    "text": "plain text",
    "opml": "a list of feeds; name it itself to have them read",
    "sitemapindex": "an index of sitemaps; name it itself to have them read",
}
# Kinds of files that stand beside feeds and posts, such as the pictures of a site, and were never meant as sources.
_OTHER_FILES = frozenset({"image", "recording", "pdf", "document", "program", "font", "database", "zip"})
_OF_FEEDS = (".xml", ".rss", ".atom", ".rdf", ".json", ".jsonfeed")
_A_LIST = "a list of sources; name it itself to have them read"
_AT_ONCE = 200  # articles read before signals and downloads have their turn


class CrawlFiles:
    """Reads files into the store, until the crawl is stopped; ``started`` is the time of the crawl."""

    def __init__(
        self, crawler: Crawler, documents: CrawlDocuments, outcome: Outcome, stages: StageTimer, started: str
    ) -> None:
        self._crawler = crawler
        self._documents = documents
        self._outcome = outcome
        self._stages = stages
        self._started = started
        self._limit = crawler.settings.getint("NEWSFEED_MAX_FILE_SIZE")

    def ahead(self, sources: Iterable[T]) -> Iterator[T]:
        """Yield sources; the documents of files may be read ahead."""
        return self._documents.reader.ahead(sources, self._document)

    async def read(self, source: LocalFile, number: int) -> Feed | None:
        """Read a file; return its document if the user named it, so that what it leads to can be read, too.

        Raises :class:`~newsfeed.pipelines.interruption.Interrupted` when the process is told to stop.
        """
        try:
            with opened(source) as file:
                if warc.begins(file):
                    await self._read_warc(file, source.shown, number, self._recorded)
                elif _is_archive(file, source):
                    await self._read_archive(file, source.name, source.shown, number, self._recorded)
                elif jsonlines.begins(file) or (source.found and jsonlines.is_empty(file, source.name)):
                    await self._read_own_articles(jsonlines.read(file, self._limit), source, number, "line")
                elif parquet.begins(file):
                    table = parquet.read(file, source.name)
                    if table.lacks and not source.found:
                        self._outcome.remark(source.shown, table.lacks)
                    await self._read_own_articles(table.articles, source, number, "row")
                else:
                    return self._read_document(file, source, number)
        except UnreadableError as error:
            self._outcome.fail(source.shown, error.reason)
        return None

    async def read_container(self, file: IO[bytes], url: str, number: int) -> bool:
        """Read the archive or WARC file at a URL; return whether it is one."""
        if warc.begins(file):
            await self._read_warc(file, url, number, partial(self._recorded_at, url))
        elif archives.begins(file):
            await self._read_archive(file, url, url, number, partial(self._recorded_at, url))
        else:
            return False
        return True

    async def _read_archive(
        self, file: IO[bytes], source: str, shown: str, number: int, document_of: _DocumentOf
    ) -> None:
        """Read the feeds and posts in an archive like those in a directory; report its other files."""
        places, passed, ended, feeds = count(), ReasonCounter(), ReasonCounter(), 0
        members = archives.members(file, self._limit)
        for each in self._documents.reader.ahead(members, lambda each: self._member(source, each)):
            if not self._crawler.crawling:
                return
            if isinstance(each, archives.RefusedMember):
                (passed if each.name else ended).add(each.reason)
                continue
            name, content = f"{source}/{each.name}", io.BytesIO(each.data)
            if warc.begins(content):
                await self._read_warc(content, name, number, document_of)
            elif _holds_own(content):
                passed.add("articles that newsfeed wrote")
            elif reason := self._read_member(each.data, name, number, places):
                passed.add(reason)
            else:
                feeds += 1
            await asyncio.sleep(0)  # let signals and downloads proceed
        said = ", ".join(str(each) for each in (passed, ended) if each.total)
        if not feeds:
            self._outcome.fail(shown, f"an archive without feeds; in it are {said or 'none'}")
            return
        self._remark_on(passed, shown, f"{counted(passed.total, 'file')} in it")
        if ended.total:
            self._outcome.remark(shown, str(ended).removeprefix("1 × "))

    def _read_document(self, file: IO[bytes], source: LocalFile, number: int) -> Feed | None:
        with self._stages.timed("read"):
            data, problems = read(file, source.name, self._limit)
        for problem in problems:
            self._outcome.remark(source.shown, problem)
        skip = _BESIDE_FEEDS.keys() if source.found else ()
        document = Document(data, self._reading(source.name))
        feed = self._documents.read(document, number, count(), skip, source.shown)
        if not source.found:
            return feed
        if feed.format in _BESIDE_FEEDS:
            what = _A_LIST if listed_names(source.path) else _BESIDE_FEEDS[feed.format]
            self._outcome.remark(source.shown, f"skipped: {what}")
        elif feed.format in _OTHER_FILES and not source.name.lower().endswith(_OF_FEEDS):
            self._outcome.remark(source.shown, f"skipped: {(feed.error or '').removesuffix(', not a feed')}")
        elif feed.error:
            self._outcome.fail(source.shown, feed.error)
        return None

    def _document(self, source: object) -> Document | None:
        """Return the document in a local file, if it is a document that was not read before."""
        if not isinstance(source, LocalFile):
            return None
        try:
            with opened(source) as file:
                if warc.begins(file) or _is_archive(file, source) or _holds_own(file):
                    return None
                data = read(file, source.name, self._limit).data
        except UnreadableError:
            return None  # reported when it is its turn
        return self._documents.unread(Document(data, self._reading(source.name)))

    def _member(self, archive: str, member: archives.Member | archives.RefusedMember) -> Document | None:
        """Return the document in a member of an archive, if it was not read before."""
        if isinstance(member, archives.RefusedMember):
            return None
        name = f"{archive}/{member.name}"
        try:
            data = unpack(member.data, name, self._limit).data
        except UnreadableError:
            return None  # reported when it is its turn
        return self._documents.unread(Document(data, self._reading(name)))

    def _reading(self, name: str) -> Reading:
        return Reading(name, remote=False, fetched=self._started)

    async def _read_own_articles(
        self, articles: Iterator[Article | jsonlines.BadLine], source: LocalFile, number: int, unit: str
    ) -> None:
        """Read articles that newsfeed wrote, one on each ``unit`` of a file, if the user named the file itself."""
        if source.found:
            self._outcome.remark(
                source.shown, "skipped: articles that newsfeed wrote; name the file itself to read them"
            )
            return
        bad, read = ReasonCounter(), 0
        for place, each in enumerate(articles):
            if not self._crawler.crawling:
                return
            if isinstance(each, jsonlines.BadLine):
                bad.add(f"{unit} {each.number}: {each.reason}")
                continue
            each.fetched = each.fetched or self._started  # missing in articles of other programs
            with interruptible():
                self._documents.add(number, place, Named.by_id(each))
            read += 1
            if read % _AT_ONCE == 0:
                await asyncio.sleep(0)  # let signals and downloads through
        self._outcome.stats.inc_value("newsfeed/sources/read", int(bool(read)))
        if not read:
            self._outcome.fail(source.shown, f"no {unit} is an article: {bad}")
        elif bad.total:
            self._outcome.remark(source.shown, f"{counted(bad.total, unit)} skipped, which hold no article: {bad}")

    def _read_member(self, data: bytes, name: str, number: int, places: Iterator[int]) -> str | None:
        """Read a feed in an archive; return the reason if it is not a feed."""
        try:
            data, problems = unpack(data, name, self._limit)
        except UnreadableError as error:
            return error.reason
        feed = self._documents.read(Document(data, self._reading(name)), number, places, _BESIDE_FEEDS.keys())
        if feed.format in _BESIDE_FEEDS:
            return _BESIDE_FEEDS[feed.format].partition(";")[0]
        if feed.error or feed.feeds:
            return feed.error or "a list of feeds"
        for problem in problems:
            self._outcome.remark(name, problem)
        return None

    async def _read_warc(self, file: IO[bytes], name: str, number: int, document_of: _DocumentOf) -> None:
        """Read the feeds in a WARC file, and report its other documents and damaged ranges."""
        places, passed, feeds = count(), ReasonCounter(), 0

        def unread(found: warc.Found) -> Document | None:
            return self._documents.unread(document_of(found)) if isinstance(found, warc.RecordedDocument) else None

        found = self._documents.reader.ahead(warc.read(file, self._limit), unread)
        while self._crawler.crawling:
            with self._stages.timed("read"):
                one = next(found, None)
            match one:
                case None:
                    break
                case warc.DamagedRange(start, end):
                    self._outcome.remark(
                        name, f"bytes {start:,} to {end:,} are damaged or truncated; the records there are lost"
                    )
                case warc.SkippedRecord(reason):
                    passed.add(reason)
                case warc.RecordedDocument():
                    feed = self._documents.read(document_of(one), number, places)
                    if feed.error or feed.feeds:
                        passed.add(feed.error or "a list of feeds")
                    else:
                        feeds += 1
            await asyncio.sleep(0)  # let signals and downloads proceed
        if not feeds:
            self._outcome.fail(name, f"a WARC file without feeds; recorded are {passed if passed.total else 'none'}")
        else:
            self._remark_on(passed, name, counted(passed.total, "recorded document"))

    def _remark_on(self, passed: ReasonCounter, shown: str, documents: str) -> None:
        if passed.total:
            self._outcome.remark(shown, f"{documents} skipped: {passed}")

    def _recorded(self, one: warc.RecordedDocument) -> Document:
        address = message_without_credentials(one.url)
        is_remote, time = bool(web_address(address)), one.fetched or self._started
        poll = self._documents.poll_times(address, time) if is_remote and one.fetched else None
        return Document(one.data, Reading(address, remote=is_remote, fetched=time, poll=poll), one.content_type)

    def _recorded_at(self, container: str, one: warc.RecordedDocument) -> Document:
        """Return a recorded document of a file at a URL: its server may not speak for the recorded address."""
        address = message_without_credentials(one.url)
        reading = Reading(f"{container}/{address}", remote=True, fetched=one.fetched or self._started, address=address)
        return Document(one.data, reading, one.content_type)


def _is_archive(file: IO[bytes], source: LocalFile) -> bool:
    """Return whether a file is read as an archive; one found in a directory needs the name of an archive, too."""
    return (not source.found or archives.is_named_so(source.name)) and archives.begins(file)


def _holds_own(file: IO[bytes]) -> bool:
    """Return whether a file holds articles that newsfeed wrote."""
    return jsonlines.begins(file) or parquet.begins(file)
