"""Articles with the same text: each refers to the earlier article that it repeats, and some are copies."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, case, func, or_, select, update

from newsfeed.dedup.copies import Copy, Telling
from newsfeed.dedup.order import seconds
from newsfeed.items import OtherTelling
from newsfeed.store.dialects import Octets
from newsfeed.store.schema import articles, feeds, paragraphs, passages, subscriptions
from newsfeed.store.sql import listed, listed_texts
from newsfeed.text.urls.outlets import is_told_by_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


PREFERRED_LENGTH = 0.9
"""The length of a copy, as a share of its original's, from which it can be shown instead."""


_OCTETS = 3
"""Most bytes of UTF-8 in a letter: with it, a pruned text never counts as shorter than the same text in full."""


def connected(connection: Connection, numbers: Iterable[int]) -> dict[int, int | None]:
    """Return these articles and those that they repeat or that repeat them, directly or indirectly.

    Each is mapped to the article that it repeats. Articles that neither repeat nor are repeated are left out.
    """
    found: dict[int, int | None] = {}
    frontier, asked = set(numbers), set[int]()
    while frontier:
        asked |= frontier
        some = listed(frontier)
        beside = or_(articles.c.number.in_(some), articles.c.repeats.in_(some))
        rows = connection.execute(select(articles.c.number, articles.c.repeats).where(beside)).all()
        found |= {row.number: row.repeats for row in rows}
        frontier = {number for row in rows for number in (row.number, row.repeats) if number} - asked
    repeated = set(found.values())
    return {number: of for number, of in found.items() if of is not None or number in repeated}


def tellings(connection: Connection, numbers: Collection[int]) -> list[Telling]:
    """Return the evidence that decides which of these articles are copies."""
    length = case((articles.c.pruned.is_(None), Octets(paragraphs.c.text)), else_=_OCTETS * passages.c.length)
    size = (
        select(func.sum(length))
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(paragraphs.c.article == articles.c.number)
        .scalar_subquery()
        .label("size")
    )
    names = ("number", "rank", "id", "moment", "title", "site", "feed", "enclosures")
    query = select(*(articles.c[name] for name in names), size).where(articles.c.number.in_(listed(numbers)))
    return [
        Telling(
            row.number,
            (row.rank, row.id),
            seconds(row.moment),
            row.title,
            row.site,
            row.feed,
            row.size or 0,
            frozenset(each["url"] for each in row.enclosures),
            is_told_by_title(row.site),
        )
        for row in connection.execute(query)
    ]


def representatives(connection: Connection, numbers: Collection[int]) -> dict[int, int]:
    """Map each copy in one output to the article of that output that represents it.

    This is the original of the copy or, if the output does not contain it, the original's first copy in the output. If
    a preferred subscription has one of the copies, that one represents the original, too.
    """
    of_copy = articles.c.duplicate_of.is_not(None) & articles.c.number.in_(listed(numbers))
    query = select(articles.c.number, articles.c.duplicate_of).where(of_copy).order_by(articles.c.rank, articles.c.id)
    originals = {row.number: row.duplicate_of for row in connection.execute(query)}
    standing: dict[int, int] = {}
    for number, original in originals.items():
        standing.setdefault(original, number)
    present = {original: original for original in standing.keys() & set(numbers)}
    standing |= present
    standing |= {originals[number]: number for number in reversed(preferred(connection, list(originals)))}
    return {
        number: standing[original] for number, original in (originals | present).items() if number != standing[original]
    }


def preferred(connection: Connection, numbers: Collection[int]) -> list[int]:
    """Return those of these articles that are copies of a preferred subscription, in reading order.

    A copy that is much shorter than its original is left out: its readers would miss the rest.
    """
    scopes = connection.execute(select(subscriptions.c.scope).where(subscriptions.c.prefer)).scalars().all()
    if not scopes:
        return []
    query = (
        select(articles.c.number, articles.c.duplicate_of)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(articles.c.number.in_(listed(numbers)), articles.c.duplicate_of.is_not(None))
        .where(feeds.c.url.in_(listed_texts(scopes)))
        .order_by(articles.c.rank, articles.c.id)
    )
    copies = connection.execute(query).all()
    length = func.sum(func.length(paragraphs.c.text))
    query = select(paragraphs.c.article, length.label("length")).group_by(paragraphs.c.article)
    query = query.where(paragraphs.c.article.in_(listed({number for row in copies for number in row})))
    lengths = {row.article: row.length for row in connection.execute(query)}
    return [
        row.number
        for row in copies
        if lengths.get(row.number, 0) >= PREFERRED_LENGTH * lengths.get(row.duplicate_of, 0)
    ]


def others(connection: Connection, numbers: Collection[int]) -> dict[int, list[OtherTelling]]:
    """Return the other members of each article's group (an original and its copies), oldest first."""
    first = func.coalesce(articles.c.duplicate_of, articles.c.number)
    query = select(articles.c.number, first.label("first")).where(articles.c.number.in_(listed(numbers)))
    firsts = {row.number: row.first for row in connection.execute(query)}
    of_group = or_(articles.c.number.in_(listed(firsts.values())), articles.c.duplicate_of.in_(listed(firsts.values())))
    columns = (articles.c.id, articles.c.site, feeds.c.title, articles.c.title, articles.c.url, articles.c.published)
    query = (
        select(first.label("first"), articles.c.number, *columns)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(of_group)
        .order_by(articles.c.moment, articles.c.id)
    )
    groups: defaultdict[int, dict[int, OtherTelling]] = defaultdict(dict)
    for row in connection.execute(query):
        groups[row.first][row.number] = OtherTelling(*row[2:])
    return {
        number: [telling for other, telling in groups[group].items() if other != number]
        for number, group in firsts.items()
    }


def write(connection: Connection, numbers: Iterable[int], copies: Mapping[int, Copy]) -> None:
    """Store the copies among these articles, each with its original; the others are marked as not being copies."""
    rows: Sequence[dict[str, object]] = [
        {"key": number, "duplicate_of": copy and copy.of, "copy_reason": copy and copy.reason}
        for number in numbers
        for copy in (copies.get(number),)
    ]
    if rows:
        of_key = (articles.c.number == bindparam("key"), articles.c.pruned.is_(None))
        connection.execute(update(articles).where(*of_key), rows)
