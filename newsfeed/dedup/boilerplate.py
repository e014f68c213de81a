"""Which repeated paragraphs are boilerplate: share buttons, promotion, "subscribe", sign-offs.

Boilerplate shows by one thing only: the same source puts the same words at the head or the tail of stories that have
nothing else in common. A background sentence stands inside stories, before something new; a story published again
repeats altogether.

What the articles of a source show of a passage is a sum over them: it can follow what comes and goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST = 400
"""In characters of normal form: what is longer is a text, not a footer."""

AT_EDGE = 0.8
"""The share of occurrences that must stand at an edge; the rest allows for a comment under a footer."""

OWN_PART = 0.25
"""The share of an article's characters that must not be repeated, for it to be a story and no copy of one."""


class RepeatedLine(NamedTuple):
    """A paragraph of an article: its passage, whether it is a heading, its length in characters of normal form."""

    passage: int
    heading: bool
    length: int

    @property
    def may_repeat(self) -> bool:
        """Whether it is short enough to be boilerplate, and not empty."""
        return 1 <= self.length <= LONGEST


class Mention(NamedTuple):
    """What an article shows of a passage that its source repeats.

    It stands there ``lines`` times, ``at_edge`` of them at an edge; ``core`` is the passage by which the article's
    story is told apart from others, if it has one.
    """

    lines: int
    at_edge: int
    core: int | None


@dataclass(slots=True)
class Tally:
    """What all articles of a source show of a passage.

    ``lines`` and ``at_edge`` are sums; ``stories`` is the number of different cores.
    """

    lines: int = 0
    at_edge: int = 0
    stories: int = 0

    def is_boilerplate(self, minimum: int) -> bool:
        """Say whether so many different stories, and hardly anything else, begin or end with the passage."""
        return self.stories >= minimum and self.at_edge >= AT_EDGE * self.lines


def mentions(lines: Sequence[RepeatedLine], repeated: Collection[int]) -> dict[int, Mention]:
    """Return what an article shows of each passage that its source repeats in at least as many articles as it takes.

    >>> story, footer = RepeatedLine(1, heading=False, length=80), RepeatedLine(9, heading=False, length=20)
    >>> mentions([story, footer, footer], repeated={9})
    {9: Mention(lines=2, at_edge=2, core=1)}
    """
    places = [index for index, line in enumerate(lines) if line.passage in repeated]
    core, edge = (_core(lines, repeated), _edge(lines, repeated)) if places else (None, set())
    found: dict[int, Mention] = {}
    for index in places:
        passage = lines[index].passage
        known = found.get(passage, Mention(0, 0, core))
        found[passage] = Mention(known.lines + 1, known.at_edge + (index in edge), core)
    return found


def _core(lines: Sequence[RepeatedLine], repeated: Collection[int]) -> int | None:
    """Return the passage of the longest paragraph that is an article's own, unless too little of it is."""
    own = [line for line in lines if line.passage not in repeated]
    if sum(line.length for line in own) < OWN_PART * sum(line.length for line in lines):
        return None
    return max(own, key=lambda line: line.length).passage if own else None


def _edge(lines: Sequence[RepeatedLine], repeated: Collection[int]) -> set[int]:
    """Return the places of the repeated paragraphs before and after which nothing else stands.

    A heading belongs to what follows it, so none stands at the head.
    """
    edge: set[int] = set()
    for index, line in enumerate(lines):
        if line.heading or line.passage not in repeated:
            break
        edge.add(index)
    for index in reversed(range(len(lines))):
        if lines[index].passage not in repeated:
            break
        edge.add(index)
    return edge
