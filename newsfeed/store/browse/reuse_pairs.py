"""Pairs of a later paragraph and an earlier one, to be read side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, literal, select

from newsfeed.store.schema import IS_MARKED, articles, paragraphs, reuse
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from newsfeed.store.browse.filters import Filters


class ReusePair(NamedTuple):
    """A later paragraph with an earlier one, for checking the verdict by hand."""

    later_id: str
    later_position: int
    later_text: str
    later_site: str
    later_moment: str
    status: str
    novelty: float
    reason: str | None
    earlier_id: str
    earlier_position: int
    earlier_text: str
    earlier_site: str
    earlier_moment: str
    share: float
    distance: int
    spans: Sequence[tuple[int, int]]
    later_language: str | None
    earlier_language: str | None


def pairs_between(connection: Connection, from_site: str, to_site: str, limit: int = 100) -> list[ReusePair]:
    """Return paragraphs of one outlet that repeat another's, newest first."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    query = _pair_query(later, earlier).where(earlier.c.site == from_site, later.c.site == to_site)
    return _as_pairs(connection, query.order_by(later.c.moment.desc(), later.c.number, reuse.c.position).limit(limit))


def pairs_of(connection: Connection, later_number: int, earlier_number: int) -> list[ReusePair]:
    """Return the paragraphs of one article that repeat another's, in reading order."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    query = _pair_query(later, earlier).where(later.c.number == later_number, earlier.c.number == earlier_number)
    return _as_pairs(connection, query.order_by(reuse.c.position, reuse.c.ordinal))


def sampled_pairs(connection: Connection, keys: Iterable[tuple[int, int]]) -> list[ReusePair]:
    """Return each paragraph, given by article number and position, with its main source."""
    later, earlier = articles.alias("later"), articles.alias("earlier")
    wanted = set(keys)
    query = _pair_query(later, earlier).where(
        reuse.c.ordinal == 0, reuse.c.article.in_(listed({number for number, _ in wanted}))
    )
    rows = connection.execute(query.add_columns(later.c.number).order_by(later.c.number, reuse.c.position)).all()
    return [ReusePair(*row[:-1]) for row in rows if (row[-1], row.later_position) in wanted]


def judged_places(connection: Connection, filters: Filters, what: str) -> list[tuple[int, int]]:
    """Return the places of inexact ``duplicates``, of ``reuse`` marks, or of ``kept`` paragraphs (share >= .5).

    They are in the order of the store, so that a seeded sample is reproducible for the same store.
    """
    conditions = {
        "duplicates": and_(paragraphs.c.status == "duplicate", reuse.c.share < literal(0.9995)),
        "reuse": and_(paragraphs.c.status == "unique", paragraphs.c.novelty > literal(0.5)),
        "kept": and_(paragraphs.c.status == "unique", paragraphs.c.novelty <= literal(0.5)),
    }
    query = (
        select(reuse.c.article, reuse.c.position)
        .join(paragraphs, and_(paragraphs.c.article == reuse.c.article, paragraphs.c.position == reuse.c.position))
        .join(articles, articles.c.number == reuse.c.article)
        .where(reuse.c.ordinal == 0, IS_MARKED, conditions[what], *filters.on_articles())
        .order_by(reuse.c.article, reuse.c.position)
    )
    return [(row.article, row.position) for row in connection.execute(query)]


def _pair_query(later: Any, earlier: Any) -> Select[Any]:
    ours, theirs = paragraphs.alias("ours"), paragraphs.alias("theirs")
    return (
        select(
            later.c.id,
            ours.c.position.label("later_position"),
            ours.c.text,
            later.c.site,
            later.c.moment,
            ours.c.status,
            ours.c.novelty,
            ours.c.reason,
            earlier.c.id,
            theirs.c.position,
            theirs.c.text,
            earlier.c.site,
            earlier.c.moment,
            reuse.c.share,
            reuse.c.distance,
            reuse.c.spans,
            later.c.language,
            earlier.c.language,
        )
        .select_from(reuse)
        .join(later, later.c.number == reuse.c.article)
        .join(earlier, earlier.c.number == reuse.c.from_article)
        .join(ours, and_(ours.c.article == reuse.c.article, ours.c.position == reuse.c.position))
        .join(theirs, and_(theirs.c.article == reuse.c.from_article, theirs.c.position == reuse.c.from_position))
        .where(IS_MARKED, ours.c.text != "", theirs.c.text != "")  # a pruned text cannot be shown
    )


def _as_pairs(connection: Connection, query: Select[Any]) -> list[ReusePair]:
    return [ReusePair(*row) for row in connection.execute(query)]
