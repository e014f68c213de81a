"""The positions, in both paragraphs, of words that one has from an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.alignment import Run, Tokens, align
from newsfeed.text.normalise import Normal

if TYPE_CHECKING:
    from collections.abc import Sequence


class Stretch(NamedTuple):
    """Character offsets ``[begin, end)`` in the earlier paragraph and ``[begin2, end2)`` in the later one."""

    begin: int
    end: int
    begin2: int
    end2: int


def shared_stretch(earlier: str, later: str, spans: Sequence[Sequence[int]]) -> Stretch | None:
    """Return the stretch of each paragraph from the first to the last word of the ``spans`` of the later one.

    >>> shared_stretch("On Monday the pier was closed.", "They say the pier was closed again.", [(9, 28)])
    Stretch(begin=10, end=29, begin2=9, end2=28)

    Return ``None`` if the earlier one has none of the words of the spans, which happens only after it has changed.
    """
    if not spans:
        return None
    begin2, end2 = min(start for start, _ in spans), max(end for _, end in spans)
    one, two = Normal.of(earlier), Normal.of(later)
    before, after = Tokens.of(one.text), Tokens.of(two.text)
    inside = [run for run in align(before, after) if begin2 <= _place(two, after, run.later) < end2]
    if not inside and (at := one.text.find(Normal.of(later[begin2:end2]).text)) >= 0:
        length = len(Normal.of(later[begin2:end2]).text)
        return Stretch(*one.span(at, at + length), begin2, end2) if length else None
    if not inside:
        return None
    first, last = min(run.earlier for run in inside), max(map(_end, inside)) - 1
    stop = before.starts[last] + len(before.words[last])
    return Stretch(*one.span(before.starts[first], stop), begin2, end2)


def _place(text: Normal, tokens: Tokens, at: int) -> int:
    return int(text.offsets[tokens.starts[at]])


def _end(run: Run) -> int:
    return run.earlier + run.length
