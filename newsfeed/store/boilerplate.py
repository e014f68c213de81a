"""Learning boilerplate from the store, and unlearning it when the evidence goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Integer, and_, cast, delete, distinct, func, or_, select, tuple_, update

from newsfeed.dedup.boilerplate import HEAD, LONGEST, TAIL, Repetition, is_boilerplate
from newsfeed.store.tables import AGAIN, IS_FRESH, JUDGED, articles, boilerplate, paragraphs, passages

if TYPE_CHECKING:
    from collections.abc import Iterable


def learn(connection: Connection, minimum: int) -> None:
    """Bring the boilerplate of every source that has new text up to date.

    A passage is looked at when new text has it, or when it counts as boilerplate of a source that has new text.
    Articles whose verdicts may change are marked to be judged again.
    """
    evidence = _evidence(connection, minimum)
    known = _known(connection)
    learnt = evidence.keys() - known
    gone = known - evidence.keys()
    if gone:
        connection.execute(
            delete(boilerplate).where(tuple_(boilerplate.c.site, boilerplate.c.passage).in_(list(gone)))
        )
    if learnt:
        rows = [
            {"site": site, "passage": passage, "articles": evidence[site, passage][0], "since": evidence[site, passage][1]}
            for site, passage in sorted(learnt)
        ]
        connection.execute(boilerplate.insert(), rows)
    _reopen(connection, learnt | gone)


def _known(connection: Connection) -> set[tuple[str, int]]:
    query = select(boilerplate.c.site, boilerplate.c.passage).where(boilerplate.c.site.in_(_sites_with_news()))
    return {(row.site, row.passage) for row in connection.execute(query)}


def _evidence(connection: Connection, minimum: int) -> dict[tuple[str, int], tuple[int, str]]:
    """Return the boilerplate that the store proves, as (stories, since) by (site, passage)."""
    at_edge = or_(paragraphs.c.position < HEAD, paragraphs.c.position >= articles.c.size - TAIL)
    stories = func.count(distinct(articles.c.core))
    query = (
        select(
            articles.c.site,
            paragraphs.c.passage,
            stories.label("stories"),
            func.min(articles.c.moment).label("since"),
            func.count().label("occurrences"),
            func.sum(cast(at_edge, Integer)).label("at_edge"),
            func.max(passages.c.length).label("length"),
        )
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(
            paragraphs.c.passage.in_(_passages_to_weigh()),
            articles.c.site.in_(_sites_with_news()),
            articles.c.core != paragraphs.c.passage,
            passages.c.length.between(1, LONGEST),
        )
        .group_by(articles.c.site, paragraphs.c.passage)
        .having(stories >= minimum)
    )
    return {
        (row.site, row.passage): (row.stories, row.since)
        for row in connection.execute(query)
        if is_boilerplate(Repetition(row.stories, row.occurrences, row.at_edge, row.length), minimum)
    }


def _sites_with_news() -> object:
    return select(articles.c.site).where(IS_FRESH)


def _passages_to_weigh() -> object:
    new = (
        select(paragraphs.c.passage)
        .join(articles, articles.c.number == paragraphs.c.article)
        .where(IS_FRESH)
    )
    known = select(boilerplate.c.passage).where(boilerplate.c.site.in_(_sites_with_news()))
    return new.union(known)


def _reopen(connection: Connection, changed: Iterable[tuple[str, int]]) -> None:
    """Have the judged articles of these sources that hold these passages judged again."""
    for site, passage in changed:
        holding = select(paragraphs.c.article).where(paragraphs.c.passage == passage)
        connection.execute(
            update(articles)
            .where(and_(articles.c.number.in_(holding), articles.c.site == site, articles.c.pending == JUDGED))
            .values(pending=AGAIN)
        )
