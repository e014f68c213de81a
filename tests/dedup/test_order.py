"""The time of reading: what the polls of a live feed allow of the times that its entries state."""

from itertools import permutations

import pytest

from newsfeed.dedup.order import PollTimes, is_impossible, reading_time

NOW, BEFORE = "2024-06-02T12:00:00+00:00", "2024-06-02T10:00:00+00:00"
FIRST, LATER = PollTimes(NOW), PollTimes(NOW, BEFORE)


@pytest.mark.parametrize(
    ("stated", "first", "later"),
    [
        ("2024-06-02T11:00:00+00:00", None, None),
        ("2024-06-02T09:00:00+00:00", None, BEFORE),  # published late, or by another clock
        ("2024-06-01T09:00:00+00:00", None, NOW),  # was not there two hours ago
        ("2011-03-01T09:00:00+00:00", None, NOW),
        ("1994-12-31T23:59:59+00:00", NOW, NOW),
        ("1970-01-01T00:00:00+00:00", NOW, NOW),
        ("0001-01-01T00:00:00+00:00", NOW, NOW),
        ("2024-06-02T12:05:00+00:00", NOW, NOW),
        ("2031-01-01T00:00:00+00:00", NOW, NOW),
        ("9999-12-31T23:59:59+00:00", NOW, NOW),
        (None, NOW, NOW),
    ],
)
def test_a_live_feed_brings_nothing_older_than_the_poll_before(stated, first, later):
    assert reading_time(stated, NOW, FIRST) == (first or stated)
    assert reading_time(stated, NOW, LATER) == (later or stated)


@pytest.mark.parametrize("stated", ["1990-01-01T00:00:00+00:00", "2031-01-01T00:00:00+00:00", BEFORE])
def test_files_bring_their_own_times(stated):
    assert reading_time(stated, NOW, None) == stated
    assert reading_time(None, NOW, None) == NOW


def test_only_what_cannot_be_is_impossible():
    assert [is_impossible(f"{year}-06-02T12:09:00+00:00", NOW) for year in (1990, 1996, 2024, 2025)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_the_order_of_stated_times_between_two_polls_is_kept():
    stated = [f"2024-06-02T1{hour}:00:00+00:00" for hour in (0, 1, 2)]
    for order in permutations(stated):
        assert [reading_time(each, NOW, LATER) for each in order] == list(order)
