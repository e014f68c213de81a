"""Add subscriptions, and change and remove them: what the ``feeds`` command and the pages do."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from newsfeed.errors import NewsfeedError
from newsfeed.loaders.processors import line
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.filtering import apply_patterns
from newsfeed.subscriptions.model import Options, Subscription, split_credentials
from newsfeed.text.characters import printable
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import without_credentials

if TYPE_CHECKING:
    from newsfeed.formats.opml import Outline
    from newsfeed.store.repository import Store


def subscribe(
    store: Store, outline: Outline, options: Options, folder: str | None
) -> tuple[Literal["added", "already there"], Subscription]:
    """Add a feed, or change the folder and options of one that is already there; return which of the two.

    ``folder`` replaces the folders of the outline; its parts are separated by slashes.
    """
    url, options = split_credentials(printable(outline.url), options)
    folders = folder_path("/".join(outline.folders)) if folder is None else folder_path(folder)
    known = store.subscription(url)
    if known is not None:
        change_options(store, known, options, None if folder is None else folders)
        return "already there", known
    check_options(options)
    title, site = line(outline.title or ""), web_address(without_credentials(printable(outline.link or "")))
    fresh = Subscription(0, url, url, datetime.now(UTC), title, site, folders, options=_without_empty(options))
    with store.alone():
        added = store.subscribe(fresh)
        changed = apply_patterns(store, added.scope)  # to what a crawl has read of it
    _judge(store, changed)
    return "added", added


def change_options(
    store: Store, known: Subscription, options: Options, folder: tuple[str, ...] | None = None
) -> Subscription:
    """Change the options of a subscription that are not ``None``, and its folder if one is given.

    Articles that the patterns drop now, or keep now, are judged again.
    """
    given = {name: value for name, value in asdict(options).items() if value is not None}
    wanted = _without_empty(replace(known.options, **given))
    check_options(wanted)
    changed = replace(known, folder=known.folder if folder is None else folder, options=wanted)
    with store.alone():
        store.change_subscription(changed)
        articles = apply_patterns(store, known.scope)
    _judge(store, articles)
    return changed


def remove(store: Store, subscription: Subscription) -> None:
    """Remove a subscription; its articles stay, also those that its patterns dropped, which are judged."""
    with store.alone():
        store.unsubscribe(subscription.url)
        articles = apply_patterns(store, subscription.scope)
    _judge(store, articles)


def pause(store: Store, subscription: Subscription) -> None:
    """Stop polling a feed."""
    store.change_subscription(replace(subscription, status="paused", why=None))


def resume(store: Store, subscription: Subscription) -> None:
    """Reactivate a paused or retired feed, and make it due now."""
    why = subscription.why if subscription.status == "active" else None
    store.change_subscription(replace(subscription, status="active", why=why, due=datetime.now(UTC)))


def check_options(options: Options) -> None:
    """Raise :class:`NewsfeedError` for options that contradict each other."""
    if options.least and options.most and options.least > options.most:
        raise NewsfeedError(f"--least is {options.least}, longer than --most, which is {options.most}")


def folder_path(folder: str) -> tuple[str, ...]:
    """Return the names of a folder and those around it, outermost first."""
    return tuple(filter(None, map(line, folder.split("/"))))


def _without_empty(options: Options) -> Options:
    """Return the options with ``None`` for lists without a pattern."""
    return replace(options, keep=options.keep or None, drop=options.drop or None)


def _judge(store: Store, changed: int) -> None:
    if changed:
        for _ in judge_pending(store):
            pass
