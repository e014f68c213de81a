"""Read documents that repair cannot make well-formed entry by entry, so that only a broken entry is lost."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.xml.elements import MOST_CHILDREN
from newsfeed.formats.xml.parser import Tree, parse_strictly
from newsfeed.formats.xml.tag_balance import balanced
from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.dialect import Dialects

_DECLARATION = re.compile(r"""\s(xmlns:[\w.-]+)\s*=\s*("[^"<]*"|'[^'<]*')""")
_END_TAG = re.compile(r"</([^\s<>]+)>")
_GROUP = 64  # entries that are parsed together at most
_MOST_PARSED = 1_500_000_000  # characters that may be parsed for one document, with these overheads
_PARSER_OVERHEAD = 2_000  # the price of one parser in characters that are parsed in the same time
_REPAIR_OVERHEAD = 4_000  # that of balancing the tags of one entry
_QUADRATIC = 100_000  # characters of opening tags whose price is twice their length
_USUAL_FIELDS = frozenset(("title", "link", "guid", "id", "description", "summary", "pubDate", "published", "updated"))
_SAMPLE = 1_000  # entries whose fields are looked at
_MOST_REPORTED = 20  # parts that are not well-formed, each with its treatment
_MOST_BALANCED = 20_000  # tags of an entry that are paired
_MOST_BROKEN = 20  # entries; beyond this, and beyond a tenth of all, the whole document is damaged


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry, or the text before, between or after entries.

    ``is_cut`` marks the last entry of a document that ends within it: its partial words and addresses are not reliable.
    ``repair`` is the remark on a piece that became well-formed only by balancing its tags. ``is_skipped`` marks an
    entry that was not examined.
    """

    text: str
    is_entry: bool
    is_cut: bool = False
    is_whole: bool = False
    is_skipped: bool = False
    repair: str = ""


@dataclass(frozen=True)
class _Around:
    """The tags that open and close the elements around the entries."""

    opening: str
    names: list[str]

    @cached_property
    def cost(self) -> int:
        """The price of these tags in a document: libxml2 takes quadratic time in namespace declarations."""
        return len(self.opening) + len(self.opening) ** 2 // _QUADRATIC

    @cached_property
    def _closing(self) -> str:
        return "".join(f"</{name}>" for name in reversed(self.names))

    def document(self, text: str) -> str:
        """Return a document of this text alone."""
        return self.opening + self.closed(text)

    def closed(self, text: str) -> str:
        """Return the text with the end tags of these elements after it."""
        return text + self._closing

    def unclosed(self, text: str) -> str:
        """Return the text without the end tags of these elements after it."""
        end = len(text)  # cutting the text for each name would take quadratic time
        start = text.rfind("</")
        for name in self.names:
            if start >= 0 and re.compile(rf"</{re.escape(name)}\s*>\s*").fullmatch(text, start, end):
                end, start = start, text.rfind("</", 0, start)
        return text[:end]


@dataclass(slots=True)
class _Budget:
    """The characters that may still be parsed."""

    left: int = _MOST_PARSED

    def spend(self, characters: int) -> bool:
        """Spend this many characters; return whether they were left."""
        self.left -= characters
        return self.left >= 0


def salvage(text: str, changes: Sequence[str], dialects: Dialects) -> Tree | None:
    """Return a tree of the well-formed entries, with a document for each of the others.

    The text has been repaired, with these changes. ``None`` if no entry is well-formed.
    """
    tags = _tags(text, dialects)
    if not tags:
        return None
    before = text[: tags[0].start()]
    around = _around(before, tags[0]["name"], dialects)
    budget = _Budget()
    pieces = list(_up_to_the_limit(_pieces(around.unclosed(text), tags)))
    del tags  # as large as the document
    whole = set(_well_formed(pieces, around, budget))
    for position in whole:
        pieces[position] = replace(pieces[position], is_whole=True)
    fields = _fields(pieces, around)
    head = _repaired_head(before, fields, around)
    pieces = list(_repaired(pieces, fields, around, budget))
    entries = [piece.is_whole for piece in pieces if piece.is_entry]
    if not any(entries):
        return None
    good = "".join(piece.text for piece in pieces if piece.is_whole)
    root = parse_strictly(around.closed(head.text + good) if head.is_whole else around.document(good))
    if root is None:
        return None
    done = f" ({', '.join(changes)})" if changes else ""
    tree = Tree(root, "entries", [f"not well-formed XML: read entry by entry{done}"])
    tree.mostly_broken = entries.count(False) > max(_MOST_BROKEN, len(entries) // 10)
    _report(tree, head, pieces, around)
    return tree


def _report(tree: Tree, head: _Piece, pieces: Iterable[_Piece], around: _Around) -> None:
    """Add to the tree the documents of broken entries, and a line for each repair and loss."""
    if not head.is_whole:
        tree.head = around.closed(head.text)
    if not head.is_whole or head.repair:
        tree.problems.append(f"the feed's own fields are not well-formed{head.repair}")
    position = skipped = more = 0
    for piece in pieces:
        number = position + skipped + 1
        if piece.is_skipped:
            skipped += 1
            continue
        if piece.repair or not (piece.is_whole or piece.is_entry):
            name = f"entry {number}" if piece.is_entry else f"text before entry {number}"
            if more < _MOST_REPORTED:
                tree.problems.append(f"{name} is not well-formed{piece.repair or ': skipped'}")
            more += 1
        elif not piece.is_whole:
            tree.broken.append((position, number, around.document(piece.text)))
        position += piece.is_entry
    if more > _MOST_REPORTED:
        tree.problems.append(f"{counted(more - _MOST_REPORTED, 'more part')} repaired or skipped: not well-formed")
    if skipped:
        tree.problems.append(f"{counted(skipped, 'entry')} skipped: the document has more errors than are repaired")


def _well_formed(pieces: Sequence[_Piece], around: _Around, budget: _Budget) -> Iterator[int]:
    """Yield the positions of the well-formed pieces.

    Entries are parsed in groups, which are halved where they fail and doubled where they do not. Other pieces are
    parsed alone: an element that opens in one and closes in the next would enclose the entry between them.
    """
    size = _GROUP
    for is_entry, group in groupby(range(len(pieces)), lambda position: pieces[position].is_entry):
        positions = list(group)
        start, end = positions[0], positions[-1] + 1
        while start < end:
            part = range(start, min(start + size, end) if is_entry else start + 1)
            text = "".join(pieces[position].text for position in part)
            if not budget.spend(_PARSER_OVERHEAD + around.cost + len(text)):
                return
            is_whole = parse_strictly(around.document(text)) is not None
            if is_whole:
                yield from part
            if is_whole or len(part) == 1:
                start = part.stop
            if is_entry:
                size = min(2 * len(part), _GROUP) if is_whole else max(len(part) // 2, 1)


def _fields(pieces: Sequence[_Piece], around: _Around) -> Collection[str]:
    """Return the names, as written, of the elements in well-formed entries, the usual ones if there are none.

    No names are returned if no entry is broken.
    """
    if all(piece.is_whole or piece.is_cut for piece in pieces):
        return set()
    sample = "".join(islice((piece.text for piece in pieces if piece.is_whole and piece.is_entry), _SAMPLE))
    root = parse_strictly(around.document(sample)) if sample else None
    if root is None:
        return _USUAL_FIELDS
    container = root
    for _ in around.names[1:]:
        container = container[0]
    return {_written_name(field) for entry in container for field in entry.iterchildren(etree.Element)}


def _written_name(element: Element) -> str:
    name = etree.QName(element).localname
    return f"{element.prefix}:{name}" if element.prefix else name


def _repaired_head(before: str, fields: Collection[str], around: _Around) -> _Piece:
    """Return the text before the entries, with its tags balanced if it is not well-formed."""
    head = _Piece(before, is_entry=False)
    if parse_strictly(around.closed(before)) is not None:
        return replace(head, is_whole=True)
    closed = replace(head, text=around.closed(before))
    balanced_head = _balanced(closed, fields, len(around.names), lambda text: around.closed(around.unclosed(text)))
    return replace(balanced_head, text=around.unclosed(balanced_head.text))


def _repaired(pieces: Iterable[_Piece], fields: Collection[str], around: _Around, budget: _Budget) -> Iterator[_Piece]:
    """Yield the pieces; tags of broken ones are balanced if that helps, or the pieces are skipped without a budget."""
    for piece in pieces:
        if piece.is_whole or piece.is_cut:
            yield piece
        elif budget.spend(_REPAIR_OVERHEAD + around.cost + len(piece.text)):
            yield _balanced(piece, fields, 1, around.document)
        else:
            yield replace(piece, is_skipped=piece.is_entry)


def _balanced(piece: _Piece, fields: Collection[str], depth: int, document: Callable[[str], str]) -> _Piece:
    """Return a piece with its tags balanced; unchanged if its document is still not well-formed."""
    if piece.text.count("<") > _MOST_BALANCED:
        return piece
    found = balanced(piece.text, fields, depth)
    if "<" not in found.text or parse_strictly(document(found.text)) is None:
        return piece
    changes = {"end tags added": found.added, "end tags removed": found.removed}
    done = ", ".join(f"{change}: {count}" for change, count in changes.items() if count)
    repair = sys.intern(f": read after repair ({done})")  # the same for many pieces
    return _Piece(found.text, piece.is_entry, is_whole=True, repair=repair)


def _tags(text: str, dialects: Dialects) -> list[re.Match[str]]:
    """Return the tags of entries; of two kinds of elements with such names, those of the more frequent one."""
    tags = [tag for tag in dialects.entry_tag(text).finditer(text) if tag["name"]]
    names = Counter(tag["name"] for tag in tags).most_common(1)
    return [tag for tag in tags if tag["name"] == names[0][0]]


def _around(head: str, entry: str, dialects: Dialects) -> _Around:
    """Return the elements that are open at the end of the head, with all the namespaces that the head declares."""
    ended = set(_END_TAG.findall(head))
    tags = [tag for tag in dialects.container_tag.finditer(head) if tag[1] not in ended]
    opening = "".join(tag[0] for tag in tags) or dialects.wrapper(entry.rpartition(":")[2])
    stray = dict(_DECLARATION.findall(head))
    for name, _ in _DECLARATION.findall(opening):
        stray.pop(name, None)
    declarations = "".join(f" {name}={value}" for name, value in stray.items())
    opening = re.sub(r"(?=[\s>])", lambda _: declarations, opening, count=1)
    return _Around(opening, dialects.container_tag.findall(opening))


def _up_to_the_limit(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield the pieces up to the first entry beyond those that are read, which shows that there are more."""
    entries = 0
    for piece in pieces:
        yield piece
        entries += piece.is_entry
        if entries > MOST_CHILDREN:
            return


def _pieces(text: str, tags: Sequence[re.Match[str]]) -> Iterator[_Piece]:
    """Cut the text after the head at the tags of the entries, one of which may be missing."""
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
                # The entry's start tag is missing; a missing one of the first entry is not detectable in the head.
                yield _Piece(f"<{tag['name']}>{before}{tag[0]}" if before else tag[0], is_entry=True)
            start, inside = tag.end(), False
    if text[start:].strip():
        yield _Piece(text[start:], inside, is_cut=inside)
