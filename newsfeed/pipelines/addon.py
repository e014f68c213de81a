"""The Scrapy add-on that integrates newsfeed into another project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsfeed import settings as ours

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

_SPIDERS = "newsfeed.spiders"
_PIPELINE = "newsfeed.pipelines.DedupPipeline"
_FEED_FORMATS = ("atom", "jsonfeed", "rss")

# These settings describe a project, not a crawl: the other project has its own.
_OF_THE_PROJECT = {
    "ADDONS", "BOT_NAME", "COMMANDS_MODULE", "LOG_LEVEL", "NEWSPIDER_MODULE", "SPIDER_MODULES",
}  # fmt: skip


class NewsfeedAddon:
    """Deduplicates the items of another project's spiders, and makes our spiders available to it.

    Enable it in that project's settings: ``ADDONS = {"newsfeed.pipelines.addon.NewsfeedAddon": 0}``. Then

    * items of its spiders pass through :class:`~newsfeed.pipelines.DedupPipeline` (at 300), and ``FEEDS`` accepts the
      formats ``atom``, ``rss`` and ``jsonfeed``; its downloader, other exporters and files are not changed.
      Scrapy reads ``-O`` before add-ons: for ``-O news.atom`` add the exporters to ``FEED_EXPORTERS`` yourself;
    * ``scrapy crawl feeds -a source=…`` and ``process.crawl("feeds", source=…)`` run our spider with all of
      :mod:`newsfeed.settings`.

    The project's own settings take precedence; in dictionaries, key by key.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._runs_ours = crawler.spidercls.__module__.startswith(f"{_SPIDERS}.")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NewsfeedAddon:
        """Build the add-on for a crawl."""
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Add our spiders to the project's."""
        settings.add_to_list("SPIDER_MODULES", _SPIDERS)

    def update_settings(self, settings: BaseSettings) -> None:
        """Add our settings: all of them for our spiders, else only those needed to judge items."""
        for name, value in vars(ours).items():
            if not name.isupper() or name in _OF_THE_PROJECT:
                continue
            if self._runs_ours or name.startswith("NEWSFEED_"):
                _add(settings, name, value)
        if not self._runs_ours:
            _add(settings, "ITEM_PIPELINES", {_PIPELINE: ours.ITEM_PIPELINES[_PIPELINE]})
            _add(settings, "FEED_EXPORTERS", {name: ours.FEED_EXPORTERS[name] for name in _FEED_FORMATS})


def _add(settings: BaseSettings, name: str, value: Any) -> None:
    """Set a setting unless the project sets it; merge dictionaries."""
    if isinstance(value, dict):
        value = value | settings.getdict(name)
        settings.set(name, value, max(settings.getpriority(name) or 0, 15))
    else:
        settings.set(name, value, "addon")
