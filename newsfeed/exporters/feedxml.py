"""The base of the XML feed formats: entries are serialised before the document around them."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, ClassVar

from lxml import etree

from newsfeed.exporters.entry import web_link
from newsfeed.exporters.syndication import SyndicationExporter
from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Article

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"


class XmlFeedExporter(SyndicationExporter):
    """A feed in XML.

    Entries are serialised inside a root element with the document's namespaces, so that they repeat no declarations.
    """

    root: ClassVar[str]
    root_attributes: ClassVar[dict[str, str]] = {}
    namespaces: ClassVar[dict[str | None, str]]

    def open_spool(self, spool: IO[bytes]) -> None:
        """Open a root element in the spool; only its contents are used."""
        self._open = ExitStack()
        self.xml = self._open.enter_context(etree.xmlfile(spool, encoding="utf-8"))
        self._open.enter_context(self.xml.element(self.root, self.root_attributes, nsmap=self.namespaces))
        self.xml.flush()

    def write_entry(self, article: Article) -> None:
        """Write one entry to the spool."""
        self.write_element(article)
        self.xml.write("\n")
        self.xml.flush()

    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the root element, the feed's metadata and the entries."""
        self._open.close()
        with etree.xmlfile(self.file, encoding="utf-8") as self.xml:
            self.xml.write_declaration()
            with self.xml.element(self.root, self.root_attributes, nsmap=self.namespaces):
                self.write_feed(entries)

    def put(self, name: str, text: str = "", **attributes: str | None) -> None:
        """Write one element without children."""
        present = {key: value for key, value in attributes.items() if value is not None}
        with self.xml.element(name, present):
            self.xml.write(xml_text(text))

    def put_rights(self, article: Article, name: str) -> None:
        """Write the rights statement as the element ``name``, and a link to the licence (RFC 4946)."""
        if article.rights:
            self.put(name, article.rights)
        if address := web_link(article.license):
            self.put(f"{{{ATOM}}}link", rel="license", href=address)

    def put_entries(self, entries: Iterator[bytes]) -> None:
        """Write entries that are already serialised."""
        self.xml.write("\n")
        self.xml.flush()
        for entry in entries:
            self.file.write(entry)

    @abstractmethod
    def write_element(self, article: Article) -> None:
        """Write one entry's element."""

    @abstractmethod
    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write the contents of the root element."""
