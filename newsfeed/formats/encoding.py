"""Which encoding a document's bytes are in, decided in one place."""

from __future__ import annotations

import codecs
import logging
import re
from dataclasses import dataclass

import chardet
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

logger = logging.getLogger(__name__)

# How much of the text may be replacement characters before a stated encoding is held to be a wrong statement rather
# than a right one about damaged bytes. One wrong byte in a hundred leaves a readable text.
_DAMAGE = 0.01
_DETECTION_BYTES = 100_000
# Codecs of Python that turn escapes into characters; no document is in them.
_ESCAPES = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
# The first characters of a document are ASCII; without a byte order mark the zero bytes between them tell wide
# encodings apart (XML 1.0, appendix F; RFC 4627, section 3).
_WIDE = (
    (re.compile(rb"\0\0\0[^\0]\0\0\0[^\0]"), "utf-32-be"),
    (re.compile(rb"[^\0]\0\0\0[^\0]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0[^\0]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"[^\0]\0[^\0]\0"), "utf-16-le"),
)
_MIXED = "newsfeed.mixed"


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that is no UTF-8: one alone among ASCII was pasted in from windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    around = error.object[max(0, error.start - 1) : error.start] + error.object[error.end : error.end + 1]
    if error.end - error.start == 1 and around.isascii():
        return error.object[error.start : error.end].decode("cp1252", "replace"), error.end
    return "\ufffd", error.end


codecs.register_error(_MIXED, _mixed)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text, the Python codec that read it, and what spoke for that codec.

    ``damaged`` is true where some bytes made no sense in it; they became U+FFFD, or in UTF-8 what they are in
    windows-1252 if they stand alone between ASCII characters.
    """

    text: str
    encoding: str
    evidence: str
    damaged: bool = False


def decode(data: bytes, content_type: str = "") -> Decoded:
    """Decode a document, whatever its bytes are; never raises.

    The order is that of the WHATWG Encoding Standard, each candidate held against the bytes: byte order mark, the
    pattern of zero bytes, UTF-8 where the bytes are valid in it, the HTTP header's charset (``content_type`` is the
    header's value), the document's declaration, then detection. Valid UTF-8 stands before the labels because text
    in another encoding is practically never valid UTF-8, while labels are often wrong.
    """
    decoded = _decode(data, content_type)
    logger.debug("%d bytes read as %s: %s", len(data), decoded.encoding, decoded.evidence)
    return decoded


def _decode(data: bytes, content_type: str) -> Decoded:
    marked, mark = read_bom(data)
    if marked and mark:
        return _lenient(data[len(mark) :], marked, "byte order mark")
    wide = _wide(data)
    if wide:
        return _lenient(data, wide, "zero bytes beside the first character")
    labels = _labels(data, content_type)
    utf8 = _strict(data, "utf-8", "valid UTF-8")
    if utf8 and not _is_escaped(data):
        return utf8
    for encoding, evidence in labels:
        decoded = _strict(data, encoding, evidence)
        if decoded:
            return decoded
    for encoding, evidence in [*labels, ("utf-8", "almost valid UTF-8")]:
        decoded = _lenient(data, encoding, evidence)
        if decoded.text.count("\ufffd") <= _DAMAGE * len(decoded.text):
            return decoded
    return _detect(data)


def _wide(data: bytes) -> str | None:
    return next((encoding for pattern, encoding in _WIDE if pattern.match(data)), None)


def _labels(data: bytes, content_type: str) -> list[tuple[str, str]]:
    """Return the encodings that the header and the document state, in that order, as far as they can be true."""
    stated = [
        (http_content_type_encoding(content_type), "HTTP header"),
        (html_body_declared_encoding(data[:4096]), "declaration in the document"),
    ]
    # Somebody who can read the label as ASCII is not reading UTF-16 or UTF-32.
    return [
        (encoding, evidence)
        for encoding, evidence in stated
        if encoding and encoding not in _ESCAPES and not encoding.startswith(("utf-16", "utf-32"))
    ]


def _is_escaped(data: bytes) -> bool:
    """Whether ASCII bytes may switch character sets by escape sequences (ISO 2022)."""
    return b"\x1b" in data and (b"\x1b$" in data or b"\x1b(" in data)


def _strict(data: bytes, encoding: str, evidence: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, evidence)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lenient(data: bytes, encoding: str, evidence: str) -> Decoded:
    strict = _strict(data, encoding, evidence)
    if strict:
        return strict
    try:
        text = data.decode(encoding, _MIXED) if encoding == "utf-8" else to_unicode(data, encoding)
        return Decoded(text, encoding, evidence, damaged=True)
    except (UnicodeError, LookupError, ValueError):
        return Decoded(
            data.decode("utf-8", "replace"), "utf-8", f"{evidence} names an encoding of no text", damaged=True
        )


def _detect(data: bytes) -> Decoded:
    found = chardet.detect(data[:_DETECTION_BYTES])["encoding"]
    encoding = resolve_encoding(found) if found else None
    if encoding is None or encoding in _ESCAPES:
        return _lenient(data, "cp1252", "nothing speaks for another encoding")
    return _lenient(data, codecs.lookup(encoding).name, "detected")
