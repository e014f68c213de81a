"""The length of paragraphs: one document must not stall the store, so very long paragraphs are cut.

Comparing two paragraphs takes time and memory in proportion to their length, and a paragraph is judged in one step.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsfeed.items import Kind, Paragraph

LONGEST = 15_000
"""Characters of a paragraph; nearly all of real articles have a few thousand at most."""

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
