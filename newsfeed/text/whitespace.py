"""White space of running text as a browser shows it, and the width of text in columns."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.text.scripts import UNSPACED, WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNSPACED = re.compile(f"[{UNSPACED}]")
_WIDE = re.compile(f"[{WIDE}]+")
_SPACE = re.compile(r"\s")
_AT_ONCE = 1 << 16  # characters
_UNSEEN = ("\u200b", "\u2060", "\ufeff", "\xad")


def fold(text: str) -> str:
    r"""Return ``text`` on one line: white space folded to single spaces, and no invisible characters.

    White space with a line break disappears between characters of scripts that have no spaces, where it only wraps the
    source (CSS Text Level 3, section 4.1.3, segment break transformation).

    >>> fold(" 北京\n   时间  the  end ")
    '北京时间 the end'
    """
    if text.isascii():
        return _single_spaced(text)
    for mark in _UNSEEN:
        if mark in text:
            text = text.replace(mark, "")
    text = text.strip()
    if "\n" in text:
        text = _join([line for line in map(str.strip, text.split("\n")) if line])
    return _single_spaced(text)


def _single_spaced(text: str) -> str:
    if len(text) <= _AT_ONCE:
        return " ".join(text.split())
    return " ".join(filter(None, (" ".join(part.split()) for part in _parts(text))))


def length(text: str) -> int:
    """Return the number of characters other than white space."""
    if len(text) <= _AT_ONCE:
        return len("".join(text.split()))
    return sum(len("".join(part.split())) for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """Yield the text in parts, cut before white space, because a list of all words takes ten times its memory."""
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + _AT_ONCE)
        end = space.start() if space else len(text)
        yield text[start:end]
        start = end


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
