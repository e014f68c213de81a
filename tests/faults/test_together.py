"""Crawls, a watch and a judging again of one store at once: each ends well, and the articles are those of one crawl."""

import sqlite3
from datetime import UTC, datetime

import pytest
from faults.commands import HANG, begin, is_sound, messages, run
from faults.conftest import ARTICLES, articles
from stage import answer

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

pytestmark = pytest.mark.slow


def test_two_crawls_a_watch_and_a_judging_again(archive, undisturbed, stage, tmp_path):
    store = tmp_path / "newsfeed.db"
    items = "".join(
        f"<item><guid>{n}</guid><title>Buoy {n}</title><description>Buoy {n} shone {n} times.</description></item>"
        for n in range(1, 31)
    )
    url = stage.play("/feed", answer(f"<rss><channel><title>Buoys</title>{items}</channel></rss>".encode()))
    opened = Store(f"sqlite:///{store}")
    opened.subscribe(Subscription(0, url, url, datetime(2024, 1, 1, tzinfo=UTC)))
    opened.close()
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    begun = [begin(store, "crawl", "feeds", "-a", f"source={archive}", "-O", out) for out in outs]
    begun += [begin(store, "watch", "--once"), begin(store, "dedup")]
    for process in begun:
        process.join(HANG)
    assert [process.exitcode for process in begun] == [0] * 4, messages(store)
    assert is_sound(store)
    code, said = run(store, "crawl", "feeds", "-a", f"source={archive}", "-O", outs[0])
    assert code == 0, said
    assert articles(outs[0]) == undisturbed[1]
    with sqlite3.connect(store) as connection:
        found = "SELECT count(*), count(DISTINCT id), sum(pending) FROM articles"
        assert connection.execute(found).fetchall() == [(ARTICLES + 30, ARTICLES + 30, 0)]
