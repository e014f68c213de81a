"""Figures for the whole store: its state, its latest runs, and totals by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, select

from newsfeed.store import metadata
from newsfeed.store.browse.listing import ParagraphCounts
from newsfeed.store.schema import articles, failures, paragraphs, remarks, runs
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from newsfeed.store.browse.filters import Filters


@dataclass(frozen=True, slots=True)
class StoreState:
    """The summary of the store that appears on every page."""

    articles: int
    newest: str | None
    algorithm: str
    schema: str
    options: str | None


@dataclass(slots=True)
class PastRun:
    """A past crawl: its times, source, counts and reasons."""

    number: int
    source: str
    started: str
    finished: str | None
    counts: dict[str, Any] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def state(connection: Connection) -> StoreState:
    """Return the size and age of the store, and the versions and options that its verdicts depend on."""
    count, newest = connection.execute(select(func.count(), func.max(articles.c.moment)).select_from(articles)).one()
    return StoreState(
        count,
        newest,
        metadata.read(connection, metadata.ALGORITHM) or "",
        metadata.read(connection, metadata.SCHEMA) or "",
        metadata.read(connection, metadata.TERMS),
    )


def dropped_since(connection: Connection, filters: Filters) -> ParagraphCounts:
    """Return the number of paragraphs that clean feeds left out of the articles that match the filters."""
    is_reused = and_(paragraphs.c.status == "unique", paragraphs.c.novelty < literal(1.0))
    query = (
        select(
            func.count(),
            func.coalesce(func.sum(case((paragraphs.c.status == "duplicate", 1), else_=0)), 0),
            func.coalesce(func.sum(case((paragraphs.c.status == "boilerplate", 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_reused, 1), else_=0)), 0),
        )
        .select_from(paragraphs)
        .join(articles, articles.c.number == paragraphs.c.article)
        .where(*filters.on_articles())
    )
    return ParagraphCounts(*connection.execute(query).one())


def novelty_by_day(connection: Connection, filters: Filters) -> list[tuple[str, int, float]]:
    """Return the number of articles published each day and their mean novelty."""
    day = func.substr(articles.c.moment, 1, 10)
    query = select(day, func.count(), func.avg(articles.c.novelty)).where(*filters.on_articles()).group_by(day)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(day))]


def latest_runs(connection: Connection, limit: int) -> list[PastRun]:
    """Return the latest runs, newest first, with their failures and remarks."""
    rows = connection.execute(select(runs).order_by(runs.c.number.desc()).limit(limit)).all()
    found = {row.number: PastRun(row.number, row.source, row.started, row.finished, row.counts or {}) for row in rows}
    for table, name in ((failures, "failures"), (remarks, "remarks")):
        for row in connection.execute(select(table).where(table.c.run.in_(listed(found)))):
            getattr(found[row.run], name).append((row.source, row.reason))
    return list(found.values())
