"""HTTP content codings (RFC 9110, section 8.4.1) undone, within a limit: no more is unpacked than asked for."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING

import brotli

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from collections.abc import Callable

GZIP = b"\x1f\x8b"
"""How gzip-compressed data begins (RFC 1952, section 2.3.1)."""


class CodingError(NewsfeedError):
    """Compressed data is broken, or holds too much."""


def gunzip(data: bytes, limit: int) -> bytes:
    """Return what gzip-compressed data holds, all of its members.

    Raises :class:`CodingError` for what is broken or holds more than ``limit`` bytes, as the other functions do.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            return _within(limit, stream.read(limit + 1))
    except (OSError, EOFError, zlib.error) as error:
        raise CodingError(f"broken gzip: {error}") from error


def undo(coding: str, data: bytes, limit: int) -> bytes:
    """Return ``data`` without the codings that a ``Content-Encoding`` names, the one applied last undone first.

    Data that does not begin as its coding has it is taken for uncoded: whoever saved it left the header as it was.
    Raises :class:`CodingError` for a coding that is not known, too.
    """
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        known = _CODINGS.get(name)
        if known is None:
            raise CodingError(f"in the content coding {name}, which is not read")
        data = known(data, limit)
    return data


def _within(limit: int, content: bytes) -> bytes:
    if len(content) > limit:
        raise CodingError(f"larger than {limit} bytes when unpacked")
    return content


def _gzip(data: bytes, limit: int) -> bytes:
    return gunzip(data, limit) if data.startswith(GZIP) else data


def _deflate(data: bytes, limit: int) -> bytes:
    """Undo ``deflate``: a zlib stream (RFC 1950), or as many servers send it, what stands inside one (RFC 1951)."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            content = _within(limit, unpacker.decompress(data, limit + 1))
        except zlib.error:
            continue
        if not unpacker.eof:
            raise CodingError("broken deflate: it ends before its end")
        return content
    return data


def _brotli(data: bytes, limit: int) -> bytes:
    """Undo ``br`` (RFC 7932), which has no signature: only trying tells."""
    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    waiting = data
    try:
        while not unpacker.is_finished() and size <= limit:
            part = unpacker.process(waiting, output_buffer_limit=limit + 1 - size)
            waiting = b""
            if not part and not unpacker.is_finished() and unpacker.can_accept_more_data():
                raise CodingError("broken br: it ends before its end")
            parts.append(part)
            size += len(part)
    except brotli.error:
        return data
    return _within(limit, b"".join(parts))


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "": lambda data, _limit: data,
    "identity": lambda data, _limit: data,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
