"""Outlets with their totals, and pairs of outlets that repeat each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, case, distinct, func, not_, or_, select, tuple_

from newsfeed.store.schema import IS_MARKED, IS_OF_AGENCY, articles, reuse
from newsfeed.store.sql import listed_texts
from newsfeed.text.agencies import is_site_of_agency

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def agency_sites(connection: Connection) -> list[str]:
    """Return the outlets that are news agencies: known ones, and those flagged in their subscription."""
    # Without an order, which would make SQLite read the index by site and every article.
    query = select(articles.c.agency, articles.c.site).where(IS_OF_AGENCY).distinct()
    return sorted({site for name, site in connection.execute(query) if name == site or is_site_of_agency(site)})


def outlet_pairs(connection: Connection, filters: Filters, limit: int = 400) -> list[OutletPair]:
    """Return pairs of outlets where one repeats the other's text, sorted by the number of repeating articles.

    Text that both have from one agency is left out.
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
            _is_not_of_one_agency(source, taken, agency_sites(connection)),
            IS_MARKED,
            reuse.c.share >= filters.min_share,
            *replace(filters, agency=None).on_articles(taken, with_dropped=True),
            *filters.on_agency(source, taken),
        )
        .group_by(source.c.site, taken.c.site)
        .order_by(count.desc(), source.c.site, taken.c.site)
        .limit(limit)
    )
    return [OutletPair(*row) for row in connection.execute(query)]


def _is_not_of_one_agency(source: Any, taken: Any, agencies: Sequence[str]) -> ColumnElement[bool]:
    """Return whether one outlet may have text from another rather than from a common agency.

    Agencies are always possible sources. Otherwise it is not if both articles name one agency, or if an article of an
    agency has one of the two paragraphs, too.
    """
    name_one = and_(source.c.agency.is_not(None), taken.c.agency.is_not(None), source.c.agency == taken.c.agency)
    if not agencies:
        return not_(name_one)
    also = reuse.alias("also")
    own = select(articles.c.number).where(IS_OF_AGENCY, articles.c.site.in_(listed_texts(agencies)))
    of_agency = select(also.c.article, also.c.position).where(also.c.from_article.in_(own), also.c.share > 0)
    have_one = or_(
        tuple_(reuse.c.article, reuse.c.position).in_(of_agency),
        tuple_(reuse.c.from_article, reuse.c.from_position).in_(of_agency),
    )
    return or_(source.c.site.in_(listed_texts(agencies)), not_(or_(name_one, have_one)))


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
