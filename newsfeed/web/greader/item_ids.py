"""The ids of items: 64-bit numbers, which clients write in three ways."""

from __future__ import annotations

import re
from hashlib import blake2b

LONG_PREFIX = "tag:google.com,2005:reader/item/"

_LEAST = 1 << 60
_RANGE = (1 << 63) - _LEAST
_HEX = re.compile(r"[0-9A-Fa-f]{1,16}", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_HEX_DIGITS = 16


def item_id(article: str, attempt: int = 0) -> int:
    """Return an id computed from that of an article; a further attempt gives another one if the id is taken.

    It has 16 hexadecimal and 19 decimal digits, and fits in a signed number of 64 bits: some clients write hexadecimal
    digits without a prefix, and only the length distinguishes ``1234567890123456`` from a decimal number.

    >>> item_id("00000000000000000000000000000001")
    8835812823841656548
    """
    digest = blake2b(f"{attempt}\x1f{article}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return _LEAST + int.from_bytes(digest) % _RANGE


def may_be_id(number: int) -> bool:
    """Return whether a number is in the range of :func:`item_id`; clients may send any number."""
    return _LEAST <= number < _LEAST + _RANGE


def long_form(number: int) -> str:
    """Return the long form of an id, which contents have.

    >>> long_form(8835812823841656548)
    'tag:google.com,2005:reader/item/7a9f1cf2faec4ee4'
    """
    return f"{LONG_PREFIX}{number:016x}"


def parsed(text: str) -> int | None:
    """Return the id in a text, in any of its three forms; ``None`` if it is not an id.

    >>> [parsed(each) for each in ("8835812823841656548", "7a9f1cf2faec4ee4", long_form(8835812823841656548))]
    [8835812823841656548, 8835812823841656548, 8835812823841656548]
    >>> parsed("tag:google.com,2005:reader/item/zz")
    """
    digits = text.strip().removeprefix(LONG_PREFIX)
    is_long = len(digits) < len(text.strip())
    if _HEX.fullmatch(digits) and (is_long or len(digits) == _HEX_DIGITS or not digits.isdecimal()):
        return int(digits, 16)
    return int(digits) if _DECIMAL.fullmatch(digits) and not is_long else None
