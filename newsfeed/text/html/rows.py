"""Split paragraphs at rows of signs (=====, -----): the part below is separate, and often a footer.

Video descriptions and mails are one line or one paragraph to the end. After the split, a changing post and the footer
under all posts are judged separately.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Kind, Paragraph

_PARTED: frozenset[Kind] = frozenset({"lead", "paragraph", "quote"})
_SIGNS = "=＝*＊_~～+─━═—·•-"
# Rows begin with these, which almost no text has: a fast test that looks at each character once.
_EIGHT_SIGNS = re.compile(f"[{_SIGNS}][ {_SIGNS}]{{7}}")
_ROW = re.compile(r"([=＝*＊_~～+-])\1{7,}|[─━═—]{8,}|(?:[*·•=~-] ){7,}[*·•=~-]")


def part_at_rows(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with those without markup split at rows of signs, which are left out.

    >>> from newsfeed.items import Paragraph
    >>> [each.text for each in part_at_rows([Paragraph("It sails at noon.==========Links: a.example")])]
    ['It sails at noon.', 'Links: a.example']
    """
    return [piece for paragraph in paragraphs for piece in _parts(paragraph)]


def _parts(paragraph: Paragraph) -> list[Paragraph]:
    if paragraph.kind not in _PARTED or paragraph.html is not None or not _EIGHT_SIGNS.search(paragraph.text):
        return [paragraph]
    ends = [found.span() for found in _ROW.finditer(paragraph.text)]
    starts = [0, *(end for _, end in ends)]
    texts = [
        paragraph.text[start:end].strip() for start, end in zip(starts, [*(at for at, _ in ends), None], strict=True)
    ]
    kept = [text for text in texts if text]
    return [replace(paragraph, text=text) for text in kept] if len(kept) > 1 else [paragraph]
