"""Tables: a table of data becomes one block, a table that only lays out a page does not."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newsfeed.text.html.structure import Block, Media, Table

_LONGEST = 300  # characters of a cell; a longer cell is a column of a page
_KINDS = frozenset(["paragraph", "heading", "list", "caption", "quote", "code"])


def merge_tables(
    blocks: Sequence[Block], media: Iterable[Media], tables: Mapping[int, Table]
) -> tuple[list[Block], list[Media]]:
    """Return the blocks, with one for each table of data, and the media outside such tables."""
    outside = list(media)
    merged: list[Block] = []
    for number, run in groupby(blocks, key=lambda block: block.frame.table if block.cell else 0):
        group = list(run)
        if number and tables[number].is_grid and _is_data(group):
            images = [each for each in outside if each.frame.table == number and each.frame.cell]
            outside = [each for each in outside if each not in images]
            merged.append(_merged(tables[number], group, images))
        else:
            merged += group
    return merged, outside


def _is_data(blocks: Sequence[Block]) -> bool:
    return (
        all(
            block.kind in _KINDS and not block.boilerplate and (block.kind == "code" or len(block.text) <= _LONGEST)
            for block in blocks
        )
        and any(block.text for block in blocks)
        and not _is_listing(blocks)
    )


def _is_listing(blocks: Sequence[Block]) -> bool:
    """Return whether a table lays out code: lines in one column, and at most their numbers in another."""
    return any(block.kind == "code" for block in blocks) and all(
        block.kind == "code" or block.text.strip().isdigit() for block in blocks if block.text
    )


def _content(block: Block) -> str:
    """Return a part of a cell as HTML; code keeps its lines."""
    html = block.html or escape(block.text, quote=False)
    return f"<pre>{html}</pre>" if block.kind == "code" and "\n" in block.text else html


def _merged(table: Table, blocks: Sequence[Block], images: Sequence[Media]) -> Block:
    """Return a table as one block: its text has one line per row, with bars between the cells."""
    texts: dict[int, list[str]] = {}
    contents: dict[int, list[tuple[int, str]]] = {}
    for block in blocks:
        texts.setdefault(block.cell, []).append(fold(block.text))
        contents.setdefault(block.cell, []).append((block.order, _content(block)))
    for image in images:
        contents.setdefault(image.frame.cell, []).append((image.order, image.html))
    rows = [[" ".join(filter(None, texts.get(cell.number, []))) for cell in row] for row in table.rows]
    inner = {number: "<br>".join(html for _, html in sorted(parts)) for number, parts in contents.items()}
    written = [[cell.html(inner.get(cell.number, "")) for cell in row] for row in table.rows if row]
    return replace(
        blocks[0],
        text="\n".join(" | ".join(row) for row in rows if any(row)),
        kind="table",
        length=sum(block.length for block in blocks),
        linked=sum(block.linked for block in blocks),
        bold=0,
        small=0,
        links=sum(block.links for block in blocks),
        shares=sum(block.shares for block in blocks),
        anchors=sum(block.anchors for block in blocks),
        link_texts=[text for block in blocks for text in block.link_texts],
        row=0,
        cell=0,
        meta=False,
        html="".join(["<table>", *(f"<tr>{''.join(row)}</tr>" for row in written), "</table>"]),
    )
