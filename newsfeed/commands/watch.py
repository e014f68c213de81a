"""``scrapy watch``: polls the subscribed feeds, for ever or for one round."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import WATCH
from newsfeed.commands.usage import CheckedCommand, store_clauses, usage_errors
from newsfeed.config import check_fetching, dedup_config, retention, seconds, whole_number
from newsfeed.dedup.config import DedupConfig, changes
from newsfeed.dedup.policy import policy
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.publish import FILES
from newsfeed.exporters.storage import check_distinct, check_output
from newsfeed.reporting.console import echo
from newsfeed.spiders.watch import WatchSpider
from newsfeed.store.repository import Store
from newsfeed.text.html.webpage import require_trafilatura

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from scrapy.crawler import CrawlerProcessBase
    from scrapy.settings import BaseSettings


class WatchCommand(CheckedCommand, ScrapyCommand):
    """Polls every subscribed feed when it is due."""

    usage = WATCH

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Watch; exit code 1 if the watch broke or nothing could be read, 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("watch", self.settings):
            if args:
                raise NewsfeedError(f"takes no arguments; '{command_line('feeds add')}' says what is polled")
            Publication.of(opts.title, opts.base_url)
            check(self.settings, opts.publish)
        assert self.crawler_process is not None  # noqa: S101 - Scrapy sets it before it calls run
        arguments = {"once": "1" if opts.once else "0", "publish": opts.publish, "hook": opts.hook}
        arguments |= {"title": opts.title or "", "base_url": opts.base_url or ""}
        self.exitcode = watch(self.crawler_process, arguments)


def check(settings: BaseSettings, publish: str) -> None:
    """Raise :class:`NewsfeedError` for an invalid setting or ``publish`` directory, and without subscriptions."""
    policy(settings["NEWSFEED_POLICY"])
    check_fetching(settings)
    whole_number(settings, "NEWSFEED_PUBLISHED", 1)
    retention(settings)
    seconds(settings, "NEWSFEED_HOST_DELAY")
    for name in FILES if publish else ():
        check_output(str(Path(publish, name)), FILES[name])
        check_distinct([Path(publish, name)], store_clauses(settings["NEWSFEED_STORE"]))
    _check_store(settings["NEWSFEED_STORE"], dedup_config(settings))


def watch(process: CrawlerProcessBase, arguments: Mapping[str, str]) -> int:
    """Run the watch with these ``arguments`` of the spider until it ends; return the exit code."""
    crawler = process.create_crawler(WatchSpider)
    began = time.monotonic()
    process.crawl(crawler, **arguments)
    process.start()
    spider, stats = crawler.spider, crawler.stats
    assert isinstance(spider, WatchSpider)  # noqa: S101 - it was made from that
    assert stats is not None  # noqa: S101 - it has run
    if not spider.once:
        return int(stats.get_value("finish_reason") != "shutdown")
    took = time.monotonic() - began
    if crawler.settings.getbool("NEWSFEED_JSON_LOGS"):
        echo(spider.poll_stats.json_line(took), err=True)
    else:
        echo(*spider.poll_stats.summary(took).split("\n"), err=True)
    broken = stats.get_value("finish_reason") != "finished" or stats.get_value("log_count/ERROR", 0)
    return int(bool(broken) or spider.poll_stats.failed_wholly)


def _check_store(url: str, asked: DedupConfig) -> None:
    """Raise :class:`NewsfeedError` without subscriptions; warn if the store has other deduplication options."""
    store = Store(url, terms=asked)
    subscribed, changed = store.subscriptions(), changes(store.config, asked)
    store.close()
    if not subscribed:
        raise NewsfeedError(f"there is nothing to watch yet; '{command_line('feeds add URL')}' adds a feed")
    if any(each.options.full_text for each in subscribed):
        require_trafilatura()
    for each in changed:
        echo(f"the store keeps {each.name}={each.old}; '{command_line('dedup')}' judges it again", err=True)
