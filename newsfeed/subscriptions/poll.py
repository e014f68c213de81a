"""Asking a server for a feed, and what its answer means."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from twisted.python.failure import Failure
from w3lib.http import basic_auth_header

from newsfeed.failures import why_not_fetched
from newsfeed.fetch.conditional import IM_USED, NONE, Validators, conditions, confirmed, validators
from newsfeed.fetch.freshness import fresh_for, retry_after
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load_unknown
from newsfeed.loaders.processors import line, plain
from newsfeed.sources.files import UnreadableError, unpack
from newsfeed.subscriptions.addresses import host
from newsfeed.subscriptions.model import Failed, Received, Unchanged
from newsfeed.subscriptions.schedule import PublisherLimits
from newsfeed.text.dates.parsing import iso
from newsfeed.text.urls.canonical import canonical_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.http import Response

    from newsfeed.formats.feed import Hints
    from newsfeed.loaders.identity import Named
    from newsfeed.subscriptions.model import Options, Subscription

Answer = Failed | Unchanged | Received

NOT_MODIFIED = 304
NOTHING = timedelta()
_PERMANENT = {301, 308}
_ONCE = {"dont_retry": True}  # a feed that fails is asked again when its turn comes


def ask(url: str, options: Options, known: Validators = NONE) -> Request:
    """Return the request for a feed: once, with its credentials if it has some, and "changed since?" if that is known.

    Scrapy takes the credentials away where a redirect leads to another origin.
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
    """Return what an answer to :func:`ask` means for a subscription, and the articles that came with it.

    Left out are the articles whose entries say what they said in the document before.
    ``limit`` is the greatest size of a document in bytes, unpacked.
    """
    refused = refusal(response.status, retry_after(response.headers, now))
    if refused:
        return replace(refused, host=host(response.url)), []
    fresh, moved = fresh_for(response.headers, now) or NOTHING, moved_to(response)
    if response.status == NOT_MODIFIED:
        known = subscription.conditions(now)
        if known == NONE:
            return Failed("unchanged, says the server, but it was not asked whether (304)", "broken"), []
        return Unchanged(validators=confirmed(known, response.headers), fresh_for=fresh, moved=moved), []
    try:
        data = unpack(response.body, subscription.url, limit)
    except UnreadableError as error:
        return Failed(error.reason, "broken"), []
    document = blake2b(data, digest_size=16).digest()
    if document == subscription.history.document:
        return Unchanged(again=True, validators=validators(response.headers), fresh_for=fresh, moved=moved), []
    content_type, language = (
        (response.headers.get(name) or b"").decode("latin-1") for name in ("Content-Type", "Content-Language")
    )
    feed = parse(data, url=subscription.url, content_type=content_type)
    if feed.error or feed.feeds:
        return Failed(feed.error or "a list of feeds, not a feed", "broken"), []
    if feed.cut:
        del feed.entries[-1:]  # half of it would take the place of all of it
    reading = Reading(
        subscription.scope,
        remote=True,
        fetched=iso(now),
        language=language,
        address=response.url,
        zone=subscription.options.time_zone,
    )
    loaded = list(load_unknown(feed, reading, subscription.history.entries))
    articles = [each for _, each in loaded if each]
    return Received(
        title=line(plain(feed.title)) if feed.title else None,
        site=canonical_url(feed.link or "", response.url),
        dates=[datetime.fromisoformat(date) for each, _ in articles if (date := each.published or each.updated)],
        document=document,
        entries=[digest for digest, _ in loaded],
        wishes=_wishes(feed.hints),
        whole=not feed.cut,
        ended=feed.hints.ended,
        only_new=response.status == IM_USED,
        validators=validators(response.headers),
        fresh_for=fresh,
        moved=moved,
    ), articles


def _wishes(hints: Hints) -> PublisherLimits:
    """Return what a document asks of those who poll it."""
    return PublisherLimits(max(hints.ttl or NOTHING, hints.interval or NOTHING), hints.skip_hours, hints.skip_days)


def refusal(status: int, wait: timedelta | None = None) -> Failed | None:
    """Return what a status says that is neither that of a document nor 304; ``None`` for those.

    ``wait`` is what the server asks to be left alone for.
    """
    match status:
        case 200 | 226 | 304:
            return None
        case 401 | 403:
            return Failed(f"not allowed ({status})")
        case 404:
            return Failed("not found (404)", "missing")
        case 410:
            return Failed("gone for good (410)", "gone")
        case 429 | 503:
            return Failed(f"the server wants to be left alone ({status})", "busy", wait)
    return Failed(f"the server answered {status}")


def breakdown(error: BaseException | None) -> Failed:
    """Return what it means that no answer came."""
    missing = isinstance(error, CannotResolveHostError)
    reason = why_not_fetched(Failure(error))  # type: ignore[no-untyped-call]
    return Failed(reason, "missing" if missing else "failed")


def moved_to(response: Response) -> str | None:
    """Return where the permanent redirects led that came before any other, or ``None``."""
    meta = response.meta
    visited = [*meta.get("redirect_urls", []), response.url]
    moved = None
    for reason, target in zip(meta.get("redirect_reasons", []), visited[1:], strict=False):
        if reason not in _PERMANENT:
            break
        moved = target
    return moved
