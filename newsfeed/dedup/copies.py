"""When an article that says nothing new is a copy of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_COPY = 100
"""In bytes of UTF-8, some thirty ideographs or fifteen words."""


def may_be_copy(texts: Iterable[str]) -> bool:
    """Say whether an article with these paragraphs has enough text for it to be a copy.

    Over a line or two that come again and again ("Status: supported"), the title is the news.
    """
    return sum(len(text.encode("utf-8", "replace")) for text in texts) >= SHORTEST_COPY
