"""Return the space of removed rows to the file system, in steps between which other processes can write.

SQLite does so only in a database created with incremental vacuum. PostgreSQL reuses freed space by itself (autovacuum).
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from newsfeed.errors import NewsfeedError
from newsfeed.store.dialects import SQLITE

if TYPE_CHECKING:
    from sqlalchemy import Connection

SHRINKING = 2
"""The value of SQLite's ``auto_vacuum`` for databases that return pages on request (incremental)."""

_PAGES_AT_ONCE = 1024  # 16 MiB
_STEPS = 1_000  # of SQLite's virtual machine, after which a handler of signals may run


def is_shrinkable(connection: Connection) -> bool:
    """Return whether the database can return space in steps, which an SQLite file of an older version cannot."""
    if connection.dialect.name != SQLITE:
        return False
    return bool(connection.exec_driver_sql("PRAGMA auto_vacuum").scalar_one() == SHRINKING)


def shrink(connection: Connection) -> bool:
    """Return some free pages of an SQLite database to the file system; return whether there are more."""
    before = _free_pages(connection)
    connection.exec_driver_sql(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})")
    return 0 < _free_pages(connection) < before


def _free_pages(connection: Connection) -> int:
    return int(connection.exec_driver_sql("PRAGMA freelist_count").scalar_one())


def settle(connection: Connection, *, rebuild: bool) -> None:
    """Write SQLite's log into the file, which shrinks only then, unless readers still need the log.

    With ``rebuild``, a file that cannot return space in steps is rewritten once, which needs as much free space as its
    contents. The connection must not be in a transaction. Raises :class:`NewsfeedError` if another process keeps
    writing to it, or the disk is full, and SQLite's error if a signal's handler raises: the file then stays as it was.
    """
    if connection.dialect.name != SQLITE:
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        if rebuild and driver.execute("PRAGMA auto_vacuum").fetchone() != (SHRINKING,):
            driver.execute(f"PRAGMA auto_vacuum = {SHRINKING}")
            _rebuild(driver)
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise
        raise NewsfeedError(f"the file cannot be made smaller now ({error}); call the command again later") from error


def _rebuild(driver: Any) -> None:
    """Rewrite the file; handlers of signals run meanwhile, and end it if they raise."""
    driver.set_progress_handler(lambda: 0, _STEPS)
    try:
        driver.execute("VACUUM")
    finally:
        driver.set_progress_handler(None, 0)
