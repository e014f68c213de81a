"""What servers say of when to come back, sense and nonsense."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Headers

from newsfeed.fetch.freshness import LONGEST, fresh_for, retry_after

NOW = datetime(2024, 1, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("1.9", 1),
        ("Thu, 04 Jan 2024 12:30:00 GMT", 1800),
        ("Thursday, 04-Jan-24 12:30:00 GMT", 1800),
        ("Thu Jan  4 12:30:00 2024", 1800),
        ("Thu, 04 Jan 2024 14:30:00 +0200", 1800),
        ("Thu, 04 Jan 2024 11:00:00 GMT", 0),
        ("1704373200", LONGEST.total_seconds()),
        ("9" * 5000, LONGEST.total_seconds()),
        ("Thu, 04 Jan 2924 12:30:00 GMT", LONGEST.total_seconds()),
    ],
)
def test_retry_after_is_read_in_any_form(value, seconds):
    assert retry_after(Headers({"Retry-After": value}), NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", ["", "soon", "-5", "12 minutes", "Thu, 32 Jan 2024", "٣", "0x10", "1e3", "99:99"])
def test_nonsense_asks_for_nothing(value):
    assert retry_after(Headers({"Retry-After": value}), NOW) is None
    assert retry_after(Headers(), NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": "public,MAX-AGE = 600 , must-revalidate"}, 600),
        ({"Cache-Control": 'private="set-cookie, max-age=5", max-age="600"'}, 600),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "max-age=600", "Age": "100"}, 500),
        ({"Cache-Control": "max-age=600", "Age": "900"}, 0),
        ({"Cache-Control": "max-age=600", "Expires": "Thu, 04 Jan 2024 13:00:00 GMT"}, 600),
        ({"Cache-Control": "max-age=600, no-cache"}, 0),
        ({"Cache-Control": "no-store"}, 0),
        ({"Cache-Control": "max-age=soon"}, 0),
        ({"Cache-Control": "max-age"}, 0),
        ({"Expires": "Thu, 04 Jan 2024 13:00:00 GMT"}, 3600),
        # The server's clock is an hour ahead, and so is what it says.
        ({"Expires": "Thu, 04 Jan 2024 13:30:00 GMT", "Date": "Thu, 04 Jan 2024 13:00:00 GMT"}, 1800),
        ({"Expires": "-1"}, 0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Age": "100"}, None),
        ({}, None),
    ],
)
def test_an_answer_says_how_long_it_is_fresh(headers, seconds):
    fresh = fresh_for(Headers(headers), NOW)
    assert fresh == (None if seconds is None else timedelta(seconds=seconds))


@given(st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60), st.binary(max_size=60))
def test_no_header_breaks_anything(first, second, third, fourth):
    headers = {"Retry-After": first, "Cache-Control": b"max-age=" + second, "Expires": third, "Age": fourth}
    for wait in (retry_after(headers, NOW), fresh_for(headers, NOW), fresh_for(headers | {"Cache-Control": None}, NOW)):
        assert wait is None or timedelta() <= wait <= LONGEST


def test_long_headers_take_no_time():
    for value in (b" " * 100_000, b"," * 100_000, b'a="' * 30_000, b"a= " * 30_000, b" =" * 50_000):
        assert fresh_for({"Cache-Control": value}, NOW) is None
        assert retry_after({"Retry-After": value}, NOW) is None
