"""The base of the feed formats: selection, order and ids of the entries."""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

from newsfeed.dedup.policy import Policies, Policy, cleaned_summary, policy
from newsfeed.exporters.base import ArticleExporter
from newsfeed.exporters.body import with_notes
from newsfeed.exporters.entry import (
    EPOCH,
    first_instant,
    instant,
    last_change,
    read_before,
    source_page,
    urn,
)
from newsfeed.exporters.references import StoredReferences
from newsfeed.items import Article
from newsfeed.loaders.foreign import ItemReader, item_fields
from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from scrapy.crawler import Crawler

    from newsfeed.items import OtherTelling, Reference

    FindReferences = Callable[[Collection[str]], Mapping[str, Reference]]


class _SpooledEntry(NamedTuple):
    """The location of an entry in the temporary file; sorts in feed order: newest first, then by id.

    An entry without a date comes after those with one, because its time of fetching is no measure of its age.
    """

    undated: bool
    before_now: float
    id: str
    start: int
    length: int


class SyndicationExporter(ArticleExporter):
    """An exporter of a feed, newest entry first.

    ``title`` names the feed; ``url`` is the address it will be published at and ``home`` its home page, if known. The
    ``policy`` applies to duplicate paragraphs; with ``drop``, articles that only repeat earlier ones are left out.
    Boilerplate is never shown. ``keep_duplicates`` means the policy ``mark``. ``policies`` are those of subscriptions
    that have one of their own, by the URL of their feed. Articles that a subscription drops are left out.

    An entry that represents others lists them at its end. With ``references`` (earlier articles by their ids) each
    entry also states how much of it was read before, and links the earlier articles that hold parts of it.
    ``find_references`` returns such articles for the summaries of folded paragraphs. Items of other types are read by
    ``items``.

    Ids are ``urn:uuid:`` URNs (RFC 4122, version 5) made from the article's id: they never change, and collide with
    no other feed's.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        title: str = "newsfeed",
        url: str | None = None,
        home: str | None = None,
        policy: Policy = "drop",
        keep_duplicates: bool = False,
        policies: Mapping[str, Policy] | None = None,
        references: Mapping[str, Reference] | None = None,
        find_references: FindReferences | None = None,
        items: ItemReader | None = None,
        **options: Any,
    ) -> None:
        super().__init__(file, **options)
        self.title = xml_text(title)
        self.url = url
        self.home = home
        self.policies = Policies("mark" if keep_duplicates else policy, policies or {})
        self._references = references
        self._find_references = find_references
        self._items = items or ItemReader()
        self._spooled: list[_SpooledEntry] = []
        self._updated = EPOCH
        self.first_source: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **options: Any) -> Self:
        """Build the exporter for a crawl, with the policy of ``NEWSFEED_POLICY``; any Scrapy project may do so."""
        store = crawler.settings.get("NEWSFEED_STORE")
        return cls(
            file,
            policy=policy(crawler.settings.get("NEWSFEED_POLICY", "drop")),
            find_references=StoredReferences(store) if store else None,
            items=ItemReader(item_fields(crawler.settings), crawler.spidercls.name),
            **options,
        )

    @property
    def written(self) -> int:
        """The number of entries in the document, without articles that are left out."""
        return len(self._spooled)

    @property
    def feed_id(self) -> str:
        """The feed's id, made from its address, or from its title if it has none."""
        return urn(self.url or f"newsfeed:feed:{self.title}")

    @staticmethod
    def entry_id(article: Article | OtherTelling) -> str:
        """Return the id of the article's entry."""
        return urn(f"newsfeed:article:{article.id}")

    def start_exporting(self) -> None:
        """Open the temporary file."""
        self.spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by finish or with the exporter
        self.open_spool(self.spool)

    def write(self, article: Article) -> None:
        """Serialise one entry into the temporary file, unless the article is left out of feeds."""
        if not isinstance(article, Article):  # the item of another spider
            self._write_foreign(article)
            return
        if self.policies.leaves_out(article):
            return
        self.first_source = self.first_source or source_page(article)
        start = self.spool.tell()
        self.write_entry(replace(article, summary=cleaned_summary(article, self.policies.of(article))))
        undated = not (instant(article.published) or instant(article.updated))
        when = first_instant(article.published, article.updated, article.fetched)
        self._spooled.append(_SpooledEntry(undated, -when.timestamp(), article.id, start, self.spool.tell() - start))
        self._updated = max(self._updated, last_change(article))

    def _write_foreign(self, item: Any) -> None:
        article = self._items.article(item)
        if article is not None:
            self.write(article)

    def finish(self) -> None:
        """Write the document, its entries in order."""
        self.write_document(self._entries())
        self.spool.close()
        if isinstance(self._find_references, StoredReferences):
            self._find_references.close()

    def _entries(self) -> Iterator[bytes]:
        for entry in sorted(self._spooled):
            self.spool.seek(entry.start)
            yield self.spool.read(entry.length)

    def open_spool(self, spool: IO[bytes]) -> None:
        """Prepare to write entries to ``spool``."""

    @abstractmethod
    def write_entry(self, article: Article) -> None:
        """Write one entry to the spool."""

    @abstractmethod
    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the document around ``entries``."""

    def content_html(self, article: Article) -> str:
        """Return the body of an entry as HTML."""
        return with_notes(article, self.policies.of(article), self._cited(article), self.sources(article))

    def _cited(self, article: Article) -> Mapping[str, Reference]:
        """Return the earlier articles that the folded paragraphs of an article repeat."""
        if self.policies.of(article) != "fold" or self._find_references is None:
            return self._references or {}
        ids = {origin.article for each in article.paragraphs if each.status == "duplicate" for origin in each.reuse}
        return self._find_references(ids - {article.id}) if ids - {article.id} else {}

    @property
    def shows_reuse(self) -> bool:
        """Whether entries state how much was read before, and where."""
        return self._references is not None

    def sources(self, article: Article) -> list[tuple[Reference, float]]:
        """Return the earlier articles that hold parts of this one, with their shares, if the feed shows reuse."""
        return read_before(article, self._references or {})
