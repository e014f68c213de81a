"""The files of a store that somebody removes while it is open: one line says so, and nothing goes on as if it were."""

from datetime import UTC, datetime
from functools import partial

import pytest
from faults.commands import run
from hostile.servers import rss
from stage import answer

from newsfeed.store.engine import StoreError
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

LINES = {"": "its file was removed or replaced while it was open", "-wal": "its log (-wal) was removed"}


def subscribe(store, url):
    store.subscribe(Subscription(0, url, url, datetime(2024, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("ending", LINES)
@pytest.mark.parametrize("command", ["crawl", "watch"])
def test_a_command_ends_with_a_line(command, ending, stage, tmp_path):
    path = tmp_path / "newsfeed.db"

    def removing(_asked):
        (tmp_path / f"newsfeed.db{ending}").unlink()
        yield answer(rss("tides"), Content_Type="application/rss+xml")

    url = stage.play("/feed", removing)
    store = Store(f"sqlite:///{path}")
    subscribe(store, url)
    store.close()
    words = ["watch", "--once"] if command == "watch" else ["crawl", "feeds", "-a", f"source={url}"]
    code, said = run(path, *words)
    assert code == 1
    assert said.count(LINES[ending]) == 1
    assert "Traceback" not in said


def test_what_stood_in_a_removed_log_is_kept(tmp_path):
    opened = partial(Store, f"sqlite:///{tmp_path}/newsfeed.db")
    store = opened()
    subscribe(store, "https://h.example/feed")
    (tmp_path / "newsfeed.db-wal").unlink()
    with pytest.raises(StoreError, match="all that was stored is kept"):
        store.subscriptions()
    store.close()
    again = opened()
    assert [each.url for each in again.subscriptions()] == ["https://h.example/feed"]
    again.close()
