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


_LONGEST_NODE = 10_000_000  # bytes; libxml2 refuses longer texts, CDATA sections and attributes by default
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")


@dataclass(slots=True)
class Tree:
    """A parsed document, the step that read it, and the repairs of its text, a line each.

    ``broken`` are the entries that are not in the tree: the position of each among those that are read, its number in
    the document, and a document of it alone. ``head`` is a document of the feed's own fields, if they are not in the
    tree either. ``mostly_broken`` says that so many entries are broken that the whole document seems damaged.
    """

    root: Element
    step: Step = "strict"
    problems: list[str] = field(default_factory=list)
    broken: list[tuple[int, int, str]] = field(default_factory=list)
    head: str | None = None
    mostly_broken: bool = False


def breaks_off(text: str) -> bool:
    """Return whether the end of a document is missing: the end tag of its first element.

    >>> breaks_off("<rss><channel><title>Ha"), breaks_off("<rss><channel>&nbsp;</rss>")
    (True, False)
    """
    first = _FIRST_TAG.search(text)
    return first is not None and f"</{first[1]}" not in text


def parse_strictly(text: str, encoded: bytes | None = None) -> Element | None:
    """Return the root of well-formed XML, ``None`` for any other text; nothing is ever fetched.

    ``encoded`` are the bytes of the text in UTF-8, if they are known.

    libxml2 has limits: 256 levels, 10 million bytes in one text node, entities of five times the document. A document
    that is long enough to exceed the second is parsed again with wider limits (2,048 levels), unless it declares
    entities, which could then multiply without a limit.
    """
    data = text.encode("utf-8", "replace") if encoded is None else encoded
    root = _parse(data, huge=False)
    if root is None and len(data) > _LONGEST_NODE and "<!DOCTYPE" not in text:
        root = _parse(data, huge=True)
    return root


def _parse(data: bytes, *, huge: bool) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",  # the declaration no longer holds: the text is decoded
        resolve_entities="internal",  # type: ignore[arg-type]  # stubs older than lxml 5
        no_network=True,
        load_dtd=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
