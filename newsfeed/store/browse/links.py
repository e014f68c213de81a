"""The earlier and later occurrences of an article's paragraphs, and the texts of single paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from newsfeed.store.schema import IS_MARKED, articles, paragraphs, reuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select


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
    language: str | None


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
    query = select(position, other, *columns, articles.c.moment, articles.c.language)
    return query.select_from(reuse).join(articles, join).where(IS_MARKED)


def _as_links(connection: Connection, query: Select[Any]) -> list[ReuseLink]:
    return [ReuseLink(*row) for row in connection.execute(query)]


def reasons(connection: Connection, number: int) -> list[str | None]:
    """Return the stored reason for the verdict on each paragraph of an article."""
    query = select(paragraphs.c.reason).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
    return list(connection.execute(query).scalars())


def paragraph(connection: Connection, number: int, position: int) -> str | None:
    """Return the text of one paragraph."""
    query = select(paragraphs.c.text).where(paragraphs.c.article == number, paragraphs.c.position == position)
    found: str | None = connection.execute(query).scalar()
    return found
