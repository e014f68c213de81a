"""Published feeds of a watch: a directory of static files for a web server.

::

    feed.atom feed.rss feed.json      the newest articles of all subscriptions
    World/feed.atom …                 those of the folder World, and of the folders in it
    feeds/NAME.atom                   one subscription, cleaned
    index.html                        a page that links to all of these
    subscriptions.opml                the feeds of single subscriptions, for a feed reader; only with an address
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from scrapy.utils.misc import load_object

from newsfeed.dedup.policy import Policies
from newsfeed.exporters import EXPORTERS
from newsfeed.exporters.entry import web_link
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.storage import replace_file
from newsfeed.formats.opml import Outline, to_opml
from newsfeed.text.characters import safe_file_name, xml_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from newsfeed.dedup.policy import Policy
    from newsfeed.items import Article, Reference
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.model import Subscription

FILES = {"feed.atom": "atom", "feed.rss": "rss", "feed.json": "jsonfeed"}
"""The files written for each folder, with their formats."""

SINGLE_FEEDS, INDEX, OPML = "feeds", "index.html", "subscriptions.opml"

FIRST_READING = 10
"""Articles of a feed's first poll that enter merged feeds, so that a new subscription does not bury the others."""

_RESERVED = frozenset({*FILES, SINGLE_FEEDS, INDEX, OPML})
_LONGEST_NAME = 60  # characters
_UNKNOWN = Publication()  # at no known address
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PublishedFeeds:
    """Writes the feeds of the ``newest`` articles of a store to a directory.

    ``policy`` applies to duplicates in them, unless a subscription has a policy of its own; ``publication`` holds their
    title and addresses.
    """

    directory: Path
    newest: int
    policy: Policy = "drop"
    publication: Publication = _UNKNOWN

    def write(self, store: Store, changed: Collection[str] | None = None) -> Iterator[None]:
        """Write all files, of single subscriptions only the ``changed`` (by scope) and missing ones; yield after each.

        Each file appears whole. Raises :class:`newsfeed.exporters.storage.OutputError` if one cannot be written.
        """
        subscriptions, policies = store.subscriptions(), store.policies()
        copies = Policies(self.policy, policies).folding(each.scope for each in subscriptions)
        for folder in _folders(subscriptions):
            members = [each.scope for each in subscriptions if each.folder[: len(folder)] == folder]
            numbers = store.newest(members, self.newest, first_reading=FIRST_READING, copies=copies)
            for name in FILES:
                path = [*map(file_name, folder), name]
                self._write_feed(store, numbers, policies, path, " / ".join(folder) or None)
                yield
        for each in subscriptions:
            path = [SINGLE_FEEDS, single_feed_name(each.scope)]
            if changed is None or each.scope in changed or not self.directory.joinpath(*path).exists():
                # All entries of a document are published, even if it holds more than the newest articles.
                most = max(self.newest, len(each.history.holds))
                numbers = store.newest([each.scope], most, copies=copies)
                self._write_feed(store, numbers, policies, path, each.title or each.url, each.site)
                yield
        self._write_file(INDEX, _index(subscriptions, self.publication.title).encode())
        if self.publication.base is not None:
            self._write_file(OPML, opml_of_clean_feeds(subscriptions, self.publication))

    def _write_feed(
        self,
        store: Store,
        numbers: Sequence[int],
        policies: Mapping[str, Policy],
        path: Sequence[str],
        title: str | None,
        site: str | None = None,
    ) -> None:
        articles = list(store.articles(numbers))
        references = store.references(cited(articles))
        options = self.publication.options(*path, title=title, home=site)
        with replace_file(self.directory.joinpath(*path)) as file:
            write_feed(
                file, FILES.get(path[-1], "atom"), articles, Policies(self.policy, policies), references, **options
            )

    def _write_file(self, name: str, content: bytes) -> None:
        with replace_file(self.directory / name) as file:
            file.write(content)


def write_feed(
    file: IO[bytes],
    format_: str,
    articles: Iterable[Article],
    policies: Policies,
    references: Mapping[str, Reference],
    **options: Any,
) -> None:
    """Write a feed with notes on reuse; ``references`` are the articles that it may link, ``options`` its title etc."""
    exporter = load_object(EXPORTERS[format_])(
        file, **options, policy=policies.default, policies=policies.by_feed, references=references
    )
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(article)
    exporter.finish_exporting()


def cited(articles: Iterable[Article]) -> set[str]:
    """Return the ids of the articles that hold parts of these."""
    return {origin.article for each in articles for paragraph in each.paragraphs for origin in paragraph.reuse}


def opml_of_clean_feeds(subscriptions: Iterable[Subscription], publication: Publication) -> bytes:
    """Return the published feeds of single subscriptions as a list for import into feed readers."""
    outlines = [
        Outline(
            publication.address(SINGLE_FEEDS, single_feed_name(each.scope)) or "",
            xml_text(each.title or each.url),
            web_link(each.site),
            tuple(map(xml_text, each.folder)),
        )
        for each in subscriptions
    ]
    return to_opml(outlines, publication.title)


def file_name(folder: str) -> str:
    """Return a directory name for a folder: its own name if every file system allows it, else a similar one.

    >>> file_name("World"), file_name("../etc"), file_name("Feeds")
    ('World', '_._etc-53dac9b2', 'Feeds-849b36a1')
    """
    name = safe_file_name(folder)[:_LONGEST_NAME]
    if name == folder and folder.casefold() not in _RESERVED:
        return name
    return f"{name}-{_digest(folder)}"


def single_feed_name(scope: str) -> str:
    """Return the file name of one subscription's feed; it never changes, and hides the query, which may be secret.

    >>> single_feed_name("https://news.example.org/world?key=123")
    'news-example-org-world-b211713a.atom'
    """
    address = scope.partition("://")[2].partition("?")[0]
    name = _OTHER.sub("-", address.lower()).strip("-")[:_LONGEST_NAME]
    return f"{name}-{_digest(scope)}.atom"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _folders(subscriptions: Iterable[Subscription]) -> Sequence[tuple[str, ...]]:
    """Return every folder that has subscriptions, itself or in folders below it, and the root."""
    depths = ((each.folder, depth) for each in subscriptions for depth in range(len(each.folder) + 1))
    return sorted({(), *(folder[:depth] for folder, depth in depths)})


def _index(subscriptions: Sequence[Subscription], title: str) -> str:
    """Return a page that links to the feeds of each folder, and to those of its subscriptions."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        '<link rel="alternate" type="application/atom+xml" href="feed.atom">',
        "</head><body>",
        f"<h1>{escape(title)}</h1>",
    ]
    for folder in _folders(subscriptions):
        place = "/".join(quote(file_name(each)) for each in folder)
        links = ", ".join(f'<a href="{escape(f"{place}/{name}" if place else name)}">{name}</a>' for name in FILES)
        heading = escape(" / ".join(map(xml_text, folder)) or "All")
        parts.append(f"<h2>{heading}</h2>\n<p>{links}</p>")
        if members := [each for each in subscriptions if each.folder == folder]:
            parts.append(f"<ul>\n{''.join(map(_index_line, members))}</ul>")
    return "\n".join([*parts, "</body></html>", ""])


def _index_line(subscription: Subscription) -> str:
    address = f"{SINGLE_FEEDS}/{single_feed_name(subscription.scope)}"
    title = escape(xml_text(subscription.title or subscription.url))
    site = web_link(subscription.site)
    page = f' (<a href="{escape(site)}">site</a>)' if site else ""
    return f'<li><a href="{address}">{title}</a>{page}</li>\n'
