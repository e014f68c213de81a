"""Copy a store to another database, of either kind, in batches; an interrupted copy is continued.

Tables are copied in the order of their keys, so an interrupted copy continues after its largest key. A copy records the
state of its source. It cannot be opened before it is complete, and if the source has changed since, it is started
again.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import JSON, Text, TypeDecorator, cast, delete, func, literal, select, tuple_, type_coerce

from newsfeed.store import metadata, search, views
from newsfeed.store.dialects import POSTGRESQL, insert_rows, restart_numbers
from newsfeed.store.engine import StoreError, connected, lasting, open_engine
from newsfeed.store.schema import articles, meta, subscriptions
from newsfeed.store.schema import metadata as tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Engine, Table

_BYTES_AT_ONCE = 16 * 1024 * 1024
_ROW_BYTES = {"postings": 65_536, "subscriptions": 65_536, "articles": 4096, "pages": 16_384}
_COPIED = [table for table in tables.sorted_tables if table is not meta]


class _Target(NamedTuple):
    """The database that a store is copied to."""

    url: str
    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection for one transaction that writes."""
        with lasting(self.url, self.engine), self.engine.execution_options(write=True).begin() as connection:
            yield connection


def copy(source: str, target: str) -> Iterator[tuple[str, int, int]]:
    """Copy the store at the URL ``source`` to ``target``; yield each table with its copied rows and all its rows.

    Raises:
        StoreError: the target is a store already, or holds an unfinished copy of another store.

    """
    read = open_engine(source, must_exist=True, any_algorithm=True)
    into = _Target(target, connected(target))
    try:
        with lasting(source, read), read.begin() as rows:
            sizes = {table.name: _count(rows, table) for table in _COPIED}
            with into.writing() as connection:
                _prepare(connection, target, _state(rows, sizes))
            for table in _COPIED:
                yield table.name, 0, sizes[table.name]
                for copied in _copy_table(rows, into, table):
                    yield table.name, copied, sizes[table.name]
            with into.writing() as connection:
                _finish(connection, rows, target, sizes)
    finally:
        read.dispose()
        into.engine.dispose()


def _state(connection: Connection, sizes: dict[str, int]) -> str:
    """Return a value that changes whenever the store does."""
    sums = select(func.sum(articles.c.revision), func.sum(articles.c.given), func.sum(articles.c.pending))
    polls = select(func.sum(subscriptions.c.polls), func.max(subscriptions.c.due))
    values = [*connection.execute(sums).one(), *connection.execute(polls).one()]
    return json.dumps([sizes, [value if value is None else str(value) for value in values]])


def _prepare(connection: Connection, url: str, state: str) -> None:
    """Create the tables, unless they hold an unfinished copy of this state of the source."""
    if not metadata.is_there(connection):
        tables.create_all(connection)
        views.create(connection)
    elif (begun := metadata.read(connection, metadata.COPYING)) is None:
        raise StoreError(url, "is a store already; name a database without one")
    elif begun == state:
        return
    else:
        for table in _COPIED:
            connection.execute(delete(table))
    metadata.write(connection, metadata.COPYING, state)


def _copy_table(rows: Connection, into: _Target, table: Table) -> Iterator[int]:
    """Copy the missing rows of a table, one transaction per batch; yield the number of rows after each batch."""
    if not table.primary_key:
        yield _copy_whole(rows, into, table)
        return
    names = [column.name for column in table.columns]
    key = list(table.primary_key)
    query = select(*map(_plain, table.columns)).order_by(*key)
    at_once = max(1, _BYTES_AT_ONCE // _ROW_BYTES.get(table.name, 1024))
    with into.writing() as connection:
        there = _count(connection, table)
        last_of_copy = connection.execute(select(*key).order_by(*(each.desc() for each in key)).limit(1)).first()
    last: Sequence[Any] | None = last_of_copy
    while batch := rows.execute((query.where(_is_after(key, last)) if last else query).limit(at_once)).all():
        with into.writing() as connection:
            insert_rows(connection, table, names, [tuple(row) for row in batch])
        there += len(batch)
        yield there
        last = tuple(batch[-1])[: len(key)]


def _copy_whole(rows: Connection, into: _Target, table: Table) -> int:
    """Copy a table without a key, the reasons of runs, in one transaction; return the number of rows."""
    found = [tuple(row) for row in rows.execute(select(table)).all()]
    with into.writing() as connection:
        connection.execute(delete(table))
        if found:
            insert_rows(connection, table, [column.name for column in table.columns], found)
    return len(found)


def _is_after(key: Sequence[ColumnElement[Any]], last: Sequence[Any]) -> ColumnElement[bool]:
    values = [literal(value, column.type) for column, value in zip(key, last, strict=True)]
    return tuple_(*key) > tuple_(*values)


def _plain(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column whose values the drivers of both databases can write without conversion."""
    if isinstance(column.type, JSON):
        return cast(column, Text).label(column.key)
    if isinstance(column.type, TypeDecorator):
        return type_coerce(column, column.type.impl_instance).label(column.key)
    return column


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _finish(connection: Connection, rows: Connection, url: str, sizes: dict[str, int]) -> None:
    """Check that the copy is complete, and make it a store."""
    for table in _COPIED:
        if (found := _count(connection, table)) != sizes[table.name]:
            raise StoreError(url, f"{found} of {sizes[table.name]} rows of {table.name} arrived; copy again")
    if connection.dialect.name == POSTGRESQL:
        restart_numbers(connection, _COPIED)
    left_out = {metadata.COPYING, *search.KEYS}  # the index for search is not one of our tables
    for key, value in rows.execute(select(meta.c.key, meta.c.value)):
        if key not in left_out:
            metadata.write(connection, key, value)
    metadata.forget(connection, metadata.COPYING)
