"""Standard output that cannot be written: a line says so, and the exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import run

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    environment = {"NEWSFEED_STORE": f"sqlite:///{folder}/newsfeed.db"}
    run("crawl", "feeds", "-a", f"source={ROOT / 'fixtures'}", "-O", folder / "out.jsonl", environment=environment)
    return environment


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--format", "atom", "-"),
        ("report", "-"),
        ("feeds", "list"),
    ],
    ids=" ".join,
)
def test_one_line_says_that_it_cannot_be_written(store, arguments):
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "newsfeed", *arguments], cwd=ROOT, env=os.environ | store,
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=100, check=False,
        )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert f"newsfeed {arguments[0]}: standard output: cannot be written: No space left on device" in done.stderr
    assert done.returncode == 2
