"""One HTTP/1.1 request and its response over a connection, with a limit on everything a server sends."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import h11

from newsfeed.fetch.headers import END, clean_head

if TYPE_CHECKING:
    from newsfeed.fetch.connection import Stream

_HEAD = 64 << 10  # bytes of the status line and headers, of a chunk header, of trailers
_TLS_ALERT = b"\x15\x03"
WANTS_TLS = "the server answers in TLS; its address may begin with https://"
"""A request without TLS met a server that speaks it."""

_PLAIN_REASONS = (  # a part of what h11 says, which uses names of its code, and what it means
    ("status_code should be", "its status is no number from 100 to 999"),
    ("_switch_upgrade", "it changes to a protocol that was not asked for"),
)
LONGEST_REFUSAL = 1 << 20
"""The number of bytes read of the body of an answer that is no document."""

_REFUSAL_SECONDS = 2.0  # to wait for them
_INTERIM = 10  # interim (1xx) responses
_AT_ONCE = 64 << 10  # bytes per read

# Bytes of a body held in memory while the rest arrives; up to CONCURRENT_REQUESTS bodies arrive at a time.
_IN_MEMORY = 1 << 20


class NoAnswerError(Exception):
    """The server closed the connection before it had sent complete headers."""


class ProtocolError(Exception):
    """The response is not HTTP, or its headers have no end; the message is a clause."""


class TruncatedError(Exception):
    """The body is shorter than announced."""


class TooLargeError(Exception):
    """The body is larger than the limit."""


class Exchange:
    """One request and its response; the connection cannot be used again."""

    def __init__(self, stream: Stream) -> None:
        self._reader, self._writer = stream
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD)
        self._waiting = b""  # received but not parsed yet
        self._declared = 0  # Content-Length

    async def ask(self, request: h11.Request, body: bytes) -> h11.Response:
        """Send a request and return the status and headers of the response.

        Raises :class:`NoAnswerError` or :class:`ProtocolError`, and ``h11.LocalProtocolError`` for a request that
        cannot be sent.
        """
        parts = (request, h11.Data(body), h11.EndOfMessage()) if body else (request, h11.EndOfMessage())
        self._writer.write(b"".join(self._protocol.send(part) for part in parts))
        try:
            for _ in range(_INTERIM):
                self._protocol.receive_data(clean_head(await self._head()))
                event = self._protocol.next_event()
                if isinstance(event, h11.Response):
                    self._declared = int(dict(event.headers).get(b"content-length", b"0"))
                    if self._waiting:  # to h11, an empty string means the end
                        self._protocol.receive_data(self._waiting)
                    return event
        except h11.RemoteProtocolError as error:
            # After a colon, h11 quotes the data.
            reason = str(error).partition(":")[0].lower()
            plain = next((words for part, words in _PLAIN_REASONS if part in reason), reason)
            raise ProtocolError(f"the answer is not valid HTTP: {plain}") from error
        raise ProtocolError("the server sends only interim answers")

    async def body(self, most: int) -> bytes:
        """Return the body as it was sent, still encoded.

        Raises :class:`TruncatedError`, or :class:`TooLargeError` for more than ``most`` bytes.
        """
        with SpooledTemporaryFile(_IN_MEMORY) as held:
            left = most
            try:
                while isinstance(event := await self._next(), h11.Data):
                    left -= len(event.data)
                    if left < 0 or self._declared > most:
                        raise TooLargeError
                    held.write(event.data)
            except h11.RemoteProtocolError as error:
                raise TruncatedError from error
            held.seek(0)
            return held.read()

    async def start_of_body(self) -> bytes:
        """Return what arrives soon of the body of an answer that is no document, still encoded."""
        held = bytearray()
        with suppress(h11.RemoteProtocolError, TimeoutError, OSError):
            async with asyncio.timeout(_REFUSAL_SECONDS):
                while len(held) < LONGEST_REFUSAL and isinstance(event := await self._next(), h11.Data):
                    held += event.data
        return bytes(held)

    def close(self) -> None:
        """Close the connection without reading the rest."""
        self._writer.transport.abort()

    async def _head(self) -> bytes:
        """Read and return the next status line with its headers."""
        searched = 0
        while not (end := END.search(self._waiting, searched)):
            if len(self._waiting) > _HEAD:
                raise ProtocolError("its headers are too long")
            searched = max(0, len(self._waiting) - len(b"\n\r"))
            data = await self._reader.read(_AT_ONCE)
            if not data:
                if self._waiting.startswith(_TLS_ALERT):
                    raise ProtocolError(WANTS_TLS)
                raise NoAnswerError
            self._waiting += data
        head, self._waiting = self._waiting[: end.end()], self._waiting[end.end() :]
        return head

    async def _next(self) -> object:
        """Return the next h11 event; raises ``h11.RemoteProtocolError``."""
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._protocol.receive_data(await self._reader.read(_AT_ONCE))
        return event
