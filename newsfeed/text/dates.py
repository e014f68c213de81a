"""Times as feeds and archives write them, read without guessing: a wrong time is worse than none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEARS = range(1900, 2101)
_LONGEST = 100  # characters; what is longer is a sentence
_WIDEST_OFFSET = 14  # hours; Kiribati's

# Hours east of Greenwich: those of RFC 822, section 5.1, then what real feeds use in one sense only. IST and the
# military letters mean several things: a time with such a zone is not read.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7,
    "acdt": 10.5, "acst": 9.5, "adt": -3, "aedt": 11, "aest": 10, "akdt": -8, "akst": -9, "ast": -4, "awst": 8,
    "brt": -3, "bst": 1, "cat": 2, "cest": 2, "cet": 1, "eat": 3, "eest": 3, "eet": 2, "hkt": 8, "hst": -10, "ict": 7,
    "idt": 3, "jst": 9, "kst": 9, "mesz": 2, "mez": 1, "msk": 3, "nzdt": 13, "nzst": 12, "pht": 8, "pkt": 5, "sast": 2,
    "sgt": 8, "wat": 1, "west": 1, "wet": 0, "wib": 7, "北京时间": 8, "北京時間": 8,
}  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MORNING = ("am", "a.m.", "上午", "早上", "凌晨", "午前", "오전")
_AFTERNOON = ("pm", "p.m.", "下午", "晚上", "午後", "오후")
# At twelve o'clock these words leave open which one: is 晚上12点 the day's beginning or its end?
_OPEN_AT_TWELVE = frozenset({"上午", "早上", "晚上", "午前"})

_HALF = "|".join(re.escape(word) for word in (*_MORNING, *_AFTERNOON))
_WEEKDAY = r"(?:[a-z]{2,9}\.?(?:,\s*|\s+))?"
_NAMED_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_AFTER_WORDS = re.compile(
    rf"{_WEEKDAY}{_NAMED_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<rest>\d{{1,2}}:\d{{2}}.{{0,40}}?)\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_DATES = (
    # RFC 822 and RFC 2822: Thu, 04 Jan 2024 21:45:01 GMT
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-]+{_NAMED_MONTH},?[\s-]+(?P<year>\d{{4}}|\d{{2}})(?P<rest>(?:[\s,].*)?)",
        re.IGNORECASE,
    ),
    # ISO 8601 and the same with other separators: the year in front tells the order
    re.compile(
        r"(?P<year>\d{4})(?P<separator>[-/.])(?P<month>\d{1,2})(?P=separator)(?P<day>\d{1,2})(?P<rest>(?:[t\s].*)?)",
        re.IGNORECASE,
    ),
    # Chinese, Japanese and Korean: 2024年1月4日 星期四 下午9:45
    re.compile(
        r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일]"
        r"(?:\s?\(?(?:星期|週|周|礼拜)?[一二三四五六日天月火水木金土](?:曜日)?\)?)?(?P<rest>.*)"
    ),
    # English prose: January 4, 2024 9:45 pm
    re.compile(
        rf"{_WEEKDAY}{_NAMED_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?P<rest>(?:[\s,].*)?)",
        re.IGNORECASE,
    ),
    # C's asctime and Unix date: Thu Jan  4 21:45:01 UTC 2024
    _AFTER_WORDS,
)
_TIME = re.compile(
    rf"(?:(?P<before>{_HALF})\s*)?(?P<hour>\d{{1,2}})\s?[:时時点點시]\s?(?P<minute>\d{{2}})\s?[分분]?"
    rf"(?:[:\s]?(?P<second>\d{{2}})[秒초]?(?:[.,]\d{{1,12}})?)?\s*(?P<after>{_HALF})?"
    r"\s*(?P<zone>[a-z]{1,5}|北京时间|北京時間)?\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?:\.\d{1,9})?|(?P<milliseconds>\d{12,13})")
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}  # by length


def parse_date(raw: str, *, default_zone: tzinfo = UTC) -> datetime | None:
    """Read a time as :func:`read_time` does, one without a zone as one of ``default_zone``; the result is in UTC.

    >>> parse_date("Thu, 04 Jan 2024 21:45:01 GMT")
    datetime.datetime(2024, 1, 4, 21, 45, 1, tzinfo=datetime.timezone.utc)
    """
    found = read_time(raw)
    if found is None:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=default_zone)).astimezone(UTC)


def read_time(raw: str) -> datetime | None:
    """Read a time as feeds and archives write it; ``None`` where it says no time, or leaves open which.

    Known are ISO 8601, RFC 822 and its relatives with English month names, year-first numbers, Chinese, Japanese and
    Korean dates, and seconds or milliseconds since 1970. A number order that only its writer knows (``04/01/2024``),
    an unknown zone, and a day that no calendar has are not read. A date alone means its midnight. The result has the
    zone that is written, or none.

    >>> read_time("2024年1月4日 晚上9:45")
    datetime.datetime(2024, 1, 4, 21, 45)
    """
    return _read(raw[: _LONGEST + 1])


@lru_cache(maxsize=4096)
def _read(raw: str) -> datetime | None:
    text = unicodedata.normalize("NFKC", raw).strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = _iso(text) or _number(text) or _written(text)
    except (ValueError, OverflowError):
        return None
    return found if found and found.year in _YEARS else None


def usual_zone(raws: Iterable[str]) -> tzinfo | None:
    """Return the offset from UTC that most of these times are written with; ``None`` where none can be read.

    >>> usual_zone(["2024-01-04T21:45:01+08:00", "Fri, 05 Jan 2024 10:00:00 +0800", "2024-01-04T21:45:01Z", "soon"])
    datetime.timezone(datetime.timedelta(seconds=28800))
    """
    times = (read_time(raw) for raw in raws if not _EPOCH.fullmatch(raw.strip()))
    offsets = Counter(east for time in times if time and (east := time.utcoffset()) is not None)
    return timezone(offsets.most_common(1)[0][0]) if offsets else None


def offset(zone: tzinfo) -> str:
    """Write the offset of a zone that has one all year.

    >>> offset(timezone(timedelta(hours=-3.5))), offset(UTC)
    ('-03:30', '+00:00')
    """
    return datetime(2000, 1, 1, tzinfo=zone).isoformat()[19:]


def iso(time: datetime) -> str:
    """Write a time as every output does: ISO 8601, in UTC, whole seconds.

    >>> iso(datetime(2024, 1, 4, 21, 45, 1, tzinfo=UTC))
    '2024-01-04T21:45:01+00:00'
    """
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    return time.astimezone(UTC).replace(microsecond=0).isoformat()


def _iso(text: str) -> datetime | None:
    """Read the common case fast; without the guard the library takes any character for the separator."""
    extended = text[4:5] == "-" == text[7:8] and text[10:11] in ("T", " ", "")
    basic = text[:8].isdecimal() and text[8:9] == "T"
    if not extended and not basic:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> datetime | None:
    """Read digits alone: a date without separators where they make one, else seconds or milliseconds since 1970."""
    form = _COMPACT.get(len(text)) if text.isdecimal() else None
    if form:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            pass
    epoch = _EPOCH.fullmatch(text)
    if epoch is None:
        return None
    return datetime.fromtimestamp(float(text) if epoch["seconds"] else int(text) / 1000, UTC)


def _written(text: str) -> datetime | None:
    text = _COMMENT.sub("", text)
    for pattern in _DATES:
        match = pattern.fullmatch(text)
        if match:
            month = _month(match["month"])
            # "CST" after a date in Unix order is as often China's time as America's.
            ambiguous = pattern is _AFTER_WORDS and "CST" in match["rest"].upper()
            if month and not ambiguous:
                return _timed(datetime(_year(match["year"]), month, int(match["day"])), match["rest"])
    return None


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(written.lower())), None)


def _year(written: str) -> int:
    """Read a year; two digits as RFC 2822, section 4.3, does."""
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < 50 else 1900)


def _timed(day: datetime, rest: str) -> datetime:
    """Add what is written after the date, which must be a time to its last character."""
    rest = rest.strip().lower().removeprefix("t").removeprefix("at ").strip(" ,")
    if not rest:
        return day
    match = _TIME.fullmatch(rest)
    if match is None:
        raise ValueError(f"no time: {rest}")
    hour, minute = _hour(int(match["hour"]), match["before"] or match["after"]), int(match["minute"])
    second = 59 if match["second"] == "60" else int(match["second"] or 0)  # a leap second
    midnight = hour == 24 and minute == second == 0
    time = day.replace(hour=0 if midnight else hour, minute=minute, second=second, tzinfo=_zone(match))
    return time + timedelta(days=1) if midnight else time


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if hour == 12:
        if half in _OPEN_AT_TWELVE:
            raise ValueError(f"{half} 12 is noon to some and midnight to others")
        return 12 if half in _AFTERNOON else 0
    return hour + 12 if half in _AFTERNOON and hour < 12 else hour


def _zone(match: re.Match[str]) -> tzinfo | None:
    """Return the zone of a time, ``None`` where none is written."""
    if not match["zone"] and not match["sign"]:
        return None
    named = _ZONES.get(match["zone"] or "utc")
    if named is None or (named and match["sign"]):  # "EST+2" is read in both directions
        raise ValueError(f"no zone that is known: {match[0]}")
    offset = int(match["hours"] or 0) + int(match["minutes"] or 0) / 60
    if offset > _WIDEST_OFFSET:
        raise ValueError(f"no zone on Earth: {match[0]}")
    return timezone(timedelta(hours=named + (-offset if match["sign"] == "-" else offset)))
