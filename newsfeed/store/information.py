"""Facts about a store: its database, versions, options, and how much it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from newsfeed.store import metadata, search
from newsfeed.store.dialects import SQLITE, size
from newsfeed.store.engine import StoreError, connected, lasting, store_name
from newsfeed.store.schema import metadata as tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COUNTED = ("articles", "paragraphs", "passages", "quotes", "feeds", "subscriptions", "runs")


def information(url: str) -> dict[str, Any]:
    """Return the facts about the store at ``url``, which may be of any version.

    Raises:
        StoreError: there is no store, or its database cannot be opened.

    """
    engine = connected(url, must_exist=True)
    try:
        with lasting(url, engine), engine.begin() as connection:
            if not metadata.is_there(connection):
                raise StoreError(url, "holds no store; crawl something first")
            return {"store": store_name(url), "database": _database(connection), **_contents(connection)}
    finally:
        engine.dispose()


def _database(connection: Connection) -> str:
    version = ".".join(map(str, connection.dialect.server_version_info or ()))
    return f"{'SQLite' if connection.dialect.name == SQLITE else 'PostgreSQL'} {version}"


def _contents(connection: Connection) -> dict[str, Any]:
    options = metadata.read(connection, metadata.TERMS)
    return {
        "bytes": size(connection),
        "search": search.size(connection) or None,
        "tables": metadata.read(connection, metadata.SCHEMA),
        "rules": metadata.read(connection, metadata.ALGORITHM),
        "options": json.loads(options) if options else {},
        "unfinished": metadata.read(connection, metadata.COPYING) is not None,
        **{
            name: connection.execute(select(func.count()).select_from(tables.tables[name])).scalar_one()
            for name in _COUNTED
        },
    }
