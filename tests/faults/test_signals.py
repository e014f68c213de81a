"""SIGTERM and SIGINT at any moment of a crawl or a watch: it ends soon, says why, and the next one completes it."""

import json
import os
import signal
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from faults.commands import begin, is_sound, messages, run, seconds_of, wait_until
from faults.conftest import articles
from hostile.shapes import SHAPES, items_of, posts
from stage import answer

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

SECONDS = 5.0  # of processor time that a command may still use
MOMENTS = [0.25, 0.4, 0.55, 0.7, 0.85, 0.95]  # shares of the processor time of an undisturbed crawl
SIZE = 1_000_000
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("signals")]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A folder with a document that takes seconds to read, to judge and to write."""
    folder = tmp_path_factory.mktemp("large")
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": items_of("large", [*posts()[:40], SHAPES["a paragraph of the posts"](SIZE)]),
    }
    (folder / "large.json").write_text(json.dumps(document))
    return folder


@pytest.fixture(scope="module")
def whole(large, tmp_path_factory):
    """The output of an undisturbed crawl, and the processor time that it took."""
    folder = tmp_path_factory.mktemp("whole")
    process, used = begin(folder / "newsfeed.db", *crawl(large, folder)), 0.0
    while (now := seconds_of(process)) != float("inf"):
        used = max(used, now)
    process.join()
    assert process.exitcode == 0
    return articles(folder / "out.jsonl"), used


def crawl(source, folder):
    return ("crawl", "feeds", "-a", f"source={source}", "-O", folder / "out.jsonl")


def interrupt(process, moment, number):
    """Send a signal when a process has used so much processor time; return what it used afterwards."""
    seen = []  # a watch that has nothing left to do uses none
    wait_until(lambda: seen.append(now := seconds_of(process)) or now >= moment or seen[-1000:].count(now) == 1000)
    with suppress(ProcessLookupError):  # it took less time than the undisturbed one
        os.kill(process.pid, number)
    last = moment

    def has_ended():
        nonlocal last
        used = seconds_of(process)
        last = last if used == float("inf") else used
        return used == float("inf")

    wait_until(has_ended)
    process.join()
    return last - moment


@pytest.mark.parametrize("share", MOMENTS)
def test_a_crawl_ends_soon_and_the_next_completes_it(share, large, whole, tmp_path):
    store, out = tmp_path / "newsfeed.db", tmp_path / "out.jsonl"
    out.write_text("old\n")
    expected, used = whole
    process = begin(store, *crawl(large, tmp_path))
    after = interrupt(process, share * used, signal.SIGTERM if MOMENTS.index(share) % 2 else signal.SIGINT)
    assert after < SECONDS
    said = messages(store)
    assert "Traceback" not in said
    if process.exitcode != 0:  # not done before the signal came
        assert process.exitcode == 1
        assert "interrupted" in said
        assert out.read_text() == "old\n"
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")]
    assert is_sound(store)
    code, said = run(store, *crawl(large, tmp_path))
    assert code == 0, said
    assert articles(out) == expected


@pytest.mark.parametrize(("share", "number"), [(0.3, signal.SIGTERM), (0.6, signal.SIGINT), (0.8, signal.SIGTERM)])
def test_a_watch_ends_soon_and_the_next_reads_it(share, number, large, whole, stage, tmp_path):
    store = tmp_path / "newsfeed.db"
    url = stage.play("/feed", answer((large / "large.json").read_bytes(), Content_Type="application/feed+json"))
    opened = Store(f"sqlite:///{store}")
    opened.subscribe(Subscription(0, url, url, datetime(2024, 1, 1, tzinfo=UTC)))
    opened.close()
    process = begin(store, "watch", "--publish", tmp_path / "feeds")
    assert interrupt(process, share * whole[1], number) < SECONDS
    assert process.exitcode == 0
    assert "Traceback" not in messages(store)
    assert is_sound(store)
    code, said = run(store, "watch", "--once", "--publish", tmp_path / "feeds")
    assert code == 0, said
    with sqlite3.connect(store) as connection:
        found = "SELECT count(*), count(DISTINCT guid), sum(pending), sum(given != revision) FROM articles"
        assert connection.execute(found).fetchall() == [(41, 41, 0, 0)]
