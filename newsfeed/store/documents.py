"""The documents that were read, with their results: an unchanged document need not be read again.

A document is identified by a digest of its bytes and of everything that affects how they are read. The store keeps the
numbers of its articles, one per entry, and a digest of their state in the store afterwards. While that state is the
same, reading the document again would change nothing.
"""

from __future__ import annotations

from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, select

from newsfeed.store.dialects import upsert
from newsfeed.store.schema import articles, documents, revisions
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.formats.feed import Step


class ReadDocument(NamedTuple):
    """A document that was read: its digest, format, the step and problems of reading it, and its article numbers."""

    digest: str
    format: str
    step: Step | None
    problems: Sequence[str]
    articles: Sequence[int]


class StandingArticle(NamedTuple):
    """The state of an article in the store: its number, its current revision and its last delivered revision."""

    number: int
    revision: int
    given: int


_BY_DIGEST = select(documents).where(documents.c.digest == bindparam("digest"))
_OF_CURRENT_TEXT = and_(revisions.c.article == articles.c.number, revisions.c.content == articles.c.content)
# Rewriting or pruning an article changes one of these.
_STATES = select(
    *(articles.c[name] for name in ("number", "revision", "given", "content", "pruned", "feed")), revisions.c.seen
).outerjoin(revisions, _OF_CURRENT_TEXT)


def find(connection: Connection, digest: str) -> tuple[ReadDocument, list[StandingArticle]] | None:
    """Return a document that was read, with the articles of its entries, if they are unchanged since that reading."""
    row = connection.execute(_BY_DIGEST, {"digest": digest}).first()
    if row is None:
        return None
    numbers = array("q", row.articles)
    known = _rows(connection, numbers)
    found = [known[number] for number in numbers if number in known]
    if _state(found) != row.state:
        return None
    standing = [StandingArticle(each.number, each.revision, each.given) for each in found]
    return ReadDocument(digest, row.format, row.step, row.problems.splitlines(), numbers), standing


def any_read(connection: Connection) -> bool:
    """Return whether any document is remembered."""
    return connection.execute(select(documents.c.digest).limit(1)).first() is not None


def note(connection: Connection, read: Sequence[ReadDocument]) -> None:
    """Remember documents whose articles are in the store as the documents have them."""
    known = _rows(connection, {number for each in read for number in each.articles})
    rows = [
        (
            each.digest,
            each.format,
            each.step,
            "\n".join(each.problems),
            array("q", each.articles).tobytes(),
            _state([known[number] for number in each.articles if number in known]),
        )
        for each in read
    ]
    names = [column.name for column in documents.columns]
    upsert(connection, documents, rows, key=["digest"], replace=names[1:])


def _rows(connection: Connection, numbers: Iterable[int]) -> dict[int, Any]:
    """Return the state of articles in the store, by number."""
    return {row.number: row for row in connection.execute(_STATES.where(articles.c.number.in_(listed(numbers))))}


def _state(rows: Sequence[Any]) -> bytes:
    """Return a digest of the state of articles in the store."""
    state = repr([(row.number, row.content, row.pruned, row.feed, row.seen) for row in rows])
    return blake2b(state.encode(), digest_size=16).digest()
