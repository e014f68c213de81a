"""``scrapy fetch``: Scrapy's own command, for local files too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import fetch

from newsfeed.commands.inspection import failed_downloads, with_local_files
from newsfeed.commands.usage import CheckedOptions, usage_errors

if TYPE_CHECKING:
    import argparse


class FetchCommand(CheckedOptions, fetch.Command):
    """Prints the response of a URL or file."""

    name = "fetch"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetch and print."""
        with usage_errors(self.name):
            words = with_local_files(args, self.settings)
        with failed_downloads(self.name, words):
            super().run(words, opts)
