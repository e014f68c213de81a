"""Passages: every distinct normal form once, the paragraph that had it first, and the shingles that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import Connection, bindparam, func, select, update

from newsfeed.dedup.shingles import digests, winnow
from newsfeed.dedup.simhash import fingerprints
from newsfeed.store import postings
from newsfeed.store.rows import insert_all, listed, unsigned
from newsfeed.store.tables import articles, paragraphs, passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Occurrence(NamedTuple):
    """A paragraph's place in the order of the archive."""

    moment: str
    article: int
    position: int


class Earliest(NamedTuple):
    """The first paragraph that had a passage, and the passage's fingerprint."""

    at: Occurrence
    simhash: int


def intern(connection: Connection, normals: Sequence[str], places: Sequence[Occurrence]) -> list[int]:
    """Return the passage number of each normal form, which stands at the place given beside it.

    Those that are new are stored with fingerprint and postings, and the first occurrences brought up to date.
    """
    keys: list[int] = digests(normals).tolist()
    forms = dict(zip(keys, normals, strict=True))
    first: dict[int, Occurrence] = {}
    for key, place in zip(keys, places, strict=True):
        if key not in first or place < first[key]:
            first[key] = place
    known = _numbers(connection, keys)
    _offer_first(connection, {number: first[key] for key, number in known.items()})
    fresh = [key for key in first if key not in known]
    if fresh:
        known |= _store(connection, fresh, [forms[key] for key in fresh], [first[key] for key in fresh])
    return [known[key] for key in keys]


def _numbers(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    query = select(passages.c.digest, passages.c.number).where(passages.c.digest.in_(listed(keys)))
    return {row.digest: row.number for row in connection.execute(query).all()}


def _store(
    connection: Connection, keys: Sequence[int], texts: Sequence[str], places: Sequence[Occurrence]
) -> dict[int, int]:
    """Store new passages, given by digest, normal form and first occurrence; return their numbers by digest."""
    first = (connection.execute(select(func.max(passages.c.number))).scalar() or 0) + 1
    numbers = range(first, first + len(keys))
    simhashes = fingerprints(texts).view(np.int64).tolist()
    rows = [
        (number, key, len(text), simhash, *place)
        for number, key, text, simhash, place in zip(numbers, keys, texts, simhashes, places, strict=True)
    ]
    insert_all(connection, passages, rows)
    shingles, owners = winnow(texts)
    postings.add(connection, shingles, owners.astype(np.int64) + first)
    return dict(zip(keys, numbers, strict=True))


def _offer_first(connection: Connection, occurrences: Mapping[int, Occurrence]) -> None:
    """Note, for each passage, an occurrence that may be earlier than the one known."""
    query = select(passages.c.number, passages.c.moment, passages.c.article, passages.c.position)
    stored = connection.execute(query.where(passages.c.number.in_(listed(occurrences)))).all()
    _set_first(
        connection,
        {
            row.number: occurrences[row.number]
            for row in stored
            if row.moment is None or occurrences[row.number] < Occurrence(row.moment, row.article, row.position)
        },
    )


def forget_first(connection: Connection, leaving: Iterable[int]) -> None:
    """Find again the first occurrence of the passages that the paragraphs of the ``leaving`` articles had first."""
    leaving = list(leaving)
    query = select(passages.c.number).where(passages.c.article.in_(listed(leaving)))
    orphans = connection.execute(query).scalars().all()
    order = (articles.c.moment, articles.c.number, paragraphs.c.position)
    rank = func.row_number().over(partition_by=paragraphs.c.passage, order_by=order).label("rank")
    ranked = (
        select(paragraphs.c.passage, *order, rank)
        .join(articles, articles.c.number == paragraphs.c.article)
        .where(paragraphs.c.passage.in_(listed(orphans)), articles.c.number.not_in(listed(leaving)))
        .subquery()
    )
    remaining = {
        row.passage: Occurrence(row.moment, row.number, row.position)
        for row in connection.execute(select(ranked).where(ranked.c.rank == 1))
    }
    nowhere = {"moment": None, "article": None, "position": None}
    connection.execute(passages.update().where(passages.c.number.in_(listed(orphans))).values(**nowhere))
    _set_first(connection, remaining)


def _set_first(connection: Connection, occurrences: Mapping[int, Occurrence]) -> None:
    if not occurrences:
        return
    statement = (
        update(passages)
        .where(passages.c.number == bindparam("key"))
        .values(moment=bindparam("moment"), article=bindparam("article"), position=bindparam("position"))
    )
    rows = [{"key": number, **occurrence._asdict()} for number, occurrence in occurrences.items()]
    connection.execute(statement, rows)


def earliest(connection: Connection, numbers: Iterable[int]) -> dict[int, Earliest]:
    """Return the first occurrence of each passage that stands anywhere."""
    columns = (passages.c.number, passages.c.simhash, passages.c.moment, passages.c.article, passages.c.position)
    query = select(*columns).where(passages.c.number.in_(listed(numbers)), passages.c.moment.is_not(None))
    return {
        number: Earliest(Occurrence(*place), unsigned(simhash))
        for number, simhash, *place in connection.execute(query).all()
    }


def first_texts(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the text of the first paragraph of each passage that stands anywhere."""
    first = (paragraphs.c.article == passages.c.article) & (paragraphs.c.position == passages.c.position)
    query = select(passages.c.number, paragraphs.c.text).join(paragraphs, first)
    rows = connection.execute(query.where(passages.c.number.in_(listed(numbers)))).all()
    return {row.number: row.text for row in rows}
