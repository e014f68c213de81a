"""Decoding of HTTP content codings (RFC 9110, section 8.4.1), within a limit on the decoded size."""

from __future__ import annotations

import re
import sys
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import brotli

from newsfeed.errors import NewsfeedError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

GZIP = b"\x1f\x8b"
"""The first bytes of gzip-compressed data (RFC 1952, section 2.3.1)."""

_ZSTD = b"\x28\xb5\x2f\xfd"
_ZSTD_FRAME = re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")  # the latter are skippable
# HTTP limits the window of zstd to 8 MiB (RFC 9659).
_ZSTD_OPTIONS: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
_MOST_FRAMES = 1000  # of zstd: servers send one, and many empty ones would take long
_PIECE = 1 << 16
_FIRST_PIECE = 1 << 10  # of a gzip member: many are small, and the bytes after each are read again
_PADDING = re.compile(rb"\0*")  # tape drives leave it behind gzip data
_JUNK = "junk after the compressed data ignored"
_HEAD = 1 << 12  # bytes that show whether data is text
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SHOWN = 40  # characters of a coding's name


class CodingError(NewsfeedError):
    """Compressed data is broken or too large."""


class OversizeError(CodingError):
    """Compressed data decodes to more than the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes when unpacked")


class DecodedBody(NamedTuple):
    """DecodedBody data, and what was wrong with the encoded data although it could be decoded, as clauses."""

    data: bytes
    problems: tuple[str, ...] = ()


def gunzip(data: bytes, limit: int) -> DecodedBody:
    """Return gzip-compressed data decompressed, all of its members; whatever follows them is ignored.

    Raises :class:`CodingError` for data that is broken or decompresses to more than ``limit`` bytes, as the other
    functions do.
    """
    pieces = _Pieces(limit)
    position = members = 0
    while True:
        size = pieces.size
        try:
            for piece, end in _member(data, position):
                pieces.add(piece)
                position = end
        except (EOFError, zlib.error) as error:
            if not members or pieces.size > size:
                reason = "truncated" if isinstance(error, EOFError) else str(error).rpartition(": ")[2]
                raise CodingError(f"broken gzip: {reason}") from error
            return DecodedBody(pieces.joined(), (_JUNK,))
        members += 1
        position = _PADDING.match(data, position).end()  # type: ignore[union-attr]  # it matches anywhere
        if not data.startswith(GZIP, position):
            return DecodedBody(pieces.joined(), (_JUNK,) if position < len(data) else ())


def decode_content(coding: str, data: bytes, limit: int) -> DecodedBody:
    """Return ``data`` decoded as the ``Content-Encoding`` says, the coding applied last first.

    Data without the signature of its coding is returned as it is: whoever saved it kept the old header. So is text with
    an unknown coding, such as ``aws-chunked``, ``none`` or the name of a character encoding. Raises
    :class:`CodingError` for an unknown coding of anything else, too.
    """
    problems: list[str] = []
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        known = _CODINGS.get(name)
        if known:
            data, found = known(data, limit)
            problems += found
        elif _is_text(data):
            problems.append(f"unknown Content-Encoding {name[:_SHOWN]} ignored")
        else:
            raise CodingError(f"unsupported content coding {name[:_SHOWN]}")
    return DecodedBody(data, tuple(problems))


def _is_text(data: bytes) -> bool:
    """Return whether data looks like text in some encoding, rather than compressed."""
    head = data[:_HEAD]
    return head.startswith(_UTF_16) or _NOT_IN_TEXT.search(head) is None


def _member(data: bytes, position: int) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces of the gzip member at ``position``, each with the position after the compressed data read."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    size = _FIRST_PIECE
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail
        if not packed:
            packed = data[position : position + size]
            position += len(packed)
            size = min(2 * size, _PIECE)
        piece = unpacker.decompress(packed, _PIECE)
        if not packed and not piece and not unpacker.eof:
            raise EOFError
        yield piece, position - len(unpacker.unused_data)


def _gzip(data: bytes, limit: int) -> DecodedBody:
    return gunzip(data, limit) if data.startswith(GZIP) else DecodedBody(data)


def _deflate(data: bytes, limit: int) -> DecodedBody:
    """Decode ``deflate``: a zlib stream (RFC 1950) or, as many servers send it, a raw stream (RFC 1951)."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            return DecodedBody(_joined(_deflate_pieces(data, window), limit))
    return DecodedBody(data)


def _deflate_pieces(data: bytes, window: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(window)
    for start in range(0, len(data), _PIECE):
        piece = unpacker.decompress(data[start : start + _PIECE], _PIECE)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE)
        if unpacker.eof:
            return
    raise CodingError("broken deflate: truncated")


def _brotli(data: bytes, limit: int) -> DecodedBody:
    """Decode ``br`` (RFC 7932). It has no signature: data that is not brotli is returned as it is."""
    try:
        return DecodedBody(_joined(_brotli_pieces(data), limit))
    except brotli.error:
        return DecodedBody(data)


def _brotli_pieces(data: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    for start in range(0, len(data), _PIECE):
        piece = unpacker.process(data[start : start + _PIECE], output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=_PIECE)
        if unpacker.is_finished():
            return
    raise CodingError("broken br: truncated")


def _zstd(data: bytes, limit: int) -> DecodedBody:
    """Decode ``zstd`` (RFC 8878); whatever follows its frames is ignored."""
    if not data.startswith(_ZSTD):
        return DecodedBody(data)
    pieces = _Pieces(limit)
    position = 0
    try:
        for _ in range(_MOST_FRAMES):
            for piece, end in _frame(data, position):
                pieces.add(piece)
                position = end
            if not _ZSTD_FRAME.match(data, position):
                return DecodedBody(pieces.joined(), (_JUNK,) if position < len(data) else ())
    except (EOFError, zstd.ZstdError) as error:
        raise CodingError(f"broken zstd: {'truncated' if isinstance(error, EOFError) else error}") from error
    raise CodingError(f"broken zstd: more than {_MOST_FRAMES} frames")


def _frame(data: bytes, position: int) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces of the zstd frame at ``position``, each with the position after the compressed data read."""
    unpacker = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS)
    while not unpacker.eof:
        packed = data[position : position + _PIECE] if unpacker.needs_input else b""
        if unpacker.needs_input and not packed:
            raise EOFError
        position += len(packed)
        yield unpacker.decompress(packed, _PIECE), position - len(unpacker.unused_data)


class _Pieces:
    """Pieces of decoded data, within a limit on their total size."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Add a piece; raise :class:`OversizeError` if that is too much."""
        self._pieces.append(piece)
        self.size += len(piece)
        if self.size > self._limit:
            self._pieces.clear()  # an exception keeps its frames alive, and may live long
            raise OversizeError(self._limit)

    def joined(self) -> bytes:
        """Return all pieces."""
        return b"".join(self._pieces)


def _joined(decoded: Iterator[bytes], limit: int) -> bytes:
    pieces = _Pieces(limit)
    for piece in decoded:
        pieces.add(piece)
    return pieces.joined()


_CODINGS: dict[str, Callable[[bytes, int], DecodedBody]] = {
    "": lambda data, _limit: DecodedBody(data),
    "identity": lambda data, _limit: DecodedBody(data),
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
