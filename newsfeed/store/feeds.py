"""The feeds of articles: the times of their last polls, and their impossible dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, or_, select, update

from newsfeed.dedup.order import FIRST_FEEDS
from newsfeed.store.schema import articles, feeds

if TYPE_CHECKING:
    from collections.abc import Mapping


def last_poll(connection: Connection, url: str) -> str | None:
    """Return the time when a crawl last read a live feed to its end (ISO 8601), ``None`` if none has."""
    return connection.execute(select(feeds.c.polled).where(feeds.c.url == url)).scalar()


def note_polls(connection: Connection, polls: Mapping[str, str]) -> None:
    """Record the times when live feeds were read to their end, by URL; a known later time is kept."""
    rows = [{"key": url, "time": time} for url, time in polls.items()]
    if rows:
        is_later = or_(feeds.c.polled.is_(None), feeds.c.polled < bindparam("time"))
        statement = update(feeds).where(feeds.c.url == bindparam("key"), is_later).values(polled=bindparam("time"))
        connection.execute(statement, rows)


def impossible_dates(connection: Connection) -> dict[str, int]:
    """Return the number of articles of each live feed that state an impossible time, by the feed's URL."""
    notes = (articles.c.dates[name]["future"].as_boolean() for name in ("published", "updated"))
    stated = func.coalesce(articles.c.published, articles.c.updated)
    query = (
        select(feeds.c.url, func.count().label("articles"))
        .join(articles, articles.c.feed == feeds.c.number)
        .where(feeds.c.url.like("http%://%"), or_(stated < FIRST_FEEDS, *notes))
        .group_by(feeds.c.url)
    )
    return {row.url: row.articles for row in connection.execute(query)}
