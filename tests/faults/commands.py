"""Commands on a store that can be disturbed at any moment."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import processes
from processes import HANG

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess

_TICKS = os.sysconf("SC_CLK_TCK")


def begin(store: Path, *arguments: object, limit: int | None = None) -> BaseProcess:
    """Begin a scrapy command on a store; its messages go to ``STORE.err``. No file may exceed ``limit`` bytes."""
    errors = Path(f"{store}.err")
    environment = {"NEWSFEED_STORE": f"sqlite:///{store}", "NEWSFEED_ALLOW_PRIVATE": "127.0.0.1"}
    return processes.begin(*arguments, environment=environment, stdout=errors, stderr=errors, limit=limit)


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
