"""Limit the length and number of paragraphs: one document must not stall the store or fill memory.

Comparing two paragraphs takes time and memory in proportion to their length, and a paragraph is judged in one step, so
very long ones are cut. Each paragraph takes a kilobyte or two in addition to its text, so very many are joined.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from newsfeed.items import MEDIA
from newsfeed.text.html.render import inner_html, quoted_item, unquoted

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from newsfeed.items import Kind, Paragraph

LONGEST = 15_000
"""Characters of a paragraph; nearly all paragraphs of real articles have at most a few thousand."""

MOST = 10_000
"""Paragraphs of an article that stay separate: 300 times as many as nearly all real articles have."""

_JOINED = 5_000  # characters of several paragraphs joined
_APART: frozenset[Kind] = MEDIA | {"code", "definition", "table"}
# Places to cut, the best first: after a line, after a sentence, after a word.
_BREAKS = tuple(
    re.compile(pattern) for pattern in (r"\n+", r"[.!?][\"'”’)\]]*\s+|[。！？…][”’」』）]*", r"\s+|[，、；：]")
)


def cut_long(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with those that are too long cut at the ends of lines or sentences.

    The pieces have the kind of the paragraph and text without markup, because markup cannot be cut.
    """
    return [piece for paragraph in paragraphs for piece in _pieces(paragraph)]


def join_many(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; after the first :data:`MOST`, neighbours of one kind are joined, one line each.

    Joined paragraphs keep their markup, and have the level and number of the first one. Media, tables, code,
    definitions, and headings and items in quotations stay apart.
    """
    found, rest = paragraphs[:MOST], paragraphs[MOST:]
    for kind, run in groupby(rest, _joined_as):
        group = list(run)
        found.extend(group if kind is None else _joined(group))
    return found


def _joined_as(paragraph: Paragraph) -> Hashable:
    """Return a key that neighbours must share to be joined; ``None`` for a paragraph that is never joined."""
    if paragraph.kind in _APART or quoted_item(paragraph) or unquoted(paragraph):
        return None
    is_outer = paragraph.kind == "quote" and paragraph.start is None and paragraph.level == 1
    level = None if is_outer else paragraph.level
    return paragraph.kind, level, paragraph.ordered


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


def _as_one(lines: Sequence[Paragraph]) -> Paragraph:
    has_markup = any(each.html is not None for each in lines)
    return replace(
        lines[0],
        text="\n".join(each.text for each in lines),
        html="<br>".join(map(inner_html, lines)) if has_markup else None,
    )


def _pieces(paragraph: Paragraph) -> Iterator[Paragraph]:
    if len(paragraph.text) <= LONGEST or paragraph.kind in MEDIA:
        yield paragraph
        return
    for piece in map(str.strip, in_pieces(paragraph.text, LONGEST)):
        if piece:
            yield replace(paragraph, text=piece, html=None)


def in_pieces(text: str, longest: int) -> Iterator[str]:
    """Yield a text in pieces of at most so many characters, cut at the ends of lines, sentences or words if possible.

    >>> list(in_pieces("It is cold. It snows.", 16))
    ['It is cold. ', 'It snows.']
    """
    start = 0
    while start < len(text):
        end = _cut(text, start, start + longest)
        yield text[start:end]
        start = end


def _cut(text: str, start: int, end: int) -> int:
    """Return the end of the piece that begins at ``start``: the last good break in its second half, at most ``end``."""
    if end >= len(text):
        return len(text)
    for breaks in _BREAKS:
        ends = [found.end() for found in breaks.finditer(text, (start + end) // 2, end)]
        if ends:
            return ends[-1]
    return end
