"""Removal of characters that are not allowed in XML."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    r"""Return ``text`` without characters that XML 1.0 forbids (section 2.2, production Char).

    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text)
