"""Candidates: which passages of the index are worth aligning with a text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ENOUGH_SHARED = 2
"""Shared shingles that make a candidate; a text with few shingles needs one."""

FEW_SHINGLES = 12
"""A text with at most this many shingles is short: one shared run may be most of it."""

MOST_CANDIDATES = 32
"""Texts aligned with one paragraph at most; those that share most shingles are taken."""


def candidates(shingles: Sequence[int], found: Mapping[int, Iterable[int]]) -> list[int]:
    """Return the passages worth aligning with a text that has these ``shingles``, most shared first.

    ``found`` gives the passages in the index that have a shingle. Ties go to the older passage.

    >>> candidates([1, 2, 3], {1: [7, 8], 2: [8], 3: [9]})
    [8, 7, 9]
    """
    shared = Counter(passage for shingle in shingles for passage in found.get(shingle, ()))
    needed = 1 if len(shingles) <= FEW_SHINGLES else ENOUGH_SHARED
    ranked = sorted((-count, passage) for passage, count in shared.items() if count >= needed)
    return [passage for _, passage in ranked[:MOST_CANDIDATES]]
