"""Measure how much of a paragraph was read before and where, and decide whether it says anything new.

The measure is directed: which words of the *later* paragraph are in earlier ones (containment; Broder 1997)? A longer,
newer paragraph that holds an older, shorter one is no duplicate of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, TypeVar

from newsfeed.dedup.alignment import LONG_UNITS, Aligned, Tokens, align, binary_digits
from newsfeed.dedup.clauses import clauses
from newsfeed.dedup.comparison import COVERED, Comparison
from newsfeed.dedup.fingerprints.simhash import distance, fingerprints
from newsfeed.dedup.novelty import judge
from newsfeed.dedup.reasons import DUPLICATE, Reason
from newsfeed.text.normalise import normals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.dedup.alignment import Run
    from newsfeed.dedup.clauses import Clause
    from newsfeed.text.normalise import Normal

WHOLE = 0.9  # of the best source's coverage: the earliest source that covers as much is named instead
_ONES = re.compile("1+")
COMMON = 3  # sources that have a run; the more sources beyond these have it, the less it counts
LARGE_PART = 0.4  # of a text: its source is named even if every run is short

Size = TypeVar("Size", int, float)


@dataclass(frozen=True, slots=True)
class Reuse:
    """The comparison of a later paragraph with one earlier paragraph.

    ``duplicate``: a reader of the earlier one loses nothing if the later one is removed; ``reason`` says why, or why
    not. ``share`` is the part of the later one's letters and digits that the earlier one has (0 to 1), not counting an
    attribution that has nothing in common with it; ``spans`` are the ``[start, end)`` character offsets of the repeated
    words in the later text as given; ``distance`` is the Hamming distance of the two 64-bit SimHashes.
    """

    duplicate: bool
    share: float
    spans: list[tuple[int, int]]
    distance: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class SourceShare:
    """The part of a later paragraph that is credited to the earlier paragraph at ``index``, and to no other.

    ``share`` is its part of the later one's letters (0 to 1), ``spans`` are character offsets in the later one.
    """

    index: int
    share: float
    spans: list[tuple[int, int]]


@dataclass(frozen=True)
class Passage:
    """A paragraph prepared for comparison with many others: its tokens and clauses are found once."""

    normal: Normal

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the normal form."""
        return Tokens.of(self.normal.text)

    @cached_property
    def clauses(self) -> list[Clause]:
        """The clauses, cut at the punctuation."""
        return clauses(self.normal, self.tokens)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The comparison of a later paragraph with several earlier ones.

    ``share`` is the part that their union covers; ``sources`` are in the order of the earlier paragraphs.
    """

    duplicate: bool
    share: float
    sources: list[SourceShare]
    reason: Reason


def compare(earlier: str, later: str) -> Reuse:
    """Return how much of the later paragraph is in the earlier one, and whether it is a duplicate.

    Both are original text. This is :func:`read_before` with one source, which is named however little it covers.
    """
    before, after = normals((earlier, later))
    verdict = read_before(Passage(after), (Passage(before),), run=0)
    spans = verdict.sources[0].spans if verdict.sources else []
    apart = distance(*fingerprints((before.text, after.text)).tolist())
    return Reuse(verdict.duplicate, verdict.share, spans, apart, verdict.reason)


def read_before(
    later: Passage, earlier: Sequence[Passage], *, share: float = COVERED, run: int = LONG_UNITS
) -> Verdict:
    """Return the verdict on a paragraph against the earlier ones, which are given in order of publication.

    The paragraph that covers most is the source; of several that cover about as much (:data:`WHOLE`), the first. This
    is repeated for the rest as long as one covers a long run (``run`` units; text in many sources counts less), half of
    such a run that another source cuts, or a large part (:data:`LARGE_PART`) of the text. So the earliest source is
    credited with text that several have, and a text copied whole is not split into fragments of others. ``share`` is
    the part of the paragraph's content that its sources must cover for it to be a duplicate.
    """
    same = next((index for index, source in enumerate(earlier) if source.normal.text == later.normal.text), None)
    if same is not None or not later.normal.text:
        return repeated(later.normal, same or 0)
    tokens = later.tokens
    aligned = [Aligned(source.tokens, align(source.tokens, tokens)) for source in earlier]
    credited = _credit(aligned, tokens, run)
    if not credited:
        return Verdict(duplicate=False, share=0.0, sources=[], reason="partly")
    union = reduce(or_, (bits for _, bits in credited))
    covered = [digit == "1" for digit in binary_digits(union, len(tokens.words))]
    letters = _counted_letters(tokens, covered, later.clauses)
    named = [index for index, _ in credited]
    sources_of = [aligned[index] for index in named]
    forms = [earlier[index].normal for index in named]
    compared = Comparison(later.normal, tokens, later.clauses, sources_of, forms, share)
    reason = judge(compared)
    sources = [
        SourceShare(index, _share(bits, letters), _spans(bits, aligned[index].runs, later.normal, tokens))
        for index, bits in credited
    ]
    return Verdict(reason in DUPLICATE, _share(union, letters), sources, reason)


def repeated(later: Normal, index: int = 0) -> Verdict:
    """Return the verdict on a paragraph that has the same normal form as the earlier one at ``index``."""
    if not later.text:
        return Verdict(duplicate=False, share=0.0, sources=[], reason="too short")
    whole = SourceShare(index, 1.0, [later.span(0, len(later.text))])
    return Verdict(duplicate=True, share=1.0, sources=[whole], reason="identical")


def _credit(aligned: Sequence[Aligned], tokens: Tokens, shortest: int) -> list[tuple[int, int]]:
    """Return the sources to name, each with the tokens credited to it as the bits of an integer.

    Greedy cover: the source that holds most of what is left is credited with it, until none is worth naming.
    """
    letters = tokens.letters()
    whole = {index: source.covers() for index, source in enumerate(aligned) if source.runs}
    rare = _rare_units(list(whole.values()), tokens.units)
    enough = LARGE_PART * sum(tokens.units)
    left = whole
    credited: list[tuple[int, int]] = []
    while left := {
        index: bits
        for index, bits in left.items()
        if bits and _is_worth_naming(bits, whole[index], rare, shortest, enough)
    }:
        chosen = _earliest_of_the_largest({index: _sum_where(bits, letters) for index, bits in left.items()})
        credited.append((chosen, left[chosen]))
        left = {index: bits & ~left[chosen] for index, bits in left.items()}
    return sorted(credited)


def _rare_units(covers: Sequence[int], units: Sequence[int]) -> Sequence[float]:
    """Return the units of each token, reduced by the number of sources that have it: a stock phrase is in many."""
    if len(covers) <= COMMON:
        return units
    columns = zip(*(binary_digits(bits, len(units)) for bits in covers), strict=True)
    times = (column.count("1") for column in columns)
    return [size * min(1.0, COMMON / max(1, count)) for size, count in zip(units, times, strict=True)]


def _earliest_of_the_largest(sizes: dict[int, int]) -> int:
    """Return the first source that covers nearly as much (:data:`WHOLE`) as the one that covers most."""
    enough = WHOLE * max(sizes.values())
    return next(index for index, size in sizes.items() if size >= enough)


def _is_worth_naming(left: int, whole: int, units: Sequence[float], shortest: int, enough: float) -> bool:
    """Return whether a source still has a long run to credit, or most of one that another source cuts, or a large part.

    ``enough`` are the units of a large part of the text.
    """
    digits = binary_digits(left, len(units))
    sizes = [sum(units[start:end]) for start, end in _stretches(digits)]
    if max(sizes) >= shortest or sum(sizes) >= enough:
        return True
    return left != whole and any(
        _is_mostly_left(digits[start:end], units[start:end], shortest)
        for start, end in _stretches(binary_digits(whole))
    )


def _is_mostly_left(left: str, units: Sequence[float], shortest: int) -> bool:
    size = sum(units)
    return size >= shortest and 2 * sum(sum(units[start:end]) for start, end in _stretches(left)) >= size


def _counted_letters(tokens: Tokens, covered: Sequence[bool], parts: Sequence[Clause]) -> list[int]:
    """Return the letters of each token; 0 for those of attributions that share nothing with the sources."""
    letters = tokens.letters()
    for part in parts:
        if part.frame == "attribution" and not any(covered[part.start : part.end]):
            letters[part.start : part.end] = [0] * (part.end - part.start)
    return letters


def _stretches(digits: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each stretch of ones.

    >>> list(_stretches("1100111"))
    [(0, 2), (4, 7)]
    """
    return (found.span() for found in _ONES.finditer(digits))


def _sum_where(bits: int, values: Sequence[Size]) -> Size | int:
    return sum(sum(values[start:end]) for start, end in _stretches(binary_digits(bits)))


def _share(bits: int, letters: Sequence[int]) -> float:
    return _sum_where(bits, letters) / sum(letters)


def _spans(bits: int, runs: Sequence[Run], later: Normal, tokens: Tokens) -> list[tuple[int, int]]:
    """Return the offsets of the covered tokens in the original, exactly on their letters.

    Words that are neighbours here but apart in the source give two spans: each reads the same in both.
    """
    begins = sorted(run.later for run in runs)
    spans = []
    for first, last in _stretches(binary_digits(bits)):
        cuts = [first, *begins[bisect_right(begins, first) : bisect_left(begins, last)], last]
        spans += [
            later.span(tokens.starts[start], tokens.starts[end - 1] + len(tokens.words[end - 1]))
            for start, end in pairwise(cuts)
        ]
    return spans
