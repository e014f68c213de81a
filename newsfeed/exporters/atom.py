"""Atom 1.0."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, ClassVar

from newsfeed.exporters.entry import (
    clean_names,
    enclosures,
    entry_authors,
    instant,
    language_tag,
    last_change,
    rfc3339,
    urn,
    web_link,
)
from newsfeed.exporters.feedxml import ATOM, MEDIA, XmlFeedExporter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Article

_LIKE_MARKUP = re.compile(r"</?[A-Za-z]|&#?\w")
_XML = "http://www.w3.org/XML/1998/namespace"


class AtomExporter(XmlFeedExporter):
    """Atom 1.0 (RFC 4287) with the whole text as ``content type="html"`` (``.atom``)."""

    root = f"{{{ATOM}}}feed"
    namespaces: ClassVar[dict[str | None, str]] = {None: ATOM, "media": MEDIA, "xml": _XML}

    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write the elements of ``feed``. Its author applies to entries without one (section 4.1.1)."""
        self.put_atom("id", self.feed_id)
        self.put_atom("title", self.title)
        self.put_atom("updated", rfc3339(self._updated))
        self._put_author(self.title)
        if self.url:
            self.put_atom("link", rel="self", href=self.url)
        if self.home:
            self.put_atom("link", rel="alternate", href=self.home)
        self.put_entries(entries)

    def write_element(self, article: Article) -> None:
        """Write an ``entry``."""
        language = language_tag(article)
        with self.xml.element(f"{{{ATOM}}}entry", {f"{{{_XML}}}lang": language} if language else {}):
            self.put_atom("id", self.entry_id(article))
            self._put_text("title", article.title or "")
            self.put_atom("updated", rfc3339(last_change(article)))
            if published := instant(article.published):
                self.put_atom("published", rfc3339(published))
            if link := web_link(article.url):
                self.put_atom("link", rel="alternate", href=link)
            for name, email, url in entry_authors(article):
                self._put_author(name, email, url)
            for category in clean_names(article.categories):
                self.put_atom("category", term=category)
            for url, media_type, enclosure in enclosures(article):
                length = None if enclosure.length is None else str(enclosure.length)
                self.put_atom("link", rel="enclosure", href=url, type=media_type, length=length)
            if image := web_link(article.image):
                self.put(f"{{{MEDIA}}}thumbnail", url=image)
            if article.summary:
                self._put_text("summary", article.summary)
            self.put_rights(article, f"{{{ATOM}}}rights")
            if article.feed.url or article.feed.title:
                self._put_source(article)
            if (content := self.content_html(article)) or not web_link(article.url):  # one of both is required (4.1.2)
                self.put_atom("content", content, type="html")

    def put_atom(self, name: str, text: str = "", **attributes: str | None) -> None:
        """Write one Atom element without children."""
        self.put(f"{{{ATOM}}}{name}", text, **attributes)

    def _put_text(self, name: str, text: str) -> None:
        """Write a plain text; if it looks like markup, write it as HTML, for readers that treat every text as HTML."""
        if _LIKE_MARKUP.search(text):
            self.put_atom(name, escape(text, quote=False), type="html")
        else:
            self.put_atom(name, text)

    def _put_author(self, name: str, email: str | None = None, url: str | None = None) -> None:
        with self.xml.element(f"{{{ATOM}}}author"):
            self.put_atom("name", name)
            if email:
                self.put_atom("email", email)
            if url:
                self.put_atom("uri", url)

    def _put_source(self, article: Article) -> None:
        """Write the feed that the entry was taken from (section 4.2.11); a file is named by a URN."""
        name = article.feed.url or article.feed.title or ""
        address = web_link(article.feed.url)
        with self.xml.element(f"{{{ATOM}}}source"):
            self.put_atom("id", address or urn(f"newsfeed:file:{name}"))
            self.put_atom("title", article.feed.title or name)
            if address:
                self.put_atom("link", rel="self", href=address)
