"""Metadata of a store: the versions of its tables and its algorithm, and its deduplication options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, inspect, select

from newsfeed.store.schema import articles, meta, passages

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = "schema"
"""The version of the tables (:data:`newsfeed.store.migrations.SCHEMA`)."""

ALGORITHM = "algorithm"
"""The version of the algorithm that computed the values derived from the texts (:data:`newsfeed.dedup.VERSION`)."""

TERMS = "terms"
"""The deduplication options (:class:`newsfeed.dedup.config.DedupConfig`), as JSON."""

RERUN = "dedup"
"""The number of paragraphs by status before a rerun, as JSON; present only during the rerun."""

SWEEPING = "sweeping"
"""The last row of the index swept of the shingles of pruned texts; present only until all rows are swept."""

COPYING = "copying"
"""The state of the store that is being copied into this one; present only until the copy is complete."""


def is_there(connection: Connection) -> bool:
    """Return whether the database is a store."""
    return inspect(connection).has_table(meta.name)


def is_foreign(connection: Connection) -> bool:
    """Return whether the database holds tables of another program and no store."""
    found = inspect(connection).get_table_names()
    return bool(found) and not {meta.name, articles.name, passages.name} <= set(found)


def read(connection: Connection, key: str) -> str | None:
    """Return the value of a key, if it is set."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def write(connection: Connection, key: str, value: str) -> None:
    """Set the value of a key."""
    forget(connection, key)
    connection.execute(meta.insert().values(key=key, value=value))


def forget(connection: Connection, key: str) -> None:
    """Delete a key."""
    connection.execute(delete(meta).where(meta.c.key == key))
