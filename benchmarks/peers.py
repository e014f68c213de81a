"""The rules by which other packages recognise a repeated paragraph, for those packages that are installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simhash import Simhash

from newsfeed.dedup.alignment import Tokens
from newsfeed.text.normalise import normalise

Pair = Mapping[str, Any]  # at least: a, the earlier text; b, the later; lang
Answer = tuple[bool, float | None]  # drop the later one; share of it that is old, if the rule tells
Rule = Callable[[Pair], Answer]


def installed() -> Iterator[tuple[str, Rule]]:
    """Yield the others that are installed."""
    for bits in (3, 12):
        yield f"simhash, k <= {bits}", simhash_rule(bits)
    for package, of_threshold in (("datasketch", datasketch_rule), ("rensa", rensa_rule), ("gaoya", gaoya_rule)):
        try:
            library = importlib.import_module(package)
        except ImportError:
            print(f"(skipped: {package} is not installed)")
            continue
        for threshold in (0.5, 0.7):
            yield f"{package} MinHash >= {threshold}", of_threshold(library, threshold)
    yield "onion rule (emulated): half of the 7-grams", contained(0.5, lambda pair, key: grams(pair, key, 7))
    for threshold in (0.6, 0.8):
        yield f"directed containment >= {threshold}", contained(threshold, shingles)


def simhash_rule(bits: int) -> Rule:
    """Return the textbook rule: fingerprints of the simhash package at most so many bits apart."""

    def rule(pair: Pair) -> Answer:
        apart = Simhash(pair["a"]).distance(Simhash(pair["b"]))
        return apart <= bits, 1 - apart / 32 if apart < 32 else 0.0

    return rule


def datasketch_rule(library: Any, threshold: float) -> Rule:
    """Return the rule that the Jaccard similarity, estimated from 128 permutations, reaches a threshold."""

    def signature(texts: set[str]) -> Any:
        signed = library.MinHash(num_perm=128)
        signed.update_batch([text.encode() for text in sorted(texts)])
        return signed

    def rule(pair: Pair) -> Answer:
        similarity = signature(shingles(pair, "a")).jaccard(signature(shingles(pair, "b")))
        return similarity >= threshold, similarity

    return rule


def rensa_rule(library: Any, threshold: float) -> Rule:
    """Return the same rule, computed by rensa."""

    def signature(texts: set[str]) -> Any:
        signed = library.RMinHash(num_perm=128, seed=42)
        signed.update(sorted(texts))
        return signed

    def rule(pair: Pair) -> Answer:
        similarity = signature(shingles(pair, "a")).jaccard(signature(shingles(pair, "b")))
        return similarity >= threshold, similarity

    return rule


def gaoya_rule(library: Any, threshold: float) -> Rule:
    """Return the same rule as gaoya's index answers it, with the bands of its documentation.

    The index tells the similarity of what reaches the threshold only, so the rule tells no share.
    """

    def rule(pair: Pair) -> Answer:
        size = shingle_size(pair)
        index = library.minhash.MinHashStringIndex(
            hash_size=32,
            jaccard_threshold=threshold,
            num_bands=42,
            band_size=3,
            analyzer="char",
            ngram_range=(size, size),
        )
        index.insert_document(0, normalise(pair["a"]))
        return bool(index.query(normalise(pair["b"]))), None

    return rule


def contained(threshold: float, cut: Callable[[Pair, str], set[Any]]) -> Rule:
    """Return the rule that this part of the later paragraph's pieces occurs in the earlier one."""

    def rule(pair: Pair) -> Answer:
        later = cut(pair, "b")
        share = len(later & cut(pair, "a")) / max(1, len(later))
        return share >= threshold, share

    return rule


def shingles(pair: Pair, key: str) -> set[str]:
    """Return the runs of characters that the others compare."""
    normal, size = normalise(pair[key]), shingle_size(pair)
    return {normal[i : i + size] for i in range(max(1, len(normal) - size + 1))}


def shingle_size(pair: Pair) -> int:
    """Return how many characters a run has: 3 serve Chinese, 9 English."""
    return 3 if pair["lang"] == "zh" else 9


def grams(pair: Pair, key: str, size: int) -> set[tuple[str, ...]]:
    """Return runs of tokens: words, or Chinese characters."""
    tokens = Tokens.of(normalise(pair[key])).words
    return {tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1))}
