"""Postings: map shingles to passages. The index consists of packed, sorted arrays and grows by merging.

A posting is one number: the upper 40 bits hold the shingle, the lower 24 the passage, counted from the first passage of
its *segment*. A segment holds sorted postings, cut into blocks of one row each; each segment holds later passages than
the one before. New postings become a new segment, and :data:`FAN` segments of about the same size are merged into one
(a log-structured merge; O'Neil, Cheng, Gawlick & O'Neil 1996) of at most :data:`MOST_BLOCKS`. So there are few
segments, a posting is rewritten a logarithmic number of times, and no merge takes long. Both insertion and lookup
process whole blocks with NumPy: a B-tree with a row per posting takes several times as long, and once it exceeds memory
it writes a page for each posting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import Connection, delete, func, select, update

from newsfeed.dedup.candidates import Found
from newsfeed.dedup.fingerprints.winnowing import SHINGLE_BITS
from newsfeed.store.schema import postings
from newsfeed.store.sql import insert_all, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

BLOCK = 8192
"""Postings per row: 64 KiB."""

FAN = 4
"""Segments of similar size that are merged. A larger value means fewer rewrites but more segments per lookup."""

MOST_BLOCKS = 4096
"""Blocks in a merged segment: 256 MiB, the shingles of about two million paragraphs."""

_BLOCKS_AT_ONCE = 64  # held in memory while looking up and merging
_PASSAGE_BITS = np.uint64(64 - SHINGLE_BITS)
_MOST_SPANNED = 1 << (64 - SHINGLE_BITS)  # passages that one segment can address
_PASSAGE = np.uint64(_MOST_SPANNED - 1)


class _Segment(NamedTuple):
    """The rows of a segment and the first shingle of each, of shape ``(blocks,)``; passages count from ``base``."""

    number: int
    rows: NDArray[np.int64]
    firsts: NDArray[np.int64]
    base: int


def add(connection: Connection, shingles: NDArray[np.int64], passages: NDArray[np.int64]) -> None:
    """Add postings of passages that are newer than all indexed passages with these shingles.

    Both arrays have shape ``(n,)``; the passages span fewer than 2**24 numbers, and none has a shingle twice.
    """
    if not len(shingles):
        return
    segments = _segments(connection)
    merged = _alike(segments, -(-len(shingles) // BLOCK), int(passages.max()))
    base = min([int(passages.min()), *(segment.base for segment in merged)])
    fresh = np.sort(shingles.astype(np.uint64) << _PASSAGE_BITS | (passages - base).astype(np.uint64))
    rest = segments[: len(segments) - len(merged)]
    number = rest[-1].number + 1 if rest else 0  # a segment may have lost all its rows
    last = connection.execute(select(func.max(postings.c.number))).scalar() or 0
    rows: list[tuple[object, ...]] = []
    for row, block in enumerate(_blocks(_merge(connection, merged, fresh, base)), last + 1):
        rows.append((row, number, base, int(block[0] >> _PASSAGE_BITS), block.tobytes()))
        if len(rows) == _BLOCKS_AT_ONCE:
            insert_all(connection, postings, rows)
            rows = []
    insert_all(connection, postings, rows)
    for segment in merged:
        connection.execute(delete(postings).where(postings.c.number.in_(listed(segment.rows.tolist()))))


def _alike(segments: Sequence[_Segment], size: int, newest: int) -> Sequence[_Segment]:
    """Return the last segments to merge with a new one of ``size`` blocks that ends with passage ``newest``."""
    first = len(segments)
    while first >= FAN - 1:
        sizes = [len(segment.rows) for segment in segments[first - FAN + 1 : first]]
        spanned = newest - min(segment.base for segment in segments[first - FAN + 1 :])
        if max(sizes) > 2 * size or size + sum(sizes) > MOST_BLOCKS or spanned >= _MOST_SPANNED:
            break
        size += sum(sizes)
        first -= FAN - 1
    return segments[first:]


def remove(connection: Connection, after: int, gone: Callable[[NDArray[np.int64]], NDArray[np.int64]]) -> int | None:
    """Remove postings from the next rows after the row ``after``; return the last of these rows, ``None`` at the end.

    ``gone`` returns the passages that no longer have postings, of sorted, unique ones.
    """
    query = select(postings.c.number, postings.c.base, postings.c.packed).where(postings.c.number > after)
    rows = connection.execute(query.order_by(postings.c.number).limit(_BLOCKS_AT_ONCE)).all()
    held = [np.frombuffer(row.packed, np.uint64) for row in rows]
    passages = [(block & _PASSAGE).astype(np.int64) + row.base for row, block in zip(rows, held, strict=True)]
    removed = gone(np.unique(np.concatenate(passages))) if rows else np.empty(0, np.int64)
    for row, block, of_block in zip(rows, held, passages, strict=True):
        kept = block[~np.isin(of_block, removed)]
        own = postings.c.number == row.number
        if not len(kept):
            connection.execute(delete(postings).where(own))
        elif len(kept) < len(block):
            values = {"first": int(kept[0] >> _PASSAGE_BITS), "packed": kept.tobytes()}
            connection.execute(update(postings).where(own).values(values))
    return rows[-1].number if rows else None


def find(connection: Connection, shingles: NDArray[np.int64]) -> Found:
    """Return the passages with each of these shingles, in the order in which they were stored.

    ``shingles`` has shape ``(n,)`` and is sorted and unique.
    """
    places = [np.empty(0, np.int64)]
    passages = [np.empty(0, np.int64)]
    for segment in _segments(connection) if len(shingles) else ():
        for first, some, block in _asked_of(connection, segment, shingles):
            wanted = some.astype(np.uint64) << _PASSAGE_BITS
            start = np.searchsorted(block, wanted)
            held = np.flatnonzero(block[np.minimum(start, len(block) - 1)] & ~_PASSAGE == wanted)
            start = start[held]
            counts = np.searchsorted(block, wanted[held] | _PASSAGE, "right") - start
            places.append(np.repeat(first + held, counts))
            found = block[np.repeat(start, counts) + _numbered(counts)] & _PASSAGE
            passages.append(found.astype(np.int64) + segment.base)
    place, passage = np.concatenate(places), np.concatenate(passages)
    order = np.argsort(place, kind="stable")
    place, passage = place[order], passage[order]
    bounds = np.zeros(len(shingles) + 1, np.int64)
    np.cumsum(np.bincount(place, minlength=len(shingles)), out=bounds[1:])
    return Found(bounds, passage)


def _numbered(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the zero-based index of each element within its group, for groups of these sizes.

    >>> _numbered(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _segments(connection: Connection) -> list[_Segment]:
    """Return the segments, oldest first."""
    columns = (postings.c.segment, postings.c.number, postings.c.first, postings.c.base)
    rows = connection.execute(select(*columns).order_by(postings.c.segment, postings.c.number)).all()
    table = np.array([tuple(row) for row in rows], np.int64).reshape(-1, len(columns))
    starts = np.flatnonzero(np.diff(table[:, 0])) + 1
    return [
        _Segment(int(part[0, 0]), part[:, 1], part[:, 2], int(part[0, 3]))
        for part in np.split(table, starts)
        if len(part)
    ]


def _read(connection: Connection, rows: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the postings of some rows of one segment, in order."""
    query = select(postings.c.packed).where(postings.c.number.in_(listed(rows.tolist()))).order_by(postings.c.number)
    return np.frombuffer(b"".join(connection.execute(query).scalars().all()), np.uint64)


def _asked_of(
    connection: Connection, segment: _Segment, shingles: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.uint64]]]:
    """Yield slices of the shingles, each with its start index and the postings of a segment that may match.

    A shingle may occur in the last block that begins before it and in all blocks that begin with it. If these are not
    read together, the shingle is yielded again with the remaining blocks.
    """
    start = np.searchsorted(shingles, segment.firsts, "right")
    begins_one = (start > 0) & (shingles[start - 1] == segment.firsts)  # numpy.isin would hash millions of shingles
    start[0] = 0
    stop = np.append(start[1:], len(shingles))
    blocks = np.flatnonzero((stop > start) | begins_one)
    for group in range(0, len(blocks), _BLOCKS_AT_ONCE):
        some = blocks[group : group + _BLOCKS_AT_ONCE]
        first = int(np.searchsorted(shingles, segment.firsts[some[0]])) if some[0] else 0
        last = int(stop[some[-1]])
        yield first, shingles[first:last], _read(connection, segment.rows[some])


def _merge(
    connection: Connection, segments: Sequence[_Segment], fresh: NDArray[np.uint64], base: int
) -> Iterator[NDArray[np.uint64]]:
    """Yield the merged postings of segments and of ``fresh``, relative to ``base``, one range of shingles at a time."""
    firsts = np.sort(np.concatenate([(fresh[::BLOCK] >> _PASSAGE_BITS).view(np.int64), *(s.firsts for s in segments)]))
    low = 0
    for high in [*sorted(set(firsts[_BLOCKS_AT_ONCE::_BLOCKS_AT_ONCE].tolist())), 1 << SHINGLE_BITS]:
        parts = [
            _between(_overlapping(connection, segment, low, high), low, high) + np.uint64(segment.base - base)
            for segment in segments
        ]
        part = np.concatenate([*parts, _between(fresh, low, high)])
        part.sort(kind="stable")  # a stable sort merges sorted runs
        yield part
        low = high


def _overlapping(connection: Connection, segment: _Segment, low: int, high: int) -> NDArray[np.uint64]:
    """Return the blocks of a segment that may contain shingles from ``low`` up to ``high``."""
    start = max(0, int(np.searchsorted(segment.firsts, low)) - 1)
    stop = int(np.searchsorted(segment.firsts, high))
    return _read(connection, segment.rows[start:stop])


def _between(some: NDArray[np.uint64], low: int, high: int) -> NDArray[np.uint64]:
    shingles = some >> _PASSAGE_BITS
    return some[np.searchsorted(shingles, low) : np.searchsorted(shingles, high)]


def _blocks(parts: Iterator[NDArray[np.uint64]]) -> Iterator[NDArray[np.uint64]]:
    """Split sorted postings into full blocks and a last, possibly shorter one."""
    rest = np.empty(0, np.uint64)
    for part in parts:
        rest = np.concatenate([rest, part])
        full = len(rest) // BLOCK * BLOCK
        for start in range(0, full, BLOCK):
            yield rest[start : start + BLOCK]
        rest = rest[full:]
    if len(rest):
        yield rest
