"""A server on loopback that does what no server should, and keeps what it was asked."""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

RESET = b"\0reset\0"
"""A piece that is not sent: the connection is reset instead."""


@dataclass(frozen=True)
class Asked:
    """A request: when it came, for which path, with which headers (names in lower case)."""

    at: float
    path: str
    headers: dict[str, bytes]


def answer(body: bytes = b"", status: str = "200 OK", **headers: str | bytes) -> bytes:
    """Return a proper answer; ``Content_Length`` and the like replace what it would have."""
    given = {"Content_Length": str(len(body))} | headers
    lines = [f"HTTP/1.1 {status}".encode()]
    for name, value in given.items():
        lines.append(name.replace("_", "-").encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join([*lines, b"", body])


@dataclass
class Stage:
    """Plays, for each path, the pieces that a function of the request gives, then closes the connection."""

    listener: socket.socket
    parts: dict[str, Callable[[Asked], Iterable[bytes]]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None

    @property
    def port(self) -> int:
        return self.listener.getsockname()[1]

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"http{'s' if self.tls else ''}://{host or self.listener.getsockname()[0]}:{self.port}{path}"

    def play(self, path: str, part: bytes | Callable[[Asked], Iterable[bytes]]) -> str:
        """Have a path answered with some bytes or with what a function gives; return its URL."""
        self.parts[path] = part if callable(part) else lambda _asked: [part]
        return self.url(path)

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def pause(self, seconds: float) -> None:
        """Wait, but not when the test is over."""
        if self.closing.wait(seconds):
            raise ConnectionAbortedError

    def serve(self) -> None:
        while not self.closing.is_set():
            with contextlib.suppress(OSError):
                connection, _ = self.listener.accept()
                threading.Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        # A client that goes away in the middle is what most tests are about.
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1 << 16) or b"\r\n\r\n"
            first, *lines = head.partition(b"\r\n\r\n")[0].split(b"\r\n")
            if len(first.split()) < 2:
                return
            headers = {
                name.decode("latin-1").lower(): value.strip()
                for name, _, value in (line.partition(b":") for line in lines)
            }
            asked = Asked(time.monotonic(), first.split()[1].decode("latin-1"), headers)
            self.asked.append(asked)
            for piece in self.parts.get(asked.path, lambda _asked: [answer(status="404 Not Found")])(asked):
                if piece is RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                connection.sendall(piece)
            if self.tls:
                connection.unwrap()


@contextlib.contextmanager
def stage_at(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None):
    """Open a stage at an address of this machine."""
    with socket.create_server((address, 0), backlog=128) as listener:
        stage = Stage(listener, tls=tls)
        thread = threading.Thread(target=stage.serve, daemon=True)
        thread.start()
        yield stage
        stage.closing.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)  # wakes up who accepts
        thread.join(5)
