"""Open a store: create the engine for its database, and check versions."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from newsfeed.dedup import VERSION
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.store import metadata, postgresql, views
from newsfeed.store.dialects import BUSY, BUSY_ADVICE, POSTGRESQL, SQLITE, begin, is_busy, is_full, share_conditions
from newsfeed.store.migrations import SCHEMA, migrate
from newsfeed.store.schema import metadata as tables
from newsfeed.store.space import SHRINKING
from newsfeed.text.urls.credentials import printable_store_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import ExceptionContext

_PAGE_BYTES = 16 * 1024  # a row of postings fits in two pages, and is read three times as fast as from 4 KiB pages
_CACHE_KIB = 16 * 1024  # pages read more often stay in the cache of the system
_CHECKPOINT_PAGES = 4096  # 64 MiB: a bulk load then writes a page once, not at every other commit
_JOURNAL_BYTES = 64 * 1024 * 1024  # kept of the log, which a merge makes as large as the index segments
_DRIVERS = dict.fromkeys(("sqlite", "sqlite+pysqlite"), SQLITE)
_DRIVERS |= dict.fromkeys(("postgresql", "postgres", "postgresql+psycopg"), POSTGRESQL)


class StoreError(NewsfeedError):
    """The store at a URL cannot be opened or is of another version."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"NEWSFEED_STORE={printable_store_url(url)}: {reason}")


class StoreUnavailableError(StoreError):
    """The store cannot be used for a while: its server fails, or another process prevents writing.

    ``state`` is the message without the ``advice``.
    """

    def __init__(self, url: str, reason: str, advice: str) -> None:
        super().__init__(url, reason)
        self.state = str(self)
        self.args = (f"{self.state}; {advice}",)


def open_engine(url: str, *, must_exist: bool = False, any_algorithm: bool = False) -> Engine:
    """Return an engine for the store at ``url`` (an SQLAlchemy URL) after checking its versions.

    Missing tables are created unless the store ``must_exist``, and tables of an earlier version are migrated.

    Raises:
        StoreError: the URL is not that of an SQLite or PostgreSQL database, the database cannot be opened, a later
            version of the program wrote it, or, unless ``any_algorithm`` is set, another version of the algorithm
            computed its values.

    """
    engine = connected(url, must_exist=must_exist)
    with _explained(url, engine), engine.execution_options(write=True).begin() as connection:
        if must_exist and engine.dialect.name == POSTGRESQL and not metadata.is_there(connection):
            raise StoreError(url, _NO_STORE)
        _check_versions(connection, url, any_algorithm=any_algorithm)
    return engine


def connected(url: str, *, must_exist: bool = False) -> Engine:
    """Return an engine for any database at ``url``; a missing SQLite file is created unless it ``must_exist``.

    Raises:
        StoreError: the URL is not that of an SQLite or PostgreSQL database, or the database cannot be opened.

    """
    address = _address(url)
    if _dialect(address) == SQLITE:
        if must_exist and database_file(url):
            _check_file(url)
        _check_untouched(address, url)
        engine = create_engine(address, connect_args={"check_same_thread": False}, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "handle_error", _keep_when_interrupted)
    else:
        engine = postgresql.connected(address)
        share_conditions(tables)
    event.listen(engine, "begin", begin)
    with _explained(url, engine), engine.begin() as connection:
        if metadata.is_foreign(connection):
            raise StoreError(url, _FOREIGN)
        if engine.dialect.name == POSTGRESQL and (encoding := postgresql.other_encoding(connection)):
            raise StoreError(url, f"its encoding is {encoding}, not that of all texts; createdb --encoding UTF8 has it")
    return engine


def open_reader(url: str) -> Engine:
    """Return a read-only engine for the store at ``url``; it may be used during a crawl or watch.

    Raises:
        StoreError: there is no store at the URL, or another version of the program or of the algorithm wrote it.

    """
    address = _address(url)
    if _dialect(address) == SQLITE:
        path = _check_file(url)
        engine = create_engine(_read_only(path), connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _set_up_reader)
    else:
        engine = postgresql.connected(address)
    event.listen(engine, "begin", begin)
    with _explained(url, engine), engine.begin() as connection:
        _check_readable(connection, url)
    return engine


@contextmanager
def _explained(url: str, engine: Engine) -> Iterator[None]:
    """Raise errors of the driver as a :class:`StoreError`; after any error, close the engine's connections."""
    try:
        yield
    except DatabaseError as error:
        engine.dispose()
        if engine.dialect.name == POSTGRESQL:
            raise StoreError(url, postgresql.reason(error.orig, engine.url)) from None
        if _is_read_only(error):
            raise StoreError(url, _READ_ONLY) from error
        raise StoreError(url, f"cannot be opened as a store ({error.orig}); name another") from error
    except BaseException:
        engine.dispose()
        raise


def _is_read_only(error: DatabaseError) -> bool:
    """Return whether SQLite may read a file, but not write it or the files beside it."""
    return "readonly" in str(error.orig)


@contextmanager
def lasting(url: str, engine: Engine) -> Iterator[None]:
    """Raise :class:`StoreError` if an open store cannot be used, :class:`StoreUnavailableError` if only for a while."""
    try:
        yield
    except OperationalError as error:
        if engine.dialect.name != POSTGRESQL:
            if _is_read_only(error):
                raise StoreError(url, _READ_ONLY) from error
            if is_full(error):
                raise StoreUnavailableError(url, _FULL, "make room, and start this again") from error
            if not is_busy(error):
                raise
            raise StoreUnavailableError(url, _BUSY, BUSY_ADVICE) from error
        raise StoreUnavailableError(url, *postgresql.failure(error, engine.url)) from error
    except DatabaseError as error:
        if engine.dialect.name != POSTGRESQL:
            raise
        if error.connection_invalidated:  # the server has ended it for a reason that is no operational error
            raise StoreUnavailableError(url, *postgresql.failure(error, engine.url)) from error
        if not (refused := postgresql.refusal(error)):
            raise
        raise StoreError(url, refused) from error


def _keep_when_interrupted(context: ExceptionContext) -> None:
    """Keep a connection whose statement was interrupted by a signal.

    SQLAlchemy would close it. But an SQLite connection that still has a statement keeps its lock after that, until the
    garbage is collected, and the rest of the run waits for it. The transaction is rolled back as after any other error.
    """
    if not isinstance(context.original_exception, Exception):
        context.is_disconnect = False


def _set_up_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by the dialect, not guessed by the driver
    connection.execute(f"PRAGMA busy_timeout = {BUSY}")
    connection.execute("PRAGMA query_only = 1")


def _check_readable(connection: Connection, url: str) -> None:
    if metadata.is_foreign(connection):
        raise StoreError(url, _FOREIGN)
    if not metadata.is_there(connection):
        raise StoreError(url, "holds no store; crawl something first")
    _check_complete(connection, url)
    schema, algorithm = (metadata.read(connection, key) for key in (metadata.SCHEMA, metadata.ALGORITHM))
    if (schema, algorithm) != (str(SCHEMA), str(VERSION)):
        raise StoreError(url, "written by another version of this program; 'newsfeed dedup' brings it up to date")


def _check_complete(connection: Connection, url: str) -> None:
    if metadata.read(connection, metadata.COPYING) is not None:
        raise StoreError(url, f"a copy into it is not complete; '{command_line('store copy')}' again completes it")


def store_files(url: str) -> list[Path]:
    """Return the files of the store at ``url``: the database and SQLite's auxiliary files."""
    path = database_file(url)
    return [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm", "-journal")] if path else []


def database_file(url: str) -> str | None:
    """Return the path of an SQLite database; ``None`` or empty for one in memory or on a server."""
    address = _address(url)
    return address.database if _dialect(address) == SQLITE and address.database != ":memory:" else None


def file_identities(url: str) -> dict[Path, tuple[int, int]]:
    """Return device and inode of an open SQLite store's file and log, by path; none for other databases."""
    found = {path: _identity(path) for path in store_files(url)[:2]}
    return {path: identity for path, identity in found.items() if identity}


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def check_files(url: str, known: dict[Path, tuple[int, int]], connection: Connection) -> None:
    """Raise :class:`StoreError` if the files of an open store are no longer the ``known`` ones.

    The rows in a removed log are written to the store first.
    """
    if all(_identity(path) == identity for path, identity in known.items()):
        return
    there = file_identities(url)
    file, *_ = known
    if there.get(file) != known[file]:
        reason = "its file was removed or replaced while it was open, and what was stored in it is lost"
    elif len(there) < len(known):
        driver: Any = connection.connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        reason = "its log (-wal) was removed while it was open; all that was stored is kept"
    else:
        reason = "its log (-wal) was replaced while it was open"
    raise StoreError(url, f"{reason}; start again")


def store_name(url: str) -> str:
    """Return the name of the store at ``url`` for messages: its file, or its URL without credentials."""
    return database_file(url) or ("memory" if _dialect(_address(url)) == SQLITE else printable_store_url(url))


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(url, _SEVERAL_HOSTS if _HOSTS.match(url) else _NO_URL) from None
    if "\0" in (address.database or ""):
        raise StoreError(url, _NO_URL)
    if address.drivername not in _DRIVERS:
        raise StoreError(
            f"{address.drivername}:…", "no store of ours; try sqlite:///newsfeed.db or postgresql://host/database"
        )
    return address


def _dialect(address: URL) -> str:
    return _DRIVERS[address.drivername]


_HOSTS = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://[^/?]*,")
_SEVERAL_HOSTS = "several servers are named by parameters: postgresql:///news?host=one:5432&host=two:5432"
_NO_URL = "not a database URL; try sqlite:///newsfeed.db"
_READ_ONLY = "cannot be written: its file or its directory is read-only; allow writing, or name another"
_FOREIGN = "holds tables of another program; name another database"
_BUSY = f"another process has been writing for {BUSY // 1000} seconds"
_FULL = "its disk is full; what was stored before is safe"
_NO_STORE = "there is no store yet; crawl something first"


def _check_file(url: str) -> Path:
    path = Path(database_file(url) or "")
    if not database_file(url) or not _exists(path, url):
        raise StoreError(url, _NO_STORE)
    if not path.is_file():  # opening a FIFO would wait for ever
        raise StoreError(url, "not a regular file; name another")
    return path


def _exists(path: Path, url: str) -> bool:
    try:
        return path.exists()
    except OSError as error:  # such as a directory without permission
        raise StoreError(url, f"cannot be opened as a store ({error.strerror}); name another") from error


def _read_only(path: Path) -> str:
    return f"sqlite:///file:{quote(str(path.absolute()))}?mode=ro&uri=true"


def _check_untouched(address: URL, url: str) -> None:
    """Raise :class:`StoreError` for a file of another program, before SQLite changes anything in it."""
    path = Path(address.database or "")
    if not _exists(path, url) or not path.is_file() or not path.stat().st_size:
        return
    engine = create_engine(_read_only(path))
    try:
        with engine.connect() as connection:
            if metadata.is_foreign(connection):
                raise StoreError(url, _FOREIGN)
    except DatabaseError:
        return  # not a database, or unreadable: opening it raises the error
    finally:
        engine.dispose()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by the dialect, not guessed by the driver
    for pragma in (
        f"busy_timeout = {BUSY}",
        f"page_size = {_PAGE_BYTES}",
        *_unless_set(connection, "auto_vacuum", SHRINKING),  # of a new database; it waits for other writers
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
        f"journal_size_limit = {_JOURNAL_BYTES}",
        f"cache_size = -{_CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _unless_set(connection: Any, name: str, value: int) -> list[str]:
    """Return the pragma that sets a value, if it is another now."""
    return [] if connection.execute(f"PRAGMA {name}").fetchone()[0] == value else [f"{name} = {value}"]


def _check_versions(connection: Connection, url: str, *, any_algorithm: bool) -> None:
    if not metadata.is_there(connection):
        tables.create_all(connection)
        views.create(connection)
        metadata.write(connection, metadata.SCHEMA, str(SCHEMA))
        metadata.write(connection, metadata.ALGORITHM, str(VERSION))
        return
    _check_complete(connection, url)
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
