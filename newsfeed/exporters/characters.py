"""Characters that a document may hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return ``text`` without the characters that no XML 1.0 document may hold (section 2.2, production Char).

    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text)
