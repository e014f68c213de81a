"""A cache of the stories of all feeds between calls, valid until their data changes.

A client that synchronises makes many calls, each of which would sort all stories by arrival.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from newsfeed.store.state import ContentState
    from newsfeed.web.greader.arrivals import Arrivals
    from newsfeed.web.greader.stories import Story


class _Kept(NamedTuple):
    """Stories and the data they depend on: the articles shown again, the last arrival, and states of the store.

    ``versions`` are the versions of the store with these stories, by the connection that numbers them.
    """

    stories: Sequence[Story]
    shown: AbstractSet[str]
    latest: int | None
    versions: Mapping[Hashable, Hashable]


class StoryCache:
    """Caches the stories read last, without their marks, which change often."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def stories(
        self,
        state: ContentState | None,
        shown: AbstractSet[str],
        arrivals: Arrivals,
        read: Callable[[], Sequence[Story]],
    ) -> Sequence[Story]:
        """Return the stories of a state of the store: the cached ones if valid, else those that ``read`` returns."""
        if state is None:
            return read()
        kept = self._kept
        if (
            kept is not None
            and kept.versions.get(state.numbered_by) == state.version
            and (kept.shown, kept.latest) == (shown, arrivals.latest())
        ):
            return kept.stories
        found = read()
        basis = found, shown, arrivals.latest()
        # Each connection numbers versions separately: while the stories are the same, those of others are valid, too.
        others = kept.versions if kept is not None and kept[:3] == basis else {}
        self._kept = _Kept(*basis, {**others, state.numbered_by: state.version})
        return found
