"""Parts shared by the batch kernels: many normal forms as one array of characters, and hashes of characters.

All hashes are fixed for ever (no seed from the process): fingerprints are stored and compared across runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_BATCH = 1 << 17  # characters and texts handled at once: the arrays stay in the processor's cache


def batches(normals: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the texts in batches that fit the cache, each with the position of its first text."""
    first = size = 0
    for i, normal in enumerate(normals):
        size += len(normal) + 1
        if size >= _BATCH:
            yield first, normals[first : i + 1]
            first, size = i + 1, 0
    if first < len(normals):
        yield first, normals[first:]


def join(normals: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of all texts, shape ``(total,)``, and where each begins, shape ``(n + 1,)``."""
    codes = np.frombuffer("".join(normals).encode("utf-32-le", "surrogatepass"), np.uint32)
    bounds = np.zeros(len(normals) + 1, np.int64)
    np.cumsum([len(normal) for normal in normals], out=bounds[1:])
    return codes, bounds


def scattered(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each character."""
    hashes = codes * _GOLDEN
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX_1
    return hashes


def mixed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the hashes with every bit spread over all bits (the finaliser of SplitMix64; Steele, Lea & Flood 2014)."""
    result = hashes ^ (hashes >> np.uint64(30))
    result *= _MIX_1
    result ^= result >> np.uint64(27)
    result *= _MIX_2
    result ^= result >> np.uint64(31)
    return result
