"""Completing articles from their pages: their text changes, which is a revision if anybody was given another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, select

from newsfeed.loaders.fulltext import Rendition, is_more_complete, with_rendition
from newsfeed.loaders.identity import content_digest
from newsfeed.store.articles import load, pages
from newsfeed.store.articles.ingest import tell
from newsfeed.store.articles.revisions import undelivered_outcome
from newsfeed.store.schema import articles, revisions

if TYPE_CHECKING:
    from newsfeed.dedup.config import DedupConfig
    from newsfeed.store.articles.revisions import Outcome


class Completed(NamedTuple):
    """What became of an article whose page was read, and whether it is now given as this page tells it."""

    outcome: Outcome
    by_page: bool


def complete(connection: Connection, number: int, page: Rendition | None, terms: DedupConfig) -> Completed:
    """Give an article as its page tells it, if that tells more than its feed does.

    ``page`` is ``None`` where the page has no article. What an earlier reading of the page gave stands in for it then.
    """
    row = connection.execute(select(articles).where(articles.c.number == number)).one()
    [article] = load.read(connection, [number])
    known = pages.kept(connection, [number]).get(number)
    feed = known.feed if known and known.feed else Rendition.of(article)
    readings = (page, known.page if known else None)
    better = next((each for each in readings if each and is_more_complete(each, feed)), None)
    pages.keep(connection, number, pages.Page(better, feed if better else None))
    article.title = feed.title
    told = with_rendition(article, better or feed)
    content = content_digest(told)
    revision = row.revision
    if content != row.content:
        before = select(revisions.c.revision).where(revisions.c.article == number, revisions.c.content == content)
        revision = revision_of(row.revision, row.given, connection.execute(before).scalar())
        tell(connection, row, told, revision, terms)
    return Completed(undelivered_outcome(row.given, revision), better is not None and better is page)


def revision_of(stored: int, given: int, known: int | None) -> int:
    """Return the revision that an article has with another text than the one ``stored``.

    ``given`` is the last revision that somebody was given, ``known`` the one that had this text before. What nobody was
    given makes no revision; if the text is again the one that was given, there was none.

    >>> revision_of(1, 0, None), revision_of(1, 1, None), revision_of(2, 1, None), revision_of(2, 1, 1)
    (1, 2, 2, 1)
    """
    if given == stored:
        return stored + 1
    return given if known is not None and known == given else stored
