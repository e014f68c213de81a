"""Which repeated paragraphs are boilerplate: share buttons, promotion, "subscribe", sign-offs.

Boilerplate shows by one thing only: the same source puts the same words at the head or the tail of stories that have
nothing else in common. A background sentence stands inside stories, before something new; a story published again
repeats altogether.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LONGEST = 400
"""In characters of normal form: what is longer is a text, not a footer."""

AT_EDGE = 0.8
"""The share of occurrences that must stand at an edge; the rest allows for a comment under a footer."""

OWN_PART = 0.25
"""The share of an article's characters that must not be repeated, for it to be a story and no copy of one."""


class Line(NamedTuple):
    """A paragraph of an article: its passage, whether it is a heading, its length in characters of normal form."""

    passage: int
    heading: bool
    length: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a passage counts as boilerplate: how many different stories end or begin with it, and since when."""

    stories: int
    since: str


@dataclass(slots=True)
class _Tally:
    """What the articles of a source show of one passage; ``cores`` are what tells their stories apart."""

    occurrences: int = 0
    at_edge: int = 0
    since: str = ""
    cores: set[int] = field(default_factory=set)


def boilerplate(
    articles: Iterable[tuple[str, Sequence[Line]]], repeated: Collection[int], minimum: int
) -> dict[int, Evidence]:
    """Return the boilerplate of one source.

    ``articles`` are the source's, each with the time it was published and its paragraphs in order; ``repeated`` the
    passages that stand in at least ``minimum`` of them, and ``minimum`` the number of different stories it takes.

    >>> footer = Line(9, heading=False, length=20)
    >>> stories = [(f"2024-01-0{n}", [Line(n, heading=False, length=80), footer]) for n in (1, 2, 3)]
    >>> boilerplate(stories, repeated={9}, minimum=3)
    {9: Evidence(stories=3, since='2024-01-01')}
    """
    tallies: defaultdict[int, _Tally] = defaultdict(_Tally)
    for moment, lines in articles:
        core = _core(lines, repeated)
        edge = _edge(lines, repeated)
        for index, line in enumerate(lines):
            if line.passage in repeated:
                _count(tallies[line.passage], moment, core, at_edge=index in edge)
    return {
        passage: Evidence(len(tally.cores), tally.since)
        for passage, tally in tallies.items()
        if len(tally.cores) >= minimum and tally.at_edge >= AT_EDGE * tally.occurrences
    }


def _core(lines: Sequence[Line], repeated: Collection[int]) -> int | None:
    """Return the passage of the longest paragraph that is an article's own, unless too little of it is."""
    own = [line for line in lines if line.passage not in repeated]
    if sum(line.length for line in own) < OWN_PART * sum(line.length for line in lines):
        return None
    return max(own, key=lambda line: line.length).passage if own else None


def _edge(lines: Sequence[Line], repeated: Collection[int]) -> set[int]:
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


def _count(tally: _Tally, moment: str, core: int | None, *, at_edge: bool) -> None:
    tally.occurrences += 1
    tally.at_edge += at_edge
    if core is not None:
        tally.cores.add(core)
        tally.since = min(filter(None, (tally.since, moment)))
