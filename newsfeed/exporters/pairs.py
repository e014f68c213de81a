"""Passage pairs: the words that an article shares with an earlier one, as JSON Lines for text-reuse programs.

The names are those of passim and TextPAIR: ``id``, ``begin`` and ``end`` are of the earlier article, ``id2``,
``begin2`` and ``end2`` of the later one. Offsets count characters in all paragraphs of an article, joined by a blank
line.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from newsfeed.dedup.pairs import shared_stretch
from newsfeed.exporters.serialize import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.store.pairs import ParagraphPair


def write_pairs(file: IO[bytes], pairs: Iterable[ParagraphPair]) -> int:
    """Write the pairs; return their number."""
    written = 0
    for pair in pairs:
        shared = shared_stretch(pair.text, pair.text2, pair.spans)
        if shared is None:
            continue
        row = {
            "id": pair.id,
            "id2": pair.id2,
            "begin": pair.start + shared.begin,
            "end": pair.start + shared.end,
            "begin2": pair.start2 + shared.begin2,
            "end2": pair.start2 + shared.end2,
            "share": pair.share,
            "text": pair.text[shared.begin : shared.end],
            "text2": pair.text2[shared.begin2 : shared.end2],
        }
        file.write(to_json(row) + b"\n")
        written += 1
    return written
