"""Polls: the request for a feed, and the interpretation of the response."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from w3lib.http import basic_auth_header

from newsfeed.dedup.order import PollTimes
from newsfeed.fetch.errors import failure_reason
from newsfeed.fetch.freshness import fresh_for, retry_after
from newsfeed.fetch.headers import header
from newsfeed.fetch.status import BUSY, EMPTY, IM_USED, NOT_MODIFIED, PERMANENT_REDIRECTS, is_success, response_reason
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load_unknown
from newsfeed.loaders.dates import has_impossible_date
from newsfeed.loaders.processors import line, plain
from newsfeed.sources.files import UnreadableError, unpack
from newsfeed.subscriptions.conditional import NONE, Validators, conditions, confirmed, validators
from newsfeed.subscriptions.model import Failed, Received, Unchanged
from newsfeed.subscriptions.schedule import PublisherLimits
from newsfeed.text.dates.parsing import iso
from newsfeed.text.urls.canonical import canonical_url
from newsfeed.text.urls.credentials import name_without_credentials
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from newsfeed.formats.feed import Hints
    from newsfeed.loaders.identity import Named
    from newsfeed.subscriptions.model import Options, Subscription

Answer = Failed | Unchanged | Received

_ZERO = timedelta()
_ONCE = {"dont_retry": True}  # a feed that fails is polled again when it is due


def ask(url: str, options: Options, known: Validators = NONE) -> Request:
    """Return the request for a feed: not retried, with its credentials, conditional if validators are ``known``.

    Scrapy removes the credentials if a redirect leads to another origin.
    """
    headers: dict[str, str | bytes] = {}
    if options.user_agent:
        headers["User-Agent"] = options.user_agent
    if options.credentials:
        headers["Authorization"] = basic_auth_header(*options.credentials.split(":", 1))
    return Request(url, headers=headers | conditions(known), meta=dict(_ONCE), dont_filter=True)


def read_answer(
    response: Response, subscription: Subscription, now: datetime, limit: int
) -> tuple[Answer, Sequence[Named]]:
    """Return the answer that a response to :func:`ask` contains, and its articles.

    Articles whose entries have not changed since the previous document are left out. ``limit`` is the largest size of a
    document in bytes, decompressed.
    """
    refused = refusal(response, retry_after(response.headers, now))
    if refused:
        return replace(refused, host=host(response.url)), []
    fresh, moved = fresh_for(response.headers, now) or _ZERO, moved_to(response)
    if response.status == NOT_MODIFIED:
        known = subscription.conditions(now)
        if known == NONE:
            return Failed("the server answered 304 Not Modified to an unconditional request", "broken"), []
        return Unchanged(validators=confirmed(known, response.headers), fresh_for=fresh, moved=moved), []
    try:
        data = unpack(response.body, subscription.url, limit).data
    except UnreadableError as error:
        return Failed(error.reason, "broken"), []
    document = blake2b(data, digest_size=16).digest()
    if document == subscription.history.document:
        return Unchanged(again=True, validators=validators(response.headers), fresh_for=fresh, moved=moved), []
    content_type, refresh = header(response, "Content-Type"), header(response, "Refresh")
    feed = parse(data, url=subscription.url, content_type=content_type, refresh=refresh)
    if feed.error or feed.feeds:
        return Failed(feed.error or "a list of feeds, not a feed", "broken"), []
    if feed.cut:
        del feed.entries[-1:]  # a part of an entry would replace the whole
    reading = Reading(
        subscription.scope,
        remote=True,
        fetched=iso(now),
        language=header(response, "Content-Language"),
        address=response.url,
        zone=subscription.options.time_zone,
        poll=PollTimes(iso(now), iso(known_at) if (known_at := subscription.history.succeeded) else None),
    )
    loaded = list(load_unknown(feed, reading, subscription.history.entries))
    articles = [each for _, each in loaded if each]
    return Received(
        title=line(name_without_credentials(plain(feed.title))) if feed.title else None,
        site=canonical_url(feed.link or "", response.url),
        dates=[datetime.fromisoformat(date) for each, _ in articles if (date := each.published or each.updated)],
        document=document,
        entries=[digest for digest, _ in loaded],
        wishes=_publisher_limits(feed.hints),
        whole=not feed.cut,
        ended=feed.hints.ended,
        only_new=response.status == IM_USED,
        impossible_dates=sum(map(has_impossible_date, articles)),
        validators=validators(response.headers),
        fresh_for=fresh,
        moved=moved,
    ), articles


def _publisher_limits(hints: Hints) -> PublisherLimits:
    """Return the limits that a document sets for polls."""
    return PublisherLimits(max(hints.ttl or _ZERO, hints.interval or _ZERO), hints.skip_hours, hints.skip_days)


def refusal(response: Response, wait: timedelta | None = None) -> Failed | None:
    """Return the failure that the status of a response means; ``None`` for a document and for 304.

    ``wait`` is the ``Retry-After`` of the response.
    """
    status = response.status
    if status == NOT_MODIFIED or (is_success(status) and status not in EMPTY):
        return None
    reason = response_reason(response)
    if status in BUSY:
        return Failed(reason, "busy", wait)
    kinds: dict[int, Literal["missing", "gone"]] = {404: "missing", 410: "gone"}
    return Failed(reason, kinds.get(status, "failed"))


def breakdown(error: BaseException | None) -> Failed:
    """Return the failure of a request that got no response."""
    missing = isinstance(error, CannotResolveHostError)
    return Failed(failure_reason(error), "missing" if missing else "failed")


def moved_to(response: Response) -> str | None:
    """Return the target of the leading permanent redirects, ``None`` if the first redirect is not permanent."""
    meta = response.meta
    visited = [*meta.get("redirect_urls", []), response.url]
    moved = None
    for reason, target in zip(meta.get("redirect_reasons", []), visited[1:], strict=False):
        if reason not in PERMANENT_REDIRECTS:
            break
        moved = target
    return moved
