"""White space of running text as a browser shows it, and the room that text takes."""

from __future__ import annotations

import re

# Scripts written without spaces: CJK radicals to Yi (with kana and CJK punctuation, without Hangul), compatibility
# ideographs, full-width forms, and the supplementary ideographic planes.
_WIDE = "⺀-ㄯㄸ-ㅏ\u3190-꓏豈-\ufaff︰-﹏\uff01-｠￠-￦\U0001f200-\U0001f2ff\U00020000-\U0003ffff"
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")
_SOURCE_BREAK = re.compile(f"(?<=[{_WIDE}])\\s++(?=[{_WIDE}])")
# A surrogate half or NUL cannot be written to a file or a database; a zero-width mark would hide an empty paragraph.
_UNWRITABLE = dict.fromkeys((0, 0x200B, 0x2060, 0xFEFF, *range(0xD800, 0xE000)))
_HAS_UNWRITABLE = re.compile("[\0\u200b\u2060\ufeff\ud800-\udfff]")


def fold(text: str) -> str:
    r"""Return ``text`` on one line: white space folded to single spaces, none at the ends.

    White space that holds a line break disappears between two wide characters, since there it only wraps the source
    (CSS Text Level 3, section 4.1.3, segment break transformation).

    >>> fold(" 北京\n   时间  the  end ")
    '北京时间 the end'
    """
    text = text.strip()
    if "\n" in text:
        text = _SOURCE_BREAK.sub(_drop_if_broken, text)
    if _HAS_UNWRITABLE.search(text):
        text = text.translate(_UNWRITABLE)
    return " ".join(text.split())


def fits(text: str, columns: int) -> bool:
    """Tell whether ``text`` takes at most ``columns`` where an ideograph takes two.

    >>> fits("北京 2", 6), fits("北京 2", 5)
    (True, False)
    """
    length = len(text)
    if length > columns or text.isascii():
        return length <= columns
    return 2 * length <= columns or length + len(_WIDE_CHARACTER.findall(text)) <= columns


def _drop_if_broken(spaces: re.Match[str]) -> str:
    return "" if "\n" in spaces.group() else " "
