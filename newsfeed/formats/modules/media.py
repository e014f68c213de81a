"""Images, enclosures and texts of RSS and Atom entries in the media vocabularies: Media RSS, iTunes, podcasts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsfeed.formats.feed import FeedEnclosure, FeedImage
from newsfeed.formats.xml import elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from newsfeed.formats.feed import TextConstruct
    from newsfeed.formats.xml.elements import Fields, Scope

_NAMES = frozenset({
    "enc:enclosure", "enclosure", "image", "itunes:image", "itunes:link", "media:content", "media:group",
    "media:thumbnail", "podcast:alternateenclosure", "podcast:chapters", "podcast:transcript",
})  # fmt: skip
_ADDRESSES = frozenset({"url", "href", "src", "resource"})  # in any letter case and namespace
# An address as text; one with spaces in it ends like the name of a file.
_ADDRESS = re.compile(r"(?:https?:/)?/\S+|https?://(?:(?!://)[^\n])+\.\w{2,4}")
_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
_LEAST_SIDE = 3  # pixels; smaller images are tracking pixels


def read(found: Fields) -> tuple[list[FeedImage], list[FeedEnclosure]]:
    """Return an entry's images and enclosures.

    The images are those of Media RSS, the widest first, then image enclosures, then thumbnails and covers.
    """
    if _NAMES.isdisjoint(found):
        return [], []
    holders = _holders(found)
    contents = [content for holder in holders for content in elements.of(holder, "media:content")]
    files = [content for content in contents if not _is_image(content)]
    enclosures = _timed(_enclosures([*elements.of(found, "enclosure", "enc:enclosure"), *files]), found)
    others = [*_alternates(found), *_enclosures(elements.of(found, "podcast:transcript", "podcast:chapters"))]
    images = [
        *_widest_first(content for content in contents if _is_image(content)),
        *image_enclosures(enclosures),
        *_widest_first(thumbnail for holder in holders for thumbnail in elements.of(holder, "media:thumbnail")),
        *map(FeedImage, _covers(found)),
    ]
    return images, [*enclosures, *others]


def image_enclosures(enclosures: Iterable[FeedEnclosure]) -> list[FeedImage]:
    """Return the images among an entry's enclosures."""
    return [FeedImage(each.url) for each in enclosures if (each.type or "").lower().startswith("image/")]


def text(found: Fields, name: str, around: Scope) -> TextConstruct | None:
    """Return a text from a group or a file of Media RSS, where video sites put the only one."""
    if "media:group" not in found and "media:content" not in found:
        return None
    stated = (elements.guess_first(holder, name, around=around) for holder in _holders(found))
    return next((each for each in stated if each), None)


def _holders(found: Fields) -> list[Fields]:
    """Return the fields of an entry, of its media groups, and of the files in both."""
    groups = [elements.fields(group) for group in elements.of(found, "media:group")]
    return [
        found,
        *groups,
        *(elements.fields(content) for holder in (found, *groups) for content in elements.of(holder, "media:content")),
    ]


def _enclosures(holders: list[Element]) -> list[FeedEnclosure]:
    """Return the enclosures that the elements point to, each address once."""
    found = {
        url: FeedEnclosure(
            url, holder.get("type"), holder.get("length") or holder.get("fileSize"), holder.get("duration")
        )
        for holder in reversed(holders)
        if (url := _url(holder))
    }
    return list(found.values())[::-1]


def _alternates(found: Fields) -> Iterator[FeedEnclosure]:
    """Yield other versions of an episode, each at its first address on the web (Podcasting 2.0)."""
    for version in elements.of(found, "podcast:alternateenclosure"):
        sources = (source.get("uri") or "" for source in elements.of(elements.fields(version), "podcast:source"))
        address = next((each for source in sources if (each := source.strip()) and elements.on_the_web(each)), None)
        if address:
            yield FeedEnclosure(address, version.get("type"), version.get("length"))


def _timed(enclosures: list[FeedEnclosure], found: Fields) -> list[FeedEnclosure]:
    """Return the enclosures; the first with the episode's duration, a single one with its address before FeedBurner."""
    if not enclosures:
        return enclosures
    first, *others = enclosures
    original = None if others else elements.first(found, "feedburner:origenclosurelink")
    duration = first.duration or elements.first(found, "itunes:duration")
    return [replace(first, url=original or first.url, duration=duration), *others]


def _url(element: Element) -> str | None:
    stated = (element.get("url") or element.get("href") or "").strip()
    return stated or _misplaced(element)


def _misplaced(element: Element) -> str | None:
    """Return an address that is in another attribute, in an element, or the text of an enclosure."""
    for name, value in element.items():
        if str(name).rpartition("}")[2].lower() in _ADDRESSES and (stated := str(value).strip()):
            return stated
    if len(element):
        return elements.first(elements.fields(element), "url", "link", "href")
    text = elements.plain(element)
    return text if _ADDRESS.fullmatch(text) else None


def _is_image(element: Element) -> bool:
    kind = element.get("medium") or (element.get("type") or "").partition("/")[0]
    if kind:
        return kind.lower() == "image"
    return (element.get("url") or "").partition("?")[0].lower().endswith(_IMAGE_ENDINGS)


def _widest_first(images: Iterable[Element]) -> list[FeedImage]:
    """Return the images by stated width, without tracking pixels."""
    shown = (
        FeedImage(url, _pixels(image, "width")) for image in images if (url := _url(image)) and not _is_tiny(image)
    )
    return sorted(shown, key=lambda image: -(image.width or 0))


def _is_tiny(image: Element) -> bool:
    sides = (_pixels(image, "width"), _pixels(image, "height"))
    return any(side is not None and side < _LEAST_SIDE for side in sides)


def _pixels(element: Element, side: str) -> int | None:
    stated = element.get(side) or ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else None


def _covers(found: Fields) -> Iterator[str]:
    links = [link for link in elements.of(found, "itunes:link") if (link.get("rel") or "").lower() == "image"]
    for element in (*elements.of(found, "itunes:image"), *links):
        if address := _url(element):
            yield address
    for element in elements.of(found, "image"):
        if address := elements.first(elements.fields(element), "url"):
            yield address
