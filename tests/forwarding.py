"""A way over TCP to a server that listens on a socket of a file."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def forwarded(target: str, port: int = 0) -> Iterator[int]:
    """Forward connections to a port of loopback, which is given, to a socket of a file."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        threading.Thread(target=_accept, args=(listening, target), daemon=True).start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)  # a thread that waits in accept() would keep the port


def _accept(listening: socket.socket, target: str) -> None:
    while True:
        try:
            client, _ = listening.accept()
        except OSError:  # closed
            return
        server = socket.socket(socket.AF_UNIX)
        server.connect(target)
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=_pump, args=(source, sink), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):  # one of them has ended
        while data := source.recv(65536):
            sink.sendall(data)
    with suppress(OSError):  # one that was reset, too, or the other end would wait for ever
        sink.shutdown(socket.SHUT_WR)
