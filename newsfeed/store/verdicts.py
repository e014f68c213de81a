"""Read the input of detection from the store and write its verdicts."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from newsfeed.dedup.lines import runs_of_lines
from newsfeed.dedup.order import Occurrence
from newsfeed.dedup.verdict import ArticleVerdict, PendingArticle, PlacedText, StoredParagraph, StoredQuote
from newsfeed.items import MEDIA
from newsfeed.store.schema import (
    IS_PENDING,
    IS_REOPENABLE,
    IS_TO_BE_JUDGED,
    JUDGING_ORDER,
    UNREAD,
    Pending,
    articles,
    paragraphs,
    passages,
    quotes,
    repeats,
    reuse,
)
from newsfeed.store.sql import listed, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_COUNTED_AT_ONCE = 200  # articles
_READ_AT_ONCE = 1000  # paragraphs
_LETTERS = 400  # letters that count as one paragraph: long paragraphs fill a batch sooner


def count_pending(connection: Connection) -> int:
    """Return the number of articles that have to be judged."""
    return connection.execute(select(func.count()).select_from(articles).where(IS_PENDING)).scalar_one()


def pending_articles(connection: Connection, limit: int) -> list[PendingArticle]:
    """Return articles to be judged: new texts in reading order, then the rest.

    The articles have up to ``limit`` paragraphs in total, but there is at least one article.
    """
    query = (
        select(articles.c.number, articles.c.rank, articles.c.pending)
        .where(IS_TO_BE_JUDGED)
        .order_by(*JUDGING_ORDER)
        .limit(limit)
    )
    waiting = {
        row.number: PendingArticle(row.number, row.rank, row.pending == Pending.FRESH)
        for row in connection.execute(query).all()
    }
    found = {number: waiting[number] for number in filling(connection, list(waiting), limit)}
    for rows in connection.execute(_paragraphs_of(found)).partitions(_READ_AT_ONCE):
        for article, *verdict, boilerplate, length, simhash, rank, of, at in rows:
            passage = (bool(boilerplate), length, unsigned(simhash), Occurrence(rank, of, at))
            found[article].paragraphs.append(StoredParagraph._make((*verdict, *passage)))
    columns = (quotes.c.article, quotes.c.ordinal, quotes.c.digest, quotes.c.position, quotes.c.start, quotes.c.end)
    query = select(*columns).where(quotes.c.article.in_(listed(found))).order_by(quotes.c.article, quotes.c.ordinal)
    for row in connection.execute(query).all():
        found[row.article].quotes.append(StoredQuote(*row[1:]))
    return list(found.values())


def placed_texts(connection: Connection, numbers: Iterable[int], *, first: bool) -> list[PlacedText]:
    """Return the paragraphs of these articles with which others are compared; only first occurrences if ``first``."""
    columns = (paragraphs.c.rank, paragraphs.c.article, paragraphs.c.position, paragraphs.c.passage, paragraphs.c.text)
    own = (paragraphs.c.article.in_(listed(numbers)), paragraphs.c.rank != UNREAD, paragraphs.c.kind.not_in(MEDIA))
    query = select(*columns).where(*own, paragraphs.c.text != "")  # pruned texts cannot be compared
    if first:
        same = (passages.c.article == paragraphs.c.article, passages.c.position == paragraphs.c.position)
        query = query.join(passages, and_(passages.c.number == paragraphs.c.passage, *same))
    return [PlacedText(Occurrence(*at), passage, text) for *at, passage, text in connection.execute(query)]


def placed_lines(connection: Connection, numbers: Iterable[int]) -> list[PlacedText]:
    """Return the joined runs of short paragraphs of these articles, with the place and passage of the first of each."""
    columns = (paragraphs.c.rank, paragraphs.c.article, paragraphs.c.position, paragraphs.c.passage)
    query = select(*columns, paragraphs.c.kind, paragraphs.c.text).where(
        paragraphs.c.article.in_(listed(numbers)), paragraphs.c.rank != UNREAD
    )
    rows = sorted(connection.execute(query), key=attrgetter("article", "position"))  # in SQL, all would be read
    found = []
    for _, of_one in groupby(rows, key=attrgetter("article")):
        lines = {row.position: row for row in of_one}
        for at, text in runs_of_lines((row.position, row.kind, row.text) for row in lines.values()):
            found.append(PlacedText(Occurrence(*lines[at][:3]), lines[at].passage, text))
    return found


def quoted_by(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return the digests of the quotations in these articles."""
    query = select(quotes.c.digest).where(quotes.c.article.in_(listed(numbers)), quotes.c.rank != UNREAD)
    return set(connection.execute(query).scalars())


def filling(connection: Connection, numbers: Sequence[int], limit: int) -> Sequence[int]:
    """Return the first articles with up to ``limit`` paragraphs in total, but at least one article.

    Long paragraphs count as several.
    """
    size = func.count() + func.sum(func.length(paragraphs.c.text)) // _LETTERS
    counted = select(paragraphs.c.article, size.label("paragraphs")).group_by(paragraphs.c.article)
    total = 0
    for start in range(0, len(numbers), _COUNTED_AT_ONCE):
        some = numbers[start : start + _COUNTED_AT_ONCE]
        rows = connection.execute(counted.where(paragraphs.c.article.in_(listed(some)))).all()
        counts = {row.article: row.paragraphs for row in rows}
        for place, number in enumerate(some, start):
            total += counts.get(number, 0)
            if total > limit:
                return numbers[: max(1, place)]
    return numbers


def _paragraphs_of(numbers: Iterable[int]) -> Any:
    columns = (paragraphs.c.article, *(paragraphs.c[name] for name in StoredParagraph._fields[:8]))
    first = (passages.c.length, passages.c.simhash, passages.c.rank, passages.c.article, passages.c.position)
    return (
        select(*columns, repeats.c.boilerplate, *first)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .outerjoin(repeats, and_(repeats.c.passage == paragraphs.c.passage, repeats.c.site == articles.c.site))
        .where(paragraphs.c.article.in_(listed(numbers)))
        .order_by(paragraphs.c.article, paragraphs.c.position)
    )


def judged(connection: Connection, numbers: Iterable[int]) -> dict[Occurrence, tuple[str, float, str | None]]:
    """Return status, novelty and reason of each paragraph of these articles, by its place."""
    columns = (paragraphs.c[name] for name in ("rank", "article", "position", "status", "novelty", "reason"))
    rows = connection.execute(select(*columns).where(paragraphs.c.article.in_(listed(numbers))))
    return {Occurrence(*place): (status, novelty, reason) for *place, status, novelty, reason in rows}


def write(connection: Connection, judgements: Sequence[ArticleVerdict]) -> None:
    """Store verdicts, replacing earlier ones."""
    numbers = [judgement.number for judgement in judgements]
    connection.execute(delete(reuse).where(reuse.c.article.in_(listed(numbers))))
    judged = [(judgement.number, each) for judgement in judgements for each in judgement.paragraphs]
    _update(
        connection,
        update(paragraphs).where(
            paragraphs.c.article == bindparam("number"), paragraphs.c.position == bindparam("place")
        ),
        [
            {
                "number": number,
                "place": each.position,
                "status": each.status,
                "novelty": each.novelty,
                "reason": each.reason,
            }
            for number, each in judged
            if each.changed
        ],
    )
    origins = [
        {
            "article": number,
            "position": each.position,
            "ordinal": ordinal,
            "from_article": origin.at.article,
            "from_position": origin.at.position,
            "share": origin.share,
            "distance": origin.distance,
            "spans": [list(span) for span in origin.spans],
        }
        for number, each in judged
        for ordinal, origin in enumerate(each.origins)
    ]
    if origins:
        connection.execute(reuse.insert(), origins)
    _update(
        connection,
        update(quotes).where(quotes.c.article == bindparam("number"), quotes.c.ordinal == bindparam("place")),
        [
            {
                "number": judgement.number,
                "place": ordinal,
                "first_article": first and first.article,
                "first_position": first and first.position,
            }
            for judgement in judgements
            for ordinal, first in judgement.first_seen.items()
        ],
    )
    _update(
        connection,
        update(articles).where(articles.c.number == bindparam("key")),
        [
            {
                "key": each.number,
                "novelty": each.novelty,
                "repeats": each.repeats,
                "follows": each.follows,
                "pending": Pending.JUDGED,
            }
            for each in judgements
        ],
    )


def _update(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)


def mark_citing(connection: Connection, numbers: Iterable[int]) -> None:
    """Mark judged articles that repeat text of these articles for re-judging."""
    citing = select(reuse.c.article).where(reuse.c.from_article.in_(listed(numbers)))
    connection.execute(
        update(articles).where(articles.c.number.in_(citing), IS_REOPENABLE).values(pending=Pending.AGAIN)
    )


def mark_for_rejudging(
    connection: Connection, passage_numbers: Iterable[int], digests: Iterable[int], *, min_rank: int
) -> None:
    """Mark judged articles with rank >= ``min_rank`` that contain one of these passages or quotations."""
    is_holding = and_(paragraphs.c.passage.in_(listed(passage_numbers)), paragraphs.c.rank >= min_rank)
    is_quoting = and_(quotes.c.digest.in_(listed(digests)), quotes.c.rank >= min_rank)
    later = select(paragraphs.c.article).where(is_holding).union(select(quotes.c.article).where(is_quoting))
    connection.execute(
        update(articles).where(articles.c.number.in_(later), IS_REOPENABLE).values(pending=Pending.AGAIN)
    )


def last_judged(connection: Connection) -> int:
    """Return the highest rank of a judged article, or -1."""
    query = (
        select(articles.c.rank).where(articles.c.pending == Pending.JUDGED).order_by(articles.c.rank.desc()).limit(1)
    )
    rank: int | None = connection.execute(query).scalar()
    return -1 if rank is None else rank
