"""Differences between SQLite and PostgreSQL: transactions, arrays as parameters, bulk rows, upserts and types.

SQLite has one writer at a time. On PostgreSQL, writers take turns by an advisory lock, one for each schema, held until
the transaction ends. They read what was committed before each statement (READ COMMITTED): a snapshot taken while they
waited for the lock (REPEATABLE READ) would miss what the writer before them wrote. Readers never wait, on either
database.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import (
    ARRAY,
    DDL,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    String,
    Text,
    TypeDecorator,
    bindparam,
    event,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.sql.roles import InElementRole
from sqlalchemy.sql.visitors import InternalTraversal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, MetaData, Table, TableValuedAlias
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine

POSTGRESQL, SQLITE = "postgresql", "sqlite"

# SQLite uses an INTEGER PRIMARY KEY as the row id; PostgreSQL needs an explicit wide type.
Number = BigInteger().with_variant(Integer, SQLITE)

Sorted = Text().with_variant(Text(collation="C"), POSTGRESQL)
"""Text that is compared and sorted byte by byte, as SQLite does."""

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('newsfeed ' || current_schema(), 0))"
"""The statement with which a writer on PostgreSQL waits for its turn."""

Of = Literal["BIGINT", "TEXT"]

BUSY = 30_000
"""Milliseconds that SQLite waits for a lock."""

BUSY_ADVICE = "if it is stuck, end it, and start this one again"

_PARTS = 30


def begin(connection: Connection) -> None:
    """Begin a transaction; with the execution option ``write``, no other one writes to the store until it ends."""
    write = bool(connection.get_execution_options().get("write"))
    if connection.dialect.name == SQLITE:
        database: Any = connection.connection.dbapi_connection
        if database.in_transaction:  # a signal interrupted the beginning of another transaction
            database.rollback()
        # A writer takes its lock at once: a read that becomes a write later may find that another writer intervened.
        if write:
            _wait_for_the_lock(connection, database)
        else:
            database.execute("BEGIN")  # SQLAlchemy would take 20 times as long
        return
    from psycopg import IsolationLevel

    driver: Any = connection.connection.dbapi_connection
    driver.isolation_level = IsolationLevel.READ_COMMITTED if write else IsolationLevel.REPEATABLE_READ
    driver.read_only = not write
    if write:
        connection.exec_driver_sql(LOCK)


def _wait_for_the_lock(connection: Connection, driver: Any) -> None:
    """Begin to write on SQLite: its own waiting, which no signal interrupts, is repeated in short parts."""
    driver.execute(f"PRAGMA busy_timeout = {BUSY // _PARTS}")
    try:
        for _ in range(_PARTS - 1):
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    break
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # so that what it raises is SQLAlchemy's
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY}")


def is_busy(error: OperationalError) -> bool:
    """Return whether SQLite refused a statement because another connection is writing."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def is_full(error: OperationalError) -> bool:
    """Return whether SQLite could not write because its disk is full."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


class _Json(TypeDecorator[Any]):
    """A list as one parameter for SQLite, which reads a JSON array as a table."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002
        """Convert a list to JSON."""
        return json.dumps(value)


class _Array(TypeDecorator[Any]):
    """One column of rows as a parameter for PostgreSQL: the values at an index of each row, or the rows themselves."""

    impl = String
    cache_ok = True

    def __init__(self, name: str, of: Of, at: int | None) -> None:
        super().__init__()
        self.name, self.of, self.at = name, of, at

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the parameter; numbers are sent as text, which takes a tenth of the driver's time."""
        return dialect.type_descriptor(String() if self.of == "BIGINT" else ARRAY(Text))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the column's values."""
        column = value if self.at is None else [row[self.at] for row in value]
        return f"{{{','.join(map(str, column))}}}" if self.of == "BIGINT" else column


class _Rows(FunctionElement[Any]):
    """Rows of values as a table. The first clause holds all rows, for SQLite; the others hold one column each."""

    inherit_cache = True


@compiles(_Rows, SQLITE)
def _from_json(element: _Rows, compiler: SQLCompiler, **kwargs: Any) -> str:
    whole, *columns = element.clauses
    types: list[Any] = [each.type for each in columns]
    table = f"json_each({compiler.process(whole, **kwargs)})"
    if types[0].at is None:
        return table
    extracted = (f"json_extract(value, '$[{each.at}]') AS {each.name}" for each in types)
    return f"(SELECT {', '.join(extracted)} FROM {table})"  # noqa: S608 - names from this program


@compiles(_Rows, POSTGRESQL)
def _from_arrays(element: _Rows, compiler: SQLCompiler, **kwargs: Any) -> str:
    _, *columns = element.clauses
    types: list[Any] = [each.type for each in columns]
    parameters = (compiler.process(each, **kwargs) for each in columns)
    arrays = (f"CAST({each} AS {type_.of}[])" for each, type_ in zip(parameters, types, strict=True))
    names = ", ".join(each.name for each in types)
    return f"(SELECT * FROM unnest({', '.join(arrays)}) AS each ({names}))"  # noqa: S608 - names from this program


class Keys(InElementRole, ColumnElement[Any]):
    """Values as one parameter, for ``column.in_``, built in a thirtieth of the time of a subquery."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy has them
        ("whole", InternalTraversal.dp_clauseelement),
        ("column", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, values: Iterable[Any], of: Of) -> None:
        whole = list(values)
        self.of = of
        self.whole = bindparam(None, whole, type_=_JSON, unique=True)
        self.column = bindparam(None, whole, type_=_ARRAYS[of], unique=True)


_JSON = _Json()
_ARRAYS: dict[Of, _Array] = {of: _Array("value", of, None) for of in ("BIGINT", "TEXT")}


@compiles(Keys, SQLITE)
def _keys_from_json(element: Keys, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.whole, **kwargs)}))"  # noqa: S608 - a parameter


@compiles(Keys, POSTGRESQL)
def _keys_from_array(element: Keys, compiler: SQLCompiler, **kwargs: Any) -> str:
    array = f"CAST({compiler.process(element.column, **kwargs)} AS {element.of}[])"
    return f"(SELECT unnest({array}))"


def table_of(rows: Iterable[Sequence[Any]], types: dict[str, Of]) -> TableValuedAlias:
    """Return a table of ``rows`` with columns of these names and types."""
    whole = [list(row) for row in rows]
    return _table(whole, [_Array(name, of, at) for at, (name, of) in enumerate(types.items())])


def _table(whole: list[Any], columns: Sequence[_Array]) -> TableValuedAlias:
    parameters = (bindparam(None, whole, type_=type_, unique=True) for type_ in (_Json(), *columns))
    return _Rows(*parameters).table_valued(*(each.name for each in columns))


class Octets(FunctionElement[int]):
    """The number of bytes of a text in UTF-8."""

    inherit_cache = True
    type = BigInteger()


@compiles(Octets, SQLITE)
def _length_of_blob(element: Octets, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"length(CAST({compiler.process(element.clauses, **kwargs)} AS BLOB))"


@compiles(Octets, POSTGRESQL)
def _octet_length(element: Octets, compiler: SQLCompiler, **kwargs: Any) -> str:
    return f"octet_length({compiler.process(element.clauses, **kwargs)})"


class IsLike(FunctionElement[bool]):
    """Whether a text matches a pattern of LIKE, ignoring case; a backslash escapes."""

    inherit_cache = True
    type = Boolean()


@compiles(IsLike, SQLITE)
def _like(element: IsLike, compiler: SQLCompiler, **kwargs: Any) -> str:
    text, pattern = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"({text} LIKE {pattern} ESCAPE '\\')"


@compiles(IsLike, POSTGRESQL)
def _ilike(element: IsLike, compiler: SQLCompiler, **kwargs: Any) -> str:
    text, pattern = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"({text} ILIKE {pattern} ESCAPE '\\')"


def size(connection: Connection) -> int:
    """Return the size of a store in its database in bytes, without SQLite's log."""
    if connection.dialect.name == SQLITE:
        pages, of = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
        return int(pages) * int(of)
    sizes = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
    return int(
        connection.exec_driver_sql(f"{sizes} AND relnamespace = current_schema()::regnamespace").scalar_one() or 0
    )


def restart_numbers(connection: Connection, tables: Iterable[Table]) -> None:
    """Make PostgreSQL continue numbering after the copied rows, and analyse their distribution."""
    for table in tables:
        if "number" in table.primary_key:
            largest = connection.execute(select(func.max(table.c.number))).scalar() or 0
            sequence = select(func.setval(func.pg_get_serial_sequence(table.name, "number"), largest + 1, False))  # noqa: FBT003
            connection.execute(sequence)
    connection.exec_driver_sql("ANALYZE")


def now(connection: Connection) -> datetime:
    """Return the time by the clock of the database's machine, which all processes share."""
    if connection.dialect.name == SQLITE:
        return datetime.now(UTC)
    found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows of plain values into these columns, in half the time of passing SQLAlchemy a dictionary per row."""
    if connection.dialect.name == SQLITE:
        # SQLAlchemy takes as long to compile the statement as SQLite to insert a few rows.
        columns = ", ".join(map(connection.dialect.identifier_preparer.quote, names))
        places = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", list(rows))  # noqa: S608
    else:
        copy_rows(connection, table, names, rows)


def copy_rows(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of plain values into these columns of a table on PostgreSQL, by binary COPY."""
    driver: Any = connection.connection.dbapi_connection
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types([_driver_type(table.c[name].type) for name in names])
        for row in rows:
            copy.write_row(row)


def _driver_type(type_: TypeEngine[Any]) -> str:
    """Return the name under which psycopg knows a column's type."""
    name = type_.__visit_name__ if not isinstance(type_, TypeDecorator) else type_.impl_instance.__visit_name__
    return _DRIVER_TYPES[name]


_DRIVER_TYPES = {
    "big_integer": "int8",
    "integer": "int4",
    "small_integer": "int2",
    "float": "float8",
    "text": "text",
    "large_binary": "bytea",
    "boolean": "bool",
    "JSON": "text",  # its binary form
}


def upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[tuple[Any, ...]],
    *,
    key: Sequence[str],
    replace: Sequence[str] = (),
) -> None:
    """Insert rows of plain values, one for each of the table's first columns.

    If a row with the same ``key`` exists, only the columns in ``replace`` are written, if any.
    """
    names = [column.name for column in table.columns]
    given = [tuple(row) for row in rows]
    if not given:
        return
    names = names[: len(given[0])]
    assigned = ", ".join(f"{name} = excluded.{name}" for name in replace)
    conflict = f"ON CONFLICT ({', '.join(key)}) DO {f'UPDATE SET {assigned}' if assigned else 'NOTHING'}"
    into = f"INSERT INTO {table.name} ({', '.join(names)})"
    if connection.dialect.name == SQLITE:
        connection.exec_driver_sql(f"{into} VALUES ({', '.join('?' * len(names))}) {conflict}", given)
        return
    # One statement may write a row only once: of rows with one key, the last or the first is written.
    at = [names.index(name) for name in key]
    once = {tuple(row[each] for each in at): row for row in (given if replace else reversed(given))}
    columns = [list(column) for column in zip(*once.values(), strict=True)]
    arrays = ", ".join(f"%s::{_driver_type(table.c[name].type)}[]" for name in names)
    statement = f"{into} SELECT * FROM unnest({arrays}) {conflict}"  # noqa: S608 - names from this program
    connection.exec_driver_sql(statement, tuple(columns))


def fit(tables: MetaData) -> None:
    """Adapt tables to PostgreSQL.

    Text is compared by bytes. No foreign key is enforced, as in SQLite: a reindexing discards passages that paragraphs
    refer to. Packed postings are not compressed again, and rows replaced by a merge of segments are vacuumed soon.
    """
    for table in tables.tables.values():
        for column in table.columns:
            if isinstance(column.type, Text):
                column.type = Sorted
        for constraint in table.foreign_key_constraints:
            constraint.ddl_if(dialect=SQLITE)
    postings = tables.tables["postings"]
    for statement in _FOR_POSTINGS:
        event.listen(postings, "after_create", DDL(statement).execute_if(dialect=POSTGRESQL))  # type: ignore[no-untyped-call]


def share_conditions(tables: MetaData) -> None:
    """Give partial indexes the conditions that they have on SQLite on PostgreSQL, too.

    If they were stated with the indexes, every start would load SQLAlchemy's PostgreSQL dialect.
    """
    for table in tables.tables.values():
        for index in table.indexes:
            index.dialect_options[POSTGRESQL]["where"] = index.dialect_options[SQLITE]["where"]


_FOR_POSTINGS = (
    "ALTER TABLE postings ALTER COLUMN packed SET STORAGE EXTERNAL",
    "ALTER TABLE postings SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)",
    "ALTER TABLE postings SET (toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000)",
)
