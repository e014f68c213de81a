"""Whether a store is still as it was: nothing in it says so, but its database knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.store.dialects import SQLITE

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import Connection


class ContentState(NamedTuple):
    """The version of a store, as a connection to it, or its server, numbers the versions."""

    numbered_by: Hashable
    version: Hashable


def state(connection: Connection) -> ContentState | None:
    """Return the state of the store in this transaction, which must only read; ``None`` if that cannot be told.

    Two equal ones are of the same content. A server numbers the transactions of all its databases, so that another
    state may be of the same content, too; one that replicates another does not say which of them it has not seen yet.
    """
    if connection.dialect.name == SQLITE:
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return ContentState(connection.info.setdefault(__name__, object()), version)
    query = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN CAST(pg_current_snapshot() AS text) END"
    snapshot = connection.exec_driver_sql(query).scalar_one()
    return None if snapshot is None else ContentState("server", snapshot)
