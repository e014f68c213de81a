"""The item pipeline that removes what was read before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from newsfeed.dedup.policy import cleaned_text, policy
from newsfeed.pipelines.detection import judge_pending

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newsfeed.items import Article, Paragraph
    from newsfeed.reporting.progress import Progress
    from newsfeed.store.repository import Store


class DedupPipeline:
    """Recognises what has been read before and takes it out of the text.

    Who published a paragraph first, and what is boilerplate, shows only when everything has been read. So the spider
    has :meth:`judge` run once, between reading its sources and giving the articles back; each article then comes with
    its verdicts, and :meth:`process_item` acts on them.

    Setting ``NEWSFEED_POLICY`` (default ``drop``): whether duplicates are taken out of the text, or with ``mark`` stay
    there. The settings that verdicts depend on are the terms of the store (:mod:`newsfeed.dedup.config`).
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._policy = policy(crawler.settings["NEWSFEED_POLICY"])

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DedupPipeline:
        """Build the pipeline for a crawl."""
        return cls(crawler)

    async def judge(self, store: Store, progress: Progress) -> None:
        """Judge every pending article of the store, in steps between which signals and downloads are handled."""
        progress.stage("comparing", store.count_pending())
        for judged in judge_pending(store):
            progress.advance(len(judged))
            await asyncio.sleep(0)

    def process_item(self, item: Article) -> Article:
        """Take what was read before out of the article's text, and count what it was."""
        item.text = cleaned_text(item.paragraphs, self._policy)
        stats = self._crawler.stats
        if stats is not None:
            for paragraph in item.paragraphs:
                stats.inc_value(f"newsfeed/paragraphs/{_count_name(item.id, paragraph)}")
            if item.duplicate_of:
                stats.inc_value("newsfeed/articles/copies")
        return item


def _count_name(article: str, paragraph: Paragraph) -> str:
    """Return the name of the count for a paragraph's verdict."""
    if paragraph.status == "duplicate":
        main = max(paragraph.reuse, key=lambda origin: origin.share)
        return "duplicate_inside" if main.article == article else "duplicate_across"
    if paragraph.status == "unique" and paragraph.reuse:
        return "reuse"
    return paragraph.status
