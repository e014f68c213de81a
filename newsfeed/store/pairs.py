"""Pairs of paragraphs whose later one has words of the earlier one, with the places of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, func, select

from newsfeed.store.schema import IS_MARKED, articles, paragraphs, reuse
from newsfeed.store.sql import listed, listed_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from sqlalchemy import Connection

BETWEEN = "\n\n"
"""The separator of an article's paragraphs in the text to which offsets refer."""


class ParagraphPair(NamedTuple):
    """An earlier paragraph and a later one of other articles.

    ``start`` and ``start2`` are the offsets of the paragraphs in their articles, whose text is all paragraphs joined by
    :data:`BETWEEN`. ``spans`` are offsets in the later one.
    """

    id: str
    id2: str
    start: int
    start2: int
    text: str
    text2: str
    share: float
    spans: Sequence[tuple[int, int]]


def read(connection: Connection, ids: Iterable[str]) -> list[ParagraphPair]:
    """Return the pairs whose later paragraph is in one of these articles and not boilerplate, in store order."""
    known = select(articles.c.number).where(articles.c.id.in_(listed_texts(ids)))
    numbers = list(connection.execute(known).scalars())
    early, late = articles.alias("early"), articles.alias("late")
    first, second = paragraphs.alias("first"), paragraphs.alias("second")
    query = (
        select(
            early.c.id,
            late.c.id,
            _start(first),
            _start(second),
            first.c.text,
            second.c.text,
            reuse.c.share,
            reuse.c.spans,
        )
        .select_from(reuse)
        .join(late, late.c.number == reuse.c.article)
        .join(early, early.c.number == reuse.c.from_article)
        .join(second, and_(second.c.article == reuse.c.article, second.c.position == reuse.c.position))
        .join(first, and_(first.c.article == reuse.c.from_article, first.c.position == reuse.c.from_position))
        .where(
            reuse.c.article.in_(listed(numbers)),
            reuse.c.article != reuse.c.from_article,
            IS_MARKED,
            second.c.status != "boilerplate",
        )
        .order_by(reuse.c.article, reuse.c.position, reuse.c.ordinal)
    )
    return [ParagraphPair(*row) for row in connection.execute(query)]


def _start(paragraph: Any) -> Any:
    """Return the offset of a paragraph in the text of its article."""
    before = paragraphs.alias()
    sizes = select(func.coalesce(func.sum(func.length(before.c.text) + len(BETWEEN)), 0))
    return sizes.where(
        before.c.article == paragraph.c.article, before.c.position < paragraph.c.position
    ).scalar_subquery()
