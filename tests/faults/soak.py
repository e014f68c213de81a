"""Poll feeds very often in simulated time, and print what that takes of memory and open files.

    python tests/faults/soak.py POLLS

One process watches 40 feeds on loopback, each with a new entry every six hours; half of the answers are 304. It prints
a line of JSON for each of twenty equal parts of the polls: polls, articles, megabytes, open files.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

START = datetime(2024, 1, 1, tzinfo=UTC)
FEEDS, PARTS, SHOWN = 40, 20, 10
BETWEEN_ENTRIES = timedelta(hours=6)


class Clock:
    """A clock that advances only while there is nothing to do, and ends the watch after so many polls."""

    def __init__(self, polls: int) -> None:
        self.moment, self.most, self.polls, self._parts = START, polls, 0, 0
        self.sample: Callable[[], dict[str, int]] = dict

    def now(self) -> datetime:
        return self.moment

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        if work:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            return
        self.moment += timedelta(seconds=seconds)
        if self.polls * PARTS >= self._parts * self.most:
            self._parts += 1
            print(json.dumps(self.sample()), flush=True)  # noqa: T201
        if self.polls >= self.most:
            from scrapy.exceptions import CloseSpider

            raise CloseSpider("finished")


def feed(path: str, newest: int) -> str:
    """Return a feed whose newest entry has this number."""
    items = "".join(
        f"<item><guid>{path}{number}</guid><title>Buoy {path} {number}</title>"
        f"<pubDate>{format_datetime(START + BETWEEN_ENTRIES * number)}</pubDate>"
        f"<description>Buoy {path} was seen {number} times by keeper {number * 7919 % 104_729} of {path}.</description>"
        "</item>"
        for number in range(max(0, newest - SHOWN + 1), newest + 1)
    )
    return f"<rss version='2.0'><channel><title>Buoys {path}</title>{items}</channel></rss>"


def serve(clock: Clock) -> int:
    """Answer polls on loopback, and count them; return the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            clock.polls += 1
            newest = (clock.now() - START) // BETWEEN_ENTRIES
            is_known = self.headers.get("If-None-Match") == f'"{newest}"'
            body = b"" if is_known else feed(self.path, newest).encode()
            self.send_response(304 if is_known else 200)
            self.send_header("ETag", f'"{newest}"')
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def megabytes() -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) >> 10 if found else 0


def main(polls: int, store_url: str) -> None:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from newsfeed import settings
    from newsfeed.spiders import watch
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.model import Subscription

    clock = Clock(polls)
    port = serve(clock)
    store = Store(store_url)
    for number in range(FEEDS):
        url = f"http://127.0.0.1:{port}/{number}"
        store.subscribe(Subscription(0, url, url, START))
    clock.sample = lambda: {
        "polls": clock.polls,
        "articles": store.count()[0],
        "megabytes": megabytes(),
        "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - descriptors, not files
    }
    watch.LOOK_AGAIN = 3600.0  # nobody else adds subscriptions
    chosen = Settings()
    chosen.setmodule(settings)
    chosen.set("NEWSFEED_STORE", store_url)
    chosen.set("NEWSFEED_ALLOW_PRIVATE", "127.0.0.1")
    process = AsyncCrawlerProcess(chosen)
    process.crawl(watch.WatchSpider, clock=clock)
    process.start()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    with tempfile.TemporaryDirectory() as folder:
        main(int(sys.argv[1]), f"sqlite:///{folder}/newsfeed.db")
