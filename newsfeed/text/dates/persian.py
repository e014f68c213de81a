"""Convert dates of Iran's calendar (solar Hijri) to English dates, if the month's name shows that they are of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from newsfeed.text.dates.months import ENGLISH

_MONTHS = ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند")
_DATE = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s(?P<month>{'|'.join(_MONTHS)})(?:\sماه)?,?\s(?P<year>1[34]\d\d)(?!\d)(?:\s?ساعت(?=\s))?"
)
_WEEKDAY = re.compile(r"^(?:(?:یک|دو|سه|چهار|پنج)?[\s\u200c]?شنبه|جمعه)\s?[،,]?\s(?=\d)")
_FIGURES = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
_LEAP_YEARS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})  # of each 33, from 1244 to 1472
_YEAR, _FIRST_DAY = 1300, date(1921, 3, 21)


def in_common_era(text: str) -> str:
    """Return a text with its date of Iran's calendar in English; unchanged if it has none, or an impossible one.

    Numbers alone (1403/05/15) are left: they may be of the lunar calendar.

    >>> in_common_era("دوشنبه 15 مرداد 1403 ساعت 14:30"), in_common_era("30 اسفند 1402")
    ('5 August 2024 14:30', '30 اسفند 1402')
    """
    written, text = text, text.translate(_FIGURES)
    found = _DATE.search(text)
    day = _common(int(found["year"]), _MONTHS.index(found["month"]) + 1, int(found["day"])) if found else None
    if found is None or day is None:
        return written
    before = _WEEKDAY.sub("", text[: found.end()])[: -len(found[0])]
    return f"{before}{day.day} {ENGLISH[day.month - 1]} {day.year}{text[found.end() :]}"


def _common(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar: six months of 31 days, five of 30, and one of 29 or 30."""
    length = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not 1 <= day <= length:
        return None
    before = 365 * (year - _YEAR) + sum(map(_is_leap, range(_YEAR, year)))
    return _FIRST_DAY + timedelta(days=before + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_YEARS
