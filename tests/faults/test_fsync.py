"""What reaches the disk, and in which order, as strace sees it: data before names, the log before the database."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from faults.commands import HANG
from stage import answer

from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
ROOT = Path(__file__).parents[2]
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += 0*(?!-1)\d+", re.MULTILINE)
WRITES, SYNCS = {"write", "pwrite64", "writev", "ftruncate"}, {"fsync", "fdatasync"}
RENAMES = {"rename", "renameat", "renameat2"}


class Call(NamedTuple):
    """A system call that succeeded, and the files that it is about."""

    name: str
    files: list[str]


def traced(folder: Path, *arguments: object) -> list[Call]:
    """Return the calls of a command that write, sync, rename or remove files, in order."""
    log = folder / "strace.log"
    names = ",".join((*WRITES, *SYNCS, *RENAMES, "unlink", "unlinkat"))
    command = ["strace", "-f", "-y", "-s", "0", "-e", f"trace={names}", "-e", "signal=none", "-o", log]
    environment = {**os.environ, "NEWSFEED_STORE": f"sqlite:///{folder}/newsfeed.db"}
    environment["NEWSFEED_ALLOW_PRIVATE"] = "127.0.0.1"
    done = subprocess.run(
        [*command, sys.executable, "-m", "newsfeed", *map(str, arguments)],
        cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, timeout=HANG, check=False,
    )  # fmt: skip
    said = log.read_text(errors="replace") if log.exists() else ""
    if "ptrace" in done.stderr and not said:
        pytest.skip(f"strace may not trace here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    return [Call(name, re.findall(r'(?:\d+<|")([^">]+)[">]', words)) for name, words in CALL.findall(said)]


def faults(calls: list[Call], folder: Path) -> Iterator[str]:
    """Yield what is wrong with the order of calls on the files of a folder."""
    is_dirty: defaultdict[str, bool] = defaultdict(bool)
    renamed: dict[str, str] = {}  # what was renamed since its folder was synced, by folder
    store, log = f"{folder}/newsfeed.db", f"{folder}/newsfeed.db-wal"
    has_log = False
    for name, files in calls:
        if name in WRITES:
            has_log |= files[0] == log
            if files[0] == store and has_log and is_dirty[log]:
                yield "the database was written before its log was synced"
            is_dirty[files[0]] = True
        elif name in SYNCS:
            is_dirty[files[0]] = False
            renamed.pop(files[0], None)
        elif name in RENAMES:
            source, target = files[-2:]
            if is_dirty[source]:
                yield f"{source} got the name {target} before its data was synced"
            renamed[str(Path(target).parent)] = target
        elif files[-1] == log and is_dirty[store]:
            yield "the log was removed before the database was synced"
    yield from (f"the folder of {target} was not synced" for target in renamed.values())


def test_a_crawl_syncs_data_before_names_and_the_log_before_the_database(archive, tmp_path):
    calls = traced(tmp_path, "crawl", archive, "-O", tmp_path / "out.jsonl", "-O", tmp_path / "out.atom")
    targets = {call.files[-1] for call in calls if call.name in RENAMES}
    assert {f"{tmp_path}/out.jsonl", f"{tmp_path}/out.atom"} <= targets
    assert {f"{tmp_path}/newsfeed.db", f"{tmp_path}/newsfeed.db-wal"} <= {c.files[0] for c in calls if c.name in SYNCS}
    assert list(faults(calls, tmp_path)) == []


def test_a_watch_syncs_what_it_publishes(stage, tmp_path):
    feed = b"<rss><channel><title>Buoys</title><item><guid>1</guid><title>Buoy</title></item></channel></rss>"
    url = stage.play("/feed", answer(feed))
    store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    store.subscribe(Subscription(0, url, url, datetime(2024, 1, 1, tzinfo=UTC)))
    store.close()
    calls = traced(tmp_path, "watch", "--once", "--publish", tmp_path / "feeds")
    assert any(call.name in RENAMES and f"{tmp_path}/feeds/" in call.files[-1] for call in calls)
    assert list(faults(calls, tmp_path)) == []


def test_the_audit_finds_what_it_is_for(tmp_path):
    part, out, log, store = (f"{tmp_path}/{name}" for name in ("part", "out", "newsfeed.db-wal", "newsfeed.db"))
    renaming = [
        Call("write", [part]),
        Call("fsync", [part]),
        Call("rename", [part, out]),
        Call("fsync", [str(tmp_path)]),
    ]
    assert list(faults(renaming, tmp_path)) == []
    assert len(list(faults([renaming[0], *renaming[2:]], tmp_path))) == 1
    assert len(list(faults(renaming[:-1], tmp_path))) == 1
    assert len(list(faults([Call("pwrite64", [log]), Call("pwrite64", [store]), Call("unlink", [log])], tmp_path))) == 2
