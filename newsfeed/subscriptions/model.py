"""A feed that is polled: what its subscriber wants, what polls have shown, and what the next answer makes of it.

All of it is pure: an answer and a time in, the changed subscription out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsfeed.fetch.conditional import NONE, Validators, usable
from newsfeed.subscriptions.addresses import host
from newsfeed.subscriptions.schedule import (
    DAY,
    LONGEST_BACKOFF,
    LONGEST_BACKOFF_MISSING,
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
from newsfeed.text.urls.canonical import without_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

Status = Literal["active", "paused", "retired"]

NO_WISHES = PublisherLimits()

MOVED_POLLS = 3
MOVED_FOR = timedelta(days=2)
"""A permanent redirect is believed after so many polls in a row, over so long a time, have shown it."""


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that is not believed yet: where to, since when, in how many polls in a row."""

    url: str
    since: datetime
    polls: int = 1


@dataclass(frozen=True, slots=True)
class Options:
    """How one feed is polled and read, where that differs from the rest; ``credentials`` are ``user:password``.

    With ``full_text`` the pages of its articles are read too; ``zone`` is the IANA name of that of times without one.
    """

    least: timedelta | None = None
    most: timedelta | None = None
    user_agent: str | None = None
    credentials: str | None = field(default=None, repr=False)
    full_text: bool | None = None
    zone: str | None = None

    @property
    def time_zone(self) -> tzinfo | None:
        """The zone by its name; ``None`` where none is named, or this system does not know it."""
        return known_zone(self.zone) if self.zone else None

    @property
    def bounds(self) -> Bounds:
        """The shortest and the longest wait between two polls."""
        usual = Bounds()
        least = self.least or min(usual.least, self.most or usual.least)
        return Bounds(least, self.most or max(usual.most, least))


@dataclass(frozen=True, slots=True)
class History:
    """What polls have shown.

    ``succeeded`` is the last answer that was a feed or said that it is unchanged, ``received`` the last that was a
    feed; ``document`` the digest of that one, ``holds`` the numbers of the articles in it, ``entries`` these numbers by
    the digests of what the entries say.
    """

    polls: int = 0
    polled: datetime | None = None
    succeeded: datetime | None = None
    received: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    validators: Validators = NONE
    wishes: PublisherLimits = NO_WISHES
    rhythm: Rhythm | None = None
    document: bytes | None = None
    holds: tuple[int, ...] = ()
    entries: Mapping[int, int] = field(default_factory=dict)
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed to poll. ``scope`` is the address it was added by: its articles' ids stay the same when it moves.

    ``why`` says what is to be known of its state: the reason of a failure, of its retirement, or where it moved from.
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
        """Return what to ask "changed since?" with."""
        return usable(self.history.validators, self.history.received, now)


@dataclass(frozen=True, slots=True)
class Received:
    """A feed came.

    ``entries`` are the digests of what its entries say, ``dates`` those of the entries that said something else before;
    ``document`` is the digest of its bytes; ``whole`` is false if it was cut, ``ended`` true if it says that it will
    never change again;
    ``only_new`` is true if the server left out what has not changed since the document before (RFC 3229);
    ``fresh_for`` is how long HTTP caches may keep the answer; ``moved`` where permanent redirects led.
    """

    title: str | None
    site: str | None
    dates: Sequence[datetime]
    document: bytes
    entries: Sequence[int] = ()
    wishes: PublisherLimits = NO_WISHES
    whole: bool = True
    ended: bool = False
    only_new: bool = False
    validators: Validators = NONE
    fresh_for: timedelta = timedelta()
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The feed is what it was: the server says so, or sent the same bytes again (``again``)."""

    again: bool = False
    validators: Validators = NONE
    fresh_for: timedelta = timedelta()
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """No feed came; ``reason`` is a clause.

    ``kind`` is ``gone`` where there will never be one again (410), ``missing`` where there is none (404, no such host),
    ``busy`` where the server wants to be left alone (429, 503) for ``retry_after`` if it says, ``broken`` where
    something else came in the place of a feed, and ``failed`` otherwise. ``host`` is the server that answered, if one
    did: redirects may have led there.
    """

    reason: str
    kind: Literal["gone", "missing", "busy", "broken", "failed"] = "failed"
    retry_after: timedelta | None = None
    host: str | None = None


def received(
    subscription: Subscription, answer: Received, holds: Sequence[int], new: int, now: datetime
) -> Subscription:
    """Return the subscription after a feed came with the articles ``holds``, ``new`` of them not seen before."""
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
    after = _succeeded(named, poll if before.rhythm else replace(poll, new=0), answer, now)
    return replace(after, status="retired", why="it says that it has ended") if answer.ended else after


def unchanged(subscription: Subscription, answer: Unchanged, now: datetime) -> Subscription:
    """Return the subscription after the server said, or showed, that nothing has changed."""
    before = subscription.history
    poll = Poll(len(before.holds), 0, now - before.succeeded if before.succeeded else timedelta())
    history = replace(
        before,
        received=now if answer.again else before.received,
        validators=answer.validators,
        rhythm=learn(before.rhythm, poll) if before.rhythm else None,
    )
    return _succeeded(replace(subscription, history=history), poll, answer, now)


def failed(subscription: Subscription, answer: Failed, now: datetime) -> Subscription:
    """Return the subscription after an answer that was no feed. What is known of the feed stays as it was.

    Only what to ask "changed since?" with is dropped: the next answer is the whole document, whatever went wrong.
    """
    before = subscription.history
    history = replace(
        before,
        polls=before.polls + 1,
        polled=now,
        failures=before.failures + 1,
        failing_since=before.failing_since or now,
        validators=NONE,  # what came in the place of a feed may hide behind them
    )
    after = replace(subscription, why=answer.reason, history=history)
    if answer.kind == "gone":
        return replace(after, status="retired")
    return replace(after, due=_next(after, max(patience(after, answer), after.options.bounds.least), now))


def patience(subscription: Subscription, answer: Failed) -> timedelta:
    """Return how long to leave alone what failed for the last time with ``answer``.

    Where the server is busy that is its whole host.
    """
    if answer.kind == "busy" and answer.retry_after is not None:
        return answer.retry_after
    history, bounds = subscription.history, subscription.options.bounds
    usual = usual_wait(history.rhythm, Poll(0, 0, timedelta()), bounds) if history.rhythm else bounds.least
    return backoff(usual, history.failures, LONGEST_BACKOFF_MISSING if answer.kind == "missing" else LONGEST_BACKOFF)


def _succeeded(subscription: Subscription, poll: Poll, answer: Received | Unchanged, now: datetime) -> Subscription:
    history = replace(
        subscription.history,
        polls=subscription.history.polls + 1,
        polled=now,
        succeeded=now,
        failures=0,
        failing_since=None,
    )
    after = _followed(replace(subscription, why=None, history=history), answer.moved, now)
    bounds = after.options.bounds
    wait = usual_wait(history.rhythm, poll, bounds) if history.rhythm else bounds.least
    return replace(after, due=_next(after, max(wait, min(answer.fresh_for, DAY)), now))


def _followed(subscription: Subscription, moved: str | None, now: datetime) -> Subscription:
    """Note where permanent redirects led, and take it for the feed's address when they have long led there.

    What needs credentials stays where it is: they are for that server only.
    """
    history = subscription.history
    if moved is None or subscription.options.credentials:
        return replace(subscription, history=replace(history, move=None))
    known = history.move
    move = replace(known, polls=known.polls + 1) if known and known.url == moved else Move(moved, now)
    if move.polls < MOVED_POLLS or now - move.since < MOVED_FOR:
        return replace(subscription, history=replace(history, move=move))
    return replace(subscription, url=moved, history=replace(history, move=None))


def _next(subscription: Subscription, wait: timedelta, now: datetime) -> datetime:
    seed = f"{subscription.scope} {subscription.history.polls}"
    return next_poll(now, wait, subscription.history.wishes, seed)


def known_zone(name: str) -> tzinfo | None:
    """Return the zone of a name of the IANA database, ``None`` where it is none.

    >>> known_zone("Asia/Shanghai"), known_zone("Mars/Olympus")
    (zoneinfo.ZoneInfo(key='Asia/Shanghai'), None)
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the latter for names that look like paths
        return None


def split_credentials(url: str, options: Options) -> tuple[str, Options]:
    """Return an address without the credentials in it, and the options with them.

    >>> url, options = split_credentials("https://me:s%20cret@example.org/feed", Options())
    >>> url, options.credentials
    ('https://example.org/feed', 'me:s cret')
    """
    parts = urlsplit(url)
    if parts.username is None:
        return url, options
    credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return without_credentials(url), replace(options, credentials=credentials)


def options_for_redirect(url: str, other: str, options: Options) -> Options:
    """Return the options for an address that another led to: without credentials unless both are of one origin.

    >>> secret = Options(credentials="me:secret")
    >>> options_for_redirect("https://example.org/feed", "http://example.org/", secret).credentials
    """
    same = urlsplit(url).scheme == urlsplit(other).scheme and host(url) == host(other)
    return options if same else replace(options, credentials=None)
