"""Views for other programs: the contents of the store under stable names and columns.

Anything that reads the database may use them (docs/data.md); nothing in the package does. They do not slow down a
crawl, because nothing is stored for them. Their SQL runs on SQLite and PostgreSQL alike. Articles that a subscription
drops are in none of them. Columns may be added, but a name and its meaning stay: ``tests/store/test_views.py`` lists
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The story of an article: the end of its chain of "follows", as newsfeed.store.articles.load follows it.
_STORY = """
    WITH RECURSIVE chain(number, next) AS (
        SELECT a.number, CASE WHEN coalesce(a.copy_reason, '') <> 'several titles' THEN a.follows END
        UNION
        SELECT b.number, CASE WHEN coalesce(b.copy_reason, '') <> 'several titles' THEN b.follows END
        FROM chain JOIN articles AS b ON b.number = chain.next
    )
    SELECT first.id FROM chain JOIN articles AS first ON first.number = chain.number WHERE chain.next IS NULL
"""


def _paragraphs(condition: str) -> str:
    return f"(SELECT count(*) FROM paragraphs AS p WHERE p.article = a.number AND {condition})"  # noqa: S608 - ours


_ARTICLES = f"""
    SELECT
        a.id, a.url, a.title, a.site, a.language, a.moment, a.published, a.updated, a.fetched,
        feeds.url AS feed, feeds.title AS feed_title, a.agency, a.license, a.revision, a.novelty,
        {_paragraphs("1 = 1")} AS paragraphs,
        {_paragraphs("p.status = 'unique'")} AS kept,
        {_paragraphs("p.status = 'duplicate'")} AS duplicates,
        {_paragraphs("p.status = 'boilerplate'")} AS boilerplate,
        (SELECT first.id FROM articles AS first WHERE first.number = a.duplicate_of) AS duplicate_of,
        ({_STORY}) AS story,
        a.pruned
    FROM articles AS a JOIN feeds ON feeds.number = a.feed
    WHERE a.dropped IS NULL
"""  # noqa: S608 - no input

_REUSED = """
    SELECT
        a.id, r.position, a.site, a.moment, p.kind, p.status, p.text, r.share, r.distance, r.spans, a.agency,
        b.id AS from_id, r.from_position, b.site AS from_site, b.moment AS from_moment, q.text AS from_text,
        b.agency AS from_agency
    FROM reuse AS r
    JOIN articles AS a ON a.number = r.article
    JOIN paragraphs AS p ON p.article = r.article AND p.position = r.position
    JOIN articles AS b ON b.number = r.from_article
    JOIN paragraphs AS q ON q.article = r.from_article AND q.position = r.from_position
    WHERE a.dropped IS NULL AND r.share > 0
"""

_QUOTED = """
    SELECT
        a.id, q.position, a.site, a.moment, q.text, q.speaker,
        b.id AS first_id, q.first_position, b.site AS first_site, b.moment AS first_moment
    FROM quotes AS q
    JOIN articles AS a ON a.number = q.article
    LEFT JOIN articles AS b ON b.number = q.first_article
    WHERE a.dropped IS NULL
"""

_OUTLETS = """
    SELECT
        a.site, count(*) AS articles, count(a.duplicate_of) AS copies, count(a.agency) AS agency_copy,
        min(a.moment) AS first, max(a.moment) AS last,
        avg(a.novelty) AS novelty, sum(p.total) AS paragraphs, sum(p.kept) AS kept, sum(p.duplicates) AS duplicates,
        sum(p.boilerplate) AS boilerplate
    FROM articles AS a
    LEFT JOIN (
        SELECT
            article, count(*) AS total,
            sum(CASE WHEN status = 'unique' THEN 1 ELSE 0 END) AS kept,
            sum(CASE WHEN status = 'duplicate' THEN 1 ELSE 0 END) AS duplicates,
            sum(CASE WHEN status = 'boilerplate' THEN 1 ELSE 0 END) AS boilerplate
        FROM paragraphs GROUP BY article
    ) AS p ON p.article = a.number
    WHERE a.dropped IS NULL
    GROUP BY a.site
"""

VIEWS = {"article_view": _ARTICLES, "reused": _REUSED, "quoted": _QUOTED, "outlets": _OUTLETS}
"""The query of each view, by its name."""


def create(connection: Connection) -> None:
    """Create all views."""
    for name, query in VIEWS.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")


def drop(connection: Connection) -> None:
    """Drop all existing views, so that the tables below them can be changed."""
    for name in VIEWS:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
