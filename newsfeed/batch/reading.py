"""Read documents on Spark: all machines parse and load them, one window of sources ahead of the storing process.

Matching an entry with an article depends on everything read before, so one process does it, in the order of the
sources. The more expensive work of parsing documents, and cleaning and dating their entries, depends only on the
document.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from newsfeed.loaders.documents import ReaderAhead, read_all
from newsfeed.pipelines.interruption import interruptible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from newsfeed.batch.spark import Cluster
    from newsfeed.loaders.documents import Document, LoadedDocument

T = TypeVar("T")

_LARGEST = 64_000_000  # bytes of the documents of a window: the driver holds two windows in memory, with their articles
_OF_CORE = 4_000_000  # bytes of them for each core
_MOST = 1_000  # documents for each core
_MOST_OTHERS = 1_000  # items of a window without a document to read; their bytes may be in memory, too
_LEAST = 100  # documents or …
_LEAST_BYTES = 1_000_000  # … bytes that are worth starting tasks for
_TASKS = 2  # for each core
_QUICKLY = 1  # of the levels of compression


class SparkReader(ReaderAhead):
    """Reads documents on a cluster, ahead of the process that needs them; few documents are read locally."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self._cluster = cluster
        self._jobs = ThreadPoolExecutor(1)

    def ahead(self, items: Iterable[T], document_of: Callable[[T], Document | None]) -> Iterator[T]:
        """Yield the items in order; while those of a window are consumed, the documents of the next window are read."""
        waiting: deque[tuple[list[T], Future[list[bytes]] | None]] = deque()
        for some, documents in self._windows(items, document_of):
            waiting.append((some, self._begun(documents)))
            if len(waiting) > 1:
                yield from self._ended(*waiting.popleft())
        while waiting:
            yield from self._ended(*waiting.popleft())

    def _windows(
        self, items: Iterable[T], document_of: Callable[[T], Document | None]
    ) -> Iterator[tuple[list[T], list[Document]]]:
        some: list[T] = []
        documents: list[Document] = []
        size = 0
        for item in items:
            some.append(item)
            if document := document_of(item):
                documents.append(document)
                size += len(document.data)
            if len(some) - len(documents) >= _MOST_OTHERS or self._is_full(len(documents), size):
                yield some, documents
                some, documents, size = [], [], 0
        yield some, documents

    def _is_full(self, documents: int, size: int) -> bool:
        if documents < _LEAST and size < _LEAST_BYTES:
            return False  # too few to start a session
        cores = self._cluster.cores
        return size >= min(_LARGEST, cores * _OF_CORE) or documents >= cores * _MOST

    def _begun(self, documents: Sequence[Document]) -> Future[list[bytes]] | None:
        """Begin to read documents on the cluster; return ``None`` if they must be read locally."""
        if len(documents) < _LEAST and sum(len(each.data) for each in documents) < _LEAST_BYTES:
            return None
        tasks = min(len(documents), self._cluster.cores * _TASKS)
        parts = [pickle.dumps(documents[task::tasks]) for task in range(tasks)]
        return self._jobs.submit(self._cluster.map, "reading", read_documents, parts)

    def _ended(self, items: list[T], job: Future[list[bytes]] | None) -> Iterator[T]:
        """Wait until the documents of a window have been read, and yield its items."""
        read: dict[object, LoadedDocument] = {}
        if job:
            with interruptible():
                parts = job.result()
            for part in parts:
                read |= pickle.loads(zlib.decompress(part))  # noqa: S301 - ours
        self._read |= read
        yield from items
        for key in read:
            self._read.pop(key, None)


def read_documents(packed: bytes) -> bytes:
    """Read pickled documents; return the result packed."""
    found = read_all(pickle.loads(packed))  # noqa: S301 - ours
    return zlib.compress(pickle.dumps(found), _QUICKLY)
