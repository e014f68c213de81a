"""Find an article by its URL or id, and explain the verdicts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, or_, select

from newsfeed.store.articles import load
from newsfeed.store.schema import Pending, articles, paragraphs
from newsfeed.store.sql import listed_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.items import Article, Reference


class Explanation(NamedTuple):
    """An article with the reasons for the verdicts on it.

    ``copy_reason`` states why it is or is not a copy; ``reasons`` holds the deciding rule for each paragraph;
    ``others`` holds the articles that these verdicts refer to, by id. ``waits`` is true if it has not been judged yet;
    ``pruned`` is the time when its text was removed, if it was.
    """

    article: Article
    waits: bool
    pruned: str | None
    copy_reason: str | None
    reasons: Sequence[str | None]
    others: Mapping[str, Reference]


def find(connection: Connection, names: Iterable[str]) -> list[int]:
    """Return the numbers of the articles with one of these ids, guids or URLs, oldest first."""
    known = listed_texts(names)
    of_name = or_(articles.c.id.in_(known), articles.c.url.in_(known), articles.c.guid.in_(known))
    query = select(articles.c.number).where(of_name).order_by(articles.c.moment, articles.c.id)
    return list(connection.execute(query).scalars())


def explain(connection: Connection, number: int) -> Explanation:
    """Return an article and the reasons for the verdicts on it."""
    [article] = load.read(connection, [number])
    columns = (articles.c.pending, articles.c.pruned, articles.c.copy_reason)
    row = connection.execute(select(*columns).where(articles.c.number == number)).one()
    reasons = select(paragraphs.c.reason).where(paragraphs.c.article == number).order_by(paragraphs.c.position)
    cited = {origin.article for paragraph in article.paragraphs for origin in paragraph.reuse}
    others = load.references(connection, cited | ({article.duplicate_of} if article.duplicate_of else set()))
    waits = row.pending != Pending.JUDGED
    return Explanation(article, waits, row.pruned, row.copy_reason, list(connection.execute(reasons).scalars()), others)
