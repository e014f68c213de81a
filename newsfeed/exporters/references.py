"""Earlier articles that entries refer to, from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from newsfeed.items import Reference


class StoredReferences:
    """Looks up articles by their ids in a store, which is opened at the first look-up."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._store: Store | None = None

    def __call__(self, ids: Collection[str]) -> Mapping[str, Reference]:
        """Return title and address of those of these articles that the store has."""
        if self._store is None:
            self._store = Store(self._url, must_exist=True)
        return self._store.references(ids)

    def close(self) -> None:
        """Close the store, if it was opened."""
        if self._store is not None:
            self._store.close()
            self._store = None
