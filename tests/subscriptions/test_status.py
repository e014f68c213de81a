"""How subscriptions are shown."""

import json
from datetime import UTC, datetime, timedelta

from newsfeed.subscriptions.model import History, Options, Subscription
from newsfeed.subscriptions.schedule import Rhythm
from newsfeed.subscriptions.status import described, table

NOW = datetime(2024, 1, 5, 12, 0, tzinfo=UTC)
KNOWN = History(polls=3, polled=NOW, succeeded=NOW, rhythm=Rhythm(7, 2))


def feed(**fields):
    return Subscription(1, "https://a.example/feed", "https://a.example/feed", **{"due": NOW} | fields)


def states(*subscriptions):
    return [line.split()[0] for line in list(table(subscriptions))[1:]]


def test_a_state_is_a_word():
    failing = History(polls=1, failures=1, failing_since=NOW)
    feeds = [feed(), feed(history=KNOWN), feed(history=failing), feed(status="paused"), feed(status="retired")]
    assert states(*feeds) == ["new", "ok", "failing", "paused", "retired"]
    assert [described(each)["state"] for each in feeds] == ["new", "ok", "failing", "paused", "retired"]


def test_a_line_tells_all_that_matters_and_why_on_the_next():
    lines = list(table([feed(history=KNOWN, title="Harbour", folder=("World", "Sea"), why="busy")]))
    assert (
        lines[1]
        == "ok        2024-01-05 12:00  2024-01-05 12:00      3.5  World/Sea · Harbour · https://a.example/feed"
    )
    assert lines[2].strip() == "busy"


def test_a_line_tells_how_a_feed_is_read():
    options = Options(full_text=True, zone="Asia/Shanghai")
    assert list(table([feed(options=options)]))[1].endswith("https://a.example/feed · full text · Asia/Shanghai")


def test_json_holds_it_too_but_nothing_secret():
    secret = Options(least=timedelta(minutes=90), credentials="me:secret")
    known = json.dumps(described(feed(history=KNOWN, options=secret)))
    assert "secret" not in known
    found = json.loads(known)
    assert (found["last_success"], found["next_due"]) == ("2024-01-05T12:00:00+00:00", "2024-01-05T12:00:00+00:00")
    assert (found["entries_a_day"], found["least"], found["has_credentials"]) == (3.5, 5400.0, True)
    assert described(feed(status="paused"))["next_due"] is None
