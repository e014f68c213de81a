"""Find the first occurrence of a passage, a row of passages or a quotation up to a place in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, and_, func, literal, select

from newsfeed.dedup.order import Occurrence, time_bits, window
from newsfeed.store.schema import paragraphs
from newsfeed.store.sql import tabled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from sqlalchemy import Column, Connection

    from newsfeed.dedup.config import DedupConfig

MOST_COUNTED = 64
"""Paragraphs with one passage that are counted at most; more need not be distinguished."""


def first_read(
    connection: Connection, key: Column[Any], asked: Iterable[tuple[int, int]], terms: DedupConfig
) -> dict[tuple[int, int], Occurrence]:
    """Return the earliest in-window occurrence at or before each rank, for pairs of key and rank.

    ``key`` is a column of paragraphs or quotations with an index ordered by rank.
    """
    table, reach = key.table, window(terms)
    shift, mask = time_bits(terms.origin)
    times = ((value, upto, upto >> shift & mask) for value, upto in asked)
    limits = ((value, upto, max(0, time - reach), time + reach) for value, upto, time in times)
    rows = ((*limit, limit[2] << shift) for limit in limits)
    wanted = tabled(rows, key="BIGINT", upto="BIGINT", low="BIGINT", high="BIGINT", lowest="BIGINT")
    in_window = (
        table.c.rank.bitwise_rshift(literal(shift, Integer)).bitwise_and(mask).between(wanted.c.low, wanted.c.high)
    )
    # A rank is never below the time in it. So where reading order is publication order, the index seeks the first
    # occurrence in reach directly.
    in_reach = table.c.rank.between(wanted.c.lowest, wanted.c.upto)
    first = select(func.min(table.c.rank)).where(key == wanted.c.key, in_reach, in_window)
    ranked = select(wanted.c.key, wanted.c.upto, first.scalar_subquery().label("rank")).subquery()
    query = select(ranked.c.key, ranked.c.upto, table.c.rank, table.c.article, table.c.position).join(
        table, and_(key == ranked.c.key, table.c.rank == ranked.c.rank)
    )
    found: dict[tuple[int, int], Occurrence] = {}
    for value, upto, *place in connection.execute(query):
        at = Occurrence(*place)
        found[value, upto] = min(at, found.get((value, upto), at))
    return found


def first_in_a_row(connection: Connection, passages: Sequence[int], before: int) -> Occurrence | None:
    """Return the place of the first of these passages where one article first has them in a row, before a rank.

    The search starts from the rarest passage, because another may be in every article.
    """
    counts = [_count(connection, passage) for passage in passages]
    at = counts.index(min(counts))
    rarest = paragraphs.alias()
    query = select(rarest.c.rank, rarest.c.article, rarest.c.position - at).where(rarest.c.passage == passages[at])
    for away, passage in enumerate(passages, -at):
        if away:
            other = paragraphs.alias()
            follows = and_(other.c.article == rarest.c.article, other.c.position == rarest.c.position + away)
            query = query.join(other, and_(follows, other.c.passage + 0 == passage))  # "+ 0" keeps its index away
    query = query.where(rarest.c.rank.between(0, before - 1))
    row = connection.execute(query.order_by(rarest.c.rank, rarest.c.article, rarest.c.position).limit(1)).first()
    return Occurrence(*row) if row else None


def _count(connection: Connection, passage: int) -> int:
    """Return the number of paragraphs with a passage, up to a limit."""
    some = select(paragraphs.c.article).where(paragraphs.c.passage == passage).limit(MOST_COUNTED).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()
