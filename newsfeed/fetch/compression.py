"""Decoding of HTTP content codings (RFC 9110, section 8.4.1), within a limit on the decoded size."""

from __future__ import annotations

import re
import sys
import zlib
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
    """Decoded data, and the faults of the encoded data that did not prevent decoding, as clauses."""

    data: bytes
    problems: tuple[str, ...] = ()


def gunzip(data: bytes, limit: int) -> DecodedBody:
    """Return all members of gzip-compressed data, decompressed; data after them is ignored.

    Raises :class:`CodingError` for data that is broken or decompresses to more than ``limit`` bytes, as the other
    functions do.
    """
    pieces = _Pieces(limit)
    position = members = 0
    while True:
        size = pieces.size
        try:
            for piece, end in _deflated(data, position, 16 + zlib.MAX_WBITS):
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
    """Return ``data`` decoded according to ``Content-Encoding``, starting with the coding applied last.

    Data without the signature of its coding is returned unchanged, because it may have been saved with the old header.
    So is text or a gzip file with an unknown coding, such as ``aws-chunked``, ``none`` or the name of a character
    encoding. Raises :class:`CodingError` for an unknown coding of anything else, too.
    """
    problems: list[str] = []
    for stated in reversed(coding.split(",")):
        name = stated.partition(";")[0].strip().lower()
        known = _CODINGS.get(name)
        if known:
            data, found = known(data, limit)
            problems += found
        elif _is_text(data) or data.startswith(GZIP):  # which is unpacked like a file
            problems.append(f"unknown Content-Encoding {name[:_SHOWN]} ignored")
        else:
            raise CodingError(f"unsupported content coding {name[:_SHOWN]}")
    return DecodedBody(data, tuple(problems))


def _is_text(data: bytes) -> bool:
    """Return whether data looks like text in some encoding, rather than compressed."""
    head = data[:_HEAD]
    return head.startswith(_UTF_16) or _NOT_IN_TEXT.search(head) is None


def _deflated(data: bytes, position: int, window: int) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces of the stream at ``position``, each with the position after the compressed data read.

    ``window`` selects gzip, zlib or raw, as in zlib. Raises :class:`EOFError` if the stream is cut.
    """
    unpacker = zlib.decompressobj(window)
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
    has_header = len(data) > 1 and data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
    window = zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
    return _unsigned("deflate", data, _deflated(data, 0, window), limit)


def _brotli(data: bytes, limit: int) -> DecodedBody:
    """Decode ``br`` (RFC 7932)."""
    return _unsigned("br", data, _brotli_pieces(data), limit)


def _unsigned(coding: str, data: bytes, decoded: Iterator[tuple[bytes, int]], limit: int) -> DecodedBody:
    """Return the joined pieces of a coding without a signature; data after the stream is ignored.

    Text may begin like such a stream. It is returned unchanged unless all of it is one.
    """
    pieces = _Pieces(limit)
    end = 0
    try:
        for piece, position in decoded:
            pieces.add(piece)
            end = position
    except (EOFError, zlib.error, brotli.error) as error:
        is_truncated = isinstance(error, EOFError)
        if _is_text(data) or not (pieces.size or is_truncated):
            return DecodedBody(data)
        raise CodingError(f"broken {coding}: {'truncated' if is_truncated else 'damaged'}") from error
    if end == len(data):
        return DecodedBody(pieces.joined())
    return DecodedBody(data) if _is_text(data) else DecodedBody(pieces.joined(), (_JUNK,))


def _brotli_pieces(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces of a brotli stream, each with the position after the compressed data read.

    The library refuses data after the stream, together with the end of the stream, which is then read byte by byte.
    """
    size = last = 0
    try:
        for piece, end in _brotli_steps(data, len(data)):
            yield piece, end
            size += len(piece)
            last = end
    except brotli.error:
        for piece, end in _brotli_steps(data, last - _PIECE):
            yield piece[size:], end
            size = max(0, size - len(piece))


def _brotli_steps(data: bytes, single: int) -> Iterator[tuple[bytes, int]]:
    """Yield the pieces of a brotli stream, which is read byte by byte from the position ``single`` on."""
    unpacker = brotli.Decompressor()
    position = 0
    while not unpacker.is_finished():
        packed = data[position : position + (_PIECE if position < single else 1)]
        if not packed:
            raise EOFError
        position += len(packed)
        piece = unpacker.process(packed, output_buffer_limit=_PIECE)
        while piece:
            yield piece, position
            piece = b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=_PIECE)
        yield b"", position


def _zstd(data: bytes, limit: int) -> DecodedBody:
    """Decode ``zstd`` (RFC 8878); data after its frames is ignored."""
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
        """Add a piece; raise :class:`OversizeError` if the total exceeds the limit."""
        self._pieces.append(piece)
        self.size += len(piece)
        if self.size > self._limit:
            self._pieces.clear()  # an exception keeps its frames alive, and may live long
            raise OversizeError(self._limit)

    def joined(self) -> bytes:
        """Return all pieces."""
        return b"".join(self._pieces)


_CODINGS: dict[str, Callable[[bytes, int], DecodedBody]] = {
    "": lambda data, _limit: DecodedBody(data),
    "identity": lambda data, _limit: DecodedBody(data),
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
