"""JSON: one article per line, or one array of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.serialize import to_json

if TYPE_CHECKING:
    from newsfeed.items import Article


class JsonLinesExporter(ArticleExporter):
    """One JSON object per line, in UTF-8, with the item's fields in the order of the contract (``.jsonl``, ``.jl``).

    ``FEED_EXPORT_FIELDS`` limits the fields.
    """

    def write(self, article: Article) -> None:
        """Write one line."""
        self.file.write(to_json(self._chosen(article)) + b"\n")

    def _chosen(self, article: Article) -> object:
        return dict(self.get_serialized_fields(article)) if self.fields_to_export else article


class JsonExporter(JsonLinesExporter):
    """One JSON array with an article per line (``.json``)."""

    def start_exporting(self) -> None:
        """Open the array."""
        self._separator = b"[\n"

    def write(self, article: Article) -> None:
        """Write one element."""
        self.file.write(self._separator + to_json(self._chosen(article)))
        self._separator = b",\n"

    def finish(self) -> None:
        """Close the array."""
        self.file.write(b"[]\n" if self._separator == b"[\n" else b"\n]\n")
