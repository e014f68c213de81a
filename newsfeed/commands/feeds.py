"""``scrapy feeds``: the subscriptions that ``scrapy watch`` polls."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from scrapy.commands import ScrapyCommand

from newsfeed.commands.options import FEEDS, nearest
from newsfeed.commands.usage import CheckedCommand, output, store_clauses, usage_errors
from newsfeed.config import check_fetching
from newsfeed.errors import NewsfeedError, command_line
from newsfeed.exporters.storage import check_distinct
from newsfeed.formats.opml import Outline, outlines, to_opml
from newsfeed.pipelines import subscribing
from newsfeed.reporting.console import echo, echo_json, end_quietly
from newsfeed.sources.files import LocalFile, opened, read
from newsfeed.store.repository import Store
from newsfeed.subscriptions.discovery import DiscoverySpider
from newsfeed.subscriptions.model import Options, Subscription, known_zone, split_credentials
from newsfeed.subscriptions.patterns import checked_patterns
from newsfeed.subscriptions.status import described, table
from newsfeed.text.html.webpage import require_trafilatura
from newsfeed.text.urls.credentials import without_credentials
from newsfeed.text.urls.typed import candidate_urls

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

_SPAN = re.compile(r"(?P<count>\d{1,5})(?P<unit>[mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SHORTEST = timedelta(minutes=1)
_LARGEST_LIST = 32 << 20  # bytes of an OPML file
_AGENT = re.compile(r"[\x20-\x7e]+")


class FeedsCommand(CheckedCommand, ScrapyCommand):
    """Adds, lists, removes, pauses, resumes, polls, imports and exports subscriptions."""

    usage = FEEDS

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run the action; exit code 1 if nothing could be added, 2 for wrong usage."""
        actions: dict[str, Callable[[Store, list[str], argparse.Namespace], None]] = {
            "add": self._add,
            "export": _export,
            "import": _import,
            "list": _list,
            "pause": _pause,
            "poll": _poll,
            "remove": _remove,
            "resume": _resume,
        }
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("feeds"):
            action, *names = args or [""]
            if action not in actions:
                unknown = f"{action}: no such action{nearest(action, actions)}; " if action else ""
                raise NewsfeedError(f"{unknown}say what to do: {', '.join(actions)}")
            if not names and action not in {"export", "list"}:
                raise NewsfeedError(f"{action}: name at least one")
            check_fetching(self.settings)
            if action == "export":
                check_distinct(map(Path, names), store_clauses(self.settings["NEWSFEED_STORE"]))
            store = Store(self.settings["NEWSFEED_STORE"])
            try:
                actions[action](store, names, opts)
            finally:
                store.close()

    def _add(self, store: Store, names: list[str], opts: argparse.Namespace) -> None:
        """Add the feeds of files and addresses."""
        wanted = _wanted(opts)
        # A Path raises for a URL that is too long for a file name.
        typed = {name: [] if os.path.isfile(name) else candidate_urls(name) for name in names}  # noqa: PTH113
        files = [name for name, urls in typed.items() if not urls]
        if files:
            _add_lists(store, files, wanted, opts.folder)
        asked, fallbacks = {}, {}
        for first, *others in filter(None, typed.values()):
            address, options = split_credentials(first, wanted)
            asked[address] = options
            for other in others:
                fallbacks[address] = other
        if asked and not self._discover(store, asked, fallbacks, opts.folder) and not files:
            self.exitcode = 1

    def _discover(self, store: Store, asked: dict[str, Options], fallbacks: dict[str, str], folder: str | None) -> bool:
        """Request the addresses and add the feeds that they lead to; return whether there are any."""
        process = self.crawler_process
        assert process is not None  # noqa: S101 - Scrapy sets it before it calls run
        crawler = process.create_crawler(DiscoverySpider)
        process.crawl(crawler, asked=asked, fallbacks=fallbacks)
        process.start()
        spider = crawler.spider
        assert isinstance(spider, DiscoverySpider)  # noqa: S101 - it was made from that
        for address in asked:
            for outline, given in spider.found.get(address, ()):
                options, remarks = subscribing.listed_options(outline, given)
                echo(*remarks, err=True)
                _say(*subscribing.subscribe(store, outline, options, folder))
            if reason := spider.failed.get(address):
                echo(f"{address}: not added: {reason}", err=True)
        return bool(spider.found)


def _import(store: Store, names: list[str], opts: argparse.Namespace) -> None:
    _add_lists(store, names, _wanted(opts), opts.folder)


def _add_lists(store: Store, names: Iterable[str], wanted: Options, folder: str | None) -> None:
    """Add the subscriptions of OPML files, and print how many were added and left out."""
    lists = {name: _outlines(name) for name in names}
    for name, found in lists.items():
        counts = Counter(dict.fromkeys(get_args(subscribing.Outcome), 0))
        for outcome, subscription, remarks in subscribing.subscribe_list(store, found, wanted, folder):
            counts[outcome] += 1
            for remark in remarks:
                echo(remark if subscription else f"{name}: left out: {remark}", err=True)
            if subscription:
                _say(outcome, subscription)
        echo(f"{name}: {', '.join(f'{count:,} {outcome}' for outcome, count in counts.items())}", err=True)


def _export(store: Store, names: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG001 - as the others
    if len(names) > 1:
        raise NewsfeedError("export: name one OPML file, or none for standard output")
    document = to_opml(map(_outline, store.subscriptions()), "newsfeed subscriptions")
    with output(names[0] if names else "-") as file:
        file.write(document)


def _list(store: Store, names: list[str], opts: argparse.Namespace) -> None:
    if names:
        raise NewsfeedError("list: takes no arguments but --json")
    end_quietly()
    known, impossible = store.subscriptions(), store.impossible_dates()
    if opts.json:
        echo_json([described(each, impossible.get(each.scope, 0)) for each in known])
        return
    echo(*table(known, impossible))
    if not known:
        echo(f"no subscriptions yet; '{command_line('feeds add URL')}' adds one", err=True)


def _remove(store: Store, names: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG001 - as the others
    for subscription in _known(store, names):
        subscribing.remove(store, subscription)
        _say("removed", subscription)


def _pause(store: Store, names: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG001 - as the others
    for subscription in _known(store, names):
        subscribing.pause(store, subscription)
        _say("paused", subscription)


def _resume(store: Store, names: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG001 - as the others
    """Reactivate paused and retired feeds, and make them due now."""
    for subscription in _known(store, names):
        subscribing.resume(store, subscription)
        _say("resumed", subscription)


def _poll(store: Store, names: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG001 - as the others
    """Make active feeds due now."""
    known = _known(store, names)
    for subscription in known:
        if subscription.status != "active":
            raise NewsfeedError(
                f"{subscription.url}: is {subscription.status}; '{command_line('feeds')} resume' polls it again"
            )
    for subscription in known:
        store.change_subscription(replace(subscription, due=store.now()))
        _say("due now", subscription)


def _known(store: Store, names: Iterable[str]) -> list[Subscription]:
    """Return the subscriptions with these addresses; raise :class:`NewsfeedError` if one is missing."""
    found = []
    for name in names:
        addresses = [without_credentials(each) for each in (name, *candidate_urls(name))]
        subscription = next(filter(None, map(store.subscription, addresses)), None)
        if subscription is None:
            raise NewsfeedError(f"{name}: no subscription has this address; '{command_line('feeds list')}' shows them")
        found.append(subscription)
    return found


def _outline(subscription: Subscription) -> Outline:
    options = subscription.options
    return Outline(
        subscription.url,
        subscription.title,
        subscription.site,
        subscription.folder,
        options.full_text,
        options.zone,
        options.policy,
        options.keep or (),
        options.drop or (),
        options.prefer,
        options.agency,
    )


def _outlines(name: str) -> list[Outline]:
    """Return the subscriptions of an OPML file."""
    found = outlines(_content(Path(name))) if os.path.isfile(name) else []  # noqa: PTH113 - as above
    if not found:
        raise NewsfeedError(f"{name}: neither a web address nor an OPML file with subscriptions")
    return found


def _content(path: Path) -> bytes:
    with opened(LocalFile(path, str(path))) as file:
        return read(file, str(path), _LARGEST_LIST).data


def _wanted(opts: argparse.Namespace) -> Options:
    """Return the options on the command line."""
    agent = opts.user_agent
    if agent is not None and not _AGENT.fullmatch(agent):
        raise NewsfeedError(f"--user-agent {agent!r}: must be printable ASCII")
    if opts.zone is not None and known_zone(opts.zone) is None:
        raise NewsfeedError(f"--zone {opts.zone}: no zone has this name; they are called like Asia/Shanghai")
    if opts.full_text:
        require_trafilatura()
    wanted = Options(
        _span("--least", opts.least),
        _span("--most", opts.most),
        agent,
        full_text=opts.full_text,
        zone=opts.zone,
        policy=opts.policy,
        keep=None if opts.keep is None else checked_patterns("--keep", opts.keep),
        drop=None if opts.drop is None else checked_patterns("--drop", opts.drop),
        prefer=opts.prefer,
        agency=opts.agency,
    )
    subscribing.check_options(wanted)
    return wanted


def _span(name: str, text: str | None) -> timedelta | None:
    """Return the time span of an option; raise :class:`NewsfeedError` if it is not valid."""
    if text is None:
        return None
    found = _SPAN.fullmatch(text)
    if not found or timedelta(**{_UNITS[found["unit"]]: int(found["count"])}) < _SHORTEST:
        raise NewsfeedError(f"{name} {text}: must be a span of at least a minute, like 30m, 2h or 1d")
    return timedelta(**{_UNITS[found["unit"]]: int(found["count"])})


def _say(outcome: str, subscription: Subscription) -> None:
    """Print the outcome for a subscription."""
    title = f" ({subscription.title})" if subscription.title else ""
    echo(f"{outcome}: {subscription.url}{title}")
