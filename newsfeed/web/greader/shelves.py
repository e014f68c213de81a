"""Subscriptions and their folders (labels) as clients list and change them."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.subscribing import folder_path
from newsfeed.text.urls.typed import candidate_urls
from newsfeed.web.greader.contents import origin, title_of
from newsfeed.web.greader.refusal import RefusedCallError, quoted
from newsfeed.web.greader.streams import LABEL, STARRED, feed_stream, label_of, parsed_stream, subscription_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsfeed.subscriptions.model import Subscription
    from newsfeed.web.editing import Editor
    from newsfeed.web.greader.parameters import Parameters

    ReadSubscriptions = Callable[[], Sequence[Subscription]]


class Shelves(NamedTuple):
    """The subscriptions of a store, with the means to read and to change them."""

    read: ReadSubscriptions
    editor: Editor

    def edit(self, asked: Parameters) -> None:
        """Subscribe, unsubscribe, rename or move the feeds of a call; raise RefusedCallError or NewsfeedError."""
        names, titles, action = asked.all("s"), asked.all("t"), asked.first("ac")
        if not names:
            raise RefusedCallError(400, "no feed is named: say s=feed/ADDRESS")
        if action not in {"subscribe", "unsubscribe", "edit"}:
            raise RefusedCallError(400, f"ac={quoted(action)}: known are subscribe, unsubscribe and edit")
        folder = _folder(asked.first("a"))
        titled = list(zip_longest(names, titles[: len(names)], fillvalue=""))
        if action == "subscribe":
            for name, title in titled:
                self._subscribe(name, title, folder)
            return
        named = {name: self._known(name) for name in names}  # all of them, before one is changed
        for known, title in {named[name].url: (named[name], title) for name, title in titled}.values():
            if action == "unsubscribe":
                self.editor.remove(known.url)
                continue
            if title:
                self.editor.rename(known.url, title)
            if folder:
                self.editor.move({known.url: folder})
            elif known.folder and _folder(asked.first("r")) == known.folder:
                self.editor.move({known.url: ()})

    def add(self, typed: str) -> dict[str, Any]:
        """Subscribe to the feed that an address leads to; return the response for clients, or why it failed."""
        try:
            found = self._added(typed, ())
        except NewsfeedError as error:
            return {"numResults": 0, "query": typed, "error": str(error)}
        return {
            "numResults": 1,
            "query": typed,
            "streamId": feed_stream(found.scope),
            "streamName": title_of(found),
        }

    def rename_label(self, label: str, new: str) -> None:
        """Rename a folder and its subfolders; raise RefusedCallError if it does not exist."""
        old, path = _folder(label), _folder(new)
        if not old or not path:
            raise RefusedCallError(400, "say s=user/-/label/NAME and dest=user/-/label/NEWNAME")
        members = [each for each in self.read() if each.folder[: len(old)] == old]
        if not members:
            raise RefusedCallError(404, f"{quoted(label)}: no such folder")
        self.editor.move({each.url: (*path, *each.folder[len(old) :]) for each in members})

    def remove_labels(self, labels: Sequence[str]) -> None:
        """Move the feeds of folders out of them; raise RefusedCallError if a label is not that of a folder.

        A folder without feeds no longer exists, which is no error: NetNewsWire removes the feeds of a folder first.
        """
        folders = [_folder(label) for label in labels]
        if () in folders:
            raise RefusedCallError(400, f"{quoted(labels[folders.index(())])}: not a folder; say s=user/-/label/NAME")
        self.editor.move({each.url: () for each in self.read() if each.folder in folders})

    def _subscribe(self, name: str, title: str, folder: tuple[str, ...]) -> None:
        stream = parsed_stream(name)
        if stream is None or stream.kind != "feed":
            raise RefusedCallError(400, f"{quoted(name)}: not a feed; say s=feed/ADDRESS")
        found = self._added(stream.name, folder)
        if title:
            self.editor.rename(found.url, title)

    def _added(self, typed: str, folder: tuple[str, ...]) -> Subscription:
        """Return the subscription that an address leads to, after adding it if necessary."""
        known = {each.scope for each in self.read()}
        self.editor.add(typed, "/".join(folder))
        after = self.read()
        named = (subscription_of(url, after) for url in candidate_urls(typed))
        fresh = (each for each in after if each.scope not in known)
        found = next((each for each in (*fresh, *named) if each is not None), None)
        if found is None:
            raise NewsfeedError(f"{quoted(typed)}: was subscribed to under another address already")
        return found

    def _known(self, name: str) -> Subscription:
        stream = parsed_stream(name)
        found = subscription_of(stream.name, self.read()) if stream and stream.kind == "feed" else None
        if found is None:
            raise RefusedCallError(404, f"{quoted(name)}: no subscription")
        return found


def subscription_list(subscriptions: Sequence[Subscription]) -> dict[str, Any]:
    """Return all subscriptions, including failed and paused ones."""
    return {"subscriptions": [_listed(each) for each in subscriptions]}


def tag_list(subscriptions: Sequence[Subscription]) -> dict[str, Any]:
    """Return the tags that clients show: stars, and the folders that have feeds."""
    labels = sorted(set(filter(None, map(label_of, subscriptions))))
    return {"tags": [{"id": STARRED}, *({"id": f"{LABEL}{label}", "type": "folder"} for label in labels)]}


def _listed(subscription: Subscription) -> dict[str, Any]:
    label = label_of(subscription)
    categories = [] if label is None else [{"id": f"{LABEL}{label}", "label": label, "type": "folder"}]
    from_feed = origin(subscription)
    return {
        "id": from_feed["streamId"],
        "title": from_feed["title"],
        "categories": categories,
        "url": subscription.url,
        "htmlUrl": from_feed["htmlUrl"],
        "iconUrl": "",
    }


def _folder(label: str) -> tuple[str, ...]:
    """Return the folder of a label; the empty folder for any other text."""
    name = parsed_stream(label)
    return folder_path(name.name) if name and name.kind == "label" else ()
