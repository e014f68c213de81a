"""Discover feeds from the URL of a feed, of a page that links to one, or of an OPML list."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Spider

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.headers import header
from newsfeed.formats import parse
from newsfeed.formats.opml import Outline, outlines
from newsfeed.loaders.processors import line, plain
from newsfeed.sources.files import unpack
from newsfeed.sources.lists import MOST_ALTERNATES
from newsfeed.subscriptions.model import Options, options_for_redirect
from newsfeed.subscriptions.poll import ask, breakdown, refusal
from newsfeed.text.urls.canonical import other_address, web_address
from newsfeed.text.urls.credentials import split_credentials
from newsfeed.text.urls.typed import feed_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsfeed.formats.feed import Feed

_MOST_FORWARDS = 3  # pages in a row that forward to the next


class NoFeedError(NewsfeedError):
    """A URL leads to no feed."""


class DiscoverySpider(Spider):
    """Discovers the feeds of some URLs.

    ``asked`` maps the URLs to their options; the URL in ``fallbacks`` is requested if the original one leads to no
    feed. Afterwards ``found`` has the feeds of each asked URL with their options, and ``failed`` the reasons for URLs
    without feeds.
    """

    name = "discovery"
    custom_settings = {"EXTENSIONS": {"newsfeed.reporting.outcome.Outcome": None}, "ITEM_PIPELINES": {}}  # noqa: RUF012

    def __init__(self, asked: Mapping[str, Options], fallbacks: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asked = asked
        self._fallbacks = dict(fallbacks or {})
        self.found: dict[str, Sequence[tuple[Outline, Options]]] = {}
        self.failed: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Request]:
        """Request each URL."""
        for address in self._asked:
            yield self._request(address, address)

    def _request(self, asked: str, address: str) -> Request:
        return ask(address, self._asked[asked]).replace(
            callback=self.read, errback=partial(self.fail, asked), cb_kwargs={"asked": asked, "address": address}
        )

    async def read(self, response: Response, asked: str, address: str) -> list[Request]:
        """Record the feeds that a response leads to, or request the fallback."""
        try:
            self.found[asked] = await self._feeds_of(response, address, self._asked[asked])
        except NewsfeedError as error:
            return self._fall_back(asked, str(error))
        self.failed.pop(asked, None)
        return []

    def fail(self, asked: str, failure: Failure) -> list[Request]:
        """Record why a request failed, and request the fallback."""
        return self._fall_back(asked, breakdown(failure.value).reason)

    def _fall_back(self, asked: str, reason: str) -> list[Request]:
        self.failed.setdefault(asked, reason)
        fallback = self._fallbacks.pop(asked, None)
        return [self._request(asked, fallback)] if fallback else []

    async def _feeds_of(
        self, response: Response, address: str, options: Options, forwards: int = _MOST_FORWARDS
    ) -> Sequence[tuple[Outline, Options]]:
        feed, data = self._read(response)
        if feed.format == "opml":
            listed = outlines(data, content_type=header(response, "Content-Type"))
            absolute = [replace(each, url=url) for each in listed if (url := _listed_url(each.url, response.url))]
            return [(each, options_for_redirect(each.url, address, options)) for each in absolute]
        if feed.forward and forwards and (target := other_address(feed.forward, response.url)):
            target = split_credentials(target)[0]
            options = options_for_redirect(target, address, options)
            return await self._feeds_of(await self._answer(target, options), target, options, forwards - 1)
        if feed.feeds:
            found = [url for each in feed.feeds if (url := web_address(each, response.url))]
            urls = [split_credentials(url)[0] for url in found[:MOST_ALTERNATES]]  # credentials in a page are not ours
            return [await self._first_readable(urls, address, options)]
        return [(_outline(feed, address), options)]

    async def _first_readable(self, urls: Sequence[str], address: str, asked: Options) -> tuple[Outline, Options]:
        """Return the first readable feed that a page links to; the others are copies of it or feeds of comments."""
        reasons = []
        for url in urls:
            options = options_for_redirect(url, address, asked)
            try:
                return await self._feed_at(url, options), options
            except NewsfeedError as error:
                reasons.append(f"{url}: {error}")
        raise NoFeedError(f"a page whose feeds cannot be read ({'; '.join(reasons)})")

    async def _feed_at(self, url: str, options: Options) -> Outline:
        return _outline(self._read(await self._answer(url, options))[0], url)

    async def _answer(self, url: str, options: Options) -> Response:
        """Return the response to a request that this one depends on; raise :class:`NoFeedError` if there is none."""
        assert self.crawler.engine is not None  # noqa: S101 - it runs this
        try:
            response: Response = await self.crawler.engine.download_async(ask(url, options))
        except Exception as error:
            raise NoFeedError(breakdown(error).reason) from error
        if refused := refusal(response):
            raise NoFeedError(refused.reason)
        return response

    def _read(self, response: Response) -> tuple[Feed, bytes]:
        """Return the parsed document of a response, and its bytes."""
        data = unpack(response.body, response.url, self.settings.getint("DOWNLOAD_MAXSIZE")).data
        content_type, refresh = header(response, "Content-Type"), header(response, "Refresh")
        return parse(data, url=response.url, content_type=content_type, refresh=refresh), data


def _listed_url(stated: str, base: str) -> str | None:
    """Return the absolute URL of a feed in a list at ``base``; ``None`` if it has none."""
    return (feed_url(stated) or web_address(stated, base)) if stated else None


def _outline(feed: Feed, address: str) -> Outline:
    """Return a feed as a subscription; raise :class:`NoFeedError` for any other document."""
    if feed.error or feed.feeds:
        raise NoFeedError(feed.error or "a list of feeds, not a feed")
    return Outline(address, line(plain(feed.title)) if feed.title else None, feed.link)
