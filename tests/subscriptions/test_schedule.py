"""When a feed is polled again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.subscriptions.schedule import (
    DAY,
    HOUR,
    JITTER,
    LONGEST_BACKOFF,
    Bounds,
    Poll,
    PublisherLimits,
    Rhythm,
    backoff,
    first_rhythm,
    learn,
    next_poll,
    usual_wait,
)

NOON = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)  # a Friday
MINUTE = timedelta(minutes=1)

waits = st.timedeltas(timedelta(), timedelta(days=40))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
wishes = st.builds(
    PublisherLimits, waits, st.frozensets(st.integers(0, 23)), st.frozensets(st.integers(0, 6)),
)  # fmt: skip
rhythms = st.builds(Rhythm, st.floats(0, 1e6), st.floats(0.01, 400))
polls = st.builds(Poll, st.integers(0, 500), st.integers(0, 500), waits)


def steady(entries, days):
    """Return the wait in hours of a feed with this rhythm, when polls bring next to nothing new."""
    return usual_wait(Rhythm(entries, days), Poll(100, 1, HOUR), Bounds()) / HOUR


def test_a_fourth_of_the_entries_is_polled_half_as_often():
    assert steady(48, 1) == pytest.approx(0.5)
    assert steady(12, 1) == pytest.approx(1)
    assert steady(3, 1) == pytest.approx(2)
    assert steady(1, 12) == pytest.approx(12)


def test_no_more_and_no_less_often_than_allowed():
    assert steady(5000, 1) == 0.5
    assert steady(1, 900) == pytest.approx(24 / (1 + JITTER))
    hourly = Bounds(HOUR, HOUR)
    assert usual_wait(Rhythm(1000, 1), Poll(100, 0, HOUR), hourly) == HOUR
    assert usual_wait(Rhythm(0, 1), Poll(100, 0, HOUR), hourly) == HOUR


def test_entries_are_read_before_they_are_pushed_out():
    crowded = Poll(size=8, new=1, elapsed=HOUR)
    assert usual_wait(Rhythm(48, 1), crowded, Bounds(MINUTE)) == pytest.approx(30 * MINUTE, rel=0.01)
    assert usual_wait(Rhythm(480, 1), crowded, Bounds(MINUTE)) < 13 * MINUTE  # four entries at 20 an hour
    swept = Poll(size=20, new=20, elapsed=4 * HOUR)
    assert usual_wait(Rhythm(1, 1), swept, Bounds()) == 2 * HOUR


def test_the_first_guess_comes_from_the_dates():
    weekly = [NOON - timedelta(weeks=week) for week in range(1, 11)]
    assert first_rhythm(weekly, NOON).per_day == pytest.approx(1 / 7)
    assert first_rhythm([], NOON) == first_rhythm([NOON + DAY] * 5, NOON)
    assert first_rhythm([NOON] * 30, NOON).per_day == 48


@given(
    st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC)), max_size=20), moments
)
def test_any_dates_give_a_rhythm(dates, now):
    assert 0 < first_rhythm(dates, now).per_day <= 48


def test_what_is_seen_soon_outweighs_the_guess():
    stamped_now = first_rhythm([NOON] * 30, NOON)
    for _ in range(14 * 24):
        stamped_now = learn(stamped_now, Poll(30, 0, HOUR))
    assert stamped_now.per_day < 2
    for _ in range(14):
        stamped_now = learn(stamped_now, Poll(30, 10, DAY))
    assert 7 < stamped_now.per_day < 10.5


def test_a_feed_that_falls_silent_is_still_polled():
    rhythm, wait = Rhythm(40.0, 1.0), HOUR
    for _ in range(500):
        poll = Poll(30, 0, wait)
        rhythm = learn(rhythm, poll)
        wait = usual_wait(rhythm, poll, Bounds())
    assert wait == DAY / (1 + JITTER)


@given(rhythms, polls)
@settings(max_examples=200)
def test_the_wait_keeps_to_the_bounds(rhythm, poll):
    learnt = learn(rhythm, poll)
    assert Bounds().least <= usual_wait(learnt, poll, Bounds()) <= Bounds().most


def test_failures_wait_twice_as_long_each_time_up_to_a_limit():
    assert [backoff(3 * HOUR, n) / HOUR for n in range(1, 8)] == [1, 2, 4, 8, 16, 24, 24]
    assert [backoff(30 * MINUTE, n) / HOUR for n in (1, 2, 3)] == [0.5, 1, 2]
    assert backoff(HOUR, 10**9) == LONGEST_BACKOFF
    assert backoff(HOUR, 10**9, 4 * DAY) == 4 * DAY


@given(moments, waits, wishes, st.text(max_size=9))
@settings(max_examples=200)
def test_the_publisher_is_heeded_and_nobody_waits_for_ever(now, wait, wished, seed):
    due = next_poll(now, wait, wished, seed)
    least = max(wait, min(wished.at_least, DAY))
    assert now + least <= due <= max(now + least * (1 + JITTER), now + DAY)
    assert due == next_poll(now, wait, wished, seed)


@given(moments, waits, st.frozensets(st.integers(0, 23), max_size=20))
def test_skipped_hours_are_skipped(now, wait, hours):
    due = next_poll(now, wait, PublisherLimits(hours=hours), "feed 1")
    assert due.hour not in hours or due >= now + DAY


def test_skipped_days_are_followed_for_a_day():
    weekend = PublisherLimits(days=frozenset({5, 6}))
    assert next_poll(NOON, HOUR, weekend, "").weekday() == 4
    assert next_poll(NOON - DAY, 16 * HOUR, weekend, "").weekday() == 4
    saturday = next_poll(NOON, 14 * HOUR, weekend, "")
    assert saturday == NOON + DAY
    assert next_poll(NOON + DAY, 14 * HOUR, weekend, "") == NOON + 2 * DAY
    assert next_poll(NOON + 2 * DAY, HOUR, weekend, "").weekday() == 0


def test_feeds_added_together_drift_apart():
    dues = {next_poll(NOON, HOUR, PublisherLimits(), f"{feed} 1") for feed in range(100)}
    assert len(dues) == 100
    assert max(dues) - min(dues) > 4 * MINUTE
