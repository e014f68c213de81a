"""Candidates: which passages of the index are worth aligning with a text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ENOUGH_SHARED = 2
"""Shared shingles that make a candidate; a text with few shingles needs one."""

FEW_SHINGLES = 12
"""A text with at most this many shingles is short: one shared run may be most of it."""

MOST_CANDIDATES = 32
"""Texts aligned with one paragraph at most."""

_PAIRS_AT_ONCE = 1 << 20  # of a text and a passage with a shingle in common


class Found(NamedTuple):
    """What an index holds of some shingles: the passages of the shingle ``i`` are those between two ``bounds``.

    ``bounds`` (int64) has shape ``(shingles + 1,)``, ``passages`` (int64) shape ``(bounds[-1],)``.
    """

    bounds: NDArray[np.int64]
    passages: NDArray[np.int64]


def candidates(
    shingles: NDArray[np.int64], owners: NDArray[np.int32], own: NDArray[np.int64], found: Found
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which passages are worth aligning with each of some texts: two arrays, the texts and the passages.

    ``shingles`` and ``owners`` are the shingles of all texts, as positions in ``found``, and the position of the text
    each belongs to, ascending; ``own`` the passage that is each text itself. The texts come in order; of the passages
    of one, those that share most come first. A shingle counts the less the more passages have it: what thousands have
    in common hides nobody who has more in common. Ties go to the older passage.

    >>> found = Found(np.array([0, 3, 5, 7]), np.array([1, 7, 8, 1, 8, 1, 9]))
    >>> candidates(np.array([0, 1, 2]), np.array([0, 0, 0], np.int32), np.array([1]), found)
    (array([0, 0, 0]), array([8, 9, 7]))
    """
    sizes = np.bincount(owners, minlength=len(own))
    counts = np.diff(found.bounds)[shingles]
    shared = counts > 1  # most shingles of a text are its own
    shingles, owners, counts = shingles[shared], owners[shared], counts[shared]
    texts, passages = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for start, stop in _groups(owners, counts):
        text = np.repeat(owners[start:stop].astype(np.int64), counts[start:stop])
        first = np.repeat(found.bounds[shingles[start:stop]], counts[start:stop])
        within = np.arange(len(text)) - np.repeat(
            np.cumsum(counts[start:stop]) - counts[start:stop], counts[start:stop]
        )
        passage = found.passages[first + within]
        weight = np.repeat(1 / counts[start:stop], counts[start:stop])
        other = passage != own[text]
        text, passage = _ranked(text[other], passage[other], weight[other], sizes)
        texts.append(text)
        passages.append(passage)
    return np.concatenate(texts), np.concatenate(passages)


def _groups(owners: NDArray[np.int32], counts: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Cut the shingles between texts, so that the pairs of a group fit in memory."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    pairs = np.cumsum(counts) - counts
    group = pairs[starts] // _PAIRS_AT_ONCE
    firsts = starts[np.flatnonzero(np.diff(group, prepend=-1))].tolist()
    yield from pairwise([*firsts, len(owners)])


def _ranked(
    text: NDArray[np.int64], passage: NDArray[np.int64], weight: NDArray[np.float64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs that share enough, each once, those of each text with the best first."""
    pairs, which, shared = np.unique(text << 32 | passage, return_inverse=True, return_counts=True)
    text, passage, weights = pairs >> 32, pairs & 0xFFFFFFFF, np.bincount(which, weight)
    enough = shared >= np.where(sizes[text] <= FEW_SHINGLES, 1, ENOUGH_SHARED)
    order = np.flatnonzero(enough)[np.lexsort((passage[enough], -weights[enough], text[enough]))]
    return text[order], passage[order]
