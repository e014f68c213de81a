"""What part of the article a block is where its element does not say: leads, bold headings, marked lists, captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.text.spacing import fits

if TYPE_CHECKING:
    from newsfeed.items import Kind
    from newsfeed.text.blocks import Block

# Widths in columns: an ideograph takes two.
_LEAD = 60
_HEADING = 120
_CAPTION = 60

_STOP = re.compile(r"[.!。！；;,，][\"'”’」』)）\]]*$")
_MARKER = re.compile(r"[•·●○◦▪▍▎■□◆◇►▶✓✔＊]|\[\d{1,3}\]")


def kinds(blocks: list[Block]) -> list[Kind]:
    """Return the kind of each of an article's ``blocks``, in order.

    A lead is named so by its element, or is the first block if all of it is bold and long enough for a sentence. Other
    short bold blocks are headings. Neighbours that begin with the same kind of marker are list items.
    """
    marked = [block.kind == "paragraph" and bool(_MARKER.match(block.text)) for block in blocks]
    found = [_kind(block, first=number == 0) for number, block in enumerate(blocks)]
    for number in range(1, len(blocks)):
        if marked[number - 1] and marked[number]:
            found[number - 1] = found[number] = "list"
    return found


def _kind(block: Block, *, first: bool) -> Kind:
    if block.kind != "paragraph":
        return block.kind
    stops = bool(_STOP.search(block.text))
    if block.lead or (first and block.bold >= block.length and not fits(block.text, _LEAD)):
        return "lead"
    if block.bold >= block.length and fits(block.text, _HEADING) and not stops:
        return "heading"
    if (
        block.after_image
        and fits(block.text, _CAPTION)
        and not stops
        and not block.text.endswith((":", "：", "?", "？", "…"))
    ):
        return "caption"
    return "paragraph"
