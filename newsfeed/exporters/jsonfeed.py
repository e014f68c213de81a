"""JSON Feed 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsfeed.exporters.entry import (
    clean_names,
    enclosures,
    entry_authors,
    instant,
    language_tag,
    last_change,
    rfc3339,
    web_link,
)
from newsfeed.exporters.serialize import to_json
from newsfeed.exporters.syndication import SyndicationExporter
from newsfeed.text.characters import xml_text
from newsfeed.text.urls.credentials import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Article


class JsonFeedExporter(SyndicationExporter):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1), one item per line (``.jsonfeed``)."""

    def write_entry(self, article: Article) -> None:
        """Write one item to the spool."""
        published = instant(article.published)
        item = {
            "id": self.entry_id(article),
            "url": web_link(article.url),
            "title": xml_text(article.title or ""),
            "content_html": self.content_html(article),
            "content_text": xml_text(article.text),
            "summary": xml_text(article.summary or ""),
            "image": web_link(article.image),
            "date_published": published and rfc3339(published),
            "date_modified": rfc3339(last_change(article)),
            "authors": [_present({"name": name, "url": url}) for name, _, url in entry_authors(article)],
            "tags": clean_names(article.categories),
            "language": language_tag(article),
            "attachments": [
                _present(
                    {
                        "url": url,
                        "mime_type": media_type,
                        "size_in_bytes": enclosure.length,
                        "duration_in_seconds": enclosure.duration,
                    }
                )
                for url, media_type, enclosure in enclosures(article)
            ],
            "_newsfeed": _present({"source": _source(article), "also": self._also(article)}) | self._reuse(article),
        }
        self.spool.write(to_json(_present(item)))

    def _also(self, article: Article) -> list[dict[str, Any]]:
        """Return the articles that the item represents, with the field names of our items."""
        return [
            _present(
                {
                    "id": self.entry_id(other),
                    "site": without_credentials(xml_text(other.site or "")),
                    "feed_title": xml_text(other.feed_title or ""),
                    "title": xml_text(other.title or ""),
                    "url": web_link(without_credentials(other.url or "")),
                    "published": when and rfc3339(when),
                }
            )
            for other in article.also
            for when in (instant(other.published),)
        ]

    def _reuse(self, article: Article) -> dict[str, Any]:
        """Return the ``_newsfeed`` extension of an item; empty if the feed does not show sources."""
        if not self.shows_reuse:
            return {}
        sources = [
            _present(
                {"url": web_link(reference.url), "title": xml_text(reference.title or ""), "share": round(share, 4)}
            )
            for reference, share in self.sources(article)
        ]
        return {"novelty": article.novelty, "read_before": sources}

    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the feed object around the items."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.home,
            "feed_url": self.url,
        }
        self.file.write(to_json(_present(feed)).removesuffix(b"}") + b',"items":[')
        for position, entry in enumerate(entries):
            self.file.write((b",\n" if position else b"\n") + entry)
        self.file.write(b"\n]}\n")


def _source(article: Article) -> dict[str, Any]:
    """Return the feed that the item was taken from: JSON Feed has no field for it."""
    return _present({"url": xml_text(article.feed.url), "title": xml_text(article.feed.title or "")})


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that are not empty, and the content, which an item must have."""
    return {key: value for key, value in fields.items() if value or key == "content_html"}
