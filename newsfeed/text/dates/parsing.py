"""Parse times as feeds and archives write them, without guessing: a wrong time is worse than none."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, time, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from newsfeed.text.dates import months, persian, worded
from newsfeed.text.dates.numerals import arabic
from newsfeed.text.dates.time_of_day import timed

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEARS = range(1600, 2200)  # years outside are a program's "never" or "unknown"
_LONGEST = 100  # characters; a longer text is a sentence

# Weekdays by their first letters: English, German, French, Spanish, Italian, Portuguese and Dutch.
_WEEKDAYS = {
    beginning: number
    for number, beginnings in enumerate((
        "mon mo lun seg maa ma", "tue di mar ter din", "wed mi mer mié mie qua woe wo", "thu do jeu jue gio qui don",
        "fri fr ven vie sex vrij vr", "sat sa sam sáb sab zat za", "sun so dim dom zon zo",
    ))
    for beginning in beginnings.split()
}  # fmt: skip

_WORD = r"[^\W\d_]"
_WEEKDAY = rf"(?:{_WORD}{{1,12}}\.?\s*(?:,\s*|\s+))?"
_NAMED_MONTH = rf"(?P<month>{_WORD}{{3,12}})\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|º)?"
_REST = r"(?P<rest>(?:[\s,].*)?)"
_RFC_822 = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}}){_ORDINAL}[.,]?[\s/-]*(?:(?:of|de|[a-z]{{3,6}}day,?)\s+)?{_NAMED_MONTH},?[\s/-]*"
    r"(?:de\s+)?(?P<year>\d{4}|\d{2})(?:\s?г\.?)?(?P<rest>(?:[\s,]|:(?=\d\d:)).*|)",  # a colon in server logs
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<year>\d{{4}})(?P<separator>[-/.: ])\s?(?P<month>\d{{1,2}})(?P=separator)\s?(?P<day>\d{{1,2}})\.?"
    r"(?P<rest>(?:[tz\s+,@_下上晚凌中星周(].*)?)",
    re.IGNORECASE,
)
_YEAR_AND_NAMED_MONTH = re.compile(
    rf"(?P<year>\d{{4}})[\s./-]*{_NAMED_MONTH}[\s./-]*(?P<day>\d{{1,2}})\.?(?P<rest>(?:[t\s,].*)?)", re.IGNORECASE
)
_BASIC = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)[-_t\s](?P<rest>\d{1,2}:\d\d.*)", re.IGNORECASE)
_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日号號일](?P<rest>.*)"
)
_EAST_ASIAN_YEAR_LAST = re.compile(
    r"(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日號号일],?\s?(?P<year>\d{4})[年년]?(?P<rest>(?:[\s,].*)?)"
)
_PROSE = re.compile(
    rf"{_WEEKDAY}{_NAMED_MONTH}[\s/-]+(?P<day>\d{{1,2}}){_ORDINAL}(?:\s?,\s?|[\s/-]+)['’]?(?P<year>\d{{4}}|(?<=['’])\d\d)"
    rf"{_REST}",
    re.IGNORECASE,
)
_UNIX = re.compile(
    rf"{_WEEKDAY}{_NAMED_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<rest>\d{{1,2}}:\d{{1,2}}.{{0,40}}?)\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
# Each form with the offset that CST has in it: in Unix order and after numbers it is as often China's as America's.
_FORMS = (
    (_RFC_822, -6), (_YEAR_FIRST, None), (_EAST_ASIAN, 8), (_PROSE, -6), (_UNIX, None), (_BASIC, None),
    (_YEAR_AND_NAMED_MONTH, None), (_EAST_ASIAN_YEAR_LAST, 8),
)  # fmt: skip
# A month or a year alone: its first day (W3C's note on dates and times).
_LESS_THAN_A_DAY = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?",
        r"(?P<year>(?:19|20)\d\d)\s?[年년](?:\s?(?P<month>\d{1,2})\s?[月월])?",
        rf"{_NAMED_MONTH},?\s(?P<year>(?:19|20)\d\d)",
    )
)
# Numbers alone with the year at the end, or with two digits anywhere: their order must be determined.
_NUMBERS = re.compile(
    rf"(?:(?P<weekday>{_WORD}{{2,12}})\.?,?\s+)?(?P<first>\d{{1,2}})(?P<separator>[-/. ])\s?(?P<second>\d{{1,2}})"
    rf"(?P=separator)\s?(?P<third>\d{{4}}|\d{{1,2}}){_REST}"
)

# An English weekday behind such a date, before or after the time of day.
_WEEKDAY_BEHIND = re.compile(
    r"^(?P<date>\d[\d/.-]*)(?P<rest>.*?),?\s(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b",
    re.IGNORECASE,
)

# A label before a time, or the sign of an epoch; words that Chinese sites write after it.
_LABEL = re.compile(
    r"@(?=-?\d)|(?:[^\W\d_]{2,16}\s){0,2}[^\W\d_]{2,16}\s?:\s?(?=\S)|"
    r"(?:(?:last\s)?(?:created|posted|published|updated)|(?:publié|posté|modifié|mis à jour|actualisé)e?"
    r"|(?:publicad|actualizad|atualizad|postad|pubblicat|aggiornat)[oa]|veröffentlicht|aktualisiert|erstellt|stand"
    r"|gepubliceerd|geplaatst|bijgewerkt|(?:opublikowan|zaktualizowan|dodan)[aoy]|(?:опубликован|обновл[её]н)[ао]?)\s"
    r"(?:(?:on|le|el|em|il|am|op|dnia)\s)?",
    re.IGNORECASE,
)
_DONE = re.compile(r"\s?(?:发布|發布|发表|發表|更新|刊登)$")
_COMMON_ERA = re.compile(r"(?<=\d)\s(?:AD|A\.D\.|CE)(?=[\s,]|$)")
_LONG_YEAR = re.compile(r"^0(?=\d{4}\D)")
_VIETNAMESE = re.compile(r"(?:ngày\s)?(\d{1,2})\stháng\s(\d{1,2}),?\s(?:năm\s)?(\d{4})", re.IGNORECASE)
_JSON_DATE = re.compile(r"\\?/Date\((-?\d{9,13})(?:[+-]\d{4})?\)\\?/")
_COMMENT = re.compile(r"\([^()]*\)")
# A comment that is the time of day: 5 August 2024 (14:30).
_TIME_IN_BRACKETS = re.compile(
    r"(?P<date>[^:()\[\]]*\d[^:()\[\]]*)[(\[]\s?(?:(?:at|à|um|kl)\.?\s)?(?P<time>\d{1,2}[:h时時点點]\d{2}[^()\[\]]*)[)\]]"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\ufeff]")
_BASIC_TIME = re.compile(r"(?<=^\d{8})[-_ ](\d{2})(\d{2})(\d{2})?(?=\D|$)")
_TIME_WITH_HYPHENS = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[-T_ ](\d\d)-(\d\d)-(\d\d)(?=\D|$)")
# A comment that states the zone; others only explain it.
_ZONE_IN_COMMENT = re.compile(
    r"\(((?:[A-Z]{3,5}|[+-]\d{1,2}(?=[:\d)]))(?:[+-]?\d{1,2}(?::?\d\d)?)?|[A-Z][a-z]+/[A-Z][\w/+-]+)\)$"
)
_EMPTY_TIME = re.compile(r"\b00:00:00(?:\.0+)?\s(?=\d{1,2}:\d{2})")  # before the time itself
_ZONE_BEHIND_YEAR = re.compile(r"(?<=:\d{2}) (\d{4}) ([A-Z]{2,5}|[+-]\d{2}:?\d{2})$")
_ZONE_BEHIND_DATE = re.compile(r"(?P<date>.*\d) (?P<zone>[+-]\d{2}:?\d{2})")
_JAVA_ZONE = re.compile(r"\[([A-Za-z]+/[A-Za-z_/]+)\]$")
_BARE_HOUR = re.compile(r"(?<![:.\d])(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_TIME_FIRST = re.compile(
    r"(?P<time>\d{1,2}:\d{1,2}(?::\d{1,2})?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:[a-z]{1,5}|[+-]\d{2}:?\d{2})(?=,|\son\s))?)"
    r"(?:,\s?|\s)(?:on\s)?(?P<date>.+)",
    re.IGNORECASE,
)
_EPOCH = re.compile(
    r"(?P<seconds>-?\d{9,10})(?:\.\d{1,9})?|(?P<milliseconds>-?\d{12,13})|(?P<microseconds>\d{16})|\d{19}"
)
_COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}  # by length
# ISO 8601: week dates and ordinal dates.
_DAYS = (
    (re.compile(r"(?P<day>\d{4}-W\d{2}-[1-7])(?P<rest>(?:[T\s].*)?)"), "%G-W%V-%u"),
    (re.compile(r"(?P<day>\d{4}W\d{2}[1-7])(?P<rest>(?:[T\s].*)?)"), "%GW%V%u"),
    (re.compile(r"(?P<day>\d{4}-\d{3})(?P<rest>(?:[T\s].*)?)"), "%Y-%j"),
)
# Of ASN.1, and of PDF.
_GENERALISED = re.compile(r"(?:D:)?(?P<day>\d{8})(?P<time>\d{4}(?:\d\d)?)(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d'?:?\d\d'?)")


def parse_date(raw: str, *, default_zone: tzinfo = UTC, chinese: bool = False) -> datetime | None:
    """Return a time, read as :func:`read_time` does, in UTC.

    A time without a zone is in ``default_zone``; a date alone is its midnight in UTC, so that it stays the same date.

    >>> parse_date("Thu, 04 Jan 2024 21:45:01 GMT")
    datetime.datetime(2024, 1, 4, 21, 45, 1, tzinfo=datetime.timezone.utc)
    """
    found = read_time(raw, chinese=chinese)
    if found is None:
        return None
    if not isinstance(found, datetime):
        return datetime.combine(found, time.min, UTC)
    return (found if found.tzinfo else found.replace(tzinfo=default_zone)).astimezone(UTC)


def read_time(raw: str, *, chinese: bool = False) -> datetime | date | None:
    """Return a time as feeds and archives write it; ``None`` if it is not a time, or ambiguous.

    Known forms: ISO 8601; RFC 822 and its relatives; prose with the month's name in English and some other languages;
    numbers with the year first, or in an order that one of them or the weekday determines; day, month and year in any
    order among words of a hundred languages, all of which are known; Chinese, Japanese and Korean dates; seconds since
    1970, or thousandths, millionths or billionths of them; a label before any of these. A month or a year alone is its
    first day. An ambiguous order (``04/01/2024``), an unknown zone and an impossible day are not read. With
    ``chinese``, CST is China's time.

    The result has the written zone, if any; without a time of day, it is a date.

    >>> read_time("2024年1月4日 晚上9:45"), read_time("04/01/2024")
    (datetime.datetime(2024, 1, 4, 21, 45), None)
    """
    return _read(raw[: _LONGEST + 1], chinese=chinese)


@lru_cache(maxsize=4096)
def _read(raw: str, *, chinese: bool) -> datetime | date | None:
    text = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).split())
    if not text or len(text) > _LONGEST:
        return None
    if timed_in_brackets := _TIME_IN_BRACKETS.fullmatch(text):
        text = f"{timed_in_brackets['date']} {timed_in_brackets['time']}"
    found = _parsed(text, chinese=chinese)
    if found is None and (bare := _without_label(text)) != text:
        found = _parsed(bare, chinese=chinese)
    return found if found and found.year in _YEARS else None


def _parsed(text: str, *, chinese: bool) -> datetime | date | None:
    for attempt in (_usual_form, _any_order):
        try:
            if found := attempt(text, chinese=chinese):
                return found
        except (ValueError, OverflowError):
            pass
    return None


def _usual_form(text: str, *, chinese: bool) -> datetime | date | None:
    return _iso(text) or _number(text) or _written(text, chinese=chinese)


def _any_order(text: str, *, chinese: bool) -> datetime | date | None:
    ordered = worded.in_order(text)
    return _dated(ordered, chinese=chinese) if ordered else None


def _without_label(text: str) -> str:
    """Return a text without the label before a time, the words after it, and the wrapping of its figures."""
    wrapped = _JSON_DATE.fullmatch(text)
    if wrapped:
        return wrapped[1]
    label = _LABEL.match(text)
    return _DONE.sub("", text[label.end() :] if label else text).rstrip(".;, ")


def usual_zone(raws: Iterable[str]) -> tzinfo | None:
    """Return the UTC offset of more than half of these times with an offset; ``None`` if no offset has that many.

    >>> usual_zone(["2024-01-04T21:45:01+08:00", "Fri, 05 Jan 2024 10:00:00 +0800", "2024-01-04T21:45:01Z", "soon"])
    datetime.timezone(datetime.timedelta(seconds=28800))
    """
    times = (read_time(raw) for raw in raws if not _EPOCH.fullmatch(raw.strip()))
    easts = (time.utcoffset() for time in times if isinstance(time, datetime))
    offsets = Counter(east for east in easts if east is not None)
    usual, times_of_it = offsets.most_common(1)[0] if offsets else (None, 0)
    return timezone(usual) if usual is not None and 2 * times_of_it > offsets.total() else None


def offset(zone: tzinfo, at: datetime = datetime(2000, 1, 1)) -> str:
    """Return the UTC offset of a zone at a local time, as text.

    >>> offset(datetime.fromisoformat("2024-01-04T21:45:01-03:30").tzinfo), offset(UTC)
    ('-03:30', '+00:00')
    """
    return at.replace(microsecond=0, tzinfo=zone).isoformat()[19:]


def iso(time: datetime) -> str:
    """Return a time in the form used by all outputs: ISO 8601, in UTC, whole seconds.

    >>> iso(datetime(2024, 1, 4, 21, 45, 1, tzinfo=UTC))
    '2024-01-04T21:45:01+00:00'
    """
    if time.tzinfo is None:
        raise ValueError(f"{time} has no time zone")
    return time.astimezone(UTC).replace(microsecond=0).isoformat()


def _iso(text: str) -> datetime | date | None:
    """Parse the common case quickly; the guard is needed because the library accepts any character as separator."""
    extended = text[4:5] == "-" == text[7:8] and text[10:11] in ("T", " ", "")
    basic = text[:8].isdecimal() and text[8:9] == "T"
    if not extended and not basic:
        return None
    try:
        return datetime.fromisoformat(text) if text[10:] or basic else date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> datetime | date | None:
    """Parse a text of digits: a date without separators if they form one, else seconds or milliseconds since 1970."""
    form = _COMPACT.get(len(text)) if text.isdecimal() else None
    if form:
        try:
            found = datetime.strptime(text, form)
            return found if len(text) > 8 else found.date()
        except ValueError:
            pass
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        divisor = 10**3 if epoch["milliseconds"] else 10**6 if epoch["microseconds"] else 10**9
        return datetime.fromtimestamp(float(text) if epoch["seconds"] else int(text) / divisor, UTC)
    if compact := _GENERALISED.fullmatch(text):
        written = compact["time"]
        clock = ":".join(filter(None, (written[:2], written[2:4], written[4:])))
        zone = compact["zone"].replace("'", "")
        return timed(datetime.strptime(compact["day"], "%Y%m%d"), f"{clock} {zone}", None)
    for pattern, form in _DAYS:
        if match := pattern.fullmatch(text):
            return timed(datetime.strptime(match["day"], form), match["rest"], None)
    return None


def _written(text: str, *, chinese: bool) -> datetime | date | None:
    zone = _ZONE_IN_COMMENT.search(text)
    found = _dated(_plain(text), chinese=chinese)
    if zone and isinstance(found, datetime) and found.tzinfo is None:
        return _dated(_plain(f"{text[: zone.start()]} {zone[1]}"), chinese=chinese)
    return found


def _dated(text: str, *, chinese: bool) -> datetime | date | None:
    for pattern, cst in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            month = _month(match["month"])
            if month:
                day = datetime(_year(match["year"]), month, int(match["day"]))
                return timed(day, match["rest"], 8 if chinese else cst)
    if alone := next(filter(None, (form.fullmatch(text) for form in _LESS_THAN_A_DAY)), None):
        month = _month(alone["month"]) if alone["month"] else 1
        return date(int(alone["year"]), month, 1) if month else None
    match = _NUMBERS.fullmatch(_WEEKDAY_BEHIND.sub(r"\g<weekday> \g<date>\g<rest>", text))
    if match and (settled := _settled(match)):
        return timed(settled, match["rest"], 8 if chinese else None)
    return None


def _settled(match: re.Match[str]) -> datetime | None:
    """Return the only day that three numbers and the weekday before them can mean; ``None`` if several or none.

    With dots and a year of four digits, the order is day, month, year in every country, if that is a valid day. A year
    has two or four digits: in 06-1-2 only the first number can be the year.
    """
    first, second, third = match["first"], match["second"], match["third"]
    day_first, month_first, year_first = (third, second, first), (third, first, second), (first, second, third)
    if len(third) == 1:
        orders = [year_first] if len(first) == 2 and match["separator"] in "-/" else []
    else:
        is_dotted = match["separator"] == "." and _day(*day_first)
        orders = [day_first] if is_dotted else [day_first, month_first]
        if len(first) == len(third) == 2:
            orders.append(year_first)
    days = {day for order in orders if (day := _day(*order))}
    if match["weekday"]:
        word = match["weekday"].casefold()
        weekday = next((_WEEKDAYS[word[:size]] for size in (4, 3, 2) if word[:size] in _WEEKDAYS), None)
        days = {day for day in days if weekday is None or day.weekday() == weekday}
    return days.pop() if len(days) == 1 else None


def _day(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(_year(year), int(month), int(day))
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return a time with its date first, without comments (RFC 822, section 3.4.3, which may be nested)."""
    if not text.isascii():
        text = persian.in_common_era(months.in_english(arabic(text)))
    text = _LONG_YEAR.sub("", _COMMON_ERA.sub("", _VIETNAMESE.sub(r"\3-\2-\1", text)))
    text = _TIME_WITH_HYPHENS.sub(r" \1:\2:\3", text)
    while text != (bare := _COMMENT.sub(" ", text)):
        text = bare
    text = _JAVA_ZONE.sub(r" \1", _BARE_HOUR.sub(r"\1:00 \2m", " ".join(text.split())))
    text = _ZONE_BEHIND_YEAR.sub(r" \2 \1", _EMPTY_TIME.sub("", text, count=1))
    text = _BASIC_TIME.sub(lambda time: " " + ":".join(filter(None, time.groups())), text)
    first = _TIME_FIRST.fullmatch(text)
    if first is None:
        return text
    zoned = _ZONE_BEHIND_DATE.fullmatch(first["date"])
    return f"{zoned['date']} {first['time']} {zoned['zone']}" if zoned else f"{first['date']} {first['time']}"


def _month(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    return months.number(written)


def _year(written: str) -> int:
    """Return a year; two digits are read as in RFC 2822, section 4.3."""
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < 50 else 1900)
