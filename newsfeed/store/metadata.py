"""What a store knows of itself: the version of its tables and of the algorithm, the terms it judges on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, inspect, select

from newsfeed.store.schema import meta

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = "schema"
"""The version of the tables (:data:`newsfeed.store.migrations.SCHEMA`)."""

ALGORITHM = "algorithm"
"""The version of the algorithm that computed what is known of the texts (:data:`newsfeed.dedup.VERSION`)."""

TERMS = "terms"
"""The settings on which articles are judged (:class:`newsfeed.dedup.config.DedupConfig`), as JSON."""

RERUN = "dedup"
"""While all articles are judged again: how many paragraphs had each status before, as JSON."""


def is_there(connection: Connection) -> bool:
    """Say whether the database is a store."""
    return inspect(connection).has_table(meta.name)


def read(connection: Connection, key: str) -> str | None:
    """Return what is known under a key."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def write(connection: Connection, key: str, value: str) -> None:
    """Keep a value under a key, in place of the one before."""
    forget(connection, key)
    connection.execute(meta.insert().values(key=key, value=value))


def forget(connection: Connection, key: str) -> None:
    """Keep nothing under a key."""
    connection.execute(delete(meta).where(meta.c.key == key))
