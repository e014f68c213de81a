"""The heads of answers, read as browsers read them: a line that is no header costs nothing but itself."""

from __future__ import annotations

import re

END = re.compile(rb"\n\r?\n")
"""What ends a head, from the end of its last line on."""

# RFC 9112, section 5: a token, a colon, anything that ends no line. Blanks before the colon are not allowed, but occur.
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(:.*)")
_NEVER = b"\0\r\v\f"  # in a header


def mended(head: bytes) -> bytes:
    r"""Return a head without the lines that are no headers, and without what may not stand in the others.

    >>> mended(b"HTTP/1.1 200 OK\r\nno header\r\nServer : x\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n'
    """
    status, *lines = head.translate(None, _NEVER).rstrip(b"\n").split(b"\n")
    kept: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")) and kept:  # the header before goes on (section 5.2)
            kept[-1] += b" " + line.strip()
        elif header := _HEADER.fullmatch(line):
            kept.append(header[1] + header[2])
    return b"\r\n".join([status, *kept, b"", b""])
