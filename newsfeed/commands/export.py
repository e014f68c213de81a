"""``scrapy export``: writes the articles of the store, without reading any source."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.utils.misc import load_object

from newsfeed.commands.options import EXPORT
from newsfeed.commands.usage import CheckedCommand, output, store_clauses, usage_errors
from newsfeed.dedup.policy import Policies, clean, policy
from newsfeed.errors import NewsfeedError
from newsfeed.exporters import EXPORTERS, SyndicationExporter
from newsfeed.exporters.archive import DOCUMENTS, FolderExporter
from newsfeed.exporters.card import Card
from newsfeed.exporters.pairs import write_pairs
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.storage import check_distinct, check_folder, check_output, output_format, replace_file
from newsfeed.reporting.console import echo
from newsfeed.reporting.summary import by_pattern
from newsfeed.store.repository import Store
from newsfeed.text.counting import counted
from newsfeed.text.dates.ages import named_moment
from newsfeed.text.search_query import parse_query

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import IO

    from newsfeed.exporters import ArticleExporter
    from newsfeed.items import Article


_CHOOSING = ("since", "feed", "query", "keep_duplicates")  # the options that choose articles


class ExportCommand(CheckedCommand, ScrapyCommand):
    """Writes the articles of the store to a file, whole or not at all."""

    usage = EXPORT
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export; exit code 2 for wrong usage."""
        with usage_errors("export"):
            if len(args) != 1:
                raise NewsfeedError("name one output file, or - for standard output")
            self._export(args[0], opts)

    def _export(self, target: str, opts: argparse.Namespace) -> None:
        if target == "-" and not opts.format:
            raise NewsfeedError("-: say which --format to write to standard output")
        chosen = opts.format or output_format(target)
        since = named_moment("--since ", opts.since, datetime.now(UTC)) if opts.since else None
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        query = parse_query(opts.query, datetime.now(UTC)) if opts.query is not None else None
        text_policy = policy(self.settings["NEWSFEED_POLICY"])
        publication = Publication.of(opts.title, opts.base_url)
        if chosen in DOCUMENTS:
            check_folder(target)
        elif target != "-":
            check_output(target, chosen)
        written = [Path(each) for each in (target, opts.pairs, opts.card) if each and each != "-"]
        check_distinct(written, store_clauses(self.settings["NEWSFEED_STORE"]))
        beside = _Beside(opts)
        store = Store(self.settings["NEWSFEED_STORE"], must_exist=True)
        try:
            left_out, dropped = 0, Counter[str]()
            of_texts = Policies(text_policy, store.policies())
            of_feeds = Policies("mark") if opts.keep_duplicates else of_texts
            options = publication.options(*([] if target == "-" else [Path(target).name]))
            options |= {"policies": of_feeds, "find_references": store.references}
            with _exporting(target, chosen, **options) as exporter:
                for article in store.articles(store.select(since=since, feed=opts.feed, matching=query)):
                    if article.dropped is not None:
                        dropped[article.dropped] += 1
                        beside.leave_out(f"dropped by {article.dropped}")
                    elif of_feeds.leaves_out(article):
                        left_out += 1
                        beside.leave_out("only repeats an earlier article")
                    else:
                        clean(article, of_texts.of(article))
                        exporter.export_item(article)
                        beside.add(article)
            beside.write(store, target, {**store.config.by_setting(), "NEWSFEED_POLICY": text_policy})
            name = "standard output" if target == "-" else target
            echo(f"{name}: {_counts(store, exporter.written, left_out, dropped, opts)}", err=True)
        finally:
            store.close()


class _Beside:
    """The other files of an export, if requested: the card and the pairs of passages."""

    def __init__(self, opts: argparse.Namespace) -> None:
        self._opts = opts
        self._card = Card() if opts.card else None
        self._ids: list[str] = []
        if "-" in (opts.pairs, opts.card):
            raise NewsfeedError("--pairs and --card: name a file; only the articles can go to standard output")
        for file in filter(None, (opts.pairs, opts.card)):
            check_output(file, "jsonl")  # a writable file, with any ending

    def add(self, article: Article) -> None:
        """Count a written article."""
        if self._card:
            self._card.add(article)
        if self._opts.pairs:
            self._ids.append(article.id)

    def leave_out(self, reason: str) -> None:
        """Count an article that is left out."""
        if self._card:
            self._card.leave_out(reason)

    def write(self, store: Store, name: str, settings: dict[str, object]) -> None:
        """Write the files, and print their counts; ``name`` is the file of the articles."""
        if self._opts.pairs:
            with replace_file(Path(self._opts.pairs)) as file:
                count = write_pairs(file, store.passage_pairs(self._ids))
            echo(f"{self._opts.pairs}: {counted(count, 'pair')}", err=True)
        if self._card:
            asked = {f"--{each.replace('_', '-')}": getattr(self._opts, each) for each in _CHOOSING}
            settings |= {option: value for option, value in asked.items() if value}
            with replace_file(Path(self._opts.card)) as file:
                file.write(self._card.markdown(Path(name).name, settings).encode("utf-8", "replace"))
            echo(f"{self._opts.card}: card of {counted(self._card.articles, 'article')}", err=True)


def _counts(store: Store, written: int, left_out: int, dropped: Counter[str], opts: argparse.Namespace) -> str:
    """Return a line with the number of articles written, and of those left out, with the reasons."""
    known, latest = store.count(feed=opts.feed)
    older = known - written - left_out - dropped.total()
    of_feed = f" of {opts.feed}" if opts.feed else ""
    choices = [
        f"older than --since {opts.since}" if opts.since else "",
        "without what --query asks for" if opts.query is not None else "",
        "pruned, without their text" if store.has_pruned() else "",
    ]
    others = " or ".join(filter(None, choices))
    if not known:
        return f"0 articles: the store has none{of_feed}"
    if older == known:
        newest = f"; the newest is of {latest[:10]}" if latest else ""
        return f"0 articles: all {known:,}{of_feed} are {others}{newest}"
    reasons = [
        f"{left_out:,} that only repeat earlier ones left out (--keep-duplicates writes them)" if left_out else "",
        f"{dropped.total():,} dropped by patterns: {by_pattern(dropped)}" if dropped else "",
        f"{older:,} {others}" if older else "",
    ]
    return "; ".join(filter(None, [f"{counted(written, 'article')}{of_feed}", *reasons]))


@contextmanager
def _exporting(target: str, format_: str, **options: Any) -> Iterator[ArticleExporter | FolderExporter]:
    """Yield an exporter to ``target``, which is a folder for formats with one file per article."""
    if format_ in DOCUMENTS:
        yield FolderExporter(Path(target), format_, options["policies"])
        return
    with output(target) as file:
        exporter = _exporter(format_, file, **options)
        exporter.start_exporting()
        yield exporter
        exporter.finish_exporting()


def _exporter(format_: str, file: IO[bytes], **options: Any) -> ArticleExporter:
    """Return the exporter of a format; only those of feeds take options."""
    exporter = load_object(EXPORTERS[format_])
    policies: Policies = options.pop("policies")
    options |= {"policy": policies.default, "policies": policies.by_feed}
    made: ArticleExporter = exporter(file, **options if issubclass(exporter, SyndicationExporter) else {})
    return made
