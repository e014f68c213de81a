"""A store that may be read but not written: each command says so, without a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Root may write to any file, unless it gives that right up.
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(AS_ANYBODY) and not shutil.which("setpriv"), reason="root needs setpriv"),
]


@pytest.fixture
def store(undisturbed, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    shutil.copy(undisturbed[0], folder / "newsfeed.db")
    yield folder / "newsfeed.db"
    folder.chmod(0o755)


def run(store, *arguments):
    """Run a command on a store, without the right to write to files that are read-only."""
    environment = {**os.environ, "NEWSFEED_STORE": f"sqlite:///{store}", "PYTHONPATH": str(ROOT)}
    command = [*AS_ANYBODY, sys.executable, "-m", "newsfeed", *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=store.parents[1], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("closed", ["file", "directory"])
def test_it_is_named_and_stays_as_it_is(store, closed, tmp_path):
    out = tmp_path / "out.jsonl"
    before = store.read_bytes()
    store.chmod(0o444 if closed == "file" else 0o644)
    store.parent.chmod(0o555 if closed == "directory" else 0o755)
    for arguments in (("crawl", ROOT / "fixtures", "-O", out), ("dedup",), ("prune", "--older-than", "1y")):
        ended = run(store, *arguments)
        assert ended.returncode in {1, 2}, arguments
        assert "cannot be written: its file or its directory is read-only" in ended.stderr, arguments
        assert "Traceback" not in ended.stderr, arguments
    assert not out.exists()
    assert store.read_bytes() == before
