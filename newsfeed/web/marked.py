"""Texts cut into marked segments, for pages that underline reuse or set two paragraphs side by side."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.dedup import Reuse


_PIECE = re.compile(r"<[^>]*>|&[#\w]+;|[^<&]|[<&]")


class Segment(NamedTuple):
    """A piece of a text; ``repeated`` if the other text has it, too."""

    text: str
    repeated: bool


class SideBySide(NamedTuple):
    """Two paragraphs with shared words marked in both, and the comparison."""

    earlier: Sequence[Segment]
    later: Sequence[Segment]
    reuse: Reuse


def segments(text: str, spans: Iterable[tuple[int, int]]) -> list[Segment]:
    """Return the text cut at ``[start, end)`` spans, which may overlap and extend beyond its end.

    >>> segments("the mill closes", [(4, 8), (6, 8)])
    [Segment(text='the ', repeated=False), Segment(text='mill', repeated=True), Segment(text=' closes', repeated=False)]
    """
    found: list[Segment] = []
    at = 0
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in spans):
        if end <= at:
            continue
        begin = max(start, at)
        if begin > at:
            found.append(Segment(text[at:begin], repeated=False))
        found.append(Segment(text[begin:end], repeated=True))
        at = end
    if at < len(text):
        found.append(Segment(text[at:], repeated=False))
    return found


def side_by_side(earlier: str, later: str) -> SideBySide:
    """Return two paragraphs with the words marked that both have."""
    reuse = compare(earlier, later)
    return SideBySide(segments(earlier, compare(later, earlier).spans), segments(later, reuse.spans), reuse)


def marked_html(markup: str, text: str, spans: Iterable[tuple[int, int]]) -> str | None:
    """Return the markup of a paragraph with the repeated words marked; ``spans`` are offsets in its text.

    ``None`` if the characters of the markup differ from those of the text, so that offsets do not fit.

    >>> marked_html("the <b>old</b> mill", "the old mill", [(4, 12)])
    'the <b><mark>old</mark></b><mark> mill</mark>'
    """
    repeated = [False] * len(text)
    for start, end in spans:
        repeated[start:end] = [True] * len(repeated[start:end])
    found: list[str] = []
    at, is_open = 0, False
    for piece in _PIECE.findall(markup):
        if piece.startswith("<") and len(piece) > 1:
            found.append(f"</mark>{piece}" if is_open else piece)
            is_open = False
            continue
        character = unescape(piece)
        if text[at : at + len(character)] != character:
            return None
        if repeated[at] is not is_open:
            found.append("<mark>" if repeated[at] else "</mark>")
            is_open = repeated[at]
        found.append(escape(character, quote=False))
        at += len(character)
    if at != len(text):
        return None
    return "".join(found) + ("</mark>" if is_open else "")
