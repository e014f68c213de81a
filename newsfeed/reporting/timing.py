"""The time that each stage of a crawl takes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.statscollectors import StatsCollector

STAGES = ("read", "parse", "load", "page", "store", "compare", "give back")
"""The stages in their order; each is a statistic ``newsfeed/seconds/STAGE``."""


class StageTimer:
    """Adds up the seconds of each stage in the statistics of a crawl."""

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the duration of the block to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            name, spent = f"newsfeed/seconds/{stage}", time.perf_counter() - began
            self._stats.set_value(name, self._stats.get_value(name, 0.0) + spent)
