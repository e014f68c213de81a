"""A request and its answer over a connection: HTTP/1.1 as h11 has it, with a bound on everything a server sends."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import h11

from newsfeed.fetch.headers import END, mended

if TYPE_CHECKING:
    from newsfeed.fetch.connection import Stream

_HEAD = 64 << 10  # bytes of a status line with all headers, of a chunk's head, of trailers
_INTERIM = 10  # answers that say only that the answer will come
_AT_ONCE = 64 << 10  # bytes read

# Bytes of a body that are held in memory while the rest comes; CONCURRENT_REQUESTS of them come at a time.
_IN_MEMORY = 1 << 20


class NoAnswerError(Exception):
    """The server closed the connection before it had said what it is going to send."""


class ProtocolError(Exception):
    """What the server says is not HTTP, or has no end; the message is a clause."""


class TruncatedError(Exception):
    """The body ends before its end."""


class TooLargeError(Exception):
    """The body is larger than it may be."""


class Exchange:
    """One request and its answer. The connection is of no use afterwards."""

    def __init__(self, stream: Stream) -> None:
        self._reader, self._writer = stream
        self._protocol = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD)
        self._waiting = b""  # what has come and is not read yet
        self._declared = 0  # bytes of the body

    async def ask(self, request: h11.Request, body: bytes) -> h11.Response:
        """Send a request and return the head of its answer.

        Raises :class:`NoAnswerError` or :class:`ProtocolError`, and ``h11.LocalProtocolError`` for a request that
        cannot be sent.
        """
        parts = (request, h11.Data(body), h11.EndOfMessage()) if body else (request, h11.EndOfMessage())
        self._writer.write(b"".join(self._protocol.send(part) for part in parts))
        try:
            for _ in range(_INTERIM):
                self._protocol.receive_data(mended(await self._head()))
                event = self._protocol.next_event()
                if isinstance(event, h11.Response):
                    self._declared = int(dict(event.headers).get(b"content-length", b"0"))
                    if self._waiting:  # to h11, nothing means the end
                        self._protocol.receive_data(self._waiting)
                    return event
        except h11.RemoteProtocolError as error:
            # After a colon, h11 quotes what was sent.
            raise ProtocolError(f"the answer is no proper HTTP: {str(error).partition(':')[0].lower()}") from error
        raise ProtocolError("the server only says that an answer will come")

    async def body(self, most: int) -> bytes:
        """Return the body, as it was sent.

        Raises :class:`TruncatedError`, and :class:`TooLargeError` for more than ``most`` bytes.
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

    def close(self) -> None:
        """Close the connection, whatever is still to come."""
        self._writer.transport.abort()

    async def _head(self) -> bytes:
        """Take the next head from what comes."""
        searched = 0
        while not (end := END.search(self._waiting, searched)):
            if len(self._waiting) > _HEAD:
                raise ProtocolError("its headers are too long")
            searched = max(0, len(self._waiting) - len(b"\n\r"))
            data = await self._reader.read(_AT_ONCE)
            if not data:
                raise NoAnswerError
            self._waiting += data
        head, self._waiting = self._waiting[: end.end()], self._waiting[end.end() :]
        return head

    async def _next(self) -> object:
        """Return the next event of h11's; raises ``h11.RemoteProtocolError``."""
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._protocol.receive_data(await self._reader.read(_AT_ONCE))
        return event
