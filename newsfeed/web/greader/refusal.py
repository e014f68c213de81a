"""Responses that refuse a call: a status and one line."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from newsfeed.text.characters import for_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_QUOTED = 80  # characters of a client's text

BAD_TOKEN: Mapping[str, str] = MappingProxyType({"X-Reader-Google-Bad-Token": "true"})
"""The header that tells clients to get a new token."""


class RefusedCallError(Exception):
    """A refused call: the status of the response, its one line, and its headers."""

    def __init__(self, status: int, line: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(line)
        self.status = status
        self.headers = headers


def quoted(text: str) -> str:
    """Return a client's text on one line, shortened if it is too long.

    >>> quoted("a" * 90)[-3:]
    'aa…'
    """
    shown = for_terminal(text[:_LONGEST_QUOTED])
    return shown if len(text) <= _LONGEST_QUOTED else f"{shown}…"
