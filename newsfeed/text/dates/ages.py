"""A time as a person names it on the command line: an age or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newsfeed.text.dates.parsing import iso, parse_date

_AGE = re.compile(r"(?P<count>\d{1,5})(?P<unit>[hdwy])", re.ASCII)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "y": timedelta(days=365)}
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def moment_of(when: str, now: datetime) -> str | None:
    """Return the time (ISO 8601) of an age such as 12h, 7d, 4w or 1y, or of a date; ``None`` if it is neither.

    >>> moment_of("7d", datetime(2024, 1, 8, tzinfo=UTC)), moment_of("2024-01-31", datetime(2024, 1, 8, tzinfo=UTC))
    ('2024-01-01T00:00:00+00:00', '2024-01-31T00:00:00+00:00')
    """
    age = age_of(when)
    if age is not None:
        return iso(now - min(age, now - _EARLIEST))
    date = parse_date(when)
    return None if date is None else iso(date)


def age_of(text: str) -> timedelta | None:
    """Return the length of an age such as 12h, 7d, 4w or 1y (365 days); ``None`` if it is none."""
    age = _AGE.fullmatch(text)
    return int(age["count"]) * _UNITS[age["unit"]] if age else None
