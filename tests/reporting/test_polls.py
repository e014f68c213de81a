"""Polls are counted for the summary, and logged where a person must know of them."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsfeed.reporting.polls import PollStats
from newsfeed.subscriptions.model import Failed, History, Received, Subscription, Unchanged

NOW = datetime(2024, 1, 5, 12, tzinfo=UTC)
URL = "https://example.org/feed"
FEED = Subscription(1, URL, URL, NOW, history=History(holds=(1, 2, 3)))
BROKEN = Failed("not found (404)", "missing")


@pytest.fixture
def stats():
    return PollStats()


def failing(times):
    history = replace(FEED.history, failures=times)
    return replace(FEED, why=BROKEN.reason, due=NOW + timedelta(hours=1), history=history)


def test_entries_are_counted_by_what_became_of_them(stats, caplog):
    caplog.set_level(logging.INFO)
    after = replace(FEED, history=replace(FEED.history, holds=(2, 3, 4, 5)))
    stats.add(FEED, after, Received("Tides", None, [], b"digest"), {"new": 2, "unchanged": 1, "revised": 1})
    stats.add(FEED, FEED, Unchanged(), {})
    assert (stats.polls, stats.unchanged, stats.failing) == (2, 1, {})
    assert dict(stats.entries) == {"new": 2, "unchanged": 1, "revised": 1, "gone": 1}
    assert caplog.messages == [f"{URL}: 1 gone, 2 new, 1 revised, 1 unchanged", f"{URL}: nothing changed"]


def test_a_failure_is_a_warning_once_and_so_is_its_end(stats, caplog):
    caplog.set_level(logging.INFO)
    stats.add(FEED, failing(1), BROKEN, {})
    assert stats.failed_wholly
    stats.add(failing(1), failing(2), BROKEN, {})
    assert stats.failing == {URL: "not found (404)"}
    stats.add(failing(2), FEED, Unchanged(), {})
    assert (stats.failing, stats.failed_wholly) == ({}, False)
    levels = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert levels == [
        ("WARNING", f"{URL}: not found (404); next poll at 2024-01-05 13:00 UTC"),
        ("INFO", f"{URL}: not found (404), 2 times in a row"),
        ("WARNING", f"{URL}: readable again after 2 failures"),
        ("INFO", f"{URL}: nothing changed"),
    ]


def test_a_move_and_a_retirement_are_warnings(stats, caplog):
    stats.add(FEED, replace(FEED, url="https://new.example/"), Unchanged(), {})
    gone = Failed("gone for good (410)", "gone")
    stats.add(FEED, replace(FEED, status="retired", why=gone.reason), gone, {})
    assert caplog.messages == [
        f"{URL}: moved permanently to https://new.example/; polled there from now on",
        f"{URL}: retired: gone for good (410)",
    ]


def test_the_line_and_the_summary_have_the_counts(stats):
    stats.add(FEED, FEED, Received("Tides", None, [], b"digest"), {"new": 2})
    stats.add(replace(FEED, url="https://b.example/"), failing(1), BROKEN, {})
    assert stats.line(5) == "watching: 2 polls, 5 under way, 1 feed failing; 2 new, 0 revised"
    lines = stats.summary(1.5).splitlines()
    assert lines[0].split() == ["polls", "2", "0", "unchanged,", "1", "failed"]
    assert lines[-1] == "  https://b.example/: not found (404)"


def test_remarks_on_many_feeds_are_one_line_and_in_the_json_line_each_has_its_own(stats):
    feeds = [replace(FEED, url=f"https://{number:02}.example/") for number in range(27)]
    for number, feed in enumerate(feeds):
        stats.add(feed, feed, Received("Tides", None, [], b"digest", impossible_dates=number + 2), {"new": 2})
    *_, heading, line = stats.summary(1.5).splitlines()
    assert heading == "remarks:"
    assert line.startswith(
        "  https://00.example/ and 26 more, each with its own figures: 2 entries with an impossible "
    )
    assert [each["source"] for each in json.loads(stats.json_line(1.5))["remarks"]] == [feed.url for feed in feeds]
