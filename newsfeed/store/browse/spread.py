"""Passages that occur in several articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, and_, case, cast, distinct, func, literal, or_, select

from newsfeed.store.schema import IS_MARKED, articles, paragraphs, passages, reuse
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery

    from newsfeed.store.browse.filters import Filters

_PRIME = 1_000_003
_SOURCE = (reuse.c.from_article.label("number"), reuse.c.from_position.label("position"))
_BOUNDED = ("outlets", "chars", "random")
"""Orders for which one index has an upper bound of a passage's weight."""
_CANDIDATES = 500


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
    language: str | None


def spread_passages(
    connection: Connection,
    filters: Filters,
    limit: int,
    *,
    sort: str = "outlets",
    seed: int = 0,
    across: bool = True,
) -> list[SpreadPassage]:
    """Return paragraphs that several articles repeat, sorted by ``outlets`` (times length), articles, share or date.

    In ``random`` order, the ``seed`` and the store decide which come first. ``across`` restricts the list to passages
    in at least two outlets or at least three articles.
    """
    order = _Order(sort, seed)
    if sort in _BOUNDED and not filters.on_articles(articles, with_dropped=True):
        few = _candidates(connection, filters, order)
        among = reuse.c.from_article.in_(listed({row.number for row in few}))
        found = _spread(connection, filters, order, limit, among, across=across)
        if len(few) < _CANDIDATES or (len(found) == limit and found[-1].weight > few[-1].weight):
            return [SpreadPassage._make(row[:-1]) for row in found]
    found = _spread(connection, filters, order, limit, across=across)
    return [SpreadPassage._make(row[:-1]) for row in found]


class _Order(NamedTuple):
    sort: str
    seed: int

    def weight(self, spread: Any, outlets: ColumnElement[int]) -> ColumnElement[Any]:
        """Return the number or time that is greatest for the first passage of the list."""
        if self.sort == "outlets":
            return outlets * case((passages.c.length > 400, 400), else_=passages.c.length)
        if self.sort == "random":
            return -_shuffled(spread.number, spread.position, self.seed)
        if self.sort == "chars":
            return passages.c.length
        column: ColumnElement[Any] = spread["last" if self.sort == "date" else self.sort]
        return column


def _candidates(connection: Connection, filters: Filters, order: _Order) -> Sequence[Row[Any]]:
    """Return the articles with the passages of the greatest weights, each with an upper bound of the weight.

    An article counts for one outlet at most, and one index holds the number of articles: to count outlets, too, takes
    three times as long.
    """
    count = func.count(distinct(reuse.c.article))
    spread = (
        select(*_SOURCE, count.label("articles"))
        .where(*_marked(filters))
        .group_by(reuse.c.from_article, reuse.c.from_position)
        .having(count >= filters.min_outlets)
        .subquery()
    )
    bound = order.weight(spread.c, spread.c.articles).label("weight")
    query = _with_texts(select(spread.c.number, bound), spread, filters)
    return connection.execute(query.order_by(bound.desc()).limit(_CANDIDATES)).all()


def _spread(
    connection: Connection,
    filters: Filters,
    order: _Order,
    limit: int,
    *among: ColumnElement[bool],
    across: bool,
) -> Sequence[Row[Any]]:
    """Return the first passages whose marks fulfil ``among``, each with its weight as last value."""
    taken = articles.alias("taken")
    outlets = func.count(distinct(taken.c.site))
    spread = (
        select(
            *_SOURCE,
            func.count(distinct(reuse.c.article)).label("articles"),
            outlets.label("outlets"),
            func.min(taken.c.moment).label("first"),
            func.max(taken.c.moment).label("last"),
            func.avg(reuse.c.share).label("share"),
            func.min(taken.c.site).label("one_site"),
        )
        .join(taken, taken.c.number == reuse.c.article)
        .where(*_marked(filters), *filters.on_articles(taken, with_dropped=True), *among)
        .group_by(reuse.c.from_article, reuse.c.from_position)
        .having(outlets >= filters.min_outlets)
        .subquery()
    )
    weight = order.weight(spread.c, spread.c.outlets).label("weight")
    query: Select[Any] = select(
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
        articles.c.language,
        weight,
    )
    query = _with_texts(query, spread, filters)
    query = query.join(articles, articles.c.number == spread.c.number).where(articles.c.pruned.is_(None))
    if across:
        elsewhere = or_(spread.c.outlets > 1, spread.c.one_site != articles.c.site)
        query = query.where(or_(elsewhere, spread.c.articles >= 3))
    query = query.order_by(weight.desc(), spread.c.last.desc(), spread.c.number, spread.c.position)
    return connection.execute(query.limit(limit)).all()


def _marked(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on marks that count."""
    return [reuse.c.article != reuse.c.from_article, IS_MARKED, reuse.c.share >= filters.min_share]


def _with_texts(query: Select[Any], spread: Subquery, filters: Filters) -> Select[Any]:
    """Join the paragraphs that are repeated and their passages to a query, and apply the filters on them."""
    is_source = and_(paragraphs.c.article == spread.c.number, paragraphs.c.position == spread.c.position)
    query = query.join_from(spread, paragraphs, is_source)
    query = query.join(passages, passages.c.number == paragraphs.c.passage)
    query = query.where(passages.c.length >= filters.min_chars, paragraphs.c.status != "boilerplate")
    return query.where(paragraphs.c.kind == filters.kind if filters.kind else paragraphs.c.kind != "heading")


def _shuffled(number: ColumnElement[int], position: ColumnElement[int], seed: int) -> ColumnElement[int]:
    """Return a sort key that shuffles paragraphs, differently for each seed."""
    place = (number * 31_337 + position * 7919) % _PRIME
    return (place * ((seed * 65_537 + 48_271) % _PRIME)) % _PRIME


class RepeatCount(NamedTuple):
    """The number of paragraphs of an outlet and day whose repeated share is at most so many tenths."""

    site: str
    day: str
    tenths: int
    paragraphs: int


def repeat_counts(connection: Connection, filters: Filters) -> list[RepeatCount]:
    """Return the number of paragraphs that repeat another article, by outlet, day and share."""
    taken = articles.alias("taken")
    day, tenths = func.substr(taken.c.moment, 1, 10), cast(reuse.c.share * 10 + literal(0.9999), Integer)
    query = (
        select(taken.c.site, day, tenths, func.count())
        .select_from(reuse)
        .join(taken, taken.c.number == reuse.c.article)
        .where(
            reuse.c.article != reuse.c.from_article,
            IS_MARKED,
            reuse.c.share >= filters.min_share,
            *filters.on_articles(taken, with_dropped=True),
        )
        .group_by(taken.c.site, day, tenths)
    )
    return [RepeatCount(*row) for row in connection.execute(query)]
