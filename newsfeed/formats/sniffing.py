"""What a document that is no feed seems to be, in a few words for the one who named it."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from lxml.etree import QName

from newsfeed.formats.feed import Feed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from parsel import Selector

# How files that are no text begin, what one is for a program, and what for a person.
_SIGNATURES = tuple(
    (re.compile(signature, re.DOTALL), kind, description)
    for signature, kind, description in (
        (rb"\x89PNG\r\n\x1a\n", "image", "a PNG image"),
        (rb"\xff\xd8\xff", "image", "a JPEG image"),
        (rb"GIF8[79]a", "image", "a GIF image"),
        (rb"RIFF.{4}WEBP", "image", "a WebP image"),
        (rb"\x00\x00\x01\x00", "image", "an icon"),
        (rb"II\*\x00|MM\x00\*", "image", "a TIFF image"),
        (rb"RIFF.{4}(?:WAVE|AVI )", "binary", "a sound recording or video (WAV or AVI)"),
        (rb"\x00\x00..ftyp", "binary", "a video or image (MP4, HEIC or AVIF)"),
        (rb"\x1aE\xdf\xa3", "binary", "a video (Matroska or WebM)"),
        (rb"ID3[\x02-\x04]\x00|fLaC\x00", "binary", "a sound recording (MP3 or FLAC)"),
        (rb"OggS\x00", "binary", "a sound recording or video (Ogg)"),
        (rb"%PDF-", "pdf", "a PDF document"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf", "binary", "a document of an office program"),
        (rb"\x1f\x8b", "gzip", "gzip-compressed data"),
        (rb"\x28\xb5\x2f\xfd", "binary", "zstd-compressed data"),
        (rb"BZh[1-9]1AY", "binary", "bzip2-compressed data"),
        (rb"\xfd7zXZ\x00", "binary", "xz-compressed data"),
        (rb"WARC/", "warc", "a WARC file"),
        (rb"PK\x03\x04", "zip", "a ZIP archive, or a document in one"),
        (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "binary", "an archive of files (7-Zip or RAR)"),
        (rb"SQLite format 3\x00", "binary", "an SQLite database"),
        (rb"\x7fELF|MZ\x90\x00", "binary", "a program"),
        (rb"wOF[F2]\x00", "binary", "a font"),
    )
)
_MARKUP = ("<", "{", "[")  # what a document of some format begins with
_CODE = re.compile(r"(?<!\d)[45]\d\d(?!\d)")
_PHRASES = {status.phrase.lower(): status for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST}
_LONGEST_HEADING = 60  # characters; an error is told in a few words
_FEW_CHARACTERS = 400  # of text, on a page that only runs scripts or asks for them
_SOME_CHARACTERS = 2000  # of text, on a page that is there to log in; others have such a form in a corner
_TEST = "[class*=captcha i], [id*=captcha i], [src*=captcha i], script[src*=challenge i], [id*=challenge i]"


def seen_in(data: bytes) -> Feed | None:
    """Return what bytes are that are no text, ``None`` where nothing shows that."""
    for signature, kind, description in _SIGNATURES:
        if signature.match(data):
            return Feed(kind, error=f"{description}, not a feed")
    return None


def read_from(text: str) -> Feed:
    """Return what a text is that is in no known format."""
    if "\0" in text[:1024]:
        return Feed("binary", error="binary data, not a feed")
    if not text.startswith(_MARKUP):
        return Feed("text", error="plain text, not a feed")
    return Feed("unknown", error="markup in which there is neither a feed nor well-formed XML nor a page")


def tree(root: Element) -> Feed:
    """Return what an XML document is that is in no known format."""
    name = QName(root).localname
    if name == "svg":
        return Feed("image", error="an SVG image, not a feed")
    return Feed("xml", error=f"an XML document of another kind, its root is {name}")


def page(html: Selector) -> str:
    """Return what an HTML page seems to be, from what it is made of.

    One whose title or heading is the code or the phrase of an HTTP error (RFC 9110, section 15) tells of that error;
    one with a field for a password is there to log in; one with hardly any text wants a browser to run its scripts.
    """
    if error := next(filter(None, map(_error, html.css("title, h1, h2")[:3])), None):
        return f"an error page ({error.value} {error.phrase})"
    words = html.xpath("//body//text()[not(ancestor::script or ancestor::style)]").getall()
    characters = len(" ".join(" ".join(words).split()))
    if characters < _SOME_CHARACTERS and html.css("input[type=password i]"):
        return "a login page"
    if characters < _FEW_CHARACTERS and html.css(_TEST):
        return "a page that tests whether a person asks"
    if characters < _FEW_CHARACTERS and html.css("script"):
        return "an HTML page that shows little without its scripts"
    return "an HTML page"


def _error(heading: Selector) -> HTTPStatus | None:
    """Return the error that a heading tells of: by its code, with its phrase or "error", or by its phrase alone."""
    said = " ".join(" ".join(heading.css("::text").getall()).lower().split())
    if len(said) > _LONGEST_HEADING:
        return None
    told = next((status for phrase, status in _PHRASES.items() if phrase in said), None)
    code = _CODE.search(said)
    if code and (told or "error" in said or code[0] == said):
        return next((status for status in HTTPStatus if status == int(code[0])), told)
    return told if told and len(said) <= 2 * len(told.phrase) else None
