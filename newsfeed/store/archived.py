"""Read all articles in the order of reading, with everything that their verdicts depend on."""

from __future__ import annotations

from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, or_, select

from newsfeed.dedup.order import seconds
from newsfeed.store.schema import articles, feeds, paragraphs, quotes
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_AT_ONCE = 2_000  # articles
_IS_READ = articles.c.dropped.is_(None)
_READING_ORDER = (articles.c.rank, articles.c.number)
_OF_ARTICLE = ("number", "rank", "id", "moment", "title", "site", "feed", "enclosures")
_FOR_READERS = ("url", "authors", "published", "fetched")
_OF_PARAGRAPH = ("text", "kind", "ordered", "url")
_OF_QUOTE = ("ordinal", "digest", "position", "start", "end")
_OF_STATE = (*_OF_ARTICLE, "revision", "content")


class ArchivedArticle(NamedTuple):
    """The part of an article that its verdict depends on; paragraphs and quotations are mappings of their columns.

    No verdict depends on the fields from ``url`` on: with them, an article can be read into another store.
    """

    number: int
    rank: int
    id: str
    seconds: int
    title: str | None
    site: str
    feed: int
    enclosures: Sequence[str]
    paragraphs: Sequence[Mapping[str, Any]]
    quotes: Sequence[Mapping[str, Any]]
    url: str | None
    authors: Sequence[str]
    published: str | None
    fetched: str
    source: Mapping[str, str | None]


def read(connection: Connection) -> Iterator[ArchivedArticle]:
    """Yield all articles that are not dropped, in the order of reading."""
    last: tuple[int, int] | None = None
    while rows := _next_after(connection, last):
        numbers = [row.number for row in rows]
        of_paragraphs = _by_article(connection, paragraphs, _OF_PARAGRAPH, paragraphs.c.position, numbers)
        of_quotes = _by_article(connection, quotes, _OF_QUOTE, quotes.c.ordinal, numbers)
        for row in rows:
            yield ArchivedArticle(
                row.number,
                row.rank,
                row.id,
                seconds(row.moment),
                row.title,
                row.site,
                row.feed,
                [each["url"] for each in row.enclosures],
                [{**each, "address": each["url"]} for each in of_paragraphs[row.number]],
                of_quotes[row.number],
                row.url,
                row.authors,
                row.published,
                row.fetched,
                {"url": row.feed_url, "title": row.feed_title},
            )
        last = rows[-1].rank, rows[-1].number


def state(connection: Connection) -> str:
    """Return a digest of the rows that :func:`read` yields, which changes when an article does."""
    digest = blake2b(digest_size=16)
    query = select(*(articles.c[name] for name in _OF_STATE)).where(_IS_READ).order_by(*_READING_ORDER)
    for row in connection.execute(query):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _next_after(connection: Connection, last: tuple[int, int] | None) -> Sequence[Any]:
    source = feeds.c.url.label("feed_url"), feeds.c.title.label("feed_title")
    query = select(*(articles.c[name] for name in (*_OF_ARTICLE, *_FOR_READERS)), *source)
    query = query.join(feeds, feeds.c.number == articles.c.feed).where(_IS_READ).order_by(*_READING_ORDER)
    if last:
        rank, number = last
        query = query.where(
            or_(articles.c.rank > rank, and_(articles.c.rank == rank, articles.c.number > number)),
            articles.c.rank >= rank,
        )
    return connection.execute(query.limit(_AT_ONCE)).all()


def _by_article(
    connection: Connection, table: Any, names: Sequence[str], order: Any, numbers: Sequence[int]
) -> Mapping[int, list[Mapping[str, Any]]]:
    query = select(table.c.article, *(table.c[name] for name in names)).where(table.c.article.in_(listed(numbers)))
    found: defaultdict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for article, *values in connection.execute(query.order_by(table.c.article, order)):
        found[article].append(dict(zip(names, values, strict=True)))
    return found
