"""Run a watch in simulated time against servers on loopback that play a script; a program, not a test.

``python playback.py SCRIPT.json RECORD.json`` with the store in ``NEWSFEED_STORE``. The script says when the watch
``start``s, for how many ``days`` it runs and which ``ports`` are served, and has for each path its ``answers``: from
which second on which one is sent (``status``, ``headers``, ``body`` or ``file``, ``etag``). An answer with ``etag`` is
a 304 for a request that has it; for one with status 0 the connection is closed. The record lists the requests, their
times and which answer was sent.
"""

import asyncio
import json
import sys
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import CloseSpider
from scrapy.settings import Settings

from newsfeed import settings
from newsfeed.spiders import watch


class SimulatedClock:
    """A clock that advances only while there is nothing to do."""

    def __init__(self, start, end):
        self.moment, self.end = start, end

    def now(self):
        return self.moment

    async def wait(self, work, seconds):
        if work:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            return
        self.moment += timedelta(seconds=seconds)
        if self.moment >= self.end:
            raise CloseSpider("finished")


class Playback:
    """Sends the answers of a script, and records the requests."""

    def __init__(self, answers, clock):
        self.answers, self.clock, self.began = answers, clock, clock.now()
        self.asked = []

    def answer(self, path, headers):
        """Return status, headers and body of the answer to a request at this time."""
        now = self.clock.now()
        passed = (now - self.began).total_seconds()
        played = [each for since, each in self.answers.get(path, []) if since <= passed]
        chosen = played[-1] if played else {"status": 404}
        status, given = chosen.get("status", 200), dict(chosen.get("headers", {}))
        body = Path(chosen["file"]).read_bytes() if "file" in chosen else chosen.get("body", "").encode()
        if etag := chosen.get("etag"):
            given["ETag"] = etag
            if headers.get("If-None-Match") == etag:
                status, body = 304, b""
        asked = {"at": now.isoformat(), "path": path, "headers": {k.lower(): v for k, v in headers.items()}}
        self.asked.append(asked | {"status": status, "answer": len(played) - 1})
        return status, given, body

    def serve(self, port):
        """Answer on loopback, until the program ends."""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler):  # noqa: N805 - http.server's name; self is the playback
                status, given, body = self.answer(handler.path, handler.headers)
                if not status:
                    return
                handler.send_response(status)
                for name, value in ({"Content-Type": "application/xml"} | given).items():
                    handler.send_header(name, value)
                handler.send_header("Content-Length", str(given.get("Content-Length", len(body))))
                handler.end_headers()
                handler.wfile.write(body)

            def log_message(handler, *arguments):  # noqa: N805
                pass

        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()


def main(script, record):
    plan = json.loads(Path(script).read_text(encoding="utf-8"))
    start = datetime.fromisoformat(plan["start"])
    clock = SimulatedClock(start, start + timedelta(days=plan["days"]))
    playback = Playback(plan["answers"], clock)
    for port in plan["ports"]:
        playback.serve(port)
    watch.LOOK_AGAIN = 3600.0  # nobody else adds subscriptions
    chosen = Settings()
    chosen.setmodule(settings)
    process = AsyncCrawlerProcess(chosen)
    process.crawl(watch.WatchSpider, clock=clock)
    process.start()
    Path(record).write_text(json.dumps(playback.asked), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
