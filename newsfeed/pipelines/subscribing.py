"""Add, change and remove subscriptions, for the ``feeds`` command and the pages."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from newsfeed.dedup.policy import policy
from newsfeed.errors import NewsfeedError
from newsfeed.loaders.processors import line
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.filtering import apply_patterns
from newsfeed.subscriptions.model import Options, Subscription, known_zone, split_credentials
from newsfeed.subscriptions.patterns import checked_patterns
from newsfeed.text.characters import printable
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import name_without_credentials, without_credentials
from newsfeed.text.urls.typed import feed_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from newsfeed.formats.opml import Outline
    from newsfeed.store.repository import Store

T = TypeVar("T")
R = TypeVar("R")

Outcome = Literal["added", "already there", "left out"]


class ListedFeed(NamedTuple):
    """The outcome of one feed of a list.

    ``subscription`` is ``None`` if the feed was left out. ``remarks`` give the reason, or the options that were left
    out.
    """

    outcome: Outcome
    subscription: Subscription | None
    remarks: Sequence[str] = ()


def subscribe_list(
    store: Store, found: Iterable[Outline], options: Options, folder: str | None
) -> Iterator[ListedFeed]:
    """Add the feeds of a list one by one; ``options`` and ``folder`` override those of the list."""
    for outline in found:
        url = feed_url(outline.url)
        if url is None:
            said = f"{without_credentials(outline.url)}: not a web address" if outline.url else "no address"
            yield ListedFeed("left out", None, [": ".join(filter(None, (_title(outline), said)))])
            continue
        named = replace(outline, url=url)
        chosen, remarks = listed_options(named, options)
        yield ListedFeed(*subscribe(store, named, chosen, folder), remarks)


def listed_options(outline: Outline, given: Options) -> tuple[Options, list[str]]:
    """Return the options of a listed feed, and the faults of listed options that are left out.

    The ``given`` options take precedence.
    """
    remarks: list[str] = []

    def valid(value: T | None, check: Callable[[T], R]) -> R | None:
        try:
            return check(value) if value else None
        except NewsfeedError as error:
            remarks.append(f"{without_credentials(outline.url)}: {line(str(error))}; left out")
            return None

    listed = Options(
        full_text=outline.full_text,
        zone=valid(outline.zone, _zone),
        policy=valid(outline.policy, policy),
        keep=valid(outline.keep, partial(checked_patterns, "keep")) or None,
        drop=valid(outline.drop, partial(checked_patterns, "drop")) or None,
        prefer=outline.prefer,
        agency=outline.agency,
    )
    return replace(listed, **{name: value for name, value in asdict(given).items() if value is not None}), remarks


def _zone(name: str) -> str:
    if known_zone(name) is None:
        raise NewsfeedError(f"no zone is called {line(name)}")
    return name


def subscribe(
    store: Store, outline: Outline, options: Options, folder: str | None
) -> tuple[Literal["added", "already there"], Subscription]:
    """Add a feed, or change the folder and options of its subscription; return which of the two, and the subscription.

    ``folder`` replaces the folders of the outline; its parts are separated by slashes.
    """
    url, options = split_credentials(printable(outline.url), options)
    folders = folder_path("/".join(outline.folders)) if folder is None else folder_path(folder)
    known = store.subscription(url)
    if known is not None:
        change_options(store, known, options, None if folder is None else folders)
        return "already there", known
    check_options(options)
    site = web_address(without_credentials(printable(outline.link or "")))
    fresh = Subscription(0, url, url, store.now(), _title(outline), site, folders, options=_without_empty(options))
    with store.alone():
        added = store.subscribe(fresh)
        store.name_agency(added.scope)
        changed = apply_patterns(store, added.scope)  # to articles that a crawl has read already
    _judge(store, changed)
    return "added", added


def change_options(
    store: Store, known: Subscription, options: Options, folder: tuple[str, ...] | None = None
) -> Subscription:
    """Change the options of a subscription that are not ``None``, and its folder if one is given.

    Articles that the new patterns drop or restore are judged again.
    """
    given = {name: value for name, value in asdict(options).items() if value is not None}
    wanted = _without_empty(replace(known.options, **given))
    check_options(wanted)
    changed = replace(known, folder=known.folder if folder is None else folder, options=wanted)
    with store.alone():
        store.change_subscription(changed)
        store.name_agency(known.scope)
        articles = apply_patterns(store, known.scope)
    _judge(store, articles)
    return changed


def remove(store: Store, subscription: Subscription) -> None:
    """Remove a subscription; its articles stay, and those that its patterns dropped are judged."""
    with store.alone():
        store.unsubscribe(subscription.url)
        store.name_agency(subscription.scope)
        articles = apply_patterns(store, subscription.scope)
    _judge(store, articles)


def pause(store: Store, subscription: Subscription) -> None:
    """Stop polling a feed."""
    store.change_subscription(replace(subscription, status="paused", why=None))


def resume(store: Store, subscription: Subscription) -> None:
    """Reactivate a paused or retired feed, and make it due now."""
    why = subscription.why if subscription.status == "active" else None
    store.change_subscription(replace(subscription, status="active", why=why, due=store.now()))


def check_options(options: Options) -> None:
    """Raise :class:`NewsfeedError` for options that contradict each other."""
    if options.least and options.most and options.least > options.most:
        raise NewsfeedError(f"--least is {options.least}, longer than --most, which is {options.most}")


def folder_path(folder: str) -> tuple[str, ...]:
    """Return the names of a folder and those around it, outermost first."""
    return tuple(filter(None, map(line, name_without_credentials(folder).split("/"))))


def _title(outline: Outline) -> str | None:
    return line(name_without_credentials(outline.title or ""))


def _without_empty(options: Options) -> Options:
    """Return the options with ``None`` for lists without a pattern."""
    return replace(options, keep=options.keep or None, drop=options.drop or None)


def _judge(store: Store, changed: int) -> None:
    if changed:
        for _ in judge_pending(store):
            pass
