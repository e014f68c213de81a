"""``scrapy crawl``: Scrapy's own command, with wrong usage found before the crawl begins and honest exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import crawl
from scrapy.exceptions import UsageError

from newsfeed.cleaning import policy
from newsfeed.errors import NewsfeedError
from newsfeed.outcome import Outcome
from newsfeed.output import check_output
from newsfeed.sources import check
from newsfeed.spiders.feeds import FeedsSpider
from newsfeed.store.connection import open_engine

if TYPE_CHECKING:
    import argparse


class Command(crawl.Command):
    """Runs a spider of the project; for ``feeds`` it checks the source, the outputs and the store first."""

    def long_desc(self) -> str:
        """Describe the command, with an example."""
        return (
            "Run a spider. 'scrapy crawl feeds -a source=SOURCE -O out.jsonl' reads SOURCE (a directory, file, glob, "
            "URL, list of these or OPML file) and writes every article it holds, cleaned, to out.jsonl; other endings: "
            ".json .csv .xml .rss .atom .jsonfeed. With -a new=1 only what is new or revised is written."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, crawl, and set the exit code: 0 done, 1 nothing could be read or the run broke, 2 wrong usage."""
        if args != [FeedsSpider.name]:
            super().run(args, opts)
            return
        try:
            self._check(opts.spargs)
        except NewsfeedError as error:
            raise UsageError(str(error), print_help=False) from error
        process = self.crawler_process
        assert process is not None  # noqa: S101 - Scrapy sets it before it calls run
        crawler = self._create_crawler(FeedsSpider.name)
        process.crawl(crawler, **opts.spargs)
        process.start()
        outcome = crawler.get_extension(Outcome)
        self.exitcode = 1 if process.bootstrap_failed or outcome is None else outcome.exit_code

    def _check(self, arguments: dict[str, str]) -> None:
        unknown = arguments.keys() - {"source", "new"}
        if unknown:
            raise NewsfeedError(f"-a {min(unknown)}=…: no such argument; known are source and new")
        settings = self.settings
        assert settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        check(arguments.get("source", ""))
        policy(settings["NEWSFEED_POLICY"])
        for target, options in settings.getdict("FEEDS").items():
            check_output(str(target), options["format"], append=not options.get("overwrite", False))
        open_engine(settings["NEWSFEED_STORE"]).dispose()
