"""Interpret the times of a feed: assume a zone, and make notes on times that need one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Self

from newsfeed.dedup.order import CLOCKS_DIFFER, is_impossible
from newsfeed.items import DateNote, Dates
from newsfeed.text.dates.parsing import iso, offset, parse_date, read_time, usual_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import AssumedFrom
    from newsfeed.loaders.identity import Named

_TIME_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[T _.-]?(\d\d)[:_.-]?([0-5]\d)(?:[:_.-]?([0-5]\d))?Z?(?!\d)",
    re.ASCII,
)
_LONGEST = 100  # characters of a raw time in a note


def has_impossible_date(named: Named) -> bool:
    """Return whether an entry of a live feed states a time at which it cannot have been published."""
    article, poll = named.article, named.names.document.poll
    stated = filter(None, (article.published, article.updated))
    return poll is not None and any(is_impossible(each, poll.time) for each in stated)


@dataclass(frozen=True, slots=True)
class Times:
    """How a feed writes its times.

    ``zone`` is the zone to assume for times without one; ``configured`` says that the subscriber chose it. ``chinese``
    reads CST as China's time. Times after ``latest`` (ISO 8601; shortly after the feed was fetched) are in the future.
    """

    zone: tzinfo | None = None
    chinese: bool = False
    latest: str | None = None
    configured: bool = False

    @classmethod
    def of(cls, raws: Sequence[str], language: str | None, fetched: str, zone: tzinfo | None = None) -> Self:
        """Return the conventions of a feed, from its raw times, its language and the time of the fetch.

        ``zone`` is the subscriber's choice; without it, the zone is the most frequent one of the feed.
        """
        clock = parse_date(fetched)
        chinese = (language or "").lower().startswith(("zh", "yue", "wuu"))
        latest = iso(clock + CLOCKS_DIFFER) if clock else None
        return cls(zone or usual_zone(raws), chinese, latest, configured=zone is not None)

    def instant(self, raw: str) -> str | None:
        """Return a time as ISO 8601 in UTC; ``None`` if it cannot be read. Without a zone, the feed's is assumed.

        >>> Times().instant("Thu, 04 Jan 2024 21:45:01 GMT")
        '2024-01-04T21:45:01+00:00'
        """
        found = parse_date(raw, default_zone=self.zone or UTC, chinese=self.chinese)
        return iso(found) if found else None

    def last(self, raws: Sequence[str]) -> str | None:
        """Return the latest of some times that is not in the future."""
        return max((time for raw in raws if (time := self.instant(raw)) and not self._is_future(time)), default=None)

    def named(self, name: str) -> str | None:
        """Return the time in a file name, in UTC unless it states a zone; ``None`` if there is none to the minute.

        Saved polls have such names; the times inside them may jump back, those in their names do not.

        >>> Times().named("polls/20240104T214501Z.5fb535de.xml"), Times().named("2024-01-04-ferry.md")
        ('2024-01-04T21:45:01+00:00', None)
        """
        found = _TIME_IN_NAME.search(name.rpartition("/")[2])
        time = parse_date("{}-{}-{}T{}:{}:{}Z".format(*found.groups("00"))) if found else None
        return iso(time) if time and not self._is_future(iso(time)) else None

    def notes(self, published: str | None, updated: str | None) -> Dates:
        """Return notes on those of an article's raw times (one line each) that need one."""
        return Dates(self._note(published), self._note(updated))

    def _is_future(self, time: str | None) -> bool:
        return bool(time and self.latest and time > self.latest)

    def _note(self, raw: str | None) -> DateNote | None:
        if not raw:
            return None
        written = raw[:_LONGEST]
        found, future = read_time(raw, chinese=self.chinese), self._is_future(self.instant(raw))
        if found is None:
            return DateNote(written)
        if not isinstance(found, datetime):
            return DateNote(written, offset(UTC), "nothing", future)
        if found.tzinfo is None:
            return DateNote(written, offset(self.zone or UTC, found), self._assumed_from(), future)
        return DateNote(written, future=True) if future else None

    def _assumed_from(self) -> AssumedFrom:
        """Return where the zone of times without one comes from."""
        if self.configured:
            return "subscription"
        return "feed" if self.zone else "nothing"
