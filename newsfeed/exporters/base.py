"""The base of all exporters, which does not finish a document that lacks an article."""

from __future__ import annotations

from abc import abstractmethod
from typing import IO, TYPE_CHECKING, Any

from scrapy.exporters import BaseItemExporter

from newsfeed.errors import NewsfeedError
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from newsfeed.items import Article


class ArticleExporter(BaseItemExporter):
    """An item exporter that refuses to finish a document after an article could not be written.

    Scrapy logs an exporter's exception and continues, so an incomplete file would pass for a complete one.
    """

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file
        self._written = 0
        self._lost = 0

    @property
    def written(self) -> int:
        """The number of articles in the document."""
        return self._written

    def export_item(self, item: Article) -> None:
        """Write ``item``; after a failure, only count the lost articles."""
        if self._lost:
            self._lost += 1
            return
        try:
            self.write(item)
            self._written += 1
        except Exception:
            self._lost += 1
            raise

    def finish_exporting(self) -> None:
        """Complete the document, or raise :class:`NewsfeedError` if an article could not be written."""
        if self._lost:
            raise NewsfeedError(
                f"{counted(self._lost, 'article')} could not be written; the first error above says why"
            )
        self.finish()

    @abstractmethod
    def write(self, article: Article) -> None:
        """Write one article, or keep the data for writing it in :meth:`finish`."""

    def finish(self) -> None:
        """Write the end of the document, after the last article."""
