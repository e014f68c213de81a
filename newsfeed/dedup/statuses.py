"""The meaning of a paragraph's verdict for its article, when articles are judged and when they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.items import MEDIA

if TYPE_CHECKING:
    from newsfeed.items import Status


def is_own(status: Status) -> bool:
    """Return whether a paragraph belongs to its article alone, not to all articles of its site."""
    return status != "boilerplate"


def says_nothing_new(status: Status, novelty: float, kind: str) -> bool:
    """Return whether an article whose own paragraphs are all like this one says nothing new.

    >>> says_nothing_new("duplicate", 0.1, "paragraph"), says_nothing_new("unique", 0.1, "paragraph")
    (True, False)
    """
    return status == "duplicate" or novelty == 0 or kind == "heading" or kind in MEDIA
