"""Read-only access to a store for pages: articles as items, one transaction per page."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsfeed.store.articles import load
from newsfeed.store.engine import lasting, open_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from newsfeed.items import Article


class Reader:
    """A read-only store, to which others may write at the same time. Raises StoreError if it cannot be opened."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = open_reader(url)

    def close(self) -> None:
        """Close the store."""
        self._engine.dispose()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Yield a connection that reads everything from one state of the store; StoreError if it cannot be read now."""
        with lasting(self._url, self._engine), self._engine.connect() as connection, connection.begin():
            yield connection


def articles(connection: Connection, numbers: Sequence[int]) -> list[Article]:
    """Return the articles with these numbers as items, in this order."""
    return load.read(connection, numbers) if numbers else []
