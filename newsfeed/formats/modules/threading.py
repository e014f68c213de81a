"""Replies: Atom Threading Extensions (RFC 4685), in Atom and in RSS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.formats.xml import elements

if TYPE_CHECKING:
    from newsfeed.formats.xml.elements import Fields


def reply_to(found: Fields) -> str | None:
    """Return the page of the entry that this one answers, else its id."""
    for element in found.get("thr:in-reply-to", ()):
        page, identifier = (element.get(name, "").strip() for name in ("href", "ref"))
        if named := (page if elements.on_the_web(page) else "") or identifier:
            return named
    return None
