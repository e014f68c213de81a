"""Detect whether a store has changed, by the version numbers that its database keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.store.dialects import SQLITE

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import Connection


class ContentState(NamedTuple):
    """The version of a store, as numbered by a connection to it or by its server."""

    numbered_by: Hashable
    version: Hashable


def state(connection: Connection) -> ContentState | None:
    """Return the state of the store in this transaction, which must only read; ``None`` if it cannot be determined.

    Equal states have equal contents. A server numbers the transactions of all its databases, so different states may
    have equal contents, too. A replica does not report which transactions it has not received yet.
    """
    if connection.dialect.name == SQLITE:
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        return ContentState(connection.info.setdefault(__name__, object()), version)
    query = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN CAST(pg_current_snapshot() AS text) END"
    snapshot = connection.exec_driver_sql(query).scalar_one()
    return None if snapshot is None else ContentState("server", snapshot)
