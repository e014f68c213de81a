"""Read XML elements whatever prefix, letter case or version of a namespace the document uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from newsfeed.formats import authors
from newsfeed.formats.feed import PersonConstruct, TextConstruct
from newsfeed.text.caching import LONGEST
from newsfeed.text.dates.parsing import read_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

Fields = dict[str, list["Element"]]


@dataclass(frozen=True, slots=True)
class Scope:
    """The ``xml:base`` and ``xml:lang`` in effect inside an element (XML Base; XML 1.0, section 2.12)."""

    base: str | None = None
    language: str | None = None


NOWHERE = Scope()
_MOST_NAMES = 4096  # that are kept
MOST_CHILDREN = 120_000
"""Children of one element that are read; each takes a few hundred bytes. A sitemap has at most 50,000."""


_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LIST_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_PERSON_PARTS = frozenset({"name", "email", "uri", "url", "homepage"})

# From namespace (lower case, with http, without the final "/" or "#") to the prefix of its names in this program. RSS
# has the empty prefix: its versions 0.90, 1.0 and 2.0 were published under several namespaces and under none.
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
    "http://example.com/necho": "atom:",  # drafts of 2003, before Atom had its name
    "http://example.com/newformat": "atom:",
    "http://purl.org/echo": "atom:",
    "http://purl.org/pie": "atom:",
    "http://purl.org/atom/ns": "atom:",
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons:",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons:",
    "http://creativecommons.org/ns": "cc:",
    "http://web.resource.org/cc": "cc:",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/rss/1.0/modules/slash": "slash:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://podcastindex.org/namespace/1.0": "podcast:",
    "http://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.rssboard.org/media-rss": "media:",
    "http://prismstandard.org/namespaces/1.2/basic": "prism:",
    "http://prismstandard.org/namespaces/basic/1.2": "prism:",
    "http://prismstandard.org/namespaces/basic/2.0": "prism:",
    "http://news.yandex.ru": "yandex:",
    "http://purl.oclc.org/net/rss_2.0/enc": "enc:",
    "http://www.google.com/schemas/sitemap-image/1.1": "image:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.google.com/schemas/sitemap/0.84": "sitemap:",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/xml/1998/namespace": "xml:",
}

_NAMESPACES = {prefix.removesuffix(":"): namespace for namespace, prefix in _PREFIXES.items()}
_NAMESPACES["rdf"] += "#"  # its attributes are looked up by the full name

# Elements that only HTML has; other words between angle brackets are the author's own ("vector<int>").
_HTML = """
    a abbr acronym address applet article aside audio b base basefont bgsound big blink blockquote body br caption
    center cite code col colgroup dd del dfn div dl dt em embed fieldset figcaption figure font footer form frame
    frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe ilayer img input ins kbd layer legend li link listing
    main marquee math meta nav nobr noembed noframes noscript object ol optgroup option p param picture plaintext
    pre q rp rt ruby s samp script section select small span strike strong style sub sup svg table tbody td textarea
    tfoot th thead tr tt u ul video wbr xmp
"""
_MARKUP = re.compile(
    rf"</?(?:{'|'.join(_HTML.split())})(?=[\s/>])[^<>]*>"
    r"|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});",
    re.IGNORECASE,
)

_USUAL = frozenset({"content", "description", "guid", "id", "link", "pubdate", "summary", "title", "updated"})

# As in browsers, any number of slashes may follow the scheme (WHATWG URL, "special authority ignore slashes").
_SLASHES = re.compile(r"^(https?:)/{3,}", re.IGNORECASE)
_FOREIGN = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)  # a scheme other than http and https


def namespace(prefix: str) -> str | None:
    """Return the usual namespace of a prefix, in a spelling that :func:`name` knows."""
    return _NAMESPACES.get(prefix.lower())


def prefix(namespace: str) -> str | None:
    """Return the prefix that :func:`name` uses for a namespace, with its colon; ``None`` if it is unknown."""
    return _PREFIXES.get(namespace.lower().replace("https://", "http://", 1).rstrip("/#"))


class _Names(dict[object, str]):
    """The names of tags, each computed once; a look-up of a known one takes a quarter of the time of a call.

    The tag of an entity reference is a function, and has no name.
    """

    def __missing__(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""
        if len(self) >= _MOST_NAMES:
            self.clear()
        found = _name(tag)
        if len(tag) <= LONGEST:
            self[tag] = found
        return found


_names = _Names()


def name(tag: str) -> str:
    """Return the name of an element or attribute in lower case, with this program's prefix for its namespace.

    >>> name("{http://purl.org/dc/elements/1.1/}creator"), name("pubDate")
    ('dc:creator', 'pubdate')
    """
    return _names[tag]


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag.lower()
    namespace, _, local = tag[1:].partition("}")
    known = prefix(namespace)
    return f"{{{namespace}}}{local}".lower() if known is None else known + local.lower()


def fields(element: Element, home: str = "") -> Fields:
    """Return the children of an element by name, in document order; names with the prefix ``home`` lose it."""
    found: Fields = {}
    for child in islice(element, MOST_CHILDREN):
        key = _names[child.tag]
        if home:
            key = key.removeprefix(home)
        if key in found:
            found[key].append(child)
        else:
            found[key] = [child]
    return found


def fields_of_entry(entry: Element, home: str = "") -> Fields:
    """Return the children of an entry by name; if none has a usual name, those of unknown namespaces by local names."""
    found = fields(entry, home)
    if _USUAL.isdisjoint(found):
        for key in [key for key in found if key.startswith("{")]:
            found.setdefault(key.rpartition("}")[2], []).extend(found[key])
    return found


def of(found: Fields, *names: str) -> list[Element]:
    """Return the elements of these names, those of the first name first."""
    elements: list[Element] = []
    for key in names:
        if key in found:
            elements += found[key]
    return elements


def plain(element: Element) -> str:
    """Return the text of an element and its descendants, stripped."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return text.strip() if text else ""


def first(found: Fields, *names: str) -> str | None:
    """Return the text of the first of these elements that has any."""
    for key in names:
        if key in found:
            for element in found[key]:
                if text := plain(element):
                    return text
    return None


def stated_time(found: Fields, *names: str) -> str | None:
    """Return the text of the first of these elements that can be read as a time, else of the first that has any.

    Of several elements of one name the last counts, since it may occur only once.
    """
    stated: list[str] = []
    for key in names:
        if key in found:
            stated += [text for each in reversed(found[key]) if (text := plain(each))]
    if len(stated) > 1:
        return next(filter(read_time, stated), stated[0])
    return stated[0] if stated else None


def every(found: Fields, *names: str) -> list[str]:
    """Return the texts of these elements, each once."""
    return list(dict.fromkeys([text for element in of(found, *names) if (text := plain(element))]))


def people(stated: Sequence[Element]) -> list[PersonConstruct]:
    """Return the persons in elements, each once; an element may hold a list (RDF containers)."""
    if not stated:
        return []
    persons: list[PersonConstruct] = []
    for element in stated:
        listed = list(element.iterdescendants(_LIST_ITEM)) if len(element) else []
        persons += map(_person, listed or [element])
    return authors.distinct(persons)


def _person(element: Element) -> PersonConstruct:
    """Return the person in an element, which has child elements, as in Atom, or a single string, as in RSS."""
    found = fields(element, "atom:") if len(element) else None
    if not found or _PERSON_PARTS.isdisjoint(found):
        return authors.parse_person(plain(element))
    whole = authors.parse_person(first(found, "name") or "")
    return PersonConstruct(whole.name, first(found, "email") or whole.email, first(found, "uri", "url", "homepage"))


def scope(element: Element, around: Scope | None = None) -> Scope:
    """Return the scope inside an element, given the scope ``around`` it (default: that of its ancestors)."""
    if around is None:
        around = NOWHERE
        for outer in reversed(list(element.iterancestors())):
            around = scope(outer, around)
    if not element.keys():  # most have none, and look-ups take time
        return around
    base, language = element.get(_BASE), element.get(_LANG)
    if base is None and language is None:
        return around
    return Scope(
        _base(base, around.base) if base else around.base,
        around.language if language is None else language.strip() or None,
    )


def _base(stated: str, outer: str | None) -> str | None:
    """Return an ``xml:base`` resolved against the outer one; the outer one if it is not a web address."""
    try:
        base = urljoin(outer or "", _SLASHES.sub(r"\1//", stated.strip()))
    except ValueError:
        return outer
    return base if on_the_web(base) else outer


def inner_html(element: Element) -> str:
    """Return the content of an element serialised as HTML, without namespaces.

    The children are moved out of the tree, so that the namespace declarations of the document are not repeated in them.
    """
    if len(element) == 0:
        return _escape(element.text or "").strip()
    holder = etree.Element("holder")
    text = element.text or ""
    holder.extend(list(element))
    for descendant in holder.iterdescendants(etree.Element):
        descendant.tag = descendant.tag.rpartition("}")[2]
    etree.cleanup_namespaces(holder)
    children = [etree.tostring(child, encoding="unicode", method="html") for child in holder]
    return "".join([_escape(text), *children]).strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def looks_like_html(text: str) -> bool:
    """Return whether a text is markup: it contains a tag that exists in HTML only, or a character reference.

    RSS 2.0 cannot state whether a title or a description is markup.

    >>> looks_like_html("5 < 6 & 7 > 6"), looks_like_html("AT&amp;T"), looks_like_html("<b>now</b>")
    (False, True, True)
    """
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None


def guess_text(value: str, around: Scope = NOWHERE) -> TextConstruct:
    """Return a text construct; its type, which the format does not state, is guessed."""
    if value.startswith("<![CDATA["):  # escaped once too often
        value = value.removeprefix("<![CDATA[").removesuffix("]]>").strip()
    return TextConstruct(value, "html" if looks_like_html(value) else "text", around.base, around.language)


def guess_first(found: Fields, *names: str, around: Scope = NOWHERE) -> TextConstruct | None:
    """Return the first of these elements that is not empty as a text construct of guessed type."""
    for key in names:
        if key not in found:  # most names are not there, and an empty loop takes longer
            continue
        for element in found[key]:
            if len(element):
                inside = scope(element, around)
                return TextConstruct(inner_html(element), "html", inside.base, inside.language)
            if value := (element.text or "").strip():
                return guess_text(value, scope(element, around))
    return None


def on_the_web(address: str) -> bool:
    """Return whether an address has the scheme http or https, or is relative.

    >>> on_the_web("https://h.example/"), on_the_web("../1"), on_the_web("javascript:alert(1)")
    (True, True, False)
    """
    return _FOREIGN.match(address) is None


def join(outer: str | None, address: str) -> str:
    """Return ``address`` resolved against ``outer``; unchanged if one of them is not a valid address."""
    try:
        return urljoin(outer, address) if outer else address
    except ValueError:
        return address
