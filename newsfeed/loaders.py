"""Item loaders: an entry as its feed states it becomes a normalised article.

Each processor does one thing to one value. What several fields decide together (the id, the language, the lead as
summary) is said in :func:`load`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from itemloaders import ItemLoader
from itemloaders.processors import Identity, MapCompose, TakeFirst

from newsfeed.identity import article_id
from newsfeed.items import Article, Enclosure, Paragraph, Source
from newsfeed.text.dates import iso, parse_date
from newsfeed.text.html import body, plain_text
from newsfeed.text.language import language
from newsfeed.text.urls import canonical_url, section, url_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsfeed.formats.feed import Attachment, Entry, Feed, Text
    from newsfeed.text.html import Body

# What XML 1.0 forbids (section 2.2) and no text means: controls, lone surrogates, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NAME_IN_ADDRESS = re.compile(r"[^\s()<>]+@[^\s()<>]+\s*\((?P<name>[^()]+)\)")
_ADDRESS_AFTER_NAME = re.compile(r"\s*[<(][^<>()\s]+@[^<>()\s]+[>)]\s*$")


def printable(text: str) -> str:
    r"""Drop the characters that no document may hold.

    >>> printable("a\x00b\ud800c")
    'abc'
    """
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str | None:
    r"""Fold white space; what is empty is absent.

    >>> one_line("  Jane\n Doe ")
    'Jane Doe'
    >>> one_line(" ") is None
    True
    """
    return " ".join(text.split()) or None


def plain(text: Text) -> str:
    """Give the characters of a text construct, its markup resolved once.

    >>> from newsfeed.formats.feed import Text
    >>> plain(Text("Fish &amp; <b>chips</b>", "html"))
    'Fish & chips'
    >>> plain(Text("a < b &amp; c", "text"))
    'a < b &amp; c'
    """
    return text.value if text.type == "text" else plain_text(text.value)


def address(link: str, loader_context: Mapping[str, Any]) -> str | None:
    """Give the canonical absolute address of a link, or nothing if it is none.

    >>> address("/a?utm_source=rss", {"base": "https://example.org/feed"})
    'https://example.org/a'
    """
    return canonical_url(link, loader_context["base"])


def instant(raw: str) -> str | None:
    """Give a time as ISO 8601 in UTC, or nothing if it cannot be known.

    >>> instant("Thu, 04 Jan 2024 21:45:01 GMT")
    '2024-01-04T21:45:01+00:00'
    """
    found = parse_date(raw)
    return iso(found) if found else None


def person(author: str) -> str:
    """Give the name of an author that RSS 2.0 writes as an e-mail address with the name in brackets.

    >>> person("jane@example.org (Jane Doe)")
    'Jane Doe'
    >>> person("Jane Doe <jane@example.org>")
    'Jane Doe'
    """
    bracketed = _NAME_IN_ADDRESS.fullmatch(author.strip())
    return bracketed["name"] if bracketed else _ADDRESS_AFTER_NAME.sub("", author)


def enclosure(attachment: Attachment, loader_context: Mapping[str, Any]) -> Enclosure | None:
    """Give an attachment with a canonical address and its length as a number."""
    url = canonical_url(attachment.url, loader_context["base"])
    length = (attachment.length or "").strip()
    known = length.isascii() and length.isdigit() and len(length) <= _LONGEST_LENGTH
    return Enclosure(url, attachment.type, int(length) if known else None) if url else None


def distinct(values: Iterable[str]) -> list[str]:
    """Drop repeated values, keeping the order.

    >>> distinct(["a", "b", "a"])
    ['a', 'b']
    """
    return list(dict.fromkeys(values))


_LONGEST_LENGTH = 18  # digits of a file's size that a database integer holds


class ArticleLoader(ItemLoader):
    """Collects the fields of one article. Its context needs ``base``, the address that relative links start from."""

    default_item_class = Article
    default_input_processor = MapCompose(printable, one_line)
    default_output_processor = TakeFirst()

    title_in = MapCompose(plain, printable, one_line)
    summary_in = MapCompose(plain, printable, one_line)
    url_in = MapCompose(printable, address)
    image_in = url_in
    published_in = MapCompose(instant)
    updated_in = MapCompose(instant)
    authors_in = MapCompose(printable, person, one_line)
    authors_out = distinct
    categories_out = distinct
    enclosures_in = MapCompose(enclosure)
    enclosures_out = Identity()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document came to be read.

    ``name`` is its address, or for a local file the path relative to the named source; ``fetched`` an ISO 8601 time.
    """

    name: str
    remote: bool
    fetched: str


def load(feed: Feed, reading: Reading) -> Iterator[Article]:
    """Yield the entries of a feed as articles, in their order."""
    links: Counter[str] = Counter()
    for guid in {(entry.guid, entry.link) for entry in feed.entries if entry.guid}:
        links[guid[0] or ""] += 1
    title = one_line(printable(plain(feed.title))) if feed.title else None
    for entry in feed.entries:
        reused = links[entry.guid or ""] > 1
        yield _load(entry, feed, reading, Source(printable(reading.name), title), reused_guid=reused)


def _load(entry: Entry, feed: Feed, reading: Reading, source: Source, *, reused_guid: bool) -> Article:
    base = _base(entry, feed, reading)
    loader = ArticleLoader(base=base)
    loader.add_value("guid", entry.guid)
    loader.add_value("url", entry.link)
    loader.add_value("title", entry.title)
    loader.add_value("authors", entry.authors)
    loader.add_value("categories", entry.categories)
    loader.add_value("published", entry.published)
    loader.add_value("updated", entry.updated)
    loader.add_value("enclosures", entry.attachments)
    loader.add_value("image", entry.image)
    if entry.content:
        loader.add_value("summary", entry.summary)
    article: Article = loader.load_item()
    _fill_body(article, entry, base)
    article.id = article_id(_scope(feed, reading), _key(article, reused_guid=reused_guid))
    article.feed = source
    article.fetched = reading.fetched
    if not article.categories and article.url and (named := section(article.url)):
        article.categories = [named]
    prose = " ".join(paragraph.text for paragraph in article.paragraphs) or article.summary or ""
    article.language = language(article.title or "", prose, entry.language or feed.language)
    return article


def _base(entry: Entry, feed: Feed, reading: Reading) -> str:
    return entry.base or entry.link or feed.link or feed.url or (reading.name if reading.remote else "")


def _fill_body(article: Article, entry: Entry, base: str) -> None:
    text = entry.content or entry.summary
    if text is None:
        return
    found = _body(text, base, article.title or "")
    article.paragraphs = [replace(each, text=printable(each.text)) for each in found.paragraphs]
    article.image = article.image or next(filter(None, (canonical_url(each, base) for each in found.images)), None)
    if article.summary is None:
        article.summary = _stated_summary(entry) or _lead(article.paragraphs)


def _body(text: Text, base: str, title: str) -> Body:
    return body(text.value if text.type == "html" else escape(text.value), url=base, title=title)


def _stated_summary(entry: Entry) -> str | None:
    return one_line(printable(plain(entry.summary))) if entry.summary else None


def _lead(paragraphs: Sequence[Paragraph]) -> str | None:
    return next((paragraph.text for paragraph in paragraphs if paragraph.kind == "lead"), None)


def _scope(feed: Feed, reading: Reading) -> str:
    """Return what the keys of this document's entries are unique in.

    A saved feed is the feed it says it is, wherever the file lies; an archived article stands for itself.
    """
    if feed.format == "archive":
        return ""
    stated = reading.name if reading.remote else feed.url or feed.link
    return url_key(stated) if stated else reading.name


def _key(article: Article, *, reused_guid: bool) -> str:
    """Return what tells an entry from the others of its feed: its guid, else its link, else its words.

    A guid that the feed gives to entries with different links identifies none of them alone.
    """
    link = url_key(article.url) if article.url else ""
    if article.guid and not reused_guid:
        return article.guid
    if article.guid or link:
        return f"{article.guid or ''} {link}".strip()
    words = (article.title or "", article.published or "") if article.title else [p.text for p in article.paragraphs]
    return "\n".join(words)
