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
from newsfeed.exporters.entry import repeats_wholly, to_html
from newsfeed.exporters.jsonfeed import JsonFeedExporter
from newsfeed.exporters.jsonlines import JsonExporter, JsonLinesExporter
from newsfeed.exporters.rss import RssExporter
from newsfeed.exporters.syndication import SyndicationExporter
from newsfeed.exporters.xml import XmlExporter

__all__ = [
    "EXPORTERS",
    "ArticleExporter",
    "AtomExporter",
    "CsvExporter",
    "JsonExporter",
    "JsonFeedExporter",
    "JsonLinesExporter",
    "RssExporter",
    "SyndicationExporter",
    "XmlExporter",
    "repeats_wholly",
    "to_html",
]

EXPORTERS: dict[str, str] = {
    "atom": "newsfeed.exporters.AtomExporter",
    "csv": "newsfeed.exporters.CsvExporter",
    "jl": "newsfeed.exporters.JsonLinesExporter",
    "json": "newsfeed.exporters.JsonExporter",
    "jsonfeed": "newsfeed.exporters.JsonFeedExporter",
    "jsonl": "newsfeed.exporters.JsonLinesExporter",
    "jsonlines": "newsfeed.exporters.JsonLinesExporter",
    "rss": "newsfeed.exporters.RssExporter",
    "xml": "newsfeed.exporters.XmlExporter",
}
"""The exporter of each format, for Scrapy's ``FEED_EXPORTERS``."""
