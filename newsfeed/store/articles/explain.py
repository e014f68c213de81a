"""Find an article by its address or id, and what was decided of it with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, or_, select

from newsfeed.store.articles import load
from newsfeed.store.schema import Pending, articles, paragraphs
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.items import Article, Reference


class Explanation(NamedTuple):
    """An article with the reasons of the verdicts on it.

    ``copy_reason`` says why it is a copy, or why it is none; ``reasons`` has the rule that decided for each paragraph;
    ``others`` are the articles that these verdicts name, by their ids. ``waits`` if it is still to be judged.
    """

    article: Article
    waits: bool
    copy_reason: str | None
    reasons: Sequence[str | None]
    others: Mapping[str, Reference]


def find(connection: Connection, names: Iterable[str]) -> list[int]:
    """Return the numbers of the articles that one of these ids, guids or addresses belongs to, the oldest first."""
    known = listed(names)
    of_name = or_(articles.c.id.in_(known), articles.c.url.in_(known), articles.c.guid.in_(known))
    query = select(articles.c.number).where(of_name).order_by(articles.c.moment, articles.c.id)
    return list(connection.execute(query).scalars())


def explain(connection: Connection, number: int) -> Explanation:
    """Return an article and the reasons of the verdicts on it."""
    [article] = load.read(connection, [number])
    columns = (articles.c.pending, articles.c.copy_reason)
    row = connection.execute(select(*columns).where(articles.c.number == number)).one()
    reasons = select(paragraphs.c.reason).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
    cited = {origin.article for paragraph in article.paragraphs for origin in paragraph.reuse}
    others = load.references(connection, cited | ({article.duplicate_of} if article.duplicate_of else set()))
    waits = row.pending != Pending.JUDGED
    return Explanation(article, waits, row.copy_reason, list(connection.execute(reasons).scalars()), others)
