"""A time as a person names it on the command line: an age or a date."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from newsfeed.text.dates.parsing import iso, parse_date

if TYPE_CHECKING:
    from datetime import datetime

_AGE = re.compile(r"(?P<count>\d{1,5})(?P<unit>[hdw])", re.ASCII)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def moment_of(when: str, now: datetime) -> str | None:
    """Return the time (ISO 8601) of an age such as 12h, 7d or 4w, or of a date; ``None`` if it is neither.

    >>> from datetime import UTC, datetime
    >>> moment_of("7d", datetime(2024, 1, 8, tzinfo=UTC)), moment_of("2024-01-31", datetime(2024, 1, 8, tzinfo=UTC))
    ('2024-01-01T00:00:00+00:00', '2024-01-31T00:00:00+00:00')
    """
    age = _AGE.fullmatch(when)
    if age:
        return iso(now - timedelta(**{_UNITS[age["unit"]]: int(age["count"])}))
    date = parse_date(when)
    return None if date is None else iso(date)
