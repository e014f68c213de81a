"""The static report: one self-contained page of a store, and the same as Markdown or JSON.

No script, no network. Equal stores and arguments give equal bytes, because ages count back from the newest article.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.store import browse
from newsfeed.text.dates.parsing import parse_date
from newsfeed.web import pages
from newsfeed.web.charts import CHART, Bar, bars
from newsfeed.web.formatting import Formatting
from newsfeed.web.marked import segments
from newsfeed.web.plain import as_plain
from newsfeed.web.query import Query, parse
from newsfeed.web.rendering import environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from newsfeed.web.marked import Segment
    from newsfeed.web.wording import Language

LISTED = 50
"""Stories, passages, quotations and boilerplate lines that are listed; the rest is counted."""

_TOLD = 12  # articles of a story that are listed
_PLACES = 12  # later places of a passage that are listed
_QUOTED_IN = 3  # least number of articles with a listed quotation
_SAMPLES = ("duplicates", "reuse", "kept")


class ReportOptions(NamedTuple):
    """The scope and the language of a report."""

    since: str | None = None
    site: str | None = None
    language: Language = "en"
    zone: tzinfo = UTC
    sample: int = 25
    seed: int = 7


class SamplePair(NamedTuple):
    """A sampled verdict: both texts, the repeated words of the later one marked."""

    pair: browse.ReusePair
    parts: Sequence[Segment]
    reason: str


class Report(NamedTuple):
    """The data of a report."""

    state: browse.StoreState
    options: Mapping[str, Any]
    begin: str | None
    articles: int
    counts: browse.ParagraphCounts
    bars: Sequence[Bar]
    runs: Sequence[browse.PastRun]
    stories: Sequence[tuple[Sequence[browse.ListedArticle], Mapping[int, Sequence[str]]]]
    passages: Sequence[tuple[browse.SpreadPassage, Sequence[browse.ReuseLink]]]
    outlets: pages.OutletsPage
    quotes: Sequence[browse.RepeatedQuote]
    footers: Sequence[browse.Footer]
    samples: Mapping[str, Sequence[SamplePair]]
    seed: int


def read(connection: Connection, options: ReportOptions) -> Report:
    """Return the report of a store."""
    state = browse.state(connection)
    newest = parse_date(state.newest) if state.newest else None
    parameters = {"since": [options.since or ""], "site": [options.site] if options.site else []}
    query = parse(parameters, newest or datetime.fromtimestamp(0, UTC))
    days = browse.novelty_by_day(connection, query.filters)
    return Report(
        state,
        json.loads(state.options or "{}"),
        query.filters.since or next((day for day, _, _ in days), None),
        sum(count for _, count, _ in days),
        browse.dropped_since(connection, query.filters),
        bars(days),
        browse.latest_runs(connection, 1),
        _stories(connection, query),
        _passages(connection, query),
        pages.outlets(connection, query),
        [each for each in browse.repeated_quotes(connection, query.filters, LISTED) if each.articles >= _QUOTED_IN],
        browse.footers(connection, options.site, LISTED),
        {what: _sample(connection, query, what, options) for what in _SAMPLES},
        options.seed,
    )


def as_html(report: Report, options: ReportOptions) -> str:
    """Return the report as one HTML document without script."""
    return (
        environment()
        .get_template("report.html")
        .render(
            report=report,
            data=report.outlets,
            state=report.state,
            chart=CHART,
            is_static=True,
            listed=LISTED,
            told=_TOLD,
            quoted_in=_QUOTED_IN,
            **Formatting(options.language, options.zone).functions(),
        )
    )


def as_markdown(report: Report, options: ReportOptions) -> str:
    """Return the report as Markdown: the summary and the lists, without the texts side by side."""
    functions = Formatting(options.language, options.zone).functions()
    template = environment().get_template("report.md")
    return template.render(report=report, quoted_in=_QUOTED_IN, **functions)


def as_json(report: Report) -> str:
    """Return the report as a JSON object with the names of :class:`Report`."""
    return json.dumps(as_plain(report), ensure_ascii=False, indent=1) + "\n"


def _stories(
    connection: Connection, query: Query
) -> list[tuple[Sequence[browse.ListedArticle], Mapping[int, Sequence[str]]]]:
    found = browse.wide_stories(connection, query.filters, LISTED)
    return [
        (members, pages.story_additions(connection, members[:_TOLD]))
        for members in found.values()
        if len({member.site for member in members}) > 1
    ]


def _passages(connection: Connection, query: Query) -> list[tuple[browse.SpreadPassage, Sequence[browse.ReuseLink]]]:
    found = browse.spread_passages(connection, query.filters, LISTED)
    return [(each, browse.read_since(connection, each.number, each.position, _PLACES)) for each in found]


def _sample(connection: Connection, query: Query, what: str, options: ReportOptions) -> list[SamplePair]:
    """Return random verdicts of a kind, determined by the seed and the store."""
    places = browse.judged_places(connection, query.filters, what)
    chosen = random.Random(options.seed).sample(places, min(options.sample, len(places)))  # noqa: S311 - no secret
    pairs = browse.sampled_pairs(connection, chosen)
    return [
        SamplePair(
            pair,
            segments(pair.later_text, pair.spans),
            pair.reason or "",
        )
        for pair in pairs
    ]
