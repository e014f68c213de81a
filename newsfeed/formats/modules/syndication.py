"""A feed's polling hints: elements of RSS 2.0, of the RSS 1.0 syndication module, and of podcasts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from newsfeed.formats.feed import Hints
from newsfeed.formats.xml import elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.formats.xml.elements import Fields

_PERIODS = {  # https://web.resource.org/rss/1.0/modules/syndication/
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = 24
_MOST_DIGITS = 6  # of a plausible number: minutes of almost two years


def read(found: Fields) -> Hints:
    """Return the hints among the elements of a channel or feed; implausible ones are ignored."""
    ttl = _number(elements.first(found, "ttl"))
    return Hints(
        ttl=timedelta(minutes=ttl) if ttl else None,
        interval=_interval(found),
        skip_hours=_unless_all(_skipped_hours(found), _HOURS),
        skip_days=_unless_all(_skipped_days(found), len(_DAYS)),
        ended=(elements.first(found, "itunes:complete") or "").lower() == "yes",
    )


def _interval(found: Fields) -> timedelta | None:
    period, frequency = elements.first(found, "sy:updateperiod"), elements.first(found, "sy:updatefrequency")
    if period is None and frequency is None:
        return None
    length = _PERIODS.get((period or "daily").lower())
    return length / (_number(frequency) or 1) if length else None


def _skipped_hours(found: Fields) -> Iterator[int]:
    for group in found.get("skiphours", ()):
        for hour in map(_number, elements.every(elements.fields(group), "hour")):
            if hour is not None and hour <= _HOURS:
                yield hour % _HOURS  # RSS 0.91 counted them from 1 to 24


def _skipped_days(found: Fields) -> Iterator[int]:
    for group in found.get("skipdays", ()):
        for day in elements.every(elements.fields(group), "day"):
            if day.lower() in _DAYS:
                yield _DAYS.index(day.lower())


def _unless_all(skipped: Iterator[int], number: int) -> frozenset[int]:
    """Return the skipped times; none if they would leave no time to fetch the feed."""
    distinct = frozenset(skipped)
    return distinct if len(distinct) < number else frozenset()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
