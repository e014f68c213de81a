"""Documents whose XML no repair of characters makes well-formed: each entry alone, so that a bad one costs no other."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.xml.parser import Tree, parse_strictly
from newsfeed.formats.xml.tag_balance import balanced

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.dialect import Dialects

_DECLARATION = re.compile(r"""\s(xmlns:[\w.-]+)\s*=\s*("[^"<]*"|'[^'<]*')""")
# Characters that may be parsed for it: each entry alone, with what is around all of them, has its price.
_MOST_PARSED = 64_000_000
_OVERHEAD = 6_400  # of a parser, counted in the characters that it reads in the same time
_MOST_TOLD = 20  # parts that are not well-formed, each with what was done to it
_MOST_BROKEN = 20  # beyond, and beyond a tenth of the entries, something is wrong with the whole


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry, or what stands before, between or after entries; whether it is well-formed, and what made it so.

    ``is_cut`` is the last entry of a document that ends within it: its half words and addresses are not to be trusted.
    """

    text: str
    is_entry: bool
    is_cut: bool = False
    is_whole: bool = False
    mended: str = ""


@dataclass(frozen=True, slots=True)
class _Around:
    """The tags that open and close the elements around the entries."""

    opening: str
    names: list[str]

    def document(self, text: str) -> str:
        """Return a document of this text alone."""
        return self.opening + self.closed(text)

    def closed(self, text: str) -> str:
        """Return the text with the ends of these elements after it."""
        return text + "".join(f"</{name}>" for name in reversed(self.names))

    def unclosed(self, text: str) -> str:
        """Return the text without the ends of these elements after it."""
        for name in self.names:
            text = re.sub(rf"</{re.escape(name)}\s*>\s*\Z", "", text)
        return text


def salvage(text: str, changes: Sequence[str], dialects: Dialects) -> Tree | None:
    """Return a tree of the entries that are well-formed, and a document for each that is not.

    The text comes repaired, by these changes. ``None`` where it has no entries, or where too few are well-formed to
    call the others exceptions.
    """
    tags = _tags(text, dialects)
    if not tags:
        return None
    before = text[: tags[0].start()]
    around = _around(before, tags[0]["name"], dialects)
    pieces = list(_pieces(around.unclosed(text), tags))
    if len(pieces) * (_OVERHEAD + len(around.opening)) + len(text) > _MOST_PARSED:
        return None
    head, pieces = _mended(_Piece(before, is_entry=False), pieces, around)
    entries = [piece.is_whole for piece in pieces if piece.is_entry]
    if not any(entries) or entries.count(False) > max(_MOST_BROKEN, len(entries) // 10):
        return None
    good = "".join(piece.text for piece in pieces if piece.is_whole)
    root = parse_strictly(around.closed(head.text + good) if head.is_whole else around.document(good))
    if root is None:
        return None
    done = f" ({', '.join(changes)})" if changes else ""
    tree = Tree(root, "entries", [f"not well-formed XML: read entry by entry{done}"])
    _report(tree, head, pieces, around)
    return tree


def _report(tree: Tree, head: _Piece, pieces: Iterable[_Piece], around: _Around) -> None:
    """Note in the tree what was mended, and what is not in it."""
    if not head.is_whole:
        tree.head = around.closed(head.text)
    if not head.is_whole or head.mended:
        tree.problems.append(f"the feed's own fields are not well-formed{head.mended}")
    position = 0
    told: list[str] = []
    for piece in pieces:
        if piece.mended or not (piece.is_whole or piece.is_entry):
            name = f"entry {position + 1}" if piece.is_entry else f"text before entry {position + 1}"
            told.append(f"{name} is not well-formed{piece.mended or ': skipped'}")
        elif not piece.is_whole:
            tree.broken.append((position, around.document(piece.text)))
        position += piece.is_entry
    tree.problems += told[:_MOST_TOLD]
    if len(told) > _MOST_TOLD:
        tree.problems.append(f"{len(told) - _MOST_TOLD:,} more parts are not well-formed: repaired or skipped")


def _mended(head: _Piece, pieces: Iterable[_Piece], around: _Around) -> tuple[_Piece, list[_Piece]]:
    """Return the pieces as they can be read; the tags of those that are not well-formed are paired, if that helps."""
    fields: set[str] = set()
    judged = []
    for piece in pieces:
        root = parse_strictly(around.document(piece.text))
        if root is not None and piece.is_entry:
            fields.update(_fields(root, len(around.names)))
        judged.append(replace(piece, is_whole=root is not None))
    entries = [
        piece if piece.is_whole or piece.is_cut else _paired(piece, fields, 1, around.document) for piece in judged
    ]
    if parse_strictly(around.closed(head.text)) is not None:
        return replace(head, is_whole=True), entries
    closed = replace(head, text=around.closed(head.text))
    paired = _paired(closed, fields, len(around.names), lambda text: around.closed(around.unclosed(text)))
    return replace(paired, text=around.unclosed(paired.text)), entries


def _fields(root: Element, depth: int) -> Iterator[str]:
    """Yield the names, as written, of the elements in the entry that stands so deep in a document of its own."""
    entry = root
    for _ in range(depth):
        entry = entry[0]
    for element in entry.iterchildren(etree.Element):
        name = etree.QName(element).localname
        yield f"{element.prefix}:{name}" if element.prefix else name


def _paired(piece: _Piece, fields: Collection[str], depth: int, document: Callable[[str], str]) -> _Piece:
    """Return a piece with its tags paired; as it is if its document is not well-formed then either."""
    paired = balanced(piece.text, fields, depth)
    if "<" not in paired.text or parse_strictly(document(paired.text)) is None:
        return piece
    changes = {"end tags added": paired.added, "end tags removed": paired.removed}
    done = ", ".join(f"{change}: {count}" for change, count in changes.items() if count)
    return replace(piece, text=paired.text, is_whole=True, mended=f": read after repair ({done})")


def _tags(text: str, dialects: Dialects) -> list[re.Match[str]]:
    """Return the tags of entries; where two kinds of elements have such names, of those that are most."""
    tags = [tag for tag in dialects.entry_tag(text).finditer(text) if tag["name"]]
    names = Counter(tag["name"] for tag in tags).most_common(1)
    return [tag for tag in tags if tag["name"] == names[0][0]]


def _around(head: str, entry: str, dialects: Dialects) -> _Around:
    """Return what is open where the head of a document ends, with all the namespaces that the head declares."""
    tags = [tag for tag in dialects.container_tag.finditer(head) if f"</{tag[1]}>" not in head]
    opening = "".join(tag[0] for tag in tags) or dialects.wrapper(entry.rpartition(":")[2])
    stray = dict(_DECLARATION.findall(head))
    for name, _ in _DECLARATION.findall(opening):
        stray.pop(name, None)
    declarations = "".join(f" {name}={value}" for name, value in stray.items())
    opening = re.sub(r"(?=[\s>])", lambda _: declarations, opening, count=1)
    return _Around(opening, dialects.container_tag.findall(opening))


def _pieces(text: str, tags: Sequence[re.Match[str]]) -> Iterator[_Piece]:
    """Cut what follows the head at the tags of the entries, one of which may be missing."""
    start, inside = tags[0].start(), False
    for tag in tags:
        before = text[start : tag.start()]
        if not tag["end"]:
            if before.strip():
                yield _Piece(before, inside)
            start, inside = tag.start(), True
        if tag["end"] or tag["empty"]:
            if inside:
                yield _Piece(text[start : tag.end()], is_entry=True)
            elif "<" in before or tag is tags[0]:
                # It began without a tag; the first of all cannot be told from the head.
                yield _Piece(f"<{tag['name']}>{before}{tag[0]}" if before else tag[0], is_entry=True)
            start, inside = tag.end(), False
    if text[start:].strip():
        yield _Piece(text[start:], inside, is_cut=inside)
