"""The stories of all feeds, kept between calls while nothing that they are made of has changed.

A client that synchronises makes many calls, and each of them puts all stories in order of arrival.
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
    """Stories, and what they are made of: the articles shown again, the last arrival, and states of the store.

    ``versions`` are those of the store, each as one connection numbers them, in which the stories are these.
    """

    stories: Sequence[Story]
    shown: AbstractSet[str]
    latest: int | None
    versions: Mapping[Hashable, Hashable]


class StoryCache:
    """Keeps the stories that were read last, without their marks, which change with every call that marks."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def stories(
        self,
        state: ContentState | None,
        shown: AbstractSet[str],
        arrivals: Arrivals,
        read: Callable[[], Sequence[Story]],
    ) -> Sequence[Story]:
        """Return the stories of a state of the store, which are ``read`` unless they are those that are kept."""
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
        # Connections number versions each for itself: as long as the stories are the same, those of others hold, too.
        others = kept.versions if kept is not None and kept[:3] == basis else {}
        self._kept = _Kept(*basis, {**others, state.numbered_by: state.version})
        return found
