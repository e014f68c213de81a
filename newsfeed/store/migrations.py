"""Migrate a store that an earlier version wrote, with one step per version of the tables.

A change to :mod:`newsfeed.store.schema` needs a new step at the end of :data:`STEPS`, which raises :data:`SCHEMA`. New
tables and indexes need only an empty step; :func:`add_column` adds a column that is nullable or has a default. A step
sees the store as the previous steps left it, except for new tables: these are created first, in their current form.
Views are dropped before the steps and created after them: a change to one needs an empty step.
``tests/store/schemas`` has a store of each earlier version.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Column, Connection, bindparam, func, inspect, or_, select, update
from sqlalchemy.schema import CreateColumn

from newsfeed.dedup.config import DedupConfig
from newsfeed.dedup.fingerprints.winnowing import SHINGLE_BITS
from newsfeed.dedup.order import FIRST_FEEDS, rank
from newsfeed.store import metadata as metadata_of_store
from newsfeed.store import views
from newsfeed.store.articles.names import register
from newsfeed.store.index.passages import find_first
from newsfeed.store.index.postings import add
from newsfeed.store.schema import (
    Pending,
    articles,
    feeds,
    metadata,
    pages,
    paragraphs,
    passages,
    postings,
    quotes,
    subscriptions,
)
from newsfeed.store.sql import listed
from newsfeed.text.agencies import FIRST_PARAGRAPHS, agency_of, first_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from newsfeed.dedup.config import Origin

_ROWS_AT_ONCE = 256


def add_column(connection: Connection, column: Column[Any]) -> None:
    """Add a column to its table, unless the table was created with it."""
    table = column.table.name
    if column.name not in {known["name"] for known in inspect(connection).get_columns(table)}:
        definition = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {definition}")


def _people(connection: Connection) -> None:
    add_column(connection, articles.c.people)
    connection.exec_driver_sql(
        "UPDATE articles SET people = (SELECT json_group_array(json_object('name', value, 'email', NULL, 'url', NULL))"
        " FROM json_each(authors))"
    )


def _notes_on_dates(connection: Connection) -> None:
    add_column(connection, articles.c.dates)


def _packed_postings(connection: Connection) -> None:
    connection.exec_driver_sql("DROP INDEX postings_by_segment")
    connection.exec_driver_sql("ALTER TABLE postings RENAME TO unpacked")
    postings.create(connection)
    rows = connection.exec_driver_sql("SELECT shingles, passages FROM unpacked ORDER BY segment, number")
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        shingles = np.frombuffer(b"".join(row.shingles for row in some), np.uint64) >> np.uint64(64 - SHINGLE_BITS)
        passages = np.frombuffer(b"".join(row.passages for row in some), np.int32)
        add(connection, shingles.astype(np.int64), passages.astype(np.int64))
    connection.exec_driver_sql("DROP TABLE unpacked")


def _subscriptions(_connection: Connection) -> None:
    """Only new tables."""


def _rights_and_threads(connection: Connection) -> None:
    for column in (articles.c.rights, articles.c.license, articles.c.reply_to):
        add_column(connection, column)


def _sums_for_boilerplate(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE boilerplate")
    connection.execute(update(articles).values(pending=Pending.UNCOUNTED))


def _ranks(connection: Connection) -> None:
    for index in ("articles_pending", "paragraphs_by_passage", "quotes_by_digest"):
        connection.exec_driver_sql(f"DROP INDEX {index}")
    for table in (articles, paragraphs, quotes, passages):
        add_column(connection, table.c.rank)
    _rank_again(connection, "earliest")
    connection.exec_driver_sql("ALTER TABLE passages DROP COLUMN moment")


def _rank_again(connection: Connection, origin: Origin) -> None:
    letters = (
        select(func.coalesce(func.sum(passages.c.length), 0))
        .join(paragraphs, paragraphs.c.passage == passages.c.number)
        .where(paragraphs.c.article == articles.c.number)
        .scalar_subquery()
        .label("letters")
    )
    known = connection.execute(select(articles.c.number, articles.c.id, articles.c.moment, letters)).all()
    if known:
        connection.execute(
            update(articles).where(articles.c.number == bindparam("key")),
            [{"key": row.number, "rank": rank(row.moment, row.letters, origin, row.id)} for row in known],
        )
    for table in (paragraphs, quotes, passages):
        of_article = select(articles.c.rank).where(articles.c.number == table.c.article)
        connection.execute(update(table).values(rank=of_article.scalar_subquery()))


def _pages(_connection: Connection) -> None:
    """Only a new table."""


def _names(connection: Connection) -> None:
    """Register every article under its id; its other names are added when it is next read."""
    add_column(connection, articles.c.as_of)
    query = select(articles.c.id, articles.c.number)
    digests = (
        (int.from_bytes(bytes.fromhex(row.id[:16]), "big", signed=True), row.number)
        for row in connection.execute(query)
    )
    register(connection, dict(digests))


def _full_text_and_zone(connection: Connection) -> None:
    for column in (subscriptions.c.full_text, subscriptions.c.zone):
        add_column(connection, column)


def _entries(connection: Connection) -> None:
    add_column(connection, subscriptions.c.entries)


def _markup(connection: Connection) -> None:
    for column in (articles.c.removed, articles.c.extracted):
        add_column(connection, column)
    for name in ("html", "url", "level", "ordered", "start"):
        add_column(connection, paragraphs.c[name])


def _reasons(connection: Connection) -> None:
    for column in (articles.c.repeats, articles.c.copy_reason, paragraphs.c.reason):
        add_column(connection, column)


def _denied_pages(connection: Connection) -> None:
    add_column(connection, pages.c.denied)


def _ranks_with_ids(connection: Connection) -> None:
    stored = metadata_of_store.read(connection, metadata_of_store.TERMS)
    _rank_again(connection, DedupConfig(**json.loads(stored or "{}")).origin)


def _patterns(connection: Connection) -> None:
    add_column(connection, articles.c.dropped)
    for name in ("policy", "keep", "drop", "prefer"):
        add_column(connection, subscriptions.c[name])


def _reading_times(connection: Connection) -> None:
    """Order the articles of live feeds by the time of reading if they state an impossible time of publication."""
    add_column(connection, feeds.c.polled)
    stated = func.coalesce(articles.c.published, articles.c.updated, articles.c.fetched)
    query = (
        select(articles.c.number, articles.c.moment, articles.c.fetched)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(feeds.c.url.like("http%://%"), or_(stated < FIRST_FEEDS, stated > articles.c.fetched))
    )
    known = [row for row in connection.execute(query) if row.moment != row.fetched]
    if known:
        connection.execute(
            update(articles).where(articles.c.number == bindparam("key")),
            [{"key": row.number, "moment": row.fetched} for row in known],
        )
        _ranks_with_ids(connection)
        held = select(paragraphs.c.passage).where(paragraphs.c.article.in_(listed(row.number for row in known)))
        find_first(connection, list(connection.execute(held.distinct()).scalars()))
        connection.execute(update(articles).where(articles.c.pending == Pending.JUDGED).values(pending=Pending.AGAIN))


def _views(_connection: Connection) -> None:
    """Only new or changed views, which are created after all steps."""


def _agencies(connection: Connection) -> None:
    """Set the agency of each article, as for a new article."""
    add_column(connection, articles.c.agency)
    query = select(articles.c.number, articles.c.site, articles.c.authors)
    named = {row.number: agency_of(row.site, row.authors, ()) for row in connection.execute(query)}
    starts = (
        select(paragraphs.c.article, paragraphs.c.kind, paragraphs.c.text)
        .where(paragraphs.c.position < FIRST_PARAGRAPHS)
        .order_by(paragraphs.c.article, paragraphs.c.position)
    )
    for number, rows in groupby(connection.execute(starts), attrgetter("article")):
        named[number] = named[number] or agency_of("", (), first_lines(list(rows)))
    found = [{"key": number, "agency": name} for number, name in named.items() if name is not None]
    if found:
        connection.execute(update(articles).where(articles.c.number == bindparam("key")), found)


def _indexes_of_lists(connection: Connection) -> None:
    """Rebuild an index with additional columns; another index is new."""
    connection.exec_driver_sql("DROP INDEX IF EXISTS articles_by_site")


def _agency_feeds(connection: Connection) -> None:
    """Add the agency flag of subscriptions; rebuild an index of reuse with additional columns; others are new."""
    add_column(connection, subscriptions.c.agency)
    connection.exec_driver_sql("DROP INDEX IF EXISTS ix_reuse_from_article")


def _pruned(connection: Connection) -> None:
    add_column(connection, articles.c.pruned)


def _documents(_connection: Connection) -> None:
    """Only a new table."""


STEPS: Sequence[Callable[[Connection], None]] = (
    _people,
    _notes_on_dates,
    _packed_postings,
    _subscriptions,
    _rights_and_threads,
    _sums_for_boilerplate,
    _ranks,
    _pages,
    _names,
    _full_text_and_zone,
    _entries,
    _markup,
    _reasons,
    _denied_pages,
    _ranks_with_ids,
    _patterns,
    _reading_times,
    _views,
    _agencies,
    _indexes_of_lists,
    _views,
    _agency_feeds,
    _pruned,
    _documents,
)
"""The migration steps in order; the first migrates version 1 to 2."""

SCHEMA = 1 + len(STEPS)
"""The version of the tables."""


def migrate(connection: Connection, version: int) -> None:
    """Migrate the tables of an open store from ``version`` to :data:`SCHEMA`, in the connection's transaction."""
    views.drop(connection)
    metadata.create_all(connection)
    for step in STEPS[version - 1 :]:
        step(connection)
    for table in metadata.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    views.create(connection)
