"""Documents whose XML no repair of characters makes well-formed: each entry alone, so that a bad one costs no other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsfeed.formats.xml import Tree, parse_strictly, repair

_PREFIX = r"(?:[A-Za-z0-9._-]{1,32}:)?"
# Comments and CDATA sections are matched so that what they hold is not taken for an entry.
_ENTRY_START = re.compile(
    rf"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<({_PREFIX}(?:item|entry))(?=[\s>])", re.DOTALL
)
_AROUND = re.compile(rf"<({_PREFIX}(?:rss|RDF|feed|channel|items))(?:\s[^<>]*)?>")
# A feed of more entries than this is read by feedparser at once, or not at all: parsing each alone has its price.
_MOST_ENTRIES = 10_000
_MOST_BROKEN = 20  # beyond, and beyond a tenth of the entries, something is wrong with the whole


@dataclass(frozen=True, slots=True)
class _Parts:
    """A document cut at its entries: what stands before them, they, and the elements that are open around them."""

    head: str
    entries: list[str]
    opening: str
    closing: str


def salvage(text: str) -> Tree | None:
    """Return a tree of the entries that are well-formed, and a document for each that is not.

    ``None`` where the text has no entries, or where too few are well-formed to call the others exceptions.
    """
    parts = _split(repair(text))
    if parts is None or len(parts.entries) > _MOST_ENTRIES:
        return None
    whole = [parse_strictly(parts.opening + entry + parts.closing) is not None for entry in parts.entries]
    broken = whole.count(False)
    if not any(whole) or broken > max(_MOST_BROKEN, len(whole) // 10):
        return None
    head_is_whole = parse_strictly(parts.head + parts.closing) is not None
    good = "".join(entry for entry, is_whole in zip(parts.entries, whole, strict=True) if is_whole)
    root = parse_strictly((parts.head if head_is_whole else parts.opening) + good + parts.closing)
    if root is None:
        return None
    problems = ["not well-formed XML: read entry by entry"]
    if not head_is_whole:
        problems.append("what the document says of the feed itself is not well-formed")
    alone = [
        (position, parts.opening + entry + parts.closing)
        for position, (entry, is_whole) in enumerate(zip(parts.entries, whole, strict=True))
        if not is_whole
    ]
    return Tree(root, problems, alone, None if head_is_whole else parts.head + parts.closing)


def _split(text: str) -> _Parts | None:
    starts = [match for match in _ENTRY_START.finditer(text) if match[1]]
    if not starts:
        return None
    name = starts[0][1]
    ends = [*(match.start() for match in starts[1:]), len(text)]
    entries = [_entry(text[match.start() : end], name) for match, end in zip(starts, ends, strict=True)]
    head = text[: starts[0].start()]
    around = [match for match in _AROUND.finditer(head) if f"</{match[1]}>" not in head]
    return _Parts(
        head,
        entries,
        opening="".join(match[0] for match in around),
        closing="".join(f"</{match[1]}>" for match in reversed(around)),
    )


def _entry(text: str, name: str) -> str:
    """Return an entry up to its end; where it has none, up to the end of the text that may be its own."""
    end = text.rfind(f"</{name}")
    close = text.find(">", end)
    return text[: close + 1] if end >= 0 and close >= 0 else text
