"""What answers what: Atom Threading Extensions (RFC 4685), in Atom and in RSS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsfeed.formats.elements import Fields


def answered(found: Fields) -> str | None:
    """Return the page of the entry that this one answers, or its id where no page is named."""
    for element in found.get("thr:in-reply-to", ()):
        if named := (element.get("href") or element.get("ref") or "").strip():
            return named
    return None
