"""Read the documents of a long crawl in other processes on this machine, ahead of the process that stores them.

Parsing documents and loading their entries takes two fifths of a crawl and depends only on the document, so another
core can do it. The crawl reads its first documents itself, while the workers start, and large ones, which take much
memory. It also reads the documents of a worker that was killed.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from newsfeed.loaders.documents import ReaderAhead
from newsfeed.loaders.worker import work
from newsfeed.pipelines.interruption import interruptible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsfeed.loaders.documents import Document, LoadedDocument

T = TypeVar("T")

_STARTING = 50  # items of a crawl before the workers are started, which takes as long as reading a hundred
_OF_TASK = 200_000  # bytes of documents that a worker reads at a time …
_MOST_OF_TASK = 50  # … or items
_LARGE = 1_000_000  # bytes of a document that no worker reads
_AHEAD = 4_000_000  # bytes of documents read ahead by each worker; their articles take five times as much memory


class WorkerReader(ReaderAhead):
    """Reads documents in up to ``workers`` other processes, one for each other core, if there are many documents."""

    def __init__(self, workers: int) -> None:
        super().__init__()
        self._wanted = min(workers, (os.cpu_count() or 1) - 1)
        self._workers: list[_Worker] = []

    def ahead(self, items: Iterable[T], document_of: Callable[[T], Document | None]) -> Iterator[T]:
        """Yield the items in order, while workers read the documents of later ones."""
        if self._wanted < 1 or self._workers:  # or these are the items of one that is read ahead
            yield from items
            return
        others = iter(items)
        try:
            for number, item in enumerate(others, 1):
                yield item
                if number == _STARTING:
                    self._workers = [_Worker() for _ in range(self._wanted)]
                elif self._workers and all(worker.is_ready() for worker in self._workers):
                    yield from self._read_ahead(others, document_of)
        finally:
            for worker in self._workers:
                worker.end()
            self._workers = []

    def _read_ahead(self, items: Iterator[T], document_of: Callable[[T], Document | None]) -> Iterator[T]:
        for worker in self._workers:
            worker.result()  # that it has started
        waiting: deque[tuple[_Task[T], _Worker]] = deque()
        while task := _next_task(items, document_of):
            worker = self._workers[0]
            self._workers = [*self._workers[1:], worker]
            worker.begin(task.documents)
            waiting.append((task, worker))
            while sum(max(each.size, _OF_TASK) for each, _ in waiting) > _AHEAD * len(self._workers):
                yield from self._ended(*waiting.popleft())
        while waiting:
            yield from self._ended(*waiting.popleft())

    def _ended(self, task: _Task[T], worker: _Worker) -> Iterator[T]:
        """Wait until the documents of a task have been read, and yield its items."""
        with interruptible():
            self._read = worker.result()
        yield from task.items


class _Task(NamedTuple, Generic[T]):
    """Items of a crawl with the documents among them that a worker reads, and the bytes of all their documents."""

    items: list[T]
    documents: list[Document]
    size: int


def _next_task(items: Iterator[T], document_of: Callable[[T], Document | None]) -> _Task[T] | None:
    """Return the next items as a task; ``None`` if there are none."""
    task: _Task[T] = _Task([], [], 0)
    for item in items:
        document = document_of(item)
        size = len(document.data) if document else 0
        task.items.append(item)
        if document and size < _LARGE:
            task.documents.append(document)
        task = task._replace(size=task.size + size)
        if task.size >= _OF_TASK or len(task.items) >= _MOST_OF_TASK:
            break
    return task if task.items else None


class _Worker:
    """A process that reads documents, task by task; it ends with this one."""

    def __init__(self) -> None:
        import multiprocessing  # few crawls need it

        context = multiprocessing.get_context("spawn")  # a fork would have the store open
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs,), daemon=True)
        # Ctrl-C reaches all processes of a terminal; only the crawl heeds it, and it ends its workers.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        theirs.close()

    def is_ready(self) -> bool:
        """Return whether the process has sent something, or was killed."""
        return self._connection.poll()

    def begin(self, documents: list[Document]) -> None:
        """Have documents read."""
        with suppress(OSError):  # it was killed
            self._connection.send(documents)

    def result(self) -> dict[object, LoadedDocument]:
        """Return the documents of the earliest task that have been read, by their keys: none if it was killed."""
        try:
            found: dict[object, LoadedDocument] = self._connection.recv()
        except (EOFError, OSError):
            return {}
        return found

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._connection.close()
