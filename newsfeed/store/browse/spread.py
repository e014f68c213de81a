"""Passages that occur in several articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Integer, and_, case, cast, distinct, func, literal, or_, select

from newsfeed.store.schema import IS_MARKED, articles, paragraphs, passages, reuse

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from newsfeed.store.browse.filters import Filters

_PRIME = 1_000_003


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
            articles.c.language,
        )
        .join(paragraphs, and_(paragraphs.c.article == spread.c.number, paragraphs.c.position == spread.c.position))
        .join(passages, passages.c.number == paragraphs.c.passage)
        .join(articles, articles.c.number == spread.c.number)
        .where(
            passages.c.length >= filters.min_chars, paragraphs.c.status != "boilerplate", articles.c.pruned.is_(None)
        )
    )
    query = query.where(paragraphs.c.kind == filters.kind if filters.kind else paragraphs.c.kind != "heading")
    if across:
        elsewhere = or_(spread.c.outlets > 1, spread.c.one_site != articles.c.site)
        query = query.where(or_(elsewhere, spread.c.articles >= 3))
    longest = case((passages.c.length > 400, 400), else_=passages.c.length)
    orders = {
        "outlets": (spread.c.outlets * longest).desc(),
        "articles": spread.c.articles.desc(),
        "share": spread.c.share.desc(),
        "chars": passages.c.length.desc(),
        "date": spread.c.last.desc(),
        "random": _shuffled(spread.c.number, spread.c.position, seed),
    }
    order = (orders[sort], spread.c.last.desc(), spread.c.number, spread.c.position)
    return [SpreadPassage._make(row) for row in connection.execute(query.order_by(*order).limit(limit))]


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
