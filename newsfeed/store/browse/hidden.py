"""Articles and paragraphs that clean feeds leave out, with the stored reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, select

from newsfeed.store.browse.filters import comes_after
from newsfeed.store.browse.site_lines import digest_text
from newsfeed.store.schema import articles, paragraphs, passages, repeats, reuse

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from newsfeed.store.browse.filters import Filters

_EARLIER = articles.alias("earlier")


class HiddenArticle(NamedTuple):
    """An article that is left out: a copy, with the article that represents it, or one that its subscription drops."""

    number: int
    id: str
    title: str | None
    url: str | None
    site: str
    moment: str
    dropped: str | None
    copy_reason: str | None
    earlier_id: str | None
    earlier_title: str | None
    earlier_site: str | None
    earlier_moment: str | None
    language: str | None
    earlier_language: str | None


class HiddenParagraph(NamedTuple):
    """A paragraph that is left out, with its main source, or with the number of its repeats on its site.

    ``passage`` is the digest by which a line repeated by the site can be kept.
    """

    number: int
    id: str
    position: int
    title: str | None
    url: str | None
    site: str
    moment: str
    text: str
    reason: str | None
    share: float | None
    earlier_id: str | None
    earlier_position: int | None
    earlier_title: str | None
    earlier_site: str | None
    earlier_moment: str | None
    repeated: int | None
    since: str | None
    language: str | None
    earlier_language: str | None
    passage: str


class HiddenCounts(NamedTuple):
    """The numbers of articles and paragraphs that are left out."""

    copies: int
    dropped: int
    duplicate: int
    boilerplate: int


def hidden_counts(connection: Connection, filters: Filters) -> HiddenCounts:
    """Return how many of the articles that match the filters, and of their paragraphs, are left out."""
    matching = filters.on_articles(with_dropped=True)
    query = select(func.count(articles.c.duplicate_of), func.count(articles.c.dropped)).where(*matching)
    copies, dropped = connection.execute(query).one()
    query = (
        select(paragraphs.c.status, func.count())
        .join(articles, articles.c.number == paragraphs.c.article)
        .where(paragraphs.c.status != "unique", *matching)
        .group_by(paragraphs.c.status)
    )
    rows: Any = connection.execute(query)
    of: dict[str, int] = {status: number for status, number in rows}  # noqa: C416 - dict() takes a result for a mapping
    return HiddenCounts(copies, dropped, of.get("duplicate", 0), of.get("boilerplate", 0))


def hidden_articles(
    connection: Connection, filters: Filters, limit: int, before: tuple[str, int] | None = None, *, dropped: bool
) -> list[HiddenArticle]:
    """Return the dropped articles, or the copies, newest first, starting before a moment and number."""
    names = ("number", "id", "title", "url", "site", "moment", "dropped", "copy_reason")
    query = (
        select(
            *(articles.c[name] for name in names),
            *(_EARLIER.c[name] for name in ("id", "title", "site", "moment")),
            articles.c.language,
            _EARLIER.c.language,
        )
        .join(_EARLIER, _EARLIER.c.number == articles.c.duplicate_of, isouter=True)
        .where(*filters.on_articles(with_dropped=True))
        .where((articles.c.dropped if dropped else articles.c.duplicate_of).is_not(None))
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(comes_after(*before))
    return [HiddenArticle._make(row) for row in connection.execute(query)]


def hidden_paragraphs(
    connection: Connection, filters: Filters, status: str, limit: int, before: tuple[str, int] | None = None
) -> list[HiddenParagraph]:
    """Return the paragraphs with a status, newest articles first, starting before a moment and number.

    All such paragraphs of an article are returned together, so there may be more than ``limit``.
    """
    numbers = _articles_with(connection, filters, status, limit, before)
    place = and_(reuse.c.article == paragraphs.c.article, reuse.c.position == paragraphs.c.position)
    of_site = and_(repeats.c.passage == paragraphs.c.passage, repeats.c.site == articles.c.site)
    query = (
        select(
            articles.c.number, articles.c.id, paragraphs.c.position, articles.c.title, articles.c.url, articles.c.site,
            articles.c.moment, paragraphs.c.text, paragraphs.c.reason, reuse.c.share, _EARLIER.c.id,
            reuse.c.from_position, _EARLIER.c.title, _EARLIER.c.site, _EARLIER.c.moment, repeats.c.articles,
            repeats.c.since, articles.c.language, _EARLIER.c.language, passages.c.digest,
        )
        .join(passages, passages.c.number == paragraphs.c.passage)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(reuse, and_(place, reuse.c.ordinal == 0), isouter=True)
        .join(_EARLIER, _EARLIER.c.number == reuse.c.from_article, isouter=True)
        .join(repeats, of_site, isouter=True)
        .where(paragraphs.c.article.in_(numbers), paragraphs.c.status == status)
        .order_by(articles.c.moment.desc(), articles.c.number.desc(), paragraphs.c.position)
    )  # fmt: skip
    return [HiddenParagraph._make((*row[:-1], digest_text(row[-1]))) for row in connection.execute(query)]


def _articles_with(
    connection: Connection, filters: Filters, status: str, limit: int, before: tuple[str, int] | None
) -> list[int]:
    """Return the newest articles that together have ``limit`` paragraphs with a status, or a few more."""
    number_of = (
        select(func.count())
        .where(paragraphs.c.article == articles.c.number, paragraphs.c.status == status)
        .scalar_subquery()
    )
    query = (
        select(articles.c.number, number_of)
        .where(number_of > 0, articles.c.pruned.is_(None), *filters.on_articles())
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(comes_after(*before))
    found, total = [], 0
    for number, paragraphs_of_it in connection.execute(query):
        found.append(number)
        total += paragraphs_of_it
        if total >= limit:
            break
    return found
