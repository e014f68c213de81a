"""Open a store: create the engine, configure SQLite and check versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError

from newsfeed.dedup import VERSION
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.store import metadata
from newsfeed.store.migrations import SCHEMA, migrate
from newsfeed.store.schema import metadata as tables
from newsfeed.text.urls.credentials import printable_store_url

_PAGE_BYTES = 16 * 1024  # a row of postings fits in two pages, and is read three times as fast as from 4 KiB pages
_CACHE_KIB = 64 * 1024
_BUSY_MS = 30_000
_CHECKPOINT_PAGES = 4096  # 64 MiB: a bulk load then writes a page once, not at every other commit
_JOURNAL_BYTES = 64 * 1024 * 1024  # kept of the log: merging large index segments makes it as large as they are


class StoreError(NewsfeedError):
    """The store at a URL cannot be opened or is of another version."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"NEWSFEED_STORE={printable_store_url(url)}: {reason}")


def open_engine(url: str, *, must_exist: bool = False, any_algorithm: bool = False) -> Engine:
    """Return an engine for the store at ``url`` (an SQLAlchemy URL) after checking its versions.

    Missing tables are created unless the store ``must_exist``, and tables of an earlier version are migrated.

    Raises:
        StoreError: the URL is not that of an SQLite database, the database cannot be opened, a later version of the
            program wrote it, or, unless ``any_algorithm`` is set, another version of the algorithm computed its values.

    """
    path = database_file(url)
    if must_exist and path and not Path(path).exists():
        raise StoreError(url, "there is no store yet; crawl something first")
    engine = create_engine(url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    try:
        with engine.execution_options(write=True).begin() as connection:
            _check_versions(connection, url, any_algorithm=any_algorithm)
    except DatabaseError as error:
        raise StoreError(url, f"cannot be opened as a store ({error.orig}); name another") from error
    return engine


def open_reader(url: str) -> Engine:
    """Return a read-only engine for the store at ``url``; it may be used during a crawl or watch.

    Raises:
        StoreError: there is no store at the URL, or another version of the program or of the algorithm wrote it.

    """
    path = database_file(url)
    if not path or not Path(path).exists():
        raise StoreError(url, "there is no store yet; crawl something first")
    address = f"sqlite:///file:{quote(str(Path(path).absolute()))}?mode=ro&uri=true"
    engine = create_engine(address, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_up_reader)
    event.listen(engine, "begin", _begin)
    try:
        with engine.begin() as connection:
            _check_readable(connection, url)
    except DatabaseError as error:
        raise StoreError(url, f"cannot be opened as a store ({error.orig}); name another") from error
    return engine


def _set_up_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA query_only = 1")


def _check_readable(connection: Connection, url: str) -> None:
    if not metadata.is_there(connection):
        raise StoreError(url, "holds no store; crawl something first")
    schema, algorithm = (metadata.read(connection, key) for key in (metadata.SCHEMA, metadata.ALGORITHM))
    if (schema, algorithm) != (str(SCHEMA), str(VERSION)):
        raise StoreError(url, "written by another version of this program; 'newsfeed dedup' brings it up to date")


def store_files(url: str) -> list[Path]:
    """Return the files of the store at ``url``: the database and SQLite's auxiliary files."""
    path = database_file(url)
    return [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm", "-journal")] if path else []


def database_file(url: str) -> str | None:
    """Return the path of an SQLite database; ``None`` or empty for an in-memory database."""
    try:
        parts = make_url(url)
    except ArgumentError as error:
        raise StoreError(url, "not a database URL; try sqlite:///newsfeed.db") from error
    if parts.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise StoreError(f"{parts.drivername}:…", "only SQLite stores so far; try sqlite:///newsfeed.db")
    return None if parts.database == ":memory:" else parts.database


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    for pragma in (
        f"busy_timeout = {_BUSY_MS}",
        f"page_size = {_PAGE_BYTES}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
        f"journal_size_limit = {_JOURNAL_BYTES}",
        f"cache_size = -{_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a read that is upgraded to a write later may find that another writer intervened.
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _check_versions(connection: Connection, url: str, *, any_algorithm: bool) -> None:
    if not metadata.is_there(connection):
        tables.create_all(connection)
        metadata.write(connection, metadata.SCHEMA, str(SCHEMA))
        metadata.write(connection, metadata.ALGORITHM, str(VERSION))
        return
    schema, algorithm = (metadata.read(connection, key) or "" for key in (metadata.SCHEMA, metadata.ALGORITHM))
    if algorithm != str(VERSION) and not any_algorithm:
        raise StoreError(
            url,
            f"its index is of version {algorithm}, that of this program of version {VERSION};"
            f" '{command_line('dedup')}' brings it up to date",
        )
    if not schema.isdecimal() or not 1 <= int(schema) <= SCHEMA:
        raise StoreError(
            url,
            f"written by another version of this program, with tables of version {schema}, not"
            f" {SCHEMA}; take that version, or name another store",
        )
    if int(schema) < SCHEMA:
        migrate(connection, int(schema))
        metadata.write(connection, metadata.SCHEMA, str(SCHEMA))
