"""``scrapy shell``: Scrapy's own command, for local files too."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands import shell

from newsfeed.commands.inspection import with_local_files
from newsfeed.commands.usage import CheckedOptions, usage_errors
from newsfeed.errors import command_line
from newsfeed.fetch.error_mapping import DOWNLOAD_ERRORS
from newsfeed.fetch.errors import NotRequestedError, failure_reason
from newsfeed.reporting.console import echo

if TYPE_CHECKING:
    import argparse


class ShellCommand(CheckedOptions, shell.Command):
    """Opens an interactive console on the response of a URL or file."""

    name = "shell"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Open the console."""
        with usage_errors(self.name):
            words = with_local_files(args, self.settings)
        try:
            super().run(words, opts)
        except (*DOWNLOAD_ERRORS, NotRequestedError) as error:
            echo(f"{command_line(self.name)}: {words[0]}: {failure_reason(error)}", err=True)
            sys.exit(1)
