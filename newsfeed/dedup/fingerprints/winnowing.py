"""Winnowed shingles: a few hashes of a text by which every other text that shares a long run with it is found.

Winnowing (Schleimer, Wilkerson & Aiken 2003, "Winnowing: local algorithms for document fingerprinting"): hash every
run of ``k`` characters (a shingle), slide a window over the hashes and keep the smallest of each. Whatever stands
around it, a shared run long enough to fill one window is certain to leave a shared hash: :data:`GUARANTEE_SOLID`
characters of a script without spaces, :data:`GUARANTEE_SPACED` of one with spaces or of a mixture.

A shingle has :data:`K_SOLID` characters if any of these is of a script without spaces, else :data:`K_SPACED`: its own
characters decide, so a Chinese quotation in an English paragraph has the shingles that it has in a Chinese one.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from newsfeed.dedup.fingerprints.hashing import batches, join, mixed, scattered
from newsfeed.text.normalise import is_solid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

K_SOLID = 8
K_SPACED = 24
WINDOW = 8  # a power of 2, at most K_SOLID: every shingle then starts a window that lies inside its text
GUARANTEE_SOLID = K_SOLID + WINDOW - 1
GUARANTEE_SPACED = K_SPACED + WINDOW - 1
SHINGLE_BITS = 40  # of a hash: one in 20,000 shingles collides among 50 million, and texts are compared anyway

_BASE = 0x9FB21C651E98DF25
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)


def winnow(normals: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the winnowed shingle hashes of all normal forms, and the position of the text each belongs to.

    Both of shape ``(m,)``, ordered by text and hash, without repeats; the hashes have :data:`SHINGLE_BITS` bits. A text
    shorter than one shingle has none.
    """
    hashes: list[NDArray[np.uint64]] = [np.empty(0, np.uint64)]
    owners: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    for first, batch in batches(normals):
        minima, owner = _minima(batch)
        both = owner.astype(np.uint64) << np.uint64(SHINGLE_BITS) | minima >> np.uint64(64 - SHINGLE_BITS)
        both.sort()
        fresh = np.ones(len(both), np.bool_)
        fresh[1:] = both[1:] != both[:-1]
        both = both[fresh]
        hashes.append(both & np.uint64((1 << SHINGLE_BITS) - 1))
        owners.append((both >> np.uint64(SHINGLE_BITS)).astype(np.int32) + np.int32(first))
    return np.concatenate(hashes).view(np.int64), np.concatenate(owners)


def digest(normal: str) -> int:
    """Return the identity of a normal form: a signed 64-bit hash (BLAKE2b, RFC 7693), the same in every process."""
    return int.from_bytes(blake2b(normal.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def digests(normals: Sequence[str]) -> NDArray[np.int64]:
    """Return the :func:`digest` of each normal form, shape ``(n,)``."""
    return np.fromiter((digest(normal) for normal in normals), np.int64, len(normals))


def _minima(normals: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return the smallest hash of each window, unless the window before has the same one, and the text of each."""
    codes, bounds = join(normals)
    owner = np.repeat(np.arange(len(normals), dtype=np.int32), np.diff(bounds))
    left = np.repeat(bounds[1:], np.diff(bounds)) - np.arange(len(codes))  # characters from here to the text's end
    hashes = _shingles(codes, left)
    step = 1
    while step < WINDOW:
        hashes[:-step] = np.minimum(hashes[:-step], hashes[step:])
        step *= 2
    chosen = (left >= WINDOW) & (hashes != _NONE)
    chosen[1:] &= (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    return hashes[chosen], owner[chosen]


def _shingles(codes: NDArray[np.uint32], left: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the hash of the shingle that starts at each character; :data:`_NONE` where the text ends before it."""
    runs = scattered(codes)
    near_solid = is_solid(codes)
    power, step = _BASE, 1
    while step < K_SOLID:  # from runs of 1 to runs of 2, 4, 8 characters
        near_solid[:-step] |= near_solid[step:]
        runs[:-step] += runs[step:] * np.uint64(power)
        power, step = power * power % 2**64, step * 2
    if not near_solid.all():
        longer = runs.copy()
        for part in range(K_SOLID, K_SPACED, K_SOLID):
            longer[:-part] += runs[part:] * np.uint64(power ** (part // K_SOLID) % 2**64)
        runs = np.where(near_solid, runs, longer)
    hashes = mixed(runs)
    hashes[left < np.where(near_solid, K_SOLID, K_SPACED)] = _NONE
    return hashes
