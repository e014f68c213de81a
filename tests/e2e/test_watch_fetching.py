"""What a watch asks servers for, and what it makes of what they answer."""

import gzip
import sqlite3
from datetime import UTC, datetime

import brotli
import pytest
from backports import zstd
from stage import answer, stage_at

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription


def rss(*names):
    items = "".join(
        f"<item><guid>{name}</guid><title>Tide {name}</title><description>Tide {name} came in over the lower {name}"
        f" steps of the fish market, and went out again before {name} o'clock.</description></item>"
        for name in names
    )
    return f'<rss version="2.0"><channel><title>Tides</title>{items}</channel></rss>'.encode()


@pytest.fixture
def store(tmp_path):
    opened = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    yield opened
    opened.close()


@pytest.fixture
def round_of(scrapy, store, tmp_path):
    """Subscribe to some more feeds, have everything be due, and poll it; give the subscriptions by their addresses."""

    def run(*urls, code=0):
        for url in urls:
            store.subscribe(Subscription(0, url, url, datetime.now(UTC)))
        with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
            connection.execute("UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00'")
        scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0", code=code)
        return {each.scope: each for each in store.subscriptions()}

    return run


def guids(store, url):
    return [article.guid for article in store.articles(store.select(feed=url))]


def test_whatever_coding_an_answer_comes_in(stage, store, round_of):
    packers = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}
    urls = [
        stage.play(f"/{coding}", answer(pack(rss(1, 2)), Content_Encoding=coding)) for coding, pack in packers.items()
    ]
    round_of(*urls)
    assert [guids(store, url) for url in urls] == [["1", "2"]] * 3
    assert {asked.headers["accept-encoding"] for asked in stage.asked} == {b"gzip, deflate, br, zstd"}
    assert not any({"cookie", "referer", "if-none-match", "a-im"} & set(asked.headers) for asked in stage.asked)


def test_a_server_may_send_what_is_new_alone(stage, store, round_of):
    def feed(asked):
        known = asked.headers.get("if-none-match")
        if known == b'"two"':
            yield answer(status="304 Not Modified")
        elif known == b'"one"' and asked.headers.get("a-im") == b"feed":
            yield answer(rss(4), "226 IM Used", ETag='"two"', IM="feed")
        else:
            yield answer(rss(1, 2, 3), ETag='"one"')

    url = stage.play("/feed", feed)
    for _ in range(3):
        found = round_of(*([url] if not stage.asked else []))
    assert [asked.headers.get("if-none-match") for asked in stage.asked] == [None, b'"one"', b'"two"']
    assert guids(store, url) == ["1", "2", "3", "4"]
    assert len(found[url].history.holds) == 3  # as many as a document has


def test_redirects_lead_to_no_private_place_and_make_no_new_address_at_once(stage, store, round_of):
    with stage_at("127.0.0.2") as inside:
        inside.play("/secret", answer(rss(1)))
        private = stage.play("/private", answer(status="301 Moved", Location=inside.url("/secret")))
        moved = stage.play("/moved", answer(status="308 Moved", Location="/new"))
        stage.play("/new", answer(rss(2)))
        round_of(private, moved)
        found = round_of()
        assert inside.asked == []
    assert found[private].url == private
    assert found[private].why.startswith("127.0.0.2 is not a public address (loopback)")
    assert (found[moved].url, found[moved].history.move.polls) == (moved, 2)
    assert guids(store, moved) == ["2"]


def test_failures_of_each_kind(stage, store, round_of):
    gone = stage.play("/gone", answer(status="410 Gone"))
    missing = stage.play("/missing", answer(status="404 Not Found"))
    page = stage.play("/page", answer(b"<!DOCTYPE html><title>Sign in</title>", Content_Type="text/html"))
    nowhere = "http://no-such-host.invalid/feed"
    found = round_of(gone, missing, page, nowhere, code=1)
    assert {url: (each.status, each.why) for url, each in found.items()} == {
        gone: ("retired", "gone for good (410)"),
        missing: ("active", "not found (404)"),
        page: ("active", "an HTML page, not a feed"),
        nowhere: ("active", "the host name is not known"),
    }
    round_of(code=1)
    assert stage.paths() == ["/gone", "/missing", "/page", "/missing", "/page"]


def test_a_host_is_left_alone_that_redirects_lead_to(stage, store, scrapy, round_of):
    with stage_at() as busy:
        busy.play("/feed", answer(status="429 Later", Retry_After="7200"))
        via = stage.play("/via", answer(status="302 Found", Location=busy.url("/feed")))
        round_of(via, code=1)
        other = busy.url("/other")
        store.subscribe(Subscription(0, other, other, datetime.now(UTC)))
        scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0")
        assert busy.paths() == ["/feed"]
        quiet = store.quiet_until(f"127.0.0.1:{busy.port}") - datetime.now(UTC)
    assert 7000 < quiet.total_seconds() < 7200


def test_retry_after_that_makes_no_sense_is_as_if_it_were_absent(stage, store, round_of):
    url = stage.play("/feed", answer(status="503 Later", Retry_After="when the tide is out"))
    due = round_of(url, code=1)[url].due - datetime.now(UTC)
    assert 1700 < due.total_seconds() < 3700
    assert stage.paths() == ["/feed"]


def test_an_address_that_cannot_be_requested_costs_the_other_feeds_nothing(stage, store, round_of):
    good = stage.play("/good", answer(rss(1)))
    feeds = round_of("http://h.example:99999/feed", "http://h.example:port/feed", good)
    assert guids(store, good) == ["1"]
    assert [feeds[url].history.failures for url in feeds] == [1, 1, 0]
