"""Two machines over one PostgreSQL: the transcript in docs/operations.md.

Run ``python -m tests.machines``. Each machine is a process group with a working directory and settings of its own; the
server is reached over TCP. Both poll sixty feeds and crawl the newsroom of ``fixtures`` at the same time.
"""

from __future__ import annotations

import http.server
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

sys.path.insert(0, str(Path(__file__).parent))
import databases
from forwarding import forwarded

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
FEEDS = 60
WAIT = 0.5  # seconds before a feed is answered
FEED = (
    '<rss version="2.0"><channel><title>Quay {0}</title><item><guid>{0}</guid><title>Tide {0}</title>'
    "<description>The tide came in over step {0} of the quay on Monday morning.</description></item></channel></rss>"
)
_OF_THIS_RUN = ("    store", "    bytes", "    tables")  # lines that differ from run to run, or with the version
_SAID = re.compile(r"^(polls|articles|copies|kept|duplicates) ")  # lines of a summary that are shown


class Machine:
    """A machine: a name, a working directory, and an environment that names the store by its address."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.name = name
        self.folder = folder / name
        self.folder.mkdir()
        self._environment = {
            **os.environ,
            "NEWSFEED_STORE": url,
            "NEWSFEED_ALLOW_PRIVATE": "127.0.0.0/8",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "newsfeed", *words],
            cwd=self.folder,
            env=self._environment,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def told(machine: Machine, words: tuple[str, ...], running: subprocess.Popen[str], *, at_once: bool) -> list[str]:
    """Wait for a command; return it and the lines of its output that matter."""
    output, _ = running.communicate(timeout=600)
    if running.returncode:
        raise SystemExit(output)
    shown = [re.sub(r"\s+", " ", line).strip() for line in output.splitlines()]
    lines = [line for line in shown if _SAID.match(line) or words[0] in {"export", "store"}]
    mark = " &" if at_once else ""
    short = " ".join(word.replace(f"{ROOT}/", "") for word in words)
    return [f"{machine.name}$ newsfeed {short}{mark}", *(f"    {line}" for line in lines)]


def both(machines: list[Machine], *words: str) -> list[str]:
    """Run a command on all machines at the same time."""
    running = [(machine, machine.start(*words)) for machine in machines]
    return [line for machine, process in running for line in told(machine, words, process, at_once=True)]


def one(machine: Machine, *words: str) -> list[str]:
    """Run a command on one machine."""
    return told(machine, words, machine.start(*words), at_once=False)


@contextmanager
def feeds() -> Iterator[list[str]]:
    """Serve feeds, each on a loopback address of its own, as a host is asked for one feed at a time."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = re.fullmatch(r"/(\d+)", self.path)
            time.sleep(WAIT)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(FEED.format(found[1]).encode() if found else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield [f"http://127.0.0.{number}:{server.server_port}/{number}" for number in range(1, FEEDS + 1)]
        server.shutdown()


def transcript(folder: Path) -> list[str]:
    """Return what two machines do, and what they say."""
    with ExitStack() as stack:
        plain = make_url(databases.fresh_store())
        stack.callback(databases.drop_store, plain.render_as_string(hide_password=False))
        host = plain.query["host"]
        port = stack.enter_context(forwarded(f"{host}/.s.PGSQL.{plain.query.get('port', 5432)}"))
        url = plain.set(host="127.0.0.1", port=port).difference_update_query(["host"])
        addresses = stack.enter_context(feeds())
        machines = [Machine(name, folder, url.render_as_string(hide_password=False)) for name in ("one", "two")]
        first, second = machines
        lines = [f"one$ newsfeed feeds add …  # {len(addresses)} feeds"]
        one(first, "feeds", "add", *addresses)
        lines += both(machines, "watch", "--once")
        lines += both(machines, "crawl", str(ROOT / "fixtures" / "newsroom"))
        for machine in machines:
            lines += one(machine, "export", "--keep-duplicates", "all.jsonl")
            lines.append(f"    sha256 {sha256((machine.folder / 'all.jsonl').read_bytes()).hexdigest()[:16]}…")
        return lines + [line for line in one(second, "store", "info") if not line.startswith(_OF_THIS_RUN)]


def main() -> None:
    """Print the transcript."""
    with tempfile.TemporaryDirectory() as folder:
        print(*transcript(Path(folder)), sep="\n")  # noqa: T201 - it is what the command is for


if __name__ == "__main__":
    main()
