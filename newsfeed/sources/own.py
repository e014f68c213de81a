"""Our own files inside a source: stores and the outputs of the run are not read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_DATABASE = b"SQLite format 3\0"  # https://sqlite.org/fileformat.html, section 1.3
_BESIDE_DATABASE = ("-wal", "-shm", "-journal")


class OwnFiles:
    """Recognises the files that a run writes, by path and by inode, and every SQLite database."""

    def __init__(self, written: Iterable[Path]) -> None:
        paths = [os.path.realpath(path) for path in written]
        self._paths = frozenset(paths)
        self._inodes = {inode for path in paths if (inode := _inode(path))}

    def __contains__(self, path: Path) -> bool:
        """Return whether the file at a real path is one of our own."""
        name = str(path)
        database = next((name.removesuffix(end) for end in _BESIDE_DATABASE if name.endswith(end)), name)
        return name in self._paths or _inode(name) in self._inodes or _is_database(database)


def _inode(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - a walk has many files
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _is_database(path: str) -> bool:
    """Return whether a regular file begins like an SQLite database; never blocks."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (OSError, ValueError):
        return False
    try:
        return os.read(descriptor, len(_DATABASE)) == _DATABASE
    except OSError:
        return False
    finally:
        os.close(descriptor)
