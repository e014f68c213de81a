"""Documents and their articles, read on demand in this process or ahead of demand in others."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsfeed.formats.feed import Feed
    from newsfeed.loaders.identity import Named

T = TypeVar("T")
LoadedDocument: TypeAlias = "tuple[Feed, list[Named]]"


class Document(NamedTuple):
    """The bytes of a document, the circumstances of its reading, and its headers ``Content-Type`` and ``Refresh``."""

    data: bytes
    reading: Reading
    content_type: str = ""
    refresh: str = ""


class DocumentReader:
    """Reads documents in this process, one after the other."""

    def ahead(self, items: Iterable[T], document_of: Callable[[T], Document | None]) -> Iterator[T]:  # noqa: ARG002 - others use it
        """Yield the items; a reader may read the document of each, if it has one, ahead."""
        yield from items

    def read(self, document: Document) -> tuple[Feed, Iterator[Named]]:
        """Return a document as a feed, and its articles, which may be loaded on demand."""
        feed = parse(
            document.data, url=document.reading.name, content_type=document.content_type, refresh=document.refresh
        )
        return feed, load(feed, document.reading)


class ReaderAhead(DocumentReader):
    """Gives out documents that other processes have read; reads the others in this one."""

    def __init__(self) -> None:
        self._read: dict[object, LoadedDocument] = {}

    def read(self, document: Document) -> tuple[Feed, Iterator[Named]]:
        """Return a document as a feed, and its articles."""
        read = self._read.pop(key_of(document), None)
        return (read[0], iter(read[1])) if read else super().read(document)


def read_all(documents: Sequence[Document]) -> dict[object, LoadedDocument]:
    """Return documents by their keys as feeds, without entries, and their articles, for another process."""
    reader = DocumentReader()
    found: dict[object, LoadedDocument] = {}
    for document in documents:
        feed, articles = reader.read(document)
        loaded = list(articles)
        feed.entries = []
        found[key_of(document)] = feed, loaded
    return found


def key_of(document: Document) -> object:
    """Return the key of the result of reading a document, which depends on nothing else."""
    return blake2b(document.data, digest_size=16).digest(), *document[1:]
