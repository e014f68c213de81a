"""Drop articles by the patterns of their subscriptions, and restore dropped ones.

The text of a dropped article stays in the store, but no verdict on another article depends on it: it is the first
occurrence of no passage, is not counted for boilerplate, and its paragraphs and quotations have the rank
:data:`newsfeed.store.schema.UNREAD`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from newsfeed.dedup.order import Occurrence
from newsfeed.store import boilerplate
from newsfeed.store.index import passages
from newsfeed.store.schema import UNREAD, Pending, articles, feeds, paragraphs, quotes, reuse, subscriptions
from newsfeed.store.sql import listed
from newsfeed.store.verdicts import mark_citing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from newsfeed.dedup.config import DedupConfig

_UNJUDGED = {"novelty": 1.0, "repeats": None, "duplicate_of": None, "copy_reason": None, "follows": None}


def patterns(connection: Connection) -> dict[str, tuple[Sequence[str], Sequence[str]]]:
    """Return the ``keep`` and ``drop`` patterns of the subscriptions that have any, by scope."""
    columns = (subscriptions.c.scope, subscriptions.c.keep, subscriptions.c.drop)
    has_some = subscriptions.c.keep.is_not(None) | subscriptions.c.drop.is_not(None)
    rows = connection.execute(select(*columns).where(has_some)).all()
    return {row.scope: (row.keep or (), row.drop or ()) for row in rows}


def dropped(connection: Connection, scope: str) -> dict[int, str | None]:
    """Return the reason why each article of the feed with this URL is dropped, ``None`` if it is not dropped."""
    query = select(articles.c.number, articles.c.dropped).join(feeds, feeds.c.number == articles.c.feed)
    return {row.number: row.dropped for row in connection.execute(query.where(feeds.c.url == scope))}


def dropped_among(connection: Connection, numbers: Collection[int]) -> list[str]:
    """Return the reasons of those of these articles that are dropped."""
    query = select(articles.c.dropped).where(articles.c.number.in_(listed(numbers)), articles.c.dropped.is_not(None))
    return list(connection.execute(query).scalars())


def set_dropped(connection: Connection, reasons: Mapping[int, str | None], config: DedupConfig) -> None:
    """Drop articles for these reasons; those whose reason is ``None`` will be judged like new ones."""
    known = select(articles.c.number, articles.c.dropped).where(
        articles.c.number.in_(listed(reasons)),
        articles.c.pruned.is_(None),  # an article without its text is not changed
    )
    before = {row.number: row.dropped for row in connection.execute(known)}
    _drop(connection, [number for number, was in before.items() if was is None and reasons[number]], config)
    _keep(connection, [number for number, was in before.items() if was is not None and not reasons[number]])
    rows = [{"key": number, "reason": reasons[number]} for number, was in before.items() if was != reasons[number]]
    if rows:
        statement = update(articles).where(articles.c.number == bindparam("key"))
        connection.execute(statement.values(dropped=bindparam("reason")), rows)


def _drop(connection: Connection, numbers: Sequence[int], config: DedupConfig) -> None:
    if not numbers:
        return
    boilerplate.forget(connection, config.stories, numbers)
    mark_citing(connection, numbers)
    connection.execute(delete(reuse).where(reuse.c.article.in_(listed(numbers))))
    of_these = paragraphs.c.article.in_(listed(numbers))
    unjudged = {"rank": UNREAD, "status": "unique", "novelty": 1.0, "reason": None}
    connection.execute(update(paragraphs).where(of_these).values(unjudged))
    unseen = {"rank": UNREAD, "first_article": None, "first_position": None}
    connection.execute(update(quotes).where(quotes.c.article.in_(listed(numbers))).values(unseen))
    passages.find_first(connection, passages.had_first(connection, numbers))
    pending = {**_UNJUDGED, "pending": Pending.DROPPED}
    connection.execute(update(articles).where(articles.c.number.in_(listed(numbers))).values(pending))


def _keep(connection: Connection, numbers: Sequence[int]) -> None:
    if not numbers:
        return
    for table in (paragraphs, quotes):
        rank = select(articles.c.rank).where(articles.c.number == table.c.article).scalar_subquery()
        connection.execute(update(table).where(table.c.article.in_(listed(numbers))).values(rank=rank))
    columns = (paragraphs.c.passage, paragraphs.c.rank, paragraphs.c.article, paragraphs.c.position)
    rows = connection.execute(select(*columns).where(paragraphs.c.article.in_(listed(numbers)))).all()
    passages.offer_first(connection, [(passage, Occurrence(*place)) for passage, *place in rows])
    waiting = articles.c.number.in_(listed(numbers))
    connection.execute(update(articles).where(waiting).values(pending=Pending.UNCOUNTED))
