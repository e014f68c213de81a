"""``newsfeed prune``: removes the texts of old articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import PRUNE
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.config import retention
from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.retention import prune
from newsfeed.reporting.console import echo
from newsfeed.reporting.progress import Progress
from newsfeed.store.engine import store_name
from newsfeed.store.repository import Store
from newsfeed.text.counting import counted
from newsfeed.text.dates.ages import named_moment

if TYPE_CHECKING:
    import argparse


class PruneCommand(CheckedCommand, ScrapyCommand):
    """Removes the texts of old articles from the store."""

    usage = PRUNE
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Prune, and print the numbers removed; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        url = self.settings["NEWSFEED_STORE"]
        with usage_errors(self.name):
            if args:
                raise NewsfeedError(f"{args[0]}: takes no arguments; --older-than says what is old")
            age = opts.older_than or retention(self.settings)
            if not age:
                raise NewsfeedError("say what is old, such as --older-than 1y")
            store = Store(url, must_exist=True)
        try:
            with usage_errors(self.name):
                _prune(store, url, named_moment("--older-than ", age, store.now()))
        finally:
            store.close()


def _prune(store: Store, url: str, before: str) -> None:
    size, articles, paragraphs = store.size(), 0, 0
    progress = Progress()
    try:
        progress.stage("pruning")
        for pruned in prune(store, before):
            articles += pruned.articles
            paragraphs += pruned.paragraphs
            progress.advance(pruned.articles)
        progress.stage("giving space back")
        store.settle()
    finally:
        progress.close()
    day, waiting = before[:10], store.count_unfinished(before)
    kept = f"; {counted(waiting, 'article')} kept, still to be judged or written" if waiting else ""
    if not articles:
        echo(f"{store_name(url)}: nothing to remove from before {day}{kept}")
        return
    removed = f"the texts of {counted(articles, 'article')} from before {day} are removed"
    echo(
        f"{store_name(url)}: {removed} ({counted(paragraphs, 'paragraph')}){kept}",
        f"{size / 1e6:,.1f} MB before, {store.size() / 1e6:,.1f} MB now; ids, links, titles and verdicts stay;"
        " exact repeats of these texts are still found, near-repeats are not",
    )
