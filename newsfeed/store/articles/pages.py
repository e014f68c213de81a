"""The pages of articles: which were read, and the page's and the feed's text of each completed article.

The feed's own text is kept in addition to the page's, for comparison when the page is read again. The article is
revised only if its current text changes. The text of a page that can no longer be read is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, select, update

from newsfeed.items import Paragraph, Rendition
from newsfeed.store.schema import IS_NEWS, articles, feeds, pages, subscriptions
from newsfeed.store.sql import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from newsfeed.items import Kind


_MARKUP = ("html", "url", "level", "ordered", "start")
_WITH_FULL_TEXT = (
    select(feeds.c.number).join(subscriptions, subscriptions.c.scope == feeds.c.url).where(subscriptions.c.full_text)
)
AWAITS_PAGE = and_(
    IS_NEWS,
    articles.c.url.is_not(None),
    articles.c.feed.in_(_WITH_FULL_TEXT),
    ~exists().where(pages.c.article == articles.c.number),
)
"""The article is undelivered, and must be completed from its page, which has not been requested yet."""


class Page(NamedTuple):
    """The texts of an article's page and of its feed; both are ``None`` if the article uses its feed's text."""

    page: Rendition | None
    feed: Rendition | None


class Unread(NamedTuple):
    """The number, feed number and link of an article whose page has not been read since its feed changed it.

    ``denied`` is the URL that the page redirected to, if robots.txt denied that URL on the last attempt.
    """

    number: int
    feed: int
    url: str
    denied: str | None = None


def unread(connection: Connection, numbers: Sequence[int]) -> list[Unread]:
    """Return the articles whose page has not been read yet, ordered by number."""
    query = (
        select(articles.c.number, articles.c.feed, articles.c.url, pages.c.denied)
        .outerjoin(pages, pages.c.article == articles.c.number)
        .where(
            articles.c.number.in_(listed(numbers)), articles.c.url.is_not(None), func.coalesce(pages.c.asked, 0) == 0
        )
        .order_by(articles.c.number)
    )
    return [Unread(*row) for row in connection.execute(query)]


def awaiting(connection: Connection) -> list[int]:
    """Return the numbers of the articles that are waiting for their page."""
    return list(connection.execute(select(articles.c.number).where(AWAITS_PAGE)).scalars())


def postpone(connection: Connection, numbers: Collection[int], denied: str | None) -> None:
    """Record a failed request for the pages of these articles, which remain unread.

    ``denied`` is the URL that they redirected to, if robots.txt denies it.
    """
    wanted = listed(numbers)
    known = set(connection.execute(select(pages.c.article).where(pages.c.article.in_(wanted))).scalars())
    rows = [{"article": number, "asked": 0} for number in numbers if number not in known]
    if rows:
        connection.execute(pages.insert(), rows)
    if denied:
        connection.execute(update(pages).where(pages.c.article.in_(wanted)).values(denied=denied))


def kept(connection: Connection, numbers: Iterable[int]) -> dict[int, Page]:
    """Return the stored pages of these articles, by article number."""
    rows = connection.execute(select(pages).where(pages.c.article.in_(listed(numbers))))
    return {row.article: Page(_read(row.page), _read(row.feed)) for row in rows}


def keep(connection: Connection, number: int, page: Page) -> None:
    """Store an article's page, read for the current text of its feed."""
    connection.execute(delete(pages).where(pages.c.article == number))
    row = {"article": number, "asked": 1, "page": _written(page.page), "feed": _written(page.feed)}
    connection.execute(pages.insert(), [row])


def outdate(connection: Connection, feeds: Mapping[int, Rendition]) -> None:
    """Store the current feed texts of articles with stored pages, and mark the pages to be read again."""
    if feeds:
        connection.execute(
            update(pages)
            .where(pages.c.article == bindparam("number"))
            .values(asked=0, denied=None, feed=bindparam("text")),
            [{"number": number, "text": _written(feed)} for number, feed in feeds.items()],
        )


def _read(stored: Any) -> Rendition | None:
    if stored is None:
        return None
    return Rendition(stored["title"], [_paragraph(*each) for each in stored["paragraphs"]])


def _paragraph(kind: Kind, text: str, markup: dict[str, Any] | None = None) -> Paragraph:
    return Paragraph(text, kind, **(markup or {}))


def _written(rendition: Rendition | None) -> Any:
    if rendition is None:
        return None
    return {"title": rendition.title, "paragraphs": [_row(each) for each in rendition.paragraphs]}


def _row(paragraph: Paragraph) -> list[Any]:
    markup = {name: value for name in _MARKUP if (value := getattr(paragraph, name)) is not None}
    return [paragraph.kind, paragraph.text, *([markup] if markup else [])]
