"""JSON: one article per line, plain or compressed, or one array of articles."""

from __future__ import annotations

import gzip
import sys
from abc import abstractmethod
from typing import IO, TYPE_CHECKING, cast

from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.serialize import fields_of, json_parts, to_json

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from newsfeed.items import Article

# Characters and paragraphs from which an article is written in parts.
_LARGE, _MANY = 100_000, 500


class JsonLinesExporter(ArticleExporter):
    """One JSON object per line, in UTF-8, with the item's fields in the order of the contract (``.jsonl``, ``.jl``).

    ``FEED_EXPORT_FIELDS`` limits the fields.
    """

    def write(self, article: Article) -> None:
        """Write one line."""
        self._write(article, self.file)
        self.file.write(b"\n")

    def _write(self, article: Article, file: IO[bytes]) -> None:
        chosen = dict(self.get_serialized_fields(article)) if self.fields_to_export else fields_of(article)
        if len(article.text) + len(article.html) < _LARGE and len(article.paragraphs) < _MANY:
            file.write(to_json(chosen))
        else:
            file.writelines(json_parts(chosen))


class JsonExporter(JsonLinesExporter):
    """One JSON array with an article per line (``.json``)."""

    def start_exporting(self) -> None:
        """Open the array."""
        self._separator = b"[\n"

    def write(self, article: Article) -> None:
        """Write one element."""
        self.file.write(self._separator)
        self._write(article, self.file)
        self._separator = b",\n"

    def finish(self) -> None:
        """Close the array."""
        self.file.write(b"[]\n" if self._separator == b"[\n" else b"\n]\n")


class CompressedJsonLinesExporter(JsonLinesExporter):
    """JSON Lines in one compressed stream."""

    def start_exporting(self) -> None:
        """Begin the stream."""
        self._stream = self.compressed(self.file)
        self._stream.write(b"")  # without any write, zstd makes no frame

    @abstractmethod
    def compressed(self, file: IO[bytes]) -> IO[bytes]:
        """Return a file that writes to ``file``, compressed."""

    def write(self, article: Article) -> None:
        """Write one line."""
        self._write(article, self._stream)
        self._stream.write(b"\n")

    def finish(self) -> None:
        """End the stream; the file stays open."""
        self._stream.close()


class GzipJsonLinesExporter(CompressedJsonLinesExporter):
    """JSON Lines, compressed with gzip (RFC 1952), without a time or a name in its header (``.jsonl.gz``)."""

    def compressed(self, file: IO[bytes]) -> IO[bytes]:
        """Return a file that writes to ``file``, compressed."""
        return cast("IO[bytes]", gzip.GzipFile("", "wb", fileobj=file, mtime=0))


class ZstdJsonLinesExporter(CompressedJsonLinesExporter):
    """JSON Lines, compressed with Zstandard (RFC 8878) (``.jsonl.zst``)."""

    def compressed(self, file: IO[bytes]) -> IO[bytes]:
        """Return a file that writes to ``file``, compressed."""
        return cast("IO[bytes]", zstd.ZstdFile(file, "wb"))
