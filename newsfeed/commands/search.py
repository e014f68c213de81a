"""``newsfeed search``: finds articles of the store by their words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import SEARCH
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.errors import NewsfeedError
from newsfeed.reporting.console import echo, echo_json, end_quietly
from newsfeed.store.engine import lasting, open_reader
from newsfeed.store.search import find
from newsfeed.text.counting import counted
from newsfeed.text.search_query import parse_query

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from newsfeed.store.search import Hit


class SearchCommand(CheckedCommand, ScrapyCommand):
    """Prints the newest articles that a query finds."""

    usage = SEARCH
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Search; exit code 2 for wrong usage, 1 if nothing is found."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("search"):
            if opts.limit < 1:
                raise NewsfeedError(f"--limit {opts.limit}: must be 1 or more")
            query = parse_query(" ".join(args), datetime.now(UTC))
            url = self.settings["NEWSFEED_STORE"]
            engine = open_reader(url)
            try:
                with lasting(url, engine), engine.begin() as connection:
                    total, hits = find(connection, query, opts.limit)
            finally:
                engine.dispose()
        end_quietly()
        if opts.json:
            echo_json([hit._asdict() for hit in hits])
        else:
            echo(*_table(hits))
        shown = f", the newest {len(hits):,} shown" if len(hits) < total else ""
        echo(f"{counted(total, 'article')} found{shown}", err=True)
        self.exitcode = 0 if hits else 1


def _table(hits: list[Hit]) -> Iterator[str]:
    """Yield two lines for each article: its day, outlet and title; and its address, else its id, with the place."""
    width = max((len(hit.site) for hit in hits), default=0)
    for hit in hits:
        yield f"{hit.published[:10]}  {hit.site:<{width}}  {hit.title or hit.id}"
        yield f"{'':10}  {'':{width}}  {hit.excerpt}" if hit.excerpt else ""
        yield f"{'':10}  {'':{width}}  {hit.url or hit.id}"
