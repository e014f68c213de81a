"""The terms on which the articles of a store are judged, and judging all of them again on others.

What another version of the algorithm computed is thrown away as soon as that begins, and computed anew from the texts:
values of two versions never meet. Until all of it is done, nothing but the rest of the rerun may open the store.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from newsfeed.dedup import VERSION
from newsfeed.dedup.config import DedupConfig
from newsfeed.store import metadata
from newsfeed.store.index.indexing import addresses, index
from newsfeed.store.schema import (
    IS_OUTDATED,
    JUDGING_ORDER,
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

_UNFINISHED = f"{VERSION}, unfinished"  # version of the algorithm while some articles wait to be indexed with it


class OutdatedText(NamedTuple):
    """The paragraphs of an article that is to be indexed again, with the time of its publication.

    ``addresses`` has those of images and embeds, by position.
    """

    number: int
    id: str
    moment: str
    paragraphs: Sequence[str]
    addresses: Mapping[int, str]


def agree(connection: Connection, ours: DedupConfig) -> DedupConfig:
    """Return the terms of the store: those it has, or ``ours`` if it holds no article yet."""
    stored = metadata.read(connection, metadata.TERMS)
    if stored is not None and connection.execute(select(articles.c.number).limit(1)).scalar():
        return DedupConfig(**json.loads(stored))
    metadata.write(connection, metadata.TERMS, json.dumps(asdict(ours)))
    return ours


def begin(connection: Connection, ours: DedupConfig) -> dict[str, int]:
    """Have every article judged on these terms; where that was begun before on the same terms, the rest of them.

    Returns how many paragraphs had each status before it was begun.
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
        connection.execute(delete(table))
    metadata.write(connection, metadata.RERUN, json.dumps(counts))
    metadata.write(connection, metadata.TERMS, json.dumps(asdict(ours)))
    connection.execute(update(articles).values(pending=Pending.OUTDATED if passages in computed else Pending.UNCOUNTED))
    return counts


def count_outdated(connection: Connection) -> int:
    """Return how many articles wait to be indexed again."""
    query = select(func.count()).select_from(articles).where(IS_OUTDATED)
    return connection.execute(query).scalar_one()


def outdated_texts(connection: Connection, limit: int) -> list[OutdatedText]:
    """Return the texts of some outdated articles, as many as have up to ``limit`` paragraphs together."""
    query = select(articles.c.number).where(IS_OUTDATED).order_by(*JUDGING_ORDER).limit(limit)
    numbers = filling(connection, connection.execute(query).scalars().all(), limit)
    query = (
        select(
            articles.c.number, articles.c.id, articles.c.moment, paragraphs.c.text, paragraphs.c.kind, paragraphs.c.url
        )
        .outerjoin(paragraphs, paragraphs.c.article == articles.c.number)
        .where(articles.c.number.in_(listed(numbers)))
        .order_by(articles.c.number, paragraphs.c.position)
    )
    grouped = groupby(connection.execute(query).all(), key=lambda row: (row.number, row.id, row.moment))
    found = [(article, [row for row in rows if row.text is not None]) for article, rows in grouped]
    return [OutdatedText(*article, [row.text for row in rows], addresses(rows)) for article, rows in found]


def finish_indexing(connection: Connection) -> None:
    """Store that everything is indexed by this version of the algorithm."""
    metadata.write(connection, metadata.ALGORITHM, str(VERSION))


def index_again(connection: Connection, texts: Sequence[Text], origin: Origin) -> None:
    """Index those of some articles anew that are still outdated."""
    outdated = select(articles.c.number).where(
        articles.c.number.in_(listed(text.number for text in texts)), IS_OUTDATED
    )
    numbers = set(connection.execute(outdated).scalars())
    texts = [text for text in texts if text.number in numbers]
    if not texts:
        return
    connection.execute(delete(quotes).where(quotes.c.article.in_(listed(numbers))))
    indexed = index(connection, texts, origin)
    connection.execute(
        update(articles).where(articles.c.number == bindparam("key")),
        [
            {"key": text.number, "rank": found.rank, "simhash": found.simhash, "pending": Pending.UNCOUNTED}
            for text, found in zip(texts, indexed, strict=True)
        ],
    )
    rows = [
        {"number": text.number, "place": position, "passage": passage, "rank": found.rank}
        for text, found in zip(texts, indexed, strict=True)
        for position, passage in enumerate(found.passages)
    ]
    if rows:
        of_place = (paragraphs.c.article == bindparam("number")) & (paragraphs.c.position == bindparam("place"))
        connection.execute(update(paragraphs).where(of_place), rows)


def end(connection: Connection) -> None:
    """Note that every article has been judged again."""
    metadata.forget(connection, metadata.RERUN)


def count_statuses(connection: Connection) -> dict[str, int]:
    """Return how many paragraphs have each status."""
    query = select(paragraphs.c.status, func.count().label("paragraphs")).group_by(paragraphs.c.status)
    return {row.status: row.paragraphs for row in connection.execute(query)}
