"""The resemblance of bytes to text in each encoding: chardet's results, made robust against single broken bytes."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from newsfeed.text.encoding import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# The encodings that browsers know (WHATWG Encoding Standard, section 4.2); others are only similar.
_MULTIBYTE = ("big5", "cp932", "cp949", "euc-jp", "gb18030")
_LATIN = (
    *(f"windows-{number}" for number in (1250, 1252, 1254, 1257, 1258)),
    *(f"iso-8859-{part}" for part in (2, 3, 4, 10, 13, 14, 15, 16)),
    "macroman",
)
_OTHERS = (
    *(f"windows-{number}" for number in (1251, 1253, 1255, 1256)),
    *(f"iso-8859-{part}" for part in (5, 6, 7, 8)),
    *("ibm866", "koi8-r", "koi8-u", "mac-cyrillic", "windows-874"),
)
# Measured on sentences in sixteen languages, the right encoding scores .2 or more, on single words .05; another one
# of the same alphabet scores two thirds of that, any other less than a third.
SURE = 0.2
WEAK = 0.05

_SAMPLE = 2000  # pieces
_DENSE = 24  # bytes that show a script
_CHUNK = 1024  # bytes judged together: a broken byte excludes an encoding for its chunk only
_CHUNKS = 8
_BROKEN = 0.01  # largest share of broken characters in a chunk
_ABOVE_ASCII = bytes(range(0x80, 0x100))


@cache
def known() -> dict[str, str]:
    """Return the codecs that can be distinguished, with chardet's names of them."""
    return {codec: name for name in (*_MULTIBYTE, *_LATIN, *_OTHERS) if (codec := labels.codec(name))}


def is_latin(codec: str) -> bool:
    """Return whether the letters of a known codec are mostly ASCII, so that any English text resembles it a little."""
    return known()[codec] in _LATIN


def likeness(pieces: Iterable[bytes]) -> dict[str, float]:
    """Return for each codec how much the first of these pieces resemble text in it, from 0 to 1.

    If some are mostly above ASCII, only they are judged: English around them would count for Latin encodings.
    """
    sample = list(islice(pieces, _SAMPLE))
    dense = [piece for piece in sample if 2 * above_ascii(piece) >= len(piece)]
    chunks = list(islice(_chunks(dense if sum(map(len, dense)) >= _DENSE else sample), _CHUNKS))
    totals: Counter[str] = Counter()
    for chunk in chunks:
        likely = _likeness(chunk, known())
        totals.update(likely | _without_broken(chunk, likely))
    return {codec: total / len(chunks) for codec, total in totals.items()}


def above_ascii(piece: bytes) -> int:
    """Return the number of bytes above ASCII."""
    return len(piece) - len(piece.translate(None, _ABOVE_ASCII))


def _likeness(chunk: bytes, asked: Iterable[str]) -> dict[str, float]:
    import chardet  # few documents need it

    likely: dict[str, float] = {}
    names = [*map(known().__getitem__, asked), "utf-8"]
    for found in chardet.detect_all(chunk, ignore_threshold=True, include_encodings=names, no_match_encoding="utf-8"):
        codec = labels.codec(found["encoding"] or "")
        if codec in known():
            likely[codec] = max(likely.get(codec, 0.0), found["confidence"])
    return likely


def _without_broken(chunk: bytes, likely: Mapping[str, float]) -> dict[str, float]:
    """Return the likeness to the encodings that were excluded, without the few bytes that exclude them."""
    found: dict[str, float] = {}
    for codec in known().keys() - likely.keys():
        text = chunk.decode(codec, "replace")
        if 0 < text.count("\ufffd") <= max(1, _BROKEN * len(text)):
            found |= _likeness(text.replace("\ufffd", "").encode(codec, "ignore"), [codec])
    return found


def _chunks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    chunk = b""
    for piece in pieces:
        chunk += piece[: 2 * _CHUNK] + b" "
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = b""
    if chunk:
        yield chunk
