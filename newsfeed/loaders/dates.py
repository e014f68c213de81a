"""The times of a feed: what is assumed where they leave something open, and what is to be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Self

from newsfeed.items import DateNote, Dates
from newsfeed.text.dates.parsing import iso, offset, parse_date, read_time, usual_zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import AssumedFrom

_LONGEST = 100  # characters of a time that is told as it is written
_CLOCKS_DIFFER = timedelta(minutes=10)  # before a time counts as one of the future


@dataclass(frozen=True, slots=True)
class Times:
    """How a feed writes its times: in which ``zone`` most of them are, and whether it is ``chinese``, so that CST is.

    Where the subscriber has said what the zone is, ``told`` is true. What comes after ``latest`` (ISO 8601), shortly
    after the feed was read, is of the future.
    """

    zone: tzinfo | None = None
    chinese: bool = False
    latest: str | None = None
    told: bool = False

    @classmethod
    def of(cls, raws: Sequence[str], language: str | None, fetched: str, zone: tzinfo | None = None) -> Self:
        """Learn from the times of a feed, as they are written, from its language and from when it was read.

        ``zone`` is what the subscriber says of those that state none; nothing is learnt of that then.
        """
        clock = parse_date(fetched)
        chinese = (language or "").lower().startswith("zh")
        latest = iso(clock + _CLOCKS_DIFFER) if clock else None
        return cls(zone or usual_zone(raws), chinese, latest, told=zone is not None)

    def instant(self, raw: str) -> str | None:
        """Return a time as ISO 8601 in UTC, or nothing if it cannot be known; without a zone, it is one of the feed's.

        >>> Times().instant("Thu, 04 Jan 2024 21:45:01 GMT")
        '2024-01-04T21:45:01+00:00'
        """
        found = parse_date(raw, default_zone=self.zone or UTC, chinese=self.chinese)
        return iso(found) if found else None

    def last(self, raws: Sequence[str]) -> str | None:
        """Return the last of some times that is not of the future."""
        return max((time for raw in raws if (time := self.instant(raw)) and not self._is_to_come(time)), default=None)

    def notes(self, published: str | None, updated: str | None) -> Dates | None:
        """Return what must be known about the times of an article, each as it is written, on one line."""
        found = Dates(self._note(published), self._note(updated))
        return found if found.published or found.updated else None

    def _is_to_come(self, time: str | None) -> bool:
        return bool(time and self.latest and time > self.latest)

    def _note(self, raw: str | None) -> DateNote | None:
        if not raw:
            return None
        written = raw[:_LONGEST]
        found, future = read_time(raw, chinese=self.chinese), self._is_to_come(self.instant(raw))
        if found is None:
            return DateNote(written)
        if not isinstance(found, datetime):
            return DateNote(written, offset(UTC), "nothing", future)
        if found.tzinfo is None:
            return DateNote(written, offset(self.zone or UTC, found), self._assumed_from(), future)
        return DateNote(written, future=True) if future else None

    def _assumed_from(self) -> AssumedFrom:
        """Return what tells the zone of times that state none."""
        if self.told:
            return "subscription"
        return "feed" if self.zone else "nothing"
