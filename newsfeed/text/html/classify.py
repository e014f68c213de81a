"""The kind of a block that its element does not determine: leads, bold headings, marked lists, captions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.text.whitespace import fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.items import Kind
    from newsfeed.text.html.structure import Block

# Widths in columns: an ideograph takes two.
_LEAD = 60
_HEADING = 120
_HEADING_LINES = 2
_ENOUGH = 3
_CAPTION = 60

_STOP = re.compile(r"[.!。！；;,，][\"'”’」』)）\]]*$")
_NUMBER = re.compile(r"[(（]?(\d{1,2})[.)）、．]")
_MARKER = re.compile(r"[•·●○◦▪▍▎■□◆◇►▶✓✔＊]|\[\d{1,3}\]")


def kinds(blocks: list[Block]) -> list[Kind]:
    """Return the kind of each of an article's ``blocks``, in order.

    A lead is marked as one by its element, or is the first block if it is all bold and long enough for a sentence.
    Other short bold blocks are headings. Neighbours that begin with the same kind of marker, or with consecutive
    numbers, are list items.
    """
    beside = _beside_others(blocks)
    marked = [block.kind == "paragraph" and bool(_MARKER.match(block.text)) for block in blocks]
    found = [_kind(block, first=number == 0, beside=beside[number]) for number, block in enumerate(blocks)]
    for number in range(1, len(blocks)):
        if marked[number - 1] and marked[number]:
            found[number - 1] = found[number] = "list"
    for start, end in _counted(blocks, found):
        found[start:end] = ["list"] * (end - start)
    return found


def _counted(blocks: list[Block], found: list[Kind]) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each run of three or more consecutively numbered, mostly short paragraphs."""
    start, last = 0, -1
    for place, (block, kind) in enumerate(zip([*blocks, None], [*found, None], strict=True)):
        match = _NUMBER.match(block.text) if block and kind == "paragraph" else None
        number = int(match[1]) if match else -1
        if number < 0 or number != last + 1:
            if last >= 0 and place - start >= _ENOUGH and _mostly_short(blocks[start:place]):
                yield start, place
            start = place
        last = number


def _mostly_short(blocks: list[Block]) -> bool:
    return 2 * sum(1 for block in blocks if fits(block.text, _HEADING)) > len(blocks)


def _beside_others(blocks: list[Block]) -> list[bool]:
    """Return for each block whether it shares a table row with a neighbour: a value, or the name of a column or row."""
    found = [False] * len(blocks)
    for number, (before, block) in enumerate(pairwise(blocks), 1):
        if block.row and block.row == before.row and block.cell != before.cell:
            found[number - 1] = found[number] = True
    return found


def _kind(block: Block, *, first: bool, beside: bool) -> Kind:
    if block.kind == "heading" and not fits(block.text, _HEADING):
        return "paragraph"
    if block.kind != "paragraph":
        return block.kind
    stops = bool(_STOP.search(block.text))
    if block.lead:
        return "lead"
    if block.bold >= block.length:
        short = fits(block.text, _HEADING)
        asks = short and block.text.endswith(("?", "？"))
        if first and not asks and not fits(block.text, _LEAD):
            return "lead"
        if short and not stops and not beside and block.lines <= _HEADING_LINES:
            return "heading"
    if (
        block.after_image
        and fits(block.text, _CAPTION)
        and not stops
        and not block.text.endswith((":", "：", "?", "？", "…"))
    ):
        return "caption"
    return "paragraph"
