"""Forms that change subscriptions, processed with the functions of the ``feeds`` command.

Each change opens and closes the store, so that nothing is locked while somebody reads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from newsfeed.dedup.policy import policy
from newsfeed.errors import NewsfeedError
from newsfeed.formats.opml import outlines
from newsfeed.loaders.processors import line
from newsfeed.pipelines import subscribing
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options, Subscription
from newsfeed.subscriptions.patterns import checked_patterns
from newsfeed.text.characters import for_terminal
from newsfeed.text.urls.typed import candidate_urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PACKAGES = Path(__file__).parents[2]
_DISCOVERY_SECONDS = 180  # for an address and the feeds that its page links to


@dataclass(frozen=True, slots=True)
class SubscriptionForm:
    """The submitted form of one subscription, with one pattern per line; an empty policy is the default."""

    folder: str = ""
    policy: str = ""
    keep: str = ""
    drop: str = ""
    prefer: bool = False
    agency: bool = False

    def options(self) -> Options:
        """Return the options; raise NewsfeedError if one is not valid."""
        return Options(
            policy=policy(self.policy) if self.policy else None,
            keep=checked_patterns("keep", self.keep.splitlines()),
            drop=checked_patterns("drop", self.drop.splitlines()),
            prefer=self.prefer,
            agency=self.agency,
        )


@dataclass(frozen=True, slots=True)
class Editor:
    """Changes the subscriptions of a store. ``settings`` are the server's settings, by name."""

    store: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def add(self, typed: str, folder: str) -> list[str]:
        """Add the feeds that an address leads to; return the message of the ``feeds`` command for each.

        The command runs as a separate process, because a crawl has its own event loop and may take long. Raises
        NewsfeedError if there is no feed.
        """
        addresses = candidate_urls(typed)
        if not addresses:
            raise NewsfeedError(f"{for_terminal(typed)}: not a web address; type one such as example.org")
        said: list[str] = []
        for address in addresses:
            done = self._run("feeds", "add", *([f"--folder={folder}"] if folder else []), address)
            said = (done.stdout or done.stderr).splitlines()
            if done.returncode == 0:
                return said
        raise NewsfeedError("\n".join(said))

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
        try:
            return subprocess.run(  # noqa: S603 - our own command; the address is one argument
                [sys.executable, "-m", "newsfeed", *words],
                env={**os.environ, **self.settings, "NEWSFEED_STORE": self.store, "PYTHONPATH": path},
                capture_output=True,
                text=True,
                timeout=_DISCOVERY_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NewsfeedError(f"{words[-1]}: no answer within {_DISCOVERY_SECONDS} seconds") from error

    def add_list(self, name: str, document: bytes, folder: str) -> list[str]:
        """Add the feeds of an OPML document; return the faults of some, and the number of added feeds."""
        listed = outlines(document)
        if not listed:
            raise NewsfeedError(f"{for_terminal(name)}: not an OPML file with subscriptions")
        counts = Counter(dict.fromkeys(get_args(subscribing.Outcome), 0))
        remarks: list[str] = []
        with self._opened() as store:
            for each in subscribing.subscribe_list(store, listed, Options(), folder or None):
                counts[each.outcome] += 1
                remarks.extend(each.remarks)
        total = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())
        return [*remarks, f"{for_terminal(name)}: {total}"]

    def change(self, url: str, form: SubscriptionForm) -> None:
        """Replace the folder and options of a subscription with those of a form."""
        options = form.options()
        with self._opened() as store:
            known = _known(store, url)
            without = replace(known, options=replace(known.options, policy=None))
            subscribing.change_options(store, without, options, subscribing.folder_path(form.folder))

    def rename(self, url: str, title: str) -> None:
        """Set the title of a subscription."""
        with self._opened() as store:
            store.change_subscription(replace(_known(store, url), title=line(title) or None))

    def move(self, folders: Mapping[str, tuple[str, ...]]) -> None:
        """Move subscriptions, given by address, to folders or to no folder: all of them, or none if one is missing."""
        with self._opened() as store, store.alone():
            for url, folder in folders.items():
                store.change_subscription(replace(_known(store, url), folder=folder))

    def pause(self, url: str) -> None:
        """Stop polling a feed."""
        with self._opened() as store:
            subscribing.pause(store, _known(store, url))

    def resume(self, url: str) -> None:
        """Poll a feed again, at once."""
        with self._opened() as store:
            subscribing.resume(store, _known(store, url))

    def remove(self, url: str) -> None:
        """Remove a subscription; its articles stay."""
        with self._opened() as store:
            subscribing.remove(store, _known(store, url))

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        store = Store(self.store, must_exist=True)
        try:
            yield store
        finally:
            store.close()


def _known(store: Store, url: str) -> Subscription:
    found = store.subscription(url)
    if found is None:
        raise NewsfeedError(f"{for_terminal(url)}: no subscription has this address any more")
    return found
