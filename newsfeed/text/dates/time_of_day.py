"""Parse the time of day and its zone after a date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_WIDEST_OFFSET = 14  # hours; Kiribati's

# Hours east of Greenwich: the zones of RFC 822, section 5.1, then those that real feeds use in one sense only. IST and
# the military letters are ambiguous: a time with such a zone is not read. The caller decides on CST.
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "acdt": 10.5, "acst": 9.5, "adt": -3, "aedt": 11, "aest": 10, "akdt": -8, "akst": -9, "art": -3, "ast": -4,
    "awst": 8, "brst": -2, "brt": -3, "bst": 1, "cat": 2, "cest": 2, "cet": 1, "cot": -5, "eat": 3, "eest": 3, "eet": 2,
    "hkt": 8, "hst": -10, "ict": 7, "idt": 3, "jst": 9, "kst": 9, "mest": 2, "mesz": 2, "met": 1, "mez": 1, "msk": 3,
    "myt": 8, "ndt": -2.5, "npt": 5.75, "nst": -3.5, "nzdt": 13, "nzst": 12, "pet": -5, "pht": 8, "pkt": 5, "sast": 2,
    "sgt": 8, "trt": 3, "wat": 1, "west": 1, "wet": 0, "wib": 7, "wit": 9, "wita": 8, "北京时间": 8, "北京時間": 8,
    "мск": 3,
}  # fmt: skip
# Zones as JavaScript and Windows write them, by their first words.
_NAMED = {
    "coordinated universal": "utc", "greenwich mean": "gmt", "gmt daylight": "bst", "british summer": "bst",
    "eastern standard": "est", "eastern daylight": "edt", "eastern": "et", "mountain standard": "mst",
    "mountain daylight": "mdt", "mountain": "mt", "central daylight": "cdt", "central": "ct", "pacific standard": "pst",
    "pacific daylight": "pdt", "pacific": "pt", "atlantic standard": "ast", "atlantic daylight": "adt",
    "central european standard": "cet", "central european": "cet", "central european summer": "cest",
    "eastern european standard": "eet", "eastern european summer": "eest", "western european summer": "west",
    "japan standard": "jst", "korea standard": "kst", "korean standard": "kst", "moscow standard": "msk",
    "hong kong standard": "hkt", "singapore standard": "sgt", "south africa standard": "sast",
    "australian eastern standard": "aest", "australian eastern daylight": "aedt", "new zealand standard": "nzst",
    "new zealand daylight": "nzdt", "central standard": "utc-6", "china standard": "utc+8",
    "india standard": "utc+5:30",
}  # fmt: skip
# The first five are what American newsrooms write in both seasons, the others names of POSIX.
_REGIONS = {
    "at": "America/Halifax", "ct": "America/Chicago", "et": "America/New_York", "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "est5edt": "America/New_York", "cst6cdt": "America/Chicago", "mst7mdt": "America/Denver",
    "pst8pdt": "America/Los_Angeles",
}  # fmt: skip

# Words for a part of the day: the hours of the twelve-hour clock that each can go with, and the hours to add. With
# some, twelve o'clock is ambiguous: is 晚上12点 the beginning of the day or its end? Is 上午12点 noon?
_PARTS: dict[str, dict[int, int]] = {
    **dict.fromkeys(("am", "a.m", "a.m.", "凌晨", "오전"), {12: -12} | dict.fromkeys(range(12), 0)),
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "午前"), dict.fromkeys(range(12), 0)),
    **dict.fromkeys(("中午", "正午"), dict.fromkeys((11, 12), 0) | dict.fromkeys((1, 2), 12)),
    **dict.fromkeys(("pm", "p.m", "p.m.", "下午", "午后", "午後", "오후"), {12: 0} | dict.fromkeys(range(12), 12)),
    **dict.fromkeys(("傍晚", "晚上", "晚间", "夜间", "夜里", "深夜"), dict.fromkeys(range(5, 12), 12)),
}
_NAMED_ZONE = re.compile(rf"(?<=\s)({'|'.join(sorted(_NAMED, key=len, reverse=True))})\stime$")
# Weekdays between a date and its time; no form has them before the date, too.
_WEEKDAYS = (
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi"
    "|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì"
    "|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    "|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|hétfő|kedd|szerda|csütörtök|péntek|szombat"
    "|vasárnap|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|понедельник|вторник|среда"
    "|четверг|пятница|суббота|воскресенье|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
)
_PART = "|".join(re.escape(word) + "(?![a-z])" for word in sorted(_PARTS, key=len, reverse=True))
_LEADING = re.compile(
    r"(?:[\s,|·@_]+|:(?=\d)|[-–](?=\s)|t\s?(?=\d)"
    r"|(?:at|um|à|om|kl\.?|a las?|às|as|alle(?: ore)?|ore|klo|pukul|jam|saat|godz\.?|o godz\.?|в)\s"
    rf"|(?:{_WEEKDAYS})\b\.?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]"
    r"|[月火水木金土日]曜日?|[월화수목금토일]요일)+"
)
_NAME = r"(?P<zone>[a-z]{1,5}(?![a-z/])|[a-z]{3}\d[a-z]{3}|北京时间|北京時間|мск)?"
_OFFSET = r"(?:-?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2})(?::00)?)?|(?<=\d\s)(?P<zero>0{2}(?:0{2})?))?"
# Go writes the zone's name, or its offset again, after the offset, and then the reading of a monotonic clock.
_AGAIN = r"(?:(?<=\d)(?:z|\s+(?:[a-z]{1,5}(?![a-z/])|[+-]\d{2}(?:\d{2})?(?!\d))))?(?:\s+m=[+-][\d.]+)?"
_ZONE = rf"\s*{_NAME}\s*{_OFFSET}{_AGAIN}\s*(?P<region>[a-z]{{2,}}(?:/[a-z0-9_+-]{{2,}}){{1,2}})?"
_TIME = re.compile(
    rf"(?:(?P<before>{_PART})\s*)?(?P<hour>\d{{1,2}})\s?[:.h时時点點시]\s?"
    r"(?P<minute>\d{2}|(?<=:)\d|\d(?=\s?分))\s?(?:[分분]|m(?![a-z=]))?"
    r"(?:(?:[:\s]|(?<=\.\d\d)\.)?(?P<second>\d{2}|(?<=:)\d|\d(?=초))[秒초]?(?:[.,]\d{1,12}|:\d{3}(?!\d))?(?:s(?![a-z]))?)?"
    rf"\s*(?P<after>{_PART})?(?:\s*(?:uhr|hrs?|h)(?![a-z]))?,?{_ZONE}"
)
_WITHOUT_COLON = re.compile(r"^(\d{2})(\d{2})(?=$|\s?(?:hrs?|h|uhr)\b|\s(?:[a-z]{3,4}|[+-]\d{4})$)")
_HOUR_BEFORE_OFFSET = re.compile(r"^(\d{2})(?= [+-]\d{2}:?\d{2}$)")
_ONLY_ZONE = re.compile(_ZONE)


def timed(day: datetime, rest: str, cst: int | None) -> datetime | date:
    """Return the time of day in ``rest``, which must contain nothing else, on a day.

    The result has the written zone, if any; it is a date if ``rest`` has no time. ``cst`` is the offset of CST in hours
    east of Greenwich, ``None`` if it may be China's or America's.

    Raises:
        ValueError: not a time, an ambiguous one, or an unknown zone.

    """
    rest = rest.strip().lower()
    leading = _LEADING.match(rest)
    rest = rest[leading.end() :] if leading else rest
    if not rest:
        return day.date()
    if rest.endswith(" time"):
        rest = _NAMED_ZONE.sub(lambda name: _NAMED[name[1]], rest)
    rest = _WITHOUT_COLON.sub(r"\1:\2", rest, count=1)
    if alone := _ONLY_ZONE.fullmatch(rest):
        _zone(alone, cst)
        return day.date()
    match = _TIME.fullmatch(_HOUR_BEFORE_OFFSET.sub(r"\1:00", rest, count=1))
    if match is None:
        raise ValueError(f"not a time: {rest}")
    hour, minute = _hour(int(match["hour"]), match["before"] or match["after"]), int(match["minute"])
    second = 59 if match["second"] == "60" else int(match["second"] or 0)  # a leap second
    midnight = hour == 24 and minute == second == 0
    time = day.replace(hour=0 if midnight else hour, minute=minute, second=second, tzinfo=_zone(match, cst))
    return time + timedelta(days=1) if midnight else time


def _hour(hour: int, part: str | None) -> int:
    if part is None or (hour > 12 and _PARTS[part].get(hour - 12) == 12):  # 下午21:45 is redundant
        return hour
    if hour not in _PARTS[part]:
        raise ValueError(f"{part} {hour} is impossible or ambiguous")
    return hour + _PARTS[part][hour]


def _zone(match: re.Match[str], cst: int | None) -> tzinfo | None:
    """Return the zone of a time, ``None`` if none is written."""
    name, sign, region = match["zone"], match["sign"], match["region"] or _REGIONS.get(match["zone"] or "")
    if region and not sign:
        return _region(region)
    if not name and not sign:
        return UTC if match["zero"] else None
    offset = (int(match["hours"] or 0) + int(match["minutes"] or 0) / 60) * (-1 if sign == "-" else 1)
    if abs(offset) > _WIDEST_OFFSET:
        raise ValueError(f"impossible zone: {match[0]}")
    east = cst if name == "cst" else _ZONES.get(name or "utc")
    if sign and (match["minutes"] or east == offset):  # from UTC, whatever the name before it says
        return timezone(timedelta(hours=offset))
    if east is None or (east and sign):  # "EST+2" has two interpretations
        raise ValueError(f"unknown zone: {match[0]}")
    return timezone(timedelta(hours=east + offset))


def _region(name: str) -> tzinfo:
    try:
        return ZoneInfo(_names()[name.lower()])
    except (KeyError, ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"unknown zone: {name}") from error


@cache
def _names() -> dict[str, str]:
    """Return the names of the time zone database by their lower-case forms."""
    return {name.lower(): name for name in available_timezones()}
