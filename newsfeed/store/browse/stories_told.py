"""The stories that articles belong to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from newsfeed.store.browse.listing import LISTED, ListedArticle
from newsfeed.store.schema import articles
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from newsfeed.store.browse.filters import Filters


def roots(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """Return the first article of each article's story, by number; an article without a story maps to itself."""
    up = (
        select(articles.c.number.label("number"), articles.c.number.label("at"))
        .where(articles.c.number.in_(listed(numbers)))
        .cte("up", recursive=True)
    )
    parent = func.coalesce(articles.c.follows, articles.c.duplicate_of)
    up = up.union(select(up.c.number, parent).join(articles, articles.c.number == up.c.at).where(parent.is_not(None)))
    query = select(up.c.number, up.c.at).join(articles, articles.c.number == up.c.at).where(parent.is_(None))
    return {number: number for number in numbers} | {row.number: row.at for row in connection.execute(query)}


def members(connection: Connection, first: Collection[int]) -> dict[int, list[ListedArticle]]:
    """Return the articles of each story in order of publication, by the number of its first article."""
    down = (
        select(articles.c.number.label("root"), articles.c.number.label("number"))
        .where(articles.c.number.in_(listed(first)))
        .cte("down", recursive=True)
    )
    child = or_(
        articles.c.follows == down.c.number,
        and_(articles.c.follows.is_(None), articles.c.duplicate_of == down.c.number),
    )
    down = down.union(select(down.c.root, articles.c.number).join(articles, child))
    query = (
        select(down.c.root, *LISTED)
        .join(articles, articles.c.number == down.c.number)
        .order_by(articles.c.moment, articles.c.number)
    )
    found: defaultdict[int, list[ListedArticle]] = defaultdict(list)
    for root, *row in connection.execute(query):
        found[root].append(ListedArticle(*row))
    return found


def wide_stories(connection: Connection, filters: Filters, limit: int) -> dict[int, list[ListedArticle]]:
    """Return the stories covered by the most outlets, by the number of their first article."""
    counted = select(
        articles.c.number, func.coalesce(articles.c.follows, articles.c.duplicate_of).label("parent")
    ).where(*filters.on_articles(), or_(articles.c.follows.is_not(None), articles.c.duplicate_of.is_not(None)))
    followers = [row.number for row in connection.execute(counted)]
    found = members(connection, set(roots(connection, followers).values()))
    ordered = sorted(
        found.items(), key=lambda story: (-len({each.site for each in story[1]}), -len(story[1]), story[0])
    )
    return dict(ordered[:limit])
