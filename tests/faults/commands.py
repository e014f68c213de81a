"""Run the project's commands in processes that have everything imported, to disturb them at any moment."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

ROOT = Path(__file__).parents[2]
HANG = 300  # seconds; only against hanging

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(
    ["scrapy.cmdline", "newsfeed.commands.crawl", "newsfeed.commands.dedup", "newsfeed.commands.export",
     "newsfeed.commands.watch", "newsfeed.pipelines.dedup", "newsfeed.spiders.feeds"]
)  # fmt: skip
_TICKS = os.sysconf("SC_CLK_TCK")


def begin(store: Path, *arguments: object, limit: int | None = None) -> BaseProcess:
    """Begin a scrapy command on a store; its messages go to ``STORE.err``. No file may exceed ``limit`` bytes."""
    process = _forks.Process(target=_run, args=(store, [*map(str, arguments)], limit))
    process.start()
    return process


def run(store: Path, *arguments: object, limit: int | None = None) -> tuple[int | None, str]:
    """Run a scrapy command on a store; return its exit code and messages."""
    process = begin(store, *arguments, limit=limit)
    process.join(HANG)
    return process.exitcode, messages(store)


def messages(store: Path) -> str:
    """Return what the last command on a store said."""
    return Path(f"{store}.err").read_text(encoding="utf-8", errors="replace")


def seconds_of(process: BaseProcess) -> float:
    """Return the processor time that a process has used; that of a finished one is endless."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return float("inf")
    return float("inf") if fields[0] == "Z" else (int(fields[11]) + int(fields[12])) / _TICKS


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def is_sound(store: Path) -> bool:
    """Return whether SQLite finds the store in order."""
    with sqlite3.connect(store, timeout=30) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _run(store: Path, arguments: list[str], limit: int | None) -> None:
    from scrapy import cmdline

    os.chdir(ROOT)
    errors = os.open(f"{store}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(errors, 1)
    os.dup2(errors, 2)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    settings = (f"NEWSFEED_STORE=sqlite:///{store}", "NEWSFEED_ALLOW_PRIVATE=127.0.0.1")
    sys.argv = ["scrapy", *arguments, *(part for setting in settings for part in ("-s", setting))]
    cmdline.execute()
