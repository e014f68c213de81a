"""Counts of reasons, on one line."""

from __future__ import annotations

from collections import Counter

_NAMED = 8  # different reasons on a line
_MOST = 10_000  # different reasons that are counted separately; a source of many documents may have as many


class ReasonCounter:
    """Counts reasons; names the most frequent ones, and counts all others together.

    >>> counter = ReasonCounter()
    >>> for reason in ("an image", "a page", "an image"):
    ...     counter.add(reason)
    >>> counter.total, str(counter)
    (3, '2 × an image, 1 × a page')
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._others = 0

    def add(self, reason: str) -> None:
        """Count a reason."""
        if reason in self._counts or len(self._counts) < _MOST:
            self._counts[reason] += 1
        else:
            self._others += 1

    @property
    def total(self) -> int:
        """The number of reasons counted, repeats included."""
        return self._counts.total() + self._others

    def __str__(self) -> str:
        named = self._counts.most_common(_NAMED)
        others = self.total - sum(count for _, count in named)
        counted = [f"{count:,} × {reason}" for reason, count in named]
        return ", ".join([*counted, *([f"{others:,} × for other reasons"] if others else [])])
