"""XML text to a tree, without ever letting the parser guess.

libxml2's ``recover`` mode drops every reference that follows the first error, without a word, so it is never used.
What is not well-formed is repaired as text instead, by rules that each touch only what XML 1.0 forbids, and parsed
again as strictly as before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROOT = re.compile(r"<(?:\?xml\s|(?:[a-z0-9._-]{1,32}:)?(?:rss|rdf|feed|entry|channel|opml)[\s>])", re.IGNORECASE)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]+)[^>\[]*(?:\[([^\]]*)\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+("[^"&%<]*"|'[^'&%<]*')\s*>""")
# Comments and CDATA sections are matched so that they are left alone; an unclosed one reaches to the end.
_REPAIRABLE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:\#(?P<decimal>[0-9]{1,8});|\#[xX](?P<hexadecimal>[0-9a-fA-F]{1,7});|(?P<named>[A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?![A-Za-z_:/!?])",
    re.DOTALL,
)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_OPENING = re.compile(r"<([A-Za-z_][\w.:-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*(?<!/)>")
_ITEM_END = re.compile(r"</((?:[A-Za-z0-9._-]{1,32}:)?(?:item|entry))\s*>")
_ITEM_START = re.compile(r"<(?:[A-Za-z0-9._-]{1,32}:)?(?:item|entry)[\s>]")


@dataclass(slots=True)
class Tree:
    """A parsed document and what had to be done to its text first, a line each."""

    root: Element
    problems: list[str] = field(default_factory=list)


def parse_tree(text: str) -> Tree | None:
    """Parse as it is, else repaired, else repaired and cut after the last whole item; ``None`` where all fail."""
    text = _without_external_parts(text)
    root = _strict(text)
    if root is not None:
        return Tree(root)
    repaired = repair(text)
    root = _strict(repaired)
    if root is not None:
        return Tree(root, ["not well-formed XML: read after repair of its characters and references"])
    cut = cut_after_last_item(repaired)
    root = _strict(cut) if cut else None
    if root is not None:
        return Tree(root, ["not well-formed XML: read up to its last whole entry"])
    return None


def _strict(text: str) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",  # what the declaration says is history: the text was decoded before
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


def _without_external_parts(text: str) -> str:
    """Reduce the document type to the plain entities that it declares: nothing to fetch, nothing to expand twice."""
    match = _DOCTYPE.search(text, 0, 65_536) if "<!DOCTYPE" in text[:4096] else None
    if match is None:
        return text
    declared = "".join(f"<!ENTITY {name} {value}>" for name, value in _ENTITY.findall(match[2] or ""))
    return f"{text[: match.start()]}<!DOCTYPE {match[1]} [{declared}]>{text[match.end() :]}"


def repair(text: str) -> str:
    """Text that breaks a rule of XML 1.0, with as little changed as makes it keep the rule.

    Junk before the document goes, as do characters that XML forbids and references to them; HTML's named references
    become numeric ones; an ampersand or angle bracket that begins nothing is escaped.
    """
    start = _ROOT.search(text)
    text = _ILLEGAL.sub("", text[start.start() :] if start else text)
    declared = {name for name, _ in _ENTITY.findall(text[:65_536])}
    return _REPAIRABLE.sub(lambda match: _repaired(match, declared), text)


def _repaired(match: re.Match[str], declared: set[str]) -> str:
    whole = match[0]
    if whole == "<":
        return "&lt;"
    if not whole.startswith("&"):
        return whole
    if match["named"]:
        return whole if match["named"] in _XML_ENTITIES | declared else _numeric(match["named"])
    if match["decimal"] or match["hexadecimal"]:
        code = int(match["decimal"]) if match["decimal"] else int(match["hexadecimal"], 16)
        return "" if code > 0x10FFFF or _ILLEGAL.match(chr(code)) else whole
    return "&amp;"


def _numeric(entity: str) -> str:
    characters = html5.get(f"{entity};")
    return "".join(f"&#{ord(c)};" for c in characters) if characters else f"&amp;{entity};"


def cut_after_last_item(text: str) -> str | None:
    """Return a document that ends after its last whole item, the elements around the items closed."""
    start, ends = _ITEM_START.search(text), list(_ITEM_END.finditer(text))
    if start is None or not ends:
        return None
    around: list[str] = []
    for tag in re.finditer(r"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>", text[: start.start()]):
        if tag[1]:
            if tag[2] in around:
                del around[len(around) - 1 - around[::-1].index(tag[2]) :]
        elif not tag[3].endswith("/"):
            around.append(tag[2])
    return text[: ends[-1].end()] + "".join(f"</{tag}>" for tag in reversed(around))
