"""The pages of articles: which were read, and what they and the feed say where the article is given as its page has it.

The feed's own text is kept beside the page's, to be compared with what the page says another time. It is a revision of
the article only if what is given changes; the text of a page that cannot be read any more stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, select, update

from newsfeed.items import Paragraph
from newsfeed.loaders.fulltext import Rendition, is_more_complete, with_rendition
from newsfeed.store.schema import IS_NEWS, articles, feeds, pages, subscriptions
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newsfeed.items import Article


_WITH_FULL_TEXT = (
    select(feeds.c.number).join(subscriptions, subscriptions.c.scope == feeds.c.url).where(subscriptions.c.full_text)
)
AWAITS_PAGE = and_(
    IS_NEWS,
    articles.c.url.is_not(None),
    articles.c.feed.in_(_WITH_FULL_TEXT),
    ~exists().where(pages.c.article == articles.c.number),
)
"""Nobody has been given it, and it is to be completed from its page, which has not been asked for."""


class Page(NamedTuple):
    """What is kept of an article's page; both are ``None`` where the article is given as its feed has it."""

    page: Rendition | None
    feed: Rendition | None

    def choose_rendition(self, article: Article) -> Article:
        """Return an article as the page tells it, if that tells more than its feed says now."""
        return (
            with_rendition(article, self.page)
            if self.page and is_more_complete(self.page, Rendition.of(article))
            else article
        )


class Unread(NamedTuple):
    """An article, by its number, whose page has not been read for what its feed says now; ``feed`` is a number too."""

    number: int
    feed: int
    url: str


def unread(connection: Connection, numbers: Sequence[int]) -> list[Unread]:
    """Return those of some articles whose page is to be read, in the order of their numbers."""
    query = (
        select(articles.c.number, articles.c.feed, articles.c.url)
        .outerjoin(pages, pages.c.article == articles.c.number)
        .where(
            articles.c.number.in_(listed(numbers)), articles.c.url.is_not(None), func.coalesce(pages.c.asked, 0) == 0
        )
        .order_by(articles.c.number)
    )
    return [Unread(*row) for row in connection.execute(query)]


def awaiting(connection: Connection) -> list[int]:
    """Return the numbers of the articles that wait for their page."""
    return list(connection.execute(select(articles.c.number).where(AWAITS_PAGE)).scalars())


def postpone(connection: Connection, numbers: Collection[int]) -> None:
    """Note that nothing came of asking for the pages of these articles, whose pages are still to be read."""
    wanted = listed(numbers)
    known = set(connection.execute(select(pages.c.article).where(pages.c.article.in_(wanted))).scalars())
    rows = [{"article": number, "asked": 0} for number in numbers if number not in known]
    if rows:
        connection.execute(pages.insert(), rows)


def kept(connection: Connection, numbers: Iterable[int]) -> dict[int, Page]:
    """Return what is kept of the pages of some articles."""
    rows = connection.execute(select(pages).where(pages.c.article.in_(listed(numbers))))
    return {row.article: Page(_read(row.page), _read(row.feed)) for row in rows}


def keep(connection: Connection, number: int, page: Page) -> None:
    """Keep that an article's page was read for what its feed says now, and what is to be known of it."""
    connection.execute(delete(pages).where(pages.c.article == number))
    row = {"article": number, "asked": 1, "page": _written(page.page), "feed": _written(page.feed)}
    connection.execute(pages.insert(), [row])


def outdate(connection: Connection, feeds: Mapping[int, Rendition]) -> None:
    """Note what feeds say now of articles whose pages are known: these are to be read again."""
    if feeds:
        connection.execute(
            update(pages).where(pages.c.article == bindparam("number")).values(asked=0, feed=bindparam("said")),
            [{"number": number, "said": _written(feed)} for number, feed in feeds.items()],
        )


def _read(stored: Any) -> Rendition | None:
    if stored is None:
        return None
    return Rendition(stored["title"], [Paragraph(text, kind) for kind, text in stored["paragraphs"]])


def _written(rendition: Rendition | None) -> Any:
    if rendition is None:
        return None
    return {"title": rendition.title, "paragraphs": [[each.kind, each.text] for each in rendition.paragraphs]}
