"""Parquet: one nested table with a fixed schema, made from the fields of an article."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from newsfeed.errors import NewsfeedError
from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.serialize import to_json
from newsfeed.items import Article

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_IN_GROUP = 1_000
"""Articles in each row group: they are in memory together."""


class ParquetExporter(ArticleExporter):
    """A table with a row per article and the fields of the JSON form, nested (``.parquet``).

    The schema does not depend on the articles: absent values are null, lists may be empty. Times are strings in ISO
    8601, as in the JSON form. Needs pyarrow (``requirements-parquet.txt``).
    """

    def start_exporting(self) -> None:
        """Write the start of the file."""
        parquet = require_pyarrow()
        self._schema = schema()
        self._writer = parquet.ParquetWriter(self.file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, article: Article) -> None:
        """Keep one row, and write a row group when there are enough."""
        # Converted through JSON: nested dataclasses become dictionaries, and characters that UTF-8 cannot encode are
        # replaced.
        self._rows.append(json.loads(to_json(article)))
        if len(self._rows) >= ROWS_IN_GROUP:
            self._write_group()

    def finish(self) -> None:
        """Write the last row group and the footer."""
        if self._rows:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        rows, self._rows = self._rows, []
        self._writer.write_table(_pyarrow().Table.from_pylist(rows, self._schema))


@cache
def schema() -> pa.Schema:
    """Return the Arrow schema of an article."""
    pyarrow = _pyarrow()
    return pyarrow.schema(_arrow_fields(Article))


def require_pyarrow() -> Any:
    """Return pyarrow's Parquet module; raise :class:`NewsfeedError` if pyarrow is not installed."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise NewsfeedError(
            f"writing Parquet needs pyarrow, which is not installed ({error.name or error}): "
            "pip install -r requirements-parquet.txt"
        ) from error
    return pyarrow.parquet


def _pyarrow() -> Any:
    import pyarrow as pa

    return pa


def _arrow_fields(of: type) -> list[tuple[str, Any]]:
    hints = get_type_hints(of)
    return [(field.name, _arrow_type(hints[field.name])) for field in fields(of)]


def _arrow_type(hint: Any) -> Any:
    """Return the Arrow type for the type of a field."""
    pyarrow, origin = _pyarrow(), get_origin(hint)
    if origin in {Union, UnionType}:
        [inner] = [each for each in get_args(hint) if each is not type(None)]
        return _arrow_type(inner)
    if origin in {list, tuple}:  # the only tuples are pairs of offsets
        return pyarrow.list_(_arrow_type(get_args(hint)[0]))
    if origin is Literal:
        return pyarrow.string()
    if is_dataclass(hint):
        return pyarrow.struct(_arrow_fields(hint))  # type: ignore[arg-type]
    return {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}[hint]
