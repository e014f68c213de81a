"""Compressed files as forward-only streams, so that they are never unpacked as a whole."""

from __future__ import annotations

import bz2
import io
import lzma
import sys
import zlib
from typing import IO, TYPE_CHECKING, Any

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import WriteableBuffer

GZIP = b"\x1f\x8b\x08"
BZIP2 = b"BZh"
XZ = b"\xfd7zXZ\x00"
ZSTD = b"\x28\xb5\x2f\xfd"
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The beginning of a skippable frame that holds the dictionary of all others (WARC Compression with Zstandard 1.0)."""
_ZSTD_SKIPPABLE = tuple(bytes((number,)) + ZSTD_DICTIONARY[1:] for number in range(0x50, 0x60))

DAMAGES = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, zstd.ZstdError)
"""The exceptions that reading damaged data raises."""

_PIECE = 1 << 16
_FIRST = 1 << 20  # bytes; bzip2 gives nothing before 900 kB are read
# 128 MiB, the limit of zstd's own tools.
_WINDOW: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 27}
_LARGEST_DICTIONARY = 1 << 24
_TIMES_THE_FILE = 200
AT_LEAST = 1 << 26
"""The bytes that a file of any size may unpack to."""


def most_unpacked(size: int) -> int:
    """Return the most bytes that an archive or WARC file of a size may unpack to."""
    return max(AT_LEAST, _TIMES_THE_FILE * size)


class Unpacked(io.RawIOBase):
    """The content of a compressed file, with all of its members or frames; at most so many bytes.

    Reading raises one of :data:`DAMAGES` where the file is damaged or ends early, or beyond that limit.
    """

    def __init__(self, file: IO[bytes], most: int | None = None) -> None:
        self._file = file
        self._most = most
        head = file.read(len(XZ))
        file.seek(0)
        self._new = _decompressor(head, file)
        self._unpacker = self._new()
        self._rest = b""
        self._size = 0

    def readable(self) -> bool:
        """Return true."""
        return True

    def tell(self) -> int:
        """Return the number of bytes unpacked so far."""
        return self._size

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Decompress into ``buffer`` and return the number of bytes, 0 at the end."""
        view = memoryview(buffer).cast("B")
        while True:
            if self._unpacker.eof:
                self._rest = self._unpacker.unused_data or self._file.read(_PIECE)
                if not self._rest:
                    return 0
                self._unpacker = self._new()
            packed = self._rest
            self._rest = b""
            if not packed and self._unpacker.needs_input:
                packed = self._file.read(_PIECE)
                if not packed:
                    raise EOFError("the compressed data ends early")
            data = self._unpacker.decompress(packed, len(view))
            if data:
                view[: len(data)] = data
                self._size += len(data)
                if self._most is not None and self._size > self._most:
                    raise ValueError("unpacks to too much")
                return len(data)


class _Gzip:
    """A decompressor of gzip with the interface of those of bz2, lzma and zstd."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._unpacker.eof

    @property
    def needs_input(self) -> bool:
        return not self._unpacker.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._unpacker.unused_data

    def decompress(self, packed: bytes, most: int) -> bytes:
        return self._unpacker.decompress(self._unpacker.unconsumed_tail + packed, most)


def is_compressed(head: bytes) -> bool:
    """Return whether a file with this beginning can be read with :class:`Unpacked`."""
    return head.startswith((GZIP, BZIP2, XZ, ZSTD, *_ZSTD_SKIPPABLE))


def unpacked_head(file: IO[bytes], size: int) -> bytes:
    """Return the first bytes of a compressed file, unpacked; fewer if it is damaged. Leave it at its beginning."""
    try:
        return io.BufferedReader(Unpacked(io.BytesIO(file.read(_FIRST))), size).read(size)
    except DAMAGES:
        return b""
    finally:
        file.seek(0)


def _decompressor(head: bytes, file: IO[bytes]) -> Callable[[], Any]:
    """Return a function that makes a decompressor for one member or frame."""
    if head.startswith(GZIP):
        return _Gzip
    if head.startswith(BZIP2):
        return bz2.BZ2Decompressor
    if head.startswith(XZ):
        return lzma.LZMADecompressor
    dictionary = _dictionary(file) if head.startswith(ZSTD_DICTIONARY) else None
    return lambda: zstd.ZstdDecompressor(zstd_dict=dictionary, options=_WINDOW)


def _dictionary(file: IO[bytes]) -> zstd.ZstdDict:
    """Read the dictionary in the first frame, which may itself be compressed."""
    size = int.from_bytes(file.read(8)[4:], "little")
    if size > _LARGEST_DICTIONARY:
        raise ValueError("the dictionary is too large")
    content = file.read(size)
    if content.startswith(ZSTD):
        content = zstd.ZstdDecompressor().decompress(content, _LARGEST_DICTIONARY)
    return zstd.ZstdDict(content)
