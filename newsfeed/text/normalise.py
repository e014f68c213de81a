"""The normal form of a text, on which all hashes and comparisons of deduplication work.

Letters, digits and ideographs only, in Unicode's compatibility form (NFKD of UAX 15), without case, accents,
zero-width characters or points, traditional Chinese folded to simplified character by character. One space separates
two words of a script with spaces; nothing separates the characters of a script without.

>>> normalise("「Ｃovid—19」疫情，  臺灣‼")
'covid 19疫情台湾'
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from newsfeed.text.scripts import is_unsegmented

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

# Kinds of characters in the normal form; 0 is "not looked up yet".
_DROPPED, _GAP, _WORD, _SOLID, _LONG, _JOINING, _BREAK = range(1, 8)

_CODE_POINTS = 0x110000
_kinds: NDArray[np.uint8] = np.zeros(_CODE_POINTS, np.uint8)
_folded: NDArray[np.uint32] = np.zeros(_CODE_POINTS, np.uint32)
_expansions: dict[int, list[int]] = {}

_APOSTROPHES = frozenset("'’＇")  # inside words: don't, America’s
_IGNORED_MARKS = frozenset([0x034F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
# The only characters that must be composed with the one before them: accents are dropped either way.
_JOINERS = frozenset([*range(0x1161, 0x1176), *range(0x11A8, 0x11C3), 0x3099, 0x309A])
_CHUNK = 1 << 16  # characters folded at once, so that the arrays stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Normal:
    """A text with its normal form.

    ``offsets`` has shape ``(len(text) + 1,)``: the offset in ``original`` of each character of ``text``, never
    decreasing; the last is ``len(original)``.
    """

    original: str
    text: str
    offsets: NDArray[np.int32]

    @classmethod
    def of(cls, original: str) -> Normal:
        """Normalise one text."""
        return normals((original,))[0]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets in the original of the letters from ``first`` to ``last`` of the normal form."""
        start, end = int(self.offsets[first]), int(self.offsets[last - 1]) + 1
        while end < len(self.original) and unicodedata.combining(self.original[end]):
            end += 1  # an accent written after its letter belongs to it
        return start, end


def normalise(text: str) -> str:
    """Return the normal form of one text; for many, :func:`normalise_all` is several times faster."""
    return normalise_all((text,))[0]


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Return the normal form of each text."""
    forms: list[str] = []
    for chunk in _chunks(texts):
        joined, _, joins = _fold(chunk)
        forms += _fold([_composed(text)[0] for text in chunk], composed=True)[0] if joins else joined
    return forms


def normals(texts: Sequence[str]) -> list[Normal]:
    """Return each text with its normal form and the offsets into the original."""
    results: list[Normal] = []
    for chunk in _chunks(texts):
        forms, origins, joins = _fold(chunk)
        if joins:
            results += [_composed_normal(text) for text in chunk]
            continue
        start = base = 0
        for text, form in zip(chunk, forms, strict=True):
            stop = start + len(form)
            results.append(Normal(text, form, origins[start : stop + 1] - base))
            start, base = stop + 1, base + len(text) + 1
    return results


def is_solid(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return a mask, shape ``(n,)``, of the code points of scripts written without spaces (or Hangul)."""
    solid: NDArray[np.bool_] = _kinds_of(codes) == _SOLID
    return solid


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first = size = 0
    for i, text in enumerate(texts):
        size += len(text) + 1
        if size >= _CHUNK:
            yield texts[first : i + 1]
            first, size = i + 1, 0
    if first < len(texts):
        yield texts[first:]


def _fold(texts: Sequence[str], *, composed: bool = False) -> tuple[list[str], NDArray[np.int32], bool]:
    """Fold all texts at once, joined by line ends.

    Return the normal forms; the offset in the joined texts of each of their characters and of the line end after each;
    and whether there are characters that must first be composed.
    """
    codes = np.frombuffer(("\n".join(texts) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds_of(codes)
    ends = np.fromiter(accumulate(len(text) + 1 for text in texts), np.int64, len(texts)) - 1
    kinds[ends] = _BREAK
    present = np.bincount(kinds, minlength=_BREAK + 1)
    if present[_JOINING] and not composed:
        return [], np.empty(0, np.int32), True
    origins = np.arange(len(codes), dtype=np.int32)
    if present[_LONG]:
        codes, kinds, origins = _expanded(codes, kinds, origins)
    codes = _folded[codes]
    codes[kinds == _BREAK] = ord("\n")
    if present[_DROPPED] or present[_LONG] or present[_JOINING]:
        kept = np.flatnonzero((kinds != _DROPPED) & (kinds != _JOINING))
        codes, kinds, origins = codes[kept], kinds[kept], origins[kept]
    is_gap = kinds == _GAP
    codes[is_gap] = ord(" ")
    solid = np.flatnonzero(~is_gap)
    word = kinds[solid] == _WORD
    spaced = np.flatnonzero((solid[1:] - solid[:-1] > 1) & word[1:] & word[:-1])
    is_gap[solid[spaced] + 1] = False  # the first of the gap between two words is their space
    stays = np.flatnonzero(~is_gap)
    codes, origins = codes[stays], origins[stays]
    forms = codes.tobytes().decode("utf-32-le").split("\n")
    forms.pop()
    return forms, origins, False


def _kinds_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    kinds = _kinds[codes]
    if not kinds.all():
        for code in set(codes[kinds == 0].tolist()):
            _learn(code)
        kinds = _kinds[codes]
    return kinds


def _learn(code: int) -> None:
    """Fill the tables for one code point, the kind last, so that another thread never sees half an entry."""
    character = chr(code)
    if code in _JOINERS:
        kind = _JOINING
    elif character in _APOSTROPHES or code in _IGNORED_MARKS or unicodedata.category(character) in ("Cf", "Me"):
        kind = _DROPPED
    else:
        form = [ord(c) for c in _fold_character(character)]
        kind = _kind_of_form(form, character)
        if kind == _LONG:
            _expansions[code] = form
        elif form:
            _folded[code] = form[0]
    _kinds[code] = kind


def _kind_of_form(form: list[int], character: str) -> int:
    if not form:
        return _DROPPED if unicodedata.category(character).startswith("M") else _GAP
    if len(form) > 1:
        return _LONG
    if form[0] in _JOINERS:
        return _DROPPED  # a lone letter of a syllable, such as ㅠ: it must not join the character before
    if not _is_kept(chr(form[0])):
        return _GAP
    return _SOLID if is_unsegmented(chr(form[0])) else _WORD


def _fold_character(character: str) -> str:
    folded = _without_accents(_without_accents(character).casefold())
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if folded and (0x3040 <= ord(folded[0]) <= 0x30FF or 0x1100 <= ord(folded[0]) <= 0x11FF):
        return unicodedata.normalize("NFC", folded)  # NFKD decomposes kana and Hangul, where no accents are meant
    if folded and ord(folded[0]) >= 0x3400 and folded.isalpha():
        return simplified(simplified(folded))  # the simplified form of 薴 is the traditional form of another character
    return folded


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not _is_accent(c))


def _is_accent(character: str) -> bool:
    """Return whether a mark is a point or an accent (combining classes of UAX 44), not a vowel or tone mark."""
    combining = unicodedata.combining(character)
    return combining == 1 or 10 <= combining <= 36 or combining >= 200 or ord(character) in _IGNORED_MARKS


def _is_kept(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def simplified(text: str) -> str:
    """Return ``text`` with traditional Chinese characters turned into simplified ones (OpenCC's ``t2s``)."""
    return _simplifier()(text)


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc  # imported here because it takes 15 ms and only Chinese needs it

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _expanded(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8], origins: NDArray[np.int32]
) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int32]]:
    """Replace ligatures, fractions and unit signs by their expansions."""
    forms = [_expansions[code] for code in codes[kinds == _LONG].tolist()]
    counts = np.ones(len(codes), np.int64)
    counts[kinds == _LONG] = [len(form) for form in forms]
    codes, kinds, origins = np.repeat(codes, counts), np.repeat(kinds, counts), np.repeat(origins, counts)
    long = kinds == _LONG
    codes[long] = np.fromiter((code for form in forms for code in form), np.uint32)
    kinds[long] = _kinds_of(codes[long])
    return codes, kinds, origins


def _composed(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with kana and Hangul composed, and the offset in ``text`` of each character of the result."""
    pieces: list[str] = []
    starts: list[int] = []
    start = 0
    for stop in range(1, len(text) + 1):
        if stop < len(text) and ord(text[stop]) in _JOINERS:
            continue
        piece = unicodedata.normalize("NFC", text[start:stop]) if stop - start > 1 else text[start:stop]
        pieces.append(piece)
        starts += [start] * len(piece)
        start = stop
    return "".join(pieces), [*starts, len(text)]


def _composed_normal(text: str) -> Normal:
    composed, starts = _composed(text)
    (form,), origins, _ = _fold((composed,), composed=True)
    return Normal(text, form, np.array(starts, np.int32)[origins])
