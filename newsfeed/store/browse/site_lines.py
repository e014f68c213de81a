"""The lines that a site repeats under its articles: boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, literal, select

from newsfeed.store.schema import paragraphs, passages, repeats

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Footer(NamedTuple):
    """A boilerplate passage of a site."""

    site: str
    text: str
    articles: int
    stories: int
    since: str
    edge: float


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
        )
        .join(passages, passages.c.number == repeats.c.passage)
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
    return [Footer(*row) for row in connection.execute(query)]
