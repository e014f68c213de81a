"""The length and number of paragraphs: one document must not stall the store, nor fill memory.

Comparing two paragraphs takes time and memory in proportion to their length, and a paragraph is judged in one step: so
very long ones are cut. Each paragraph takes a kilobyte or two beside its text: so very many are joined.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from newsfeed.items import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsfeed.items import Kind

LONGEST = 15_000
"""Characters of a paragraph; nearly all of real articles have a few thousand at most."""

MOST = 10_000
"""Paragraphs of an article that stay apart, 300 times as many as those of nearly all real articles."""

_JOINED = 5_000  # characters of several paragraphs joined
_WITHOUT_TEXT: frozenset[Kind] = frozenset({"image", "embed"})
# Where to cut, the best first: after a line, after a sentence, after a word.
_BREAKS = tuple(
    re.compile(pattern) for pattern in (r"\n+", r"[.!?][\"'”’)\]]*\s+|[。！？…][”’」』）]*", r"\s+|[，、；：]")
)


def cut_long(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those that are too long cut at the ends of lines or sentences.

    The pieces have the kind of the paragraph, and its text alone: markup is not cut.
    """
    return [piece for paragraph in paragraphs for piece in _pieces(paragraph)]


def join_many(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those after the first :data:`MOST` joined, each on a line of its own; images stay apart.

    What is joined has text alone, and the kind of its first paragraph.
    """
    found, rest = paragraphs[:MOST], paragraphs[MOST:]
    for is_media, run in groupby(rest, lambda each: each.kind in _WITHOUT_TEXT):
        group = list(run)
        found.extend(group if is_media else _joined(group))
    return found


def _joined(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    lines: list[Paragraph] = []
    length = 0
    for each in paragraphs:
        if lines and length + len(each.text) > _JOINED:
            yield _as_one(lines)
            lines, length = [], 0
        lines.append(each)
        length += len(each.text) + 1
    if lines:
        yield _as_one(lines)


def _as_one(lines: list[Paragraph]) -> Paragraph:
    return lines[0] if len(lines) == 1 else Paragraph("\n".join(each.text for each in lines), lines[0].kind)


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    if len(paragraph.text) <= LONGEST or paragraph.kind in _WITHOUT_TEXT:
        yield paragraph
        return
    text, start = paragraph.text, 0
    while start < len(text):
        end = _cut(text, start, start + LONGEST)
        piece = text[start:end].strip()
        if piece:
            yield replace(paragraph, text=piece, html=None)
        start = end


def _cut(text: str, start: int, end: int) -> int:
    """Return where to end the piece that begins at ``start``, by ``end``: the last good break in its second half."""
    if end >= len(text):
        return len(text)
    for breaks in _BREAKS:
        ends = [found.end() for found in breaks.finditer(text, (start + end) // 2, end)]
        if ends:
            return ends[-1]
    return end
