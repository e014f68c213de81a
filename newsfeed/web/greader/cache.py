"""A cache of the stories of all feeds between calls, in which only changed stories are replaced.

A client that synchronises makes many calls, each of which would sort all stories by arrival. A running watch changes
some of them every few seconds.
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
    """Stories, and the versions of the store with these stories, by the connection that numbers them."""

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

        Unless the cached stories are of the same state, ``read`` updates them. If arrivals were deleted, ``read`` gets
        ``None`` and reads all stories.
        """
        kept = self._kept
        if kept is not None and not all(arrivals.has(Arrival(each.id, each.usec)) for each in kept.found.stories[-1:]):
            kept = None
        is_known = kept is not None and state is not None and kept.versions.get(state.numbered_by) == state.version
        if kept is not None and is_known and kept.found.rules == rules:
            return kept.found.stories
        found = read(kept and kept.found)
        # Each connection numbers versions separately: while the stories are the same, those of others are valid, too.
        versions = dict(kept.versions) if kept is not None and found is kept.found else {}
        if state is not None:
            versions[state.numbered_by] = state.version
        self._kept = _Kept(found, versions)
        return found.stories
