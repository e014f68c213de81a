"""Boilerplate: the lines that a site repeats under its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, literal, select

from newsfeed.store.schema import articles, paragraphs, passages, repeats
from newsfeed.store.sql import listed, signed, unsigned

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection


class Footer(NamedTuple):
    """A boilerplate passage of a site; ``passage`` is the digest by which it can be kept."""

    site: str
    text: str
    articles: int
    stories: int
    since: str
    edge: float
    language: str | None
    passage: str


def footers(connection: Connection, site: str | None, limit: int) -> list[Footer]:
    """Return boilerplate passages that have a text, sorted by the number of the site's articles that contain them."""
    query = (
        select(
            repeats.c.site,
            paragraphs.c.text,
            repeats.c.articles,
            repeats.c.stories,
            repeats.c.since,
            repeats.c.at_edge * literal(1.0) / repeats.c.lines,
            articles.c.language,
            passages.c.digest,
        )
        .join(passages, passages.c.number == repeats.c.passage)
        .join(articles, articles.c.number == passages.c.article)
        .join(
            paragraphs,
            and_(paragraphs.c.article == passages.c.article, paragraphs.c.position == passages.c.position),
        )
        .where(repeats.c.boilerplate, paragraphs.c.text != "")
        .order_by(repeats.c.articles.desc(), repeats.c.site, repeats.c.passage)
        .limit(limit)
    )
    if site:
        query = query.where(repeats.c.site == site)
    return [Footer._make((*row[:-1], digest_text(row[-1]))) for row in connection.execute(query)]


def kept_places(
    connection: Connection, kept: Collection[tuple[str, str]], numbers: Iterable[int]
) -> list[tuple[str, int]]:
    """Return the ids and positions of the boilerplate in these articles that is kept, given by site and digest."""
    if not kept:
        return []
    digests = [signed(int(passage, 16)) for _, passage in kept]
    query = (
        select(articles.c.id, paragraphs.c.position, articles.c.site, passages.c.digest)
        .join(articles, articles.c.number == paragraphs.c.article)
        .join(passages, passages.c.number == paragraphs.c.passage)
        .where(paragraphs.c.article.in_(listed(numbers)), paragraphs.c.status == "boilerplate")
        .where(passages.c.digest.in_(listed(digests)))
    )
    rows = connection.execute(query)
    return [(id_, position) for id_, position, site, digest in rows if (site, digest_text(digest)) in kept]


def digest_text(digest: int) -> str:
    """Return the digest of a passage in the form used in addresses and forms.

    >>> digest_text(-1)
    'ffffffffffffffff'
    """
    return f"{unsigned(digest):016x}"
