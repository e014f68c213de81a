"""Images that belong to a text, judged by the attributes of their elements and by their addresses."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category
from urllib.parse import quote, urlsplit

from newsfeed.text.lazy import regex
from newsfeed.text.urls.canonical import joined, web_address
from newsfeed.text.urls.credentials import without_credentials
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Pages that load images lazily keep the real address beside a placeholder.
_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-orig-file", "data-large-file", "data-actualsrc",
    "data-original-src", "data-lazy-original", "data-echo", "data-url", "src",
)  # fmt: skip
_LATE_SOURCES = frozenset(_SOURCES) - {"src"}
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_PLACEHOLDER = regex(
    r"/(?:[\w-]*(?:placeholder|lazy|loading|loader|spinner|grey|gray|blank)[\w-]*)\.(?:gif|png|svg|webp)$"
)
_INLINE_SCHEMES = ("data:", "about:", "blob:", "javascript:", "cid:")
_NOTHING = frozenset({"", "#", "null", "undefined"})  # written by software that has no address
_SMALLEST = 32  # pixels; anything smaller is an icon, a spacer or a tracker
_USUAL = 250  # pixels; assumed for an image of unknown width
_WIDE = 640  # pixels; among images this wide the first is the lead image
_NUMBER = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,6})(?:\.\d+)?px", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([wx])$")
# Addresses of reduced copies: cut-300x200.jpg of WordPress, /s72-c/ and =w320-h240 of Google, ?w=150 of many.
_WIDTH_IN_ADDRESS = regex(
    r"-(\d{2,4})x\d{2,4}\.[a-z]{3,4}(?:$|\?)|[/=][sw](\d{2,4})(?:-[a-z0-9-]+)?(?:/|$)|[?&](?:w|width)=(\d{2,4})(?:&|$)"
)
_DRAWING = re.compile(r"\.svg(?:$|\?)", re.IGNORECASE)
_ORNAMENTS = """
    avatar avatars badge bullet button buttons emoji gravatar icon icons logo pixel smiley smilies spacer tracker
    tracking
"""
_ORNAMENT = frozenset(_ORNAMENTS.split())
_LARGE = 200  # pixels of a side; no image this large is an ornament, whatever the name of its class
_EMOJI = frozenset(["emoji", "smiley", "smilies"])
_LONGEST_SYMBOL = 12  # characters: a family with skin tones, joined
_SYMBOLS = frozenset(["Cf", "Mn", "Sk", "So", "Cn"])
_GLYPHS = frozenset(["emoji", "equation", "latex", "math", "mathjax", "tex"])
_WORD = re.compile(r"[a-z]+")
_LINE_BREAK = re.compile(r"\s*[\t\r\n]\s*")  # inside an address it is nothing, other blanks are part of it
_BLANK = re.compile(r"\s")
# Folders and hosts (by their first label) of images that belong to a person, a theme, a button or a counter.
_ORNAMENTAL_FOLDERS = frozenset({
    "ads", "avatar", "avatars", "badge", "badges", "buttons", "display-ad", "emoji", "icons", "pagead", "skins",
    "smilies", "themes", "tracking",
})  # fmt: skip
_ORNAMENTAL_HOSTS = frozenset({"ads", "badge", "badges", "counter", "feedads", "feeds", "imageads", "pixel", "stats"})
_ORNAMENTAL_FILE = regex(
    r"/(?:1x1|blank|clear|dot|pixel|spacer|trans(?:parent)?|tracking[\w-]*|[\w-]*sprite[\w-]*)\.(?:gif|png|svg|webp)$"
)
_IMAGE_ENDING = regex(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)$", re.IGNORECASE)
_FILE_NAME = regex(r"[^\s/]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)", re.IGNORECASE)


class ImageCandidate(NamedTuple):
    """The address of an image and its stated width in pixels, if any."""

    url: str
    width: int | None = None


def image_candidates(images: Iterable[Mapping[str, str]], base: str = "") -> list[ImageCandidate]:
    """Return the images of ``images`` (attributes of ``img`` elements) absolute on ``base``, each once, in order.

    Of several sizes the largest is taken. Images inside the page itself (``data:``) are left out.
    """
    found: dict[str, ImageCandidate] = {}
    for image in images:
        if (largest := _largest(image)) and (url := _absolute(largest.url, base)):
            found.setdefault(url, ImageCandidate(url, largest.width))
    return list(found.values())


def width(image: ImageCandidate) -> int | None:
    """Return the stated width of an image, else the width in its address, else ``None``.

    A drawing (SVG) has no width and is mostly a symbol: it counts as narrow.

    >>> width(ImageCandidate("https://example.org/storm-300x200.jpg")), width(ImageCandidate("https://example.org/storm.jpg"))
    (300, None)
    """
    if image.width is not None:
        return image.width
    if _DRAWING.search(image.url):
        return 1
    match = _WIDTH_IN_ADDRESS.search(image.url)
    return int(match[1] or match[2] or match[3]) if match else None


def prominence(image: ImageCandidate) -> int:
    """Return the width of an image, capped where it fills a screen; a medium width where it is unknown.

    >>> images = [ImageCandidate("a", 80), ImageCandidate("b"), ImageCandidate("c", 800), ImageCandidate("d", 900)]
    >>> [image.url for image in sorted(images, key=prominence, reverse=True)]
    ['c', 'd', 'b', 'a']
    """
    known = width(image)
    return _USUAL if known is None else min(known, _WIDE)


def _largest(image: Mapping[str, str]) -> ImageCandidate | None:
    names = _SOURCES if not _LATE_SOURCES.isdisjoint(image) else ("src",)
    source = next((url for name in names if _is_address(url := image.get(name, "").strip())), None)
    if source and _PLACEHOLDER.search(source):
        source = _late_address(image) or source
    stated = _stated(image, "width")
    one = ImageCandidate(source, stated) if source else None
    choices = next((found for name in _SETS if name in image and (found := list(_choices(image[name])))), [])
    if not choices:
        return one
    number, unit, url = max(choices, key=lambda choice: choice[0])
    if unit == "w" and (one is None or number > (stated or 0)):
        return ImageCandidate(url, int(number))
    return ImageCandidate(url, stated) if one is None or (unit == "x" and number > 1) else one


def _choices(stated: str) -> Iterator[tuple[float, str, str]]:
    """Yield width or density, its unit, and the address of each candidate of a ``srcset`` (HTML standard)."""
    parts = iter(stated.split())
    for part in parts:
        url = part.rstrip(",")
        descriptor = "" if part.endswith(",") else next(parts, "").rstrip(",")
        known = _DESCRIPTOR.match(descriptor)
        if _is_address(url):
            yield (float(known[1]), known[2], url) if known else (1.0, "x", url)


def _is_address(source: str) -> bool:
    """Return whether an address may be that of an image and is not a template such as ``/harbour_{width}.jpg``."""
    return source not in _NOTHING and not source[:12].lower().startswith(_INLINE_SCHEMES) and "{" not in source


def _late_address(image: Mapping[str, str]) -> str | None:
    """Return the address of an image file in an attribute that a script of the page reads."""
    values = (value.strip() for name, value in image.items() if name.startswith("data-"))
    return next((value for value in values if _is_address(value) and is_image_file(value)), None)


def _absolute(source: str, base: str) -> str:
    source = _LINE_BREAK.sub("", source)
    try:
        address = joined(base, source) if base else source
    except ValueError:  # an unclosed bracket in the host
        return ""
    if address.lower().startswith(("http:", "https:")) or ":" not in address[:12]:
        return without_credentials(_BLANK.sub(lambda blank: quote(blank[0]), address))
    return ""


def is_ornamental(url: str) -> bool:
    """Return whether the address of an image shows that it belongs to no article.

    >>> is_ornamental("https://example.org/2024/storm.jpg"), is_ornamental("https://example.org/avatar/jane.jpg")
    (False, True)
    """
    parts = urlsplit(url)
    path = parts.path.lower()
    host, *folders = [parts.netloc.partition(".")[0], *path.split("/")[:-1]]
    if host in _ORNAMENTAL_HOSTS or not _ORNAMENTAL_FOLDERS.isdisjoint(folders):
        return True
    return _ORNAMENTAL_FILE.search(path) is not None


def shown_image(image: Mapping[str, str], base: str) -> ImageCandidate | None:
    """Return the largest size of an image with its absolute web address; ``None`` if it is not of the article."""
    largest = _largest(image)
    url = _absolute(largest.url, base) if largest else ""
    if largest is None or web_address(url) is None or is_ornamental(url):
        return None
    return ImageCandidate(url, largest.width)


def is_image_file(url: str) -> bool:
    """Return whether an address ends like that of an image file."""
    return _IMAGE_ENDING.search(urlsplit(url).path) is not None


def with_sources(image: Mapping[str, str], sources: Iterable[str]) -> Mapping[str, str]:
    """Return the attributes of an image with the sizes that its ``picture`` element lists, if it has no own address."""
    sizes = ", ".join(filter(None, sources))
    return image if not sizes or _largest(image) else {**image, "srcset": sizes}


def image_tag(image: Mapping[str, str], candidate: ImageCandidate) -> str:
    """Return the ``img`` tag of an image that is shown at the size of ``candidate``."""
    sizes = ("width", "height") if candidate.width == _stated(image, "width") else ()
    kept = ((name, image[name].strip()) for name in ("alt", "title", *sizes) if image.get(name, "").strip())
    written = "".join(f' {name}="{escape(value)}"' for name, value in kept)
    return f'<img src="{escape(candidate.url)}"{written}>'


def image_title(image: Mapping[str, str]) -> str:
    """Return the alternative text or the title of an image; empty if that is missing or only a file name."""
    for name in ("alt", "title"):
        text = fold(image.get(name, ""))
        if text and any(map(str.isalnum, text)) and not _FILE_NAME.fullmatch(text):
            return text
    return ""


def is_emoji(image: Mapping[str, str]) -> bool:
    """Return whether an ``img`` element shows an emoji or a smiley, judging by its class or its alternative text."""
    if _is_symbol(image.get("alt", "")) and not _is_large(image):
        return True
    return not _EMOJI.isdisjoint(_WORD.findall(image.get("class", "").lower()))


def words_of(image: Mapping[str, str]) -> str:
    """Return the text of an ``img`` element that shows an emoji or a formula; empty for other images."""
    names, text = image.get("class", "").lower(), image.get("alt", "")
    return text if is_emoji(image) or (names and not _GLYPHS.isdisjoint(_WORD.findall(names))) else ""


def _is_symbol(text: str) -> bool:
    """Return whether a text is one emoji, which may be composed of several characters."""
    return 0 < len(text) <= _LONGEST_SYMBOL and text[0] > "\xff" and all(category(each) in _SYMBOLS for each in text)


def is_ornament(image: Mapping[str, str]) -> bool:
    """Return whether the attributes of ``image`` show a tracker, a spacer, an icon or an avatar."""
    sizes = (_stated(image, "width"), _stated(image, "height"))
    if any(size is not None and size < _SMALLEST for size in sizes):
        return True
    if _is_large(image):
        return False
    return not _ORNAMENT.isdisjoint(_WORD.findall(image.get("class", "").lower()))


def _is_large(image: Mapping[str, str]) -> bool:
    return any((_stated(image, side) or 0) >= _LARGE for side in ("width", "height"))


def _stated(image: Mapping[str, str], side: str) -> int | None:
    """Return the smallest length of a side, by attribute or by style, in pixels."""
    match = _NUMBER.match(image[side]) if side in image else None
    lengths = [int(match[1])] if match else []
    if "style" in image:
        lengths += [int(length) for name, length in _STYLE_SIZE.findall(image["style"]) if name.lower() == side]
    return min(lengths, default=None)
