"""The outcome of a crawl: failures, what broke the run, and the exit code.

Scrapy ends with exit code 0 when an exporter, a pipeline or a closing handler raises, although items were lost. Here
each of these breaks the run: no output is replaced, and the exit code is 1.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.storage import BROKEN_STAT, FAILED_STAT, AtomicFileStorage, output_file
from newsfeed.reporting.console import echo
from newsfeed.reporting.jsonlog import closing_line, listed
from newsfeed.reporting.summary import Output, StoreGrowth, summary
from newsfeed.text.characters import abridged
from newsfeed.text.urls.credentials import message_without_credentials

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.extensions.feedexport import FeedSlot
    from scrapy.statscollectors import StatsCollector
    from twisted.python.failure import Failure


class Outcome:
    """Scrapy extension that collects failures, notices what breaks the run, and prints the closing summary."""

    def __init__(self, stats: StatsCollector, *, by_stage: bool = False, as_json: bool = False) -> None:
        self.stats = stats
        self._as_json = as_json
        self._by_stage = by_stage
        self._began = time.monotonic()
        self._started = False
        self._finished = False
        self.failures: list[tuple[str, str]] = []
        self.remarks: list[tuple[str, str]] = []
        self.outputs: list[Output] = []
        self.dropped: Counter[str] = Counter()
        self.store: StoreGrowth | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Outcome:
        """Build the extension and connect it to the signals of everything that breaks a run."""
        if crawler.stats is None:
            message = "the crawl has no statistics to keep its outcome in"
            raise RuntimeError(message)
        settings = crawler.settings
        if get_scrapy_root_handler() is not None:
            # Scrapy has every record made, and its handler discards those below the level: 1 to 3 for each document.
            logging.root.setLevel(settings["LOG_LEVEL"])
        outcome = cls(
            crawler.stats,
            by_stage=settings["LOG_LEVEL"] == "DEBUG",
            as_json=settings.getbool("NEWSFEED_JSON_LOGS"),
        )
        crawler.signals.connect(outcome.spider_error, signals.spider_error)
        crawler.signals.connect(outcome.item_error, signals.item_error)
        crawler.signals.connect(outcome.spider_closed, signals.spider_closed)
        crawler.signals.connect(outcome.output_closed, signals.feed_slot_closed)
        crawler.signals.connect(outcome.engine_stopped, signals.engine_stopped)
        return outcome

    def start(self) -> None:
        """Note that a crawl begins; without one, as in ``scrapy shell``, no summary is printed."""
        self._started = True

    def fail(self, source: str, reason: str) -> None:
        """Note that a source could not be read."""
        self.failures.append((_shown(source), _shown(reason)))
        self.stats.inc_value("newsfeed/sources/failed")

    def remark(self, source: str, reason: str) -> None:
        """Note repairs or losses in a source that could be read."""
        self.remarks.append((_shown(source), _shown(reason)))

    def break_run(self, reason: str) -> None:
        """Note that the run is broken; the first reason is kept."""
        if self.stats.get_value(BROKEN_STAT) is None:
            self.stats.set_value(BROKEN_STAT, reason)

    @property
    def broken(self) -> str | None:
        """The reason why the run is broken, or ``None``; final once the engine has stopped."""
        reason: str | None = self.stats.get_value(BROKEN_STAT)
        if reason is None and self.stats.get_value(FAILED_STAT):
            reason = "an output was not written"
        if reason is None:
            errors = sum(self.stats.get_value(f"log_count/{level}", 0) for level in ("ERROR", "CRITICAL"))
            reason = "an error was logged" if errors else None
        return reason

    @property
    def exit_code(self) -> int:
        """0 when the run was done, 1 when nothing could be read or it broke."""
        return int(self.broken is not None or not self._finished)

    def spider_error(self, failure: Failure) -> None:
        """Break the run: a callback raised, so entries may be lost."""
        self.break_run(_described(failure))

    def item_error(self, failure: Failure) -> None:
        """Break the run: a pipeline raised, so an article is lost."""
        self.break_run(_described(failure))

    def spider_closed(self, spider: Spider, reason: str) -> None:  # noqa: ARG002 - names are the signal's
        """Break the run unless it finished and something could be read."""
        if reason != "finished":
            self.break_run("it was interrupted" if reason == "shutdown" else f"it ended early: {reason}")
        elif not self.stats.get_value("newsfeed/sources/read"):
            is_empty = not self.stats.get_value("newsfeed/sources/failed")
            self.break_run("nothing could be read" + (": the sources hold no feeds or articles" if is_empty else ""))

    def output_closed(self, slot: FeedSlot) -> None:
        """Note an output, unless it could not be written."""
        if isinstance(slot.storage, AtomicFileStorage) and not slot.storage.stored:
            return
        written = slot.exporter.written if isinstance(slot.exporter, ArticleExporter) else slot.itemcount
        name = "standard output" if slot.uri == "stdout:" else str(output_file(slot.uri) or slot.uri)
        self.outputs.append(Output(name, written, slot.itemcount - written))

    def engine_stopped(self) -> None:
        """Print the closing summary, on standard error: standard output may carry the articles.

        With a JSON log, the summary is a line of the log.
        """
        self._finished = True
        if not self._started:
            return
        seconds = time.monotonic() - self._began
        stats: dict[str, Any] = self.stats.get_stats()
        if self._as_json:
            echo(self._json_line(stats, seconds), err=True)
            return
        text = summary(
            stats,
            self.failures,
            self.remarks,
            seconds,
            outputs=self.outputs,
            store=self.store,
            dropped=self.dropped,
            by_stage=self._by_stage,
        )
        echo(*text.split("\n"), err=True)
        if self.broken is not None:
            echo(f"broken: {self.broken}", err=True)

    def _json_line(self, stats: dict[str, Any], seconds: float) -> str:
        ours = {name.removeprefix("newsfeed/"): value for name, value in stats.items() if name.startswith("newsfeed/")}
        return closing_line(
            datetime.now(UTC),
            seconds=round(seconds, 1),
            counts=ours,
            failed=listed(self.failures),
            remarks=listed(self.remarks),
            written=[each._asdict() for each in self.outputs],
            store=self.store._asdict() if self.store else None,
            dropped=self.dropped,
            broken=self.broken,
        )


def _shown(text: str) -> str:
    return abridged(message_without_credentials(text))


def _described(failure: Failure) -> str:
    message = " ".join(failure.getErrorMessage().split())
    return f"{failure.type.__name__ if failure.type else 'error'}: {message}"
