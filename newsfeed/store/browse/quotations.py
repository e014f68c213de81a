"""Quotations that occur in several articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, distinct, func, select

from newsfeed.store.browse.listing import LISTED, ListedArticle
from newsfeed.store.schema import articles, quotes

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from newsfeed.store.browse.filters import Filters


class RepeatedQuote(NamedTuple):
    """A quotation that occurs in several articles."""

    digest: int
    text: str
    articles: int
    outlets: int
    first: str
    id: str
    ordinal: int
    language: str | None


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
            quotes.c.ordinal, articles.c.language,
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
        select(*LISTED, quotes.c.speaker, quotes.c.position)
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
