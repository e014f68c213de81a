"""The articles behind the streams of a feed reader: each telling of the stories that subscribed feeds have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, or_, select

from newsfeed.store.articles.pages import AWAITS_PAGE
from newsfeed.store.schema import Pending, articles, feeds
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Select


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


def tellings(connection: Connection, scopes: Collection[str], also: Collection[str] = ()) -> list[StreamTelling]:
    """Return the articles of these feeds, and their copies and originals in others, in order of arrival.

    Articles that a pattern drops are left out, but for those with the ids ``also``.
    """
    own = _rows(connection, _tellings(also).where(feeds.c.url.in_(listed_texts(scopes))))
    stories = {each.story for each in own}
    is_beside = or_(articles.c.duplicate_of.is_not(None), articles.c.number.in_(listed(stories)))
    others = _rows(connection, _tellings(also).where(feeds.c.url.not_in(listed_texts(scopes)), is_beside))
    return sorted([*own, *(each for each in others if each.story in stories)])


def all_tellings(connection: Connection, ids: Collection[str]) -> list[str]:
    """Return the ids of all tellings of the stories that these articles tell, and those given that are not stored."""
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
