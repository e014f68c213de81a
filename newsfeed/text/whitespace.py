"""White space of running text as a browser shows it, and the width of text in columns."""

from __future__ import annotations

import re
from itertools import pairwise

from newsfeed.text.scripts import UNSPACED, WIDE

_UNSPACED = re.compile(f"[{UNSPACED}]")
_WIDE = re.compile(f"[{WIDE}]+")
_UNSEEN = ("\u200b", "\u2060", "\ufeff", "\xad")


def fold(text: str) -> str:
    r"""Return ``text`` on one line: white space folded to single spaces, and no invisible characters.

    White space with a line break disappears between characters of scripts that have no spaces, where it only wraps the
    source (CSS Text Level 3, section 4.1.3, segment break transformation).

    >>> fold(" 北京\n   时间  the  end ")
    '北京时间 the end'
    """
    if text.isascii():
        return " ".join(text.split())
    for mark in _UNSEEN:
        if mark in text:
            text = text.replace(mark, "")
    text = text.strip()
    if "\n" in text:
        text = _join([line for line in map(str.strip, text.split("\n")) if line])
    return " ".join(text.split())


def _join(lines: list[str]) -> str:
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if not (_UNSPACED.match(line) and _UNSPACED.match(before[-1])):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def fits(text: str, columns: int) -> bool:
    """Return whether ``text`` takes at most ``columns``; an ideograph or a Korean syllable takes two.

    >>> fits("北京 2", 6), fits("北京 2", 5)
    (True, False)
    """
    length = len(text)
    if length > columns or text.isascii():
        return length <= columns
    return 2 * length <= columns or length + sum(map(len, _WIDE.findall(text))) <= columns
