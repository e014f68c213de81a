"""Data exchanged between steps: tables with fixed columns, each sent to one partition.

An engine calls a step once for each partition, with all tables that were sent to it. Engines differ in where partitions
are processed and where tables are kept in between; the steps do not depend on either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

FORMAT = 2
"""The version of packed tables and of their columns: stages of another one cannot be continued."""

_CODEC = pa.Codec("zstd")
_SIZE_BYTES = 8
_PLACE = [("rank", pa.int64()), ("article", pa.int64()), ("position", pa.int64())]
_REOCCURRENCE = [("passage", pa.int64()), ("paragraph", pa.int64()), ("time", pa.int64()), *_PLACE]
_TELLING = [
    ("group", pa.int64()),
    ("number", pa.int64()),
    ("home", pa.int64()),
    ("rank", pa.int64()),
    ("id", pa.string()),
    ("seconds", pa.int64()),
    ("title", pa.string()),
    ("site", pa.string()),
    ("feed", pa.int64()),
    ("size", pa.int64()),
    ("enclosures", pa.list_(pa.string())),
    ("by_title", pa.bool_()),
]
_ORIGIN = pa.struct(
    [
        *_PLACE,
        ("share", pa.float64()),
        ("distance", pa.int64()),
        ("spans", pa.list_(pa.list_(pa.int64()))),
        ("rarity", pa.float64()),
    ]
)
_PARAGRAPH = pa.struct(
    [
        ("position", pa.int64()),
        ("status", pa.string()),
        ("novelty", pa.float64()),
        ("reason", pa.string()),
        ("reuse", pa.list_(_ORIGIN)),
    ]
)
_FIRST_SEEN = pa.struct([("ordinal", pa.int64()), ("place", pa.struct(_PLACE))])
_JUDGED = [
    ("number", pa.int64()),
    ("id", pa.string()),
    ("novelty", pa.float64()),
    ("repeats", pa.int64()),
    ("follows", pa.int64()),
    ("paragraphs", pa.list_(_PARAGRAPH)),
    ("first_seen", pa.list_(_FIRST_SEEN)),
]

# In these tables a paragraph is identified by its number in the order of reading, a passage by the number of its first
# paragraph.
SCHEMAS = {
    name: pa.schema(columns)
    for name, columns in {
        "facts": [("length", pa.int32()), ("simhash", pa.uint64())],
        "occurrences": [("digest", pa.int64()), ("paragraph", pa.int64()), ("time", pa.int64()), *_PLACE],
        "site_lines": [
            ("site", pa.string()),
            ("article", pa.int64()),
            ("paragraph", pa.int64()),
            ("digest", pa.int64()),
            ("length", pa.int32()),
            ("heading", pa.bool_()),
            ("title", pa.int64()),
        ],
        "possible_lines": [("digest", pa.int64()), ("paragraph", pa.int64())],
        "quotations": [
            ("digest", pa.int64()),
            ("paragraph", pa.int64()),
            ("ordinal", pa.int64()),
            ("time", pa.int64()),
            *_PLACE,
        ],
        "repeats": [("paragraph", pa.int64()), ("passage", pa.int64()), ("same", pa.int64())],
        "reoccurrences": _REOCCURRENCE,
        "boilerplate": [("paragraph", pa.int64())],
        "known_lines": [("paragraph", pa.int64()), ("digest", pa.int64())],
        "lines": [("paragraph", pa.int64()), ("digest", pa.int64())],
        "first_quoted": [("paragraph", pa.int64()), ("ordinal", pa.int64()), *_PLACE],
        "postings": [
            ("shingle", pa.int64()),
            ("paragraph", pa.int64()),
            ("is_passage", pa.bool_()),
            ("asks", pa.bool_()),
        ],
        "sizes": [("paragraph", pa.int64()), ("shingles", pa.int64())],
        "asked_places": [("paragraph", pa.int64()), ("same", pa.int64())],
        "asked_rows": [("key", pa.int64()), ("paragraph", pa.int64())],
        "rows": [("key", pa.int64()), ("paragraph", pa.int64()), *_PLACE],
        "counts": [("paragraph", pa.int64()), ("shingle", pa.int64()), ("before", pa.int64())],
        "first_passages": [("shingle", pa.int64()), ("passage", pa.int64())],
        "first_rows": [("paragraph", pa.int64()), ("key", pa.int64()), ("home", pa.int64()), *_PLACE],
        "asked_shingles": [
            ("paragraph", pa.int64()),
            ("shingle", pa.int64()),
            ("times", pa.int64()),
            ("enough", pa.int64()),
        ],
        "found_shingles": [
            ("paragraph", pa.int64()),
            ("shingle", pa.int64()),
            ("enough", pa.int64()),
            ("passages", pa.list_(pa.int64())),
        ],
        "near": [
            ("paragraph", pa.int64()),
            ("passage", pa.int64()),
            ("weight", pa.float64()),
            ("rarity", pa.float64()),
            ("kind", pa.uint64()),
            ("time", pa.int64()),
        ],
        "wanted_places": [("passage", pa.int64()), ("home", pa.int64()), ("low", pa.int64()), ("high", pa.int64())],
        "first_places": [("passage", pa.int64()), ("simhash", pa.uint64()), *_PLACE],
        "reoccurring": _REOCCURRENCE,
        "places": [("paragraph", pa.int64()), *_PLACE],
        "candidates": [
            ("paragraph", pa.int64()),
            ("passage", pa.int64()),
            ("at", pa.int64()),
            ("rarity", pa.float64()),
            ("simhash", pa.uint64()),
            *_PLACE,
        ],
        "wanted": [("passage", pa.int64()), ("home", pa.int64())],
        "texts": [("passage", pa.int64()), ("text", pa.string())],
        "judged": _JUDGED,
        "links": [
            ("number", pa.int64()),
            ("home", pa.int64()),
            ("to", pa.int64()),
            ("to_home", pa.int64()),
            ("repeats", pa.bool_()),
        ],
        "asked_tellings": [("number", pa.int64()), ("group", pa.int64()), ("home", pa.int64())],
        "group_tellings": _TELLING,
        "followed": _TELLING,
        "copies": [("number", pa.int64()), ("of", pa.int64()), ("reason", pa.string())],
    }.items()
}


class Sent(NamedTuple):
    """Rows of a table for one partition."""

    table: str
    to: int
    rows: pa.Table


class Stage(NamedTuple):
    """A step for all partitions, and the tables that it reads; later stages read the tables that it sends.

    The step takes the number of a partition and the rows sent to it, by table, and yields the rows to send.
    """

    name: str
    step: Callable[[int, Mapping[str, pa.Table]], Iterator[Sent]]
    reads: Sequence[str]


def pack(sent: Sent) -> bytes:
    """Return the rows that were sent, compressed as a whole, after their size.

    Most tables have a few dozen rows. An Arrow stream would compress each of their columns on its own, and repeat the
    schema, which takes five times the time and more bytes than the rows.
    """
    batches = sent.rows.to_batches()
    if len(batches) != 1:
        columns = [column.combine_chunks() for column in sent.rows.columns]
        batches = [pa.RecordBatch.from_arrays(columns, schema=SCHEMAS[sent.table])]
    batch = batches[0].serialize()
    packed: bytes = batch.size.to_bytes(_SIZE_BYTES) + _CODEC.compress(batch, asbytes=True)
    return packed


def unpack(name: str, packed: bytes | pa.Buffer) -> pa.Table:
    """Return the rows of a table that :func:`pack` has packed."""
    data = memoryview(packed)
    batch = _CODEC.decompress(data[_SIZE_BYTES:], int.from_bytes(data[:_SIZE_BYTES]))
    return pa.Table.from_batches([pa.ipc.read_record_batch(batch, SCHEMAS[name])])


def received(name: str, tables: Sequence[pa.Table]) -> pa.Table:
    """Return all rows of a table that were sent to one partition."""
    return pa.concat_tables(tables) if tables else SCHEMAS[name].empty_table()


def rows(name: str, **columns: object) -> pa.Table:
    """Return a table with these columns; columns of a place that are left out are not needed, and set to 0."""
    schema = SCHEMAS[name]
    size = len(next(iter(columns.values())))  # type: ignore[arg-type]
    filled = [pa.array(columns[field.name] if field.name in columns else np.zeros(size, np.int64)) for field in schema]
    return pa.table([column.cast(field.type) for column, field in zip(filled, schema, strict=True)], schema=schema)


def sent(name: str, to: NDArray[np.int64], table: pa.Table) -> Iterator[Sent]:
    """Yield the rows of a table by target partition, keeping their order."""
    if not len(to):
        return
    order = np.argsort(to, kind="stable")
    bounds = np.flatnonzero(np.diff(to[order], prepend=-1))
    table = table.take(pa.array(order))
    for start, end in zip(bounds.tolist(), [*bounds[1:].tolist(), len(to)], strict=True):
        yield Sent(name, int(to[order[start]]), table.slice(start, end - start))


def column(table: pa.Table, name: str) -> NDArray[np.int64]:
    """Return a column of numbers as an array."""
    array: NDArray[np.int64] = table[name].to_numpy()
    return array
