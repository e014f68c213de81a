"""Watches that are stopped, killed, or run several at once: nothing lost, nothing doubled, nobody asked twice."""

import http.server
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import Outages, query
from scrapy import cmdline

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

ROOT = Path(__file__).parents[2]
FEEDS = 200
HOSTS = 8
KILLS = {"sqlite": 20, "postgresql": 6}
NO_DELAY = ("-s", "NEWSFEED_HOST_DELAY=0")


class Publisher:
    """Servers that publish feeds; each of them has an entry for each edition, the last ten of them at a time."""

    def __init__(self):
        self.edition = 1
        self.asked = Counter()
        self.slow = set()
        self.arrived = threading.Event()
        self._servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler()) for _ in range(HOSTS)]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def address(self, feed):
        return f"http://127.0.0.1:{self._servers[feed % HOSTS].server_port}/{feed}"

    def entries(self, feed):
        return [f"{feed}-{edition}" for edition in range(max(1, self.edition - 9), self.edition + 1)]

    def close(self):
        self.slow.clear()
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def _handler(self):
        publisher = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                feed = int(self.path[1:])
                publisher.asked[feed] += 1
                publisher.arrived.set()
                while feed in publisher.slow:
                    time.sleep(0.05)
                body = publisher.document(feed).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler

    def document(self, feed):
        items = "".join(
            f"<item><guid>{name}</guid><title>Report {name}</title>"
            f"<description>Watchman {name} saw {name} ships and told {name} people about them.</description></item>"
            for name in self.entries(feed)
        )
        return f'<rss version="2.0"><channel><title>Feed {feed}</title>{items}</channel></rss>'


@pytest.fixture
def publisher():
    made = Publisher()
    yield made
    made.close()


@pytest.fixture
def database(store_url, publisher):
    """Give the URL of a store in which every feed is subscribed to."""
    store = Store(store_url)
    with store.alone():
        for feed in range(FEEDS):
            url = publisher.address(feed)
            store.subscribe(Subscription(0, url, url, datetime.now(UTC)))
    store.close()
    return store_url


def watch(database, *options):
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "watch", *NO_DELAY, *options],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": database}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def watch_at_once(database):
    """Begin a round in a process that has everything imported: as a command does, but without its second of start."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["scrapy.cmdline", "newsfeed.commands.watch", "newsfeed.pipelines.dedup"])
    process = forks.Process(target=scrapy, args=(database, "watch", "--once", *NO_DELAY))
    process.start()
    return process


def scrapy(store, *arguments):
    os.chdir(ROOT)
    # The settings are imported already, so the environment would come too late.
    sys.argv = ["scrapy", *arguments, "-s", f"NEWSFEED_STORE={store}", "-s", "NEWSFEED_ALLOW_PRIVATE=127.0.0.1"]
    cmdline.execute()


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_stopped_it_ends_soon_and_keeps_what_it_has(database, publisher):
    publisher.slow.add(7)
    process = watch(database)
    wait_until(lambda: query(database, "SELECT count(*) FROM articles")[0][0] >= FEEDS // 2 and publisher.asked[7])
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=120)  # only against hanging
    assert process.returncode == 0
    assert errors == ""
    assert query(database, "SELECT count(*) FROM subscriptions WHERE owner IS NOT NULL") == [(0,)]
    polled = query(database, "SELECT count(*) FROM subscriptions WHERE polls = 1")[0][0]
    assert query(database, "SELECT count(*) FROM articles") == [(polled,)]


@pytest.mark.slow
def test_several_at_once_share_the_work(database, publisher):
    processes = [watch(database, "--once") for _ in range(3)]
    shares = []
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        shares.append(int(errors.split("polls")[1].split()[0]))
    assert publisher.asked == Counter(range(FEEDS))
    assert sum(shares) == FEEDS
    assert query(database, "SELECT count(*), count(DISTINCT guid), sum(pending), sum(given) FROM articles") == [
        (FEEDS, FEEDS, 0, FEEDS)
    ]


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_or_doubled(database, publisher, stores):
    chance = random.Random(20240104)  # noqa: S311 - the same points each time
    for _ in range(KILLS[stores.dialect]):
        kill_after(publisher, watch_at_once(database), chance.randrange(1, FEEDS // 2), chance.random() * 0.05)
        publisher.edition += chance.random() < 0.3
        pass_time(database, share=4)
    pass_time(database)
    process = watch(database, "--once")
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    found = [guid for (guid,) in query(database, "SELECT guid FROM articles")]
    assert Counter(found).most_common(1)[0][1] == 1
    assert {name for feed in range(FEEDS) for name in publisher.entries(feed)} <= set(found)
    assert query(database, "SELECT max(revision), max(pending) FROM articles") == [(1, 0)]
    assert query(database, "SELECT count(*) FROM articles WHERE given != revision") == [(0,)]
    if database.startswith("sqlite:"):
        assert query(database, "PRAGMA integrity_check") == [("ok",)]


def kill_after(publisher, process, polls, seconds):
    """Kill a process when it has asked for so many feeds, and some time later."""
    asked = publisher.asked.total() + polls
    wait_until(lambda: publisher.asked.total() >= asked or not process.is_alive())
    time.sleep(seconds)
    process.kill()
    process.join()


def pass_time(database, share=1):
    """Let leases run out, and one in so many feeds be due again."""
    query(database, "DELETE FROM duties")
    query(database, "UPDATE subscriptions SET owner = NULL, leased_until = NULL")
    due = "UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00'"
    query(database, f"{due} WHERE number / {share} * {share} = number")


@pytest.mark.slow
@pytest.mark.parametrize("stores", ["postgresql"], indirect=True)
def test_it_goes_on_after_the_server_of_its_store_has_failed(database, publisher):
    def stored():
        return query(database, "SELECT count(*) FROM articles")[0][0]

    publisher.slow.add(7)
    outages = Outages(database)
    process = watch(outages.url)
    wait_until(lambda: stored() >= FEEDS // 2 and publisher.asked[7])
    outages.begin()
    publisher.slow.clear()
    said = [process.stderr.readline()]
    publisher.edition += 1
    query(database, "UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00'")
    outages.end()
    said.append(process.stderr.readline())
    wait_until(lambda: stored() == 2 * FEEDS)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert "the server failed" in said[0]
    assert said[0].endswith("the watch tries again every 15 seconds\n")
    assert said[1].endswith("the store can be used again; the watch continues\n")
    outages.close()
