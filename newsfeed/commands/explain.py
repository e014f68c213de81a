"""``scrapy explain``: explains why an article of the store and its paragraphs are shown or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import EXPLAIN
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.dedup.policy import Policies, policy
from newsfeed.errors import NewsfeedError
from newsfeed.reporting.console import echo, end_quietly
from newsfeed.reporting.explanation import explanation
from newsfeed.store.repository import Store
from newsfeed.text.urls.canonical import canonical_url

if TYPE_CHECKING:
    import argparse


class ExplainCommand(CheckedCommand, ScrapyCommand):
    """Prints the verdicts on an article, with their reasons."""

    usage = EXPLAIN
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's interface
        """Print the explanation; exit code 2 for wrong usage, 1 if the store has no such article."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("explain"):
            if len(args) != 1:
                raise NewsfeedError("name one article, by its address or its id")
            default = policy(self.settings["NEWSFEED_POLICY"])
            store = Store(self.settings["NEWSFEED_STORE"], must_exist=True)
        end_quietly()
        try:
            numbers = store.find({args[0], canonical_url(args[0]) or args[0]})
            policies = Policies(default, store.policies())
            for number in numbers:
                echo(*explanation(store.explain(number), policies))
        finally:
            store.close()
        if not numbers:
            echo(f"{args[0]}: no article of the store has this address or id", err=True)
            self.exitcode = 1
