"""What one feed, or a clock that was wrong once, does to the other feeds of a host: nothing for long."""

import sqlite3
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from stage import answer

START = datetime(2024, 1, 1, tzinfo=UTC)
FEED = {
    "body": '<rss version="2.0"><channel><title>Quay</title><item><guid>1</guid><title>Tide</title>'
    "<description>The tide came in over the lower steps of the quay.</description></item></channel></rss>"
}
YEARS_AHEAD = "2099-01-01T00:00:00.000+00:00"


def neighbours(play, folder, **headers):
    """Watch four feeds of one host for three days, one of which always answers 503; return the polls of each."""
    busy = {"status": 503, "headers": headers}
    answers = {"/busy": [[0, busy]], **{f"/{name}": [[0, FEED]] for name in "abc"}}
    asked = play(folder, START, 3, answers)
    return Counter(each["path"] for each in asked)


def test_a_feed_that_is_always_busy_does_not_silence_its_neighbours(play, tmp_path):
    polls = neighbours(play, tmp_path)
    # The back-off of the busy feed doubles from half an hour to a day.
    assert 5 <= polls["/busy"] <= 12
    assert min(polls["/a"], polls["/b"], polls["/c"]) >= 8
    assert max(polls.values()) - min(polls["/a"], polls["/b"], polls["/c"]) <= 3


def test_a_retry_after_of_a_week_silences_its_host_for_a_day_at_most(play, tmp_path):
    polls = neighbours(play, tmp_path, **{"Retry-After": str(7 * 86400)})
    assert polls["/busy"] == 1
    assert min(polls["/a"], polls["/b"], polls["/c"]) >= 2


@pytest.fixture
def feed(stage):
    return stage.play("/feed", answer(FEED["body"].encode()))


def change(tmp_path, moment, *statements):
    """Run statements on the store, each with the moment as its parameter."""
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        for statement in statements:
            connection.execute(statement, {"moment": moment})


def test_times_of_a_clock_that_was_wrong_have_passed(scrapy, stage, feed, tmp_path):
    scrapy("feeds", "add", feed)
    stage.asked.clear()
    scrapy("watch", "--once")
    change(
        tmp_path,
        YEARS_AHEAD,
        "UPDATE subscriptions SET due = :moment, owner = 'gone', leased_until = :moment",
        "UPDATE hosts SET quiet_until = :moment",
        "INSERT INTO duties (name, owner, until) VALUES ('judging', 'gone', :moment)",
        "UPDATE articles SET given = 0",
    )
    said = scrapy("watch", "--once", "--hook", f"cat > {tmp_path}/news").stderr
    assert stage.paths() == ["/feed", "/feed"]
    assert "polls               1" in said
    assert "Tide" in (tmp_path / "news").read_text()
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        [(due,)] = connection.execute("SELECT due FROM subscriptions").fetchall()
        [(quiet,)] = connection.execute("SELECT quiet_until FROM hosts").fetchall()
    assert max(due, quiet) < (datetime.now(UTC) + timedelta(days=2)).isoformat()


def test_what_is_due_within_the_longest_wait_is_not_due_yet(scrapy, stage, feed, tmp_path):
    scrapy("feeds", "add", feed, "--least", "20d", "--most", "25d")
    stage.asked.clear()
    for days in (2, 7, 24):
        due = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="milliseconds")
        change(tmp_path, due, "UPDATE subscriptions SET due = :moment")
        scrapy("watch", "--once")
    assert stage.paths() == []


def test_a_poll_can_be_forced(scrapy, stage, feed, tmp_path):
    scrapy("feeds", "add", feed)
    scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0")
    stage.asked.clear()
    scrapy("watch", "--once")
    assert stage.paths() == []
    for action in ("poll", "resume"):
        said = scrapy("feeds", action, feed).stdout
        assert feed in said
        scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0")
    assert stage.paths() == ["/feed", "/feed"]
    scrapy("feeds", "pause", feed)
    assert "is paused; '" in scrapy("feeds", "poll", feed, code=2).stderr
