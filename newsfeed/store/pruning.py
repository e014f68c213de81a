"""Prune the store: remove the texts of old articles, and write them back when they are read again.

The row of a pruned article stays (id, link, title, times), and so do its names, and the place, digest and verdict of
each of its paragraphs and quotations. So the article is still recognised, an exact repeat of its text is still found,
and verdicts that refer to it remain valid; it is never judged again. Its shingles are removed from the index
(:func:`sweep`), so near-repeats of its text are no longer found. Articles that have not been judged or delivered yet
keep their text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Table, and_, bindparam, delete, func, or_, select, update

from newsfeed.store import metadata, search
from newsfeed.store.articles.rows import field_values
from newsfeed.store.index import postings
from newsfeed.store.schema import IS_NEWS, Pending, articles, pages, paragraphs, passages, quotes
from newsfeed.store.sql import insert_all, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from newsfeed.items import Article
    from newsfeed.text.quotes.quotations import Quotation

_ARTICLES_AT_ONCE = 100
_TEXTS = ("summary", "removed")  # of the article itself
_IS_DONE = or_(and_(articles.c.pending == Pending.JUDGED, ~IS_NEWS), articles.c.pending == Pending.DROPPED)


class Pruned(NamedTuple):
    """A batch of pruned articles: the number of the last one, and the counts of articles and of their paragraphs."""

    last: int
    articles: int
    paragraphs: int


class Restored(NamedTuple):
    """A pruned article that was read again with the same text: its number, the article and its quotations."""

    number: int
    article: Article
    quotations: Sequence[Quotation]


def prune(connection: Connection, before: str, after: int, now: str) -> Pruned | None:
    """Prune the next articles, by number, published before a time; return ``None`` if there are none.

    ``after`` is the number of the last article pruned so far; all times are in ISO 8601.
    """
    query = (
        select(articles.c.number)
        .where(articles.c.number > after, articles.c.moment < before, articles.c.pruned.is_(None), _IS_DONE)
        .order_by(articles.c.number)
        .limit(_ARTICLES_AT_ONCE)
    )
    numbers = list(connection.execute(query).scalars())
    if not numbers:
        return None
    search.remove(connection, numbers)
    emptied = _write_again(connection, paragraphs, numbers, {"text": "", "html": None})
    _write_again(connection, quotes, numbers, {"text": "", "speaker": None})
    connection.execute(update(pages).where(pages.c.article.in_(listed(numbers))).values(page=None, feed=None))
    values: dict[str, Any] = {"summary": None, "removed": [], "pruned": now}
    connection.execute(update(articles).where(articles.c.number.in_(listed(numbers))).values(values))
    search.add(connection, numbers)  # their titles
    metadata.write(connection, metadata.SWEEPING, "0")  # restarts an interrupted sweep
    return Pruned(numbers[-1], len(numbers), emptied)


def _write_again(connection: Connection, table: Table, numbers: Sequence[int], changed: Mapping[str, Any]) -> int:
    """Write the rows of some articles again with changed values; return their number.

    SQLite fills its pages with rows inserted in order, while rows that only become shorter leave them half empty.
    """
    of_these = table.c.article.in_(listed(numbers))
    rows = connection.execute(select(table).where(of_these).order_by(*table.primary_key)).all()
    connection.execute(delete(table).where(of_these))
    insert_all(connection, table, [tuple({**row._mapping, **changed}.values()) for row in rows])
    return len(rows)


def sweep(connection: Connection) -> bool:
    """Remove the shingles of pruned texts from the next part of the index; return whether there was one.

    A sweep continues where it was interrupted.
    """
    after = metadata.read(connection, metadata.SWEEPING)
    if after is None:
        return False
    last = postings.remove(connection, int(after), lambda held: _pruned(connection, held))
    if last is None:
        metadata.forget(connection, metadata.SWEEPING)
    else:
        metadata.write(connection, metadata.SWEEPING, str(last))
    return last is not None


def _pruned(connection: Connection, held: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of these passages whose first occurrence is in a pruned article."""
    query = (
        select(passages.c.number)
        .join(articles, articles.c.number == passages.c.article)
        .where(passages.c.number.in_(listed(held.tolist())), articles.c.pruned.is_not(None))
    )
    return np.array(connection.execute(query).scalars().all(), np.int64)


def count_unfinished(connection: Connection, before: str) -> int:
    """Return the number of articles from before a time that keep their text until they are judged and delivered."""
    query = select(func.count()).select_from(articles)
    return connection.execute(query.where(articles.c.moment < before, ~_IS_DONE)).scalar_one()


def among(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return those of these articles that are pruned."""
    query = select(articles.c.number).where(articles.c.number.in_(listed(numbers)), articles.c.pruned.is_not(None))
    return set(connection.execute(query).scalars())


def restore(connection: Connection, restored: Sequence[Restored]) -> None:
    """Write the texts of pruned articles back; the verdicts on them stand."""
    if not restored:
        return
    search.remove(connection, [each.number for each in restored])
    rows = [
        {"number": each.number, "place": place, "words": paragraph.text, "markup": paragraph.html}
        for each in restored
        for place, paragraph in enumerate(each.article.paragraphs)
    ]
    if rows:
        of_place = and_(paragraphs.c.article == bindparam("number"), paragraphs.c.position == bindparam("place"))
        statement = update(paragraphs).where(of_place)
        connection.execute(statement.values(text=bindparam("words"), html=bindparam("markup")), rows)
    sayings = [
        {"number": each.number, "place": place, "words": quotation.text, "name": quotation.speaker}
        for each in restored
        for place, quotation in enumerate(each.quotations)
    ]
    if sayings:
        of_place = and_(quotes.c.article == bindparam("number"), quotes.c.ordinal == bindparam("place"))
        statement = update(quotes).where(of_place)
        connection.execute(statement.values(text=bindparam("words"), speaker=bindparam("name")), sayings)
    own = [
        {"key": each.number, "pruned": None} | {name: field_values(each.article)[name] for name in _TEXTS}
        for each in restored
    ]
    connection.execute(update(articles).where(articles.c.number == bindparam("key")), own)
    search.add(connection, [each.number for each in restored])
