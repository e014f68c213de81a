"""Plain text where HTML is expected: its paragraphs and lines as markup."""

from __future__ import annotations

import re

_BLOCK_MARKUP = re.compile(
    r"<(?:br|p|div|li|h[1-6]|t[dr]|blockquote|pre|section|article|ul|ol|figure)[\s/>]", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\r?\n[^\S\n]*+\n\s*+")
# An indented line goes on with the line before, unless it has a marker of its own.
_CONTINUATION = re.compile(r"\r?\n[^\S\n]++(?![-–—•·*+]\s|\d{1,3}[.)])")
_LINE_END = re.compile(r"\r?\n|\r")


def marked_up(text: str) -> str:
    r"""Return ``text`` with breaks where it has blank lines and, if it has no tags at all, where its lines end.

    Text that has block markup is returned as it is.

    >>> marked_up("One\n\ntwo.\n- three\n  and four")
    'One<br><br>two.<br>- three and four'
    """
    if _BLOCK_MARKUP.search(text):
        return text
    text = _BLANK_LINES.sub("<br><br>", text.strip())
    if "\n" not in text or "<" in text.replace("<br><br>", ""):
        return text
    return _LINE_END.sub("<br>", _CONTINUATION.sub(" ", text))
