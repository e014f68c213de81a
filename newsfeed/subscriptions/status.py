"""The state of subscriptions for ``feeds list``, without credentials."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from newsfeed.text.dates.parsing import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, timedelta

    from newsfeed.subscriptions.model import Options, Subscription

_NONE: Mapping[str, int] = MappingProxyType({})
_COLUMNS = "{:<8}  {:<16}  {:<16}  {:>7}  {}"


def state(subscription: Subscription) -> str:
    """Return the state of a feed: ``new``, ``ok``, ``failing``, ``paused`` or ``retired``."""
    if subscription.status != "active":
        return subscription.status
    if subscription.history.failures:
        return "failing"
    return "ok" if subscription.history.succeeded else "new"


def described(subscription: Subscription, impossible_dates: int = 0) -> dict[str, Any]:
    """Return a subscription and its health as a JSON object; times are ISO 8601, waits in seconds.

    ``impossible_dates`` is the number of its articles that state an impossible time.
    """
    history, options = subscription.history, subscription.options
    return {
        "url": subscription.url,
        "added_as": subscription.scope,
        "title": subscription.title,
        "site": subscription.site,
        "folder": list(subscription.folder),
        "state": state(subscription),
        "why": subscription.why,
        "last_success": _instant(history.succeeded),
        "failing_since": _instant(history.failing_since),
        "next_due": _instant(_next_due(subscription)),
        "entries_a_day": _per_day(subscription),
        "polls": history.polls,
        "failures": history.failures,
        "impossible_dates": impossible_dates,
        "least": _seconds(options.least),
        "most": _seconds(options.most),
        "user_agent": options.user_agent,
        "full_text": bool(options.full_text),
        "zone": options.zone,
        "policy": options.policy,
        "keep": list(options.keep or ()),
        "drop": list(options.drop or ()),
        "prefer": bool(options.prefer),
        "agency": bool(options.agency),
        "has_credentials": options.credentials is not None,
    }


def table(subscriptions: Iterable[Subscription], impossible_dates: Mapping[str, int] = _NONE) -> Iterator[str]:
    """Yield the lines of a table; the reason of a failure follows on a line of its own, and so do impossible dates.

    ``impossible_dates`` are the numbers of articles that state an impossible time, by the scope of their feed.
    """
    yield _COLUMNS.format("state", "last success", "next due", "a day", "feed")
    for each in subscriptions:
        per_day = _per_day(each)
        yield _COLUMNS.format(
            state(each),
            _minute(each.history.succeeded, "never"),
            _minute(_next_due(each), "-"),
            "?" if per_day is None else f"{per_day:.1f}",
            " · ".join(filter(None, ("/".join(each.folder), each.title, each.url, *_reading_options(each.options)))),
        )
        if each.why:
            yield f"{'':<8}  {each.why}"
        if articles := impossible_dates.get(each.scope):
            yield f"{'':<8}  {articles:,} with an impossible date, before 1995 or in the future"


def _reading_options(options: Options) -> Iterator[str]:
    """Yield the options that change how the feed is read and shown."""
    if options.full_text:
        yield "full text"
    if options.zone:
        yield options.zone
    if options.policy:
        yield f"policy {options.policy}"
    for name, patterns in (("keep", options.keep), ("drop", options.drop)):
        if patterns:
            yield f"{name} {', '.join(patterns)}"
    if options.prefer:
        yield "preferred"
    if options.agency:
        yield "agency"


def _next_due(subscription: Subscription) -> datetime | None:
    return subscription.due if subscription.status == "active" else None


def _per_day(subscription: Subscription) -> float | None:
    rhythm = subscription.history.rhythm
    return None if rhythm is None else round(rhythm.per_day, 2)


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)


def _minute(moment: datetime | None, otherwise: str) -> str:
    return otherwise if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()
