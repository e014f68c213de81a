"""``scrapy fetch``: Scrapy's own command, for local files too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import fetch

from newsfeed.commands.inspection import with_local_files

if TYPE_CHECKING:
    import argparse


class Command(fetch.Command):
    """Prints the response of a URL or file."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Fetch and print."""
        super().run(with_local_files(args, self.settings), opts)
