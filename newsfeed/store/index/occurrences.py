"""The order in which paragraphs are read: which of two is the earlier, and which of them are near in time.

All that an article's place in the order depends on is in one number, its rank. By ``origin`` it is the time of its
publication, or first how long it is, the longest being first, and then that time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, select

from newsfeed.store.sql import tabled

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from sqlalchemy import Column, Connection

    from newsfeed.dedup.config import Origin, Terms

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
    return shorter << _TIME_BITS | _seconds(moment)


def _seconds(moment: str) -> int:
    try:
        time = datetime.fromisoformat(moment)
        return int((time.replace(tzinfo=time.tzinfo or UTC) - _YEAR_ONE).total_seconds())
    except (ValueError, OverflowError):
        return 0


def window(terms: Terms) -> int:
    """Return how far apart two paragraphs may be published for one to count as read before the other, in seconds."""
    return terms.window * _DAY if terms.window else PUBLISHED


def first_read(
    connection: Connection, key: Column[Any], asked: Iterable[tuple[int, int]], terms: Terms
) -> dict[tuple[int, int], Occurrence]:
    """Return the first paragraph with each key among those up to a rank and in its window, for each key and rank asked.

    ``key`` is a column of paragraphs or quotations, which an index leads to in the order of their ranks.
    """
    table, reach = key.table, window(terms)
    times = ((value, upto, upto & PUBLISHED) for value, upto in asked)
    limits = ((value, upto, max(0, time - reach), time + reach) for value, upto, time in times)
    wanted = tabled(limits, "key", "upto", "low", "high")
    in_window = table.c.rank.bitwise_and(PUBLISHED).between(wanted.c.low, wanted.c.high)
    # No rank is below the time in it: where the first published is read first, the index leads to the first in reach.
    in_reach = table.c.rank.between(wanted.c.low, wanted.c.upto)
    first = select(func.min(table.c.rank)).where(key == wanted.c.key, in_reach, in_window)
    ranked = select(wanted.c.key, wanted.c.upto, first.scalar_subquery().label("rank")).subquery()
    query = select(ranked.c.key, ranked.c.upto, table.c.rank, table.c.article, table.c.position).join(
        table, and_(key == ranked.c.key, table.c.rank == ranked.c.rank)
    )
    found: dict[tuple[int, int], Occurrence] = {}
    for value, upto, *place in connection.execute(query):
        at = Occurrence(*place)
        found[value, upto] = min(at, found.get((value, upto), at))
    return found
