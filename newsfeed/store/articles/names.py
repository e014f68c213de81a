"""The names of articles, and the feeds whose identifiers are not reliable on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from newsfeed.store.dialects import upsert
from newsfeed.store.schema import degraded, names
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


def find(connection: Connection, digests: Iterable[int]) -> dict[int, int]:
    """Return the article number for each name digest."""
    query = select(names.c.digest, names.c.article).where(names.c.digest.in_(listed(digests)))
    return {row.digest: row.article for row in connection.execute(query)}


def of_article(connection: Connection, number: int) -> set[int]:
    """Return the digests of all names of an article."""
    return set(connection.execute(select(names.c.digest).where(names.c.article == number)).scalars())


def register(connection: Connection, known: Mapping[int, int]) -> None:
    """Assign these name digests to articles; a name that already has an article keeps it."""
    upsert(connection, names, known.items(), key=["digest"])


def degrade(connection: Connection, repeating: Collection[tuple[str, str]]) -> None:
    """Mark kinds of identifiers that a scope uses for several entries; the mark is permanent."""
    new = set(repeating) - degraded_kinds(connection, {scope for scope, _ in repeating}) if repeating else None
    if new:
        connection.execute(degraded.insert(), [{"scope": scope, "kind": kind} for scope, kind in sorted(new)])


def degraded_kinds(connection: Connection, scopes: Iterable[str]) -> set[tuple[str, str]]:
    """Return the degraded kinds of identifiers in these scopes, as pairs of scope and kind."""
    query = select(degraded.c.scope, degraded.c.kind).where(degraded.c.scope.in_(listed_texts(scopes)))
    return {(row.scope, row.kind) for row in connection.execute(query)}
