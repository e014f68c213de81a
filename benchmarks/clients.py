"""HTTP clients for Scrapy against servers that flood them, stall, or send half of an answer as if it were whole.

Run: python benchmarks/clients.py [CASE ...]     (default: all; about three minutes)

Our client and those that come with Scrapy, as far as their dependencies are installed, make the same request in a
process each, with DOWNLOAD_TIMEOUT=5 and a limit of 32 MiB, and are killed after 20 seconds. The table has the result,
the seconds, and the peak memory above that of a harmless request. The last case makes 1,000 small requests, 16 at a
time, and shows the processor time of all of them.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import resource
import socket
import subprocess
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = {
    "ours": "newsfeed.fetch.handler.FetchHandler",
    "Twisted": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler",
    "aiohttp": "scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler",
    "httpx": "scrapy.core.downloader.handlers._httpx.HttpxDownloadHandler",
}
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
FEED = b"<rss><channel><title>Tides</title></channel></rss>"
SETTINGS = {"DOWNLOAD_TIMEOUT": 5, "DOWNLOAD_MAXSIZE": 32 << 20, "RETRY_ENABLED": False, "LOG_LEVEL": "CRITICAL"}
MANY = 1000
PATIENCE = 20  # seconds


# ---- the server


def harmless() -> Iterator[bytes]:
    """Send a normal answer."""
    yield OK + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED


def endless(first: bytes, piece: bytes, pause: float = 0) -> Iterator[bytes]:
    """Send an answer without an end."""
    yield first
    while True:
        yield piece
        time.sleep(pause)


def half_packed() -> Iterator[bytes]:
    """Send half of a compressed answer as if it were complete."""
    packed = gzip.compress(bytes(range(256)) * 100)
    half = packed[: len(packed) // 2]
    yield OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(half) + half


def bomb() -> Iterator[bytes]:
    """Send 10 GiB of zeros in 10 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield OK + b"Content-Encoding: gzip\r\n\r\n" + packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(639):
        yield piece


CASES = {
    "endless headers": lambda: endless(OK, (b"X: " + b"a" * 1000 + b"\r\n") * 64),
    "slow headers": lambda: endless(OK, b"X: y\r\n", 0.2),
    "endless body": lambda: endless(OK + b"\r\n", bytes(1 << 16)),
    "slow body": lambda: endless(OK + b"\r\n", b"a", 0.2),
    "interim answers": lambda: endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "10 GiB in 10 MB": bomb,
    "half of a gzip": half_packed,
}


def serve(listener: socket.socket) -> None:
    """Serve the case that each request names."""

    def converse(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            asked = connection.recv(1 << 16).split()
            if not asked:
                return  # a connection without a request
            case = int(asked[1][1:])
            for piece in harmless() if case == len(CASES) else list(CASES.values())[case]():
                connection.sendall(piece)

    while True:
        connection, _ = listener.accept()
        threading.Thread(target=converse, args=(connection,), daemon=True).start()


# ---- the clients


def request(client: str, url: str, times: int = 1) -> dict[str, Any] | None:
    """Make a request in a separate process; return its memory in MB, seconds and result, ``None`` if it was killed."""
    command = [sys.executable, __file__, "--client", client, url, str(times)]
    patience = PATIENCE if times == 1 else PATIENCE * 10
    with contextlib.suppress(subprocess.TimeoutExpired, json.JSONDecodeError):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=patience)
        return json.loads(done.stdout)
    return None


def be_client(client: str, url: str, times: int) -> None:
    """Make the requests, and print memory, seconds and result."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.misc import load_object

    ends: list[str] = []

    class OneUrl(Spider):
        name = "one_url"

        async def start(self):
            for _ in range(times):
                yield Request(url, self.parse, errback=self.fail, dont_filter=True)

        def parse(self, response):
            ends.append(f"{len(response.body)} bytes")

        def fail(self, failure):
            ends.append(failure.type.__name__)

    handler = load_object(CLIENTS[client])
    lazy = type("Lazy", (handler,), {"lazy": True})  # some need a running loop
    ours = client == "ours"
    settings = SETTINGS | {"DOWNLOAD_HANDLERS": {"http": lazy}, "COMPRESSION_ENABLED": not ours}
    settings |= {"NEWSFEED_ALLOW_PRIVATE": "127.0.0.1", "CONCURRENT_REQUESTS_PER_DOMAIN": 16}
    process = AsyncCrawlerProcess(settings)
    process.crawl(OneUrl)
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    process.start()
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds = spent if times > 1 else time.monotonic() - began
    print(json.dumps({"memory": after.ru_maxrss // 1024, "seconds": seconds, "ends": ends[-1]}))


def main() -> int:
    """Print a table of clients and cases."""
    if sys.argv[1:2] == ["--client"]:
        client, url, times = sys.argv[2:]
        be_client(client, url, int(times))
        return 0
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    harmless_url = f"{address}/{len(CASES)}"
    plain = {client: ended["memory"] for client in CLIENTS if (ended := request(client, harmless_url))}
    chosen = sys.argv[1:] or [*CASES, "many"]
    print(f"| case | {' | '.join(plain)} |\n|---|{'---|' * len(plain)}")
    for number, case in enumerate(CASES):
        if case in chosen:
            ended = {client: request(client, f"{address}/{number}") for client in plain}
            print(f"| {case} | {' | '.join(cell(each, plain[client]) for client, each in ended.items())} |", flush=True)
    if "many" in chosen:
        spent = [request(client, harmless_url, MANY) for client in plain]
        cells = [f"{each['seconds']:.1f} s" if each else "did not end" for each in spent]
        print(f"| {MANY:,} requests | {' | '.join(cells)} |")
    return 0


def cell(ended: dict[str, Any] | None, plain: int) -> str:
    """Return a cell of the table; ``plain`` is the memory of a harmless request."""
    if ended is None:
        return f"did not end in {PATIENCE} s"
    return f"{ended['ends']}, {ended['seconds']:.0f} s, {max(0, ended['memory'] - plain)} MB"


if __name__ == "__main__":
    sys.exit(main())
