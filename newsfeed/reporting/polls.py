"""Statistics of a watch's polls, for its summary and its log."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsfeed.reporting.jsonlog import closing_line, listed
from newsfeed.reporting.summary import fuller_remark, impossible_dates_remark, round_summary
from newsfeed.subscriptions.model import Failed, Received
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsfeed.subscriptions.model import Subscription
    from newsfeed.subscriptions.poll import Answer

logger = logging.getLogger(__name__)


class PollStats:
    """Counts polls and entries, and keeps the reason of each feed that currently fails.

    ``kept_texts`` and ``impossible_dates`` are numbers of entries of the last poll that had any, by feed.
    """

    def __init__(self) -> None:
        self.polls = 0
        self.unchanged = 0
        self.entries: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.failing: dict[str, str] = {}
        self.impossible_dates: dict[str, int] = {}
        self.kept_texts: dict[str, int] = {}

    @property
    def failed_wholly(self) -> bool:
        """Whether polls were tried and none got a usable answer."""
        return 0 < self.polls == len(self.failing)

    def add(self, before: Subscription, after: Subscription, answer: Answer, outcomes: Mapping[str, int]) -> None:
        """Record a poll: the feed before and after it, the answer, and the outcomes of its entries."""
        self.polls += 1
        if isinstance(answer, Failed):
            self.failing[before.url] = answer.reason
            _log_failure(before, after)
            return
        self.failing.pop(before.url, None)
        entries = Counter(outcomes)
        if isinstance(answer, Received):
            entries["gone"] = len(set(before.history.holds) - set(after.history.holds))
            self.entries.update(entries)
            if answer.impossible_dates:
                self.impossible_dates[before.url] = answer.impossible_dates
        else:
            self.unchanged += 1
        _log_success(before, after, entries)

    def line(self, under_way: int) -> str:
        """Return a status line; ``under_way`` is the number of polls in progress."""
        entries = f"{self.entries['new']:,} new, {self.entries['revised']:,} revised"
        polls, failing = counted(self.polls, "poll"), counted(len(self.failing), "feed")
        return f"watching: {polls}, {under_way} under way, {failing} failing; {entries}"

    def json_line(self, seconds: float) -> str:
        """Return the summary of a round as a line of the log."""
        return closing_line(
            datetime.now(UTC),
            seconds=round(seconds, 1),
            polls=self.polls,
            unchanged=self.unchanged,
            entries=self.entries,
            pages=self.pages,
            failed=listed(self.failing.items()),
            remarks=listed(self._remarks()),
            dropped=self.dropped,
        )

    def summary(self, seconds: float) -> str:
        """Return the summary of a round."""
        failing = list(self.failing.items())
        return round_summary(
            self.polls, self.unchanged, self.entries, self.pages, failing, self._remarks(), self.dropped, seconds
        )

    def _remarks(self) -> list[tuple[str, str]]:
        remarks = [(url, impossible_dates_remark(entries)) for url, entries in self.impossible_dates.items()]
        return remarks + [(url, fuller_remark(entries)) for url, entries in self.kept_texts.items()]


def _log_failure(before: Subscription, after: Subscription) -> None:
    if after.status == "retired":
        _log_retirement(after)
    elif not before.history.failures:
        logger.warning("%s: %s; next poll at %s", before.url, after.why, f"{after.due:%Y-%m-%d %H:%M} UTC")
    else:
        logger.info("%s: %s, %d times in a row", before.url, after.why, after.history.failures)


def _log_success(before: Subscription, after: Subscription, entries: Mapping[str, int]) -> None:
    if before.history.failures:
        logger.warning("%s: readable again after %d failures", before.url, before.history.failures)
    if after.url != before.url:
        logger.warning("%s: moved permanently to %s; polled there from now on", before.url, after.url)
    if after.status == "retired":
        _log_retirement(after)
    counts = [f"{count} {outcome}" for outcome, count in sorted(entries.items()) if count]
    logger.info("%s: %s", before.url, ", ".join(counts) or "nothing changed")


def _log_retirement(after: Subscription) -> None:
    logger.warning("%s: retired: %s", after.url, after.why)
