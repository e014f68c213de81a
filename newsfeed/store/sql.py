"""Helpers that convert between Python values and SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsfeed.store.dialects import Keys, Of, insert_rows, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table, TableValuedAlias


def listed(values: Iterable[int]) -> Keys:
    """Return a list of numbers, for ``column.in_(listed(values))``.

    Unlike bound parameters, an array joined against a table has no length limit. It is also the databases' fastest way
    to look up many keys at once.
    """
    return Keys(values, "BIGINT")


def listed_texts(values: Iterable[str]) -> Keys:
    """Return a list of texts: :func:`listed` for columns of text."""
    return Keys(values, "TEXT")


def tabled(rows: Iterable[Sequence[int | str]], **types: Of) -> TableValuedAlias:
    """Return ``rows`` as a table of columns with these names and types, for use in joins.

    This is :func:`listed` for keys of several columns.
    """
    return table_of(rows, types)


def insert_all(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows of plain values (no JSON): one value for each of the table's first columns, in table order.

    Passing tuples to the driver takes half the time of passing SQLAlchemy a dictionary per row. Leave out columns that
    are null in all rows: the driver looks for an adapter for each ``None``, which takes half as long again.
    """
    if rows:
        insert_rows(connection, table, [column.name for column in table.columns][: len(rows[0])], rows)


def signed(value: int) -> int:
    """Convert an unsigned 64-bit value to the signed value of an SQL integer."""
    return value - (1 << 64) if value >= 1 << 63 else value


def unsigned(value: int) -> int:
    """Convert a value from :func:`signed` back to unsigned."""
    return value & ((1 << 64) - 1)
