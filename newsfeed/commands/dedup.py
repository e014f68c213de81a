"""``scrapy dedup``: judges the whole store again with the current settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.utils.log import configure_logging

from newsfeed.commands.batch import batch_place
from newsfeed.commands.options import DEDUP
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.config import dedup_config
from newsfeed.dedup import VERSION
from newsfeed.dedup.config import ConfigChange, changes
from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.detection import index_outdated, judge_with_progress
from newsfeed.reporting.console import echo
from newsfeed.reporting.progress import Progress
from newsfeed.reporting.summary import rerun_summary
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from newsfeed.batch.judgement import BatchPlace
    from newsfeed.dedup.verdict import ArticleVerdict


class DedupCommand(CheckedCommand, ScrapyCommand):
    """Judges every article of the store again, as a fresh crawl of all of them would."""

    usage = DEDUP
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Judge, and print the changes; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("dedup"):
            if args:
                raise NewsfeedError("takes no arguments; -s sets a setting")
            ours = dedup_config(self.settings)
            place = batch_place(opts, self.settings) if opts.engine == "spark" else None
            store = Store(self.settings["NEWSFEED_STORE"], must_exist=True, any_algorithm=True)
            if place:
                _check(place, store)
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
            with usage_errors("dedup"):
                for judgements in _judge(store, place, progress):
                    articles += len(judgements)
                    other += sum(judgement.changed for judgement in judgements)
            after = store.finish_rerun()
        finally:
            progress.close()
            store.close()
        echo(*rerun_summary(articles, other, changed, before, after).split("\n"))


def _check(place: BatchPlace, store: Store) -> None:
    """Raise :class:`NewsfeedError` if Spark is missing, or cannot judge this store."""
    if store.has_pruned():
        raise NewsfeedError("--engine spark: needs every text, but some of this store were removed; leave it out")
    place.check()


def _judge(store: Store, place: BatchPlace | None, progress: Progress) -> Iterator[list[ArticleVerdict]]:
    """Judge all articles, on Spark if a ``place`` is given; yield the verdicts of each batch."""
    if place is None:
        return judge_with_progress(store, progress)
    from newsfeed.batch.judgement import judge_on_spark

    return judge_on_spark(store, place, place.cluster(), progress)
