"""The terms on which the articles of a store are judged, and judging all of them again on others."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import Connection, delete, func, select, update

from newsfeed.store.tables import FRESH, articles, meta, paragraphs
from newsfeed.terms import Terms

_TERMS = "terms"  # key in ``meta``: the settings on which articles are judged
_BEGUN = "dedup"  # and, while all of them are judged again: how many paragraphs had each status before


def agree(connection: Connection, ours: Terms) -> Terms:
    """Return the terms of the store: those it has, or ``ours`` if it holds no article yet."""
    stored = _read(connection, _TERMS)
    if stored is not None and connection.execute(select(articles.c.number).limit(1)).scalar():
        return Terms(**json.loads(stored))
    _write(connection, _TERMS, json.dumps(asdict(ours)))
    return ours


def begin(connection: Connection, ours: Terms) -> dict[str, int]:
    """Have every article judged on these terms; where that was begun before on the same terms, the rest of them.

    Returns how many paragraphs had each status before it was begun.
    """
    begun = _read(connection, _BEGUN)
    if begun is not None and agree(connection, ours) == ours:
        before: dict[str, int] = json.loads(begun)
        return before
    before = count_statuses(connection)
    _write(connection, _TERMS, json.dumps(asdict(ours)))
    _write(connection, _BEGUN, json.dumps(before))
    connection.execute(update(articles).values(pending=FRESH))
    return before


def end(connection: Connection) -> None:
    """Note that every article has been judged again."""
    connection.execute(delete(meta).where(meta.c.key == _BEGUN))


def count_statuses(connection: Connection) -> dict[str, int]:
    """Return how many paragraphs have each status."""
    query = select(paragraphs.c.status, func.count().label("paragraphs")).group_by(paragraphs.c.status)
    return {row.status: row.paragraphs for row in connection.execute(query)}


def _read(connection: Connection, key: str) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def _write(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(meta).where(meta.c.key == key))
    connection.execute(meta.insert().values(key=key, value=value))
