"""Response headers, cleaned as browsers do: only a malformed line itself is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response

END = re.compile(rb"\n\r?\n")
"""The end of the headers, from the end of the last line."""

# RFC 9112, section 5: a token, a colon, anything but a line end. Blanks before the colon are not allowed, but occur.
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(:.*)")
_FORBIDDEN = b"\0\r\v\f"  # in a header


def header(response: Response, name: str) -> str:
    """Return the value of a response's header, "" if it has none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def clean_head(head: bytes) -> bytes:
    r"""Return a status line with its headers, without malformed lines and forbidden characters.

    >>> clean_head(b"HTTP/1.1 200 OK\r\nno header\r\nServer : x\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n'
    """
    status, *lines = head.translate(None, _FORBIDDEN).rstrip(b"\n").split(b"\n")
    kept: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")) and kept:  # the previous header continues (section 5.2)
            kept[-1] += b" " + line.strip()
        elif header := _HEADER.fullmatch(line):
            kept.append(header[1] + header[2])
    return b"\r\n".join([status, *_framed_once(kept), b"", b""])


def _framed_once(lines: list[bytes]) -> Iterator[bytes]:
    """Yield header lines without a transfer coding that is none, or that a proxy has stated a second time."""
    stated: set[bytes] = set()
    for line in lines:
        name, _, value = line.lower().partition(b":")
        if name == b"transfer-encoding":
            if value.strip() in {b"identity", *stated}:
                continue
            stated.add(value.strip())
        yield line
