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

_ROOT = re.compile(
    r"<(?:\?xml\s|!DOCTYPE\s|(?:[a-z0-9._-]{1,32}:)?(?:rss|rdf|feed|entry|channel|opml|urlset|sitemapindex)[\s>])",
    re.IGNORECASE,
)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([^\s>\[]+)[^>\[]*(?:\[([^\]]*)\]\s*)?>")
_PROLOGUE = 65_536  # characters; a document type stands within them
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+("[^"&%<]*"|'[^'&%<]*')\s*>""")
# Comments and CDATA sections are matched so that they are left alone; an unclosed one reaches to the end.
_REPAIRABLE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:\#(?P<decimal>[0-9]{1,8});|\#[xX](?P<hexadecimal>[0-9a-fA-F]{1,7});|(?P<named>[A-Za-z][A-Za-z0-9]{0,31});)?"
    r"|<(?![A-Za-z_:/!?])",
    re.DOTALL,
)
# Prefixes that feeds use without declaring them, and what they mean by them.
_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
}
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]{0,63}):[\w.-]+(?=[\s=/>])")
_DECLARATION = re.compile(r"\sxmlns:([\w.-]+)\s*=")
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(slots=True)
class Tree:
    """A parsed document and what had to be done to its text first, a line each.

    ``broken`` holds entries that are not in the tree: the position each had, and a document with it alone;
    ``head`` is a document of what is said of the feed itself, where that is not in the tree either.
    """

    root: Element
    problems: list[str] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)
    head: str | None = None


def breaks_off(text: str) -> bool:
    """Tell whether the end of a document is missing: the end tag of its first element.

    >>> breaks_off("<rss><channel><title>Ha"), breaks_off("<rss><channel>&nbsp;</rss>")
    (True, False)
    """
    first = _FIRST_TAG.search(text)
    return first is not None and f"</{first[1]}" not in text


def parse_tree(text: str) -> Tree | None:
    """Parse as it is, else repaired; ``None`` where both fail."""
    text = _without_external_subset(text)
    root = parse_strictly(text)
    if root is not None:
        return Tree(root)
    root = parse_strictly(repair(text))
    return None if root is None else Tree(root, ["not well-formed XML: read after repair of its text"])


def parse_strictly(text: str) -> Element | None:
    """Return the root of well-formed XML, ``None`` for any other text; nothing outside the text is ever fetched."""
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


def _without_external_subset(text: str) -> str:
    """Reduce the document type to the plain entities that it declares: nothing to fetch, nothing to expand twice."""
    start = text.find("<!DOCTYPE", 0, _PROLOGUE)
    match = _DOCTYPE.match(text, start) if start >= 0 else None
    if match is None:
        return text
    declared = "".join(f"<!ENTITY {name} {value}>" for name, value in _ENTITY.findall(match[2] or ""))
    return f"{text[: match.start()]}<!DOCTYPE {match[1]} [{declared}]>{text[match.end() :]}"


def repair(text: str) -> str:
    """Text that breaks a rule of XML 1.0, with as little changed as makes it keep the rule.

    Junk before the document goes, as do characters that XML forbids and references to them; HTML's named references
    become numeric ones; an ampersand or angle bracket that begins nothing is escaped. Prefixes without a namespace get
    one. What follows the end of the root element goes.
    """
    start = _ROOT.search(text)
    text = _ILLEGAL.sub("", text[start.start() :] if start else text)
    declared = {name for name, _ in _ENTITY.findall(text[:_PROLOGUE])}
    text = _REPAIRABLE.sub(lambda match: _repaired(match, declared), text)
    root = _FIRST_TAG.search(text)
    return _within_root(_with_prefixes(text, root), root[1]) if root else text


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


def _with_prefixes(text: str, root: re.Match[str]) -> str:
    missing = set(_PREFIX.findall(text)) - set(_DECLARATION.findall(text)) - {"xml", "xmlns"}
    declarations = "".join(f' xmlns:{p}="{_PREFIXES.get(p, "urn:undeclared:" + p)}"' for p in sorted(missing))
    return text[: root.end()] + declarations + text[root.end() :]


def _within_root(text: str, root: str) -> str:
    end = text.rfind(f"</{root}")
    close = text.find(">", end)
    return text[: close + 1] if end >= 0 and close >= 0 else text


def _numeric(entity: str) -> str:
    characters = html5.get(f"{entity};")
    return "".join(f"&#{ord(c)};" for c in characters) if characters else f"&amp;{entity};"
