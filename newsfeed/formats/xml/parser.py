"""Parse XML text to a tree, never letting the parser guess.

libxml2's ``recover`` mode silently drops every reference after the first error, so it is never used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from newsfeed.formats.feed import Step


_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")


@dataclass(slots=True)
class Tree:
    """A parsed document, the step that read it, and the repairs of its text, a line each.

    ``broken`` are the entries that are not in the tree: the position of each, and a document of it alone. ``head`` is a
    document of the feed's own fields, if they are not in the tree either.
    """

    root: Element
    step: Step = "strict"
    problems: list[str] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    head: str | None = None


def breaks_off(text: str) -> bool:
    """Return whether the end of a document is missing: the end tag of its first element.

    >>> breaks_off("<rss><channel><title>Ha"), breaks_off("<rss><channel>&nbsp;</rss>")
    (True, False)
    """
    first = _FIRST_TAG.search(text)
    return first is not None and f"</{first[1]}" not in text


def parse_strictly(text: str) -> Element | None:
    """Return the root of well-formed XML, ``None`` for any other text; nothing is ever fetched.

    libxml2 has limits: 256 levels, 10 million bytes in one text node, entities of five times the document.
    """
    parser = etree.XMLParser(
        encoding="utf-8",  # the declaration no longer holds: the text is decoded
        resolve_entities="internal",  # type: ignore[arg-type]  # stubs older than lxml 5
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
