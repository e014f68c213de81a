"""When the news that polls bring is judged and given on: in batches, but never late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

AT_ONCE = 200
"""So many articles are a batch."""

LONGEST_WAIT = timedelta(seconds=30)
"""Less than a batch waits so long, while more may come."""


@dataclass(slots=True)
class PendingBatch:
    """How many articles wait, and since when; what broke off may have left some ``since`` before."""

    since: datetime | None
    count: int = 0

    def add(self, count: int, now: datetime) -> None:
        """Note that some came."""
        if count:
            self.count += count
            self.since = self.since or now

    def ready_at(self, *, more_may_come: bool = True) -> datetime | None:
        """Return when it is time for those that wait; ``None`` where none does."""
        if self.since is None or not more_may_come or self.count >= AT_ONCE:
            return self.since
        return self.since + LONGEST_WAIT

    def clear(self) -> None:
        """Note that none waits any longer."""
        self.count, self.since = 0, None

    def put_off(self, until: datetime) -> None:
        """Note that those given could not be taken, and wait again, until then at least."""
        self.since = until
