"""A subscription: its options, its poll history, and its state after the next answer.

Everything is pure: an answer and a time in, the changed subscription out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsfeed.subscriptions.conditional import NONE, Validators, usable
from newsfeed.subscriptions.schedule import (
    DAY,
    LONGEST_BACKOFF,
    LONGEST_BACKOFF_MISSING,
    LONGEST_BOUND,
    Bounds,
    Poll,
    PublisherLimits,
    Rhythm,
    backoff,
    first_rhythm,
    learn,
    next_poll,
    usual_wait,
)
from newsfeed.text.urls import credentials
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from newsfeed.dedup.policy import Policy

Status = Literal["active", "paused", "retired"]

NO_LIMITS = PublisherLimits()

MOVED_POLLS = 3
MOVED_FOR = timedelta(days=2)
"""A permanent redirect becomes the feed's URL after this many consecutive polls over this time have seen it."""


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that is not final yet: its target, its start, and the number of consecutive polls."""

    url: str
    since: datetime
    polls: int = 1


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one feed; ``None`` means the default. ``credentials`` are ``user:password``.

    With ``full_text`` the pages of its articles are read, too; ``zone`` is the IANA time zone for times without one.
    ``policy`` applies to duplicates in its articles. An article is left out of feeds, and does not count as read, if it
    matches one of the patterns ``drop``, or if there are patterns ``keep`` and it matches none of them. With ``prefer``
    its telling of a story is shown instead of others. ``agency`` marks the feed of a news agency.
    """

    least: timedelta | None = None
    most: timedelta | None = None
    user_agent: str | None = None
    credentials: str | None = field(default=None, repr=False)
    full_text: bool | None = None
    zone: str | None = None
    policy: Policy | None = None
    keep: tuple[str, ...] | None = None
    drop: tuple[str, ...] | None = None
    prefer: bool | None = None
    agency: bool | None = None

    @property
    def time_zone(self) -> tzinfo | None:
        """The time zone; ``None`` if none is named, or if it is unknown to this system."""
        return known_zone(self.zone) if self.zone else None

    @property
    def bounds(self) -> Bounds:
        """The shortest and the longest wait between two polls."""
        usual = Bounds()
        least = self.least or min(usual.least, self.most or usual.least)
        most = self.most or max(usual.most, least)
        return Bounds(min(least, LONGEST_BOUND), min(most, LONGEST_BOUND))


@dataclass(frozen=True, slots=True)
class History:
    """The results of past polls.

    ``succeeded`` is the time of the last answer that was a feed or 304, ``received`` of the last that was a feed;
    ``document`` is the digest of that feed, ``holds`` the numbers of the articles in it, ``entries`` these numbers by
    the digests of the entries' contents.
    """

    polls: int = 0
    polled: datetime | None = None
    succeeded: datetime | None = None
    received: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    validators: Validators = NONE
    wishes: PublisherLimits = NO_LIMITS
    rhythm: Rhythm | None = None
    document: bytes | None = None
    holds: tuple[int, ...] = ()
    entries: Mapping[int, int] = field(default_factory=dict)
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to poll. ``scope`` is the URL it was added with: its articles' ids stay the same when it moves.

    ``why`` explains its state: the reason of a failure or of its retirement.
    """

    number: int
    url: str
    scope: str
    due: datetime
    title: str | None = None
    site: str | None = None
    folder: tuple[str, ...] = ()
    status: Status = "active"
    why: str | None = None
    options: Options = Options()
    history: History = History()

    def conditions(self, now: datetime) -> Validators:
        """Return the validators for a conditional request."""
        return usable(self.history.validators, self.history.received, now)


@dataclass(frozen=True, slots=True)
class Received:
    """The answer is a feed.

    ``entries`` are the digests of its entries' contents, ``dates`` the dates of new and changed entries; ``document``
    is the digest of its bytes; ``whole`` is false if it was truncated, ``ended`` true if it states that it will never
    change again; ``only_new`` is true if the server left out unchanged entries (RFC 3229); ``fresh_for`` is how long
    HTTP caches may keep the answer; ``moved`` is the target of permanent redirects. ``impossible_dates`` is the number
    of new and changed entries that state an impossible time.
    """

    title: str | None
    site: str | None
    dates: Sequence[datetime]
    document: bytes
    entries: Sequence[int] = ()
    wishes: PublisherLimits = NO_LIMITS
    whole: bool = True
    ended: bool = False
    only_new: bool = False
    impossible_dates: int = 0
    validators: Validators = NONE
    fresh_for: timedelta = timedelta()
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The feed has not changed: the server answered 304, or sent the same bytes again (``again``)."""

    again: bool = False
    validators: Validators = NONE
    fresh_for: timedelta = timedelta()
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer is not a feed; ``reason`` is a clause.

    ``kind`` is ``gone`` for a feed that was removed for good (410), ``missing`` for 404 or an unknown host, ``busy``
    for a rate-limited or unavailable server (429, 503), with its ``retry_after``, ``broken`` for a document that is not
    a feed, and ``failed`` otherwise. ``host`` is the server that answered, which redirects may have led to.
    """

    reason: str
    kind: Literal["gone", "missing", "busy", "broken", "failed"] = "failed"
    retry_after: timedelta | None = None
    host: str | None = None


def received(
    subscription: Subscription, answer: Received, holds: Sequence[int], new: int, now: datetime
) -> Subscription:
    """Return the subscription after an answer with the articles ``holds``, ``new`` of them not seen before."""
    before = subscription.history
    entries = dict(zip(answer.entries, holds, strict=False))
    if answer.only_new:
        holds = list(dict.fromkeys((*holds, *before.holds)))[: max(len(holds), len(before.holds))]
        left = set(holds).difference(entries.values())
        entries |= {digest: number for digest, number in before.entries.items() if number in left}
    poll = Poll(len(holds), new, now - before.succeeded if before.succeeded else timedelta())
    rhythm = learn(before.rhythm, poll) if before.rhythm else first_rhythm(answer.dates, now)
    history = replace(
        before,
        received=now,
        validators=answer.validators if answer.whole else NONE,
        wishes=answer.wishes,
        rhythm=rhythm,
        document=answer.document if answer.whole else None,
        holds=tuple(holds),
        entries=entries,
    )
    named = replace(
        subscription,
        title=subscription.title or answer.title,
        site=answer.site or subscription.site,
        history=history,
    )
    after = _after_success(named, poll if before.rhythm else replace(poll, new=0), answer, now)
    return replace(after, status="retired", why="it states that it has ended") if answer.ended else after


def unchanged(subscription: Subscription, answer: Unchanged, now: datetime) -> Subscription:
    """Return the subscription after an answer without changes."""
    before = subscription.history
    poll = Poll(len(before.holds), 0, now - before.succeeded if before.succeeded else timedelta())
    history = replace(
        before,
        received=now if answer.again else before.received,
        validators=answer.validators,
        rhythm=learn(before.rhythm, poll) if before.rhythm else None,
    )
    return _after_success(replace(subscription, history=history), poll, answer, now)


def failed(subscription: Subscription, answer: Failed, now: datetime) -> Subscription:
    """Return the subscription after an answer that was not a feed. All data about the feed is kept.

    Only the validators are dropped, so that the next answer is the whole document.
    """
    before = subscription.history
    history = replace(
        before,
        polls=before.polls + 1,
        polled=now,
        failures=before.failures + 1,
        failing_since=before.failing_since or now,
        validators=NONE,  # they may belong to the page that was sent instead of the feed
    )
    after = replace(subscription, why=answer.reason, history=history)
    if answer.kind == "gone":
        return replace(after, status="retired")
    return replace(after, due=_next(after, max(failure_wait(after, answer), after.options.bounds.least), now))


def failure_wait(subscription: Subscription, answer: Failed) -> timedelta:
    """Return how long to wait after a failed poll: the stated ``Retry-After``, else an exponential back-off."""
    if answer.kind == "busy" and answer.retry_after is not None:
        return answer.retry_after
    history, bounds = subscription.history, subscription.options.bounds
    usual = usual_wait(history.rhythm, Poll(0, 0, timedelta()), bounds) if history.rhythm else bounds.least
    return backoff(usual, history.failures, LONGEST_BACKOFF_MISSING if answer.kind == "missing" else LONGEST_BACKOFF)


def _after_success(subscription: Subscription, poll: Poll, answer: Received | Unchanged, now: datetime) -> Subscription:
    history = replace(
        subscription.history,
        polls=subscription.history.polls + 1,
        polled=now,
        succeeded=now,
        failures=0,
        failing_since=None,
    )
    after = _with_move(replace(subscription, why=None, history=history), answer.moved, now)
    bounds = after.options.bounds
    wait = usual_wait(history.rhythm, poll, bounds) if history.rhythm else bounds.least
    return replace(after, due=_next(after, max(wait, min(answer.fresh_for, DAY)), now))


def _with_move(subscription: Subscription, moved: str | None, now: datetime) -> Subscription:
    """Record the target of permanent redirects, and make it the feed's URL once they have led there long enough.

    A feed with credentials keeps its URL, because they are for that server only.
    """
    history = subscription.history
    if moved is None or subscription.options.credentials:
        return replace(subscription, history=replace(history, move=None))
    known = history.move
    again = known is not None and known.url == moved and known.since <= now  # a later time was set by a wrong clock
    move = replace(known, polls=known.polls + 1) if known and again else Move(moved, now)
    if move.polls < MOVED_POLLS or now - move.since < MOVED_FOR:
        return replace(subscription, history=replace(history, move=move))
    return replace(subscription, url=moved, history=replace(history, move=None))


def _next(subscription: Subscription, wait: timedelta, now: datetime) -> datetime:
    seed = f"{subscription.scope} {subscription.history.polls}"
    return next_poll(now, wait, subscription.history.wishes, seed)


def known_zone(name: str) -> tzinfo | None:
    """Return the time zone with an IANA name, ``None`` if there is none.

    >>> known_zone("Asia/Shanghai"), known_zone("Mars/Olympus")
    (zoneinfo.ZoneInfo(key='Asia/Shanghai'), None)
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError for names that look like paths
        return None


def split_credentials(url: str, options: Options) -> tuple[str, Options]:
    """Return a URL without its credentials, and the options with them.

    >>> url, options = split_credentials("https://me:s%20cret@example.org/feed", Options())
    >>> url, options.credentials
    ('https://example.org/feed', 'me:s cret')
    """
    plain, found = credentials.split_credentials(url)
    return plain, options if found is None else replace(options, credentials=found)


def options_for_redirect(url: str, other: str, options: Options) -> Options:
    """Return the options for a URL that ``other`` led to: with credentials only if both have the same origin.

    >>> secret = Options(credentials="me:secret")
    >>> options_for_redirect("https://example.org/feed", "http://example.org/", secret).credentials
    """
    same = urlsplit(url).scheme == urlsplit(other).scheme and host(url) == host(other)
    return options if same else replace(options, credentials=None)
