"""``scrapy dedup``: judges the whole store again, with the settings as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from newsfeed.commands.options import DEDUP
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.config import dedup_config
from newsfeed.dedup import VERSION
from newsfeed.dedup.config import ConfigChange, changes
from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.detection import index_outdated, judge_pending
from newsfeed.reporting.console import echo
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.summary import rerun_summary
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    import argparse


class DedupCommand(CheckedCommand, ScrapyCommand):
    """Judges every article of the store again, as a fresh crawl of all of them would."""

    usage = DEDUP
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's interface
        """Judge, and print what changed; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("dedup"):
            if args:
                raise NewsfeedError("takes no arguments; -s sets a setting")
            ours = dedup_config(self.settings)
            store = Store(self.settings["NEWSFEED_STORE"], must_exist=True, any_algorithm=True)
        changed = changes(store.config, ours)
        if store.algorithm != str(VERSION):
            changed.append(ConfigChange("version of the algorithm", store.algorithm, VERSION))
        configure_logging(self.settings)
        progress = Progress()
        articles = other = 0
        try:
            before = store.start_rerun(ours)
            progress.stage("indexing", store.count_outdated())
            for indexed in index_outdated(store):
                progress.advance(indexed)
            progress.stage("comparing", store.count_pending())
            for judgements in judge_pending(store):
                articles += len(judgements)
                other += sum(judgement.changed for judgement in judgements)
                progress.advance(len(judgements))
            after = store.finish_rerun()
        finally:
            progress.close()
            store.close()
        echo(*rerun_summary(articles, other, changed, before, after).split("\n"))
