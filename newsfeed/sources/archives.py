"""ZIP and tar archives of feeds and posts: their members are read in memory, one at a time, within limits.

Nothing is written to disk, so names of members are harmless. An archive in an archive is not opened.
"""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from dataclasses import dataclass
from itertools import count
from typing import IO, TYPE_CHECKING

from newsfeed.sources.compressed import AT_LEAST, DAMAGES, Unpacked, is_compressed, most_unpacked, unpacked_head
from newsfeed.text.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MEMBERS = 20_000
_MOST_DIRECTORY = 1 << 24  # bytes of a ZIP file's central directory, all of which is held in memory
_TIMES_THE_LIMIT = 32  # limit of all members together, in multiples of the largest permitted member
_BLOCK = 512  # bytes of a tar header
_MAGIC_AT, _MAGIC = 257, b"ustar"
_ZIP = b"PK\x03\x04"
_END = b"PK\x05\x06"
_SHORTEST_END = 22  # bytes of a ZIP file's last record …
_LONGEST_END = (1 << 16) + _SHORTEST_END  # … with its comment
_PIECE = 1 << 16
_NOWHERE = ("", ".", "..")  # parts of names that lead out of the archive, or nowhere
_LONGEST_NAME = 200  # characters that are shown
_ENDINGS = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
_MOST_FIRST = 3  # members, one of which shows the kind of a document
# The first members of documents that are ZIP archives.
_DOCUMENTS = ("mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF", "AndroidManifest.xml")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, with its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class RefusedMember:
    """A file in an archive that is not read, and the reason; without a name, the rest of the archive."""

    name: str
    reason: str


class _NoFeedsError(Exception):
    """The file is an archive of another kind, named in the message."""


def begins(file: IO[bytes]) -> bool:
    """Return whether a file is an archive; it is at its beginning before and after."""
    head = file.read(_BLOCK)
    is_zip = _is_zip(head, file)
    file.seek(0)
    return is_zip or _is_tar(head) or (is_compressed(head) and _is_tar(unpacked_head(file, _BLOCK)))


def _is_zip(head: bytes, file: IO[bytes]) -> bool:
    """Return whether a file is a ZIP archive, which may have a program before it that unpacks it."""
    if head.startswith(_ZIP):
        return True
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _SHORTEST_END))
    return file.read(len(_END)) == _END


def is_named_so(name: str) -> bool:
    """Return whether a file has the name of an archive; documents of many programs are ZIP files, too."""
    return name.lower().endswith(_ENDINGS)


def members(file: IO[bytes], limit: int) -> Iterator[Member | RefusedMember]:
    """Yield the files in an archive, in order; hidden files, folders and links are left out.

    ``limit`` is the largest member in bytes. The number of members and the size of all of them are limited, too:
    beyond that, and where the archive is damaged, the rest is refused. Raises :class:`OSError` where the file cannot
    be read.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    budget = min(_TIMES_THE_LIMIT * limit, most_unpacked(size))
    head = file.read(_BLOCK)
    is_zip = _is_zip(head, file)
    file.seek(0)
    inside = _zip(file, size) if is_zip else _tar(file, packed=not _is_tar(head), most=budget)
    for number in count():
        try:
            found = next(inside, None)
        except _NoFeedsError as error:
            yield RefusedMember("", str(error))
            return
        except (*DAMAGES, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError) as error:
            yield RefusedMember("", f"damaged archive: {_reason(error)}")
            return
        if found is None:
            return
        if number >= MOST_MEMBERS:
            yield RefusedMember("", f"more than {MOST_MEMBERS:,} files in the archive: the rest is not read")
            return
        name, stated, content = found
        if _is_hidden(name):
            continue
        if stated > limit:  # not unpacked in a ZIP archive; in a tar archive, the stream counts the bytes
            yield RefusedMember(_shown(name), f"larger than {limit} bytes")
            continue
        budget -= stated
        if budget < 0:
            yield RefusedMember("", "the archive unpacks to too much: the rest is not read")
            return
        yield _read(_shown(name), content, limit)


def _read(name: str, content: IO[bytes] | str, limit: int) -> Member | RefusedMember:
    """Return a member with its content, given as a stream or as the reason why it cannot be read."""
    if isinstance(content, str):
        return RefusedMember(name, content)
    try:
        with content:
            data = content.read(limit + 1)
    except (*DAMAGES, zipfile.BadZipFile, tarfile.TarError, NotImplementedError) as error:
        return RefusedMember(name, f"damaged: {_reason(error)}")
    if len(data) > limit:
        return RefusedMember(name, f"larger than {limit} bytes")
    return RefusedMember(name, "an archive in an archive") if begins(io.BytesIO(data)) else Member(name, data)


_Inside = tuple[str, int, IO[bytes] | str]


def _zip(file: IO[bytes], size: int) -> Iterator[_Inside]:
    """Yield name, stated size and content of each file in a ZIP archive."""
    file.seek(max(0, size - _LONGEST_END))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) < end + _SHORTEST_END:
        raise zipfile.BadZipFile("its directory is missing")
    (directory,) = struct.unpack_from("<I", tail, end + 12)
    if directory > _MOST_DIRECTORY:
        raise zipfile.BadZipFile("its directory is too large")
    with zipfile.ZipFile(file) as archive:
        found = archive.infolist()
        if any(each.filename in _DOCUMENTS for each in found[:_MOST_FIRST]):
            raise _NoFeedsError("a document or a program that is a ZIP archive")
        for each in found:
            if each.is_dir():
                continue
            yield each.filename, each.file_size, _opened(archive, each)


def _opened(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> IO[bytes] | str:
    """Return the content of a file in a ZIP archive, or the reason why it cannot be read."""
    if one.flag_bits & 1:
        return "encrypted"
    try:
        return archive.open(one)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        return f"damaged: {_reason(error)}"


def _tar(file: IO[bytes], *, packed: bool, most: int) -> Iterator[_Inside]:
    """Yield name, stated size and content of each file in a tar archive; links and devices are left out."""
    stream = _Forward(io.BufferedReader(Unpacked(file), _PIECE) if packed else file, most)
    with tarfile.open(fileobj=stream, mode="r:") as archive:  # type: ignore[call-overload] # it needs no other methods
        while each := archive.next():
            archive.members.clear()  # which would hold all headers
            if each.isreg():
                content = archive.extractfile(each)
                yield each.name, each.size, content or "not a file"


class _Forward:
    """A forward-only stream with the methods that :mod:`tarfile` calls, and a limit on the bytes that are read."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._position = 0
        self._left = most + AT_LEAST

    def read(self, size: int) -> bytes:
        """Return up to ``size`` bytes."""
        if size > self._left:
            raise tarfile.ReadError("unpacks to too much")
        data = self._stream.read(size)
        self._position += len(data)
        self._left -= len(data)
        return data

    def seek(self, position: int) -> int:
        """Read up to a position ahead."""
        if position < self._position:
            raise tarfile.ReadError("a header leads back")
        while self._position < position:
            if not self.read(min(_PIECE, position - self._position)):
                break
        return self._position

    def tell(self) -> int:
        """Return the position."""
        return self._position


def _is_tar(head: bytes) -> bool:
    return head[_MAGIC_AT : _MAGIC_AT + len(_MAGIC)] == _MAGIC


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in _parts(name))


def _shown(name: str) -> str:
    """Return the name of a member for messages and as the name of its document."""
    return on_one_line("/".join(_parts(name)))[:_LONGEST_NAME]


def _parts(name: str) -> list[str]:
    """Return the parts of a member's name, which some programs for Windows join with backslashes."""
    return [part for part in name.replace("\\", "/").split("/") if part not in _NOWHERE]


def _reason(error: BaseException) -> str:
    return on_one_line(str(error))[:_LONGEST_NAME] or type(error).__name__
