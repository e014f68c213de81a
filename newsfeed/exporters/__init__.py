"""Scrapy item exporters: each writes articles as one document.

The line and table formats write each article as it arrives. The feed formats (RSS, Atom, JSON Feed) are sorted by time,
newest first: each entry is serialised at once into a temporary file and only its offset there is kept in memory.
Nothing depends on the clock, so the same articles give the same bytes.

They work inside and outside a crawl: ``start_exporting()``, ``export_item(article)`` for each, then
``finish_exporting()``.
"""

from newsfeed.exporters.atom import AtomExporter
from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.csv import CsvExporter
from newsfeed.exporters.entry import repeats_wholly
from newsfeed.exporters.jsonfeed import JsonFeedExporter
from newsfeed.exporters.jsonlines import (
    GzipJsonLinesExporter,
    JsonExporter,
    JsonLinesExporter,
    ZstdJsonLinesExporter,
)
from newsfeed.exporters.parquet import ParquetExporter
from newsfeed.exporters.rss import RssExporter
from newsfeed.exporters.syndication import SyndicationExporter
from newsfeed.exporters.xml import XmlExporter
from newsfeed.settings import FEED_EXPORTERS

__all__ = [
    "EXPORTERS",
    "ArticleExporter",
    "AtomExporter",
    "CsvExporter",
    "GzipJsonLinesExporter",
    "JsonExporter",
    "JsonFeedExporter",
    "JsonLinesExporter",
    "ParquetExporter",
    "RssExporter",
    "SyndicationExporter",
    "XmlExporter",
    "ZstdJsonLinesExporter",
    "repeats_wholly",
]

EXPORTERS: dict[str, str] = {name: path for name, path in FEED_EXPORTERS.items() if path}
"""The import path of each format's exporter, by the format's name."""
