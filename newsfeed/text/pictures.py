"""Addresses of the pictures that belong to a text, from what their elements' attributes tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Pages that load pictures late keep the real address beside a placeholder.
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-orig-file", "data-url", "src")
_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SMALLEST = 32  # pixels; narrower or lower is an icon, a spacer or a tracker
_NUMBER = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*$")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*(\d{1,6})(?:\.\d+)?px", re.IGNORECASE)
_ORNAMENTS = """
    avatar avatars badge bullet button buttons emoji gravatar icon icons logo pixel smiley smilies spacer tracker
    tracking
"""
_ORNAMENT = frozenset(_ORNAMENTS.split())
_WORD = re.compile(r"[a-z]+")


def addresses(images: Iterable[Mapping[str, str]], base: str = "") -> list[str]:
    """Return the addresses of ``images`` (attributes of ``img`` elements) absolute on ``base``, each once, in order.

    Trackers, spacers, icons, avatars and pictures written into the page itself (``data:``) are left out.
    """
    found = dict.fromkeys(
        _absolute(source, base) for image in images if not _is_ornament(image) and (source := _source(image))
    )
    return [address for address in found if address]


def _source(image: Mapping[str, str]) -> str:
    for name in _SOURCES:
        source = image.get(name, "").strip()
        if source and not source.lower().startswith(("data:", "about:", "blob:", "javascript:", "cid:")):
            return source
    for name in _SETS:
        first = image.get(name, "").split(maxsplit=1)
        if first and not first[0].lower().startswith("data:"):
            return first[0].rstrip(",")
    return ""


def _absolute(source: str, base: str) -> str:
    try:
        address = urljoin(base, source) if base else source
    except ValueError:  # an unclosed bracket in the host
        return ""
    return (
        "".join(address.split()) if address.lower().startswith(("http:", "https:")) or ":" not in address[:12] else ""
    )


def _is_ornament(image: Mapping[str, str]) -> bool:
    sizes = [match.group(1) for name in ("width", "height") if (match := _NUMBER.match(image.get(name, "")))]
    sizes += _STYLE_SIZE.findall(image.get("style", ""))
    if any(int(size) < _SMALLEST for size in sizes):
        return True
    return not _ORNAMENT.isdisjoint(_WORD.findall(image.get("class", "").lower()))
