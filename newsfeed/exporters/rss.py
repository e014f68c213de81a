"""RSS 2.0."""

from __future__ import annotations

import html
from email.utils import format_datetime
from typing import TYPE_CHECKING, ClassVar

from newsfeed.exporters.entry import clean_names, enclosures, instant, language_tag, web_link
from newsfeed.exporters.feedxml import ATOM, MEDIA, XmlFeedExporter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Article

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"


class RssExporter(XmlFeedExporter):
    """RSS 2.0 (RSS Advisory Board, 2.0.11) with the whole text in ``content:encoded`` (``.rss``)."""

    root = "rss"
    root_attributes: ClassVar[dict[str, str]] = {"version": "2.0"}
    namespaces: ClassVar[dict[str | None, str]] = {"atom": ATOM, "content": _CONTENT, "dc": _DC, "media": MEDIA}

    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write the ``channel``."""
        with self.xml.element("channel"):
            self.put("title", _escaped(self.title))
            self.put("link", self.home or self.first_source or self.url or self.feed_id)
            self.put("description", _escaped(self.title))
            if self.url:
                self.put(f"{{{ATOM}}}link", rel="self", type="application/rss+xml", href=self.url)
            self.put("lastBuildDate", format_datetime(self._updated))
            self.put_entries(entries)

    def write_element(self, article: Article) -> None:
        """Write an ``item``."""
        body = self.content_html(article)
        with self.xml.element("item"):
            if article.title:
                self.put("title", _escaped(article.title))
            if link := web_link(article.url):
                self.put("link", link)
            self.put("guid", self.entry_id(article), isPermaLink="false")
            if published := instant(article.published):
                self.put("pubDate", format_datetime(published))
            for author in clean_names(article.authors):
                self.put(f"{{{_DC}}}creator", author)
            for category in clean_names(article.categories):
                self.put("category", category)
            if language := language_tag(article):
                self.put(f"{{{_DC}}}language", language)
            self.put_rights(article, f"{{{_DC}}}rights")
            self._put_source(article)
            if article.summary or body or not article.title:  # an item has a title or a description; the latter is HTML
                self.put("description", _escaped(article.summary) if article.summary else body)
            if body:
                self.put(f"{{{_CONTENT}}}encoded", body)
            for url, media_type, enclosure in enclosures(article):
                self.put("enclosure", url=url, length=str(enclosure.length or 0), type=media_type)
            if image := web_link(article.image):
                self.put(f"{{{MEDIA}}}thumbnail", url=image)

    def _put_source(self, article: Article) -> None:
        """Name the feed that the item was taken from, unless it is a file: ``source`` must have an address."""
        if address := web_link(article.feed.url):
            self.put("source", _escaped(article.feed.title or address), url=address)
        elif article.feed.title or article.feed.url:
            self.put(f"{{{_DC}}}source", article.feed.title or article.feed.url)


def _escaped(text: str) -> str:
    """Return plain text for an element that many readers treat as HTML (RSS Best Practices Profile, "title")."""
    return html.escape(text, quote=False)
