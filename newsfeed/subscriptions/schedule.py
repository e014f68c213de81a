"""When a feed is polled again: pure functions of what is known of it, of what its publisher asks for, and of time.

For a given number of polls, entries wait least altogether when a feed is polled in proportion to the square root of
its entries a day (Sia, Cho and Cho, "Efficient Monitoring Algorithm for Fast News Alerts", 2007): a feed with a
fourth of the entries is polled half as often. One with 48 a day is polled every half hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

BUSIEST = 48.0
"""Entries a day of the busiest feed that the schedule tells from still busier ones; polled every 1/48 day."""

HALF_LIFE = timedelta(days=7)
"""After this time what was learnt counts half against what is seen since."""

UNKNOWN = 24.0
"""Entries a day of a feed that states no dates, until more is known."""

JITTER = 0.1
"""The share of the wait that is added at most, so that feeds which were added together drift apart."""

LONGEST_BACKOFF = DAY
LONGEST_BACKOFF_MISSING = timedelta(days=4)
"""Of a feed that is not found, or whose host is not."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest wait that the user allows."""

    least: timedelta = timedelta(minutes=30)
    most: timedelta = DAY


@dataclass(frozen=True, slots=True)
class PublisherLimits:
    """What a publisher asks of those who poll: a wait of ``at_least``, and silence in some hours and on some days.

    ``hours`` are those of the day in UTC, 0 to 23 (RSS 2.0 ``skipHours``), ``days`` those of the week from Monday, 0 to
    6 (``skipDays``). None of them is followed for more than a day.
    """

    at_least: timedelta = timedelta()
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a feed has new entries: so many, in so many days, older ones counted less."""

    entries: float
    days: float

    @property
    def per_day(self) -> float:
        """New entries a day."""
        return self.entries / self.days


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll brought: ``new`` of the ``size`` entries of the feed, ``elapsed`` after the one before."""

    size: int
    new: int
    elapsed: timedelta


def first_rhythm(dates: Iterable[datetime], now: datetime) -> Rhythm:
    """Guess the rhythm of a feed read for the first time from the ``dates`` of its entries; one day's worth of proof.

    Dates in the future prove nothing. A feed that stamps all its entries with the present looks busy, but no busier
    than :data:`BUSIEST`, and is soon known better.
    """
    past = [date for date in dates if date <= now]
    if len(past) <= 1:
        return Rhythm(UNKNOWN, 1.0)
    span = max((now - min(past)) / DAY, 1 / BUSIEST)
    return Rhythm(min(len(past) / span, BUSIEST), 1.0)


def learn(rhythm: Rhythm, poll: Poll) -> Rhythm:
    """Return the rhythm with what another poll showed."""
    elapsed = max(poll.elapsed, timedelta())
    kept = 0.5 ** (elapsed / HALF_LIFE)
    return Rhythm(rhythm.entries * kept + poll.new, rhythm.days * kept + elapsed / DAY)


def usual_wait(rhythm: Rhythm, poll: Poll, bounds: Bounds) -> timedelta:
    """Return how long to wait after ``poll``, within ``bounds``.

    Not so long that more than half of a document's entries would be pushed out of it unseen, by the rhythm or by what
    this poll showed.
    """
    days = 1 / sqrt(BUSIEST * rhythm.per_day) if rhythm.per_day > 0 else bounds.most / DAY
    if poll.size and rhythm.per_day > 0:
        days = min(days, poll.size / 2 / rhythm.per_day)
    wait = min(timedelta(days=min(days, bounds.most / DAY)), bounds.most / (1 + JITTER))
    if poll.size and poll.new * 2 >= poll.size and poll.elapsed > timedelta():
        wait = min(wait, poll.elapsed / 2)
    return max(wait, bounds.least)


def backoff(usual: timedelta, failures: int, longest: timedelta = LONGEST_BACKOFF) -> timedelta:
    """Return how long to wait after so many ``failures`` in a row: soon at first, then twice as long each time."""
    first = min(usual, HOUR)
    doublings = min(max(failures - 1, 0), 20)  # beyond, any wait is longer than the longest
    return min(first * (1 << doublings), longest)


def next_poll(now: datetime, wait: timedelta, wishes: PublisherLimits, seed: str) -> datetime:
    """Return when a feed is to be polled next, at least ``wait`` from ``now`` and as its publisher asks.

    ``seed`` decides the jitter, up to :data:`JITTER` of the wait: say the feed and how often it has been polled.
    """
    asked = min(wishes.at_least, DAY)
    due = now + max(wait, asked) * (1 + JITTER * _fraction(seed))
    latest = max(due, now + DAY)
    heard = due.astimezone(UTC)
    while heard < latest and (heard.hour in wishes.hours or heard.weekday() in wishes.days):
        heard += HOUR  # the minute stays: whoever was silent does not come back all at once
    return min(heard, latest)


def _fraction(seed: str) -> float:
    """Return a number from 0 up to 1 that looks random and is always the same for ``seed``."""
    digest = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    return int.from_bytes(digest) / (1 << 48)
