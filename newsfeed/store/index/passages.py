"""Passages: each distinct normal form once, with its first occurrence and its shingles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, bindparam, func, select, update

from newsfeed.dedup.config import DedupConfig
from newsfeed.dedup.fingerprints.simhash import fingerprints
from newsfeed.dedup.fingerprints.winnowing import digests, winnow
from newsfeed.dedup.media import ADDRESS
from newsfeed.dedup.order import LAST, Occurrence
from newsfeed.dedup.verdict import Earliest
from newsfeed.store.index import postings
from newsfeed.store.index.occurrences import first_read
from newsfeed.store.schema import paragraphs, passages
from newsfeed.store.sql import insert_all, listed, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray


_LETTERS_AT_ONCE = 1_000_000  # letters of new passages whose shingles are in memory at once
_NOWHERE = (None, None, None)


def intern(connection: Connection, normals: Sequence[str], places: Sequence[Occurrence | None]) -> list[int]:
    """Return the passage number of each normal form; ``places`` holds their occurrences, ``None`` if not counted.

    New passages are stored with fingerprint and postings, and first occurrences are updated.
    """
    keys: list[int] = digests(normals).tolist()
    forms = dict(zip(keys, normals, strict=True))
    first = _earliest(zip(keys, places, strict=True))
    known = _numbers(connection, keys)
    _offer_first(connection, {number: first[key] for key, number in known.items() if key in first})
    for fresh in _portions({key: form for key, form in forms.items() if key not in known}):
        known |= _store(connection, list(fresh), list(fresh.values()), [first.get(key) for key in fresh])
    return [known[key] for key in keys]


def _portions(forms: Mapping[int, str]) -> Iterator[dict[int, str]]:
    """Yield the forms by key, about :data:`_LETTERS_AT_ONCE` at a time."""
    portion: dict[int, str] = {}
    letters = 0
    for key, form in forms.items():
        portion[key] = form
        letters += len(form)
        if letters >= _LETTERS_AT_ONCE:
            yield portion
            portion, letters = {}, 0
    if portion:
        yield portion


def _earliest(places: Iterable[tuple[int, Occurrence | None]]) -> dict[int, Occurrence]:
    """Return the earliest place of each key that has one."""
    first: dict[int, Occurrence] = {}
    for key, place in places:
        if place is not None and (key not in first or place < first[key]):
            first[key] = place
    return first


def offer_first(connection: Connection, occurrences: Iterable[tuple[int, Occurrence]]) -> None:
    """Update the first occurrence of each passage if one of the given occurrences is earlier."""
    _offer_first(connection, _earliest(occurrences))


def _numbers(connection: Connection, keys: Sequence[int]) -> dict[int, int]:
    query = select(passages.c.digest, passages.c.number).where(passages.c.digest.in_(listed(keys)))
    return {row.digest: row.number for row in connection.execute(query).all()}


def known(connection: Connection, normals: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return the number and fingerprint of the passages that have these normal forms, by normal form."""
    keys = dict(zip(digests(normals).tolist(), normals, strict=True))
    query = select(passages.c.digest, passages.c.number, passages.c.simhash)
    rows = connection.execute(query.where(passages.c.digest.in_(listed(keys)), passages.c.rank.is_not(None))).all()
    return {keys[digest]: (number, unsigned(simhash)) for digest, number, simhash in rows}


def _store(
    connection: Connection, keys: Sequence[int], texts: Sequence[str], places: Sequence[Occurrence | None]
) -> dict[int, int]:
    """Store new passages, given by digest, normal form and first occurrence; return their numbers by digest."""
    first = (connection.execute(select(func.max(passages.c.number))).scalar() or 0) + 1
    numbers = range(first, first + len(keys))
    words = ["" if text.startswith(ADDRESS) else text for text in texts]
    simhashes = fingerprints(words).view(np.int64).tolist()
    rows = [
        (number, key, 1 if text.startswith(ADDRESS) else len(text), simhash, *(place or _NOWHERE))
        for number, key, text, simhash, place in zip(numbers, keys, texts, simhashes, places, strict=True)
    ]
    insert_all(connection, passages, rows)
    shingles, owners = winnow(words)
    postings.add(connection, shingles, owners.astype(np.int64) + first)
    return dict(zip(keys, numbers, strict=True))


def _offer_first(connection: Connection, occurrences: Mapping[int, Occurrence]) -> None:
    """Update the first occurrence of each passage if the given occurrence is earlier."""
    query = select(passages.c.number, passages.c.rank, passages.c.article, passages.c.position)
    stored = connection.execute(query.where(passages.c.number.in_(listed(occurrences)))).all()
    _set_first(
        connection,
        {
            row.number: occurrences[row.number]
            for row in stored
            if row.rank is None or occurrences[row.number] < Occurrence(row.rank, row.article, row.position)
        },
    )


def had_first(connection: Connection, numbers: Iterable[int]) -> list[int]:
    """Return the passages whose first occurrence is in one of these articles."""
    query = select(passages.c.number).where(passages.c.article.in_(listed(numbers)))
    return list(connection.execute(query).scalars())


def find_first(connection: Connection, numbers: Sequence[int]) -> None:
    """Recompute the first occurrence of each of these passages that still occurs."""
    nowhere = {"rank": None, "article": None, "position": None}
    connection.execute(passages.update().where(passages.c.number.in_(listed(numbers))).values(**nowhere))
    found = first_read(connection, paragraphs.c.passage, ((number, LAST) for number in numbers), DedupConfig())
    _set_first(connection, {number: at for (number, _), at in found.items()})


def _set_first(connection: Connection, occurrences: Mapping[int, Occurrence]) -> None:
    if not occurrences:
        return
    statement = (
        update(passages)
        .where(passages.c.number == bindparam("key"))
        .values(rank=bindparam("rank"), article=bindparam("article"), position=bindparam("position"))
    )
    rows = [{"key": number, **occurrence._asdict()} for number, occurrence in occurrences.items()]
    connection.execute(statement, rows)


def earliest(connection: Connection, numbers: Iterable[int]) -> dict[int, Earliest]:
    """Return the first occurrence of each passage that occurs anywhere."""
    columns = (passages.c.number, passages.c.simhash, passages.c.rank, passages.c.article, passages.c.position)
    query = select(*columns).where(passages.c.number.in_(listed(numbers)), passages.c.rank.is_not(None))
    return {
        number: Earliest(Occurrence(*place), unsigned(simhash))
        for number, simhash, *place in connection.execute(query).all()
    }


def first_places(connection: Connection, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first occurrence of each of these passages that occurs anywhere, sorted by passage number.

    The result has shape ``(n, 4)``, with the columns number, rank, article and position.
    """
    columns = (passages.c.number, passages.c.rank, passages.c.article, passages.c.position)
    query = select(*columns).where(passages.c.number.in_(listed(numbers.tolist())), passages.c.rank.is_not(None))
    rows = connection.execute(query.order_by(passages.c.number)).all()
    return np.array([tuple(row) for row in rows], np.int64).reshape(-1, len(columns))


def first_texts(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return the text of the first occurrence of each passage that occurs anywhere."""
    first = (paragraphs.c.article == passages.c.article) & (paragraphs.c.position == passages.c.position)
    query = select(passages.c.number, paragraphs.c.text).join(paragraphs, first)
    rows = connection.execute(query.where(passages.c.number.in_(listed(numbers)))).all()
    return {row.number: row.text for row in rows}
