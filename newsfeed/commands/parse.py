"""``scrapy parse``: Scrapy's own command, for local files too."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from scrapy.commands import parse
from scrapy.exceptions import ScrapyDeprecationWarning

from newsfeed.commands.inspection import failed_downloads, with_local_files
from newsfeed.commands.usage import CheckedOptions, usage_errors

if TYPE_CHECKING:
    import argparse


class ParseCommand(CheckedOptions, parse.Command):
    """Prints the items that a spider's callback makes of a URL or file."""

    name = "parse"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parse and print."""
        with usage_errors(self.name):
            words = with_local_files(args, self.settings)
        # Scrapy's own callback in this command causes this warning, which names our spider.
        warnings.filterwarnings("ignore", ".* returned a Deferred", ScrapyDeprecationWarning)
        with failed_downloads(self.name, words):
            super().run(words, opts)
