"""The deduplication options of a store, and rerunning detection on all articles with other options.

Values computed by another version of the algorithm are discarded when a rerun starts, and are recomputed from the
texts: values of two versions are never mixed. Until all are recomputed, only the rerun itself may open the store.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from newsfeed.dedup import VERSION
from newsfeed.dedup.config import DedupConfig
from newsfeed.dedup.order import Occurrence, rank
from newsfeed.items import MEDIA
from newsfeed.store import metadata, pruning
from newsfeed.store.index.indexing import addresses, index
from newsfeed.store.index.passages import offer_first
from newsfeed.store.schema import (
    IS_OUTDATED,
    JUDGING_ORDER,
    UNREAD,
    Pending,
    articles,
    paragraphs,
    passages,
    postings,
    quotes,
    repeats,
    stories,
)
from newsfeed.store.sql import listed
from newsfeed.store.verdicts import filling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Table

    from newsfeed.dedup.config import Origin
    from newsfeed.store.index.indexing import Text

_UNFINISHED = f"{VERSION}, unfinished"  # stored as the version while some articles are still to be reindexed


_HAS_PRUNED_TEXT = passages.c.number.in_(
    select(paragraphs.c.passage)
    .join(articles, articles.c.number == paragraphs.c.article)
    .where(articles.c.pruned.is_not(None))
)
"""The passage belongs to a pruned text; its digest stays, because it cannot be computed again."""


class OutdatedText(NamedTuple):
    """The paragraphs of an article to be reindexed, with its publication time.

    ``addresses`` holds the URLs of images and embeds, by position. A ``dropped`` article is indexed, but not judged.
    """

    number: int
    id: str
    moment: str
    paragraphs: Sequence[str]
    addresses: Mapping[int, str]
    dropped: bool


def agree(connection: Connection, ours: DedupConfig) -> DedupConfig:
    """Return the store's deduplication options; a store without articles adopts ``ours``."""
    stored = metadata.read(connection, metadata.TERMS)
    if stored is not None and connection.execute(select(articles.c.number).limit(1)).scalar():
        return DedupConfig(**json.loads(stored))
    metadata.write(connection, metadata.TERMS, json.dumps(asdict(ours)))
    return ours


def begin(connection: Connection, ours: DedupConfig) -> dict[str, int]:
    """Mark all articles for re-judging with these options, or resume an unfinished rerun with the same options.

    Returns the number of paragraphs by status before the rerun started.
    """
    begun, version = metadata.read(connection, metadata.RERUN), metadata.read(connection, metadata.ALGORITHM)
    if begun is not None and version in (str(VERSION), _UNFINISHED) and agree(connection, ours) == ours:
        counts: dict[str, int] = json.loads(begun)
        return counts
    counts = count_statuses(connection)
    computed: tuple[Table, ...] = (repeats, stories)
    if version != str(VERSION) or agree(connection, ours).origin != ours.origin:
        metadata.write(connection, metadata.ALGORITHM, _UNFINISHED)
        computed += (passages, postings)
    for table in computed:
        connection.execute(delete(table) if table is not passages else delete(table).where(~_HAS_PRUNED_TEXT))
    metadata.write(connection, metadata.RERUN, json.dumps(counts))
    metadata.write(connection, metadata.TERMS, json.dumps(asdict(ours)))
    if passages in computed:
        connection.execute(update(passages).values(rank=None, article=None, position=None))
        connection.execute(update(articles).values(pending=Pending.OUTDATED))
    else:
        connection.execute(update(articles).where(articles.c.dropped.is_(None)).values(pending=Pending.UNCOUNTED))
    return counts


def count_outdated(connection: Connection) -> int:
    """Return the number of articles to be reindexed."""
    query = select(func.count()).select_from(articles).where(IS_OUTDATED)
    return connection.execute(query).scalar_one()


def outdated_texts(connection: Connection, limit: int) -> list[OutdatedText]:
    """Return the texts of outdated articles with up to ``limit`` paragraphs in total."""
    query = select(articles.c.number).where(IS_OUTDATED).order_by(*JUDGING_ORDER).limit(limit)
    numbers = filling(connection, connection.execute(query).scalars().all(), limit)
    query = (
        select(
            articles.c.number,
            articles.c.id,
            articles.c.moment,
            articles.c.dropped.is_not(None).label("dropped"),
            paragraphs.c.text,
            paragraphs.c.kind,
            paragraphs.c.url,
        )
        .outerjoin(paragraphs, paragraphs.c.article == articles.c.number)
        .where(articles.c.number.in_(listed(numbers)))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    grouped = groupby(connection.execute(query).all(), key=lambda row: (row.number, row.id, row.moment, row.dropped))
    found = [(*article, [row for row in rows if row.text is not None]) for article, rows in grouped]
    return [
        OutdatedText(number, id_, moment, [row.text for row in rows], addresses(rows), bool(dropped))
        for number, id_, moment, dropped, rows in found
    ]


def finish_indexing(connection: Connection) -> None:
    """Record that all articles are indexed by the current version of the algorithm."""
    metadata.write(connection, metadata.ALGORITHM, str(VERSION))


def index_again(connection: Connection, texts: Sequence[Text], origin: Origin) -> None:
    """Reindex the given articles that are still outdated."""
    outdated = select(articles.c.number).where(
        articles.c.number.in_(listed(text.number for text in texts)), IS_OUTDATED
    )
    numbers = set(connection.execute(outdated).scalars())
    without_text = pruning.among(connection, numbers)
    _place_again(connection, [text for text in texts if text.number in without_text], origin)
    numbers -= without_text
    texts = [text for text in texts if text.number in numbers]
    if not texts:
        return
    connection.execute(delete(quotes).where(quotes.c.article.in_(listed(numbers))))
    indexed = index(connection, texts, origin)
    connection.execute(
        update(articles).where(articles.c.number == bindparam("key")),
        [
            {
                "key": text.number,
                "rank": found.rank,
                "simhash": found.simhash,
                "pending": Pending.DROPPED if text.dropped else Pending.UNCOUNTED,
            }
            for text, found in zip(texts, indexed, strict=True)
        ],
    )
    rows = [
        {"number": text.number, "place": position, "passage": passage, "rank": found.paragraph_rank}
        for text, found in zip(texts, indexed, strict=True)
        for position, passage in enumerate(found.passages)
    ]
    if rows:
        of_place = (paragraphs.c.article == bindparam("number")) & (paragraphs.c.position == bindparam("place"))
        connection.execute(update(paragraphs).where(of_place), rows)


def _place_again(connection: Connection, texts: Sequence[Text], origin: Origin) -> None:
    """Compute the places of pruned articles in reading order, with the lengths of the texts that they had."""
    columns = (paragraphs.c.article, paragraphs.c.position, paragraphs.c.kind, paragraphs.c.passage, passages.c.length)
    query = select(*columns).join(passages, passages.c.number == paragraphs.c.passage)
    held = defaultdict(list)
    for row in connection.execute(query.where(paragraphs.c.article.in_(listed(text.number for text in texts)))):
        held[row.article].append(row)
    for text in texts:
        letters = sum(row.length for row in held[text.number] if row.kind not in MEDIA)
        placed = rank(text.moment, letters, origin, text.id)
        pending = Pending.DROPPED if text.dropped else Pending.UNCOUNTED
        own = {"rank": placed, "pending": pending}
        connection.execute(update(articles).where(articles.c.number == text.number).values(own))
        for table in (paragraphs, quotes):
            of_article = update(table).where(table.c.article == text.number)
            connection.execute(of_article.values(rank=UNREAD if text.dropped else placed))
        if not text.dropped:
            places = ((row.passage, Occurrence(placed, text.number, row.position)) for row in held[text.number])
            offer_first(connection, places)


def end(connection: Connection) -> None:
    """Record that all articles have been re-judged."""
    metadata.forget(connection, metadata.RERUN)


def count_statuses(connection: Connection) -> dict[str, int]:
    """Return the number of paragraphs by status."""
    query = select(paragraphs.c.status, func.count().label("paragraphs")).group_by(paragraphs.c.status)
    return {row.status: row.paragraphs for row in connection.execute(query)}
