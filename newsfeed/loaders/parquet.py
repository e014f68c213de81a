"""Read Parquet files of articles like our JSON Lines: the tables of an export, and the articles of a batch."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, NamedTuple

from newsfeed.loaders.jsonlines import BadLine, to_article
from newsfeed.sources.files import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow.parquet as pq

    from newsfeed.items import Article

_MAGIC = b"PAR1"
_AT_ONCE = 200  # rows
_LARGEST_GROUP = 1 << 30  # bytes of a row group, unpacked: its columns are in memory together
_OURS = {"id", "feed", "paragraphs"}
_OF_BATCH = {"rank", "source"}  # columns that only the articles of a batch have
_NOT_OF_BATCH = "articles of a batch: texts without their markup and links, enclosures without type and length"


class ArticleTable(NamedTuple):
    """The articles of a file, one per row, with the rows that are none; ``lacks`` is a remark on missing data."""

    articles: Iterator[Article | BadLine]
    lacks: str | None


def begins(file: IO[bytes]) -> bool:
    """Return whether a file begins like Parquet; leave it at its start."""
    found = file.read(len(_MAGIC)) == _MAGIC
    file.seek(0)
    return found


def read(file: IO[bytes], name: str) -> ArticleTable:
    """Return the articles of a file.

    Raises :class:`UnreadableError` if the file has no articles, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        reason = f"needs pyarrow, which is not installed ({error.name or error})"
        raise UnreadableError(name, f"{reason}: pip install -r requirements-parquet.txt") from error
    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(name, f"not valid Parquet: {error}") from error
    if missing := sorted(_OURS - set(table.schema_arrow.names)):
        raise UnreadableError(name, f"Parquet without articles: no column {', '.join(missing)}")
    is_of_batch = set(table.schema_arrow.names) >= _OF_BATCH
    articles = _read(table, (pa.ArrowException, OSError, UnicodeDecodeError), is_of_batch=is_of_batch)
    return ArticleTable(articles, _NOT_OF_BATCH if is_of_batch else None)


def _read(
    table: pq.ParquetFile, damages: tuple[type[Exception], ...], *, is_of_batch: bool
) -> Iterator[Article | BadLine]:
    number = 0
    for group in range(table.num_row_groups):
        rows = table.metadata.row_group(group)
        if rows.total_byte_size > _LARGEST_GROUP:
            yield BadLine(number + 1, f"in a row group larger than {_LARGEST_GROUP} bytes, which is not read")
            number += rows.num_rows
            continue
        try:
            for batch in table.iter_batches(_AT_ONCE, [group]):
                for number, row in enumerate(batch.to_pylist(), number + 1):  # noqa: B020 - goes on counting
                    yield _article(number, _of_batch(row) if is_of_batch else row)
        except damages as error:
            yield BadLine(number + 1, f"damaged: {error}; the rest of the file is not read")
            return


def _article(number: int, row: Mapping[str, Any]) -> Article | BadLine:
    try:
        return to_article(row)
    except ValueError as error:
        return BadLine(number, str(error))


def _of_batch(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an article from a batch, which keeps only those that verdicts depend on."""
    paragraphs = [{**each, "url": each["address"]} for each in row["paragraphs"] or []]
    enclosures = [{"url": url} for url in row["enclosures"] or []]
    return {**row, "feed": row["source"], "paragraphs": paragraphs, "enclosures": enclosures, "quotes": []}
