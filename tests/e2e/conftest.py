"""The real command line on a store of its own, and a real HTTP server on loopback."""

import functools
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def scrapy_on():
    """Run a scrapy command of the project on a store; the exit code must be ``code``."""

    def run(store, *arguments, code=0, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "NEWSFEED_STORE": f"sqlite:///{store}"},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
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
    """Serve a folder over HTTP; give the folder and its address."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
