"""The poll schedule: pure functions of a feed's history, of its publisher's limits, and of time.

For a given number of polls, the total delay of entries is smallest when a feed is polled in proportion to the square
root of its entries a day (Sia, Cho and Cho, "Efficient Monitoring Algorithm for Fast News Alerts", 2007): a feed with a
fourth of the entries is polled half as often. One with 48 a day is polled every half hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import sqrt
from typing import TYPE_CHECKING

from newsfeed.fetch.backoff import LONGEST_HOST_WAIT

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

BUSIEST = 48.0
"""Entries per day of the busiest feeds; these, and still busier ones, are polled every 1/48 day."""

HALF_LIFE = timedelta(days=7)
"""After this time, older observations count half."""

UNKNOWN = 24.0
"""Assumed entries per day of a feed without dates, until polls correct it."""

JITTER = 0.1
"""The largest share of the wait that is added at random, so that feeds added together drift apart."""

LONGEST_BACKOFF = DAY
LONGEST_BACKOFF_MISSING = timedelta(days=4)
"""The longest back-off of a feed or host that does not exist."""

LONGEST_BOUND = timedelta(days=30)
"""The longest wait between two polls that a subscriber can ask for."""

# A time further ahead than the longest possible wait was set by a wrong clock, and counts as past.
LONGEST_WAIT = timedelta(days=9)
"""The longest wait of a feed, ``Retry-After`` and jitter included."""
LONGEST_WAIT_BOUND = timedelta(days=36)
"""The longest wait of a feed whose subscriber asks for more than a week."""
LONGEST_QUIET = LONGEST_HOST_WAIT + HOUR
"""The longest pause of a host."""
LONGEST_LEASE = HOUR
"""The longest lease of a feed or a lock."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest wait that the user allows."""

    least: timedelta = timedelta(minutes=30)
    most: timedelta = DAY


@dataclass(frozen=True, slots=True)
class PublisherLimits:
    """The limits a publisher sets for polls: a wait of ``at_least``, and no polls in some hours and on some days.

    ``hours`` are those of the day in UTC, 0 to 23 (RSS 2.0 ``skipHours``), ``days`` those of the week from Monday, 0 to
    6 (``skipDays``). None of them postpones a poll by more than a day.
    """

    at_least: timedelta = timedelta()
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The frequency of new entries: ``entries`` in ``days``, both discounted by age."""

    entries: float
    days: float

    @property
    def per_day(self) -> float:
        """New entries per day."""
        return self.entries / self.days


@dataclass(frozen=True, slots=True)
class Poll:
    """The result of a poll: ``new`` of the feed's ``size`` entries, ``elapsed`` after the previous poll."""

    size: int
    new: int
    elapsed: timedelta


def first_rhythm(dates: Iterable[datetime], now: datetime) -> Rhythm:
    """Return an estimate from the ``dates`` of a feed's entries, with the weight of one day of observation.

    Dates in the future are ignored. A feed that dates all its entries now looks busy, but not busier than
    :data:`BUSIEST`, and later polls correct it.
    """
    past = [date for date in dates if date <= now]
    if len(past) <= 1:
        return Rhythm(UNKNOWN, 1.0)
    span = max((now - min(past)) / DAY, 1 / BUSIEST)
    return Rhythm(min(len(past) / span, BUSIEST), 1.0)


def learn(rhythm: Rhythm, poll: Poll) -> Rhythm:
    """Return the rhythm updated by another poll."""
    elapsed = max(poll.elapsed, timedelta())
    kept = 0.5 ** (elapsed / HALF_LIFE)
    return Rhythm(rhythm.entries * kept + poll.new, rhythm.days * kept + elapsed / DAY)


def usual_wait(rhythm: Rhythm, poll: Poll, bounds: Bounds) -> timedelta:
    """Return how long to wait after ``poll``, within ``bounds``.

    Short enough that no more than half of a document's entries are replaced between two polls, by the rhythm or by
    this poll.
    """
    days = 1 / sqrt(BUSIEST * rhythm.per_day) if rhythm.per_day > 0 else bounds.most / DAY
    if poll.size and rhythm.per_day > 0:
        days = min(days, poll.size / 2 / rhythm.per_day)
    wait = min(timedelta(days=min(days, bounds.most / DAY)), bounds.most / (1 + JITTER))
    if poll.size and poll.new * 2 >= poll.size and poll.elapsed > timedelta():
        wait = min(wait, poll.elapsed / 2)
    return max(wait, bounds.least)


def backoff(usual: timedelta, failures: int, longest: timedelta = LONGEST_BACKOFF) -> timedelta:
    """Return the exponential back-off after ``failures`` in a row: at most an hour at first, doubled each time."""
    first = min(usual, HOUR)
    doublings = min(max(failures - 1, 0), 20)  # beyond that, any wait exceeds the longest
    return min(first * (1 << doublings), longest)


def next_poll(now: datetime, wait: timedelta, limits: PublisherLimits, seed: str) -> datetime:
    """Return when to poll a feed next: at least ``wait`` from ``now``, within its publisher's limits.

    ``seed`` determines the jitter, up to :data:`JITTER` of the wait; it names the feed and its number of polls.
    """
    asked = min(limits.at_least, DAY)
    due = now + max(wait, asked) * (1 + JITTER * _fraction(seed))
    latest = max(due, now + DAY)
    heard = due.astimezone(UTC)
    while heard < latest and (heard.hour in limits.hours or heard.weekday() in limits.days):
        heard += HOUR  # the minute is kept, so that feeds are not all polled at once
    return min(heard, latest)


def _fraction(seed: str) -> float:
    """Return a pseudo-random number in [0, 1) that depends only on ``seed``."""
    digest = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest) / (1 << 48)
