"""Reading XML elements whatever prefix, case or version of a namespace the document writes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from newsfeed.formats import persons
from newsfeed.formats.feed import Person, Text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Fields = dict[str, list["Element"]]

XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Namespace, lower case and without the closing "/" or "#", to the prefix that its names get here. The empty prefix is
# that of RSS itself, whose versions 0.90, 1.0 and 2.0 were published under several namespaces and under none.
_PREFIXES = {
    "": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss191": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://purl.org/net/rss1.1": "",
    "http://purl.org/rss/1.0": "",
    "http://purl.org/atom/ns": "atom:",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.google.com/schemas/sitemap-image/1.1": "image:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.google.com/schemas/sitemap/0.84": "sitemap:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap:",
    "https://www.sitemaps.org/schemas/sitemap/0.9": "sitemap:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/xml/1998/namespace": "xml:",
}

# Elements that only HTML has; other words between angle brackets are the author's own ("vector<int>").
_MARKUP = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|embed|figcaption"
    r"|figure|font|footer|form|h[1-6]|header|hr|html|i|iframe|img|input|ins|li|link|object|ol|p|picture|pre|q|s|script"
    r"|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)(?=[\s/>])[^<>]*>"
    r"|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def name(tag: str) -> str:
    """Return the name of an element or attribute, lower case, with the prefix that its namespace has here.

    >>> name("{http://purl.org/dc/elements/1.1/}creator"), name("pubDate")
    ('dc:creator', 'pubdate')
    """
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace.lower().rstrip("/#"))
    return f"{{{namespace}}}{local}".lower() if prefix is None else prefix + local.lower()


def fields(element: Element, home: str = "") -> Fields:
    """Return the children of an element by name, in document order; names with the prefix ``home`` lose it."""
    found: Fields = {}
    for child in element.iterchildren(etree.Element):
        key = name(child.tag)
        if home:
            key = key.removeprefix(home)
        if key in found:
            found[key].append(child)
        else:
            found[key] = [child]
    return found


def of(found: Fields, *names: str) -> list[Element]:
    """Return the elements of these names, those of the first name first."""
    return [element for key in names if key in found for element in found[key]]


def plain(element: Element) -> str:
    """Return the characters of an element and of all below it, without the white space around them."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return text.strip() if text else ""


def first(found: Fields, *names: str) -> str | None:
    """Return the characters of the first of these elements that has any."""
    for key in names:
        if key in found:
            for element in found[key]:
                if text := plain(element):
                    return text
    return None


def every(found: Fields, *names: str) -> list[str]:
    """Return the characters of each of these elements that has any, each text once."""
    return list(dict.fromkeys([text for element in of(found, *names) if (text := plain(element))]))


def person(element: Element) -> Person:
    """Return whom an element names: by elements of its own, as in Atom, or by one string, as in RSS."""
    found = fields(element, "atom:")
    if not found:
        return persons.person(plain(element))
    whole = persons.person(first(found, "name") or "")
    return Person(whole.name, first(found, "email") or whole.email, first(found, "uri", "url", "homepage"))


def inner_html(element: Element) -> str:
    """Return what stands inside an element, its children serialised as HTML without their namespaces.

    The children are moved out of the tree, where declarations of the whole document would cling to them.
    """
    if len(element) == 0:
        return (element.text or "").strip()
    holder = etree.Element("holder")
    text = element.text or ""
    holder.extend(list(element))
    for descendant in holder.iterdescendants(etree.Element):
        descendant.tag = etree.QName(descendant).localname
    etree.cleanup_namespaces(holder)
    children = [etree.tostring(child, encoding="unicode", method="html") for child in holder]
    return "".join([_escape(text), *children]).strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def looks_like_html(text: str) -> bool:
    """Whether a text that may be either is markup: it has a tag that only HTML has, or a character reference.

    RSS 2.0 has no way to say which of the two a title or a description is.

    >>> looks_like_html("5 < 6 & 7 > 6"), looks_like_html("AT&amp;T"), looks_like_html("<b>now</b>")
    (False, True, True)
    """
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None


def guess_text(value: str) -> Text:
    """Return a text whose type the format does not state."""
    return Text(value, "html" if looks_like_html(value) else "text")


def guess_first(found: Fields, *names: str) -> Text | None:
    """Return the first of these elements that holds anything, as a text whose type the format does not state."""
    for element in of(found, *names):
        if len(element):
            return Text(inner_html(element), "html")
        value = (element.text or "").strip()
        if value:
            return guess_text(value)
    return None


def base(element: Element) -> str | None:
    """Return the base for relative addresses inside an element (XML Base): own and outer ``xml:base``, joined."""
    stated = [value for e in (element, *element.iterancestors()) if (value := e.get(XML_BASE))]
    result = ""
    for value in reversed(stated):
        result = join(result, value)
    return result or None


def join(outer: str | None, address: str) -> str:
    """``address`` resolved against ``outer``; as it is where one of the two cannot be read as an address."""
    try:
        return urljoin(outer, address) if outer else address
    except ValueError:
        return address


def language(element: Element) -> str | None:
    """Return the language stated for an element: its own or the nearest outer ``xml:lang``."""
    for e in (element, *element.iterancestors()):
        value = e.get(XML_LANG)
        if value and value.strip():
            return str(value).strip()
    return None
