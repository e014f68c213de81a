"""Validators: kept as they came, sent back as they came, and not for ever."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Headers

from newsfeed.subscriptions.conditional import VALIDATORS_LAST, Validators, conditions, confirmed, usable, validators

NOW = datetime(2024, 1, 4, 12, 0, tzinfo=UTC)
BOTH = Validators(b'W/"1"', b"Thu, 04 Jan 2024 11:00:00 GMT")


@given(st.binary(min_size=1, max_size=40), st.binary(min_size=1, max_size=40))
def test_what_came_goes_back_byte_for_byte(etag, modified):
    came = Headers({"ETag": etag, "Last-Modified": modified})
    sent = Request("https://example.org/", headers=conditions(validators(came))).headers
    assert sent["If-None-Match"] == etag
    assert sent["If-Modified-Since"] == modified


def test_only_new_entries_are_asked_for_where_there_is_a_tag_to_count_from():
    assert conditions(BOTH)["A-IM"] == b"feed"
    assert conditions(Validators(modified=b"yesterday")) == {"If-Modified-Since": b"yesterday"}
    assert conditions(validators(Headers({"ETag": "", "Last-Modified": ""}))) == {}


def test_a_document_replaces_both_and_a_304_what_it_names():
    assert validators(Headers({"ETag": '"2"'})) == Validators(b'"2"')
    assert confirmed(BOTH, Headers({"ETag": '"2"'})) == Validators(b'"2"', BOTH.modified)
    assert confirmed(BOTH, Headers()) == BOTH


def test_a_change_in_the_future_is_not_sent_back():
    future = Validators(b'"1"', b"Wed, 02 Jan 2041 11:00:00 GMT")
    assert usable(future, NOW, NOW) == Validators(b'"1"')
    for never in (b"Fri, 31 Dec 9999 23:59:59 GMT", b"Wednesday, 02-Jan-41 11:00:00 GMT", b"2041-01-02T11:00:00Z"):
        assert usable(Validators(None, never), NOW, NOW) == Validators()
    a_little = Validators(None, b"Thu, 04 Jan 2024 12:10:00 GMT")  # clocks differ
    assert usable(a_little, NOW, NOW) == a_little
    assert usable(Validators(None, b"tomorrow"), NOW, NOW) == Validators(None, b"tomorrow")


def test_nothing_is_asked_with_after_eight_days_without_a_document():
    assert usable(BOTH, NOW, NOW + VALIDATORS_LAST) == BOTH
    assert usable(BOTH, NOW, NOW + VALIDATORS_LAST + timedelta(seconds=1)) == Validators()
    assert usable(BOTH, None, NOW) == Validators()
