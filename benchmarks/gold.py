"""Score detection, and the rules that others use, on labelled pairs of paragraphs."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from newsfeed.dedup import clauses, compare, comparison, novelty, reuse
from newsfeed.dedup.rules import coverage, incomplete
from newsfeed.dedup.vocabulary import Known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from peers import Answer, Pair, Rule


LANGUAGES = ("zh", "en")
HEADING = f"{'':44}" + "".join(f"{language}: P    R    F1   T  share    " for language in LANGUAGES)


def print_tables(pairs: Sequence[Pair], others: Mapping[str, Rule]) -> None:
    """Print the scores of our rules and of others on labelled pairs, and the scores without each of our rules."""
    print(HEADING)
    print_row("newsfeed.dedup.compare", pairs, [ours(pair) for pair in pairs])
    for name, rule in others.items():
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


def print_row(name: str, pairs: Sequence[Pair], answers: Sequence[Answer]) -> None:
    """Print one line of scores."""
    cells = []
    for language in LANGUAGES:
        rows = [(pair, answer) for pair, answer in zip(pairs, answers, strict=True) if pair["lang"] == language]
        precision, recall, f1 = scores([(pair["drop_b"], drop) for pair, (drop, _) in rows])
        templates = sum(drop for pair, (drop, _) in rows if pair["label"] == "T")
        copied = [(pair["share"], share) for pair, (_, share) in rows if pair["label"][0] in "DCR" and "share" in pair]
        errors = [abs(share - true) for true, share in copied if share is not None]
        error = f"{sum(errors) / len(errors):.3f}" if errors else "  -  "
        cells.append(f"   {precision:.2f} {recall:.2f} {f1:.3f} {templates:2}  {error}    ")
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
    """Return the answer of newsfeed.dedup.compare."""
    found = compare(pair["a"], pair["b"])
    return found.duplicate, found.share


def ablations() -> Iterator[tuple[str, list[tuple[Any, str, Any]]]]:
    """Yield the name of each ablation and its patches: module, attribute, value."""
    unframed = [(reuse, "clauses", lambda *texts: [replace(c, frame=None) for c in clauses.clauses(*texts)])]
    yield "nothing left out", []
    yield "frames (who says it, pointers, labels)", unframed
    yield (
        "function words",
        [(each, "function_places", lambda tokens: [False] * len(tokens)) for each in (comparison, incomplete)],
    )
    yield "words known from elsewhere in the source", [(Known, "has", lambda *_: False)]
    yield "the rules for short texts", [(comparison, "SHORT_UNITS", 0)]
    for rule in novelty.RULES:
        rest = tuple(each for each in novelty.RULES if each is not rule)
        yield rule.__name__.replace("_", " "), [(novelty, "RULES", rest)]
    yield (
        "all of these: two thirds covered",
        [(comparison, "SHORT_UNITS", 0), (novelty, "RULES", (coverage.too_little_is_covered,))],
    )


def cross_validated(pairs: Sequence[Pair]) -> list[Answer]:
    """Return the answers to each tenth with the thresholds that do best on the other nine."""
    grid = list(itertools.product((0.15, 0.2, 0.25), (0.6, 2 / 3, 0.75), (16, 20, 30)))
    answers: dict[tuple[float, float, int], list[Answer]] = {}
    for new_words, covered, short in grid:
        with (
            patch.object(coverage, "NEW_WORDS", new_words),
            patch.object(reuse, "read_before", partial(reuse.read_before, share=covered)),
            patch.object(comparison, "SHORT_UNITS", short),
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
