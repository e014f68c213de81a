"""The words of articles, for search: an FTS5 table of SQLite without content of its own.

An entry is removed with the tokens that it was added with, so whoever changes a text removes it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import column, select, table

from newsfeed.store.dialects import SQLITE
from newsfeed.text.search_query import indexed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from newsfeed.text.search_query import Term

_NAME = "search_index"
_CREATE = f"CREATE VIRTUAL TABLE {_NAME} USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii')"
_INSERT = f"INSERT INTO {_NAME}(rowid, words) VALUES (?, ?)"  # noqa: S608 - no input
_DELETE = f"INSERT INTO {_NAME}({_NAME}, rowid, words) VALUES ('delete', ?, ?)"  # noqa: S608 - no input


def is_supported(connection: Connection) -> bool:
    """Return whether the database of a store can have the index."""
    return connection.dialect.name == SQLITE


def create(connection: Connection) -> None:
    """Create an empty index in place of the one that there may be."""
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_NAME}")
    connection.exec_driver_sql(_CREATE)


def add(connection: Connection, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Add articles, each as its number and texts."""
    _change(connection, _INSERT, texts)


def remove(connection: Connection, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Remove articles that were added with these texts."""
    _change(connection, _DELETE, texts)


def holding(term: Term) -> Select[Any]:
    """Return a subquery of the numbers of the articles that have a word or phrase."""
    # Tokens are letters, digits and marks: nothing of a query can be taken for syntax.
    phrase = f'"{" ".join(term.tokens)}"{" *" if term.goes_on else ""}'
    return select(column("rowid")).select_from(table(_NAME)).where(column(_NAME).op("MATCH")(phrase))


def size(connection: Connection) -> int:
    """Return the size of the index in bytes."""
    rows = connection.exec_driver_sql(f"SELECT sum(length(block)) FROM {_NAME}_data")  # noqa: S608 - no input
    return int(rows.scalar() or 0)


def _change(connection: Connection, statement: str, texts: Iterable[tuple[int, Sequence[str]]]) -> None:
    rows = [(number, indexed(each)) for number, each in texts]
    if rows:
        connection.exec_driver_sql(statement, rows)
