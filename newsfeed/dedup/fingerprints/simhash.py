"""64-bit and 128-bit SimHash fingerprints of many texts at once.

SimHash (Charikar 2002, "Similarity estimation techniques from rounding algorithms"): every feature of a text is hashed
to some bits, and a bit of the fingerprint is set where more than half of the features set it. Similar texts share
features, so their fingerprints differ in few bits.

Features are pairs of neighbouring tokens of the normal form. A token is a character of a script that writes no
spaces, or a whole word of one that does: character pairs serve Chinese and fail in English, word pairs the other way
round, and a text of both gets both. The values are exactly those of the ``simhash`` package given the same features
and hash function: ``Simhash(features(normal), f=bits, hashfunc=hashfunc)``.

The majority is counted without counters: the bits of a hash stay side by side in a 64-bit word, and carry-save adders
(as in the Harley-Seal population count) add the words of many texts at once into bit planes, by logic alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newsfeed.dedup.fingerprints.hashing import batches, join, mixed, scattered
from newsfeed.text.normalise import is_solid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_SPACE = 0x20
_PAIR = np.uint64(0xD6E8FEB86659FD93)
_SECOND_HALF = np.uint64(0xA0761D6478BD642F)
_POWERS: NDArray[np.uint64] = np.cumprod(
    np.full(64, 0x9FB21C651E98DF25), dtype=np.uint64
)  # one for each place in a word
_FEW = 2048  # features in total, below which calling the adders costs more than counting
_LONG = 1 << 18  # characters of a text that is hashed part by part: its hashes take forty times its memory
_CELLS = 1 << 15  # words in one block of columns: 256 KiB


def fingerprints(normals: Sequence[str], bits: int = 64) -> NDArray[np.uint64]:
    """Return the SimHash of each normal form; 0 for an empty one.

    Shape ``(n,)`` for 64 bits; ``(n, bits // 64)`` for more (128), the last column being the 64-bit value.
    """
    words = bits // 64
    result = np.zeros((len(normals), words), np.uint64)
    for first, batch in batches(normals):
        hashes, counts = _pair_hashes(["" if len(normal) > _LONG else normal for normal in batch])
        for word, half in enumerate(_halves(hashes, words)):
            result[first : first + len(batch), word] = _majorities(half, counts)
    for place, normal in enumerate(normals):
        if len(normal) > _LONG:
            result[place] = _of_long(normal, words)
    return result[:, 0] if words == 1 else result


def features(normal: str) -> list[str]:
    """Return the features that :func:`fingerprints` hashes: the pairs of neighbouring tokens, or a single token.

    >>> features("google地图on the web")
    ['google地', '地图', '图on', 'on the', 'the web']
    """
    starts, stops = _token_bounds(normal)
    if len(starts) < 2:
        return [normal] if normal else []
    return [normal[start:stop] for start, stop in zip(starts[:-1], stops[1:], strict=True)]


def hashfunc(feature: str | bytes) -> int:
    """Return the 128-bit hash of one feature (the low 64 bits serve the 64-bit fingerprint)."""
    text = feature.decode("utf-8") if isinstance(feature, bytes) else feature
    hashes, _ = _pair_hashes((text,))
    if not len(hashes):
        return 0
    return int(mixed(hashes[:1] ^ _SECOND_HALF)[0]) << 64 | int(hashes[0])


def distance(a: int, b: int) -> int:
    """Return the Hamming distance of two fingerprints in bits."""
    return (a ^ b).bit_count()


def to_hex(fingerprint: int) -> str:
    """Return a 64-bit fingerprint as 16 hexadecimal digits, which no JSON reader rounds."""
    return f"{int(fingerprint):016x}"


def _halves(hashes: NDArray[np.uint64], words: int) -> list[NDArray[np.uint64]]:
    """Return the 64-bit parts of longer hashes, of which the last are the given ones."""
    return [hashes if word == words - 1 else mixed(hashes ^ _SECOND_HALF) for word in range(words)]


def _of_long(normal: str, words: int) -> NDArray[np.uint64]:
    """Return the fingerprint of one text, shape ``(words,)``, part by part."""
    sums = np.zeros((words, 64), np.int64)
    features = 0
    for part in _parts(normal):
        hashes, _ = _pair_hashes((part,))
        features += len(hashes)
        for word, half in enumerate(_halves(hashes, words)):
            sums[word] += np.unpackbits(half.view(np.uint8).reshape(-1, 8), axis=1).sum(axis=0, dtype=np.int64)
    return np.packbits(sums > features // 2, axis=1).view(np.uint64)[:, 0]


def _parts(normal: str) -> Iterator[str]:
    """Split a text between tokens; each part begins with the last token of the previous one, so no pair is lost."""
    start, size = 0, _LONG
    while start + size < len(normal):
        part = normal[start : start + size]
        starts = _token_starts(*join((part,)))
        if len(starts) > 2:
            yield part[: starts[-1]]
            start += int(starts[-2])
            size = _LONG
        else:
            size *= 2
    yield normal[start:]


def _token_bounds(normal: str) -> tuple[list[int], list[int]]:
    codes, bounds = join((normal,))
    starts = _token_starts(codes, bounds)
    stops = np.append(starts[1:], len(codes)) if len(starts) else starts
    stops = stops - (codes[stops - 1] == _SPACE)
    return starts.tolist(), stops.tolist()


def _token_starts(codes: NDArray[np.uint32], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    solid = is_solid(codes)
    space = codes == _SPACE
    starts = np.ones(len(codes), np.bool_)
    np.logical_or(solid[:-1], space[:-1], out=starts[1:])
    starts |= solid
    starts[bounds[:-1][np.diff(bounds) > 0]] = True
    starts &= ~space
    return np.flatnonzero(starts)


def _pair_hashes(normals: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the 64-bit hashes of the features of all texts in a row, and the number of features of each text."""
    codes, bounds = join(normals)
    starts = _token_starts(codes, bounds)
    if not len(starts):
        return np.empty(0, np.uint64), np.zeros(len(normals), np.int64)
    places = np.arange(len(codes)) - np.repeat(starts, np.diff(starts, append=len(codes)))
    letters = scattered(codes) * _POWERS[places % len(_POWERS)]
    letters[codes == _SPACE] = 0
    tokens = np.add.reduceat(letters, starts)
    ends = np.searchsorted(starts, bounds)
    counts = np.diff(ends)
    pairs = tokens * _PAIR
    pairs[:-1] += tokens[1:]
    last = ends[1:][counts > 0] - 1
    alone = ends[1:][counts == 1] - 1
    pairs[alone] = tokens[alone] * _PAIR
    kept = np.ones(len(pairs), np.bool_)
    kept[last] = False
    kept[alone] = True
    return mixed(pairs[kept]), np.maximum(counts - 1, np.minimum(counts, 1))


def _majorities(hashes: NDArray[np.uint64], counts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return, for each run of ``counts`` hashes, the bits set in more than half of them."""
    result = np.zeros(len(counts), np.uint64)
    starts = np.cumsum(counts) - counts
    if len(hashes) <= _FEW:
        some = np.flatnonzero(counts)
        result[some] = _counted_majorities(hashes, starts[some], counts[some])
        return result
    for texts in _blocks(counts):
        heights = counts[texts]
        rows = np.arange(heights[-1])[:, None]
        block = hashes[np.minimum(starts[texts] + rows, len(hashes) - 1)]
        block[rows >= heights] = 0
        result[texts] = _exceeding(_planes(block), heights // 2)
    return result


def _counted_majorities(
    hashes: NDArray[np.uint64], starts: NDArray[np.int64], counts: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return the same as :func:`_majorities` by counting each bit, which is faster for a few texts."""
    if not len(starts):
        return np.empty(0, np.uint64)
    bits = np.unpackbits(hashes.view(np.uint8).reshape(-1, 8), axis=1)
    sums = np.add.reduceat(bits, starts, axis=0, dtype=np.int64)
    return np.packbits(sums > counts[:, None] // 2, axis=1).view(np.uint64)[:, 0]


def _blocks(counts: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Yield groups of texts with about the same number of features, so that the columns of a block are nearly full."""
    order = np.argsort(counts, kind="stable")
    order = order[np.searchsorted(counts[order], 1) :]
    sizes = counts[order]
    first = 0
    while first < len(order):
        width = max(1, _CELLS // int(sizes[first]))
        width = max(1, _CELLS // int(sizes[min(first + width, len(order)) - 1]))
        yield order[first : first + width]
        first += width


def _planes(block: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """Add the rows of a block bit by bit: plane ``i`` holds the bits of weight ``2**i`` of each column's sums.

    Three rows of one weight become one row of that weight and one carry of twice the weight, until one is left.
    The block is used up.
    """
    planes: list[NDArray[np.uint64]] = []
    while len(block):
        carries: list[NDArray[np.uint64]] = []
        while third := len(block) // 3:
            a, b, c = block[:third], block[third : 2 * third], block[2 * third : 3 * third]
            either = a ^ b
            carries.append((a & b) | (either & c))
            c ^= either
            block = block[2 * third :]
        if len(block) > 1:
            carries.append(block[:1] & block[1:])
            block = block[:1] ^ block[1:]
        planes.append(block[0])
        block = np.concatenate(carries) if carries else block[:0]
    return planes


def _exceeding(planes: list[NDArray[np.uint64]], thresholds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the bits whose sums, given as bit planes, are greater than the threshold of their column."""
    greater = np.zeros(len(thresholds), np.uint64)
    equal = ~greater
    for weight in range(len(planes) - 1, -1, -1):
        threshold = -((thresholds >> weight) & 1).astype(np.int64).astype(np.uint64)
        greater |= equal & planes[weight] & ~threshold
        equal &= ~(planes[weight] ^ threshold)
    return greater
