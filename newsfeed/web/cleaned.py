"""The cleaned feeds of subscriptions and folders, at addresses for any feed reader.

They are the feeds that a watch publishes, but generated from the store on request, and with the articles and paragraphs
that the reader has restored.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.policy import Policies, Policy
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.publish import (
    FIRST_READING,
    SINGLE_FEEDS,
    cited,
    opml_of_clean_feeds,
    single_feed_name,
    write_feed,
)
from newsfeed.store import browse, subscriptions
from newsfeed.store.articles import load
from newsfeed.store.copies import representatives
from newsfeed.web.pages import NotFoundError
from newsfeed.web.shown_again import show_again, shown_positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from newsfeed.subscriptions.model import Subscription
    from newsfeed.web.marks import Marks

FOLDERS = "folders"


class FeedSettings(NamedTuple):
    """The default policy for duplicates, and the number of newest articles in a feed."""

    policy: Policy = "drop"
    newest: int = 100


class Cleaned(NamedTuple):
    """The inputs of a cleaned feed: the store, the settings, the server's address, and the reader's marks."""

    connection: Connection
    settings: FeedSettings
    base: str
    marks: Marks


def folder_feed(of: Cleaned, folder: tuple[str, ...]) -> bytes:
    """Return the feed of a folder with its subfolders, or of all subscriptions; raise NotFoundError if it has none."""
    members = [each for each in subscriptions.everything(of.connection) if each.folder[: len(folder)] == folder]
    if folder and not members:
        raise NotFoundError
    path = [FOLDERS, *folder[:-1], f"{folder[-1]}.atom"] if folder else ["feed.atom"]
    return _atom(of, members, path, first_reading=FIRST_READING, title=" / ".join(folder) or None)


def single_feed(of: Cleaned, name: str) -> bytes:
    """Return the feed of one subscription by its :func:`single_feed_name`; raise NotFoundError if there is none."""
    known = [each for each in subscriptions.everything(of.connection) if single_feed_name(each.scope) == name]
    if not known:
        raise NotFoundError
    return _atom(of, known, [SINGLE_FEEDS, name], title=known[0].title or known[0].url, home=known[0].site)


def opml(of: Cleaned) -> bytes:
    """Return the list of the feeds of single subscriptions."""
    return opml_of_clean_feeds(subscriptions.everything(of.connection), Publication(base=of.base))


def _atom(
    of: Cleaned,
    members: Sequence[Subscription],
    path: Sequence[str],
    *,
    first_reading: int | None = None,
    title: str | None,
    home: str | None = None,
) -> bytes:
    policies = Policies(of.settings.policy, subscriptions.policies(of.connection))
    scopes = [each.scope for each in members]
    # The feed of a subscription has all entries of its document, even if these are more than the newest articles.
    most = max([of.settings.newest, *(len(each.history.holds) for each in members if first_reading is None)])
    numbers = subscriptions.newest(
        of.connection, scopes, most, first_reading=first_reading, copies=policies.folding(scopes)
    )
    numbers = list(dict.fromkeys([*numbers, *browse.of_feeds(of.connection, of.marks.shown(), scopes)]))
    shown = shown_positions(of.connection, of.marks, numbers)
    articles = load.read(of.connection, numbers, representatives(of.connection, numbers))
    for article in articles:
        show_again(article, shown.get(article.id, ()))
    file = io.BytesIO()
    options = Publication(base=of.base).options(*path, title=title, home=home)
    write_feed(file, "atom", articles, policies, load.references(of.connection, cited(articles)), **options)
    return file.getvalue()
