"""Read-only queries behind the pages and the report: lists of articles, reuse, outlets, quotations, boilerplate.

Every query returns plain rows, newest or largest first, and is bounded by a limit. Nothing here writes; the connection
comes from :func:`newsfeed.store.engine.open_reader` and may be used beside a running crawl or watch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, case, distinct, func, literal, or_, select

from newsfeed.store import metadata
from newsfeed.store.dialects import IsLike
from newsfeed.store.schema import (
    IS_MARKED,
    articles,
    failures,
    feeds,
    paragraphs,
    passages,
    quotes,
    remarks,
    repeats,
    reuse,
    runs,
    subscriptions,
)
from newsfeed.store.search import matching
from newsfeed.store.sql import listed, listed_texts
from newsfeed.text.agencies import SITES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from newsfeed.text.search_query import SearchQuery

SHORTEST_PASSAGE = 20
"""Characters of normal form. Shorter passages are phrases, and are left out of lists of reuse by default."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter conditions that all lists share; ``None`` or empty means no condition.

    ``since`` and ``until`` are ISO 8601 prefixes in UTC, ``min_chars`` counts characters of normal form, ``min_share``
    is between 0 and 1, ``words`` must all occur in the title or in one paragraph;
    ``asked`` is answered by the index for search, which the store must have.
    """

    since: str | None = None
    until: str | None = None
    sites: tuple[str, ...] = ()
    without_sites: tuple[str, ...] = ()
    language: str | None = None
    kind: str | None = None
    min_chars: int = SHORTEST_PASSAGE
    min_share: float = 0.0
    min_outlets: int = 1
    words: tuple[str, ...] = ()
    asked: SearchQuery | None = None

    def on_articles(self, table: Any = articles, *, with_dropped: bool = False) -> list[ColumnElement[bool]]:
        """Return the conditions on rows of the articles table; without those that a subscription drops, usually.

        Dropped articles have no reuse: queries that start from there need not look at the articles for it.
        """
        found: list[ColumnElement[bool]] = [] if with_dropped else [table.c.dropped.is_(None)]
        if self.since:
            found.append(table.c.moment >= self.since)
        if self.until:
            found.append(table.c.moment < self.until)
        if self.sites:
            found.append(table.c.site.in_(listed_texts(self.sites)))
        if self.without_sites:
            found.append(table.c.site.not_in(listed_texts(self.without_sites)))
        if self.language:
            found.append(
                or_(table.c.language == self.language, IsLike(table.c.language, f"{_escaped(self.language)}-%"))
            )
        found.extend(_has_word(table, word) for word in self.words)
        if self.asked is not None:
            found.extend(matching(self.asked, table))
        return found


def _has_word(table: Any, word: str) -> ColumnElement[bool]:
    pattern = f"%{_escaped(word)}%"
    within = select(paragraphs.c.article).where(IsLike(paragraphs.c.text, pattern))
    return or_(IsLike(table.c.title, pattern), table.c.number.in_(within))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class ListedArticle(NamedTuple):
    """An article in a list."""

    number: int
    id: str
    title: str | None
    url: str | None
    site: str
    moment: str
    novelty: float
    duplicate_of: int | None


class ParagraphCounts(NamedTuple):
    """The number of paragraphs by status; ``reused`` paragraphs are unique ones that partly repeat earlier text."""

    paragraphs: int
    duplicate: int
    boilerplate: int
    reused: int


class ReuseLink(NamedTuple):
    """Another occurrence of a passage: in an earlier article (a source) or in a later one."""

    position: int
    other_position: int
    share: float
    spans: Sequence[tuple[int, int]]
    number: int
    id: str
    title: str | None
    site: str
    moment: str


class SpreadPassage(NamedTuple):
    """A paragraph that other articles repeat, with its spread."""

    number: int
    position: int
    id: str
    title: str | None
    site: str
    moment: str
    text: str
    articles: int
    outlets: int
    first: str
    last: str
    share: float
    length: int


class OutletPair(NamedTuple):
    """Reuse between two outlets: articles of ``to_site`` repeat text from articles of ``from_site``."""

    from_site: str
    to_site: str
    articles: int
    paragraphs: int
    share: float


class Outlet(NamedTuple):
    """An outlet's totals."""

    site: str
    articles: int
    novelty: float
    copies: int
    last: str


class RepeatedQuote(NamedTuple):
    """A quotation that occurs in several articles."""

    digest: int
    text: str
    articles: int
    outlets: int
    first: str
    id: str
    ordinal: int


class Footer(NamedTuple):
    """A boilerplate passage of a site."""

    site: str
    text: str
    articles: int
    stories: int
    since: str
    edge: float


class ReusePair(NamedTuple):
    """A later paragraph with an earlier one, for checking the verdict by hand."""

    later_id: str
    later_position: int
    later_text: str
    later_site: str
    later_moment: str
    status: str
    novelty: float
    reason: str | None
    earlier_id: str
    earlier_position: int
    earlier_text: str
    earlier_site: str
    earlier_moment: str
    share: float
    distance: int
    spans: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class StoreState:
    """The summary of the store that appears on every page."""

    articles: int
    newest: str | None
    algorithm: str
    schema: str
    options: str | None


@dataclass(slots=True)
class PastRun:
    """A past crawl: its times, source, counts and reasons."""

    number: int
    source: str
    started: str
    finished: str | None
    counts: dict[str, Any] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def state(connection: Connection) -> StoreState:
    """Return the size and age of the store, and the versions and options that its verdicts depend on."""
    count, newest = connection.execute(select(func.count(), func.max(articles.c.moment)).select_from(articles)).one()
    return StoreState(
        count,
        newest,
        metadata.read(connection, metadata.ALGORITHM) or "",
        metadata.read(connection, metadata.SCHEMA) or "",
        metadata.read(connection, metadata.TERMS),
    )


_LISTED = tuple(articles.c[name] for name in ListedArticle._fields)


def newest(
    connection: Connection,
    filters: Filters,
    limit: int,
    before: tuple[str, int] | None = None,
    *,
    also: Collection[str] = (),
) -> list[ListedArticle]:
    """Return articles, newest first, starting before the moment and number in ``before``.

    Copies and dropped articles are left out, but for those with the ids ``also``.
    """
    is_shown: ColumnElement[bool] = and_(articles.c.duplicate_of.is_(None), articles.c.dropped.is_(None))
    if also:
        is_shown = or_(is_shown, articles.c.id.in_(listed_texts(also)))
    query = (
        select(*_LISTED)
        .where(*filters.on_articles(with_dropped=True), is_shown)
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
    )
    if before is not None:
        query = query.where(comes_after(*before))
    return [ListedArticle(*row) for row in connection.execute(query.limit(limit))]


def comes_after(moment: str, number: int) -> ColumnElement[bool]:
    """Return the condition on articles that follow one with this moment and number in a list, newest first."""
    return or_(articles.c.moment < moment, and_(articles.c.moment == moment, articles.c.number < number))


def find(connection: Connection, ids: Iterable[str]) -> dict[str, ListedArticle]:
    """Return the articles with these ids."""
    return {
        row.id: ListedArticle(*row)
        for row in connection.execute(select(*_LISTED).where(articles.c.id.in_(listed_texts(ids))))
    }


def of_feeds(connection: Connection, ids: Iterable[str], scopes: Iterable[str]) -> list[int]:
    """Return the numbers of those of these articles that are of one of these feeds."""
    query = (
        select(articles.c.number)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(articles.c.id.in_(listed_texts(ids)), feeds.c.url.in_(listed_texts(scopes)))
        .order_by(articles.c.number)
    )
    return list(connection.execute(query).scalars())


def by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, ListedArticle]:
    """Return the articles with these numbers."""
    rows = connection.execute(select(*_LISTED).where(articles.c.number.in_(listed(numbers))))
    return {row.number: ListedArticle(*row) for row in rows}


def roots(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """Return the first article of each article's story, by number; an article without a story maps to itself."""
    up = (
        select(articles.c.number.label("number"), articles.c.number.label("at"))
        .where(articles.c.number.in_(listed(numbers)))
        .cte("up", recursive=True)
    )
    parent = func.coalesce(articles.c.follows, articles.c.duplicate_of)
    up = up.union(select(up.c.number, parent).join(articles, articles.c.number == up.c.at).where(parent.is_not(None)))
    query = select(up.c.number, up.c.at).join(articles, articles.c.number == up.c.at).where(parent.is_(None))
    return {number: number for number in numbers} | {row.number: row.at for row in connection.execute(query)}


def members(connection: Connection, first: Collection[int]) -> dict[int, list[ListedArticle]]:
    """Return the articles of each story in order of publication, by the number of its first article."""
    down = (
        select(articles.c.number.label("root"), articles.c.number.label("number"))
        .where(articles.c.number.in_(listed(first)))
        .cte("down", recursive=True)
    )
    child = or_(
        articles.c.follows == down.c.number,
        and_(articles.c.follows.is_(None), articles.c.duplicate_of == down.c.number),
    )
    down = down.union(select(down.c.root, articles.c.number).join(articles, child))
    query = (
        select(down.c.root, *_LISTED)
        .join(articles, articles.c.number == down.c.number)
        .order_by(articles.c.moment, articles.c.number)
    )
    found: defaultdict[int, list[ListedArticle]] = defaultdict(list)
    for root, *row in connection.execute(query):
        found[root].append(ListedArticle(*row))
    return found


def paragraph_counts(connection: Connection, numbers: Collection[int]) -> dict[int, ParagraphCounts]:
    """Return the number of paragraphs by status for each article."""
    is_reused = and_(paragraphs.c.status == "unique", paragraphs.c.novelty < literal(1.0))
    query = (
        select(
            paragraphs.c.article,
            func.count().label("paragraphs"),
            func.sum(case((paragraphs.c.status == "duplicate", 1), else_=0)),
            func.sum(case((paragraphs.c.status == "boilerplate", 1), else_=0)),
            func.sum(case((is_reused, 1), else_=0)),
        )
        .where(paragraphs.c.article.in_(listed(numbers)))
        .group_by(paragraphs.c.article)
    )
    return {row[0]: ParagraphCounts(*row[1:]) for row in connection.execute(query)}


def openings(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """Return the first unique paragraph of each article."""
    first = (
        select(paragraphs.c.article, func.min(paragraphs.c.position).label("position"))
        .where(
            paragraphs.c.article.in_(listed(numbers)),
            paragraphs.c.status == "unique",
            paragraphs.c.kind.not_in(["heading", "caption"]),
        )
        .group_by(paragraphs.c.article)
        .subquery()
    )
    query = select(paragraphs.c.article, paragraphs.c.text).join(
        first, and_(first.c.article == paragraphs.c.article, first.c.position == paragraphs.c.position)
    )
    return {row.article: row.text for row in connection.execute(query)}


def read_before(connection: Connection, number: int) -> list[ReuseLink]:
    """Return the earlier occurrences of an article's paragraphs, in paragraph order."""
    query = _links(articles.c.number == reuse.c.from_article, reuse.c.position, reuse.c.from_position)
    query = query.where(reuse.c.article == number).order_by(reuse.c.position, reuse.c.ordinal)
    return _as_links(connection, query)


def read_since(connection: Connection, number: int, position: int | None = None, limit: int = 200) -> list[ReuseLink]:
    """Return the later articles that repeat an article's paragraphs (or one of them), earliest first."""
    query = _links(articles.c.number == reuse.c.article, reuse.c.from_position, reuse.c.position)
    query = query.where(reuse.c.from_article == number, reuse.c.article != number)
    if position is not None:
        query = query.where(reuse.c.from_position == position)
    return _as_links(connection, query.order_by(articles.c.moment, articles.c.number).limit(limit))


def _links(join: ColumnElement[bool], position: Any, other: Any) -> Select[Any]:
    columns = (reuse.c.share, reuse.c.spans, articles.c.number, articles.c.id, articles.c.title, articles.c.site)
    query = select(position, other, *columns, articles.c.moment).select_from(reuse).join(articles, join)
    return query.where(IS_MARKED)


def _as_links(connection: Connection, query: Select[Any]) -> list[ReuseLink]:
    return [ReuseLink(*row) for row in connection.execute(query)]


def reasons(connection: Connection, number: int) -> list[str | None]:
    """Return the rule that decided on each paragraph of an article, as the store has it."""
    query = select(paragraphs.c.reason).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
    return list(connection.execute(query).scalars())


def paragraph(connection: Connection, number: int, position: int) -> str | None:
    """Return the text of one paragraph."""
    query = select(paragraphs.c.text).where(paragraphs.c.article == number, paragraphs.c.position == position)
    found: str | None = connection.execute(query).scalar()
    return found


def spread_passages(
    connection: Connection, filters: Filters, limit: int, *, sort: str = "outlets", across: bool = True
) -> list[SpreadPassage]:
    """Return paragraphs that several articles repeat, sorted by ``outlets`` (times length), articles, share or date.

    ``across`` restricts the list to passages in at least two outlets or at least three articles.
    """
    taken = articles.alias("taken")
    count, outlets = func.count(distinct(reuse.c.article)), func.count(distinct(taken.c.site))
    spread = (
        select(
            reuse.c.from_article.label("number"),
            reuse.c.from_position.label("position"),
            count.label("articles"),
            outlets.label("outlets"),
            func.min(taken.c.moment).label("first"),
            func.max(taken.c.moment).label("last"),
            func.avg(reuse.c.share).label("share"),
            func.min(taken.c.site).label("one_site"),
            func.max(taken.c.site).label("another_site"),
        )
        .join(taken, taken.c.number == reuse.c.article)
        .where(
            reuse.c.article != reuse.c.from_article,
            IS_MARKED,
            reuse.c.share >= filters.min_share,
            *filters.on_articles(taken, with_dropped=True),
        )
        .group_by(reuse.c.from_article, reuse.c.from_position)
        .having(outlets >= filters.min_outlets)
        .subquery()
    )
    query = (
        select(
            spread.c.number,
            spread.c.position,
            articles.c.id,
            articles.c.title,
            articles.c.site,
            articles.c.moment,
            paragraphs.c.text,
            spread.c.articles,
            spread.c.outlets,
            spread.c.first,
            spread.c.last,
            spread.c.share,
            passages.c.length,
        )
        .join(paragraphs, and_(paragraphs.c.article == spread.c.number, paragraphs.c.position == spread.c.position))
        .join(passages, passages.c.number == paragraphs.c.passage)
        .join(articles, articles.c.number == spread.c.number)
        .where(passages.c.length >= filters.min_chars, paragraphs.c.status != "boilerplate")
    )
    query = query.where(paragraphs.c.kind == filters.kind if filters.kind else paragraphs.c.kind != "heading")
    if across:
        elsewhere = or_(spread.c.one_site != articles.c.site, spread.c.another_site != articles.c.site)
        query = query.where(or_(elsewhere, spread.c.articles >= 3))
    longest = case((passages.c.length > 400, 400), else_=passages.c.length)
    orders = {
        "outlets": (spread.c.outlets * longest).desc(),
        "articles": spread.c.articles.desc(),
        "share": spread.c.share.desc(),
        "chars": passages.c.length.desc(),
        "date": spread.c.last.desc(),
    }
    order = (orders[sort], spread.c.last.desc(), spread.c.number, spread.c.position)
    return [SpreadPassage._make(row) for row in connection.execute(query.order_by(*order).limit(limit))]


def _is_not_of_one_agency(source: Any, taken: Any) -> ColumnElement[bool]:
    """Return whether an article can have its words from another: not if both have them from one agency."""
    agencies_own = source.c.site.in_(SITES)
    return or_(source.c.agency.is_(None), taken.c.agency.is_(None), source.c.agency != taken.c.agency, agencies_own)


def outlet_pairs(connection: Connection, filters: Filters, limit: int = 400) -> list[OutletPair]:
    """Return pairs of outlets where one repeats the other's text, sorted by the number of repeating articles.

    What both have from one agency is left out.
    """
    source, taken = articles.alias("source"), articles.alias("taken")
    count = func.count(distinct(reuse.c.article))
    query = (
        select(source.c.site, taken.c.site, count, func.count(), func.avg(reuse.c.share))
        .select_from(reuse)
        .join(taken, taken.c.number == reuse.c.article)
        .join(source, source.c.number == reuse.c.from_article)
        .where(
            source.c.site != taken.c.site,
            _is_not_of_one_agency(source, taken),
            IS_MARKED,
            reuse.c.share >= filters.min_share,
            *filters.on_articles(taken, with_dropped=True),
        )
        .group_by(source.c.site, taken.c.site)
        .order_by(count.desc(), source.c.site, taken.c.site)
        .limit(limit)
    )
    return [OutletPair(*row) for row in connection.execute(query)]


def outlets(connection: Connection, filters: Filters, limit: int = 1000) -> list[Outlet]:
    """Return the outlets with their totals, largest first."""
    count = func.count()
    query = (
        select(
            articles.c.site,
            count,
            func.avg(articles.c.novelty),
            func.sum(case((articles.c.duplicate_of.is_not(None), 1), else_=0)),
            func.max(articles.c.moment),
        )
        .where(*filters.on_articles())
        .group_by(articles.c.site)
        .order_by(count.desc(), articles.c.site)
        .limit(limit)
    )
    return [Outlet(*row) for row in connection.execute(query)]


def pairs_between(connection: Connection, from_site: str, to_site: str, limit: int = 100) -> list[ReusePair]:
    """Return paragraphs of one outlet that repeat another's, newest first."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    query = _pair_query(later, earlier).where(earlier.c.site == from_site, later.c.site == to_site)
    return _as_pairs(connection, query.order_by(later.c.moment.desc(), later.c.number, reuse.c.position).limit(limit))


def pairs_of(connection: Connection, later_number: int, earlier_number: int) -> list[ReusePair]:
    """Return the paragraphs of one article that repeat another's, in reading order."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    query = _pair_query(later, earlier).where(later.c.number == later_number, earlier.c.number == earlier_number)
    return _as_pairs(connection, query.order_by(reuse.c.position, reuse.c.ordinal))


def sampled_pairs(connection: Connection, keys: Iterable[tuple[int, int]]) -> list[ReusePair]:
    """Return each paragraph, given by article number and position, with its main source."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    wanted = set(keys)
    query = _pair_query(later, earlier).where(
        reuse.c.ordinal == 0, reuse.c.article.in_(listed({number for number, _ in wanted}))
    )
    rows = connection.execute(query.add_columns(later.c.number).order_by(later.c.number, reuse.c.position)).all()
    return [ReusePair(*row[:-1]) for row in rows if (row[-1], row.later_position) in wanted]


def judged_places(connection: Connection, filters: Filters, what: str) -> list[tuple[int, int]]:
    """Return the places of inexact ``duplicates``, of ``reuse`` marks, or of ``kept`` paragraphs (share >= .5).

    They are in the order of the store, so that a seeded sample is reproducible for the same store.
    """
    conditions = {
        "duplicates": and_(paragraphs.c.status == "duplicate", reuse.c.share < literal(0.9995)),
        "reuse": and_(paragraphs.c.status == "unique", paragraphs.c.novelty > literal(0.5)),
        "kept": and_(paragraphs.c.status == "unique", paragraphs.c.novelty <= literal(0.5)),
    }
    query = (
        select(reuse.c.article, reuse.c.position)
        .join(paragraphs, and_(paragraphs.c.article == reuse.c.article, paragraphs.c.position == reuse.c.position))
        .join(articles, articles.c.number == reuse.c.article)
        .where(reuse.c.ordinal == 0, IS_MARKED, conditions[what], *filters.on_articles())
        .order_by(reuse.c.article, reuse.c.position)
    )
    return [(row.article, row.position) for row in connection.execute(query)]


def _pair_query(later: Any, earlier: Any) -> Select[Any]:
    ours, theirs = paragraphs.alias("ours"), paragraphs.alias("theirs")
    return (
        select(
            later.c.id,
            ours.c.position.label("later_position"),
            ours.c.text,
            later.c.site,
            later.c.moment,
            ours.c.status,
            ours.c.novelty,
            ours.c.reason,
            earlier.c.id,
            theirs.c.position,
            theirs.c.text,
            earlier.c.site,
            earlier.c.moment,
            reuse.c.share,
            reuse.c.distance,
            reuse.c.spans,
        )
        .select_from(reuse)
        .join(later, later.c.number == reuse.c.article)
        .join(earlier, earlier.c.number == reuse.c.from_article)
        .join(ours, and_(ours.c.article == reuse.c.article, ours.c.position == reuse.c.position))
        .join(theirs, and_(theirs.c.article == reuse.c.from_article, theirs.c.position == reuse.c.from_position))
        .where(IS_MARKED)
    )


def _as_pairs(connection: Connection, query: Select[Any]) -> list[ReusePair]:
    return [ReusePair(*row) for row in connection.execute(query)]


def repeated_quotes(connection: Connection, filters: Filters, limit: int) -> list[RepeatedQuote]:
    """Return quotations that occur in several articles, sorted by the number of articles."""
    count = func.count(distinct(quotes.c.article))
    spread = (
        select(
            quotes.c.digest,
            count.label("articles"),
            func.count(distinct(articles.c.site)).label("outlets"),
            func.min(articles.c.moment).label("first"),
            func.min(quotes.c.rank).label("rank"),
        )
        .join(articles, articles.c.number == quotes.c.article)
        .where(*filters.on_articles(), func.length(quotes.c.text) >= filters.min_chars)
        .group_by(quotes.c.digest)
        .having(count > 1)
        .order_by(count.desc(), func.min(articles.c.moment))
        .limit(limit)
        .subquery()
    )
    query = (
        select(
            spread.c.digest, quotes.c.text, spread.c.articles, spread.c.outlets, spread.c.first, articles.c.id,
            quotes.c.ordinal,
        )
        .join(quotes, and_(quotes.c.digest == spread.c.digest, quotes.c.rank == spread.c.rank))
        .join(articles, articles.c.number == quotes.c.article)
        .order_by(spread.c.articles.desc(), spread.c.first, articles.c.number, quotes.c.ordinal)
    )  # fmt: skip
    found: dict[int, RepeatedQuote] = {}
    for row in connection.execute(query):
        found.setdefault(row.digest, RepeatedQuote(*row))
    return list(found.values())


def quoted_in(connection: Connection, digest: int, limit: int = 200) -> list[tuple[ListedArticle, str | None, int]]:
    """Return the articles that contain a quotation, each with its speaker and place, in reading order."""
    query = (
        select(*_LISTED, quotes.c.speaker, quotes.c.position)
        .join(quotes, quotes.c.article == articles.c.number)
        .where(quotes.c.digest == digest)
        .order_by(articles.c.moment, articles.c.number)
        .limit(limit)
    )
    return [(ListedArticle(*row[:-2]), row[-2], row[-1]) for row in connection.execute(query)]


def quote(connection: Connection, number: int, ordinal: int) -> tuple[str, int] | None:
    """Return the text and digest of one quotation."""
    query = select(quotes.c.text, quotes.c.digest).where(quotes.c.article == number, quotes.c.ordinal == ordinal)
    row = connection.execute(query).first()
    return (row.text, row.digest) if row else None


def footers(connection: Connection, site: str | None, limit: int) -> list[Footer]:
    """Return boilerplate passages that have a text, sorted by the number of the site's articles that contain them."""
    query = (
        select(
            repeats.c.site,
            paragraphs.c.text,
            repeats.c.articles,
            repeats.c.stories,
            repeats.c.since,
            repeats.c.at_edge * literal(1.0) / repeats.c.lines,
        )
        .join(passages, passages.c.number == repeats.c.passage)
        .join(
            paragraphs,
            and_(paragraphs.c.article == passages.c.article, paragraphs.c.position == passages.c.position),
        )
        .where(repeats.c.boilerplate, paragraphs.c.text != "")
        .order_by(repeats.c.articles.desc(), repeats.c.site, repeats.c.passage)
        .limit(limit)
    )
    if site:
        query = query.where(repeats.c.site == site)
    return [Footer(*row) for row in connection.execute(query)]


def dropped_since(connection: Connection, filters: Filters) -> ParagraphCounts:
    """Return the number of paragraphs that clean feeds left out of the articles that match the filters."""
    is_reused = and_(paragraphs.c.status == "unique", paragraphs.c.novelty < literal(1.0))
    query = (
        select(
            func.count(),
            func.coalesce(func.sum(case((paragraphs.c.status == "duplicate", 1), else_=0)), 0),
            func.coalesce(func.sum(case((paragraphs.c.status == "boilerplate", 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_reused, 1), else_=0)), 0),
        )
        .select_from(paragraphs)
        .join(articles, articles.c.number == paragraphs.c.article)
        .where(*filters.on_articles())
    )
    return ParagraphCounts(*connection.execute(query).one())


def novelty_by_day(connection: Connection, filters: Filters) -> list[tuple[str, int, float]]:
    """Return the number of articles published each day and their mean novelty."""
    day = func.substr(articles.c.moment, 1, 10)
    query = select(day, func.count(), func.avg(articles.c.novelty)).where(*filters.on_articles()).group_by(day)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(day))]


def wide_stories(connection: Connection, filters: Filters, limit: int) -> dict[int, list[ListedArticle]]:
    """Return the stories covered by the most outlets, by the number of their first article."""
    counted = select(
        articles.c.number, func.coalesce(articles.c.follows, articles.c.duplicate_of).label("parent")
    ).where(*filters.on_articles(), or_(articles.c.follows.is_not(None), articles.c.duplicate_of.is_not(None)))
    followers = [row.number for row in connection.execute(counted)]
    found = members(connection, set(roots(connection, followers).values()))
    ordered = sorted(
        found.items(), key=lambda story: (-len({each.site for each in story[1]}), -len(story[1]), story[0])
    )
    return dict(ordered[:limit])


def latest_runs(connection: Connection, limit: int) -> list[PastRun]:
    """Return the latest runs, newest first, with their failures and remarks."""
    rows = connection.execute(select(runs).order_by(runs.c.number.desc()).limit(limit)).all()
    found = {row.number: PastRun(row.number, row.source, row.started, row.finished, row.counts or {}) for row in rows}
    for table, name in ((failures, "failures"), (remarks, "remarks")):
        for row in connection.execute(select(table).where(table.c.run.in_(listed(found)))):
            getattr(found[row.run], name).append((row.source, row.reason))
    return list(found.values())


class Subscribed(NamedTuple):
    """A subscription in a list: its state, its options, and how many articles of its feed are dropped or copies."""

    url: str
    scope: str
    title: str | None
    site: str | None
    folder: tuple[str, ...]
    status: str
    why: str | None
    due: datetime
    received: datetime | None
    failures: int
    policy: str | None
    keep: Sequence[str] | None
    drop: Sequence[str] | None
    prefer: bool | None
    articles: int
    dropped: int
    copies: int
    novelty: float | None


def subscribed(connection: Connection) -> list[Subscribed]:
    """Return the subscriptions, sorted by folder and title."""
    totals = (
        select(
            articles.c.feed,
            func.count().label("articles"),
            func.count(articles.c.dropped).label("dropped"),
            func.count(articles.c.duplicate_of).label("copies"),
            func.avg(case((articles.c.dropped.is_(None), articles.c.novelty))).label("novelty"),
        )
        .group_by(articles.c.feed)
        .subquery()
    )
    counts = [func.coalesce(totals.c[name], 0) for name in ("articles", "dropped", "copies")]
    columns = [subscriptions.c[name] for name in Subscribed._fields[:-4]]
    query = (
        select(*columns, *counts, totals.c.novelty)
        .join(feeds, feeds.c.url == subscriptions.c.scope, isouter=True)
        .join(totals, totals.c.feed == feeds.c.number, isouter=True)
    )
    rows = [Subscribed._make(row)._replace(folder=tuple(row.folder)) for row in connection.execute(query)]
    return sorted(rows, key=lambda each: (each.folder, each.title or each.url, each.url))
