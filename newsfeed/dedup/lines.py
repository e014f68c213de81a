"""Recognise a paragraph that joins short lines of one earlier article, which are too short to have shingles.

A paragraph was read before if it consists, word for word, of consecutive paragraphs of one earlier article. Lines with
long paragraphs between them, or from two articles, are not enough.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.alignment import count_units
from newsfeed.dedup.comparison import SHORT_UNITS
from newsfeed.dedup.fingerprints.winnowing import GUARANTEE_SOLID, GUARANTEE_SPACED
from newsfeed.items import MEDIA
from newsfeed.text.normalise import normalise_all, normals
from newsfeed.text.scripts import CJK, is_unsegmented

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from newsfeed.text.normalise import Normal

MOST_LINES = 16
"""Sentences and lines of a paragraph that is checked for joined lines."""

MOST_WAYS = 64
"""Ways to split a paragraph that are tried."""

_TOO_MANY = re.compile(f"(?:[^{CJK}]*[{CJK}]){{{SHORT_UNITS}}}")
_ENDS = "!?。！？…;；:：|｜•·\\n"
_CLOSING = r"[\"'”’」』）)\]\s]*"
_END = re.compile(rf"(?:[{_ENDS}]|[.](?=[\s\"'”’)\]]|$)){_CLOSING}")
# A possible end of a sentence, then this many characters, or words of two units, before the next possible end.
_TOO_LONG = re.compile(
    rf"(?:^|[.{_ENDS}]){_CLOSING}+(?:[^.{_ENDS}{CJK}]*+(?:[{CJK}][^.{_ENDS}{CJK}]*+){{{SHORT_UNITS}}}"
    rf"|[^.{_ENDS} ]*+(?: ++[^.{_ENDS} \u0e00-\U0010ffff][^.{_ENDS} ]*+){{{SHORT_UNITS // 2}}})"
)


class PossibleLine(NamedTuple):
    """Part of a paragraph that may have stood alone: its ``[start, end)`` in the text, and its normal form."""

    start: int
    end: int
    normal: Normal


def may_join(kind: str, *, boilerplate: bool) -> bool:
    """Return whether a paragraph of this kind is checked for joined lines."""
    return not boilerplate and kind in ("lead", "paragraph", "quote")


def possible_lines(texts: Sequence[str]) -> list[list[PossibleLine]]:
    """Return for each text its parts, between ends of lines or sentences, that may have been lines.

    There are none if a sentence is too long for one, or the text too short to be found again.

    >>> texts = ["渡轮周五恢复航行。船票在码头出售。"]
    >>> [texts[0][start:end] for start, end, _ in possible_lines(texts)[0]]
    ['渡轮周五恢复航行。', '渡轮周五恢复航行。船票在码头出售。', '船票在码头出售。']
    """
    short = ((at, text) for at, text in enumerate(texts) if not _TOO_LONG.search(text))  # a few of all
    spans = {at: own for at, text in short if (own := _short_spans(text, _bounds(text)))}
    wholes = normalise_all([texts[at] for at in spans])
    forms = iter(normals([texts[at][start:end] for at, own in spans.items() for start, end in own]))
    found: list[list[PossibleLine]] = [[] for _ in texts]
    for (at, own), whole in zip(spans.items(), wholes, strict=True):
        lines = [PossibleLine(*span, form) for span, form in zip(own, forms, strict=False) if form.text]
        if is_findable(whole):
            found[at] = lines
    return found


def _bounds(text: str) -> list[int]:
    """Return where sentences and lines of a text begin and end, or nothing if one is too long, or there are many."""
    bounds = [0]
    for end in chain((found.end() for found in _END.finditer(text)), [len(text)]):
        if end == bounds[-1]:
            continue
        if len(bounds) > MOST_LINES or not _is_short(text[bounds[-1] : end]):
            return []
        bounds.append(end)
    return bounds


def _short_spans(text: str, bounds: Sequence[int]) -> list[tuple[int, int]]:
    """Return the parts of a text between these bounds that are short, if it has several sentences or lines."""
    spans: list[tuple[int, int]] = []
    for at, start in enumerate(bounds if len(bounds) > 2 else ()):
        for end in bounds[at + 1 :]:
            if not _is_short(text[start:end]):
                break
            spans.append((start, end))
    return spans


def _is_short(text: str) -> bool:
    """Return whether a text has few units; nearly all longer texts are recognised without tokenising them."""
    if len(text) >= 1000 or _TOO_MANY.match(text):
        return False
    if text.isascii():
        return 2 * sum(map(bool, text.split(" "))) < SHORT_UNITS
    return count_units(text) < SHORT_UNITS


def is_findable(normal: str) -> bool:
    """Return whether a run of this normal form is certain to leave a shingle in every text that has it."""
    return len(normal) >= (GUARANTEE_SOLID if all(map(is_unsegmented, normal)) else GUARANTEE_SPACED)


def ways_to_part(lines: Iterable[PossibleLine], known: Container[str], end: int) -> list[list[PossibleLine]]:
    """Return the ways to split a text of this length into two or more known lines; only some if there are many."""
    by_start: defaultdict[int, list[PossibleLine]] = defaultdict(list)
    leading = {end}  # places from which known lines lead to the end
    for line in sorted(lines, key=lambda line: -line.start):
        if line.end in leading and line.normal.text in known:
            leading.add(line.start)
            by_start[line.start].append(line)
    begun: list[list[PossibleLine]] = [[]]
    ways: list[list[PossibleLine]] = []
    while begun and len(ways) < MOST_WAYS:
        way = begun.pop()
        at = way[-1].end if way else 0
        if at == end:
            ways += [way] if len(way) > 1 else []
        else:
            begun += ([*way, line] for line in reversed(by_start[at]))
    return ways


def runs_of_lines(paragraphs: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    r"""Yield the position and joined text of each run of short paragraphs, given by position, kind and text in order.

    >>> list(runs_of_lines([(0, "heading", "Today"), (1, "paragraph", "It sails."), (2, "image", "")]))
    [(0, 'Today\nIt sails.')]
    """
    run: list[tuple[int, str]] = []
    for position, kind, text in paragraphs:
        is_line = kind not in MEDIA and _is_short(text)
        if run and not (is_line and position == run[-1][0] + 1):
            yield from _joined(run)
            run = []
        if is_line:
            run.append((position, text))
    yield from _joined(run)


def _joined(run: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    if len(run) > 1:
        yield run[0][0], "\n".join(text for _, text in run)
