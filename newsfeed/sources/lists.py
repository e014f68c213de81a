"""Lists of sources: text files of names, standard input, OPML files and sitemap indexes."""

from __future__ import annotations

import re
import sys
import zlib
from typing import IO, TYPE_CHECKING

from newsfeed.fetch.compression import GZIP
from newsfeed.formats import opml, parse, sitemap
from newsfeed.sources.files import UnreadableError, open_regular, read
from newsfeed.sources.targets import SourceError, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_ROOTS = "|".join((*opml.DIALECT.roots, *sitemap.INDEX_DIALECT.roots)).encode()
_POINTERS = re.compile(
    rb"(?>\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<![A-Za-z].*?>\s*)*+"
    rb"<(?:\w+:)?(?:" + _ROOTS + rb")[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_HEAD = 1 << 12  # bytes in which OPML files and sitemap indexes are recognised
_LINE = 1 << 13  # bytes: no URL or path is longer
MOST_ALTERNATES = 8  # feeds of a page that are read; its author may have listed thousands
MOST_REQUESTS = 2000  # documents requested for one source that lists others
_LIST_LIMIT = 32 << 20  # bytes of an OPML file, a sitemap index, or a list on standard input


def read_stdin() -> str:
    """Return the list on standard input; raise :class:`SourceError` if it is too long."""
    data = sys.stdin.buffer.read(_LIST_LIMIT + 1)
    if len(data) > _LIST_LIMIT:
        raise SourceError("-", f"a list of more than {_LIST_LIMIT} bytes; give it in parts")
    return data.decode("utf-8", "replace")


def significant(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are neither blank nor comments."""
    return (line for line in (line.strip() for line in lines) if line and not line.startswith("#"))


def listed_names(path: Path) -> list[str]:
    """Return the names in a text file that lists sources; none if the file is not such a list.

    A list is a file whose first line, and most of the others, name something that exists: feeds and archived articles
    begin with markup or prose, and one wrong line must not turn a list into an article.
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
    """Yield the lines of a UTF-8 file; raise :class:`ValueError` if they are too long for a list, or not UTF-8."""
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
    """Return the URLs in an OPML file or a sitemap index.

    None are returned for any other file, and for one that is too large, which is then reported like any other source.
    """
    try:
        with open_regular(path) as file:
            head = _unpacked_head(file.read(_HEAD)).replace(b"\0", b"")  # makes UTF-16 and UTF-32 look like ASCII
            if not _POINTERS.match(head):
                return []
            file.seek(0)
            return parse(read(file, path.name, _LIST_LIMIT).data).feeds
    except (OSError, UnreadableError):
        return []


def _unpacked_head(head: bytes) -> bytes:
    """Return the first bytes of a file, gunzipped if it is gzip-compressed."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _HEAD)
    except zlib.error:
        return b""
