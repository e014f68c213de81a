"""Lists of sources: text files of names, standard input, OPML files and sitemap indexes."""

from __future__ import annotations

import re
import sys
import zlib
from typing import IO, TYPE_CHECKING

from newsfeed.fetch.compression import GZIP
from newsfeed.formats import parse
from newsfeed.sources.files import UnreadableError, open_regular, unpack
from newsfeed.sources.targets import SourceError, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_POINTERS = re.compile(
    rb"(?>\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<![A-Za-z].*?>\s*)*+"
    rb"<(?:opml|(?:\w+:)?sitemapindex)[\s>]",
    re.DOTALL | re.IGNORECASE,
)


_HEAD = 1 << 12  # bytes that show whether a file is OPML or an index of sitemaps


_LINE = 1 << 13  # bytes: no longer line is a URL or a path


_LIST_LIMIT = 32 << 20  # bytes of an OPML file, an index of sitemaps, or a list on standard input


def read_stdin() -> str:
    """Return the list on standard input."""
    return sys.stdin.buffer.read(_LIST_LIMIT).decode("utf-8", "replace")


def significant(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are neither blank nor comments."""
    return (line for line in (line.strip() for line in lines) if line and not line.startswith("#"))


def listed_names(path: Path) -> list[str]:
    """Return the names in a text file that lists sources, none if it is something else.

    It is a list if its first line names something that is there, and most others do: feeds and archived articles begin
    with markup or prose, and one line that is wrong must not make an article of a list.
    """
    names = []
    right = 0
    try:
        with open_regular(path) as file:
            for line in significant(_lines(file)):
                names.append(line)
                right += _names_something(line, path.parent)
                if not right:
                    return []
    except (OSError, ValueError):
        return []
    return names if 2 * right > len(names) else []


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a UTF-8 file; raise :class:`ValueError` if they are not such as a list has."""
    left = _LIST_LIMIT
    while line := file.readline(_LINE):
        left -= len(line)
        if len(line) == _LINE or left < 0:
            raise ValueError("too long for a list")
        yield line.decode().removeprefix("\ufeff")


def _names_something(line: str, base: Path) -> bool:
    try:
        return bool(resolve(line, base))
    except SourceError:
        return False


def pointers(path: Path) -> list[str]:
    """Return the addresses in an OPML file or an index of sitemaps, none if it is something else."""
    try:
        with open_regular(path) as file:
            head = _unpacked_head(file.read(_HEAD)).replace(b"\0", b"")  # UTF-16 and UTF-32 become ASCII enough
            if not _POINTERS.match(head):
                return []
            file.seek(0)
            return parse(unpack(file.read(_LIST_LIMIT), path.name, _LIST_LIMIT)).feeds
    except (OSError, UnreadableError):
        return []


def _unpacked_head(head: bytes) -> bytes:
    """Return how a file begins, gunzipped if it is gzip-compressed."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _HEAD)
    except zlib.error:
        return b""
