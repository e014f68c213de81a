"""Read-only queries for the pages and the report, one module for each kind of list.

Every query returns plain rows, newest or largest first, and is bounded by a limit. Nothing here writes; the connection
comes from :func:`newsfeed.store.engine.open_reader` and may be used during a crawl or watch.
"""

from newsfeed.store.browse.by_outlet import Outlet, OutletPair, agency_sites, outlet_pairs, outlets
from newsfeed.store.browse.filters import SHORTEST_PASSAGE, Filters, comes_after
from newsfeed.store.browse.hidden import (
    HiddenArticle,
    HiddenCounts,
    HiddenParagraph,
    hidden_articles,
    hidden_counts,
    hidden_paragraphs,
)
from newsfeed.store.browse.links import ReuseLink, paragraph, read_before, read_since, reasons
from newsfeed.store.browse.listing import (
    ListedArticle,
    ParagraphCounts,
    by_number,
    find,
    newest,
    of_feeds,
    openings,
    paragraph_counts,
)
from newsfeed.store.browse.overview import PastRun, StoreState, dropped_since, latest_runs, novelty_by_day, state
from newsfeed.store.browse.quotations import RepeatedQuote, quote, quoted_in, repeated_quotes
from newsfeed.store.browse.reuse_pairs import ReusePair, judged_places, pairs_between, pairs_of, sampled_pairs
from newsfeed.store.browse.site_lines import Footer, footers, kept_places
from newsfeed.store.browse.spread import RepeatCount, SpreadPassage, repeat_counts, spread_passages
from newsfeed.store.browse.stories_told import members, roots, wide_stories
from newsfeed.store.browse.subscription_list import Subscribed, subscribed

__all__ = [
    "SHORTEST_PASSAGE",
    "Filters",
    "Footer",
    "HiddenArticle",
    "HiddenCounts",
    "HiddenParagraph",
    "ListedArticle",
    "Outlet",
    "OutletPair",
    "ParagraphCounts",
    "PastRun",
    "RepeatCount",
    "RepeatedQuote",
    "ReuseLink",
    "ReusePair",
    "SpreadPassage",
    "StoreState",
    "Subscribed",
    "agency_sites",
    "by_number",
    "comes_after",
    "dropped_since",
    "find",
    "footers",
    "hidden_articles",
    "hidden_counts",
    "hidden_paragraphs",
    "judged_places",
    "kept_places",
    "latest_runs",
    "members",
    "newest",
    "novelty_by_day",
    "of_feeds",
    "openings",
    "outlet_pairs",
    "outlets",
    "pairs_between",
    "pairs_of",
    "paragraph",
    "paragraph_counts",
    "quote",
    "quoted_in",
    "read_before",
    "read_since",
    "reasons",
    "repeat_counts",
    "repeated_quotes",
    "roots",
    "sampled_pairs",
    "spread_passages",
    "state",
    "subscribed",
    "wide_stories",
]
