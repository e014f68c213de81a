"""Helpers that convert between Python values and SQL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, Subquery, Table, func, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def listed(values: Iterable[int | str]) -> Select[Any]:
    """Return a subquery of ``values``, for ``column.in_(listed(values))``.

    Unlike bound parameters, a JSON array joined against a table has no length limit. It is also SQLite's fastest way to
    look up many keys at once.
    """
    return select(func.json_each(json.dumps(list(values))).table_valued("value").c.value)


def tabled(rows: Iterable[Sequence[int | str]], *names: str) -> Subquery:
    """Return ``rows`` as a table with these column names, for use in joins.

    This is :func:`listed` for keys of several columns.
    """
    value = func.json_each(json.dumps([list(row) for row in rows])).table_valued("value").c.value
    return select(*(func.json_extract(value, f"$[{at}]").label(name) for at, name in enumerate(names))).subquery()


def insert_all(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows of plain values (no JSON): one value for each of the table's first columns, in table order.

    Passing tuples to the driver takes half the time of passing SQLAlchemy a dictionary per row. Columns that are null
    in all rows are better left out: the driver looks for an adapter for each ``None``, which takes half as long again.
    """
    if rows:
        names = [column.name for column in table.columns][: len(rows[0])]
        statement = table.insert().compile(dialect=connection.dialect, column_keys=names)
        connection.exec_driver_sql(str(statement), list(rows))


def signed(value: int) -> int:
    """Convert an unsigned 64-bit value to the signed value of an SQL integer."""
    return value - (1 << 64) if value >= 1 << 63 else value


def unsigned(value: int) -> int:
    """Convert a value from :func:`signed` back to unsigned."""
    return value & ((1 << 64) - 1)
