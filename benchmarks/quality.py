"""How well detection agrees with readers on labelled pairs of paragraphs, beside the rules that others use.

Run: python benchmarks/quality.py [DATA]      DATA holds gold/dev.jsonl (default: ../shared/data beside the checkout)

Prints, for each language: precision, recall and F1 of "drop the later one", how many templates (T) were dropped, and
the mean error of the reused share; then what each of our rules brings (the score without it), and a ten-fold
cross-validation in which the three thresholds are chosen on nine tenths and scored on the last.
"""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from simhash import Simhash  # noqa: E402

from newsfeed.dedup import clauses, compare, novelty, reuse  # noqa: E402
from newsfeed.dedup.alignment import Tokens  # noqa: E402
from newsfeed.text.normalise import normalise  # noqa: E402

Pair = dict[str, Any]
Answer = tuple[bool, float]  # drop the later one; share of it that is old
Rule = Callable[[Pair], Answer]

LANGUAGES = ("zh", "en")
HEADING = f"{'':44}" + "".join(f"{language}: P    R    F1   T  share    " for language in LANGUAGES)


def main() -> int:
    """Print the tables."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    gold = data / "gold" / "dev.jsonl"
    if not gold.is_file():
        print(f"no labelled pairs at {gold}: name the data folder", file=sys.stderr)
        return 2
    pairs = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    print(HEADING)
    for name, rule in rules():
        print_row(name, pairs, [rule(pair) for pair in pairs])
    print("\nours, by label: dropped of all")
    print_labels(pairs, [ours(pair) for pair in pairs])
    print(f"\n{'ours without':44}" + HEADING.strip())
    for name, changes in ablations():
        with ExitStack() as stack:
            for module, attribute, value in changes:
                stack.enter_context(patch.object(module, attribute, value))
            print_row(name, pairs, [ours(pair) for pair in pairs])
    print("\nthresholds chosen on nine tenths, scored on the last, ten times")
    print(HEADING)
    print_row("ours, cross-validated", pairs, cross_validated(pairs))
    return 0


def print_row(name: str, pairs: Sequence[Pair], answers: Sequence[Answer]) -> None:
    """Print one line of scores."""
    cells = []
    for language in LANGUAGES:
        rows = [(pair, answer) for pair, answer in zip(pairs, answers, strict=True) if pair["lang"] == language]
        precision, recall, f1 = scores([(pair["drop_b"], drop) for pair, (drop, _) in rows])
        templates = sum(drop for pair, (drop, _) in rows if pair["label"] == "T")
        errors = [abs(share - pair["share"]) for pair, (_, share) in rows if pair["label"][0] in "DCR"]
        cells.append(f"   {precision:.2f} {recall:.2f} {f1:.3f} {templates:2}  {sum(errors) / len(errors):.3f}    ")
    print(f"{name:44}" + "".join(cells))


def scores(answers: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (truth, answer) pairs."""
    counts = {(truth, answer): 0 for truth in (True, False) for answer in (True, False)}
    for truth, answer in answers:
        counts[truth, answer] += 1
    hits = counts[True, True]
    precision = hits / max(1, hits + counts[False, True])
    recall = hits / max(1, hits + counts[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def print_labels(pairs: Sequence[Pair], answers: Sequence[Answer]) -> None:
    """Print how many pairs of each label were dropped."""
    for language in LANGUAGES:
        cells = []
        for label in ("D", "C>", "C<", "R", "T", "N"):
            drops = [
                drop
                for pair, (drop, _) in zip(pairs, answers, strict=True)
                if pair["lang"] == language and pair["label"] == label
            ]
            cells.append(f"{label} {sum(drops)}/{len(drops)}")
        print(f"  {language}: " + "  ".join(cells))


def ours(pair: Pair) -> Answer:
    """Ask newsfeed.dedup.compare."""
    found = compare(pair["a"], pair["b"])
    return found.duplicate, found.share


def rules() -> Iterator[tuple[str, Rule]]:
    """Yield ours and the others that are installed."""
    yield "newsfeed.dedup.compare", ours
    for bits in (3, 12):
        yield f"simhash, k <= {bits}", simhash_rule(bits)
    for threshold in (0.5, 0.7):
        yield f"datasketch MinHash >= {threshold}", minhash_rule("datasketch", threshold)
    for threshold in (0.5, 0.7):
        yield f"rensa RMinHash >= {threshold}", minhash_rule("rensa", threshold)
    yield "onion rule (emulated): half of the 5-grams", contained(0.5, lambda pair, key: grams(pair, key, 5))
    for threshold in (0.6, 0.8):
        yield f"directed containment >= {threshold}", contained(threshold, shingles)


def simhash_rule(bits: int) -> Rule:
    """Return the textbook rule: fingerprints of the simhash package at most so many bits apart."""

    def rule(pair: Pair) -> Answer:
        apart = Simhash(pair["a"]).distance(Simhash(pair["b"]))
        return apart <= bits, 1 - apart / 32 if apart < 32 else 0.0

    return rule


def minhash_rule(package: str, threshold: float) -> Rule:
    """Return the rule that the Jaccard similarity, estimated from 128 permutations, reaches a threshold."""
    try:
        library = importlib.import_module(package)
    except ImportError:
        print(f"(not installed: {package})")
        return lambda _: (False, 0.0)

    def signature(texts: set[str]) -> Any:
        if package == "rensa":
            signed = library.RMinHash(num_perm=128, seed=42)
            signed.update(sorted(texts))
            return signed
        signed = library.MinHash(num_perm=128)
        signed.update_batch([text.encode() for text in texts])
        return signed

    def rule(pair: Pair) -> Answer:
        similarity = signature(shingles(pair, "a")).jaccard(signature(shingles(pair, "b")))
        return similarity >= threshold, similarity

    return rule


def contained(threshold: float, cut: Callable[[Pair, str], set[Any]]) -> Rule:
    """Return the rule that this part of the later paragraph's pieces occurs in the earlier one."""

    def rule(pair: Pair) -> Answer:
        later = cut(pair, "b")
        share = len(later & cut(pair, "a")) / max(1, len(later))
        return share >= threshold, share

    return rule


def shingles(pair: Pair, key: str) -> set[str]:
    """Return runs of 3 characters (Chinese) or 9 (English)."""
    normal, size = normalise(pair[key]), 3 if pair["lang"] == "zh" else 9
    return {normal[i : i + size] for i in range(max(1, len(normal) - size + 1))}


def grams(pair: Pair, key: str, size: int) -> set[tuple[str, ...]]:
    """Return runs of tokens."""
    words = Tokens.of(normalise(pair[key])).words
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}


def ablations() -> Iterator[tuple[str, list[tuple[Any, str, Any]]]]:
    """Yield what to change for our rules without one of them."""
    unframed = [(reuse, "clauses", lambda *texts: [replace(c, frame=None) for c in clauses.clauses(*texts)])]
    yield "nothing left out", []
    yield "frames (who says it, pointers, labels)", unframed
    yield "figures, dates, names, opposites", [(novelty, "difference", lambda *_: None)]
    yield "function words", [(novelty, "function_places", lambda words: [False] * len(words))]
    yield "words known from elsewhere in the source", [(novelty.Known, "has", lambda *_: False)]
    yield "the limit on new words", [(novelty, "NEW_WORDS", 1.0), (novelty, "NEW_WORDS_TOGETHER", 1.0)]
    yield "the lower limit for new clauses and quotes", [(novelty, "NEW_WORDS_TOGETHER", novelty.NEW_WORDS)]
    yield "the rule for short texts", [(novelty, "SHORT_UNITS", 0)]
    yield (
        "all of these: two thirds covered",
        [
            (
                reuse,
                "judge",
                lambda _later, tokens, covered, *_: "nothing new" if two_thirds(tokens, covered) else "partly",
            )
        ],
    )


def two_thirds(tokens: Tokens, covered: Sequence[bool]) -> bool:
    """Tell whether two thirds of a text stand in its sources."""
    old = sum(units for units, is_covered in zip(tokens.units, covered, strict=True) if is_covered)
    return old >= novelty.COVERED * sum(tokens.units)


def cross_validated(pairs: Sequence[Pair]) -> list[Answer]:
    """Return the answers to each tenth with the thresholds that do best on the other nine."""
    grid = list(itertools.product((0.15, 0.2, 0.25), (0.6, 2 / 3, 0.75), (16, 20, 30)))
    answers: dict[tuple[float, float, int], list[Answer]] = {}
    for new_words, covered, short in grid:
        with (
            patch.object(novelty, "NEW_WORDS", new_words),
            patch.object(novelty, "COVERED", covered),
            patch.object(novelty, "SHORT_UNITS", short),
        ):
            answers[new_words, covered, short] = [ours(pair) for pair in pairs]
    result: list[Answer] = [(False, 0.0)] * len(pairs)
    for fold in range(10):
        rest = [i for i in range(len(pairs)) if i % 10 != fold]

        def quality(setting: tuple[float, float, int], rest: Sequence[int] = rest) -> float:
            return scores([(pairs[i]["drop_b"], answers[setting][i][0]) for i in rest])[2]

        best = max(grid, key=quality)
        for i in range(fold, len(pairs), 10):
            result[i] = answers[best][i]
    return result


if __name__ == "__main__":
    sys.exit(main())
