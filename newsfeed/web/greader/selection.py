"""The selection of items for a call: streams, times, excluded states, number, and start."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.web.greader.refusal import RefusedCallError, quoted
from newsfeed.web.greader.streams import StreamName, label_of, parsed_stream, subscription_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from newsfeed.subscriptions.model import Subscription
    from newsfeed.web.greader.parameters import Parameters
    from newsfeed.web.greader.stories import Story

    IsIn = Callable[[Story], bool]

MOST_ITEMS = 10_000
"""Ids in one answer."""

MOST_CONTENTS = 1000
"""Items with their texts in one answer, which contains a continuation for the others."""

_USUAL = 20
_SECOND = 1_000_000  # microseconds


class StreamPage(NamedTuple):
    """Some stories of a stream, and the continuation for the next ones, if there are any."""

    stories: Sequence[Story]
    continuation: str | None


def streams_of(names: Iterable[str], subscriptions: Collection[Subscription]) -> IsIn:
    """Return the condition on stories of any of these streams.

    Raises RefusedCallError for an invalid name, and for a feed without a subscription. Unused labels and states are
    empty streams: clients may request a folder that was just removed.
    """
    conditions = [stream_of(name, subscriptions) for name in names]
    return lambda story: any(is_in(story) for is_in in conditions)


def stream_of(text: str, subscriptions: Iterable[Subscription]) -> IsIn:
    """Return the condition on stories of one stream; see :func:`streams_of`."""
    scopes = _scopes(text, subscriptions)
    return _state(text) if scopes is None else lambda story: story.scope in scopes


def scopes_of(names: Iterable[str], subscriptions: Collection[Subscription]) -> set[str] | None:
    """Return the feeds whose stories are in any of these streams; ``None`` for all feeds."""
    found = [_scopes(name, subscriptions) for name in names]
    return None if None in found else {scope for scopes in found if scopes is not None for scope in scopes}


def _scopes(text: str, subscriptions: Iterable[Subscription]) -> set[str] | None:
    """Return the feeds of a stream, ``None`` for a state."""
    name = _stream_name(text)
    if name.kind == "feed":
        found = subscription_of(name.name, subscriptions)
        if found is None:
            raise RefusedCallError(404, f"{quoted(text)}: no subscription")
        return {found.scope}
    return {each.scope for each in subscriptions if label_of(each) == name.name} if name.kind == "label" else None


def _stream_name(text: str) -> StreamName:
    name = parsed_stream(text)
    if name is None:
        raise RefusedCallError(400, f"{quoted(text)}: not a stream")
    return name


def _state(text: str) -> IsIn:
    conditions: dict[str, IsIn] = {
        "reading-list": lambda _: True,
        "read": lambda story: story.is_read,
        "unread": lambda story: not story.is_read,
        "fresh": lambda story: not story.is_read,
        "starred": lambda story: story.is_starred,
    }
    return conditions.get(_stream_name(text).name, lambda _: False)


def page(
    stories: Sequence[Story],
    asked: Parameters,
    subscriptions: Collection[Subscription],
    streams: Sequence[str],
    most: int,
) -> StreamPage:
    """Return the stories that a call requests; all ``stories`` are given in order of arrival.

    The parameters are those of the original API: ``n`` (the number of stories), ``r`` (``o`` for the oldest first),
    ``c`` (the end of the previous page), ``ot`` and ``nt`` (first and last arrival, in seconds), ``xt`` and ``it``
    (excluded and required streams). The end of a page is a time of arrival, so new arrivals do not shift the next page.
    """
    is_in = streams_of(streams, subscriptions)
    is_excluded = streams_of(filter(None, asked.all("xt")), subscriptions)
    included = [stream_of(each, subscriptions) for each in asked.all("it") if each]
    is_oldest_first = asked.first("r") == "o"
    earliest, latest = _bounds(asked, is_oldest_first=is_oldest_first)
    matching = (
        story
        for story in (stories if is_oldest_first else reversed(stories))
        if earliest <= story.usec <= latest
        and is_in(story)
        and not is_excluded(story)
        and all(has(story) for has in included)
    )
    count = _count(asked, most)
    found = list(islice(matching, count + 1))
    more = len(found) > count
    return StreamPage(found[:count], str(found[count - 1].usec) if more and count else None)


def _count(asked: Parameters, most: int) -> int:
    stated = asked.number("n")
    return max(0, min(most, _USUAL if stated is None else int(stated)))


def _bounds(asked: Parameters, *, is_oldest_first: bool) -> tuple[float, float]:
    """Return the first and the last microsecond of the requested range.

    Clients round the time of their last item up or down, so the range is extended by one second.
    """
    since, until = asked.number("ot"), asked.number("nt")
    earliest = (since - 1) * _SECOND if since else 0.0
    latest = until * _SECOND if until else float("inf")
    if continuation := asked.first("c").strip():
        if not (continuation.isascii() and continuation.isdecimal() and len(continuation) < 20):
            raise RefusedCallError(400, f"c={quoted(continuation)}: not a continuation that was given")
        end = int(continuation)
        return (max(earliest, end + 1), latest) if is_oldest_first else (earliest, min(latest, end - 1))
    return earliest, latest
