"""Encoding labels in headers and documents, resolved to Python codecs."""

from __future__ import annotations

import re
from functools import lru_cache

from w3lib.encoding import resolve_encoding

# Labels that neither Python nor w3lib knows, without separators: those of the WHATWG Encoding Standard, and common
# misspellings. All of gb* is read as GB18030, a superset of the others.
_NAMES = tuple(
    (re.compile(pattern), codec)
    for pattern, codec in (
        (r"(?:cs|x)?gb.*|isoir58", "gb18030"),
        (r"(?:cs|xx?|cn)?big5.*", "big5hkscs"),
        (r"(?:cs|x)?(?:euckr|ksc.*)|windows949|uhc|isoir149", "cp949"),
        (r"(?:cs|x)?(?:sjis|shiftjis)", "cp932"),
        (r"(?:cs|x)?euc(?:jp|pkdfmtjapanese)", "euc_jp"),
        (r"x?(?:cp|ms|win|windows)(125\d)", r"cp\1"),
        (r"dos874", "cp874"),
        (r"(?:cs)?iso8859(\d+)[ei]?", r"iso8859_\1"),
        (r"(?:cs)?isolatin9", "iso8859_15"),
        (r"suneugreek", "iso8859_7"),
        (r"visual|logical", "iso8859_8"),
        (r"koi8?", "koi8_r"),
        (r"koi8ru", "koi8_u"),
        (r"(?:cs|x)?mac(?:roman|intosh)?", "mac_roman"),
        (r"xmac(?:cyrillic|ukrainian)", "mac_cyrillic"),
        (r"x?unicode(?:11|20)utf8|utf8.*", "utf_8"),
    )
)
# Python codecs that turn escapes into characters; no document is encoded in them.
_OTHERS = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"})
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,64})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml\s[^<>]*", re.IGNORECASE)
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["']?\s*([\w.:-]{1,64})""", re.IGNORECASE)
_META = re.compile(rb"""<meta\s[^<>]*?charset\s*=\s*["']?\s*([\w.:-]{1,64})""", re.IGNORECASE)
_HEAD = 4096  # bytes at the beginning of a page in which it states its encoding


def in_header(content_type: str) -> str | None:
    """Return the codec that the value of a ``Content-Type`` header states, or ``None``.

    >>> in_header('text/xml; charset="GB_2312-80"'), in_header("text/xml")
    ('gb18030', None)
    """
    stated = _HEADER.search(content_type)
    return codec(stated[1]) if stated else None


def in_document(data: bytes) -> str | None:
    """Return the codec that the XML declaration or the head of an HTML page states, the first known one, or ``None``.

    >>> in_document(b"<?xml version='1.0' encoding='x-nothing' encoding='Windows-1251'?>")
    'cp1251'
    """
    declaration = _DECLARATION.search(data, 0, _HEAD)
    stated = _ENCODING.findall(declaration[0]) if declaration else _META.findall(data, 0, _HEAD)
    return next((known for name in stated if (known := codec(name.decode("ascii", "replace")))), None)


@lru_cache(maxsize=256)
def codec(label: str) -> str | None:
    """Return the name of the codec for a label, or ``None`` if it is unknown.

    >>> codec("iso-8859-1"), codec("x-gbk"), codec("UTF8"), codec("nonsense"), codec("hex")
    ('cp1252', 'gb18030', 'utf-8', None, None)
    """
    words = "".join(filter(str.isalnum, label.lower().partition(":")[0]))
    matches = ((pattern.fullmatch(words), name) for pattern, name in _NAMES)
    meant = next((match.expand(name) for match, name in matches if match), label)
    known = resolve_encoding(meant)
    if known is None or known.replace("-", "_") in _OTHERS:
        return None
    try:
        "a".encode(known)
    except LookupError:  # a transformation of bytes
        return None
    return known
