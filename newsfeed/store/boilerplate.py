"""Learning boilerplate from the store, and unlearning it when the evidence goes."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, distinct, func, select, update

from newsfeed.dedup.boilerplate import LONGEST, Evidence, Line
from newsfeed.dedup.boilerplate import boilerplate as find_boilerplate
from newsfeed.store.rows import listed
from newsfeed.store.tables import AGAIN, IS_FRESH, JUDGED, articles, boilerplate, paragraphs, passages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_ROWS_AT_ONCE = 10_000


def learn(connection: Connection, minimum: int) -> None:
    """Bring the boilerplate of every site that has new text up to date.

    Articles whose verdicts change by it are marked to be judged again.
    """
    sites = connection.execute(select(articles.c.site).where(IS_FRESH).distinct()).scalars().all()
    repeated = _repeated(connection, sites, minimum)
    for site in sites:
        found = find_boilerplate(_articles(connection, site, repeated[site]), repeated[site], minimum)
        _replace(connection, site, found)


def _repeated(connection: Connection, sites: Sequence[str], minimum: int) -> defaultdict[str, set[int]]:
    """Return the passages, short enough to be boilerplate, that stand in at least ``minimum`` articles of each site."""
    # Which passages are frequent at all, an index alone tells: a tenth of the time of asking site by site.
    often = select(paragraphs.c.passage).group_by(paragraphs.c.passage).having(func.count() >= minimum)
    query = (
        select(articles.c.site, paragraphs.c.passage)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(paragraphs.c.passage.in_(often), passages.c.length.between(1, LONGEST))
        .where(articles.c.site.in_(listed(sites)))
        .group_by(articles.c.site, paragraphs.c.passage)
        .having(func.count(distinct(paragraphs.c.article)) >= minimum)
    )
    repeated: defaultdict[str, set[int]] = defaultdict(set)
    for row in connection.execute(query):
        repeated[row.site].add(row.passage)
    return repeated


def _articles(connection: Connection, site: str, repeated: Collection[int]) -> Iterator[tuple[str, list[Line]]]:
    """Yield the articles of a site that hold a repeated passage, each with its moment and its paragraphs."""
    holding = select(paragraphs.c.article).where(paragraphs.c.passage.in_(listed(repeated)))
    query = (
        select(articles.c.number, articles.c.moment, paragraphs.c.passage, paragraphs.c.kind, passages.c.length)
        .join(paragraphs, paragraphs.c.article == articles.c.number)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(articles.c.site == site, articles.c.number.in_(holding))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    for (_, moment), rows in groupby(
        connection.execute(query).yield_per(_ROWS_AT_ONCE), key=lambda row: (row.number, row.moment)
    ):
        yield moment, [Line(row.passage, row.kind == "heading", row.length) for row in rows]


def _replace(connection: Connection, site: str, found: dict[int, Evidence]) -> None:
    known = set(connection.execute(select(boilerplate.c.passage).where(boilerplate.c.site == site)).scalars())
    connection.execute(delete(boilerplate).where(boilerplate.c.site == site))
    if found:
        rows = [
            {"site": site, "passage": passage, "articles": evidence.stories, "since": evidence.since}
            for passage, evidence in sorted(found.items())
        ]
        connection.execute(boilerplate.insert(), rows)
    _reopen(connection, site, known ^ found.keys())


def _reopen(connection: Connection, site: str, changed: Collection[int]) -> None:
    """Have the judged articles of a site that hold these passages judged again."""
    holding = select(paragraphs.c.article).where(paragraphs.c.passage.in_(listed(changed)))
    connection.execute(
        update(articles)
        .where(articles.c.number.in_(holding), articles.c.site == site, articles.c.pending == JUDGED)
        .values(pending=AGAIN)
    )
