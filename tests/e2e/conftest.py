"""The real command line on a store of its own, and a real HTTP server on loopback."""

import functools
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import processes
import pytest

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options, Subscription

ROOT = Path(__file__).parents[2]

os.environ["NEWSFEED_ALLOW_PRIVATE"] = "127.0.0.1"  # the tests' own servers, for every command that they run
PLAYBACK = Path(__file__).parent / "playback.py"


@pytest.fixture(scope="session")
def scrapy_on():
    """Run a scrapy command of the project on a store (its file or URL); the exit code must be ``code``."""

    def run(store, *arguments, code=0, stdin=""):
        url = store if "://" in str(store) else f"sqlite:///{store}"
        done = processes.run(*arguments, environment={"NEWSFEED_STORE": url}, stdin=stdin)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


@pytest.fixture
def scrapy(scrapy_on, tmp_path):
    """Run a scrapy command of the project on a store of the test's own."""
    return functools.partial(scrapy_on, tmp_path / "newsfeed.db")


@pytest.fixture
def articles():
    """Read the articles of a JSON Lines file."""
    return lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def served(tmp_path):
    """Serve a folder over HTTP; yield the folder and its address."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def send_head(self):
            del self.headers["If-Modified-Since"]  # it tells seconds apart; tests are quicker
            return super().send_head()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def free_ports(count):
    """Return ports on loopback that nobody uses."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="session")
def play():
    """Watch the feeds of a script (playback.py) in simulated time; return the requests that were made.

    ``answers`` has the answers by path. Every path is subscribed to, on the first server, unless ``hosts`` has the
    paths with the number of their server, from 0.
    """

    def run(folder, start, days, answers, hosts=None, options=None):
        hosts = hosts or dict.fromkeys(answers, 0)
        ports = free_ports(max(hosts.values()) + 1)
        url = f"sqlite:///{folder}/newsfeed.db"
        store = Store(url)
        for path, host in hosts.items():
            address = f"http://127.0.0.1:{ports[host]}{path}"
            store.subscribe(Subscription(0, address, address, start, options=(options or {}).get(path, Options())))
        store.close()
        script, record = folder / "script.json", folder / "record.json"
        plan = {"start": start.isoformat(), "days": days, "ports": ports, "answers": answers}
        script.write_text(json.dumps(plan), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, PLAYBACK, script, record],
            cwd=ROOT,
            env={**os.environ, "NEWSFEED_STORE": url, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=900,  # only against hanging
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return json.loads(record.read_text(encoding="utf-8"))

    return run
