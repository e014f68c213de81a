"""Choose candidates: the passages of the index that are worth aligning with a text.

No text leads to more than :data:`MOST_PAIRS` passages, and none is aligned with more than :data:`MOST_CANDIDATES`,
however many share a phrase with it. Rare shingles are looked up first, so that a common phrase hides no candidate.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.dedup.fingerprints.hashing import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ENOUGH_SHARED = 2
"""Shared shingles that make a candidate; a text with few shingles needs one."""

FEW_SHINGLES = 12
"""A text with at most this many shingles is short: one shared run may be most of it."""

MOST_PASSAGES = 64
"""Passages looked up for one shingle; of more, those read first are taken."""

FEW_PASSAGES = 4
"""A shingle that more passages had before belongs to a stock phrase."""

MOST_PAIRS = 256
"""Passages looked up for one text, those of its rarest shingles first."""

MOST_CANDIDATES = 16
"""The most texts that are aligned with one paragraph."""

FIRST_ALIKE, NEAREST_ALIKE = 1, 3
"""Of passages with the same shared shingles: the first published is the origin, the nearest may share more."""

_PAIRS_AT_ONCE = 1 << 18  # pairs of a text and a passage with a shingle in common


class Found(NamedTuple):
    """The postings of some shingles: those of shingle ``i`` lie between ``bounds[i]`` and ``bounds[i + 1]``.

    ``bounds`` (int64) has shape ``(shingles + 1,)``, ``passages`` (int64) shape ``(bounds[-1],)``.
    """

    bounds: NDArray[np.int64]
    passages: NDArray[np.int64]


class Near(NamedTuple):
    """Pairs of a text and a passage with shingles in common, in order of the texts; all of shape ``(n,)``.

    ``weights`` (float64) grow with the number of shared shingles and with their rarity; ``rarities`` (float64) are the
    proportion of these shingles that at most :data:`FEW_PASSAGES` passages had before; pairs of one text that share the
    same shingles have the same ``kinds`` (uint64).
    """

    texts: NDArray[np.int64]
    passages: NDArray[np.int64]
    weights: NDArray[np.float64]
    rarities: NDArray[np.float64]
    kinds: NDArray[np.uint64]

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Near:
        """Return some of the pairs."""
        return Near(
            self.texts[chosen], self.passages[chosen], self.weights[chosen], self.rarities[chosen], self.kinds[chosen]
        )


class ChosenShingles(NamedTuple):
    """The shingles by which some texts are looked up, in order of the texts; all of shape ``(n,)``.

    ``times`` (int64) is the number of passages that have each shingle, ``enough`` (int64) the number of shingles that a
    passage must share with the text to be a candidate.
    """

    shingles: NDArray[np.int64]
    owners: NDArray[np.int32]
    times: NDArray[np.int64]
    enough: NDArray[np.int64]

    def between(self, start: int, stop: int) -> ChosenShingles:
        """Return some of the shingles."""
        some = slice(start, stop)
        return ChosenShingles(self.shingles[some], self.owners[some], self.times[some], self.enough[some])


def candidates(
    shingles: NDArray[np.int64],
    owners: NDArray[np.int32],
    own: NDArray[np.int64],
    found: Found,
    before: NDArray[np.int64],
) -> Iterator[Near]:
    """Yield, for some texts at a time, the passages that share enough shingles with each.

    ``shingles`` are the shingles of all texts, as positions in ``found``; ``owners`` are the positions of the texts
    they belong to, ascending; ``own`` is the passage of each text itself. ``before`` is the number of each shingle's
    passages that were read before the text; a shingle's passages are in the order of reading. No others count, so that
    later articles change no verdict. Only the first :data:`MOST_PASSAGES` are examined.

    The more passages have a shingle, the less it weighs. If not all passages of a text's shingles are examined, any
    passage may have the missing ones: then one shared shingle is enough.

    >>> found = Found(np.array([0, 3, 5, 7]), np.array([1, 7, 8, 1, 8, 1, 9]))
    >>> before = np.array([3, 1, 2])
    >>> [near] = candidates(np.array([0, 1, 2]), np.array([0, 0, 0], np.int32), np.array([1]), found, before)
    >>> near.passages, near.weights.round(2)
    (array([7, 8, 9]), array([0.25, 0.25, 0.33]))
    """
    asked = rarest(shingles, owners, np.bincount(owners, minlength=len(own)), before)
    for start, stop in groups(asked):
        some = asked.between(start, stop)
        first = np.repeat(found.bounds[some.shingles] - (np.cumsum(some.times) - some.times), some.times)
        yield paired(some, found.passages[first + np.arange(len(first))], own)


def rarest(
    shingles: NDArray[np.int64], owners: NDArray[np.int32], sizes: NDArray[np.int64], before: NDArray[np.int64]
) -> ChosenShingles:
    """Return the shingles by which texts are looked up: the rarest of those that passages had before.

    ``sizes`` is the number of all shingles of each text; the other arrays are those of :func:`candidates`, but may lack
    shingles that no passage had before.
    """
    counts = np.minimum(before, MOST_PASSAGES)
    shared = counts > 0  # most shingles of a text are its own
    shingles, owners, counts = shingles[shared], owners[shared], counts[shared]
    rare = _rarest(owners, counts + 1)
    enough = np.where(sizes <= FEW_SHINGLES, 1, ENOUGH_SHARED)
    enough[owners[~rare | (counts + 1 >= MOST_PASSAGES)]] = 1
    return ChosenShingles(shingles[rare], owners[rare], counts[rare], enough[owners[rare]])


def paired(asked: ChosenShingles, passages: NDArray[np.int64], own: NDArray[np.int64]) -> Near:
    """Return the candidates among ``passages``, which holds the passages of each shingle in turn.

    ``own`` is the passage of each text itself.
    """
    text = np.repeat(asked.owners.astype(np.int64), asked.times)
    other = passages != own[text]
    by = np.repeat(asked.shingles, asked.times)[other]
    near, shared_by = _paired(text[other], passages[other], by, np.repeat(asked.times, asked.times)[other])
    enough = np.ones(len(own), np.int64)
    enough[asked.owners] = asked.enough
    return near.where(shared_by >= enough[near.texts])


def nearest(near: Near, ranks: NDArray[np.int64], distances: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the indices of the pairs to align, those of one text in ascending order of rank.

    ``ranks`` holds the place of each pair's passage in the order of publication, ``distances`` the Hamming distance of
    the fingerprints of passage and text. Of pairs that share the same shingles, the first published and the nearest are
    chosen.
    """
    chosen = np.zeros(len(near.texts), np.bool_)
    for key, most in ((ranks, FIRST_ALIKE), (distances, NEAREST_ALIKE)):
        order = np.lexsort((ranks, key, near.kinds, near.texts))
        chosen[order[_within(near.texts[order], near.kinds[order]) < most]] = True
    order = np.flatnonzero(chosen)
    order = order[np.lexsort((ranks[order], -near.weights[order], near.texts[order]))]
    order = order[_within(near.texts[order]) < MOST_CANDIDATES]
    return order[np.lexsort((ranks[order], near.texts[order]))]


def _within(*keys: NDArray[np.int64] | NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return for each element the number of elements directly before it that have the same keys.

    >>> _within(np.array([3, 3, 5, 5, 5]))
    array([0, 1, 0, 1, 2])
    """
    starts = np.ones(len(keys[0]), np.bool_)
    starts[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    places = np.arange(len(starts))
    return places - np.maximum.accumulate(np.where(starts, places, 0))


def _rarest(owners: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return a mask of each text's rarest shingles, which have up to :data:`MOST_PAIRS` passages together."""
    order = np.lexsort((counts, owners))
    before = np.cumsum(counts[order]) - counts[order]
    starts = np.flatnonzero(np.diff(owners[order], prepend=-1))
    before -= np.repeat(before[starts], np.diff(starts, append=len(order)))
    rare = np.empty(len(order), np.bool_)
    rare[order] = before + counts[order] <= MOST_PAIRS
    return rare


def groups(asked: ChosenShingles) -> Iterator[tuple[int, int]]:
    """Split the shingles between texts into groups whose pairs fit in memory."""
    starts = np.flatnonzero(np.diff(asked.owners, prepend=-1))
    pairs = np.cumsum(asked.times) - asked.times
    group = pairs[starts] // _PAIRS_AT_ONCE
    firsts = starts[np.flatnonzero(np.diff(group, prepend=-1))].tolist()
    yield from pairwise([*firsts, len(asked.owners)])


def _paired(
    texts: NDArray[np.int64], passages: NDArray[np.int64], shingles: NDArray[np.int64], times: NDArray[np.int64]
) -> tuple[Near, NDArray[np.int64]]:
    """Return each pair of a text and a passage once, and the number of shingles that they share.

    ``times`` is the number of passages that had each shingle before.
    """
    pairs = texts << 32 | passages
    order = np.argsort(pairs, kind="stable")
    pairs, times = pairs[order], times[order]
    starts = np.flatnonzero(np.diff(pairs, prepend=-1))
    shared = np.diff(starts, append=len(pairs))
    weights = np.add.reduceat(1 / (1 + times), starts)
    rarities = np.add.reduceat((times <= FEW_PASSAGES).astype(np.float64), starts) / shared
    kinds = np.add.reduceat(mixed(shingles.astype(np.uint64))[order], starts)
    return Near(pairs[starts] >> 32, pairs[starts] & 0xFFFFFFFF, weights, rarities, kinds), shared
