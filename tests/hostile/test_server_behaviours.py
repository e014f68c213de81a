"""A kit of server behaviours: a crawl and a watch read what can be read, name the rest, and never hang."""

import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hostile.careless_servers import careless, led_to
from hostile.servers import READ, behaviours, others
from stage import stage_at

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server behaviours")]

ROOT = Path(__file__).parents[2]
BEHAVIOURS = [*behaviours(), *careless()]
KIT = {each.name: each for each in BEHAVIOURS}
LED_TO = {"plain", "moved", "login-page"}  # by others, too
TIMEOUTS = {False: 120, True: 3}
"""Seconds that requests may take, for servers that answer and for those that stall."""


class Servers:
    """Servers that play the kit; ``urls`` are by behaviour."""

    def __init__(self, stack):
        shared = stack.enter_context(stage_at())
        self.stages, self.urls = [shared], {}
        for path, part in {**others(), **led_to()}.items():
            self._play(shared, path, part)
        for each in KIT.values():
            stage = stack.enter_context(stage_at()) if each.own_host else shared
            self.stages.append(stage)
            self.urls[each.name] = self._play(stage, f"/{each.name}", each.part)
        for number in range(20):
            self._play(shared, f"/further?{number}", KIT["further"].part)

    @staticmethod
    def _play(stage, path, part):
        return stage.play(path, part if isinstance(part, bytes) else lambda asked: part(stage, asked))

    def requests(self):
        """Return how many requests were made for each path, without its query."""
        stages = {id(stage): stage for stage in self.stages}.values()
        return Counter(urlsplit(path).path for stage in stages for path in stage.paths())


def command(store, timeout, *arguments):
    """Run a command; it must end well, whatever the servers did."""
    settings = {"DOWNLOAD_DELAY": 0, "DOWNLOAD_TIMEOUT": timeout, "NEWSFEED_HOST_DELAY": 0}
    options = [option for name, value in settings.items() for option in ("-s", f"{name}={value}")]
    environment = {"NEWSFEED_STORE": f"sqlite:///{store}", "NEWSFEED_ALLOW_PRIVATE": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *map(str, arguments), *options],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Crawl the kit; give what was written, the reasons by URL, the requests by path, and the URLs by behaviour."""
    folder = tmp_path_factory.mktemp("crawl")
    written, reasons = "", {}
    with ExitStack() as stack:
        servers = Servers(stack)
        for stalls, timeout in TIMEOUTS.items():
            chosen = [each.name for each in KIT.values() if each.stalls is stalls or each.name == "plain"]
            source = ",".join(servers.urls[name] for name in chosen)
            out = folder / f"{stalls}.jsonl"
            said = command(folder / "store.db", timeout, "crawl", "feeds", "-a", f"source={source}", "-O", out)
            reasons |= dict(re.findall(r"^  (http\S+): (.*)$", said, re.MULTILINE))
            written += out.read_text(encoding="utf-8") if out.exists() else ""
        return written, reasons, servers.requests(), servers.urls


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """Poll the kit for a round; give the subscriptions by behaviour."""
    folder = tmp_path_factory.mktemp("watch")
    with ExitStack() as stack:
        servers = Servers(stack)
        found = {}
        for stalls, timeout in TIMEOUTS.items():
            store = Store(f"sqlite:///{folder}/{stalls}.db")
            for each in KIT.values():
                if each.stalls is stalls or each.name == "plain":
                    url = servers.urls[each.name]
                    store.subscribe(Subscription(0, url, url, datetime.now(UTC)))
            command(folder / f"{stalls}.db", timeout, "watch", "--once")
            found |= {each.scope: each for each in store.subscriptions()}
            store.close()
        return {name: found[url] for name, url in servers.urls.items()}


def test_the_kit_has_at_least_forty_behaviours_of_each_name_one():
    assert len(KIT) == len(BEHAVIOURS) >= 200


@pytest.mark.parametrize("name", KIT)
def test_a_crawl_reads_it_or_names_the_reason(crawled, name):
    written, reasons, _, urls = crawled
    expected = KIT[name].expected
    if expected == READ:
        assert f'"feed":{{"url":"{urls[name]}"' in written
    else:
        assert reasons[urls[name]].startswith(expected)


@pytest.mark.parametrize(
    "name", [each.name for each in KIT.values() if each.name not in {"plain", "moved", "login-page"}]
)
def test_a_crawl_makes_no_more_requests_than_needed(crawled, name):
    assert crawled[2][f"/{name}"] <= KIT[name].requests


@pytest.mark.parametrize("name", KIT)
def test_a_watch_reads_it_or_names_the_reason(watched, name):
    subscription, behaviour = watched[name], KIT[name]
    expected = behaviour.expected if behaviour.watched is None else behaviour.watched
    assert subscription.history.polls == 1
    if expected == READ:
        assert subscription.history.succeeded
    else:
        assert subscription.why.startswith(expected)
