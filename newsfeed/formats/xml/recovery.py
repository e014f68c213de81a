"""The steps by which an XML document is read: as it is, repaired, entry by entry.

What is not well-formed is repaired as text, by rules that each touch only what XML 1.0 forbids, and parsed again as
strictly as before. Where no repair of characters makes it well-formed, each entry is parsed alone.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import etree

from newsfeed.formats.xml import doctype, elements
from newsfeed.formats.xml.parser import Tree, parse_strictly
from newsfeed.formats.xml.repair import Repaired, loses_sections, repair
from newsfeed.formats.xml.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from newsfeed.formats.xml.dialect import Dialects

_ALMOST = 0.7  # of the characters of two namespaces agree, in their order, where one is the other misspelt
_LONGEST_NAMESPACE = 256  # characters
_ESCAPE = re.compile(r"%[0-9a-f]{2}")


def parse_with_recovery(text: str, dialects: Dialects) -> Tree | None:
    """Return the tree of the first step that can read the text; ``None`` if none can."""
    root = parse_strictly(doctype.reduced(text))
    tree = None if root is None else Tree(root)
    if tree is None or loses_sections(text):
        repaired = repair(text, dialects)
        if repaired and (tree is None or repaired.changes):
            tree = _parse_repaired(repaired) or salvage(repaired.text, repaired.changes, dialects) or tree
    if tree:
        _correct_namespaces(tree, dialects)
    return tree


def _parse_repaired(repaired: Repaired) -> Tree | None:
    root = parse_strictly(repaired.text)
    done = f" ({', '.join(repaired.changes)})" if repaired.changes else ""
    return None if root is None else Tree(root, "repaired", [f"not well-formed XML: read after repair{done}"])


def _correct_namespaces(tree: Tree, dialects: Dialects) -> None:
    """Give names their usual namespaces where the root declares one in its place that nobody knows."""
    meant = dict(_misspelt(tree.root, dialects))
    if not meant:
        return
    tree.problems += [f"namespace {stated} read as {usual}" for stated, usual in meant.items()]
    for element in tree.root.iter(etree.Element):
        element.tag = _renamed(element.tag, meant)
        for key in map(str, element.attrib):
            renamed = _renamed(key, meant)
            if renamed != key:
                element.set(renamed, element.attrib.pop(key))


def _misspelt(root: Element, dialects: Dialects) -> Iterator[tuple[str, str]]:
    """Yield the namespaces that a root declares by mistake, each with the one it means."""
    own = etree.QName(root)
    home = dialects.home(own.localname)
    for prefix, stated in root.nsmap.items():
        if not stated:  # xmlns="": in no namespace
            continue
        known = elements.prefix(stated) if ":" in stated else None
        if prefix:
            usual = elements.namespace(prefix)
            is_root = home is not None and own.namespace == stated and prefix == own.localname.lower()
            if known is None and usual and (is_root or _is_almost(stated, usual)):
                yield stated, usual
        elif home is not None and known != home and (known is None or own.namespace == stated):
            yield stated, str(elements.namespace(home.rstrip(":")))


def _is_almost(stated: str, usual: str) -> bool:
    """Whether one namespace is the other misspelt; what no address may hold does not count."""
    if ":" not in stated:  # no address at all
        return True
    kept = _ESCAPE.sub("", stated.lower()).rstrip("/#")
    if len(kept) > _LONGEST_NAMESPACE:
        return False
    return _is_cut(kept, usual) or SequenceMatcher(None, kept, usual, autojunk=False).ratio() >= _ALMOST


def _is_cut(text: str, whole: str) -> bool:
    """Whether a text is another one without a part in its middle."""
    start, end = _agreeing(text, whole), _agreeing(text[::-1], whole[::-1])
    return start + end >= len(text) and min(start, end) > len("http")


def _agreeing(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _renamed(name: str, meant: Mapping[str, str]) -> str:
    namespace, _, local = name[1:].rpartition("}")
    return f"{{{meant[namespace]}}}{local}" if namespace in meant else name
