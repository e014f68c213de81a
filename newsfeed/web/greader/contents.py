"""The content of an item: its article as in the cleaned feeds, as JSON and as Atom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from newsfeed.exporters.body import with_notes
from newsfeed.exporters.entry import (
    EPOCH,
    enclosures,
    entry_authors,
    first_instant,
    last_change,
    read_before,
    rfc3339,
    web_link,
)
from newsfeed.exporters.publish import cited
from newsfeed.store.articles import load
from newsfeed.text.characters import xml_text
from newsfeed.web.greader.item_ids import long_form
from newsfeed.web.greader.streams import FRESH, LABEL, READ, READING_LIST, STARRED, feed_stream, label_of
from newsfeed.web.shown_again import show_again, shown_positions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from newsfeed.dedup.policy import Policies
    from newsfeed.items import Article
    from newsfeed.subscriptions.model import Subscription
    from newsfeed.web.greader.stories import Story
    from newsfeed.web.marks import Marks

_ATOM = "http://www.w3.org/2005/Atom"
_SCHEME = "http://www.google.com/reader/"
_SECOND = 1_000_000  # microseconds
_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])


class ItemContent(NamedTuple):
    """A story under the requested id, with its article, its body as HTML, and its subscription."""

    id: int
    story: Story
    article: Article
    body: str
    subscription: Subscription

    @property
    def arrived(self) -> datetime:
        """The time of its arrival, to the second."""
        return datetime.fromtimestamp(self.story.usec // _SECOND, UTC)

    @property
    def published(self) -> datetime:
        """The time of publication, if known, else that of its arrival."""
        stated = first_instant(self.article.published, self.article.updated, self.article.fetched)
        return self.arrived if stated == EPOCH else stated

    @property
    def categories(self) -> list[str]:
        """The streams that contain it, besides that of its feed."""
        label = label_of(self.subscription)
        given = {
            READING_LIST: True,
            f"{LABEL}{label}": label is not None,
            READ: self.story.is_read,
            STARRED: self.story.is_starred,
        }
        return [name for name, is_given in given.items() if is_given]


def contents(
    connection: Connection,
    asked: Sequence[tuple[int, Story]],
    subscriptions: Iterable[Subscription],
    policies: Policies,
    marks: Marks,
) -> list[ItemContent]:
    """Return the contents of these stories, each under its id, including parts that the reader has restored."""
    by_scope = {each.scope: each for each in subscriptions}
    behind = {story.number: story.behind for _, story in asked if story.behind is not None}
    numbers = list(dict.fromkeys(story.number for _, story in asked))
    found = load.read(connection, numbers, behind)
    references = load.references(connection, cited(found))
    shown, bodies = shown_positions(connection, marks, numbers), {}
    for article in found:
        show_again(article, shown.get(article.id, ()))
        bodies[article.id] = with_notes(article, policies.of(article), references, read_before(article, references))
    articles = dict(zip(numbers, found, strict=True))
    return [
        ItemContent(id_, story, article, bodies[article.id], by_scope[story.scope])
        for id_, story in asked
        for article in (articles[story.number],)
    ]


def as_json(content: ItemContent) -> dict[str, Any]:
    """Return an item in the form for clients; its times are in seconds, milliseconds and microseconds."""
    article, link = content.article, web_link(content.article.url)
    links = [{"href": link}] if link else []
    found: dict[str, Any] = {
        "id": long_form(content.id),
        "crawlTimeMsec": str(content.story.usec // 1000),
        "timestampUsec": str(content.story.usec),
        "published": int(content.published.timestamp()),
        "updated": int(max(content.published, last_change(article)).timestamp()),
        "title": article.title or "",
        "canonical": links,
        "alternate": [{**each, "type": "text/html"} for each in links],
        "summary": {"direction": direction(article.language), "content": content.body},
        "categories": content.categories,
        "origin": origin(content.subscription),
        "enclosure": [
            {"href": url, "type": type_, **({} if each.length is None else {"length": each.length})}
            for url, type_, each in enclosures(article)
        ],
    }
    if names := [name for name, _, _ in entry_authors(article)]:
        found["author"] = ", ".join(names)
    return found


def direction(language: str | None) -> str:
    """Return the direction in which a language is written.

    >>> direction("ar-EG"), direction("zh"), direction(None)
    ('rtl', 'ltr', 'ltr')
    """
    return "rtl" if language is not None and language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def origin(subscription: Subscription) -> dict[str, str]:
    """Return the feed of an item in the form for clients."""
    return {
        "streamId": feed_stream(subscription.scope),
        "title": title_of(subscription),
        "htmlUrl": web_link(subscription.site) or "",
    }


def title_of(subscription: Subscription) -> str:
    """Return the title of a subscription, else its address."""
    return xml_text(subscription.title or subscription.url)


def as_atom(stream: str, title: str, found: Iterable[ItemContent], updated: datetime) -> bytes:
    """Return a stream as Atom 1.0, with the states of each item as categories: newsboat reads the labels ``read``."""
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    _put(feed, "id", f"tag:google.com,2005:reader/{stream}")
    _put(feed, "title", title)
    _put(feed, "updated", rfc3339(updated))
    author = etree.SubElement(feed, f"{{{_ATOM}}}author")
    _put(author, "name", title)
    for each in found:
        _put_entry(feed, each)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _put_entry(feed: etree._Element, content: ItemContent) -> None:
    article = content.article
    entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
    _put(entry, "id", long_form(content.id))
    _put(entry, "title", article.title or "")
    _put(entry, "published", rfc3339(content.published))
    _put(entry, "updated", rfc3339(max(content.published, last_change(article))))
    if link := web_link(article.url):
        _put(entry, "link", rel="alternate", type="text/html", href=link)
    for url, type_, _ in enclosures(article):
        _put(entry, "link", rel="enclosure", type=type_, href=url)
    for name, _, _ in entry_authors(article):
        _put(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", name)
    for category in [*content.categories, *([] if content.story.is_read else [FRESH])]:
        _put(entry, "category", scheme=_SCHEME, term=category, label=category.rpartition("/")[2])
    _put(entry, "content", content.body, type="html")


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> None:
    clean = {key: xml_text(value) for key, value in attributes.items()}
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", clean).text = xml_text(text) or None
