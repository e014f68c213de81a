"""Plain text in place of HTML: its paragraphs and lines become markup."""

from __future__ import annotations

import re

_BLOCK_MARKUP = re.compile(
    r"<(?:br|p|div|li|h[1-6]|t[dr]|blockquote|pre|section|article|ul|ol|figure)[\s/>]", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\r?\n[^\S\n]*+\n\s*+")
# An indented line continues the line before, unless it begins with a list marker or a wide space, as paragraphs do.
_CONTINUATION = re.compile(r"\r?\n[^\S\n\u3000]++(?!\u3000|[-–—•·*+]\s|\d{1,3}[.)])")
_LINE_END = re.compile(r"\r?\n|\r")


# Text written as a letter and published as such: all of it in one element that keeps its line ends.
_LETTER = re.compile(r"\s*+<pre(?:\s[^<>]*+)?>((?:[^<]++|<(?!/?pre\b|code\b))*+)</pre>\s*+", re.IGNORECASE)
_WORD = re.compile(r"[\"'“‘(]*+[^\W\d_]++(?:['’-][^\W\d_]++)*+[.,;:!?…)\"'”’]*+")
_FEW_WORDS = 30


def marked_up(text: str) -> str:
    r"""Return ``text`` with breaks at its blank lines and, if it has no tags at all, at its line ends.

    A CDATA section inside HTML is opened. Text with block markup is returned unchanged, unless it is a letter in a
    single ``pre`` element.

    >>> marked_up("One\n\ntwo.\n- three\n  and four")
    'One<br><br>two.<br>- three and four'
    """
    if "<![CDATA[" in text:
        text = text.replace("<![CDATA[", "").replace("]]>", "")
    if not _BLOCK_MARKUP.search(text):
        text = _BLANK_LINES.sub("<br><br>", text.strip())
        return text if "<" in text.replace("<br><br>", "") else _with_lines(text)
    letter = _LETTER.fullmatch(text)
    if letter and _is_prose(letter[1]):
        return _with_lines(_BLANK_LINES.sub("<br><br>", letter[1].strip()))
    return text


def _with_lines(text: str) -> str:
    return _LINE_END.sub("<br>", _CONTINUATION.sub(" ", text)) if "\n" in text or "\r" in text else text


def _is_prose(text: str) -> bool:
    parts = text.split()
    return len(parts) >= _FEW_WORDS and sum(1 for part in parts if _WORD.fullmatch(part)) > 0.8 * len(parts)
