"""Discovery of feeds from a URL: of a feed, of a page that links to one, or of an OPML list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Spider

from newsfeed.errors import NewsfeedError
from newsfeed.formats import parse
from newsfeed.formats.opml import Outline, outlines
from newsfeed.loaders.processors import line, plain
from newsfeed.sources.files import unpack
from newsfeed.subscriptions.model import Options, options_for_redirect
from newsfeed.subscriptions.poll import ask, breakdown, refusal
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import split_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsfeed.formats.feed import Feed


class NoFeedError(NewsfeedError):
    """A URL leads to no feed."""


class DiscoverySpider(Spider):
    """Discovers the feeds of some URLs.

    ``asked`` are the URLs with the options for each. Afterwards ``found`` has the feeds of each URL with their options,
    and ``failed`` the reasons for the URLs without feeds.
    """

    name = "discovery"
    custom_settings = {"EXTENSIONS": {"newsfeed.reporting.outcome.Outcome": None}, "ITEM_PIPELINES": {}}  # noqa: RUF012

    def __init__(self, asked: Mapping[str, Options], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asked = asked
        self.found: dict[str, Sequence[tuple[Outline, Options]]] = {}
        self.failed: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Request]:
        """Request each URL."""
        for address, options in self._asked.items():
            yield ask(address, options).replace(
                callback=self.read, errback=partial(self.fail, address), cb_kwargs={"address": address}
            )

    async def read(self, response: Response, address: str) -> None:
        """Record the feeds that a response leads to."""
        try:
            self.found[address] = await self._feeds_of(response, address)
        except NewsfeedError as error:
            self.failed[address] = str(error)

    def fail(self, address: str, failure: Failure) -> None:
        """Record why a request failed."""
        self.failed[address] = breakdown(failure.value).reason

    async def _feeds_of(self, response: Response, address: str) -> Sequence[tuple[Outline, Options]]:
        feed, data = self._read(response)
        options = self._asked[address]
        if feed.format == "opml":
            listed = outlines(data, content_type=_content_type(response))
            absolute = [replace(each, url=url) for each in listed if (url := web_address(each.url, response.url))]
            return [(each, options_for_redirect(each.url, address, options)) for each in absolute]
        if feed.feeds:
            found = [url for each in feed.feeds if (url := web_address(each, response.url))]
            urls = [split_credentials(url)[0] for url in found]  # whoever wrote the page has none of ours
            return [await self._first_readable(urls, address)]
        return [(_outline(feed, address), options)]

    async def _first_readable(self, urls: Sequence[str], address: str) -> tuple[Outline, Options]:
        """Return the first readable feed that a page links to; the others are copies of it or feeds of comments."""
        reasons = []
        for url in urls:
            options = options_for_redirect(url, address, self._asked[address])
            try:
                return await self._feed_at(url, options), options
            except NewsfeedError as error:
                reasons.append(f"{url}: {error}")
        raise NoFeedError(f"a page whose feeds cannot be read ({'; '.join(reasons)})")

    async def _feed_at(self, url: str, options: Options) -> Outline:
        assert self.crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response = await self.crawler.engine.download_async(ask(url, options))
        except Exception as error:
            raise NoFeedError(breakdown(error).reason) from error
        if refused := refusal(response.status):
            raise NoFeedError(refused.reason)
        return _outline(self._read(response)[0], url)

    def _read(self, response: Response) -> tuple[Feed, bytes]:
        """Return the parsed document of a response, and its bytes."""
        data = unpack(response.body, response.url, self.settings.getint("DOWNLOAD_MAXSIZE"))
        return parse(data, url=response.url, content_type=_content_type(response)), data


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def _outline(feed: Feed, address: str) -> Outline:
    """Return a feed as a subscription; raise :class:`NoFeedError` for any other document."""
    if feed.error or feed.feeds:
        raise NoFeedError(feed.error or "a list of feeds, not a feed")
    return Outline(address, line(plain(feed.title)) if feed.title else None, feed.link)
