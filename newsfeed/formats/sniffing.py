"""Identify documents that are not feeds, with a short description for the user."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from lxml.etree import QName

from newsfeed.formats.feed import Feed
from newsfeed.text.html.bot_checks import is_bot_check

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from parsel import Selector

# The first bytes of files that are not text, with their kind and a description for people.
_SIGNATURES = tuple(
    (re.compile(signature, re.DOTALL), kind, description)
    for signature, kind, description in (
        (rb"\x89PNG\r\n\x1a\n", "image", "a PNG image"),
        (rb"\xff\xd8\xff", "image", "a JPEG image"),
        (rb"GIF8[79]a", "image", "a GIF image"),
        (rb"RIFF.{4}WEBP", "image", "a WebP image"),
        (rb"\x00\x00\x01\x00", "image", "an icon"),
        (rb"II\*\x00|MM\x00\*", "image", "a TIFF image"),
        (rb"RIFF.{4}(?:WAVE|AVI )", "recording", "a sound recording or video (WAV or AVI)"),
        (rb"\x00\x00..ftyp", "recording", "a video or image (MP4, HEIC or AVIF)"),
        (rb"\x1aE\xdf\xa3", "recording", "a video (Matroska or WebM)"),
        (rb"ID3[\x02-\x04]\x00|fLaC\x00", "recording", "a sound recording (MP3 or FLAC)"),
        (rb"OggS\x00", "recording", "a sound recording or video (Ogg)"),
        (rb"%PDF-", "pdf", "a PDF document"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf", "document", "a document of an office program"),
        (rb"\x1f\x8b", "gzip", "gzip-compressed data"),
        (rb"\x28\xb5\x2f\xfd", "binary", "zstd-compressed data"),
        (rb"BZh[1-9]1AY", "binary", "bzip2-compressed data"),
        (rb"\xfd7zXZ\x00", "binary", "xz-compressed data"),
        (rb"WARC/", "warc", "a WARC file"),
        (rb"PK\x03\x04", "zip", "a ZIP archive, or a document in one"),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "zip", "an archive of files (7-Zip or RAR)"),
        (rb"SQLite format 3\x00", "database", "an SQLite database"),
        (rb"\x7fELF|MZ\x90\x00", "program", "a program"),
        (rb"wOF[F2]\x00", "font", "a font"),
    )
)
_HEAD = 1024  # characters that show whether a document is text
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_BINARY = 0.03  # share of such characters above which a document is not text
_MARKUP = ("<", "{", "[")  # the first characters of markup
_CODE = re.compile(r"(?<!\d)[45]\d\d(?!\d)")
_PHRASES = {status.phrase.lower(): status for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST}
_LONGEST_HEADING = 60  # characters; the heading of an error page is short
_FEW_CHARACTERS = 400  # of text on a page that only runs scripts or asks for them
_SOME_CHARACTERS = 2000  # of text on a login page; other pages have such a form in a corner
_TEST = "[class*=captcha i], [id*=captcha i], [src*=captcha i], script[src*=challenge i], [id*=challenge i]"


def identify_binary(data: bytes) -> Feed | None:
    """Return the kind of a binary file by its signature; ``None`` if it has none that is known."""
    if data.startswith(b"<"):  # most documents: no signature begins so
        return None
    for signature, kind, description in _SIGNATURES:
        if signature.match(data):
            return Feed(kind, error=f"{description}, not a feed")
    return None


def identify_text(text: str) -> Feed:
    """Return the kind of a text that is in no known format."""
    if is_binary(text):
        return Feed("binary", error="binary data, not a feed")
    if not text.strip():
        return Feed("empty", error="the document contains only white space")
    if not text.startswith(_MARKUP):
        return Feed("text", error="plain text, not a feed")
    return Feed("unknown", error="not a feed: markup that is neither well-formed XML nor an HTML page")


def is_binary(text: str) -> bool:
    """Return whether decoded data has more control and replacement characters than text has."""
    head = text[:_HEAD]
    return "\0" in head or len(_NOT_TEXT.findall(head)) > _BINARY * len(head)


def identify_xml(root: Element) -> Feed:
    """Return the kind of an XML document that is in no known format."""
    name = QName(root).localname
    if name == "svg":
        return Feed("image", error="an SVG image, not a feed")
    return Feed("xml", error=f"an XML document of another kind (root element {name}), not a feed")


def describe_page(html: Selector) -> str:
    """Return a description of an HTML page, from its content.

    A page whose title or heading is the code or phrase of an HTTP error (RFC 9110, section 15) is an error page; one
    with a password field is a login page; one with hardly any text needs a browser to run its scripts.
    """
    if error := next(filter(None, map(_error, html.css("title, h1, h2")[:3])), None):
        return f"an error page ({error.value} {error.phrase})"
    words = html.xpath("//body//text()[not(ancestor::script or ancestor::style)]").getall()
    characters = len(" ".join(" ".join(words).split()))
    if characters < _SOME_CHARACTERS and html.css("input[type=password i]"):
        return "a login page"
    if characters < _FEW_CHARACTERS and (html.css(_TEST) or is_bot_check(str(html.get()))):
        return "a page that checks for a human visitor (bot check)"
    if characters < _FEW_CHARACTERS and html.css("script"):
        return "an HTML page that shows little without JavaScript"
    return "an HTML page"


def _error(heading: Selector) -> HTTPStatus | None:
    """Return the HTTP error in a heading: by its code, with its phrase or "error", or by its phrase alone."""
    heading_text = " ".join(" ".join(heading.css("::text").getall()).lower().split())
    if len(heading_text) > _LONGEST_HEADING:
        return None
    named = next((status for phrase, status in _PHRASES.items() if phrase in heading_text), None)
    code = _CODE.search(heading_text)
    if code and (named or "error" in heading_text or code[0] == heading_text):
        return next((status for status in HTTPStatus if status == int(code[0])), named)
    return named if named and len(heading_text) <= 2 * len(named.phrase) else None
