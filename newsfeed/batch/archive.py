"""The articles of an archive in Parquet files, one per partition, in the order of reading.

Every step reads the texts of its partition from its file; only texts that are compared in other partitions are sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from newsfeed.dedup.media import form_of_address
from newsfeed.dedup.order import Occurrence
from newsfeed.items import MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from newsfeed.store.archived import ArchivedArticle

_PARAGRAPH = pa.struct(
    [("text", pa.string()), ("kind", pa.string()), ("ordered", pa.bool_()), ("address", pa.string())]
)
_QUOTE = pa.struct(
    [
        ("ordinal", pa.int64()),
        ("digest", pa.int64()),
        ("position", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)
SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("rank", pa.int64()),
        ("id", pa.string()),
        ("seconds", pa.int64()),
        ("title", pa.string()),
        ("site", pa.string()),
        ("feed", pa.int64()),
        ("enclosures", pa.list_(pa.string())),
        ("paragraphs", pa.list_(_PARAGRAPH)),
        ("quotes", pa.list_(_QUOTE)),
    ]
)
_WHOLE = pa.schema(  # with fields that no step reads, so that another store can ingest the article
    [
        *SCHEMA,
        ("url", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published", pa.string()),
        ("fetched", pa.string()),
        ("source", pa.struct([("url", pa.string()), ("title", pa.string())])),
    ]
)

_LEAST = 8_000  # paragraphs for each partition that processes keys

ARTICLES, VERDICTS = "articles", "verdicts"
"""Directories of the files."""


@dataclass(frozen=True)
class Partition:
    """The articles of one file: those of ``table``, whose first paragraph is number ``first`` of the archive."""

    first: int
    table: pa.Table

    @cached_property
    def _paragraphs(self) -> pa.StructArray:
        return self.table["paragraphs"].combine_chunks().flatten()

    @cached_property
    def texts(self) -> list[str]:
        """The text of each paragraph."""
        texts: list[str] = self._paragraphs.field("text").to_pylist()
        return texts

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each paragraph."""
        kinds: list[str] = self._paragraphs.field("kind").to_pylist()
        return kinds

    @cached_property
    def ordered(self) -> list[bool | None]:
        """Whether each paragraph is an item of a numbered list."""
        ordered: list[bool | None] = self._paragraphs.field("ordered").to_pylist()
        return ordered

    @cached_property
    def forms(self) -> list[str | None]:
        """The form of the address of each image or embed, ``None`` for texts."""
        return [
            form_of_address(address or "") if kind in MEDIA else None
            for kind, address in zip(self.kinds, self._paragraphs.field("address").to_pylist(), strict=True)
        ]

    @cached_property
    def bounds(self) -> NDArray[np.int64]:
        """The index of the first paragraph of each article, and the end of the last one's."""
        return np.array([0, *accumulate(map(len, self.table["paragraphs"]))], np.int64)

    @property
    def paragraphs(self) -> NDArray[np.int64]:
        """The numbers of the paragraphs."""
        return np.arange(self.first, self.first + int(self.bounds[-1]))

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """The places of the paragraphs, shape ``(3, n)``: rank, article and position."""
        sizes = np.diff(self.bounds)
        ranks, numbers = (np.repeat(self.table[name].to_numpy(), sizes) for name in ("rank", "number"))
        return np.stack([ranks, numbers, np.arange(len(ranks)) - np.repeat(self.bounds[:-1], sizes)])

    def place(self, paragraph: int) -> Occurrence:
        """Return the place of a paragraph, by its number."""
        return Occurrence(*self.places[:, paragraph - self.first].tolist())

    def place_columns(self, paragraphs: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        """Return the columns of the places of paragraphs, by their numbers."""
        return dict(zip(Occurrence._fields, self.places[:, paragraphs - self.first], strict=True))

    def articles(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield each article with the bounds of its paragraphs."""
        others = self.table.drop_columns(["paragraphs"]).to_pylist()
        for (start, end), article in zip(pairwise(self.bounds.tolist()), others, strict=True):
            yield start, end, article


@dataclass(frozen=True)
class ArchiveFiles:
    """The files of an archive, and the files of its verdicts beside them.

    ``firsts`` are the numbers of the first paragraph of each file, followed by the number of all paragraphs.
    """

    directory: Path
    firsts: Sequence[int]

    @property
    def partitions(self) -> int:
        """The number of files."""
        return len(self.firsts) - 1

    def read(self, partition: int) -> Partition:
        """Return the articles of a partition."""
        file = pq.ParquetFile(_file(self.directory, partition))
        return Partition(self.firsts[partition], file.read(columns=SCHEMA.names, use_threads=False))

    def read_verdicts(self, partition: int) -> pa.Table:
        """Return the verdicts on the articles of a partition, in their order."""
        return pq.read_table(_file(self.directory.parent / VERDICTS, partition))

    def write_verdicts(self, partition: int, verdicts: pa.Table) -> None:
        """Write the verdicts on the articles of a partition to a file that appears whole; several may do so at once."""
        target = _file(self.directory.parent / VERDICTS, partition)
        target.parent.mkdir(exist_ok=True)
        unfinished = target.with_name(f".{target.name}.{uuid4().hex}")
        pq.write_table(verdicts, unfinished, compression="zstd")
        unfinished.replace(target)

    def homes(self, paragraphs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the partition of each paragraph, by its number."""
        return np.searchsorted(np.array(self.firsts[1:-1], np.int64), paragraphs, "right").astype(np.int64)

    @property
    def of_keys(self) -> int:
        """The number of partitions that process keys; fewer if partitions are small, as each sends to all of these."""
        return max(1, min(self.partitions, self.firsts[-1] // _LEAST))

    def spread(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the partition that processes each key, a hash."""
        return keys % self.of_keys


def write(directory: Path, articles: Iterable[ArchivedArticle], paragraphs: int) -> ArchiveFiles:
    """Write articles, given in the order of reading, to files of about so many paragraphs each."""
    directory.mkdir(parents=True, exist_ok=True)
    firsts, batch, size = [0], list[dict[str, Any]](), 0
    for article in articles:
        if size >= paragraphs:
            _write(directory, len(firsts) - 1, batch)
            firsts.append(firsts[-1] + size)
            batch, size = [], 0
        batch.append(article._asdict())
        size += len(article.paragraphs)
    _write(directory, len(firsts) - 1, batch)
    return ArchiveFiles(directory, [*firsts, firsts[-1] + size])


def _write(directory: Path, partition: int, batch: list[dict[str, Any]]) -> None:
    pq.write_table(pa.Table.from_pylist(batch, _WHOLE), _file(directory, partition), compression="zstd")


def _file(directory: Path, partition: int) -> Path:
    return directory / f"part-{partition:05}.parquet"
