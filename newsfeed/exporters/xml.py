"""Scrapy's plain XML."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any

from scrapy.exporters import XmlItemExporter

from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.serialize import fields_of
from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from newsfeed.items import Article


class XmlExporter(ArticleExporter):
    """Scrapy's plain XML (``.xml``): ``items``, ``item``, one element per field; absent values are empty."""

    def start_exporting(self) -> None:
        """Open the document."""
        self._xml = XmlItemExporter(self.file, encoding="utf-8")  # type: ignore[arg-type]  # any binary file will do
        self._xml.start_exporting()

    def write(self, article: Article) -> None:
        """Write one ``item``."""
        self._xml.export_item(_plain(article))

    def finish(self) -> None:
        """Close the document."""
        self._xml.finish_exporting()


def _plain(value: Any) -> Any:
    """Return ``value`` as dictionaries, lists and strings that are legal in XML."""
    if value is None:
        return ""
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, (list, tuple)):
        return [_plain(element) for element in value]
    if is_dataclass(value):
        return {name: _plain(element) for name, element in fields_of(value).items()}
    return value
