"""Articles in lists, and the parts of their text that lists show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, case, func, literal, or_, select

from newsfeed.store.browse.filters import Filters, comes_after
from newsfeed.store.schema import articles, feeds, paragraphs
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, Connection


class ListedArticle(NamedTuple):
    """An article in a list; ``pruned`` is the time when its text was removed, if it was."""

    number: int
    id: str
    title: str | None
    url: str | None
    site: str
    moment: str
    novelty: float
    duplicate_of: int | None
    agency: str | None = None
    pruned: str | None = None
    language: str | None = None


class ParagraphCounts(NamedTuple):
    """The number of paragraphs by status; ``reused`` paragraphs are unique ones that partly repeat earlier text."""

    paragraphs: int
    duplicate: int
    boilerplate: int
    reused: int


LISTED = tuple(articles.c[name] for name in ListedArticle._fields)


def newest(
    connection: Connection,
    filters: Filters,
    limit: int,
    before: tuple[str, int] | None = None,
    *,
    also: Collection[str] = (),
) -> list[ListedArticle]:
    """Return articles, newest first, starting before the moment and number in ``before``.

    Copies and dropped articles are left out, except those with the ids ``also``.
    """
    is_shown: ColumnElement[bool] = and_(articles.c.duplicate_of.is_(None), articles.c.dropped.is_(None))
    if also:
        is_shown = or_(is_shown, articles.c.id.in_(listed_texts(also)))
    query = (
        select(*LISTED)
        .where(*filters.on_articles(with_dropped=True), is_shown)
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
    )
    if before is not None:
        query = query.where(comes_after(*before))
    return [ListedArticle(*row) for row in connection.execute(query.limit(limit))]


def find(connection: Connection, ids: Iterable[str]) -> dict[str, ListedArticle]:
    """Return the articles with these ids."""
    return {
        row.id: ListedArticle(*row)
        for row in connection.execute(select(*LISTED).where(articles.c.id.in_(listed_texts(ids))))
    }


def of_feeds(connection: Connection, ids: Iterable[str], scopes: Iterable[str]) -> list[int]:
    """Return the numbers of those of these articles that belong to one of these feeds."""
    query = (
        select(articles.c.number)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(articles.c.id.in_(listed_texts(ids)), feeds.c.url.in_(listed_texts(scopes)))
        .order_by(articles.c.number)
    )
    return list(connection.execute(query).scalars())


def by_number(connection: Connection, numbers: Iterable[int]) -> dict[int, ListedArticle]:
    """Return the articles with these numbers."""
    rows = connection.execute(select(*LISTED).where(articles.c.number.in_(listed(numbers))))
    return {row.number: ListedArticle(*row) for row in rows}


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
