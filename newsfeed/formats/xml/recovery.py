"""Parse an XML document step by step: strictly, after repair, entry by entry.

A document that is not well-formed is repaired as text, by rules that each change only what XML 1.0 forbids, and parsed
again as strictly as before. If no repair of characters makes it well-formed, each entry is parsed alone.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.xml import doctype, elements
from newsfeed.formats.xml.parser import Tree, parse_strictly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.dialect import Dialects
    from newsfeed.formats.xml.repair import Repaired

_ALMOST = 0.7  # similarity ratio from which one namespace is a misspelling of the other
_LONGEST_NAMESPACE = 256  # characters
_OF_ENTRIES = frozenset({"", "atom:", "sitemap:"})  # prefixes of namespaces
_ESCAPE = re.compile(r"%[0-9a-f]{2}")


def parse_with_recovery(text: str, dialects: Dialects, encoded: bytes | None = None) -> Tree | None:
    """Return the tree from the first step that can parse the text; ``None`` if none can.

    ``encoded`` are the bytes of the text in UTF-8, if they are known.
    """
    plain = doctype.with_plain_entities(text)
    root = parse_strictly(plain, encoded if plain is text else None)
    tree = None if root is None else Tree(root)
    if tree is None or _loses_sections(text):
        tree = _recovered(text, dialects, tree)
    if tree:
        _correct_namespaces(tree, dialects)
    return tree


def _loses_sections(text: str) -> bool:
    """Return whether a CDATA section seems to have lost its end, and to contain the text after its element."""
    sections = text.count("<![CDATA[")
    return sections > 0 and sections != text.count("]]>")


def _recovered(text: str, dialects: Dialects, tree: Tree | None) -> Tree | None:
    """Return the tree of a text after repair, or entry by entry; the given one if the text needs no repair."""
    # Most documents need no repair, and its patterns take longer to compile than a document to read.
    from newsfeed.formats.xml.repair import FORBIDDEN, Repaired, allowed, repair
    from newsfeed.formats.xml.salvage import salvage

    text, given = allowed(text), text
    removed = len(given) - len(text)
    if removed and tree is None and not _loses_sections(text):  # all that most damaged documents need
        plain = Repaired(doctype.with_plain_entities(text), [f"{FORBIDDEN}: {removed}"])
        if sound := _parse_repaired(plain):
            return sound
    # A document that needs too many repairs may still hold entries that need none.
    repaired = repair(text, dialects, removed) or Repaired(doctype.split_doctype(text)[0], [])
    if tree is not None and not repaired.changes:
        return tree
    return _parse_repaired(repaired) or salvage(repaired.text, repaired.changes, dialects) or tree


def _parse_repaired(repaired: Repaired) -> Tree | None:
    root = parse_strictly(repaired.text)
    done = f" ({', '.join(repaired.changes)})" if repaired.changes else ""
    return None if root is None else Tree(root, "repaired", [f"not well-formed XML: read after repair{done}"])


def _correct_namespaces(tree: Tree, dialects: Dialects) -> None:
    """Replace unknown namespaces that the root declares by mistake with the usual ones."""
    intended = dict([*_misspelt(tree.root, dialects), *_unknown(tree.root, dialects)])
    if not intended:
        return
    tree.problems += [f"namespace {stated} read as {usual}" for stated, usual in intended.items()]
    for element in tree.root.iter(etree.Element):
        element.tag = _renamed(element.tag, intended)
        for key in map(str, element.attrib):
            renamed = _renamed(key, intended)
            if renamed != key:
                element.set(renamed, element.attrib.pop(key))


def _misspelt(root: Element, dialects: Dialects) -> Iterator[tuple[str, str]]:
    """Yield the namespaces that a root declares by mistake, each with the intended one."""
    own = etree.QName(root)
    home = dialects.home(own.localname)
    for prefix, stated in root.nsmap.items():
        if not stated:  # xmlns="": in no namespace
            continue
        known = elements.prefix(stated) if ":" in stated else None
        if prefix:
            usual = elements.namespace(prefix)
            is_root = known is None and home is not None and own.namespace == stated
            if is_root and prefix != own.localname.lower():
                yield stated, str(elements.namespace(str(home).rstrip(":")))
            elif known is None and usual and (is_root or _is_almost(stated, usual)):
                yield stated, usual
        elif home is not None and known != home and (known is None or own.namespace == stated):
            yield stated, str(elements.namespace(home.rstrip(":")))


def _unknown(root: Element, dialects: Dialects) -> Iterator[tuple[str, str]]:
    """Yield the namespaces of a feed's entries, if none is in one that has entries, with the feed's own namespace."""
    name = etree.QName(root).localname
    home = dialects.home(name)
    tags = [f"{{*}}{entry}" for entry in dialects.entries(name)]
    first = next(root.iter(*tags), None) if home is not None and tags else None
    if first is None or elements.prefix(etree.QName(first).namespace or "") in _OF_ENTRIES:
        return
    namespaces = {etree.QName(entry).namespace or "" for entry in root.iter(*tags)}
    if _OF_ENTRIES.isdisjoint(map(elements.prefix, namespaces)):
        for namespace in namespaces:
            yield namespace, str(elements.namespace(str(home).rstrip(":")))


def _is_almost(stated: str, usual: str) -> bool:
    """Return whether one namespace is a misspelling of the other, ignoring escaped characters."""
    if ":" not in stated:  # not an address
        return True
    kept = _ESCAPE.sub("", stated.lower()).rstrip("/#")
    if len(kept) > _LONGEST_NAMESPACE:
        return False
    return _is_cut(kept, usual) or SequenceMatcher(None, kept, usual, autojunk=False).ratio() >= _ALMOST


def _is_cut(text: str, whole: str) -> bool:
    """Return whether a text is another one without a part in its middle."""
    start, end = _common_prefix_length(text, whole), _common_prefix_length(text[::-1], whole[::-1])
    return start + end >= len(text) and min(start, end) > len("http")


def _common_prefix_length(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _renamed(name: str, intended: Mapping[str, str]) -> str:
    namespace, _, local = name[1:].rpartition("}")
    return f"{{{intended[namespace]}}}{local}" if namespace in intended else name
