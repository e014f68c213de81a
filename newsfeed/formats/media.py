"""Pictures and files of an RSS or Atom entry: Media RSS, iTunes, enclosures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats import elements
from newsfeed.formats.feed import Attachment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.elements import Fields

_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def contents(found: Fields) -> list[Element]:
    """All ``media:content`` elements of an entry, those inside ``media:group`` too."""
    grouped = (elements.fields(group) for group in elements.of(found, "media:group"))
    return [
        *elements.of(found, "media:content"),
        *(e for group in grouped for e in elements.of(group, "media:content")),
    ]


def image(found: Fields, attachments: list[Attachment]) -> str | None:
    """Return the address of an entry's picture: the widest of Media RSS, else an attached one, a thumbnail, a cover."""
    pictures = [e for e in contents(found) if e.get("url") and _is_image(e)]
    if pictures:
        return _url(max(pictures, key=_width))
    attached = next((a.url for a in attachments if (a.type or "").startswith("image/")), None)
    return attached or _thumbnail(found) or _cover(found)


def attachments(found: Fields) -> list[Attachment]:
    """Return what ``enclosure`` and ``media:content`` point to, pictures of Media RSS left to :func:`image`."""
    media = [e for e in contents(found) if not _is_image(e)]
    both = [
        Attachment(url, element.get("type"), element.get("length") or element.get("fileSize"))
        for element in (*elements.of(found, "enclosure"), *media)
        if (url := _url(element))
    ]
    return list({a.url: a for a in reversed(both)}.values())[::-1]


def _url(element: Element) -> str | None:
    return (element.get("url") or "").strip() or None


def _is_image(element: Element) -> bool:
    kind = element.get("medium") or (element.get("type") or "").partition("/")[0]
    if kind:
        return kind.lower() == "image"
    return (element.get("url") or "").partition("?")[0].lower().endswith(_IMAGE_ENDINGS)


def _width(element: Element) -> int:
    width = element.get("width") or ""
    return int(width) if width.isascii() and width.isdigit() and len(width) < 7 else 0


def _thumbnail(found: Fields) -> str | None:
    inside = [*elements.of(found, "media:group"), *contents(found)]
    groups = (found, *(elements.fields(element) for element in inside))
    return next((url for group in groups for e in elements.of(group, "media:thumbnail") if (url := _url(e))), None)


def _cover(found: Fields) -> str | None:
    for element in elements.of(found, "itunes:image"):
        address = element.get("href") or element.get("url")
        if address:
            return address.strip()
    for element in elements.of(found, "image"):
        address = elements.first(elements.fields(element), "url")
        if address:
            return address
    return None
