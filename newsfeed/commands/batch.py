"""``newsfeed batch``: a crawl whose articles are compared on Spark."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsfeed.commands.crawl import CrawlCommand
from newsfeed.commands.options import BATCH, add_work_options
from newsfeed.commands.usage import check_pairs, usage_errors
from newsfeed.config import whole_number
from newsfeed.errors import NewsfeedError
from newsfeed.spiders.feeds import FeedsSpider

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import Settings

    from newsfeed.batch.judgement import BatchPlace

_STORE = "NEWSFEED_STORE"


class BatchCommand(CrawlCommand):
    """Reads sources like a crawl, and compares all articles on Spark."""

    name = BATCH.name
    _place: BatchPlace

    def syntax(self) -> str:
        """Return the form of the command."""
        return BATCH.syntax

    def short_desc(self) -> str:
        """Return one line about the command."""
        return BATCH.summary

    def long_desc(self) -> str:
        """Return the description of the command, with an example."""
        return BATCH.text()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the options of Spark to those of a crawl."""
        super().add_options(parser)
        add_work_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; the store is in the work directory, unless another one is named."""
        if args:
            opts.spargs = [*opts.spargs, "source=" + "\n".join(args)]
        super().process_options([], opts)
        settings = self._settings()
        with usage_errors(self.name):
            self._place = batch_place(opts, settings)
        if _STORE not in os.environ and not any(word.startswith(f"{_STORE}=") for word in opts.set):
            settings.set(_STORE, f"sqlite:///{self._place.work / 'newsfeed.db'}", priority="cmdline")
        settings.set("BATCH_PLACE", self._place, priority="cmdline")
        pipelines = settings.getdict("ITEM_PIPELINES")
        pipelines["newsfeed.batch.judgement.SparkPipeline"] = pipelines.pop("newsfeed.pipelines.DedupPipeline")
        settings.set("ITEM_PIPELINES", pipelines, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - they became an argument
        """Crawl."""
        super().run([FeedsSpider.name], opts)

    def _check(self, args: list[str], arguments: dict[str, str]) -> None:
        for source in map(Path, arguments.get("source", "").splitlines()):
            if source.is_dir() and self._place.work.resolve().is_relative_to(source.resolve()):
                raise NewsfeedError(f"--work {self._place.work}: is in a source, {source}; name a directory elsewhere")
        self._place.check()
        super()._check(args, arguments)


def batch_place(opts: argparse.Namespace, settings: Settings) -> BatchPlace:
    """Return the place of a batch; raise :class:`NewsfeedError` if it is not valid, or pyarrow is missing."""
    if not opts.work:
        raise NewsfeedError("needs --work DIR, for what the machines exchange")
    check_pairs("--conf", opts.conf, "spark.executor.memory=2g")
    paragraphs = whole_number(settings, "NEWSFEED_BATCH_PARAGRAPHS", least=1)
    try:
        from newsfeed.batch.judgement import BatchPlace
    except ImportError as error:
        raise NewsfeedError(
            f"needs Spark, which is not installed ({error.name or error}): pip install -r requirements-spark.txt"
        ) from error
    return BatchPlace(Path(opts.work), opts.master, dict(word.split("=", 1) for word in opts.conf), paragraphs)
