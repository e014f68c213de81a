"""Processors for :class:`newsfeed.loaders.article.ArticleLoader`: each does one thing to one value of an entry."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from mimetypes import MimeTypes
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsfeed.formats.authors import parse_person
from newsfeed.items import Enclosure, Person
from newsfeed.text import authors
from newsfeed.text.characters import printable
from newsfeed.text.html.extract import plain_text
from newsfeed.text.html.images import is_ornamental
from newsfeed.text.urls.canonical import canonical_url, web_address
from newsfeed.text.urls.credentials import name_without_credentials
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsfeed.formats.feed import FeedEnclosure, PersonConstruct, TextConstruct
    from newsfeed.loaders.dates import Times

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_DURATION_IN_UNITS = re.compile(
    r"(?:P(?:0D)?T|T)?(?:(?P<hours>\d{1,3})\s?h(?:(?:ou)?rs?)?\.?(?:[\s,]|\band\b)*)?"
    r"(?:(?P<minutes>\d{1,4})\s?(?:m(?:in(?:ute)?s?)?\.?|['’′])(?:[\s,]|\band\b)*)?"
    r"(?:(?P<seconds>\d{1,6})(?:\.\d{1,6})?\s?(?:s(?:ec(?:ond)?s?)?\.?|\"|”|″|''))?",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,6}):)?(?P<seconds>\d{1,9})(?:\.\d{1,9})?"
    r"(?:(?<=:\d\d)\s(?:min|h(?:rs?)?)\.?)?",
    re.ASCII,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+_-]*")
_ENDINGS = MimeTypes()  # Python's own list, not that of the machine
# Identifiers and content types that programs write into categories.
_NO_SUBJECT = re.compile(
    r"(?:[a-z]{2,12}[:=/_-]){0,2}\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?(?:[:/._-][0-9a-z]{1,6})?|"
    r"(?=.*\d)[0-9a-f]{24,}|\d{5,}|"
    r"(?:application|audio|image|text|video)/[a-z0-9.+-]+|tag:[^\s,]+,\d{4}(?:-\d\d){0,2}:\S*|null|undefined",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"[\W_]*|null|none|undefined|n/?a|\[object Object\]", re.IGNORECASE)
_COMMA_IN_NAME = re.compile(r",\s|\d,\d")
_LONGEST_LIST = 1000  # characters of categories in one statement
_LONGEST_LENGTH = 18  # digits of a file's size that a database integer holds


def line(text: str) -> str | None:
    r"""Return a text as one line of printable characters; ``None`` if it is empty.

    >>> line("  Jane\n Doe\x00 ")
    'Jane Doe'
    >>> line(" \x00 ") is None
    True
    """
    return fold(printable(text)) or None


def plain(text: TextConstruct) -> str:
    """Return the plain text of a text construct, with its markup resolved once.

    >>> from newsfeed.formats.feed import TextConstruct
    >>> plain(TextConstruct("Fish &amp; <b>chips</b>", "html"))
    'Fish & chips'
    >>> plain(TextConstruct("a < b &amp; c", "text"))
    'a < b &amp; c'
    """
    return text.value if text.type == "text" else plain_text(text.value)


def unescaped(name: str) -> str:
    """Resolve character references that some feeds leave in names, where they are never meant literally.

    >>> unescaped("Doe &amp; Sons &#38; more, AT&T")
    'Doe & Sons & more, AT&T'
    """
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), name) if "&" in name else name


def address(link: str, loader_context: Mapping[str, Any]) -> str | None:
    """Return the canonical absolute address of a link; ``None`` if it is not one.

    >>> address("/a?utm_source=rss", {"base": "https://example.org/feed"})
    'https://example.org/a'
    """
    return canonical_url(printable(link), loader_context["base"])


def image(url: str) -> str | None:
    """Return the address of an image; ``None`` if the address shows that it is an ornament.

    >>> image("https://example.org/2024/storm.jpg")
    'https://example.org/2024/storm.jpg'
    >>> image("https://example.org/avatar/jane.jpg"), image("https://pixel.example.org/1.gif")
    (None, None)
    """
    return None if is_ornamental(url) else url


def instant(raw: str, loader_context: Mapping[str, Any]) -> str | None:
    """Return a time as ISO 8601 in UTC; ``None`` if it cannot be read.

    >>> from newsfeed.loaders.dates import Times
    >>> instant("Thu, 04 Jan 2024 21:45:01 GMT", {"times": Times()})
    '2024-01-04T21:45:01+00:00'
    """
    times: Times = loader_context["times"]
    return times.instant(raw)


def enclosure(stated: FeedEnclosure, loader_context: Mapping[str, Any]) -> Enclosure | None:
    """Return an enclosure with its canonical address, and with length and duration as numbers.

    >>> from newsfeed.formats.feed import FeedEnclosure
    >>> enclosure(FeedEnclosure("/a.mp3", "audio/mpeg", " 123 ", "1:02:03"), {"base": "https://example.org/feed"})
    Enclosure(url='https://example.org/a.mp3', type='audio/mpeg', length=123, duration=3723)
    """
    url = address(stated.url, loader_context)
    if url is None:
        return None
    media_type = _MEDIA_TYPE.match((stated.type or "").strip().lower())
    kind = media_type[0] if media_type else _kind_by_ending(url)
    return Enclosure(url, kind, size(stated.length or ""), seconds(stated.duration or ""))


def files(enclosures: Iterable[Enclosure]) -> list[Enclosure]:
    """Return each file once, with all of its stated properties.

    >>> files([Enclosure("https://example.org/a.mp3"), Enclosure("https://example.org/a.mp3", length=9)])
    [Enclosure(url='https://example.org/a.mp3', type=None, length=9, duration=None)]
    """
    known: dict[str, Enclosure] = {}
    for each in enclosures:
        first = known.setdefault(each.url, each)
        first.type = first.type or each.type
        first.length = first.length or each.length
        first.duration = first.duration or each.duration
    return list(known.values())


def size(length: str) -> int | None:
    """Return the size of a file in bytes; ``None`` for 0, which the RSS Advisory Board advises for unknown sizes.

    >>> size("5,650,889"), size("0"), size("5 MB")
    (5650889, None, None)
    """
    digits = length.strip()
    digits = digits.replace(",", "") if _THOUSANDS.fullmatch(digits) else digits
    known = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_LENGTH
    return (int(digits) or None) if known else None


def _kind_by_ending(url: str) -> str | None:
    """Return the media type of audio, video or an image by the ending of its address."""
    kind, _ = _ENDINGS.guess_type(urlsplit(url).path)
    return kind if kind and kind.startswith(("audio/", "video/", "image/")) else None


def seconds(duration: str) -> int | None:
    """Return a duration in whole seconds; ``None`` for 0.

    It is written as seconds, as ``[hours:]minutes:seconds``, or with units, as in ISO 8601.

    >>> seconds("1:02:03"), seconds("62.5"), seconds("an hour"), seconds("0"), seconds("PT1H2M3S"), seconds("62 min")
    (3723, 62, None, None, 3723, 3720)
    """
    match = _DURATION.fullmatch(duration.strip()) or _DURATION_IN_UNITS.fullmatch(duration.strip())
    if match is None:
        return None
    hours, minutes, rest = (int(match[unit] or 0) for unit in ("hours", "minutes", "seconds"))
    return (hours * 3600 + minutes * 60 + rest) or None


def reference(stated: str, loader_context: Mapping[str, Any]) -> str | None:
    """Return the address of another entry, or its id if it is not an address.

    >>> reference("/1", {"base": "https://example.org/feed"}), reference("tag:example.org,2024:1", {"base": ""})
    ('https://example.org/1', 'tag:example.org,2024:1')
    """
    return address(stated, loader_context) or line(stated)


def people(author: PersonConstruct, loader_context: Mapping[str, Any]) -> list[Person]:
    """Return the authors named in a byline; an e-mail address is kept only if there is one author.

    >>> from newsfeed.formats.feed import PersonConstruct
    >>> people(PersonConstruct("By Doe &amp; Sons", "hidden", "/about"), {"base": "https://example.org/feed"})
    [Person(name='Doe & Sons', email=None, url='https://example.org/about')]
    """
    stated = author.name or ""
    names = line(plain_text(stated) if "</" in stated else unescaped(stated)) or ""
    found = [] if _NOBODY.fullmatch(names) else authors.names(name_without_credentials(names))
    if len(found) > 1:
        return [Person(each.name, authors.mailbox(each.email or "")) for each in map(parse_person, found)]
    name, email = next(iter(found), None), authors.mailbox(line(author.email or "") or "")
    if name and web_address(name):
        name, author = None, replace(author, url=author.url or name)
    url = address(author.url, loader_context) if author.url else None
    return [Person(name, email, url)] if name or email or url else []


def each_once(found: Iterable[Person]) -> list[Person]:
    """Return each author once, by name if there is one."""
    known: dict[str | None, Person] = {}
    for each in found:
        known.setdefault(each.name or each.email or each.url, each)
    return list(known.values())


def subjects(stated: str) -> list[str]:
    """Return the categories in one statement: none if it is an address, several if it is a list with commas.

    >>> subjects("ports,ferries"), subjects("Arts, Culture &amp; Sport"), subjects("http://example.org/schema#kind")
    (['ports', 'ferries'], ['Arts, Culture & Sport'], [])
    """
    name = line(name_without_credentials(unescaped(stated)))
    if name is None or web_address(name) or _NO_SUBJECT.fullmatch(name):
        return []
    one = len(name) > _LONGEST_LIST or _COMMA_IN_NAME.search(name)
    return [name] if one else [each for each in name.split(",") if each]


def distinct(values: Iterable[str]) -> list[str]:
    """Return the values without repetitions that differ in letter case only, in their order.

    >>> distinct(["Ports", "Tides", "ports"])
    ['Ports', 'Tides']
    """
    known: dict[str, str] = {}
    for value in values:
        known.setdefault(value.casefold(), value)
    return list(known.values())
