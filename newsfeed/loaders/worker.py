"""A process that reads documents for a crawl (:mod:`newsfeed.pipelines.workers`); it imports nothing else."""

from __future__ import annotations

import os
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from newsfeed.loaders.documents import read_all

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from newsfeed.loaders.documents import Document, LoadedDocument


def work(connection: Connection) -> None:
    """Read the documents that are received until the process at the other end is gone; first send an empty result."""
    tasks: SimpleQueue[list[Document]] = SimpleQueue()
    results: SimpleQueue[dict[object, LoadedDocument]] = SimpleQueue()
    results.put({})
    # Threads, because a pipe holds less than one result: neither process waits for the other to take what it sends.
    Thread(target=_receive, args=(connection, tasks), daemon=True).start()
    Thread(target=_send, args=(connection, results), daemon=True).start()
    while True:
        results.put(read_all(tasks.get()))


def _receive(connection: Connection, tasks: SimpleQueue[list[Document]]) -> None:
    with suppress(EOFError, OSError):
        while True:
            tasks.put(connection.recv())
    os._exit(0)


def _send(connection: Connection, results: SimpleQueue[dict[object, LoadedDocument]]) -> None:
    with suppress(OSError):
        while True:
            connection.send(results.get())
    os._exit(0)
