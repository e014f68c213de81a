"""Pictures that belong to a text, from what their elements' attributes and their addresses tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Pages that load pictures late keep the real address beside a placeholder.
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-url", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_WRITTEN_IN = ("data:", "about:", "blob:", "javascript:", "cid:")
_NOTHING = frozenset({"", "#", "null", "undefined"})  # what a program writes that has no address
_SMALLEST = 32  # pixels; narrower or lower is an icon, a spacer or a tracker
_USUAL = 250  # pixels; of a picture of which nothing tells how wide it is
_WIDE = 640  # pixels; of pictures that wide the first is the one that a text opens with
_NUMBER = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,6})(?:\.\d+)?px", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([wx])$")
# Addresses of reduced copies: cut-300x200.jpg of WordPress, /s72-c/ and =w320-h240 of Google, ?w=150 of many.
_WIDTH_IN_ADDRESS = re.compile(
    r"-(\d{2,4})x\d{2,4}\.[a-z]{3,4}(?:$|\?)|[/=][sw](\d{2,4})(?:-[a-z0-9-]+)?(?:/|$)|[?&](?:w|width)=(\d{2,4})(?:&|$)"
)
_DRAWING = re.compile(r"\.svg(?:$|\?)", re.IGNORECASE)
_ORNAMENTS = """
    avatar avatars badge bullet button buttons emoji gravatar icon icons logo pixel smiley smilies spacer tracker
    tracking
"""
_ORNAMENT = frozenset(_ORNAMENTS.split())
_GLYPHS = frozenset(["emoji", "equation", "latex", "math", "mathjax", "tex"])
_WORD = re.compile(r"[a-z]+")


class Picture(NamedTuple):
    """The address of a picture and its width in pixels, as far as it is stated."""

    url: str
    width: int | None = None


def pictures(images: Iterable[Mapping[str, str]], base: str = "") -> list[Picture]:
    """Return the pictures of ``images`` (attributes of ``img`` elements) absolute on ``base``, each once, in order.

    Of several sizes it is the largest. Pictures written into the page itself (``data:``) are left out.
    """
    found: dict[str, Picture] = {}
    for image in images:
        if (largest := _largest(image)) and (url := _absolute(largest.url, base)):
            found.setdefault(url, Picture(url, largest.width))
    return list(found.values())


def width(picture: Picture) -> int | None:
    """Return how wide a picture is, as is stated, else as its address tells; ``None`` where nothing does.

    A drawing (SVG) has no width, and is mostly a sign: it counts as narrow.

    >>> width(Picture("https://example.org/storm-300x200.jpg")), width(Picture("https://example.org/storm.jpg"))
    (300, None)
    """
    if picture.width is not None:
        return picture.width
    if _DRAWING.search(picture.url):
        return 1
    told = _WIDTH_IN_ADDRESS.search(picture.url)
    return int(told[1] or told[2] or told[3]) if told else None


def prominence(picture: Picture) -> int:
    """Return a number that is greater the more a picture shows: its width, up to one that fills a screen.

    One of which nothing tells the width is taken for neither small nor large.

    >>> sorted([Picture("a", 80), Picture("b"), Picture("c", 800), Picture("d", 900)], key=prominence, reverse=True)
    [Picture(url='c', width=800), Picture(url='d', width=900), Picture(url='b', width=None), Picture(url='a', width=80)]
    """
    told = width(picture)
    return _USUAL if told is None else min(told, _WIDE)


def _largest(image: Mapping[str, str]) -> Picture | None:
    source = next((url for name in _SOURCES if _is_address(url := image.get(name, "").strip())), None)
    stated = _stated(image, "width")
    one = Picture(source, stated) if source else None
    choices = next((found for name in _SETS if (found := list(_choices(image.get(name, ""))))), [])
    if not choices:
        return one
    number, unit, url = max(choices, key=lambda choice: choice[0])
    if unit == "w" and (one is None or number > (stated or 0)):
        return Picture(url, int(number))
    return Picture(url, stated) if one is None or (unit == "x" and number > 1) else one


def _choices(stated: str) -> Iterator[tuple[float, str, str]]:
    """Yield width or density, its unit and the address of each candidate (HTML, "srcset attributes")."""
    parts = iter(stated.split())
    for part in parts:
        url = part.rstrip(",")
        descriptor = "" if part.endswith(",") else next(parts, "").rstrip(",")
        known = _DESCRIPTOR.match(descriptor)
        if _is_address(url):
            yield (float(known[1]), known[2], url) if known else (1.0, "x", url)


def _is_address(source: str) -> bool:
    return source not in _NOTHING and not source[:12].lower().startswith(_WRITTEN_IN)


def _absolute(source: str, base: str) -> str:
    try:
        address = urljoin(base, source) if base else source
    except ValueError:  # an unclosed bracket in the host
        return ""
    return (
        "".join(address.split()) if address.lower().startswith(("http:", "https:")) or ":" not in address[:12] else ""
    )


def words_of(image: Mapping[str, str]) -> str:
    """Return what an ``img`` element stands for in running text, an emoji or a formula; nothing for a picture."""
    names = image.get("class", "").lower()
    return image.get("alt", "") if names and not _GLYPHS.isdisjoint(_WORD.findall(names)) else ""


def is_ornament(image: Mapping[str, str]) -> bool:
    """Tell whether ``image`` is a tracker, a spacer, an icon or an avatar, as far as its attributes tell."""
    sizes = (_stated(image, "width"), _stated(image, "height"))
    if any(size is not None and size < _SMALLEST for size in sizes):
        return True
    return not _ORNAMENT.isdisjoint(_WORD.findall(image.get("class", "").lower()))


def _stated(image: Mapping[str, str], side: str) -> int | None:
    """Return the least of the lengths that a side has by attribute and by style."""
    match = _NUMBER.match(image.get(side, ""))
    lengths = [int(match[1])] if match else []
    lengths += [int(length) for name, length in _STYLE_SIZE.findall(image.get("style", "")) if name.lower() == side]
    return min(lengths, default=None)
