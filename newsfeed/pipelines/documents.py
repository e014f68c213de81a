"""The documents of a crawl: their articles are stored, and their repairs and odd entries are reported."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from newsfeed.dedup.order import PollTimes
from newsfeed.formats.feed import Feed
from newsfeed.loaders.dates import has_impossible_date
from newsfeed.pipelines.interruption import interruptible
from newsfeed.pipelines.unchanged import document_digest, is_whole, states_future
from newsfeed.reporting.feed_ids import DocumentIds, FeedIdIssues
from newsfeed.reporting.summary import fuller_remark, impossible_dates_remark
from newsfeed.text.language import forget_model

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from newsfeed.loaders.documents import Document, DocumentReader
    from newsfeed.loaders.identity import Named
    from newsfeed.pipelines.ingest import Ingestion
    from newsfeed.reporting.outcome import Outcome
    from newsfeed.reporting.progress import Progress
    from newsfeed.reporting.timing import StageTimer
    from newsfeed.store.repository import Store

_LARGE = 1_000_000  # bytes of a document that takes much memory to read


class CrawlDocuments:
    """Reads the documents of a crawl into the store."""

    def __init__(
        self,
        store: Store,
        intake: Ingestion,
        reader: DocumentReader,
        outcome: Outcome,
        stages: StageTimer,
        progress: Progress,
    ) -> None:
        self.reader = reader
        self._store = store
        self._intake = intake
        self._outcome = outcome
        self._stages = stages
        self._progress = progress
        self._feed_id_issues = FeedIdIssues()
        self._polls: dict[str, str] = {}  # the times at which live feeds were read, by name

    def unread(self, document: Document) -> Document | None:
        """Return the document, if it was not read in an earlier run."""
        digest = document_digest(document.data, document.reading)
        return None if digest and self._intake.knows(digest) else document

    def read(
        self,
        document: Document,
        number: int,
        places: Iterator[int],
        skip: Collection[str] = (),
        shown: str = "",
    ) -> Feed:
        """Store the entries of a document, unless its format is to ``skip``; return it as a feed.

        ``number`` is that of its source, ``places`` are the positions of the entries in it. ``shown`` is the name of
        the document for messages, if it has another. Raises :class:`~newsfeed.pipelines.interruption.Interrupted` when
        the process is told to stop.
        """
        shown = shown or document.reading.name
        with interruptible():
            if len(document.data) > _LARGE:
                forget_model()
            digest = document_digest(document.data, document.reading)
            if digest and (known := self._read_before(digest, number, places, skip)):
                self._report(known, shown)
                return known
            with self._stages.timed("parse"):
                feed, articles = self.reader.read(document)
            if feed.format not in skip:
                self._report(feed, shown)
                self._store_entries(feed, articles, number, places, shown, digest)
                if document.reading.poll and not (feed.error or feed.feeds):
                    self._polls[document.reading.name] = document.reading.poll.time
            return feed

    def add(self, number: int, place: int, named: Named) -> None:
        """Store one article of a source; ``place`` is its position there."""
        with self._stages.timed("store"):
            self._intake.add(number, place, named)
        self._count(1)

    def poll_times(self, name: str, time: str) -> PollTimes:
        """Return the times of this poll of a live feed and of the previous one, in this run or an earlier one."""
        before = [each for each in (self._store.last_poll(name), self._polls.get(name)) if each and each <= time]
        return PollTimes(time, max(before, default=None))

    def note_polls(self) -> None:
        """Record the polls of this run in the store."""
        self._store.note_polls(self._polls)

    def report_entries(self) -> None:
        """Report poor ids and incomplete entries, when all documents have been read."""
        for source, lacking in self._feed_id_issues.remarks():
            self._outcome.remark(source, lacking)
        for source, entries in self._intake.fuller.items():
            self._outcome.remark(source, fuller_remark(entries))

    def _store_entries(
        self, feed: Feed, articles: Iterator[Named], number: int, places: Iterator[int], shown: str, digest: str | None
    ) -> None:
        ids, impossible, has_future = DocumentIds(), 0, False
        self._intake.begin_document()
        while True:
            with self._stages.timed("load"):
                named = next(articles, None)
            if named is None:
                break
            self.add(number, next(places), named)
            ids.count(named.names)
            has_future |= states_future(named)
            impossible += has_impossible_date(named)
        has_issues = self._feed_id_issues.add(shown, feed.format, ids)
        self._intake.end_document(feed, None if has_issues or has_future or not is_whole(feed) else digest)
        if impossible:
            self._outcome.remark(shown, impossible_dates_remark(impossible))

    def _read_before(self, digest: str, number: int, places: Iterator[int], skip: Collection[str]) -> Feed | None:
        """Add the articles of a document that was read before without reading it again; return it, or ``None``."""
        with self._stages.timed("store"):
            known = self._intake.read_before(digest)
            if known is None or known.format in skip:
                return None
            entries = len(known.articles)
            self._intake.add_unread(number, islice(places, entries))
        self._count(entries)
        return Feed(known.format, problems=list(known.problems), step=known.step)

    def _count(self, entries: int) -> None:
        self._outcome.stats.inc_value("newsfeed/entries", entries)
        self._progress.advance(entries)

    def _report(self, feed: Feed, shown: str) -> None:
        """Count a document that was read, and report its repairs."""
        self._outcome.stats.inc_value("newsfeed/sources/read", not (feed.error or feed.feeds))
        if feed.step:
            self._outcome.stats.inc_value(f"newsfeed/documents/{feed.step}")
        for problem in feed.problems:
            self._outcome.remark(shown, problem)
