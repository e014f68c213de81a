from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.dates import iso, offset, parse_date, usual_zone

EVENING = "2024-01-04T21:45:01+00:00"
EVENING_MINUTE = "2024-01-04T21:45:00+00:00"
AFTERNOON = "2024-01-04T13:45:01+00:00"
MIDNIGHT = "2024-01-04T00:00:00+00:00"


def read(raw: str) -> str | None:
    time = parse_date(raw)
    return iso(time) if time else None


@pytest.mark.parametrize(
    ("raw", "time"),
    [
        ("2024-01-04T21:45:01Z", EVENING),
        ("2024-01-04T21:45:01.250+00:00", EVENING),
        ("2024-01-04 21:45:01", EVENING),
        ("2024-01-04 21:45:01 +0800", AFTERNOON),
        ("2024-01-04T21:45:01 UTC", EVENING),
        ("20240104T214501Z", EVENING),
        ("2024-1-4 21:45", EVENING_MINUTE),
        ("2024-01-04", MIDNIGHT),
        ("2024-01-03T24:00:00Z", MIDNIGHT),
        ("Thu, 04 Jan 2024 21:45:01 GMT", EVENING),
        ("Thu, 4 Jan 2024 21:45:01  EST", "2024-01-05T02:45:01+00:00"),
        ("Thu,04 Jan 24 21:45 +0000", EVENING_MINUTE),
        ("04-Jan-2024 21:45:01", EVENING),
        ("Thu, 04 Jan 2024 21:45:01 +0800 (CST)", AFTERNOON),
        ("Thu, 04 Jan 2024 21:45:01 GMT+8", AFTERNOON),
        ("Thu, 04 Jan 2024 21:45:01 HKT", AFTERNOON),
        ("Thu, 04 Jan 2024 22:45:01 CET", EVENING),
        ("Thu, 04 Jan 2024 21:45:60 GMT", "2024-01-04T21:45:59+00:00"),
        ("Thursday, 4 January 2024", MIDNIGHT),
        ("January 4, 2024 9:45 pm", EVENING_MINUTE),
        ("Jan. 4th, 2024 at 12:05 a.m.", "2024-01-04T00:05:00+00:00"),
        ("Thu Jan  4 21:45:01 2024", EVENING),
        ("Thu Jan 04 21:45:01 UTC 2024", EVENING),
        ("2024/1/4 21:45:01", EVENING),
        ("2024.01.04", MIDNIGHT),
        ("2024年1月4日", MIDNIGHT),
        ("2024年01月04日 21:45:01", EVENING),
        ("2024年1月4日 星期四 下午9:45", EVENING_MINUTE),
        ("2024年1月4日（周四）晚上9点45分", EVENING_MINUTE),
        ("2024 年 1 月 4 日 上午 9:45", "2024-01-04T09:45:00+00:00"),
        ("２０２４年１月４日　２１：４５", EVENING_MINUTE),
        ("2024-01-04 21:45:01 北京时间", AFTERNOON),
        ("2024年1月4日（木）午後9時45分", EVENING_MINUTE),
        ("2024년 1월 4일 오후 9:45", EVENING_MINUTE),
        ("1704404701", EVENING),
        ("1704404701000", EVENING),
        ("1704404701.5", EVENING),
        ("20240104", MIDNIGHT),
        ("20240104214501", EVENING),
        ("  Thu, 04 Jan 2024 21:45:01 GMT\n", EVENING),
    ],
)
def test_forms_in_use(raw: str, time: str) -> None:
    assert read(raw) == time


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "04/01/2024",  # only its writer knows the order
        "1/4/24 9:45",
        "Thu, 31 Feb 2024 10:00:00 GMT",
        "2024-13-01",
        "2024-01-04 25:00",
        "2024-01-04T10:00:00+25:00",
        "Thu, 04 Jan 2024 21:45:01 XYZ",
        "Thu, 04 Jan 2024 21:45:01 IST",  # India, Israel or Ireland
        "Thu Jan 04 21:45:01 CST 2024",  # China or America
        "Thu, 04 Jan 2024 21:45:01 EST+2",
        "2024年1月4日 晚上12:30",  # before or after midnight
        "4 janvier 2024",
        "Marching 4, 2024",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "21:45",
        "12345",
        "99999999999999999999",
        "2024-01-04x21:45:01",
        "2024-01-04 and so on",
        "2024-01-04\ud800",
        "x" * 10_000,
    ],
)
def test_wrong_is_worse_than_missing(raw: str) -> None:
    assert parse_date(raw) is None


def test_a_zoneless_time_is_one_of_the_default_zone() -> None:
    zone = timezone(timedelta(hours=8))
    assert parse_date("2024-01-04 21:45:01", default_zone=zone) == datetime(2024, 1, 4, 13, 45, 1, tzinfo=UTC)
    assert parse_date("2024-01-04 21:45:01 GMT", default_zone=zone) == datetime(2024, 1, 4, 21, 45, 1, tzinfo=UTC)


def test_the_usual_zone_is_the_one_most_times_are_written_with() -> None:
    shanghai, london = "Thu, 04 Jan 2024 21:45:01 +0800", "Thu, 04 Jan 2024 21:45:01 GMT"
    assert usual_zone([london, shanghai, "2024-01-05T00:00:00+08:00"]) == timezone(timedelta(hours=8))
    assert usual_zone([shanghai, "1704404701", "1704404702000", "2024-01-05", "soon"]) == timezone(timedelta(hours=8))
    assert usual_zone(["1704404701", "2024-01-05", "soon"]) is None
    assert usual_zone([]) is None


def test_iso_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        iso(datetime(2024, 1, 4))


TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda time: time.replace(microsecond=0)
)


@given(TIMES, st.integers(-12, 14))
def test_what_is_written_is_read_back(time: datetime, hours: int) -> None:
    local = time.astimezone(timezone(timedelta(hours=hours)))
    assert parse_date(iso(time)) == time
    assert parse_date(local.isoformat()) == time
    assert parse_date(f"{local:%a, %d %b %Y %H:%M:%S %z}") == time
    assert parse_date(f"{local:%A, %B %d, %Y %I:%M:%S %p} {local:%z}") == time
    assert parse_date(f"{time:%Y年%m月%d日 %H:%M:%S}") == time


@given(st.integers(-14 * 60, 14 * 60))
def test_an_offset_is_written_as_it_is_read(minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    assert usual_zone([f"2024-01-04T21:45:01{offset(zone)}"]) == zone


@given(TIMES.filter(lambda time: time.year > 2001))
def test_seconds_and_milliseconds_since_1970(time: datetime) -> None:
    seconds = int(time.timestamp())
    assert parse_date(str(seconds)) == parse_date(f"{seconds}000") == time


@given(st.text(max_size=40) | st.from_regex(r"[0-9/:年月日 \-+TZapm.,]{0,30}"))
def test_never_raises_and_stays_in_utc(raw: str) -> None:
    time = parse_date(raw)
    assert time is None or time.tzinfo is UTC
