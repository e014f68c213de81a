"""``newsfeed report``: writes a report on the store as one self-contained page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import REPORT
from newsfeed.commands.usage import CheckedCommand, output, store_clauses, usage_errors
from newsfeed.errors import NewsfeedError, require_extra
from newsfeed.exporters.storage import check_distinct
from newsfeed.reporting.console import echo
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    import argparse


class ReportCommand(CheckedCommand, ScrapyCommand):
    """Writes the report to a file, whole or not at all."""

    usage = REPORT
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the report; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("report"):
            if len(args) != 1:
                raise NewsfeedError("name one output file, or - for standard output")
            if opts.md and opts.json:
                raise NewsfeedError("--md, --json: only one of them")
            if opts.sample < 0:
                raise NewsfeedError(f"--sample {opts.sample}: must be 0 or more")
            check_distinct([Path(args[0])], store_clauses(self.settings["NEWSFEED_STORE"]))
            with require_extra("web", "report"):
                from newsfeed.web import report
                from newsfeed.web.reader import Reader
            options = report.ReportOptions(opts.since, opts.site, opts.hl, _zone(opts.tz), opts.sample, opts.seed)
            reader = Reader(self.settings["NEWSFEED_STORE"])
        try:
            with reader.snapshot() as connection:
                found = report.read(connection, options)
        finally:
            reader.close()
        if opts.json:
            text = report.as_json(found)
        else:
            text = report.as_markdown(found, options) if opts.md else report.as_html(found, options)
        body = text.encode("utf-8", "replace")
        with usage_errors("report"), output(args[0]) as file:
            file.write(body)
        if args[0] != "-":
            echo(f"report of {counted(found.articles, 'article')}: {args[0]}", err=True)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NewsfeedError(f"--tz {name}: no such time zone; name one such as Asia/Shanghai") from error
