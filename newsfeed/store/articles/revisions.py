"""Every content ever read for an article, by digest, with the revision it created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select, update

from newsfeed.store.dialects import upsert
from newsfeed.store.schema import revisions
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def contents(connection: Connection, numbers: Iterable[int]) -> dict[tuple[int, str], tuple[int, str]]:
    """Return the contents read for these articles, with the revision that each created and the time of reading."""
    query = select(revisions).where(revisions.c.article.in_(listed(numbers)))
    return {(row.article, row.content): (row.revision, row.seen) for row in connection.execute(query)}


def note(connection: Connection, rows: Sequence[tuple[int, str, int, str | None]]) -> None:
    """Record contents of articles, as rows of article number, digest, revision and time of reading."""
    upsert(connection, revisions, rows, key=["article", "content"], replace=["revision", "seen"])


def restart(connection: Connection, number: int, content: str, revision: int) -> None:
    """Delete this content of an article, and lower all later revisions, which were never delivered, to this one."""
    own = revisions.c.article == number
    connection.execute(delete(revisions).where(own, revisions.c.content == content))
    connection.execute(update(revisions).where(own, revisions.c.revision > revision).values(revision=revision))
