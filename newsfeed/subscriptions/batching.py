"""Batches of new articles: the time when articles of polls are judged and delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

BATCH_SIZE = 200
"""Articles that make a full batch."""

LONGEST_WAIT = timedelta(seconds=30)
"""The longest that an incomplete batch waits for more articles."""


@dataclass(slots=True)
class PendingBatch:
    """The number of waiting articles and the start of the wait; an interrupted watch may leave some from ``since``."""

    since: datetime | None
    count: int = 0

    def add(self, count: int, now: datetime) -> None:
        """Add new articles."""
        if count:
            self.count += count
            self.since = self.since or now

    def ready_at(self, *, more_may_come: bool = True) -> datetime | None:
        """Return the time when the batch must be judged; ``None`` if no article waits."""
        if self.since is None or not more_may_come or self.count >= BATCH_SIZE:
            return self.since
        return self.since + LONGEST_WAIT

    def clear(self) -> None:
        """Empty the batch."""
        self.count, self.since = 0, None

    def put_off(self, until: datetime) -> None:
        """Keep the articles after a failed delivery, at least ``until`` that time."""
        self.since = until
