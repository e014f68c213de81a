"""Times as people write them on the command line: an age or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from newsfeed.errors import NewsfeedError
from newsfeed.text.dates.parsing import iso, parse_date

_AGE = re.compile(r"(?P<count>\d{1,5})(?P<unit>[hdwy])", re.ASCII)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "y": timedelta(days=365)}
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def moment_of(when: str, now: datetime) -> str | None:
    """Return the time (ISO 8601) of an age such as 12h, 7d, 4w or 1y, or of a date; ``None`` if it is neither.

    >>> moment_of("7d", datetime(2024, 1, 8, tzinfo=UTC)), moment_of("2024-01-31", datetime(2024, 1, 8, tzinfo=UTC))
    ('2024-01-01T00:00:00+00:00', '2024-01-31T00:00:00+00:00')
    """
    if past := ago(when, now):
        return past
    date = parse_date(when)
    return None if date is None else iso(date)


def named_moment(option: str, when: str, now: datetime) -> str:
    """Return :func:`moment_of` the value of an option such as ``--since``.

    Raises :class:`NewsfeedError` if the value is neither an age nor a date.
    """
    moment = moment_of(when, now)
    if moment is None:
        raise NewsfeedError(f"{option}{when}: neither an age like 12h, 7d, 1y nor a date like 2024-01-31")
    return moment


def ago(age: str, now: datetime) -> str | None:
    """Return the time (ISO 8601) an age before ``now``, the year 1 at the earliest; ``None`` if it is no age.

    >>> ago("9999y", datetime(2024, 1, 8, tzinfo=UTC)), ago("soon", datetime(2024, 1, 8, tzinfo=UTC))
    ('0001-01-01T00:00:00+00:00', None)
    """
    length = age_of(age)
    return None if length is None else iso(now - min(length, now - _EARLIEST))


def age_of(text: str) -> timedelta | None:
    """Return the length of an age such as 12h, 7d, 4w or 1y (365 days); ``None`` if it is none."""
    age = _AGE.fullmatch(text)
    return int(age["count"]) * _UNITS[age["unit"]] if age else None
