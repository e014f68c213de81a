"""Reading the entries of one document so that a bad one costs only itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsfeed.formats.feed import Entry

logger = logging.getLogger(__name__)

Raw = TypeVar("Raw")

MOST = 100_000
"""Entries that are read of one document."""


def read_each(raw: Iterable[Raw], read: Callable[[Raw], Entry]) -> tuple[list[Entry], list[str]]:
    """Read the entries, at most :data:`MOST`; give back those that could be read and a line for what could not."""
    entries, problems = [], []
    for position, one in enumerate(raw, start=1):
        if position > MOST:
            problems.append(f"only the first {MOST:,} entries are read")
            break
        try:
            entries.append(read(one))
        except Exception as error:  # whatever an entry holds, the others are not to suffer
            logger.debug("entry %d", position, exc_info=True)
            problems.append(f"entry {position} left out: {type(error).__name__}: {error}")
    return entries, problems
