"""``scrapy parse``: Scrapy's own command, for local files too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import parse

from newsfeed.commands.inspection import with_local_files
from newsfeed.commands.usage import CheckedOptions

if TYPE_CHECKING:
    import argparse


class ParseCommand(CheckedOptions, parse.Command):
    """Prints the items that a spider's callback makes of a URL or file."""

    name = "parse"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Parse and print."""
        super().run(with_local_files(args, self.settings), opts)
