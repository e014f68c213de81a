"""The item pipeline that removes repeated text."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter

from newsfeed.config import dedup_config
from newsfeed.dedup.policy import clean, policy
from newsfeed.loaders.foreign import ItemReader, item_fields
from newsfeed.pipelines.detection import judge_pending, judge_with_progress
from newsfeed.pipelines.intake import take_in
from newsfeed.pipelines.interruption import interruptible
from newsfeed.pipelines.workers import WorkerReader
from newsfeed.store.repository import Store
from newsfeed.text.dates.parsing import iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from newsfeed.items import Article, Paragraph
    from newsfeed.loaders.documents import DocumentReader
    from newsfeed.reporting.progress import Progress


class DedupPipeline:
    """Detects repeated text and removes it from items.

    The first publisher of a paragraph, and whether it is boilerplate, are known only when everything has been read.
    Therefore our own spiders store articles and call :meth:`judge` before they yield them; each article then carries
    its verdicts, and :meth:`process_item` only applies them.

    **Items of other spiders** are stored and judged one by one as they arrive, against the current contents of the
    store. Any item type is supported: an :class:`~newsfeed.items.Article`, a dictionary, a dataclass, a Scrapy
    ``Item``, an attrs or a Pydantic class, with the field names of an article (``title``, ``url``, ``text``,
    ``published``, ``authors``…) or names that ``NEWSFEED_ITEM_FIELDS`` maps to these. The text may be HTML or plain.
    The pipeline returns the same object, so that later pipelines and exporters see their own class, with the verdicts
    in its fields:

    * ``text`` (or the field mapped to it) is the cleaned text, empty if all of it is repeated;
    * ``paragraphs``, ``quotes``, ``simhash``, ``novelty``, ``duplicate_of``, ``story``, ``id`` and ``revision`` are set
      in a dictionary (as plain dictionaries and lists), and in other items if their class has these fields;
    * an ``Article`` gets every field, normalised.

    No item is dropped: an article that only repeats another has ``duplicate_of`` and no text. An item without title,
    text, URL and id passes through unchanged. Findings that depend on later items (boilerplate, an original that is
    read later) are missing from the output of such a crawl; ``scrapy export`` writes them from the store.

    Settings: ``NEWSFEED_STORE``; ``NEWSFEED_POLICY`` (default ``drop``): ``mark`` keeps duplicates in the text;
    ``NEWSFEED_ITEM_FIELDS`` (default ``{}``), such as ``{"body": "text", "link": "url"}``: maps field names of other
    spiders' items to ours. The settings that affect verdicts are in :mod:`newsfeed.dedup.config`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policy = policy(crawler.settings["NEWSFEED_POLICY"])
        self._items = ItemReader(item_fields(crawler.settings), crawler.spidercls.name)
        self.documents: DocumentReader = WorkerReader(crawler.settings.getint("NEWSFEED_WORKERS"))
        self._spider_judges = False
        self._store: Store | None = None
        self._run = 0
        self._stored: list[int] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DedupPipeline:
        """Build the pipeline for a crawl."""
        return cls(crawler)

    async def judge(self, store: Store, progress: Progress) -> None:
        """Judge all pending articles of the store, in steps that leave time for downloads.

        After this call, items are assumed to be articles of the store that carry their verdicts. Raises
        :class:`~newsfeed.pipelines.interruption.Interrupted` when the process is told to stop; a batch under judgement
        stays pending.
        """
        self._spider_judges = True
        steps = self.judging(store, progress)
        while True:
            with interruptible():
                if next(steps, None) is None:
                    return
            await asyncio.sleep(0)

    def judging(self, store: Store, progress: Progress) -> Iterator[object]:
        """Judge all pending articles; yield after each batch, once it is stored."""
        return judge_with_progress(store, progress)

    def process_item(self, item: Any) -> Any:
        """Return the item with its text cleaned; first store and judge it unless the spider has done so."""
        if self._spider_judges:
            return self._cleaned(item)
        if not ItemAdapter.is_item(item):
            return item
        article = self._judged(item)
        return item if article is None else self._items.with_verdict(item, self._cleaned(article))

    def close_spider(self) -> None:
        """Record the end of the run and close the store, if an item was stored."""
        if self._store is None:
            return
        stats = self._crawler.stats.get_stats()
        counts = {name.removeprefix("newsfeed/"): n for name, n in stats.items() if name.startswith("newsfeed/")}
        self._store.finish_run(self._run, iso(datetime.now(UTC)), counts, (), (), self._stored)
        self._store.close()
        self._store = None

    def _judged(self, item: Any) -> Article | None:
        """Store and judge an item of another spider; return the article, or ``None`` if there is none to return."""
        now = iso(datetime.now(UTC))
        named = self._items.named(item, now)
        if named is None:
            return None
        if self._store is None:
            settings = self._crawler.settings
            self._store = Store(settings["NEWSFEED_STORE"], terms=dedup_config(settings))
            self._run = self._store.start_run(self._crawler.spidercls.name, now)
        [taken] = take_in(self._store, [named])
        for _ in judge_pending(self._store):
            pass
        self._crawler.stats.inc_value(f"newsfeed/articles/{taken.outcome}")
        if self._store.pruned_among([taken.number]):
            return None  # an older copy of a pruned article
        [article] = self._store.articles([taken.number], after=self._stored)
        self._stored.append(taken.number)
        return article

    def _cleaned(self, article: Article) -> Article:
        """Set the article's text to its cleaned paragraphs, and count the verdicts."""
        clean(article, self._policy)
        stats = self._crawler.stats
        counts = Counter(_count_name(article.id, paragraph) for paragraph in article.paragraphs)
        for name, count in counts.items():
            stats.inc_value(f"newsfeed/paragraphs/{name}", count)
        if article.removed:
            stats.inc_value("newsfeed/paragraphs/removed", len(article.removed))
        if article.duplicate_of:
            stats.inc_value("newsfeed/articles/copies")
        return article


def _count_name(article: str, paragraph: Paragraph) -> str:
    """Return the name of the statistic for a paragraph's verdict."""
    if paragraph.status == "duplicate":
        main = max(paragraph.reuse, key=lambda origin: origin.share)
        return "duplicate_inside" if main.article == article else "duplicate_across"
    if paragraph.status == "unique" and paragraph.reuse:
        return "reuse"
    return paragraph.status
