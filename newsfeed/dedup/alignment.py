"""Align two texts: find the runs of tokens of the later one that were copied from the earlier one.

A token is a character of a script without spaces, or a word. Lengths are counted in *units*: one for a character of
such a script, two for a word, which is roughly the information that each carries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING

from newsfeed.dedup.fingerprints.winnowing import GUARANTEE_SOLID
from newsfeed.text.scripts import UNSEGMENTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEED = 3  # tokens: the shortest run looked for
ANCHOR_UNITS = 6  # six characters or three words: a run this long is kept without an anchor beside it
LONG_UNITS = GUARANTEE_SOLID  # a run this long is certain to be found by its shingles, and is no mere name or title
NEAR = 3  # tokens by which a shorter run or a word may be shifted relative to the anchor beside it
MOVED = 20  # tokens by which a shorter run may be shifted relative to a long one: about a sentence
_LONG = 4  # times the length of the later text: an earlier text this long is compared with many
_PLACES = 16  # positions tried for one seed in the earlier text: bounds the work on repetitive texts

_AROUND = sorted(range(-NEAR, NEAR + 1), key=abs)

_STRETCH = re.compile(f"([{UNSEGMENTED}]+)|([^ {UNSEGMENTED}]+)")

Seed = tuple[str, str, str]


class Tokens:
    """The tokens of a normal form, with properties that are computed on first use."""

    def __init__(self, words: list[str], normal: str) -> None:
        self.words = words
        self._normal = normal

    @classmethod
    def of(cls, normal: str) -> Tokens:
        """Return the tokens of a normal form."""
        # Share one object per word: a separate string for every position would take 80 bytes.
        return cls(list(map(intern, _words(normal))), normal)

    @cached_property
    def starts(self) -> list[int]:
        """The start of each token in the normal form."""
        starts: list[int] = []
        at = 0
        for word in self.words:
            at += self._normal[at] == " "
            starts.append(at)
            at += len(word)
        return starts

    @cached_property
    def units(self) -> list[int]:
        """The units of each token."""
        return _units(self.words)

    @cached_property
    def spaced(self) -> frozenset[str]:
        """The words of scripts that write spaces."""
        return frozenset([word for word in self.words if len(word) > 1 or word < "\u0e00"])

    @cached_property
    def seeds(self) -> list[Seed]:
        """The seeds in order; each consists of :data:`SEED` consecutive tokens."""
        return list(_seeds(self.words))

    @cached_property
    def distinct_seeds(self) -> frozenset[Seed]:
        """The distinct seeds."""
        return frozenset(self.seeds)

    @cached_property
    def places(self) -> dict[Seed, list[int]]:
        """The positions of each seed."""
        return _places(enumerate(_seeds(self.words)))

    def letters(self) -> list[int]:
        """Return the number of letters, digits and ideographs of each token."""
        return list(map(len, self.words))


def count_units(normal: str) -> int:
    """Return the units of all tokens of a normal form, without tokenising it."""
    return sum(_units(_words(normal)))


def _words(normal: str) -> list[str]:
    """Return the tokens: each character of a script without spaces, and each word between those or spaces."""
    if normal.isascii():
        return normal.split()
    words: list[str] = []
    for solid, word in _STRETCH.findall(normal):
        if solid:
            words.extend(solid)
        else:
            words.append(word)
    return words


def _seeds(words: Sequence[str]) -> Iterator[Seed]:
    return zip(words, words[1:], words[2:], strict=False)


def _places(seeds: Iterable[tuple[int, Seed]]) -> dict[Seed, list[int]]:
    places: dict[Seed, list[int]] = {}
    for place, seed in seeds:
        if seed in places:
            places[seed].append(place)
        else:
            places[seed] = [place]
    return places


def _units(words: Iterable[str]) -> list[int]:
    """Return the units of each word: one for a character of a script without spaces, two for any other."""
    return [1 if len(word) == 1 and word >= "\u0e00" else 2 for word in words]


@dataclass(frozen=True, slots=True)
class Run:
    """``length`` equal tokens from position ``later`` in the later text and ``earlier`` in the earlier one."""

    later: int
    earlier: int
    length: int

    @property
    def shift(self) -> int:
        """The distance by which the run has moved."""
        return self.later - self.earlier


def align(earlier: Tokens, later: Tokens) -> list[Run]:
    """Return the runs of the later text that were copied from the earlier one, in order, without overlap.

    First the longest run of at least :data:`SEED` tokens is found at each position; of several, the one shifted least
    relative to the previous run. Then the anchors (at least :data:`ANCHOR_UNITS`) are kept, and shorter runs that are
    shifted little relative to an anchor beside them. Finally single words beside these are added. Linear in the lengths
    of both texts.
    """
    runs = _longest_runs(earlier, later)
    runs = _beside_anchors(runs, later.units)
    return _with_single_words(runs, earlier, later)


def _longest_runs(earlier: Tokens, later: Tokens) -> list[Run]:
    runs: list[Run] = []
    end = shift = 0
    for at, places in _common_seeds(earlier, later):
        if at >= end:
            length, _, place = max(
                [(_length(earlier, place, later, at), -abs(at - place - shift), place) for place in places[:_PLACES]]
            )
            runs.append(Run(at, place, length))
            end, shift = at + length, at - place
    return runs


def _common_seeds(earlier: Tokens, later: Tokens) -> list[tuple[int, list[int]]]:
    """Return the positions of common seeds in the later text, in order, with their positions in the earlier one.

    An earlier text much longer than the later one is compared with many texts, so its seeds are found only once.
    """
    if len(earlier.words) > _LONG * len(later.words):
        places = earlier.places
    else:
        ours = later.distinct_seeds
        places = _places((place, seed) for place, seed in enumerate(_seeds(earlier.words)) if seed in ours)
    return [(at, places[seed]) for at, seed in enumerate(later.seeds) if seed in places]


def _length(earlier: Tokens, place: int, later: Tokens, at: int) -> int:
    """Return the number of equal tokens from ``place`` in one text and ``at`` in the other, where a seed begins."""
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
    common = earlier.spaced & later.spaced if runs else None
    if not common:
        return runs
    result: list[Run] = []
    at = 0
    for i, run in enumerate([*runs, Run(len(later.words), len(earlier.words), 0)]):
        shifts = [neighbour.shift for neighbour in (runs[i - 1 : i] if i else []) + runs[i : i + 1]]
        gap = [place for place in range(at, run.later) if later.words[place] in common]
        result += _single_words(gap, shifts, earlier.words, later.words)
        if run.length:
            result.append(run)
        at = run.later + run.length
    return result


def _single_words(
    gap: Sequence[int], shifts: Sequence[int], earlier: Sequence[str], later: Sequence[str]
) -> Iterator[Run]:
    """Yield the words at these positions that the earlier text has, too, shifted about as far as a run beside them."""
    for at in gap:
        word = later[at]
        places = (at - shift + moved for shift in shifts for moved in ((0,) if word.isdigit() else _AROUND))
        place = next((place for place in places if 0 <= place < len(earlier) and earlier[place] == word), None)
        if place is not None:
            yield Run(at, place, 1)


def binary_digits(bits: int, length: int = 1) -> str:
    """Return the bits of an integer as digits, the lowest first, at least ``length`` of them.

    Shifting a large integer once for each bit would take quadratic time.

    >>> binary_digits(0b110, 5)
    '01100'
    """
    return f"{bits:b}"[::-1].ljust(length, "0")


@dataclass(frozen=True, slots=True)
class Aligned:
    """An earlier text and its runs in a later one."""

    tokens: Tokens
    runs: list[Run]

    def covers(self) -> int:
        """Return the positions of the later text's tokens that these runs cover, as the bits of an integer."""
        digits = bytearray(b"0") * max((run.later + run.length for run in self.runs), default=1)
        for run in self.runs:
            digits[run.later : run.later + run.length] = b"1" * run.length
        return int(digits[::-1], 2)
