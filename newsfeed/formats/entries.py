"""Read the entries of one document, so that only a bad entry is lost."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from newsfeed.formats.xml import elements
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from lxml.etree import _Element as Element

    from newsfeed.formats.feed import Entry

logger = logging.getLogger(__name__)

Raw = TypeVar("Raw")

MOST = 100_000
"""The most entries that are read from one document."""

_MOST_NAMED = 5


def read_each(raw: Iterable[Raw], read: Callable[[Raw], Entry]) -> tuple[list[Entry], list[str]]:
    """Return the entries that can be read, at most :data:`MOST`, and a line for each problem."""
    entries, problems = [], []
    for position, one in enumerate(raw, start=1):
        if position > MOST:
            problems.append(f"only the first {MOST:,} entries are read")
            break
        try:
            entries.append(read(one))
        except Exception as error:  # whatever one entry contains, the others must be read
            logger.debug("entry %d", position, exc_info=True)
            problems.append(f"entry {position} skipped: {type(error).__name__}: {error}")
    return entries, problems


def not_read(root: Element, read: Sequence[Element], names: Container[str]) -> list[str]:
    """Return a line with the number of elements with the names of entries that are elsewhere than those that are read.

    They are in other entries, in the image of a channel or in a feed within a feed.
    """
    found = list(root.iter("{*}item", "{*}entry"))
    if len(found) <= len(read):  # as in most documents: their names need not be looked up
        return []
    rest = sum(elements.name(str(each.tag)) in names for each in found) - len(read)
    parent = read[-1].getparent() if read else None
    if rest <= 0 or (parent is not None and len(parent) > elements.MOST_CHILDREN):  # which has a remark of its own
        return []
    return [f"{counted(rest, 'more entry')} in places where a feed has none, such as inside of another: skipped"]


def run_together(root: Element, entries: Iterable[Element], identifier: str) -> list[str]:
    """Return a line that names the entries below a root with several children of the name ``identifier``.

    Their tags between entries are damaged. The document may still be well-formed, but only one of each repeated element
    of such an entry is read.
    """
    tag = f"{{*}}{identifier}"
    children = Counter(child.getparent() for child in root.iter(tag))  # one walk is 50 times as fast as one per entry
    several = [
        str(position)
        for position, entry in enumerate(entries, start=1)
        if children[entry] > 1 and len({(child.text or "").strip() for child in entry.iterchildren(tag)} - {""}) > 1
    ]
    if not several:
        return []
    named = ", ".join(several[:_MOST_NAMED]) + (" …" if len(several) > _MOST_NAMED else "")
    return [f"entries with more than one `{identifier}`, so others may have run into them: {named}"]
