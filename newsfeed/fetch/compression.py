"""Decoding of HTTP content codings (RFC 9110, section 8.4.1), within a limit on the decoded size."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

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
# HTTP limits the window of zstd to 8 MiB (RFC 9659).
_ZSTD_OPTIONS: Mapping[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
_MOST_FRAMES = 1000  # of zstd: servers send one, and many empty ones would take long
_PIECE = 1 << 16


class CodingError(NewsfeedError):
    """Compressed data is broken or too large."""


class OversizeError(CodingError):
    """Compressed data decodes to more than the limit."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes when unpacked")


def gunzip(data: bytes, limit: int) -> bytes:
    """Return gzip-compressed data decompressed, all of its members.

    Raises :class:`CodingError` for data that is broken or decompresses to more than ``limit`` bytes, as the other
    functions do.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return _within(limit, stream.read(limit + 1))
    except (OSError, EOFError, zlib.error) as error:
        raise CodingError(f"broken gzip: {error}") from error


def decode_content(coding: str, data: bytes, limit: int) -> bytes:
    """Return ``data`` decoded as the ``Content-Encoding`` says, the coding applied last first.

    Data without the signature of its coding is returned as it is: whoever saved it kept the old header.
    Raises :class:`CodingError` for an unknown coding, too.
    """
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        known = _CODINGS.get(name)
        if known is None:
            raise CodingError(f"unsupported content coding {name}")
        data = known(data, limit)
    return data


def _within(limit: int, content: bytes) -> bytes:
    if len(content) > limit:
        del content  # an exception keeps its frames alive, and may live long
        raise OversizeError(limit)
    return content


def _gzip(data: bytes, limit: int) -> bytes:
    return gunzip(data, limit) if data.startswith(GZIP) else data


def _deflate(data: bytes, limit: int) -> bytes:
    """Decode ``deflate``: a zlib stream (RFC 1950) or, as many servers send it, a raw stream (RFC 1951)."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            return _joined(_deflate_pieces(data, window), limit)
    return data


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


def _brotli(data: bytes, limit: int) -> bytes:
    """Decode ``br`` (RFC 7932). It has no signature: data that is not brotli is returned as it is."""
    try:
        return _joined(_brotli_pieces(data), limit)
    except brotli.error:
        return data


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


def _zstd(data: bytes, limit: int) -> bytes:
    """Decode ``zstd`` (RFC 8878)."""
    if not data.startswith(_ZSTD):
        return data
    try:
        return _joined(_zstd_pieces(data), limit)
    except zstd.ZstdError as error:
        raise CodingError(f"broken zstd: {error}") from error


def _zstd_pieces(data: bytes) -> Iterator[bytes]:
    start = 0
    for _ in range(_MOST_FRAMES):
        unpacker = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS)
        while not unpacker.eof:
            waiting = data[start : start + _PIECE] if unpacker.needs_input else b""
            if unpacker.needs_input and not waiting:
                raise CodingError("broken zstd: truncated")
            start += len(waiting)
            yield unpacker.decompress(waiting, _PIECE)
        start -= len(unpacker.unused_data)
        if start == len(data):
            return
    raise CodingError(f"broken zstd: more than {_MOST_FRAMES} frames")


def _joined(pieces: Iterator[bytes], limit: int) -> bytes:
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > limit:
            kept.clear()
            raise OversizeError(limit)
    return b"".join(kept)


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "": lambda data, _limit: data,
    "identity": lambda data, _limit: data,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
