"""Postings: which passages have a shingle. An index of packed, sorted arrays that grows by merging.

Postings are kept in *segments*. A segment holds some of them in order of their shingles, cut into blocks, one row
each; segments hold later and later passages. What is added becomes a segment of its own, merged at once with the
segments before it that are no larger (a log-structured merge; O'Neil, Cheng, Gawlick & O'Neil 1996). So there are at
most as many segments as the index has binary digits, a posting is rewritten as often, and both adding and looking up
move whole blocks through NumPy: a B-tree with a row for every posting takes several times as long, and once it is
larger than memory it writes a page for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import Connection, delete, func, select

from newsfeed.dedup.index import Found
from newsfeed.store.rows import listed
from newsfeed.store.tables import postings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

MOST_PASSAGES = 64
"""How many passages one shingle may lead to; the oldest are taken. Bounds the cost of very common shingles."""

BLOCK = 2048
"""Postings in a row, 24 KB; not less than :data:`MOST_PASSAGES`, so that a shingle's oldest stand in two blocks."""

_BLOCKS_AT_ONCE = 64  # held in memory while looking up and merging


class Postings(NamedTuple):
    """Shingles (int64) and the passages that have them (int32), both of shape ``(n,)``, in order of the shingles."""

    shingles: NDArray[np.int64]
    passages: NDArray[np.int32]

    @classmethod
    def sorted(cls, shingles: NDArray[np.int64], passages: NDArray[np.int32]) -> Postings:
        """Return postings in order; those of one shingle stay in the order they are given in."""
        order = np.argsort(shingles, kind="stable")
        return cls(shingles[order], passages[order])

    def between(self, start: int, stop: int) -> Postings:
        """Return those from one place to another."""
        return Postings(self.shingles[start:stop], self.passages[start:stop])


class _Segment(NamedTuple):
    """The rows of a segment and the first shingle of each, both int64 of shape ``(blocks,)``."""

    rows: NDArray[np.int64]
    firsts: NDArray[np.int64]


def add(connection: Connection, fresh: Postings) -> None:
    """Add postings of passages that are newer than all in the index."""
    if not len(fresh.shingles):
        return
    sizes = _sizes(connection)
    size, number = -(-len(fresh.shingles) // BLOCK), max(sizes, default=0) + 1
    while number - 1 in sizes and sizes[number - 1] <= size:
        number -= 1
        size += sizes[number]
    merged = _segments(connection, number)
    row = connection.execute(select(func.max(postings.c.number))).scalar() or 0
    rows: list[dict[str, object]] = []
    for block in _blocks(_merge(connection, merged, fresh)):
        row += 1
        rows.append(
            {
                "number": row,
                "segment": number,
                "first": int(block.shingles[0]),
                "shingles": block.shingles.tobytes(),
                "passages": block.passages.tobytes(),
            }
        )
        if len(rows) == _BLOCKS_AT_ONCE:
            connection.execute(postings.insert(), rows)
            rows = []
    if rows:
        connection.execute(postings.insert(), rows)
    for segment in merged:
        connection.execute(delete(postings).where(postings.c.number.in_(listed(segment.rows.tolist()))))


def find(connection: Connection, shingles: NDArray[np.int64]) -> Found:
    """Return the passages that have each of these shingles, the oldest :data:`MOST_PASSAGES`, oldest first.

    ``shingles`` (int64, shape ``(n,)``) are in order and without repeats.
    """
    places = [np.empty(0, np.int64)]
    passages = [np.empty(0, np.int32)]
    for segment in _segments(connection):
        for some, block in _asked_of(connection, segment, shingles):
            start = np.searchsorted(block.shingles, shingles[some], "left")
            held = block.shingles[np.minimum(start, len(block.shingles) - 1)] == shingles[some]
            asked, start = some[held], start[held]
            stop = np.searchsorted(block.shingles, shingles[asked], "right")
            counts = np.minimum(stop - start, MOST_PASSAGES)
            places.append(np.repeat(asked, counts))
            passages.append(block.passages[np.repeat(start, counts) + _numbered(counts)])
    place, passage = np.concatenate(places), np.concatenate(passages)
    order = np.argsort(place, kind="stable")
    place, passage = place[order], passage[order]
    counts = np.bincount(place, minlength=len(shingles))
    oldest = _numbered(counts) < MOST_PASSAGES
    bounds = np.zeros(len(shingles) + 1, np.int64)
    np.cumsum(np.minimum(counts, MOST_PASSAGES), out=bounds[1:])
    return Found(bounds, passage[oldest])


def _numbered(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place, from 0, of each member of groups of these sizes.

    >>> _numbered(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _sizes(connection: Connection) -> dict[int, int]:
    """Return how many rows each segment has, by its number; the numbers have no gaps."""
    query = select(postings.c.segment, func.count().label("rows")).group_by(postings.c.segment)
    return {row.segment: row.rows for row in connection.execute(query).all()}


def _segments(connection: Connection, first: int = 0) -> list[_Segment]:
    """Return the segments from a number on, oldest first."""
    columns = (postings.c.segment, postings.c.number, postings.c.first)
    query = select(*columns).where(postings.c.segment >= first)
    rows = connection.execute(query.order_by(postings.c.segment, postings.c.number)).all()
    table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 3)
    starts = np.flatnonzero(np.diff(table[:, 0])) + 1
    return [_Segment(part[:, 1], part[:, 2]) for part in np.split(table, starts) if len(part)]


def _read(connection: Connection, rows: NDArray[np.int64]) -> Postings:
    """Return the postings of some rows of one segment, in order."""
    query = select(postings.c.shingles, postings.c.passages).where(postings.c.number.in_(listed(rows.tolist())))
    found = connection.execute(query.order_by(postings.c.number)).all()
    return Postings(
        np.frombuffer(b"".join([shingles for shingles, _ in found]), np.int64),
        np.frombuffer(b"".join([passages for _, passages in found]), np.int32),
    )


def _asked_of(
    connection: Connection, segment: _Segment, shingles: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.int64], Postings]]:
    """Yield the positions of some of the shingles with all postings of a segment that may be theirs, until all are.

    A shingle is looked for in the last block that begins before it and, if it has many passages, in the one after.
    """
    block = np.maximum(np.searchsorted(segment.firsts, shingles, "left") - 1, 0)
    after = np.minimum(block + 1, len(segment.rows) - 1)
    is_needed = np.zeros(len(segment.rows), np.bool_)
    is_needed[block] = is_needed[after[segment.firsts[after] == shingles]] = True
    needed = np.flatnonzero(is_needed)
    group = np.searchsorted(needed, block) // _BLOCKS_AT_ONCE
    bounds = np.searchsorted(group, np.arange(group[-1] + 2 if len(group) else 1))
    for index, (start, stop) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        first = index * _BLOCKS_AT_ONCE
        yield (
            np.arange(start, stop),
            _read(connection, segment.rows[needed[first : first + _BLOCKS_AT_ONCE + 1]]),
        )


def _merge(connection: Connection, segments: Sequence[_Segment], fresh: Postings) -> Iterator[Postings]:
    """Yield the postings of some segments and the fresh ones in order, a range of shingles at a time."""
    firsts = np.sort(np.concatenate([fresh.shingles[::BLOCK], *(segment.firsts for segment in segments)]))
    low: int | None = None
    for high in [*np.unique(firsts[_BLOCKS_AT_ONCE::_BLOCKS_AT_ONCE]).tolist(), None]:
        parts = [_range(_overlapping(connection, segment, low, high), low, high) for segment in segments]
        parts.append(_range(fresh, low, high))
        yield Postings.sorted(
            np.concatenate([part.shingles for part in parts]), np.concatenate([part.passages for part in parts])
        )
        low = high


def _overlapping(connection: Connection, segment: _Segment, low: int | None, high: int | None) -> Postings:
    """Return the blocks of a segment that may hold shingles from ``low`` up to ``high``."""
    start = 0 if low is None else max(0, int(np.searchsorted(segment.firsts, low, "left")) - 1)
    stop = len(segment.rows) if high is None else int(np.searchsorted(segment.firsts, high, "left"))
    return _read(connection, segment.rows[start:stop])


def _range(some: Postings, low: int | None, high: int | None) -> Postings:
    start = 0 if low is None else int(np.searchsorted(some.shingles, low, "left"))
    stop = len(some.shingles) if high is None else int(np.searchsorted(some.shingles, high, "left"))
    return some.between(start, stop)


def _blocks(parts: Iterator[Postings]) -> Iterator[Postings]:
    """Cut postings that come in order into full blocks and a last one."""
    rest = Postings(np.empty(0, np.int64), np.empty(0, np.int32))
    for part in parts:
        rest = Postings(np.concatenate([rest.shingles, part.shingles]), np.concatenate([rest.passages, part.passages]))
        full = len(rest.shingles) // BLOCK * BLOCK
        for start in range(0, full, BLOCK):
            yield rest.between(start, start + BLOCK)
        rest = rest.between(full, len(rest.shingles))
    if len(rest.shingles):
        yield rest
