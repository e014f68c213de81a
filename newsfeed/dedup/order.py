"""The order of reading: which of two paragraphs is the earlier one, and which are near in time.

An article's place in the order is one number, its rank. Depending on ``origin``, it orders by the time of publication,
or by length, longest first, and then by time; the article's id breaks ties. The time is the reading time: the stated
time of publication, unless the polls of the feed contradict it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.dates.parsing import iso

if TYPE_CHECKING:
    from newsfeed.dedup.config import DedupConfig, Origin

LAST = (1 << 63) - 1
"""The highest rank."""

FOREVER = (1 << 37) - 1
"""The latest time that a rank holds, in seconds since the year 1: in the year 4356."""

CLOCKS_DIFFER = timedelta(minutes=10)
"""The time after its reading from which a stated time counts as future."""

FIRST_FEEDS = "1995-01-01T00:00:00+00:00"
"""No entry of a live feed was published before this time, because there was no web to publish it on."""

_PUBLISHED_LATE = timedelta(days=1)  # between the time that an entry states and its appearance in the feed
_TIE_BITS: dict[Origin, int] = {"earliest": 24, "longest": 6}
_MOST_LETTERS = (1 << 20) - 1
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)
_DAY = 86_400  # seconds


class Occurrence(NamedTuple):
    """A paragraph's place in the order of the archive."""

    rank: int
    article: int
    position: int


def rank(moment: str, letters: int, origin: Origin, id_: str = "") -> int:
    """Return the rank of an article that was published at a moment (ISO 8601) and has so many letters.

    An article whose time cannot be read counts as older than all others. Among articles of the same second, the ``id_``
    (hexadecimal digits) decides, not the order in which they were stored.

    >>> one, other = "2024-01-04T21:45:01+00:00", "2024-01-04T21:45:02+00:00"
    >>> rank(one, 900, "earliest", "ff") < rank(other, 5000, "earliest", "00")
    True
    >>> rank(one, 900, "longest", "00") < rank(other, 5000, "longest", "ff")
    False
    """
    shorter = _MOST_LETTERS - min(letters, _MOST_LETTERS) if origin == "longest" else 0
    time = min(seconds(moment), FOREVER)
    tie = int(id_[:8] or "0", 16) >> 32 - _TIE_BITS[origin]
    return (shorter << FOREVER.bit_length() | time) << _TIE_BITS[origin] | tie


def time_bits(origin: Origin) -> tuple[int, int]:
    """Return the shift to the right and then the mask that extract the time of publication from a rank."""
    return _TIE_BITS[origin], FOREVER


def seconds(moment: str) -> int:
    """Return a time (ISO 8601) in seconds since the year 1; 0 if it cannot be read."""
    try:
        time = datetime.fromisoformat(moment)
        return int((time.replace(tzinfo=time.tzinfo or UTC) - _YEAR_ONE).total_seconds())
    except (ValueError, OverflowError):
        return 0


def window(config: DedupConfig) -> int:
    """Return the longest time between two paragraphs, in seconds, at which one counts as read before the other."""
    return config.window * _DAY if config.window else FOREVER


class PollTimes(NamedTuple):
    """The time at which a live feed was read, and that of its previous successful poll, if any (ISO 8601 in UTC)."""

    time: str
    previous: str | None = None


def reading_time(stated: str | None, fetched: str, poll: PollTimes | None) -> str:
    """Return the time by which an article is ordered, from the time it states and the poll that first brought it.

    Without a ``poll`` (archives, files, recorded documents) the stated time is taken as it is. A live feed cannot date
    its articles back, nor ahead: nobody could read an article before the poll that came before it, or after the poll
    that brought it. A time before the previous poll is raised to that poll, or to the later one if they are more than a
    day apart, because it proves nothing then.

    >>> poll = PollTimes("2024-06-02T12:00:00+00:00", previous="2024-06-02T10:00:00+00:00")
    >>> reading_time("2024-06-02T11:00:00+00:00", poll.time, poll), reading_time("2024-06-02T09:00:00+00:00", "", poll)
    ('2024-06-02T11:00:00+00:00', '2024-06-02T10:00:00+00:00')
    >>> reading_time("1990-01-01T00:00:00+00:00", poll.time, poll)
    '2024-06-02T12:00:00+00:00'
    """
    if poll is None:
        return stated or fetched
    if stated is None or is_impossible(stated, poll.time):
        return poll.time
    if poll.previous is None or stated >= poll.previous:
        return min(stated, poll.time)
    late = datetime.fromisoformat(poll.previous) - datetime.fromisoformat(stated)
    return poll.previous if late <= _PUBLISHED_LATE else poll.time


def is_impossible(stated: str, polled: str) -> bool:
    """Return whether an entry of a live feed cannot have been published at the time that it states.

    >>> is_impossible("1990-01-01T00:00:00+00:00", "2024-06-02T12:00:00+00:00")
    True
    """
    return stated < FIRST_FEEDS or stated > iso(datetime.fromisoformat(polled) + CLOCKS_DIFFER)
