"""The stories of all feeds, kept between calls: a call reads anew only those that have changed.

A client that synchronises makes many calls, and each of them puts all stories in order of arrival; a watch beside it
changes some of them every few seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.web.greader.arrivals import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from newsfeed.store.state import ContentState
    from newsfeed.web.greader.arrivals import Arrivals
    from newsfeed.web.greader.stories import ListingRules, Story, StoryList


class _Kept(NamedTuple):
    """Stories, and the versions of the store, each as one connection numbers them, in which the stories are these."""

    found: StoryList
    versions: Mapping[Hashable, Hashable]


class StoryCache:
    """Caches the stories read last, without their marks, which change often."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def stories(
        self,
        state: ContentState | None,
        rules: ListingRules,
        arrivals: Arrivals,
        read: Callable[[StoryList | None], StoryList],
    ) -> Sequence[Story]:
        """Return the stories of a state of the store.

        They are ``read`` from what is kept, unless that is of the same state; without it, if arrivals were deleted.
        """
        kept = self._kept
        if kept is not None and not all(arrivals.has(Arrival(each.id, each.usec)) for each in kept.found.stories[-1:]):
            kept = None
        is_known = kept is not None and state is not None and kept.versions.get(state.numbered_by) == state.version
        if kept is not None and is_known and kept.found.rules == rules:
            return kept.found.stories
        found = read(kept and kept.found)
        # Connections number versions each for itself: as long as the stories are the same, those of others hold, too.
        versions = dict(kept.versions) if kept is not None and found is kept.found else {}
        if state is not None:
            versions[state.numbered_by] = state.version
        self._kept = _Kept(found, versions)
        return found.stories
