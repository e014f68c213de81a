"""Unicode ranges of the scripts that need special treatment: one definition of each, for the whole package.

Each constant is the inside of a regular expression's character class. The ranges are written as escapes, since
compatibility ideographs such as U+F900 do not survive an editor that normalises text.
"""

from __future__ import annotations

import re

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Ideographs."""

KANA = r"\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d"
"""Letters of hiragana and katakana, also half-width."""

HANGUL_SYLLABLES = r"\uac00-\ud7a3"

HANGUL = rf"\u1100-\u11ff\u3131-\u318e{HANGUL_SYLLABLES}"
"""Korean syllables and jamo."""

CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Ideographs, kana and hangul with the marks inside words, such as the long-vowel mark."""

UNSPACED = (
    r"\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
    r"\U0001f200-\U0001f2ff\U00020000-\U0003ffff"
)
"""Scripts in which a line break is not a space: CJK radicals to Yi with kana and CJK punctuation, without Hangul,
compatibility ideographs, full-width forms, and the supplementary ideographic planes."""

WIDE = rf"{UNSPACED}\u3130-\u318f{HANGUL_SYLLABLES}"
"""Characters that take two columns."""

UNSEGMENTED = (
    r"\u0e00-\u0eff"  # Thai, Lao
    r"\u1000-\u109f"  # Myanmar
    r"\u1100-\u11ff"  # Hangul jamo
    r"\u1780-\u17ff"  # Khmer
    r"\u3005-\u3007"  # ideographic iteration mark and zero
    r"\u3040-\u318f"  # kana, bopomofo, Hangul
    r"\u31a0-\u31ff"
    r"\u3400-\ua4cf"  # Han, Yi
    r"\uac00-\ud7ff"  # Hangul syllables
    r"\uf900-\ufaff"
    r"\U0001b000-\U0001b16f"
    r"\U00020000-\U0003ffff"
)
"""Scripts whose words are not separated by spaces, and Hangul, whose spacing writers treat freely."""

FIRST_CJK = "\u2e80"
"""The first character of the East Asian blocks: nearly all alphabets with spaces are before it."""

_UNSEGMENTED = re.compile(f"[{UNSEGMENTED}]")


def is_unsegmented(character: str) -> bool:
    """Return whether a character belongs to a script whose words are not separated by spaces.

    >>> is_unsegmented("京"), is_unsegmented("한"), is_unsegmented("é")
    (True, True, False)
    """
    return _UNSEGMENTED.match(character) is not None
