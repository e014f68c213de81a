"""Cost of a watch with many feeds: rounds over 1,000 feeds on loopback, and a long soak.

Run: python benchmarks/polling.py [FEEDS [POLLS]]     (default: 1000 feeds, 6000 polls; three minutes)

A separate process serves the feeds, on 50 ports that count as hosts. Each has 20 entries of two paragraphs;
three of ten polls find a new one. Nine of ten servers know ETags.

A round is `scrapy watch --once` when every feed is due, without the pause between two feeds of a host. The soak is one
watch of the same feeds in simulated time, which waits only for the answers; each of its lines is about the polls since
the previous line.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import SynchronizedArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "e2e")]

HOSTS = 50
ENTRIES = 20
ROUNDS = 4
NEWS = 0.3
TAGS = 0.9
ASKED, UNCHANGED = 0, 1  # indexes into the servers' counts
START = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = (
    "the harbour office will open ferry lines when storms have passed and boats can sail again from the old quay while "
    "engineers repair roofs of market halls that lost tiles on tuesday night said watchmen who saw water rise slowly"
)


class Round(NamedTuple):
    """The cost of a round: seconds, processor seconds, and peak memory in MB."""

    seconds: float
    processor: float
    memory: float


class SoakSample(NamedTuple):
    """A sample of the soak: clock and processor seconds, and the requests and 304 answers of the servers so far."""

    clock: float
    processor: float
    asked: int
    unchanged: int

    @classmethod
    def now(cls, counts: SynchronizedArray[int]) -> SoakSample:
        """Return a sample of now."""
        return cls(time.perf_counter(), time.process_time(), *counts[:])

    def since(self, earlier: SoakSample) -> str:
        """Return the differences to an earlier sample, as table columns."""
        seconds, processor, asked, unchanged = (now - then for now, then in zip(self, earlier, strict=True))
        return f"{unchanged / asked:.0%} | {asked / seconds:,.0f} | {processor / asked * 1000:.1f}"


def main() -> int:
    """Print both tables."""
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    polls = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    os.environ["NEWSFEED_ALLOW_PRIVATE"] = "127.0.0.1"
    counts = multiprocessing.Array("l", 2)
    ports: multiprocessing.Queue[list[int]] = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(counts, ports), daemon=True)
    server.start()
    addresses = [f"http://127.0.0.1:{port}/" for port in ports.get()]
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "rounds.db"
        subscribe(store, addresses, feeds, datetime.now(UTC))
        idle = start_cost(Path(folder) / "empty.db", addresses)
        print(f"start of a watch: {idle.processor:.1f} s of processor time, {idle.memory:.0f} MB")
        print("| round | polls | 304 | polls/s | processor, ms a poll | peak memory, MB |\n|---|---|---|---|---|---|")
        for number in range(1, ROUNDS + 1):
            before = counts[:]
            measured = one_round(store)
            asked, unchanged = (now - then for now, then in zip(counts[:], before, strict=True))
            seconds, processor = measured.seconds - idle.seconds, measured.processor - idle.processor
            print(
                f"| {number} | {asked:,} | {unchanged / asked:.0%} | {asked / seconds:,.0f} "
                f"| {processor / asked * 1000:.1f} | {measured.memory:.0f} |"
            )
        print("\n| polls of the soak | 304 | polls/s | processor, ms a poll | memory, MB |", flush=True)
        print("|---|---|---|---|---|", flush=True)
        soak = multiprocessing.Process(target=soaked, args=(Path(folder) / "soak.db", addresses, feeds, polls, counts))
        soak.start()
        soak.join()
    server.terminate()
    return soak.exitcode or 0


def subscribe(store: Path, addresses: list[str], feeds: int, due: datetime) -> None:
    """Create a store with this number of subscriptions."""
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.model import Subscription

    opened = Store(f"sqlite:///{store}")
    with opened.alone():
        for number in range(feeds):
            url = f"{addresses[number % HOSTS]}{number}"
            opened.subscribe(Subscription(0, url, url, due))
    opened.close()


def start_cost(store: Path, addresses: list[str]) -> Round:
    """Return the cost of a round that finds nothing due."""
    subscribe(store, addresses, 1, datetime.now(UTC) + timedelta(days=1))
    return one_round(store, due=False)


def one_round(store: Path, *, due: bool = True) -> Round:
    """Make every feed due, and poll them all."""
    if due:
        with closing(sqlite3.connect(store)) as connection, connection:
            connection.execute("UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00'")
    environment = {**os.environ, "NEWSFEED_STORE": f"sqlite:///{store}"}
    command = [sys.executable, "-m", "scrapy", "watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0", "--nolog"]
    began = time.perf_counter()
    os.chdir(ROOT)
    _, status, used = os.wait4(os.posix_spawn(sys.executable, command, environment, file_actions=quiet()), 0)
    if status:
        raise SystemExit(f"the watch ended with {status}")
    return Round(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def quiet() -> list[tuple[int, int, str, int, int]]:
    """Return file actions that discard a process's standard error."""
    return [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]


def soaked(store: Path, addresses: list[str], feeds: int, polls: int, counts: SynchronizedArray[int]) -> None:
    """Watch until this number of polls are done; print their cost now and then."""
    from playback import SimulatedClock
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.exceptions import CloseSpider
    from scrapy.settings import Settings

    from newsfeed import settings
    from newsfeed.spiders import watch

    subscribe(store, addresses, feeds, START)
    milestones = list(range(feeds, polls + 1, feeds))
    marks = [SoakSample.now(counts)]

    class Clock(SimulatedClock):
        async def wait(self, work: set[asyncio.Future[None]], seconds: float) -> None:
            if crawler.spider.poll_stats.polls >= milestones[0]:
                marks.append(SoakSample.now(counts))
                print(f"| {milestones.pop(0):,} | {marks[-1].since(marks[-2])} | {resident():.0f} |", flush=True)
            if not milestones:
                print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
                raise CloseSpider("finished")
            await super().wait(work, seconds)

    chosen = Settings()
    chosen.setmodule(settings)
    chosen.update({"NEWSFEED_STORE": f"sqlite:///{store}", "LOG_ENABLED": False})
    process = AsyncCrawlerProcess(chosen)
    crawler = process.create_crawler(watch.WatchSpider)
    process.crawl(crawler, clock=Clock(START, START + timedelta(days=10_000)))
    process.start()


def resident() -> float:
    """Return the resident memory of this process in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


# ---- the servers


def serve(counts: SynchronizedArray[int], ports: multiprocessing.Queue[list[int]]) -> None:
    """Serve feeds until the process is terminated."""
    random = Random(5)  # noqa: S311 - the same each time
    editions: dict[str, int] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := (await head(reader)).decode("latin-1"):
            counts[ASKED] += 1
            feed = request.split(" ", 2)[1]
            editions[feed] = editions.get(feed, 0) + (random.random() < NEWS)
            tag = f'"{editions[feed]}"'
            tagged = Random(feed).random() < TAGS  # noqa: S311
            if tagged and f"If-None-Match: {tag}" in request:
                counts[UNCHANGED] += 1
                writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode())
            else:
                body = document(feed, editions[feed]).encode()
                header = f"ETag: {tag}\r\n" if tagged else ""
                writer.write(f"HTTP/1.1 200 OK\r\n{header}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    async def listen() -> None:
        servers = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(HOSTS)]
        ports.put([server.sockets[0].getsockname()[1] for server in servers])
        await asyncio.gather(*(server.serve_forever() for server in servers))

    asyncio.run(listen())


async def head(reader: asyncio.StreamReader) -> bytes:
    """Return the headers of the next request, empty at the end of the connection."""
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        return await reader.readuntil(b"\r\n\r\n")
    return b""


def document(feed: str, edition: int) -> str:
    """Return an edition of a feed."""
    items = "".join(item(f"{feed}-{number}") for number in range(edition, edition + ENTRIES))
    return f'<rss version="2.0"><channel><title>Feed {feed}</title>{items}</channel></rss>'


def item(name: str) -> str:
    """Return an entry whose text is determined by its name."""
    random = Random(name)  # noqa: S311
    texts = [" ".join(random.choices(WORDS.split(), k=40)) for _ in range(2)]
    body = "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in texts)
    return f"<item><guid>{name}</guid><title>{texts[0][:40]}</title><description>{body}</description></item>"


if __name__ == "__main__":
    sys.exit(main())
