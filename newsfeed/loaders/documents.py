"""A document and its articles: read here as they are asked for, or ahead of that, elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsfeed.formats.feed import Feed
    from newsfeed.loaders.identity import Named

T = TypeVar("T")


class Document(NamedTuple):
    """The bytes of a document, how they were read, and their media type as far as it was stated."""

    data: bytes
    reading: Reading
    content_type: str = ""


class DocumentReader:
    """Reads documents in this process, one after the other."""

    def ahead(self, items: Iterable[T], document_of: Callable[[T], Document | None]) -> Iterator[T]:  # noqa: ARG002 - others use it
        """Yield the items; the document of each, if it has one that is to be read, may be read before."""
        yield from items

    def read(self, document: Document) -> tuple[Feed, Iterator[Named]]:
        """Return a document as a feed, and its articles, which may be loaded as they are asked for."""
        feed = parse(document.data, url=document.reading.name, content_type=document.content_type)
        return feed, load(feed, document.reading)
