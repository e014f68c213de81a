"""What all exporters share: a document that lacks an article is not finished."""

from __future__ import annotations

from abc import abstractmethod
from typing import IO, TYPE_CHECKING, Any

from scrapy.exporters import BaseItemExporter

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from newsfeed.items import Article


class ArticleExporter(BaseItemExporter):
    """What all exporters share: a document that lacks an article is not finished, so that it replaces none.

    Scrapy logs an exporter's exception and goes on, and the file would pass for complete.
    """

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file
        self._lost = 0

    def export_item(self, item: Article) -> None:
        """Write ``item``, or keep what is needed to write it at the end; after a failure, only count what is lost."""
        if self._lost:
            self._lost += 1
            return
        try:
            self.write(item)
        except Exception:
            self._lost += 1
            raise

    def finish_exporting(self) -> None:
        """Complete the document, or raise :class:`NewsfeedError` if an article could not be written."""
        if self._lost:
            raise NewsfeedError(f"{self._lost} articles could not be written; the first error above tells why")
        self.finish()

    @abstractmethod
    def write(self, article: Article) -> None:
        """Write one article."""

    def finish(self) -> None:
        """Write what follows the last article."""
