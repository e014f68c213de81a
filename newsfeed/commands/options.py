"""The options and the help of each command.

``scrapy COMMAND`` and ``newsfeed COMMAND`` share them. Nothing here imports Scrapy, so that help appears at once.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from newsfeed.errors import command_line
from newsfeed.settings import FEED_EXPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FEED_FORMATS = ("atom", "jsonfeed", "rss")
"""The formats that are feeds: they have a title and addresses."""

FOLDER_FORMATS = ("archive", "markdown")
"""The formats of export that are a directory with a file for each article."""

FORMATS = sorted(name for name, exporter in FEED_EXPORTERS.items() if exporter)


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """The usage of a command. ``examples`` are arguments with a description of their effect."""

    name: str
    syntax: str
    summary: str
    description: str
    examples: Sequence[tuple[str, str]]
    add_options: Callable[[argparse.ArgumentParser], None]

    def text(self) -> str:
        """Return the description with the first example, as one paragraph."""
        arguments, effect = self.examples[0]
        return f"{self.description} Example: '{command_line(f'{self.name} {arguments}')}' {effect}."

    def example_lines(self) -> str:
        """Return the examples for ``newsfeed``, one per line."""
        width = max(len(arguments) for arguments, _ in self.examples)
        lines = (f"  newsfeed {self.name} {arguments:<{width}}  # {effect}" for arguments, effect in self.examples)
        return "\n".join(["examples:", *lines])


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question about the known word most similar to ``word``; empty if none is similar.

    >>> nearest("exprot", ["crawl", "export"])
    '; did you mean export?'
    """
    found = get_close_matches(word, list(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def is_option(word: str) -> bool:
    """Return whether a word on the command line is an option; ``-`` means standard input or output."""
    return word.startswith("-") and word != "-"


def add_feed_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that all commands that write feeds share."""
    parser.add_argument("--title", metavar="TEXT", help="the title of feeds (newsfeed)")
    parser.add_argument(
        "--base-url", metavar="URL", help="where the folder of the output is published; feeds then link to themselves"
    )


def _add_crawl_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", action="append", default=[], help="append the articles to FILE (.jsonl, .csv)"
    )
    parser.add_argument(
        "-O",
        "--overwrite-output",
        metavar="FILE",
        action="append",
        default=[],
        help=f"write the articles to FILE, in the format of its ending or of FILE:FORMAT ({', '.join(FORMATS)}); "
        "- is standard output; may be repeated",
    )
    parser.add_argument("--new", action="store_true", help="write only articles that are new or revised")
    parser.add_argument("--full-text", action="store_true", help="also read the page of each article")
    add_feed_options(parser)


def _add_export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=sorted([*FORMATS, *FOLDER_FORMATS]),
        help="the format, instead of that of OUT's ending; for archive and markdown, OUT is a directory",
    )
    parser.add_argument(
        "--since", metavar="WHEN", help="only articles from then on: an age (12h, 7d, 1y) or a date (2024-01-31)"
    )
    parser.add_argument("--feed", metavar="URL", help="only articles of this feed")
    parser.add_argument("--query", metavar="WORDS", help="only articles that the search command would find")
    parser.add_argument("--keep-duplicates", action="store_true", help="also articles that only repeat earlier ones")
    parser.add_argument(
        "--pairs", metavar="FILE", help="also write the pairs of passages to FILE, with offsets, as JSON Lines"
    )
    parser.add_argument(
        "--card", metavar="FILE", help="also write to FILE what is in OUT, what was left out and why, as Markdown"
    )
    add_feed_options(parser)


def _add_feeds_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="list: as JSON")
    parser.add_argument("--folder", metavar="A/B", help="add, import: the folder B in A")
    parser.add_argument("--least", metavar="SPAN", help="add, import: the shortest wait between polls, like 30m, 2h")
    parser.add_argument("--most", metavar="SPAN", help="add, import: the longest wait between polls")
    parser.add_argument("--user-agent", metavar="NAME", help="add, import: the User-Agent header to send")
    parser.add_argument(
        "--full-text", action=argparse.BooleanOptionalAction, help="add, import: also read the page of each article"
    )
    parser.add_argument(
        "--zone", metavar="NAME", help="add, import: the time zone of times without one, like Asia/Shanghai"
    )
    parser.add_argument(
        "--policy",
        choices=("drop", "mark", "fold"),
        help="add, import: what happens to repeated paragraphs of its articles, instead of NEWSFEED_POLICY",
    )
    parser.add_argument(
        "--keep",
        metavar="PATTERN",
        action="append",
        help="add, import: only articles with one of these words, or that match this /regular expression/, in their "
        "title, text, authors or categories (title:PATTERN: only there); may be repeated; '' ends it",
    )
    parser.add_argument(
        "--drop", metavar="PATTERN", action="append", help="add, import: no articles with one of these words, likewise"
    )
    parser.add_argument(
        "--prefer",
        action=argparse.BooleanOptionalAction,
        help="add, import: show its telling of a story rather than that of other outlets",
    )
    parser.add_argument(
        "--agency",
        action=argparse.BooleanOptionalAction,
        help="add, import: it is the feed of a news agency; who has its words is not said to have them from each other",
    )


def _add_watch_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="poll what is due now, then end, for cron")
    parser.add_argument("-o", "--publish", metavar="DIR", default="", help="keep feeds of the newest articles in DIR")
    parser.add_argument(
        "--hook", metavar="COMMAND", default="", help="send each batch of news to this command, as JSON Lines"
    )
    add_feed_options(parser)


def _add_serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8765, help="the port to listen on (default: 8765)")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen on (default: 127.0.0.1, this machine only); any other needs --password-file",
    )
    parser.add_argument("--tz", default="UTC", metavar="ZONE", help="the time zone of times, like Asia/Shanghai")
    parser.add_argument(
        "--marks", default="newsfeed-marks.db", metavar="FILE", help="where read, starred and disputed are kept"
    )
    parser.add_argument(
        "--password-file", default="", metavar="FILE", help="ask for the password whose hash is in FILE"
    )
    parser.add_argument(
        "--set-password", default="", metavar="FILE", help="ask for a new password, write it to FILE, end"
    )
    parser.add_argument(
        "--public-url", default="", metavar="URL", help="the address under which a proxy serves the pages"
    )
    parser.add_argument("--read-only", action="store_true", help="show the subscriptions, but let nobody change them")
    parser.add_argument(
        "--greader",
        action="store_true",
        help="serve the Google Reader API too, for feed readers that synchronise; needs --password-file",
    )
    parser.add_argument("--list-tokens", action="store_true", help="list the feed readers that have logged in, end")
    parser.add_argument(
        "--revoke-token", default="", metavar="N", help="log the feed reader with this number (or all) out, end"
    )


def _add_report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since",
        metavar="WHEN",
        help="only articles from then on: an age (12h, 7d, 1y), counted back from the newest article, or a date",
    )
    parser.add_argument("--site", metavar="SITE", help="only articles of this outlet")
    parser.add_argument("--md", action="store_true", help="as Markdown")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--hl", choices=("en", "zh"), default="en", help="the language of the report")
    parser.add_argument("--tz", default="UTC", metavar="ZONE", help="the time zone of times, like Asia/Shanghai")
    parser.add_argument(
        "--sample", type=int, default=25, metavar="N", help="random verdicts of each kind (default: 25)"
    )
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="which random verdicts (default: 7)")


def _add_search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="the newest N articles (default: 20)")


def _add_store_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="info: as JSON, for programs")


def add_work_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for the place of the work on Spark."""
    parser.add_argument(
        "--work", metavar="DIR", help="where machines exchange what they compare, a directory that all of them see"
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        default="local[*]",
        help="the Spark cluster, like spark://host:7077 (default: local[*], the cores of this machine)",
    )
    parser.add_argument(
        "--conf",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a setting of Spark, like spark.executor.memory=2g (repeatable)",
    )


def _add_batch_options(parser: argparse.ArgumentParser) -> None:
    _add_crawl_options(parser)
    add_work_options(parser)


def _add_dedup_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--engine",
        choices=("store", "spark"),
        default="store",
        help="where articles are compared: in the store, or on Spark, which needs --work",
    )
    add_work_options(parser)


def _add_prune_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--older-than",
        metavar="AGE",
        default="",
        help="which articles: those published before an age (90d, 52w, 1y) or a date (default: NEWSFEED_RETENTION)",
    )


def _add_no_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing, for a command without options of its own."""


CRAWL = CommandHelp(
    "crawl",
    "SOURCE… [-O FILE]… [options]",
    "Read feeds, files and directories, and write clean articles",
    "Read each SOURCE (a directory, file, glob, URL, OPML file, or a list of these; - is a list on standard input) and "
    "write every article, cleaned and deduplicated. The articles are also kept in the store, for later crawls and for "
    "the export command.",
    [
        ("archive/ -O clean.jsonl", "reads a directory with everything below it"),
        ("https://example.org/feed -O news.atom", "writes a feed without what was read before"),
        ("subscriptions.opml more.xml -O news.rss --new", "writes only what is new since the last crawl"),
    ],
    _add_crawl_options,
)
EXPORT = CommandHelp(
    "export",
    "[options] OUT",
    "Write what the store holds, deduplicated, to a file",
    "Write the articles of the store, cleaned, to OUT; those that only repeat earlier ones are left out. OUT may be - "
    "for standard output.",
    [
        ("--since 7d news.atom", "writes a feed of the last seven days"),
        ("--keep-duplicates all.jsonl", "writes every article with every verdict"),
        ("--format jsonl -", "writes JSON Lines to standard output"),
        ("--format markdown notes/", "writes a Markdown file for each article"),
    ],
    _add_export_options,
)
FEEDS = CommandHelp(
    "feeds",
    "add URL|PAGE|OPML… | list | remove|pause|resume|poll URL… | import OPML… | export [OPML]",
    "Add, list and change the feeds that the watch command polls",
    "Add feeds (by address, by a page that links to one, or from an OPML file), list them with their health, remove, "
    "pause or resume some, have some polled at once, import and export them as OPML. A feed that is added again gets "
    "the options that are given with it.",
    [
        ("add --folder World --most 2h https://example.org/feed", "polls this feed at least every two hours"),
        ("add example.org", "finds the feed of a site"),
        ("import subscriptions.opml", "adds every feed of a list"),
        ("list", "shows the state of each"),
        ("poll https://example.org/feed", "has the watch poll it now, whenever it would be due"),
    ],
    _add_feeds_options,
)
WATCH = CommandHelp(
    "watch",
    "[--once] [-o DIR] [--base-url URL] [--hook COMMAND]",
    "Poll the subscribed feeds when they are due",
    "Poll every subscribed feed when it is due and keep what is new in the store, until stopped (SIGTERM, Ctrl-C). "
    "Several watches on one store share the work. With -o, each folder of subscriptions also has feeds of its own, in "
    "a directory below.",
    [
        ("-o public", "keeps the newest articles in public/feed.atom, feed.rss and feed.json"),
        ("--once", "polls what is due, then ends, for cron"),
    ],
    _add_watch_options,
)
DEDUP = CommandHelp(
    "dedup",
    "[-s NAME=VALUE]… [--engine spark --work DIR [--master URL] [--conf NAME=VALUE]…]",
    "Judge every article of the store again, after a change of settings or of the program",
    "Judge every article of the store again, in order of publication, as a fresh crawl of all of them would. After an "
    "interruption, call it again: it continues.",
    [
        ("-s NEWSFEED_BOILERPLATE_STORIES=10", "changes when a repeated paragraph counts as boilerplate"),
        ("--engine spark --work /shared/news", "has Spark compare the articles"),
    ],
    _add_dedup_options,
)
EXPLAIN = CommandHelp(
    "explain",
    "URL|ID [options]",
    "Say why an article is shown or left out, and each of its paragraphs",
    "Find an article of the store by its address or its id, and print in which outputs it is shown, what stands for it "
    "in others, and the verdict on each paragraph with its reason and source.",
    [("https://example.org/story", "says what became of the story")],
    _add_no_options,
)
SERVE = CommandHelp(
    "serve",
    "[--port N] [--tz ZONE] [options]",
    "Show the store in a browser: what was read before, where, and who repeated whom",
    "Serve pages over the store, beside a running crawl or watch: news with one row a story, articles with reuse "
    "underlined, side by side views, outlets, quotations, boilerplate; the subscriptions, which can be changed there; "
    "and the cleaned feeds. Only this machine can reach them unless --host says otherwise.",
    [
        ("", "serves http://127.0.0.1:8765"),
        ("--tz Asia/Shanghai --port 9000", "shows times of Shanghai, on another port"),
        ("--read-only", "shows everything, and changes nothing"),
        ("--greader --password-file password", "serves feed readers too, each story once"),
    ],
    _add_serve_options,
)
REPORT = CommandHelp(
    "report",
    "OUT.html [--since WHEN] [--site SITE] [options]",
    "Write what the store shows as one page: stories, passages that travelled, samples to check",
    "Write one self-contained HTML file (or Markdown or JSON) of the store: summary, stories that most outlets told, "
    "passages that travelled, who takes from whom, quotations, boilerplate, and random verdicts to check.",
    [
        ("--since 7d week.html", "covers the last seven days of the store"),
        ("--md -", "writes Markdown to standard output"),
    ],
    _add_report_options,
)
PRUNE = CommandHelp(
    "prune",
    "--older-than AGE",
    "Remove the texts of old articles from the store, to keep it small",
    "Remove text, markup and quotations of the articles published before AGE. Their ids, links, titles and verdicts "
    "stay: an entry that is still in its feed stays known, and an exact repeat of its text is still found; "
    "near-repeats are not, and outputs leave these articles out. An article that a crawl reads again gets its text "
    "back. After an interruption, call it again: it continues.",
    [
        ("--older-than 1y", "keeps the texts of the last 365 days"),
        ("--older-than 2024-01-31", "keeps those from then on"),
    ],
    _add_prune_options,
)
INDEX = CommandHelp(
    "index",
    "[options]",
    "Build the index that the search command needs",
    "Index the words of every article of the store, for search. It is built once: crawls and watches keep it up from "
    "then on. After an interruption, call it again: it continues.",
    [("", "indexes every article")],
    _add_no_options,
)
SEARCH = CommandHelp(
    "search",
    "WORDS… [--json] [--limit N]",
    "Find articles by the words of their title and text",
    "Print the newest articles of the store that have all WORDS: 'words in quotation marks' are a phrase, -word must "
    "not occur, word* may go on; site:example.org, lang:zh and since:7d are conditions. Simplified and traditional "
    "Chinese are the same, and so are accents and case.",
    [
        ("harbour ferry since:7d", "finds articles with both words"),
        ("'\"late ferry\" -tide site:example.org'", "finds a phrase, without a word, of one outlet"),
    ],
    _add_search_options,
)
STORE = CommandHelp(
    "store",
    "info [--json] | copy SOURCE TARGET",
    "Say what the store holds, or copy a store to another database",
    "Print the database of the store, its versions, options and sizes; or copy the store at one URL to another one, "
    "between SQLite and PostgreSQL or within one of them. After an interruption, copy again: it continues.",
    [
        ("info", "says what the store is and holds"),
        ("copy sqlite:///newsfeed.db postgresql://db.example/news", "moves to a server"),
        ("copy postgresql://db.example/news sqlite:///news.db", "comes back, or makes a backup"),
    ],
    _add_store_options,
)
BATCH = CommandHelp(
    "batch",
    "SOURCE… --work DIR [--master URL] [--conf NAME=VALUE]… [-O FILE]… [options]",
    "Crawl a whole archive, with Spark comparing its articles on one or many machines",
    "Read each SOURCE as the crawl command does, have Spark compare all articles, and write the same articles. DIR "
    "keeps them as Parquet (articles/, verdicts/) and in a store (newsfeed.db, unless NEWSFEED_STORE is set). After an "
    "interruption, call it again: it continues.",
    [
        ("archive/ --work work -O clean.jsonl", "compares on all cores of this machine"),
        ("archive/ --work /shared/news --master spark://host:7077", "compares on a cluster"),
    ],
    _add_batch_options,
)

COMMANDS = {
    each.name: each
    for each in (CRAWL, EXPORT, FEEDS, WATCH, DEDUP, EXPLAIN, PRUNE, INDEX, SEARCH, SERVE, REPORT, STORE, BATCH)
}
