"""Decoding of documents: the encoding is decided here, from marks, declarations and the bytes themselves."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from newsfeed.text.encoding import labels
from newsfeed.text.encoding.detection import SURE, WEAK, above_ascii, is_latin, known, likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

logger = logging.getLogger(__name__)

_MARKS = (  # longer ones first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first characters of a document are ASCII; without a byte order mark the zero bytes between them identify a wide
# encoding (XML 1.0, appendix F; RFC 4627, section 3).
_WIDE = (
    (re.compile(rb"\0\0\0[^\0]\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[^\0]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[^\0]\0[^\0]\0"), "utf-16-le"),
)
_EBCDIC = "<?xml".encode("cp037")  # the same in all of its code pages
_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BIJ])|(?P<korean>\x1b\$\)C)")  # ISO 2022
# Boundaries of pieces: each piece was inserted into a document as a whole, in one encoding.
_DELIMITERS = (b"<", b">", b"\n", b'"')
_PIECE = re.compile(rb'[^<>\n"]+')
_END = re.compile(rb'[<>\n"]')
_BLOCK = 1 << 16  # bytes
_ADJACENT = re.compile(rb"[\x80-\xff]{2}")
_WIDER = {"big5hkscs": "cp950", "euc_jp": "euc_jis_2004"}  # supersets that are used under the same name
_WESTERN = "cp1252"
_HEAD = 256  # bytes at the beginning in which a declaration is looked for
_DAMAGE = 0.01  # share of replaced characters above which an encoding is considered wrong
# Share of the bytes above ASCII that are valid UTF-8 in text meant as UTF-8. In text of other multi-byte encodings half
# of them are valid by chance, but at most a sixth in sequences of three bytes and more.
_ALMOST_ALL = 0.8
_LONG = 0.4
# Share of the bytes above ASCII that is in whole pieces of UTF-8 if a document mixes UTF-8 with another encoding: in
# sequences of any length; the same if no other encoding is stated; in sequences of three bytes and more.
_SOME = 0.3
_USUAL = 0.15
_SOME_LONG = 0.1
_SAMPLE = 1000  # pieces examined for UTF-8
_ENOUGH = 4 << 20  # bytes in which single strays are handled one by one; more would take seconds
_MIXED = "newsfeed.mixed"


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that is not UTF-8: a single one between ASCII characters was pasted from windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    around = error.object[max(0, error.start - 1) : error.start] + error.object[error.end : error.end + 1]
    if error.end - error.start == 1 and around.isascii():
        return error.object[error.start : error.end].decode(_WESTERN, "replace"), error.end
    return "\ufffd", error.end


codecs.register_error(_MIXED, _mixed)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text, the Python codec that decoded it, and the evidence for that codec.

    ``damaged`` is true if some bytes were invalid in that codec. They became U+FFFD; in UTF-8, single ones between
    ASCII characters became windows-1252 characters.
    """

    text: str
    encoding: str
    evidence: str
    damaged: bool = False

    def bytes_of(self, data: bytes) -> bytes | None:
        """Return the bytes of the text in UTF-8, if the document ``data`` holds them: to encode it again takes time."""
        return data.removeprefix(codecs.BOM_UTF8) if self.encoding == "utf-8" and not self.damaged else None

    @property
    def is_sound(self) -> bool:
        """True if the text has so little damage that the encoding is probably right."""
        return self.text.count("\ufffd") <= _DAMAGE * len(self.text)


@dataclass(frozen=True, slots=True)
class _Shares:
    """Numbers of bytes above ASCII: all, those in valid UTF-8, and those in sequences of three bytes and more."""

    above: int = 0
    valid: int = 0
    long: int = 0

    @classmethod
    def of(cls, piece: bytes) -> _Shares:
        above = above_ascii(piece)
        text = piece.decode("utf-8", "ignore")
        valid = above - (len(piece) - len(text.encode()))
        sequences = len(text) - (len(piece) - above)
        return cls(above, valid, 3 * (valid - 2 * sequences))

    def __add__(self, other: _Shares) -> _Shares:
        return _Shares(self.above + other.above, self.valid + other.valid, self.long + other.long)

    @property
    def is_almost_utf8(self) -> bool:
        """True if nearly all of these bytes are valid UTF-8."""
        return self.valid >= _ALMOST_ALL * self.above or self.long >= _LONG * self.above


def decode(data: bytes, content_type: str = "") -> Decoded:
    """Return the text of a document, whatever its bytes are; never raises.

    Evidence is considered in this order and checked against the bytes: byte order mark, the pattern of zero bytes, an
    EBCDIC declaration, escape sequences (ISO 2022), UTF-8 if the bytes are valid in it, UTF-8 if parts of the document
    are, the charset of the HTTP header (``content_type`` is the header's value), the document's declaration, detection.
    Valid UTF-8 comes before the labels because text in another encoding is practically never valid UTF-8, while labels
    are often wrong; a label is believed unless the bytes look much more like another encoding.
    """
    decoded = _marked(data) or _wide(data) or _ebcdic(data) or _escaped(data) or _strict(data, "utf-8", "valid UTF-8")
    if decoded is None:
        body = data.removeprefix(codecs.BOM_UTF8)
        stated = _stated(body, content_type)
        decoded = _partly_utf8(body, stated) if _holds_utf8(body, stated) else _chosen(body, stated)
    logger.debug("%d bytes read as %s: %s", len(data), decoded.encoding, decoded.evidence)
    return decoded


# ---- evidence in the bytes themselves


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :]
            evidence = "byte order mark"
            return _strict(text, encoding, evidence) if encoding == "utf-8" else _if_wide(text, encoding, evidence)
    return None


def _wide(data: bytes) -> Decoded | None:
    encoding = next((encoding for pattern, encoding in _WIDE if pattern.match(data)), None)
    return _if_wide(data, encoding, "zero bytes beside the first character") if encoding else None


def _if_wide(data: bytes, encoding: str, evidence: str) -> Decoded | None:
    """Decode bytes that may be UTF-16 or UTF-32: each ASCII "<" must have zero bytes beside it."""
    if b"\0" not in data or 2 * (data.count(b"\0<") + data.count(b"<\0")) < data.count(b"<"):
        return None
    decoded = _lenient(data, encoding, evidence)
    return decoded if decoded.is_sound and decoded.text.count("\0") <= _DAMAGE * len(decoded.text) else None


def _ebcdic(data: bytes) -> Decoded | None:
    """Decode EBCDIC in the code page that its declaration states (XML 1.0, appendix F)."""
    if not data.startswith(_EBCDIC):
        return None
    head = data[:_HEAD].decode("cp037").encode("ascii", "replace")
    return _strict(data, labels.in_document(head) or "cp037", "declaration in EBCDIC")


def _escaped(data: bytes) -> Decoded | None:
    found = _ESCAPE.search(data) if b"\x1b" in data else None
    if found is None:
        return None
    return _strict(data, "iso2022_kr" if found["korean"] else "iso2022_jp_ext", "escape sequences")


# ---- several encodings in one document


def _broken_pieces(data: bytes) -> Iterator[slice]:
    """Yield the positions of the pieces that are not UTF-8."""
    position = 0
    while position < len(data):
        block = data[position : position + _BLOCK]
        try:
            position += codecs.utf_8_decode(block, "strict", len(block) < _BLOCK)[1]
        except UnicodeDecodeError as error:
            at = position + error.start
            start = max(position, *(data.rfind(delimiter, position, at) + 1 for delimiter in _DELIMITERS))
            end = _END.search(data, at)
            position = end.start() if end else len(data)
            yield slice(start, position)


def _holds_utf8(data: bytes, stated: list[tuple[str, str]]) -> bool:
    """Return whether a document that is not UTF-8 as a whole is UTF-8 in almost all places, or in whole pieces."""
    broken = list(islice(_broken_pieces(data), _SAMPLE))
    if len(broken) == _SAMPLE:
        data = data[: broken[-1].stop]
    sound = _Shares.of(_without(data, broken))
    total = sum((_Shares.of(data[piece]) for piece in broken), sound)
    some = _USUAL if all(encoding == "utf-8" for encoding, _ in stated) else _SOME
    return total.is_almost_utf8 or sound.above >= some * total.above or sound.long >= _SOME_LONG * total.above


def _partly_utf8(data: bytes, stated: list[tuple[str, str]]) -> Decoded:
    """Decode each piece by itself: almost valid UTF-8 as UTF-8, all others in one other encoding."""
    broken = list(_broken_pieces(data))
    foreign = {piece.start for piece in broken if not _Shares.of(data[piece]).is_almost_utf8}
    other = _chosen(b"\n".join(data[piece] for piece in broken if piece.start in foreign), stated) if foreign else None
    encoding = other.encoding if other else "utf-8"
    errors = _MIXED if sum(piece.stop - piece.start for piece in broken) <= _ENOUGH else "replace"

    def decoded(piece: slice) -> str:
        is_foreign = piece.start in foreign and encoding != "utf-8"
        return _lenient(data[piece], encoding, "").text if is_foreign else data[piece].decode("utf-8", errors)

    evidence = f"in part {encoding}, {other.evidence}" if other and encoding != "utf-8" else "almost valid UTF-8"
    return Decoded(_piece_by_piece(data, broken, decoded), "utf-8", evidence, damaged=True)


def _western(data: bytes) -> Decoded:
    """Decode bytes that resemble no encoding: pieces that are UTF-8 as UTF-8, others as windows-1252."""
    broken = list(_broken_pieces(data))
    evidence = "nothing speaks for another encoding"
    if _without(data, broken).isascii():
        return _lenient(data, _WESTERN, evidence)
    text = _piece_by_piece(data, broken, lambda piece: data[piece].decode(_WESTERN, "replace"))
    return Decoded(text, "utf-8", f"in part {_WESTERN}, {evidence}", damaged=True)


def _piece_by_piece(data: bytes, broken: list[slice], decoded: Callable[[slice], str]) -> str:
    """Return the text with the broken pieces decoded by ``decoded``, everything between them as UTF-8."""
    parts = []
    position = 0
    for piece in broken:
        parts += [data[position : piece.start].decode(), decoded(piece)]
        position = piece.stop
    return "".join([*parts, data[position:].decode()])


def _without(data: bytes, pieces: list[slice]) -> bytes:
    starts = [0, *(piece.stop for piece in pieces)]
    ends = [*(piece.start for piece in pieces), len(data)]
    return b"".join(data[start:end] for start, end in zip(starts, ends, strict=True))


# ---- declarations, and resemblance


def _stated(data: bytes, content_type: str) -> list[tuple[str, str]]:
    """Return the codecs that the header and the document state, in that order, if they are possible."""
    stated = [
        (labels.in_header(content_type), "HTTP header"),
        (labels.in_document(data), "declaration in the document"),
    ]
    # A document whose label is readable as ASCII is not in UTF-16 or UTF-32.
    return [
        (encoding, evidence)
        for encoding, evidence in stated
        if encoding and not encoding.startswith(("utf-16", "utf-32"))
    ]


def _foreign_pieces(data: bytes) -> Iterator[bytes]:
    return (match[0] for match in _PIECE.finditer(data) if not match[0].isascii())


def _chosen(data: bytes, stated: list[tuple[str, str]]) -> Decoded:
    """Decode bytes that are not UTF-8 as stated, unless they look much more like another encoding."""
    looks = likeness(_foreign_pieces(data))
    best = max(looks, key=lambda encoding: looks[encoding], default=_WESTERN)
    most = looks.get(best, 0.0)
    logger.debug("stated: %s; looks most like %s (%.2f)", stated or "nothing", best, most)
    for encoding, evidence in stated:
        others = [other for other, _ in stated if looks.get(other, 0.0) >= WEAK] + [best] * (most >= SURE)
        if encoding != "utf-8" and not any(_speaks_against(other, encoding, looks) for other in others):
            decoded = _lenient(data, encoding, evidence)
            if decoded.is_sound:
                return decoded
    if most < SURE and not _ADJACENT.search(data):
        return Decoded(data.decode(_WESTERN, "replace"), "utf-8", "almost valid UTF-8", damaged=True)
    if most < WEAK or 2 * looks.get(_WESTERN, 0.0) >= most:
        return _western(data)
    return _lenient(data, best, "detected")


def _speaks_against(other: str, stated: str, looks: Mapping[str, float]) -> bool:
    """Return whether the bytes look so much more like another encoding that the stated one is wrong."""
    return stated in known() and (is_latin(stated) or not is_latin(other)) and 2 * looks.get(stated, 0.0) < looks[other]


# ---- decoding


def _strict(data: bytes, encoding: str, evidence: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, evidence)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lenient(data: bytes, encoding: str, evidence: str) -> Decoded:
    wider = _WIDER.get(encoding)
    strict = _strict(data, encoding, evidence) or (_strict(data, wider, evidence) if wider else None)
    if strict:
        return strict
    return Decoded(data.decode(encoding, "replace"), encoding, evidence, damaged=True)
