"""The subscriptions with the totals of their feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, func, select

from newsfeed.store.schema import articles, feeds, subscriptions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


class Subscribed(NamedTuple):
    """A subscription in a list: its state, its options, and how many articles of its feed are dropped or copies."""

    url: str
    scope: str
    title: str | None
    site: str | None
    folder: tuple[str, ...]
    status: str
    why: str | None
    due: datetime
    received: datetime | None
    failures: int
    policy: str | None
    keep: Sequence[str] | None
    drop: Sequence[str] | None
    prefer: bool | None
    agency: bool | None
    articles: int
    dropped: int
    copies: int
    novelty: float | None


def subscribed(connection: Connection) -> list[Subscribed]:
    """Return the subscriptions, sorted by folder and title."""
    totals = (
        select(
            articles.c.feed,
            func.count().label("articles"),
            func.count(articles.c.dropped).label("dropped"),
            func.count(articles.c.duplicate_of).label("copies"),
            func.avg(case((articles.c.dropped.is_(None), articles.c.novelty))).label("novelty"),
        )
        .group_by(articles.c.feed)
        .subquery()
    )
    counts = [func.coalesce(totals.c[name], 0) for name in ("articles", "dropped", "copies")]
    columns = [subscriptions.c[name] for name in Subscribed._fields[:-4]]
    query = (
        select(*columns, *counts, totals.c.novelty)
        .join(feeds, feeds.c.url == subscriptions.c.scope, isouter=True)
        .join(totals, totals.c.feed == feeds.c.number, isouter=True)
    )
    rows = [Subscribed._make(row)._replace(folder=tuple(row.folder)) for row in connection.execute(query)]
    return sorted(rows, key=lambda each: (each.folder, each.title or each.url, each.url))
