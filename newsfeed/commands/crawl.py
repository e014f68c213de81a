"""``scrapy crawl``: Scrapy's own command, with checks before the crawl begins and exit codes that show what failed."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.commands import crawl
from scrapy.spiderloader import get_spider_loader

from newsfeed.commands import watch
from newsfeed.commands.options import FEED_FORMATS, add_feed_options, nearest
from newsfeed.commands.usage import (
    check_pairs,
    check_settings,
    check_words,
    reporting_signals,
    store_clauses,
    usage_errors,
)
from newsfeed.config import check_fetching, dedup_config, whole_number
from newsfeed.dedup.policy import policy
from newsfeed.errors import NewsfeedError
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.storage import check_distinct, check_output, output_file, with_format
from newsfeed.formats import parse
from newsfeed.loaders import jsonlines
from newsfeed.reporting.console import end_quietly
from newsfeed.reporting.outcome import Outcome
from newsfeed.sources import archives, warc
from newsfeed.sources.expansion import check, expand, named_files
from newsfeed.sources.files import LocalFile, UnreadableError, opened, read
from newsfeed.sources.own import OwnFiles
from newsfeed.spiders.feeds import FeedsSpider
from newsfeed.spiders.watch import WatchSpider
from newsfeed.store.engine import open_engine
from newsfeed.text.html.webpage import require_trafilatura

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from scrapy.settings import Settings

_IS_SOURCE = "is a source of this crawl"
_OUR_ID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5")  # of an entry that we wrote (syndication.entry_id)
_STDOUT = "stdout:"  # how Scrapy writes "-" in FEEDS

_ARGUMENTS = {
    FeedsSpider.name: ("source", "new", "fulltext"),
    WatchSpider.name: ("once", "publish", "hook", "title", "base_url"),
}
_SWITCHES = frozenset({"new", "fulltext", "once"})


class CrawlCommand(crawl.Command):
    """Runs a spider of the project; it checks arguments, outputs, settings and the store first."""

    name = "crawl"
    requires_project = False  # the newsfeed command has no scrapy.cfg

    def long_desc(self) -> str:
        """Return the description of the command, with an example."""
        return (
            "Run a spider. 'scrapy crawl feeds -a source=SOURCE -O out.jsonl' reads SOURCE (a directory, file, glob, "
            "URL, list of these or OPML file) and writes every article it holds, cleaned, to out.jsonl; other endings: "
            ".json .csv .xml .rss .atom .jsonfeed. With -a new=1 only articles that are new or revised are written. "
            "With -a fulltext=1 the page of each article is read too; if it is more complete, it replaces the feed's "
            "text."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's."""
        super().add_options(parser)
        add_feed_options(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; standard output is not a file that could be overwritten."""
        with usage_errors(self.name, self.settings):
            check_words(args, opts)
            check_pairs("-a", opts.spargs, "source=archive/")
            for name in ("output", "overwrite_output"):
                setattr(opts, name, [with_format(target) for target in getattr(opts, name) or ()])
            super().process_options(args, opts)
            check_settings(self._settings(), opts)
            publication = Publication.of(opts.title, opts.base_url)
        for target, options in self._settings().getdict("FEEDS").items():
            if target == _STDOUT:
                options["overwrite"] = False
            if options["format"] in FEED_FORMATS:
                path = [] if target == _STDOUT else [Path(urlsplit(str(target)).path).name]
                options["item_export_kwargs"] = publication.options(*path) | options.get("item_export_kwargs", {})

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check, crawl, and set the exit code: 0 done, 1 nothing could be read or the run broke, 2 wrong usage."""
        with reporting_signals(self.name):
            self._run(args, opts)

    def _run(self, args: list[str], opts: argparse.Namespace) -> None:
        with usage_errors(self.name, self.settings):
            self._check(args, opts.spargs)
        gc.freeze()  # the collector need not scan modules, classes and tables again
        process = self.crawler_process
        assert process is not None  # noqa: S101 - Scrapy sets it before it calls run
        if args == [WatchSpider.name]:
            self.exitcode = watch.watch(
                process, {"title": opts.title or "", "base_url": opts.base_url or ""} | opts.spargs
            )
            return
        if args != [FeedsSpider.name]:
            super().run(args, opts)
            return
        if _STDOUT in self._settings().getdict("FEEDS"):
            end_quietly()
        crawler = self._create_crawler(FeedsSpider.name)
        process.crawl(crawler, **opts.spargs)
        process.start()
        outcome = crawler.get_extension(Outcome)
        self.exitcode = 1 if process.bootstrap_failed or outcome is None else outcome.exit_code

    def _check(self, args: list[str], arguments: dict[str, str]) -> None:
        settings = self._settings()
        spiders = get_spider_loader(settings).list()
        if not args:
            return  # Scrapy shows the help
        name, *others = args
        if name not in spiders:
            raise NewsfeedError(f"{name}: no such spider{nearest(name, spiders)}; known are {', '.join(spiders)}")
        if others:
            raise NewsfeedError(f"{others[0]}: one spider runs at a time; an argument of {name} follows -a")
        _check_arguments(arguments, _ARGUMENTS[name])
        for target, options in settings.getdict("FEEDS").items():
            check_output(str(target), options["format"], append=not options.get("overwrite", False))
        outputs = [path for target in settings.getdict("FEEDS") if (path := output_file(str(target)))]
        check_distinct(outputs, store_clauses(settings["NEWSFEED_STORE"]))
        if name == WatchSpider.name:
            Publication.of(arguments.get("title"), arguments.get("base_url"))
            watch.check(settings, arguments.get("publish", ""))
            return
        if arguments.get("fulltext") == "1":
            require_trafilatura()
        source = arguments.get("source", "")
        check(source)
        limit = whole_number(settings, "NEWSFEED_MAX_FILE_SIZE", least=1)
        whole_number(settings, "NEWSFEED_WORKERS", least=0)
        if outputs:
            check_distinct(outputs, ((path, _IS_SOURCE) for path in named_files(source)))
            _check_found([path for path in outputs if _has_foreign_articles(path, limit)], source)
        check_fetching(settings)
        dedup_config(settings)
        policy(settings["NEWSFEED_POLICY"])
        open_engine(settings["NEWSFEED_STORE"]).dispose()

    def _settings(self) -> Settings:
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls anything
        return self.settings


def _check_found(outputs: Sequence[Path], source: str) -> None:
    """Raise :class:`NewsfeedError` if one of the outputs, all of which exist, is found in a directory or by a glob."""
    if not outputs:
        return  # do not walk directories needlessly
    ours = OwnFiles(outputs)
    found = (each.path for each in expand(source, stdin=str) if isinstance(each, LocalFile) and each.path in ours)
    check_distinct(outputs, ((path, _IS_SOURCE) for path in found))


def _has_foreign_articles(path: Path, limit: int) -> bool:
    """Return whether a file holds articles of another program; our own outputs may be overwritten."""
    try:
        with opened(LocalFile(path.resolve(), path.name)) as file:
            if warc.begins(file) or archives.begins(file):
                return True
            if jsonlines.begins(file):
                return False
            entries = parse(read(file, path.name, limit).data).entries
    except (UnreadableError, OSError):  # it is missing, or not readable by a crawl
        return False
    return not all(_OUR_ID.match(entry.guid or "") for entry in entries)


def _check_arguments(arguments: Mapping[str, str], known: Sequence[str]) -> None:
    for name, value in arguments.items():
        if name.startswith("_"):
            continue  # scrapyd passes the job and the version in these
        if name not in known:
            raise NewsfeedError(f"-a {name}=…: no such argument{nearest(name, known)}; known are {', '.join(known)}")
        if name in _SWITCHES and value not in {"0", "1"}:
            raise NewsfeedError(f"-a {name}={value}: must be 0 or 1")
