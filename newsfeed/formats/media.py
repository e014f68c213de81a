"""Pictures and files of an RSS or Atom entry: Media RSS, iTunes, enclosures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats import elements
from newsfeed.formats.feed import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from newsfeed.formats.elements import Fields

_NAMES = frozenset({"enclosure", "image", "itunes:image", "media:content", "media:group", "media:thumbnail"})
_IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


def read(found: Fields) -> tuple[str | None, list[Attachment]]:
    """Return an entry's picture and the files it carries.

    The picture is the widest of Media RSS, else an attached one, else a thumbnail or a cover.
    """
    if _NAMES.isdisjoint(found):
        return None, []
    groups = [elements.fields(group) for group in elements.of(found, "media:group")]
    contents = [content for holder in (found, *groups) for content in elements.of(holder, "media:content")]
    pictures = [content for content in contents if _url(content) and _is_image(content)]
    files = [content for content in contents if not _is_image(content)]
    attachments = _attachments([*elements.of(found, "enclosure"), *files])
    if pictures:
        return _url(max(pictures, key=_width)), attachments
    attached = next((a.url for a in attachments if (a.type or "").startswith("image/")), None)
    holders = (found, *groups, *(elements.fields(content) for content in contents))
    return attached or _thumbnail(holders) or _cover(found), attachments


def _attachments(holders: list[Element]) -> list[Attachment]:
    """Return what the elements point to, each address once."""
    found = {
        url: Attachment(url, holder.get("type"), holder.get("length") or holder.get("fileSize"))
        for holder in reversed(holders)
        if (url := _url(holder))
    }
    return list(found.values())[::-1]


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


def _thumbnail(holders: Iterable[Fields]) -> str | None:
    return next((url for found in holders for e in elements.of(found, "media:thumbnail") if (url := _url(e))), None)


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
