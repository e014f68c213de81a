"""What is made of single values of an entry: each processor does one thing to one value.

:class:`newsfeed.loaders.article.ArticleLoader` names those that a field's values go through.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from mimetypes import MimeTypes
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsfeed.formats.authors import person as parted
from newsfeed.items import Enclosure, Person
from newsfeed.text import authors
from newsfeed.text.characters import printable
from newsfeed.text.html.extract import plain_text
from newsfeed.text.urls.canonical import canonical_url, web_address
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsfeed.formats.feed import FeedEnclosure, PersonConstruct, TextConstruct
    from newsfeed.loaders.dates import Times

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Folders and hosts (by their first name) of pictures that belong to a person, a theme, a button or a counter.
_ORNAMENTAL_FOLDERS = frozenset({
    "ads", "avatar", "avatars", "badge", "badges", "buttons", "display-ad", "emoji", "icons", "pagead", "skins",
    "smilies", "themes", "tracking",
})  # fmt: skip
_ORNAMENTAL_HOSTS = frozenset({"ads", "badge", "badges", "counter", "feedads", "feeds", "imageads", "pixel", "stats"})
_DURATION = re.compile(
    r"(?:(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,6}):)?(?P<seconds>\d{1,9})(?:\.\d{1,9})?", re.ASCII
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+_-]*")
_ENDINGS = MimeTypes()  # those that Python knows, not those of the machine
_COMMA_IN_NAME = re.compile(r",\s|\d,\d")
_LONGEST_LIST = 1000  # characters of categories in one statement
_LONGEST_LENGTH = 18  # digits of a file's size that a database integer holds


def line(text: str) -> str | None:
    r"""Make a text one line of printable characters; what is empty is absent.

    >>> line("  Jane\n Doe\x00 ")
    'Jane Doe'
    >>> line(" \x00 ") is None
    True
    """
    return fold(printable(text)) or None


def plain(text: TextConstruct) -> str:
    """Give the characters of a text construct, its markup resolved once.

    >>> from newsfeed.formats.feed import TextConstruct
    >>> plain(TextConstruct("Fish &amp; <b>chips</b>", "html"))
    'Fish & chips'
    >>> plain(TextConstruct("a < b &amp; c", "text"))
    'a < b &amp; c'
    """
    return text.value if text.type == "text" else plain_text(text.value)


def unescaped(name: str) -> str:
    """Resolve the references that some feeds leave in names, which never mean them.

    >>> unescaped("Doe &amp; Sons &#38; more, AT&T")
    'Doe & Sons & more, AT&T'
    """
    return _REFERENCE.sub(lambda reference: unescape(reference[0]), name) if "&" in name else name


def address(link: str, loader_context: Mapping[str, Any]) -> str | None:
    """Give the canonical absolute address of a link, or nothing if it is none.

    >>> address("/a?utm_source=rss", {"base": "https://example.org/feed"})
    'https://example.org/a'
    """
    return canonical_url(printable(link), loader_context["base"])


def picture(url: str) -> str | None:
    """Give the address of a picture unless it tells that the picture belongs to no article.

    >>> picture("https://example.org/2024/storm.jpg")
    'https://example.org/2024/storm.jpg'
    >>> picture("https://example.org/avatar/jane.jpg"), picture("https://pixel.example.org/1.gif")
    (None, None)
    """
    parts = urlsplit(url)
    host, *folders = [parts.netloc.partition(".")[0], *parts.path.lower().split("/")[:-1]]
    return url if host not in _ORNAMENTAL_HOSTS and _ORNAMENTAL_FOLDERS.isdisjoint(folders) else None


def instant(raw: str, loader_context: Mapping[str, Any]) -> str | None:
    """Give a time as ISO 8601 in UTC, or nothing if it cannot be known.

    >>> from newsfeed.loaders.dates import Times
    >>> instant("Thu, 04 Jan 2024 21:45:01 GMT", {"times": Times()})
    '2024-01-04T21:45:01+00:00'
    """
    times: Times = loader_context["times"]
    return times.instant(raw)


def enclosure(attachment: FeedEnclosure, loader_context: Mapping[str, Any]) -> Enclosure | None:
    """Give an attachment with a canonical address, its length and duration as numbers.

    >>> from newsfeed.formats.feed import FeedEnclosure
    >>> enclosure(FeedEnclosure("/a.mp3", "audio/mpeg", " 123 ", "1:02:03"), {"base": "https://example.org/feed"})
    Enclosure(url='https://example.org/a.mp3', type='audio/mpeg', length=123, duration=3723)
    """
    url = address(attachment.url, loader_context)
    if url is None:
        return None
    stated = _MEDIA_TYPE.match((attachment.type or "").strip().lower())
    kind = stated[0] if stated else _kind_by_ending(url)
    return Enclosure(url, kind, size(attachment.length or ""), seconds(attachment.duration or ""))


def files(enclosures: Iterable[Enclosure]) -> list[Enclosure]:
    """Give every file once, with all that is stated of it.

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
    """Give the number of bytes of a file; 0 is what feeds say that do not know it, as the RSS Advisory Board advises.

    >>> size("5,650,889"), size("0"), size("5 MB")
    (5650889, None, None)
    """
    digits = length.strip()
    digits = digits.replace(",", "") if _THOUSANDS.fullmatch(digits) else digits
    known = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_LENGTH
    return (int(digits) or None) if known else None


def _kind_by_ending(url: str) -> str | None:
    """Return the media type of a sound, a film or a picture by the ending of its address."""
    kind, _ = _ENDINGS.guess_type(urlsplit(url).path)
    return kind if kind and kind.startswith(("audio/", "video/", "image/")) else None


def seconds(duration: str) -> int | None:
    """Give a duration, written as seconds or as ``[hours:]minutes:seconds``, in whole seconds.

    >>> seconds("1:02:03"), seconds("62.5"), seconds("an hour")
    (3723, 62, None)
    """
    match = _DURATION.fullmatch(duration.strip())
    if match is None:
        return None
    return int(match["hours"] or 0) * 3600 + int(match["minutes"] or 0) * 60 + int(match["seconds"])


def reference(stated: str, loader_context: Mapping[str, Any]) -> str | None:
    """Give the address of another entry, or its id where it is none.

    >>> reference("/1", {"base": "https://example.org/feed"}), reference("tag:example.org,2024:1", {"base": ""})
    ('https://example.org/1', 'tag:example.org,2024:1')
    """
    return address(stated, loader_context) or line(stated)


def people(author: PersonConstruct, loader_context: Mapping[str, Any]) -> list[Person]:
    """Give whom an author's statement names, with a canonical address; whose it is, of several, nobody knows.

    >>> from newsfeed.formats.feed import PersonConstruct
    >>> people(PersonConstruct("By Doe &amp; Sons", "hidden", "/about"), {"base": "https://example.org/feed"})
    [Person(name='Doe & Sons', email=None, url='https://example.org/about')]
    """
    stated = author.name or ""
    found = authors.names(line(plain_text(stated) if "</" in stated else unescaped(stated)) or "")
    if len(found) > 1:
        return [Person(each.name, authors.mailbox(each.email or "")) for each in map(parted, found)]
    name, email = next(iter(found), None), authors.mailbox(line(author.email or "") or "")
    if name and web_address(name):
        name, author = None, replace(author, url=author.url or name)
    url = address(author.url, loader_context) if author.url else None
    return [Person(name, email, url)] if name or email or url else []


def each_once(found: Iterable[Person]) -> list[Person]:
    """Give everybody once, by name if there is one."""
    known: dict[str | None, Person] = {}
    for each in found:
        known.setdefault(each.name or each.email or each.url, each)
    return list(known.values())


def subjects(stated: str) -> list[str]:
    """Give the categories that one statement holds: none if it is an address, several if commas stand between words.

    >>> subjects("ports,ferries"), subjects("Arts, Culture &amp; Sport"), subjects("http://example.org/schema#kind")
    (['ports', 'ferries'], ['Arts, Culture & Sport'], [])
    """
    name = line(unescaped(stated))
    if name is None or web_address(name):
        return []
    one = len(name) > _LONGEST_LIST or _COMMA_IN_NAME.search(name)
    return [name] if one else [each for each in name.split(",") if each]


def distinct(values: Iterable[str]) -> list[str]:
    """Drop values that were there before, in whatever letter case, keeping the order.

    >>> distinct(["Ports", "Tides", "ports"])
    ['Ports', 'Tides']
    """
    known: dict[str, str] = {}
    for value in values:
        known.setdefault(value.casefold(), value)
    return list(known.values())
