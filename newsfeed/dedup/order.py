"""The order of reading: which of two paragraphs is the earlier one, and which are near in time.

An article's place in the order is one number, its rank. By ``origin`` that is the time of publication, or first its
length, longest first, and then the time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from newsfeed.dedup.config import DedupConfig, Origin

PUBLISHED = (1 << 39) - 1
"""The bits of a rank that tell when its article was published, in seconds since the year 1."""


LAST = (1 << 63) - 1
"""A rank that none is above."""


_TIME_BITS = PUBLISHED.bit_length()


_MOST_LETTERS = (1 << 24) - 1


_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


_DAY = 86_400  # seconds


class Occurrence(NamedTuple):
    """A paragraph's place in the order of the archive."""

    rank: int
    article: int
    position: int


def rank(moment: str, letters: int, origin: Origin) -> int:
    """Return the rank of an article that was published at a moment (ISO 8601) and has so many letters.

    What was published at no time that can be read is taken for older than all else.

    >>> rank("2024-01-04T21:45:01+00:00", 900, "earliest") < rank("2024-01-04T21:45:02+00:00", 5000, "earliest")
    True
    >>> rank("2024-01-04T21:45:01+00:00", 900, "longest") < rank("2024-01-04T21:45:02+00:00", 5000, "longest")
    False
    """
    shorter = _MOST_LETTERS - min(letters, _MOST_LETTERS) if origin == "longest" else 0
    return shorter << _TIME_BITS | seconds(moment)


def seconds(moment: str) -> int:
    """Return a time (ISO 8601) in seconds since the year 1; 0 if it cannot be read."""
    try:
        time = datetime.fromisoformat(moment)
        return int((time.replace(tzinfo=time.tzinfo or UTC) - _YEAR_ONE).total_seconds())
    except (ValueError, OverflowError):
        return 0


def window(terms: DedupConfig) -> int:
    """Return how far apart two paragraphs may be published for one to count as read before the other, in seconds."""
    return terms.window * _DAY if terms.window else PUBLISHED
