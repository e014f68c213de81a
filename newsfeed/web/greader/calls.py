"""The calls of the API; :mod:`newsfeed.web.greader.endpoints` checks who may call, and writes the responses.

The names of calls and parameters are those of the original API. A call returns JSON as a mapping, plain text, or an
Atom document as bytes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.dedup.policy import Policies
from newsfeed.store import subscriptions
from newsfeed.store.state import state
from newsfeed.store.streams import are_of_feeds, are_these
from newsfeed.web.greader.contents import as_atom, as_json, contents, title_of
from newsfeed.web.greader.edits import change_tags, item_ids, tag_change, until
from newsfeed.web.greader.refusal import RefusedCallError
from newsfeed.web.greader.selection import MOST_CONTENTS, MOST_ITEMS, page, scopes_of, stream_of
from newsfeed.web.greader.shelves import Shelves, subscription_list, tag_list
from newsfeed.web.greader.stories import ListingRules, Story, all_stories, marked, some_stories, with_ids
from newsfeed.web.greader.streams import (
    LABEL,
    READ,
    READING_LIST,
    feed_stream,
    label_of,
    parsed_stream,
    subscription_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from newsfeed.subscriptions.model import Subscription
    from newsfeed.web.greader.account import ReaderAccount
    from newsfeed.web.greader.contents import ItemContent
    from newsfeed.web.greader.parameters import Parameters
    from newsfeed.web.site import Site

Answer = dict[str, Any] | str | bytes

OK = "OK"
_USER = "newsfeed"


class Library(NamedTuple):
    """One state of the store: the subscriptions, their policies, and stories in order of arrival."""

    connection: Connection
    subscriptions: Sequence[Subscription]
    policies: Policies
    stories: Sequence[Story]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a logged-in client: its parameters, the rest of its path, its token and the time."""

    site: Site
    account: ReaderAccount
    parameters: Parameters
    path: str
    token: str
    now: datetime

    @contextmanager
    def library(self, streams: Sequence[str] = (READING_LIST,)) -> Iterator[Library]:
        """Yield the current state of the store with all stories of these streams, and possibly others."""
        with self.site.reader.snapshot() as connection:
            subscribed = subscriptions.everything(connection)
            scopes = scopes_of(streams, subscribed)
            yield self._library(connection, subscribed, None if scopes is None else are_of_feeds(scopes))

    @contextmanager
    def library_with(self, ids: Sequence[int]) -> Iterator[tuple[Library, list[tuple[int, Story]]]]:
        """Yield the current state of the store, and the stories with these ids, each with its id."""
        arrivals = self.account.arrivals
        named = arrivals.articles(ids)
        # An unknown id may belong to a story that was not listed yet.
        are_asked = are_these(named.values()) if len(named) == len(set(ids)) else None
        with self.site.reader.snapshot() as connection:
            library = self._library(connection, subscriptions.everything(connection), are_asked)
            yield library, with_ids(library.stories, ids, named if are_asked is not None else arrivals.articles(ids))

    def _library(
        self, connection: Connection, subscribed: Sequence[Subscription], are_asked: ColumnElement[bool] | None
    ) -> Library:
        """Return the library with the stories of the articles that meet a condition, or with all stories.

        The first call ever reads all stories, which arrive at their time of fetching.
        """
        policies = Policies(self.site.feeds.policy, subscriptions.policies(connection))
        scopes, arrivals = frozenset(each.scope for each in subscribed), self.account.arrivals
        rules = ListingRules(scopes, frozenset(policies.folding(scopes)), frozenset(self.site.marks.shown_whole()))
        if are_asked is None or not arrivals.are_there():
            read = partial(all_stories, connection, rules, arrivals, self.now)
            found = marked(
                self.account.cache.stories(state(connection), rules, arrivals, read), self.site.marks, are_all=True
            )
        else:
            some = some_stories(connection, rules, are_asked, arrivals, self.now)
            found = marked(some, self.site.marks, are_all=False)
        return Library(connection, subscribed, policies, found)

    def subscriptions(self) -> list[Subscription]:
        """Return the current subscriptions."""
        with self.site.reader.snapshot() as connection:
            return subscriptions.everything(connection)

    def shelves(self) -> Shelves:
        """Return the subscriptions for changes; raise RefusedCallError if they cannot be changed."""
        if self.site.editor is None:
            raise RefusedCallError(403, "served read-only: subscriptions cannot be changed")
        return Shelves(self.subscriptions, self.site.editor)


def edit_token(call: Call) -> Answer:
    """Return the token for changes (``token``)."""
    return call.account.tokens.edit_token(call.token)


def user_info(_: Call) -> Answer:
    """Return the only user (``user-info``)."""
    return {"userId": _USER, "userName": _USER, "userProfileId": _USER, "userEmail": ""}


def list_subscriptions(call: Call) -> Answer:
    """Return the subscriptions (``subscription/list``)."""
    return subscription_list(call.subscriptions())


def list_tags(call: Call) -> Answer:
    """Return folders and states (``tag/list``)."""
    return tag_list(call.subscriptions())


def list_preferences(_: Call) -> Answer:
    """Return no preferences (``preference/list``): some clients request them before they show anything."""
    return {"prefs": []}


def list_stream_preferences(_: Call) -> Answer:
    """Return no preferences of streams (``preference/stream/list``)."""
    return {"streamprefs": {}}


def unread_count(call: Call) -> Answer:
    """Return the number of unread items of each feed and folder, and of all (``unread-count``)."""
    counts: defaultdict[str, int] = defaultdict(int)
    newest: defaultdict[str, int] = defaultdict(int)
    with call.library() as library:
        by_scope = {each.scope: _streams_with(each) for each in library.subscriptions}
    unread = Counter(story.scope for story in library.stories if not story.is_read)
    latest = {story.scope: story.usec for story in library.stories}  # the last one of each feed
    for scope, usec in latest.items():
        for stream in by_scope[scope]:
            counts[stream] += unread[scope]
            newest[stream] = max(newest[stream], usec)
    streams = [READING_LIST, *dict.fromkeys(stream for names in by_scope.values() for stream in names)]
    listed = [
        {"id": stream, "count": counts[stream], "newestItemTimestampUsec": str(newest[stream])}
        for stream in dict.fromkeys(streams)
    ]
    return {"max": counts[READING_LIST], "unreadcounts": listed}


def _streams_with(subscription: Subscription) -> list[str]:
    """Return the streams that contain a feed's items."""
    label = label_of(subscription)
    return [READING_LIST, feed_stream(subscription.scope), *([f"{LABEL}{label}"] if label else [])]


def stream_item_ids(call: Call) -> Answer:
    """Return the ids of a stream's items (``stream/items/ids``)."""
    streams = call.parameters.all("s") or [READING_LIST]
    with call.library(streams) as library:
        found = page(library.stories, call.parameters, library.subscriptions, streams, MOST_ITEMS)
    refs = [{"id": str(story.id), "directStreamIds": [], "timestampUsec": str(story.usec)} for story in found.stories]
    return {"itemRefs": refs} | _continued(found.continuation)


def stream_contents(call: Call) -> Answer:
    """Return a stream's items (``stream/contents/STREAM``)."""
    stream, title, found, continuation = _contents(call)
    return _document(stream, title, found) | _continued(continuation)


def atom_stream(call: Call) -> Answer:
    """Return a stream's items as Atom (``/reader/atom/STREAM``)."""
    stream, title, found, _ = _contents(call)
    return as_atom(stream, title, found, _updated(found))


def _contents(call: Call) -> tuple[str, str, Sequence[ItemContent], str | None]:
    stream = call.path or call.parameters.first("s") or READING_LIST
    with call.library([stream]) as library:
        found = page(library.stories, call.parameters, library.subscriptions, [stream], MOST_CONTENTS)
        items = _items(call, library, [(story.id, story) for story in found.stories])
    return stream, _title(stream, library.subscriptions), items, found.continuation


def item_contents(call: Call) -> Answer:
    """Return the existing items with these ids (``stream/items/contents``), in the order of the ids."""
    ids = item_ids(call.parameters)
    with call.library_with(ids) as (library, named):
        found = _items(call, library, named)
    return _document(READING_LIST, "", found)


def _items(call: Call, library: Library, asked: Sequence[tuple[int, Story]]) -> list[ItemContent]:
    return contents(library.connection, asked, library.subscriptions, library.policies, call.site.marks)


def edit_tag(call: Call) -> Answer:
    """Mark items as read or unread, starred or not (``edit-tag``); unknown ids have no effect."""
    ids = item_ids(call.parameters)
    change = tag_change(call.parameters.all("a"), call.parameters.all("r"))
    with call.library_with(ids) as (_, named):
        change_tags(call.site.marks, [story for _, story in named], change, _at(call))
    return OK


def mark_all_as_read(call: Call) -> Answer:
    """Mark the items that arrived in a stream up to a time as read (``mark-all-as-read``)."""
    stream = call.parameters.first("s")
    if not stream:
        raise RefusedCallError(400, "no stream is named: say s=STREAM")
    latest = until(call.parameters)
    with call.library([stream]) as library:
        is_in = stream_of(stream, library.subscriptions)
        found = [story for story in library.stories if story.usec <= latest and is_in(story)]
    change_tags(call.site.marks, found, tag_change([READ], []), _at(call))
    return OK


def edit_subscription(call: Call) -> Answer:
    """Subscribe, unsubscribe, rename, or move to a folder (``subscription/edit``)."""
    call.shelves().edit(call.parameters)
    return OK


def quick_add(call: Call) -> Answer:
    """Subscribe to the feed that an address leads to (``subscription/quickadd``)."""
    typed = call.parameters.first("quickadd")
    if not typed:
        raise RefusedCallError(400, "no address is named: say quickadd=ADDRESS")
    return call.shelves().add(typed.removeprefix("feed/"))  # as some clients name every feed


def rename_tag(call: Call) -> Answer:
    """Rename a folder (``rename-tag``)."""
    call.shelves().rename_label(call.parameters.first("s"), call.parameters.first("dest"))
    return OK


def disable_tag(call: Call) -> Answer:
    """Remove folders, keeping their feeds (``disable-tag``)."""
    labels = call.parameters.all("s") or [f"{LABEL}{each}" for each in call.parameters.all("t") if each]
    if not labels:
        raise RefusedCallError(400, "no folder is named: say s=user/-/label/NAME")
    call.shelves().remove_labels(labels)
    return OK


def _at(call: Call) -> str:
    return call.now.isoformat(timespec="seconds")


def _document(stream: str, title: str, found: Sequence[ItemContent]) -> dict[str, Any]:
    return {
        "direction": "ltr",
        "id": stream,
        "title": title,
        "updated": int(_updated(found).timestamp()),
        "items": [as_json(each) for each in found],
    }


def _updated(found: Sequence[ItemContent]) -> datetime:
    """Return the arrival of the newest of these items, so that equal items give equal documents."""
    return max((each.arrived for each in found), default=datetime.fromtimestamp(0, UTC))


def _continued(continuation: str | None) -> dict[str, str]:
    return {} if continuation is None else {"continuation": continuation}


def _title(stream: str, subscribed: Collection[Subscription]) -> str:
    name = parsed_stream(stream)
    if name is None:
        return stream
    found = subscription_of(name.name, subscribed) if name.kind == "feed" else None
    return title_of(found) if found else name.name


READS: Mapping[str, Callable[[Call], Answer]] = MappingProxyType({
    "token": edit_token,
    "user-info": user_info,
    "subscription/list": list_subscriptions,
    "tag/list": list_tags,
    "preference/list": list_preferences,
    "preference/stream/list": list_stream_preferences,
    "unread-count": unread_count,
    "stream/items/ids": stream_item_ids,
    "stream/items/contents": item_contents,
    "stream/contents": stream_contents,
})  # fmt: skip
"""The calls that change nothing, by name; the name of a stream may follow ``stream/contents``."""

CHANGES: Mapping[str, Callable[[Call], Answer]] = MappingProxyType({
    "edit-tag": edit_tag,
    "mark-all-as-read": mark_all_as_read,
    "subscription/edit": edit_subscription,
    "subscription/quickadd": quick_add,
    "rename-tag": rename_tag,
    "disable-tag": disable_tag,
})  # fmt: skip
"""The calls that change something, which must be POST."""
