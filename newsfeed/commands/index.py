"""``newsfeed index``: builds the index for search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import INDEX
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.errors import NewsfeedError
from newsfeed.reporting.console import echo
from newsfeed.reporting.progress import Progress
from newsfeed.store.engine import store_name
from newsfeed.store.repository import Store
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    import argparse


class IndexCommand(CheckedCommand, ScrapyCommand):
    """Indexes the words of every article of the store."""

    usage = INDEX
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's interface
        """Build the index; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        url = self.settings["NEWSFEED_STORE"]
        with usage_errors("index"):
            if args:
                raise NewsfeedError("takes no arguments; -s NEWSFEED_STORE=… names a store")
            store = Store(url, must_exist=True)
        progress = Progress()
        try:
            total, _ = store.count()
            progress.stage("indexing", total)
            with usage_errors("index"):
                for count in store.index_words():
                    progress.advance(count)
            size = store.size_of_search()
        finally:
            progress.close()
            store.close()
        echo(f"{store_name(url)}: {counted(total, 'article')} indexed for search, {size / 1e6:,.1f} MB")
