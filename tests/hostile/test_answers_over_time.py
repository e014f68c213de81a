"""Feeds that answer otherwise at each poll: nothing is lost, each failure is named, and the next poll recovers."""

import sqlite3
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hostile.answers_over_time import NEW, NOT_ASKED, SAME, led_to, sequences
from hostile.test_server_behaviours import command
from stage import stage_at

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("answers over time")]

KIT = {each.name: each for each in sequences()}
POLLS = 3


class Watched:
    """The subscriptions and numbers of articles after each poll, and the requests, by the name of the feed."""

    def __init__(self, folder):
        self.after, self.articles, self.asked, self.urls = [], [], {}, {}
        url = f"sqlite:///{folder}/newsfeed.db"
        with ExitStack() as stack:
            shared = stack.enter_context(stage_at())
            for path, part in led_to().items():
                shared.play(path, part)
            stages = {name: stack.enter_context(stage_at()) if each.own_host else shared for name, each in KIT.items()}
            self._play(stages, url)
            for _ in range(POLLS):
                with sqlite3.connect(folder / "newsfeed.db") as database:
                    database.execute(
                        "UPDATE subscriptions SET due = ?", [(datetime.now(UTC) - timedelta(days=1)).isoformat()]
                    )
                command(folder / "newsfeed.db", 20, "watch", "--once")
                self._note(url)
            for name, stage in stages.items():
                self.asked[name] = [each for each in stage.asked if each.path == f"/{name}"]

    def _play(self, stages, url):
        store = Store(url)
        for name, each in KIT.items():

            def part(asked, numbers=count(), answers=each.answers):  # noqa: B008 - one counter for each
                chosen = answers[min(next(numbers), len(answers) - 1)]
                yield chosen(asked) if callable(chosen) else chosen

            self.urls[name] = stages[name].play(f"/{name}", part)
            store.subscribe(Subscription(0, self.urls[name], self.urls[name], datetime.now(UTC)))
        store.close()

    def _note(self, url):
        store = Store(url)
        self.after.append({each.scope: each for each in store.subscriptions()})
        self.articles.append({feed: len(list(store.select(feed=feed))) for feed in self.urls.values()})
        store.close()


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    return Watched(tmp_path_factory.mktemp("watched"))


@pytest.mark.parametrize("name", KIT)
def test_each_poll_is_as_expected(watched, name):
    url, articles, found = watched.urls[name], 0, []
    for after, numbers in zip(watched.after, watched.articles, strict=True):
        feed = after[url]
        if feed.history.polls == len([each for each in found if each != NOT_ASKED]):
            found.append(NOT_ASKED)
        elif feed.history.failures:
            found.append(feed.why)
        else:
            found.append(NEW if numbers[url] > articles else SAME)
        articles = numbers[url]
    expected = KIT[name].polls
    assert len(found) == len(expected)
    assert all(map(str.startswith, found, expected)), found


def _waits(watched, url):
    """Yield how long the feed must wait after each of its polls."""
    polls = 0
    for feed in (after[url] for after in watched.after):
        if feed.status == "active" and feed.history.polls > polls:
            yield feed.due - feed.history.polled
        polls = feed.history.polls


@pytest.mark.parametrize("name", KIT)
def test_nothing_is_lost_doubled_or_asked_too_often(watched, name):
    url = watched.urls[name]
    assert watched.articles[-1][url] == KIT[name].articles
    assert len(watched.asked[name]) == KIT[name].requests
    feed = watched.after[-1][url]
    assert feed.url == url
    assert all(timedelta(minutes=30) <= wait <= timedelta(days=9) for wait in _waits(watched, url))


@pytest.mark.parametrize("name", [name for name, each in KIT.items() if each.sent])
def test_conditions_are_sent_as_they_came(watched, name):
    for header, value in KIT[name].sent.items():
        asked = watched.asked[name]
        if value is None:
            assert header not in asked[2].headers
        else:
            assert asked[1].headers[header] == value
