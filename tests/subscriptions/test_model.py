"""What an answer makes of a subscription."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsfeed.subscriptions.conditional import NONE, Validators
from newsfeed.subscriptions.model import (
    Failed,
    Move,
    Options,
    Received,
    Subscription,
    Unchanged,
    failed,
    failure_wait,
    options_for_redirect,
    received,
    unchanged,
)
from newsfeed.subscriptions.schedule import DAY, HOUR, PublisherLimits

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
URL = "https://news.example.org/feed"
TAG = Validators(b'"1"', b"Fri, 05 Jan 2024 12:00:00 GMT")
HALF_AN_HOUR = timedelta(minutes=30)


def answer(**fields):
    """Return an answer with ten entries of the last ten hours."""
    defaults = {
        "title": "News",
        "site": "https://news.example.org/",
        "dates": [NOW - HOUR * n for n in range(10)],
        "document": b"digest",
        "validators": TAG,
    }
    return Received(**defaults | fields)


@pytest.fixture
def fresh():
    return Subscription(1, URL, URL, due=NOW)


@pytest.fixture
def read(fresh):
    return received(fresh, answer(), range(10), 10, NOW)


def test_a_feed_that_comes_is_known_better(read):
    assert (read.title, read.site, read.why, read.status) == ("News", "https://news.example.org/", None, "active")
    history = read.history
    assert (history.polls, history.polled, history.succeeded, history.received) == (1, NOW, NOW, NOW)
    assert (history.document, history.holds, history.failures) == (b"digest", tuple(range(10)), 0)
    assert read.conditions(NOW + DAY) == TAG
    assert HALF_AN_HOUR <= read.due - NOW <= 2 * HOUR


def test_a_title_that_was_given_stays(fresh):
    named = replace(fresh, title="My news")
    assert received(named, answer(), [], 0, NOW).title == "My news"


def test_a_document_that_was_cut_leaves_nothing_to_ask_with(read):
    cut = received(read, answer(whole=False), range(5), 0, NOW + HOUR)
    assert cut.conditions(NOW + HOUR) == NONE
    assert cut.history.document is None


def test_a_feed_that_says_so_has_ended(read):
    feed = received(read, answer(ended=True), range(11), 1, NOW + HOUR)
    assert (feed.status, feed.why) == ("retired", "it states that it has ended")
    assert feed.history.holds == tuple(range(11))


def test_a_server_that_is_stuck_on_unchanged_is_asked_for_the_document(read):
    feed = read
    for day in range(1, 9):
        feed = unchanged(feed, Unchanged(validators=TAG), NOW + day * DAY)
        assert feed.conditions(NOW + day * DAY) == TAG
    assert feed.conditions(NOW + 8 * DAY + HOUR) == NONE
    feed = unchanged(feed, Unchanged(again=True, validators=TAG), NOW + 9 * DAY)
    assert feed.conditions(NOW + 10 * DAY) == TAG


def test_unchanged_polls_come_further_apart(read):
    feed, waits = read, []
    while feed.due < NOW + 30 * DAY:
        now = feed.due
        feed = unchanged(feed, Unchanged(validators=TAG), now)
        waits.append(feed.due - now)
    assert waits[0] < HOUR
    assert 5 * HOUR < waits[-1] < DAY
    assert len(waits) < 250
    assert feed.history.holds == tuple(range(10))


def test_what_only_names_the_new_holds_the_old_too(read):
    feed = received(read, answer(only_new=True), [10, 11, 3], 2, NOW + HOUR)
    assert set(feed.history.holds) >= {10, 11, 3}
    assert len(feed.history.holds) == 10


def test_what_the_entries_say_is_known_of_those_that_are_there(read):
    feed = received(read, answer(entries=[11, 12, 13]), [1, 2, 2], 0, NOW + HOUR)
    assert feed.history.entries == {11: 1, 12: 2, 13: 2}
    feed = received(feed, answer(entries=[21, 22], only_new=True), [2, 3], 1, NOW + 2 * HOUR)
    assert feed.history.entries == {11: 1, 21: 2, 22: 3}
    feed = received(feed, answer(entries=[22]), [3], 0, NOW + 3 * HOUR)
    assert feed.history.entries == {22: 3}


def test_a_failure_leaves_what_is_known(read):
    later = NOW + HOUR
    feed = failed(read, Failed("the server took too long"), later)
    assert (feed.why, feed.history.failures, feed.history.failing_since) == ("the server took too long", 1, later)
    assert (feed.history.holds, feed.history.rhythm) == (read.history.holds, read.history.rhythm)
    again = failed(feed, Failed("the server took too long"), feed.due)
    assert again.history.failing_since == later
    assert again.due - feed.due > feed.due - later
    assert unchanged(again, Unchanged(), again.due).why is None


@pytest.mark.parametrize("kind", ["missing", "busy", "broken", "failed"])
def test_after_a_failure_the_whole_document_is_asked_for(read, kind):
    after = failed(read, Failed("no", kind, HOUR), NOW)
    assert after.conditions(NOW) == NONE
    whole = unchanged(after, Unchanged(again=True, validators=TAG), NOW + HOUR)
    assert whole.conditions(NOW + HOUR) == TAG


@pytest.mark.parametrize(("kind", "longest"), [("missing", 4), ("failed", 1), ("broken", 1)])
def test_failures_come_days_apart_in_the_end_but_never_end(read, kind, longest):
    feed = read
    for _ in range(50):
        feed = failed(feed, Failed("no", kind), feed.due)
    assert feed.status == "active"
    wait = feed.due - feed.history.polled
    assert longest * DAY <= wait <= longest * DAY * 1.1


def test_gone_is_gone(read):
    feed = failed(read, Failed("gone for good (410)", "gone"), NOW)
    assert (feed.status, feed.why) == ("retired", "gone for good (410)")


def test_a_busy_server_says_how_long_to_wait(read):
    asked = Failed("busy", "busy", 3 * HOUR)
    feed = failed(read, asked, NOW)
    assert failure_wait(feed, asked) == 3 * HOUR
    assert feed.due - NOW >= 3 * HOUR
    soon = Failed("busy", "busy", timedelta(seconds=5))
    assert failed(read, soon, NOW).due - NOW >= HALF_AN_HOUR
    assert failure_wait(feed, soon) == timedelta(seconds=5)
    silent = Failed("busy", "busy")
    assert failure_wait(failed(feed, silent, NOW), silent) > failure_wait(feed, silent) >= HALF_AN_HOUR


def test_what_http_caches_may_keep_is_not_asked_for(read):
    feed = unchanged(read, Unchanged(fresh_for=5 * HOUR), NOW)
    assert feed.due - NOW >= 5 * HOUR
    endless = unchanged(read, Unchanged(fresh_for=300 * DAY), NOW)
    assert DAY <= endless.due - NOW <= 1.1 * DAY


def test_what_the_document_asks_is_heeded_until_the_next_one(read):
    feed = received(read, answer(wishes=PublisherLimits(at_least=4 * HOUR)), range(10), 0, NOW)
    assert feed.due - NOW >= 4 * HOUR
    assert unchanged(feed, Unchanged(), NOW).due - NOW >= 4 * HOUR
    assert failed(feed, Failed("no"), NOW).due - NOW >= 4 * HOUR


def test_the_subscriber_sets_the_bounds(fresh):
    options = Options(least=2 * HOUR, most=3 * HOUR)
    feed = received(replace(fresh, options=options), answer(), range(10), 10, NOW)
    assert 2 * HOUR <= feed.due - NOW <= 3 * HOUR
    assert Options(most=timedelta(minutes=5)).bounds.least == timedelta(minutes=5)
    assert Options(least=3 * DAY).bounds.most == 3 * DAY


MOVED = "https://new.example.org/feed"


def moved(feed, *days, to=MOVED):
    """Return the feed after polls on these days that permanent redirects led on."""
    for day in days:
        feed = unchanged(feed, Unchanged(validators=TAG, moved=to), NOW + day * DAY)
    return feed


def test_a_move_is_believed_when_it_has_been_seen_for_days(read):
    assert moved(read, 1).history.move == Move(MOVED, NOW + DAY, 1)
    assert moved(read, *[1] * 20).url == URL
    assert moved(read, 1, 2).url == URL
    feed = moved(read, 1, 2, 3)
    assert (feed.url, feed.scope, feed.history.move) == (MOVED, URL, None)


def test_a_move_that_is_not_always_seen_is_not_believed(read):
    home = unchanged(moved(read, 1, 2), Unchanged(validators=TAG), NOW + 3 * DAY)
    assert home.history.move is None
    assert moved(home, 4, 5).url == URL
    assert moved(moved(read, 1, 2), 3, to="https://other.example.org/").history.move.polls == 1
    interrupted = failed(moved(read, 1, 2), Failed("no"), NOW + 2.5 * DAY)
    assert moved(interrupted, 3).url == MOVED


def test_what_needs_credentials_stays_where_it_is(fresh):
    secret = replace(fresh, options=Options(credentials="me:secret"))
    assert moved(secret, 1, 2, 3, 4).url == URL
    assert "secret" not in repr(secret)


def test_credentials_are_for_one_origin():
    options = Options(credentials="me:secret")
    assert options_for_redirect("https://example.org/b", "https://EXAMPLE.org:443/a", options) == options
    for other in ("http://example.org/a", "https://www.example.org/a", "https://example.org:8443/a"):
        assert options_for_redirect(other, "https://example.org/a", options).credentials is None
