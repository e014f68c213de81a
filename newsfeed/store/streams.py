"""The articles in the streams of a feed reader: all tellings of the stories in subscribed feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from newsfeed.store.articles.pages import AWAITS_PAGE
from newsfeed.store.schema import Pending, articles, feeds
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Collection

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
    """Return the articles that meet a condition, with their copies and originals, in order of arrival.

    Dropped articles are left out, except those with the ids ``also``.
    """
    asked = _rows(connection, _tellings(also).where(are_asked))
    stories = listed({each.story for each in asked})
    are_beside = or_(articles.c.number.in_(stories), articles.c.duplicate_of.in_(stories))
    return sorted([*asked, *_rows(connection, _tellings(also).where(~are_asked, are_beside))])


def are_of_feeds(scopes: Collection[str]) -> ColumnElement[bool]:
    """Return the condition on articles of these feeds."""
    return feeds.c.url.in_(listed_texts(scopes))


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
    columns = (articles.c.number, articles.c.id, feeds.c.url, _STORY, articles.c.rank, articles.c.fetched)
    return (
        select(*columns, is_ready.label("is_ready"), is_pruned.label("is_pruned"))
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(or_(articles.c.dropped.is_(None), articles.c.id.in_(listed_texts(also))))
    )


def _rows(connection: Connection, query: Select[Any]) -> list[StreamTelling]:
    return [StreamTelling(*row) for row in connection.execute(query)]
