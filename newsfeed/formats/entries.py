"""Reading the entries of one document so that a bad one costs only itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element as Element

    from newsfeed.formats.feed import Entry

logger = logging.getLogger(__name__)

Raw = TypeVar("Raw")

MOST = 100_000
"""Entries that are read of one document."""

_MOST_NAMED = 5


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


def run_together(entries: Iterable[Element], identifier: str) -> list[str]:
    """Say which entries hold several identifiers, the children of that name: tags between entries are damaged there.

    The document may be well-formed all the same, and of what such an entry holds twice, only one is read.
    """
    several = [
        str(position)
        for position, entry in enumerate(entries, start=1)
        if len({(child.text or "").strip() for child in entry.findall(f"{{*}}{identifier}")} - {""}) > 1
    ]
    if not several:
        return []
    named = ", ".join(several[:_MOST_NAMED]) + (" …" if len(several) > _MOST_NAMED else "")
    return [f"entries with more than one `{identifier}`, so others may have run into them: {named}"]
