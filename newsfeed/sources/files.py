"""Local files: opened without blocking, read within a limit, gunzipped if they are gzip-compressed."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.compression import GZIP, CodingError, DecodedBody, gunzip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_LAYERS = 2  # of gzip around a document


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file to read. ``name`` is its path relative to the named source; for a named file, its file name.

    ``found`` is true for a file found in a directory, which may not be a feed. ``folder`` is that directory, as named
    by the user, if there are several.
    """

    path: Path
    name: str
    found: bool = False
    folder: str = ""

    @property
    def shown(self) -> str:
        """The name for messages; the feed's name does not depend on other directories read with it."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


class UnreadableError(NewsfeedError):
    """A file cannot be read; ``name`` is the :attr:`LocalFile.name`."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@contextmanager
def opened(local: LocalFile) -> Iterator[IO[bytes]]:
    """Open a file; raise :class:`UnreadableError` if opening it, or reading it later, fails.

    Never blocks on a FIFO that has replaced the file.
    """
    try:
        with open_regular(local.path) as file:
            yield file
    except OSError as error:
        raise UnreadableError(local.name, os_reason(error)) from error


def read(file: IO[bytes], name: str, limit: int) -> DecodedBody:
    """Return the content of a file, gunzipped if it is gzip-compressed (RFC 1952).

    ``limit`` is the largest size in bytes, of the file and of its decompressed content. Raises
    :class:`UnreadableError` if it is exceeded.
    """
    data = _content(file, limit)
    if len(data) > limit:
        raise UnreadableError(name, f"larger than {limit} bytes")
    return unpack(data, name, limit)


def unpack(data: bytes, name: str, limit: int) -> DecodedBody:
    """Return ``data`` gunzipped if it is gzip-compressed, else unchanged; some servers compress twice.

    Raises :class:`UnreadableError` for data that is broken or decompresses to more than ``limit`` bytes.
    """
    decoded = DecodedBody(data)
    try:
        for _ in range(_MOST_LAYERS):
            if decoded.data.startswith(GZIP):
                inner = gunzip(decoded.data, limit)
                decoded = DecodedBody(inner.data, decoded.problems + inner.problems)
    except CodingError as error:
        raise UnreadableError(name, str(error)) from error
    return decoded


class _NotRegularError(OSError):
    pass


def open_regular(path: Path) -> IO[bytes]:
    """Open a regular file; raise for anything else, without blocking and without a race."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _NotRegularError(f"{file_kind(mode)}, not a regular file")
    return os.fdopen(descriptor, "rb")


def _content(file: IO[bytes], limit: int) -> bytes:
    """Return the content of ``file``, at most one byte more than ``limit``."""
    size = min(os.fstat(file.fileno()).st_size, limit)
    # Reading no more than that avoids a buffer of the limit's size; some files in /proc return nothing yet.
    content = file.read(size + 1) or b""
    return content if len(content) <= size else content + (file.read(limit - size) or b"")


def os_reason(error: OSError) -> str:
    """Return why a file cannot be read, as a clause."""
    match error:
        case FileNotFoundError():
            return "is no longer there"
        case _NotRegularError():
            return str(error)
    return f"cannot be read: {error.strerror}"


def file_kind(mode: int) -> str:
    """Return the kind of file with this mode in words."""
    kinds = {
        stat.S_IFDIR: "a directory",
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFIFO: "a FIFO",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "a special file")
