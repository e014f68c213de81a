"""The subscribed feeds: their state, and the leases of the processes that poll them.

A due feed is *leased* before it is polled: for some minutes it belongs to one process, and no other feed of its host
can be leased. The leases of a process that dies expire.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, Update, and_, bindparam, case, cast, delete, func, select, text, update

from newsfeed.store.articles.pages import AWAITS_PAGE
from newsfeed.store.copies import preferred
from newsfeed.store.dialects import Sorted
from newsfeed.store.schema import IS_NEWS, Moment, Pending, articles, duties, feeds, hosts, subscriptions
from newsfeed.store.sql import listed, listed_texts, tabled
from newsfeed.subscriptions.conditional import Validators
from newsfeed.subscriptions.model import History, Move, Options, Subscription
from newsfeed.subscriptions.schedule import (
    LONGEST_LEASE,
    LONGEST_QUIET,
    LONGEST_WAIT,
    LONGEST_WAIT_BOUND,
    PublisherLimits,
    Rhythm,
)
from newsfeed.text.urls.hosts import host

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from newsfeed.dedup.policy import Policy

# Statements that every poll needs are built once: building them takes longer than running them.
_NOW = bindparam("now", type_=Moment)
_LATEST = {
    name: bindparam(name, type_=Moment) for name in ("latest_due", "latest_bound_due", "latest_lease", "latest_quiet")
}
_MANY = 4  # more than one in this many of all feeds
_WEEK = timedelta(days=7)
_HAS_LONG_BOUND = (subscriptions.c.least > _WEEK) | (subscriptions.c.most > _WEEK)
_LATEST_DUE = case((_HAS_LONG_BOUND, _LATEST["latest_bound_due"]), else_=_LATEST["latest_due"])
_IS_LEASED = and_(subscriptions.c.leased_until > _NOW, subscriptions.c.leased_until <= _LATEST["latest_lease"])
_IS_QUIET = and_(hosts.c.quiet_until > _NOW, hosts.c.quiet_until <= _LATEST["latest_quiet"])
_IS_DUE = and_(
    subscriptions.c.status == "active",
    (subscriptions.c.due <= _NOW) | (subscriptions.c.due > _LATEST_DUE),
    subscriptions.c.leased_until.is_(None) | ~_IS_LEASED,
)


def _lease() -> Update:
    asked = select(subscriptions.c.host).where(_IS_LEASED)
    quiet = select(hosts.c.host).where(_IS_QUIET)
    order = (subscriptions.c.due, subscriptions.c.number)
    place = func.row_number().over(partition_by=subscriptions.c.host, order_by=order).label("place")
    due = (
        select(subscriptions.c.number, subscriptions.c.due, place)
        .where(_IS_DUE, subscriptions.c.host.not_in(asked), subscriptions.c.host.not_in(quiet))
        .subquery()
    )
    first = select(due.c.number).where(due.c.place == 1).order_by(due.c.due, due.c.number).limit(bindparam("at_most"))
    leased = {"owner": bindparam("new_owner"), "leased_until": bindparam("until", type_=Moment)}
    return update(subscriptions).where(subscriptions.c.number.in_(first)).values(leased)


_LEASE = _lease().returning(subscriptions)
_NEXT_DUE = select(func.min(subscriptions.c.due)).where(subscriptions.c.status == "active", subscriptions.c.due > _NOW)
_NEXT_HOST = select(func.min(hosts.c.quiet_until)).where(
    _IS_QUIET, hosts.c.host.in_(select(subscriptions.c.host).where(_IS_DUE))
)
_NEXT_MOMENTS = select(_NEXT_DUE.scalar_subquery(), _NEXT_HOST.scalar_subquery())
_OWNER = select(subscriptions.c.owner).where(subscriptions.c.number == bindparam("key"))
_NAMESAKE = select(subscriptions.c.number).where(
    subscriptions.c.url == bindparam("address"), subscriptions.c.number != bindparam("key")
)
_QUIET = select(hosts.c.quiet_until).where(hosts.c.host == bindparam("name"))
_QUIETEN = text(
    "INSERT INTO hosts (host, quiet_until) VALUES (:name, :until) ON CONFLICT (host) DO UPDATE"
    " SET quiet_until = excluded.quiet_until"
    " WHERE hosts.quiet_until < excluded.quiet_until OR hosts.quiet_until > :latest"
).bindparams(bindparam("until", type_=Moment), bindparam("latest", type_=Moment))
_SETTLE = update(subscriptions).where(subscriptions.c.number == bindparam("key"))

_BY_TITLE = (
    cast(subscriptions.c.folder, Sorted),
    func.lower(func.coalesce(subscriptions.c.title, "")),
    subscriptions.c.url,
)


def add(connection: Connection, subscription: Subscription) -> Subscription:
    """Store a new subscription; return it with its number."""
    row = _known_row(subscription) | _options_row(subscription.options)
    row |= {"scope": subscription.scope, "folder": list(subscription.folder)}
    statement = subscriptions.insert().values(row).returning(subscriptions)
    return _subscription(connection.execute(statement).one())


def change(connection: Connection, subscription: Subscription) -> None:
    """Store the subscriber's settings for a feed (title, folder, status and options) and its due time."""
    chosen = {name: getattr(subscription, name) for name in ("title", "status", "why", "due")}
    row = chosen | {"folder": list(subscription.folder)} | _options_row(subscription.options)
    connection.execute(update(subscriptions).where(subscriptions.c.number == subscription.number).values(row))


def remove(connection: Connection, url: str) -> bool:
    """Delete a subscription but keep its articles; return whether it existed."""
    return connection.execute(delete(subscriptions).where(subscriptions.c.url == url)).rowcount > 0


def name_agency(connection: Connection, scope: str) -> None:
    """Set the site of a flagged feed's articles as their agency if they name none; unset it for other feeds."""
    is_of_feed = articles.c.feed.in_(select(feeds.c.number).where(feeds.c.url == scope))
    flags = select(subscriptions.c.number).where(subscriptions.c.scope == scope, subscriptions.c.agency)
    is_flagged = connection.execute(flags.limit(1)).first() is not None
    is_unnamed = articles.c.agency.is_(None) if is_flagged else articles.c.agency == articles.c.site
    name = articles.c.site if is_flagged else None
    connection.execute(update(articles).where(is_of_feed, is_unnamed).values(agency=name))


def everything(connection: Connection) -> list[Subscription]:
    """Return all subscriptions, sorted by folder and title."""
    return [_subscription(row) for row in connection.execute(select(subscriptions).order_by(*_BY_TITLE))]


def find(connection: Connection, url: str) -> Subscription | None:
    """Return the subscription with this URL, or the one that was added under it."""
    known = (subscriptions.c.url == url) | (subscriptions.c.scope == url)
    query = select(subscriptions).where(known).order_by(subscriptions.c.url != url).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _subscription(row)


def lease(connection: Connection, owner: str, now: datetime, until: datetime, most: int) -> list[Subscription]:
    """Lease up to ``most`` due feeds to ``owner``, longest overdue first and at most one per host.

    Hosts that are being polled already and hosts that are paused are skipped.
    """
    values = _moments(now) | {"new_owner": owner, "until": until, "at_most": most}
    return [_subscription(row) for row in connection.execute(_LEASE, values)]


def next_moments(connection: Connection, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the next due time of a feed after ``now``, and the end of the next pause of a host with a due feed."""
    due, host_ready = connection.execute(_NEXT_MOMENTS, _moments(now)).one()
    return due, host_ready


def is_leased(connection: Connection, number: int, owner: str) -> bool:
    """Return whether ``owner`` still holds the lease of a feed."""
    return connection.execute(_OWNER, {"key": number}).scalar() == owner


def finish_poll(connection: Connection, polled: Subscription, quiet_until: datetime) -> None:
    """Store the result of polling a leased feed and end the lease; its host is paused until ``quiet_until``.

    Changes that the subscriber made meanwhile are kept. A feed that has moved to the URL of another subscription is
    retired.
    """
    row = _known_row(polled)
    if polled.status == "active":
        del row["status"]
    if connection.execute(_NAMESAKE, {"address": polled.url, "key": polled.number}).first():
        del row["url"], row["host"]
        row |= {"status": "retired", "why": f"moved to {polled.url}, which is subscribed to itself"}
    ended = {"owner": None, "leased_until": None}
    connection.execute(_SETTLE, row | ended | {"key": polled.number})
    back_off(connection, host(polled.url), quiet_until)


def extend_leases(connection: Connection, owner: str, until: datetime) -> None:
    """Extend the leases and locks of ``owner`` until the given time."""
    connection.execute(update(subscriptions).where(subscriptions.c.owner == owner).values(leased_until=until))
    connection.execute(update(duties).where(duties.c.owner == owner).values(until=until))


def release(connection: Connection, owner: str) -> None:
    """Release the leases and locks of ``owner``; its leased feeds are due as before."""
    connection.execute(
        update(subscriptions).where(subscriptions.c.owner == owner).values(owner=None, leased_until=None)
    )
    connection.execute(delete(duties).where(duties.c.owner == owner))


def newest(
    connection: Connection,
    scopes: Iterable[str],
    most: int,
    *,
    first_reading: int | None = None,
    copies: Collection[str] = (),
) -> list[int]:
    """Return the numbers of the ``most`` newest judged articles of these subscriptions, newest first.

    Articles that wait for their page are left out, and those whose text was removed. An article and its copies are
    returned once: as the telling of a preferred subscription, else as the original, or as its oldest copy if the
    original is not included. All articles of the subscriptions ``copies`` are returned. If ``first_reading`` is given,
    only that many articles from the first reading of each feed are included.
    """
    first = _first_readings(connection, scopes)
    included = None if first_reading is None else set(_of_first_readings(connection, first, first_reading))
    with_copies = {row.number for row in connection.execute(_numbered(copies))}
    total = connection.execute(select(func.count()).select_from(feeds)).scalar_one()
    # With many of the feeds, the newest are soon found among all articles by time: "+ 0" prevents the index by feed.
    feed = articles.c.feed + 0 if len(first) * _MANY > total else articles.c.feed
    query = (
        select(articles.c.number, articles.c.feed, articles.c.fetched, articles.c.duplicate_of)
        .where(feed.in_(listed(first)), articles.c.pending == Pending.JUDGED)
        .where(articles.c.pruned.is_(None), ~AWAITS_PAGE)
        .order_by(articles.c.moment.desc(), articles.c.number.desc())
    )
    stories: set[int] = set()
    found_stories: list[tuple[int, int]] = []
    for row in connection.execute(query):
        if included is not None and row.fetched == first[row.feed] and row.number not in included:
            continue
        of_story = row.number if row.feed in with_copies or row.duplicate_of is None else row.duplicate_of
        if of_story not in stories and len(stories) == most:
            break
        stories.add(of_story)
        found_stories.append((row.number, of_story))
    shown_first = set(preferred(connection, [number for number, _ in found_stories]))
    standing: dict[int, int] = {}  # the representative article of each story
    for number, of_story in found_stories:
        known = standing.get(of_story)
        if number in shown_first or (known not in shown_first and known != of_story):
            standing[of_story] = number
    shown = set(standing.values())
    return [number for number, _ in found_stories if number in shown]


def _numbered(scopes: Iterable[str]) -> Select[Any]:
    return select(feeds.c.number).where(feeds.c.url.in_(listed_texts(scopes)))


def _first_readings(connection: Connection, scopes: Iterable[str]) -> dict[int, str]:
    """Return the time of the first reading of each of these feeds that has articles, by the feed's number."""
    earliest = select(func.min(articles.c.fetched)).where(articles.c.feed == feeds.c.number).scalar_subquery()
    rows = connection.execute(_numbered(scopes).add_columns(earliest.label("fetched")))
    return {row.number: row.fetched for row in rows if row.fetched is not None}


def _of_first_readings(connection: Connection, first: Mapping[int, str], most: int) -> Iterable[int]:
    """Return the newest articles of the first reading of each feed, up to ``most`` of each; undated ones come last."""
    undated = articles.c.published.is_(None) & articles.c.updated.is_(None)
    order = (undated, articles.c.moment.desc(), articles.c.number.desc())
    reading = tabled(first.items(), feed="BIGINT", fetched="TEXT")
    of_reading = and_(articles.c.feed == reading.c.feed, articles.c.fetched == reading.c.fetched)
    found = (
        select(articles.c.number, func.row_number().over(partition_by=articles.c.feed, order_by=order).label("place"))
        .join(reading, of_reading)
        .where(articles.c.pending == Pending.JUDGED, ~AWAITS_PAGE)
        .subquery()
    )
    return connection.execute(select(found.c.number).where(found.c.place <= most)).scalars()


def policies(connection: Connection) -> dict[str, Policy]:
    """Return the policies of the subscriptions that have one of their own, by scope."""
    query = select(subscriptions.c.scope, subscriptions.c.policy).where(subscriptions.c.policy.is_not(None))
    return {row.scope: row.policy for row in connection.execute(query)}


def acquire_lock(connection: Connection, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Try to acquire the named lock for ``owner``; return whether it is held."""
    has_ended = (duties.c.until <= now) | (duties.c.until > now + LONGEST_LEASE)
    connection.execute(delete(duties).where(duties.c.name == name, (duties.c.owner == owner) | has_ended))
    if connection.execute(select(duties.c.owner).where(duties.c.name == name)).first():
        return False
    connection.execute(duties.insert().values(name=name, owner=owner, until=until))
    return True


def release_lock(connection: Connection, name: str, owner: str) -> None:
    """Release the named lock if ``owner`` holds it."""
    connection.execute(delete(duties).where(duties.c.name == name, duties.c.owner == owner))


def quiet_until(connection: Connection, name: str) -> datetime | None:
    """Return the end of a host's pause; ``None`` if the host has never been requested."""
    return connection.execute(_QUIET, {"name": name}).scalar()


def undelivered(connection: Connection) -> list[int]:
    """Return the numbers of judged articles in subscribed feeds whose current revision is undelivered.

    Articles that wait for their page are left out.
    """
    query = (
        select(articles.c.number)
        .join(feeds, feeds.c.number == articles.c.feed)
        .where(IS_NEWS, articles.c.pending == Pending.JUDGED, ~AWAITS_PAGE)
        .where(feeds.c.url.in_(select(subscriptions.c.scope)))
        .order_by(articles.c.moment, articles.c.number)
    )
    return list(connection.execute(query).scalars())


def back_off(connection: Connection, name: str, until: datetime) -> None:
    """Pause requests to a host until the given time; a longer existing pause is kept."""
    connection.execute(_QUIETEN, {"name": name, "until": until, "latest": until + LONGEST_QUIET})


def _moments(now: datetime) -> dict[str, datetime]:
    """Return the parameters of statements that compare times with ``now``.

    A time beyond the latest possible one was written by a wrong clock; it counts as past.
    """
    return {
        "now": now,
        "latest_due": now + LONGEST_WAIT,
        "latest_bound_due": now + LONGEST_WAIT_BOUND,
        "latest_lease": now + LONGEST_LEASE,
        "latest_quiet": now + LONGEST_QUIET,
    }


def _known_row(subscription: Subscription) -> dict[str, Any]:
    """Return the columns that polling changes."""
    history = subscription.history
    rhythm, move = history.rhythm, history.move
    return {
        "url": subscription.url,
        "host": host(subscription.url),
        "title": subscription.title,
        "site": subscription.site,
        "status": subscription.status,
        "why": subscription.why,
        "due": subscription.due,
        "polls": history.polls,
        "polled": history.polled,
        "succeeded": history.succeeded,
        "received": history.received,
        "failures": history.failures,
        "failing_since": history.failing_since,
        "etag": history.validators.etag,
        "modified": history.validators.modified,
        "asked": history.wishes.at_least,
        "skip_hours": sorted(history.wishes.hours),
        "skip_days": sorted(history.wishes.days),
        "rhythm_entries": rhythm and rhythm.entries,
        "rhythm_days": rhythm and rhythm.days,
        "document": history.document,
        "holds": list(history.holds),
        "entries": history.entries,
        "moved_to": move and move.url,
        "moved_since": move and move.since,
        "moved_polls": move and move.polls,
    }


def _options_row(options: Options) -> dict[str, Any]:
    return {each.name: getattr(options, each.name) for each in fields(options)}


def _option(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        number=row.number,
        url=row.url,
        scope=row.scope,
        due=row.due,
        title=row.title,
        site=row.site,
        folder=tuple(row.folder),
        status=row.status,
        why=row.why,
        options=Options(**{each.name: _option(getattr(row, each.name)) for each in fields(Options)}),
        history=History(
            polls=row.polls,
            polled=row.polled,
            succeeded=row.succeeded,
            received=row.received,
            failures=row.failures,
            failing_since=row.failing_since,
            validators=Validators(row.etag, row.modified),
            wishes=PublisherLimits(row.asked, frozenset(row.skip_hours), frozenset(row.skip_days)),
            rhythm=None if row.rhythm_days is None else Rhythm(row.rhythm_entries, row.rhythm_days),
            document=row.document,
            holds=tuple(row.holds),
            entries=row.entries,
            move=row.moved_to and Move(row.moved_to, row.moved_since, row.moved_polls),
        ),
    )
