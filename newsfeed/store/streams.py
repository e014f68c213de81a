"""The articles in the streams of a feed reader: all tellings of the stories in subscribed feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from newsfeed.store.articles.pages import AWAITS_PAGE
from newsfeed.store.schema import Pending, articles, feeds
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import ColumnElement, Connection, Select


class StreamTelling(NamedTuple):
    """An article of a story; ``story`` is the number of the article that it is a copy of, or its own.

    It ``is_ready`` unless it waits for its first verdict or for its page, and ``is_pruned`` if its text was removed.
    """

    number: int
    id: str
    scope: str
    story: int
    rank: int
    fetched: str
    is_ready: bool
    is_pruned: bool


_STORY = func.coalesce(articles.c.duplicate_of, articles.c.number).label("story")


def tellings(connection: Connection, are_asked: ColumnElement[bool], also: Collection[str] = ()) -> list[StreamTelling]:
    """Return the articles that meet a condition, with their copies and originals.

    Dropped articles are left out, except those with the ids ``also``.
    """
    scopes = dict(map(tuple, connection.execute(select(feeds.c.number, feeds.c.url))))
    query = _tellings(also)
    asked = _rows(connection, query.where(are_asked), scopes)
    stories = {each.story for each in asked}
    missing = listed(stories.difference(each.number for each in asked))
    beside = [
        *_rows(connection, query.where(articles.c.number.in_(missing), ~are_asked), scopes),
        *_rows(connection, query.where(articles.c.duplicate_of.in_(listed(stories)), ~are_asked), scopes),
    ]
    return [*asked, *beside]


def are_of_feeds(scopes: Collection[str]) -> ColumnElement[bool]:
    """Return the condition on articles of these feeds."""
    return articles.c.feed.in_(select(feeds.c.number).where(feeds.c.url.in_(listed_texts(scopes))))


def are_these(ids: Collection[str]) -> ColumnElement[bool]:
    """Return the condition on articles with these ids."""
    return articles.c.id.in_(listed_texts(ids))


def all_tellings(connection: Connection, ids: Collection[str]) -> list[str]:
    """Return the ids of all tellings of these articles' stories, and the given ids that are not stored."""
    stories = select(_STORY).where(articles.c.id.in_(listed_texts(ids)))
    numbers = list(connection.execute(stories).scalars())
    is_told = or_(articles.c.number.in_(listed(numbers)), articles.c.duplicate_of.in_(listed(numbers)))
    found = connection.execute(select(articles.c.id).where(is_told).order_by(articles.c.number)).scalars()
    return list(dict.fromkeys([*ids, *found]))


def _tellings(also: Collection[str]) -> Select[Any]:
    is_ready = and_(articles.c.pending <= Pending.AGAIN, ~AWAITS_PAGE)
    is_pruned = articles.c.pruned.is_not(None)
    columns = (articles.c.number, articles.c.id, articles.c.feed, _STORY, articles.c.rank, articles.c.fetched)
    return select(*columns, is_ready.label("is_ready"), is_pruned.label("is_pruned")).where(
        or_(articles.c.dropped.is_(None), articles.c.id.in_(listed_texts(also)))
    )


def _rows(connection: Connection, query: Select[Any], scopes: Mapping[int, str]) -> list[StreamTelling]:
    """Return the rows of a query; the articles of a feed share one string with its address, to save memory."""
    return [StreamTelling(number, id_, scopes[feed], *rest) for number, id_, feed, *rest in connection.execute(query)]
