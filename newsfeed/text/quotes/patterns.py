"""Patterns written in simplified Chinese characters that match both scripts."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from newsfeed.text.lazy import compiled_later
from newsfeed.text.normalise import simplified

_IDEOGRAPHS = range(0x3400, 0xA000)
_PIECE = re.compile(r"\\.|[\[\]]|[^\\\[\]]", re.DOTALL)


def both_scripts(pattern: str) -> re.Pattern[str]:
    """Return a verbose pattern in which each simplified character also matches its traditional forms.

    >>> both_scripts("[说称] 过 $").search("他說過")[0]
    '說過'
    """
    return compiled_later(lambda: re.compile(_in_both(pattern), re.VERBOSE))


def _in_both(pattern: str) -> str:
    forms = _traditional()
    parts: list[str] = []
    within_class = False
    for piece in _PIECE.findall(pattern):
        if piece in ("[", "]"):
            within_class = piece == "["
        more = forms.get(piece, "")
        parts.append(f"[{piece}{more}]" if more and not within_class else piece + more)
    return "".join(parts)


@cache
def _traditional() -> dict[str, str]:
    """Return the traditional forms of each simplified character that has others."""
    forms: defaultdict[str, str] = defaultdict(str)
    ideographs = "".join(map(chr, _IDEOGRAPHS))
    for character, simple in zip(ideographs, simplified(ideographs), strict=True):
        if simple != character:
            forms[simple] += character
    return dict(forms)
