"""Outlets with their totals, and which of them repeats which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, distinct, func, or_, select

from newsfeed.store.schema import IS_MARKED, articles, reuse
from newsfeed.text.agencies import SITES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from newsfeed.store.browse.filters import Filters


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
