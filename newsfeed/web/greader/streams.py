"""The names of streams: one feed, one folder (a label), or a state such as read or starred."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsfeed.exporters.publish import single_feed_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.subscriptions.model import Subscription

READING_LIST = "user/-/state/com.google/reading-list"
READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
FRESH = "user/-/state/com.google/fresh"
LABEL = "user/-/label/"

_OF_USER = re.compile(r"user/[^/]*/(?:state/com\.google/(?P<state>[^/]+)|label/(?P<label>.+))", re.DOTALL)


class StreamName(NamedTuple):
    """A parsed stream id; ``name`` is the part that distinguishes streams of a kind."""

    kind: Literal["feed", "label", "state"]
    name: str


def parsed_stream(text: str) -> StreamName | None:
    """Return the stream of an id, ignoring the user in it; ``None`` if it is not the id of a stream.

    >>> parsed_stream("user/1234/label/World/Ports")
    StreamName(kind='label', name='World/Ports')
    >>> parsed_stream("user/-/state/com.google/read")
    StreamName(kind='state', name='read')
    """
    if text.startswith("feed/") and len(text) > len("feed/"):
        return StreamName("feed", text.removeprefix("feed/"))
    found = _OF_USER.fullmatch(text)
    if found is None:
        return None
    return StreamName("state", found["state"]) if found["state"] else StreamName("label", found["label"])


def feed_stream(scope: str) -> str:
    """Return the stream id of a subscription, which never changes and needs no escaping in a form.

    >>> feed_stream("https://news.example.org/world?key=123")
    'feed/news-example-org-world-b211713a'
    """
    return f"feed/{single_feed_name(scope).removesuffix('.atom')}"


def label_of(subscription: Subscription) -> str | None:
    """Return the label of a subscription's folder, ``None`` if it is in no folder."""
    return "/".join(subscription.folder) or None


def subscription_of(name: str, subscriptions: Iterable[Subscription]) -> Subscription | None:
    """Return the subscription for the name of a feed stream: our own name, or the address of the feed."""
    return next((each for each in subscriptions if name in {_name(each), each.url, each.scope}), None)


def _name(subscription: Subscription) -> str:
    return feed_stream(subscription.scope).removeprefix("feed/")
