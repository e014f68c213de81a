"""Which tokens of a later text stand in an earlier one, in runs long enough to have been copied.

A token is a character of a script without spaces, or a word. Lengths are counted in *units*: a character of such a
script is one, a word two, which is about what each says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from newsfeed.dedup.shingles import GUARANTEE_SOLID

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 3  # tokens: the shortest run looked for
ANCHOR_UNITS = 6  # six characters or three words: a run that stands for itself
LONG_UNITS = GUARANTEE_SOLID  # a run as long is sure to be found by its shingles, and no mere name or title
NEAR = 3  # tokens by which a smaller run or a word may be displaced against the anchor beside it
MOVED = 20  # and a smaller run against a long one: about a sentence
_PLACES = 16  # of one seed in the earlier text that are tried: bounds the work on texts that repeat themselves

_AROUND = sorted(range(-NEAR, NEAR + 1), key=abs)

_SOLID = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31a0-\u31ff\u3400-\ua4cf"
    "\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_TOKEN = re.compile(f" |[{_SOLID}]|[^ {_SOLID}]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a normal form, where each starts in it, the units of each, and the seeds: :data:`SEED` in a row."""

    words: list[str]
    starts: list[int]
    units: list[int]
    seeds: list[tuple[str, str, str]]

    @classmethod
    def of(cls, normal: str) -> Tokens:
        """Cut a normal form into tokens."""
        pieces = _TOKEN.findall(normal)
        starts = [0, *accumulate(map(len, pieces))]
        words = [piece for piece in pieces if piece != " "]
        if len(words) < len(pieces):
            starts = [start for start, piece in zip(starts, pieces, strict=False) if piece != " "]
        units = [1 if len(word) == 1 and word >= "\u0e00" else 2 for word in words]
        return cls(words, starts[: len(words)], units, list(zip(words, words[1:], words[2:], strict=False)))

    def letters(self) -> list[int]:
        """Return the number of letters, digits and ideographs of each token."""
        return [len(word) for word in self.words]


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` tokens that stand at ``later`` in the later text and at ``earlier`` in the earlier one."""

    later: int
    earlier: int
    length: int

    @property
    def shift(self) -> int:
        """How far the run has moved."""
        return self.later - self.earlier


def align(earlier: Tokens, later: Tokens) -> list[Run]:
    """Return the runs of the later text that were copied from the earlier one, in order, without overlap.

    First the longest run at each place, of at least :data:`SEED` tokens. Of these stay the anchors, of at least
    :data:`ANCHOR_UNITS`, and those little displaced against an anchor beside them; then single words beside those.
    Linear in the lengths of both texts.
    """
    runs = _longest_runs(earlier, later)
    runs = _beside_anchors(runs, later.units)
    return _with_single_words(runs, earlier, later)


def _longest_runs(earlier: Tokens, later: Tokens) -> list[Run]:
    common = set(earlier.seeds).intersection(later.seeds)
    places: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, seed in enumerate(earlier.seeds):
        if seed in common:
            places[seed].append(place)
    runs: list[Run] = []
    end = 0
    for at in [at for at, seed in enumerate(later.seeds) if seed in common]:
        if at >= end:
            found = [(_length(earlier, place, later, at), -place) for place in places[later.seeds[at]][:_PLACES]]
            length, place = max(found)
            runs.append(Run(at, -place, length))
            end = at + length
    return runs


def _length(earlier: Tokens, place: int, later: Tokens, at: int) -> int:
    """Return how many tokens from ``place`` in the one text and ``at`` in the other are the same, seeds being so."""
    ours, theirs = later.words, earlier.words
    length, most = SEED, min(len(ours) - at, len(theirs) - place)
    while length < most and ours[at + length] == theirs[place + length]:
        length += 1
    return length


def _beside_anchors(runs: list[Run], units: Sequence[int]) -> list[Run]:
    sizes = [sum(units[run.later : run.later + run.length]) for run in runs]
    kept = [size >= ANCHOR_UNITS for size in sizes]
    for order in (range(len(runs)), range(len(runs) - 1, -1, -1)):
        anchor: int | None = None
        for i in order:
            if sizes[i] >= ANCHOR_UNITS:
                anchor = i
            elif anchor is not None:
                reach = MOVED if sizes[anchor] >= LONG_UNITS else NEAR
                kept[i] |= abs(runs[i].shift - runs[anchor].shift) <= reach
    return [run for run, keep in zip(runs, kept, strict=True) if keep]


def _with_single_words(runs: list[Run], earlier: Tokens, later: Tokens) -> list[Run]:
    if not runs:
        return runs
    result: list[Run] = []
    at = 0
    for i, run in enumerate([*runs, Run(len(later.words), len(earlier.words), 0)]):
        shifts = [neighbour.shift for neighbour in (runs[i - 1 : i] if i else []) + runs[i : i + 1]]
        result += _single_words(range(at, run.later), shifts, earlier, later)
        if run.length:
            result.append(run)
        at = run.later + run.length
    return result


def _single_words(gap: range, shifts: list[int], earlier: Tokens, later: Tokens) -> list[Run]:
    found = []
    for at in gap:
        if later.units[at] == 1:
            continue
        place = next(
            (
                at - shift + moved
                for shift in shifts
                for moved in ((0,) if later.words[at].isdigit() else _AROUND)
                if 0 <= at - shift + moved < len(earlier.words) and earlier.words[at - shift + moved] == later.words[at]
            ),
            None,
        )
        if place is not None:
            found.append(Run(at, place, 1))
    return found


@dataclass(frozen=True, slots=True)
class Aligned:
    """An earlier text and the runs of it that stand in a later one."""

    tokens: Tokens
    runs: list[Run]

    def covers(self) -> int:
        """Return the positions of the later text's tokens that these runs cover, as the bits of an integer."""
        bits = 0
        for run in self.runs:
            bits |= ((1 << run.length) - 1) << run.later
        return bits
