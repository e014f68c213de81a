"""Scrapy item exporters: articles in, one document out.

The line and table formats write each article as it comes. The feed formats (RSS, Atom, JSON Feed) are ordered by time,
newest first: each entry is serialised at once into a temporary file and only its place there is kept in memory.
Nothing depends on the clock, so the same articles give the same bytes.

All of them work in a crawl and outside of one: ``start_exporting()``, ``export_item(article)`` for each, then
``finish_exporting()``.
"""

from __future__ import annotations

import csv
import html
import json
import re
import tempfile
from abc import abstractmethod
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from io import TextIOWrapper
from itertools import groupby
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Any, ClassVar, NamedTuple, Self
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from scrapy.exporters import BaseItemExporter, XmlItemExporter

from newsfeed.dedup.copies import may_be_copy
from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scrapy.crawler import Crawler

    from newsfeed.items import Article, Enclosure, Kind, Paragraph, Person

EXPORTERS: dict[str, str] = {
    "atom": "newsfeed.exporters.AtomExporter",
    "csv": "newsfeed.exporters.CsvExporter",
    "jl": "newsfeed.exporters.JsonLinesExporter",
    "json": "newsfeed.exporters.JsonExporter",
    "jsonfeed": "newsfeed.exporters.JsonFeedExporter",
    "jsonl": "newsfeed.exporters.JsonLinesExporter",
    "jsonlines": "newsfeed.exporters.JsonLinesExporter",
    "rss": "newsfeed.exporters.RssExporter",
    "xml": "newsfeed.exporters.XmlExporter",
}
"""The exporter of each format, for Scrapy's ``FEED_EXPORTERS``."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_EPOCH = datetime.fromtimestamp(0, UTC)


def clean(text: str) -> str:
    r"""Return ``text`` without the characters that no XML 1.0 document may hold (section 2.2, production Char).

    >>> clean("a\x00b\ud800c")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


class ArticleExporter(BaseItemExporter):
    """What all exporters share: a document that lacks an article is not finished, so that it replaces none.

    Scrapy logs an exporter's exception and goes on, and the file would pass for complete.
    """

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file
        self._lost = 0

    def export_item(self, item: Article) -> None:
        """Write ``item``, or keep what is needed to write it at the end; after a failure, only count what is lost."""
        if self._lost:
            self._lost += 1
            return
        try:
            self.write(item)
        except Exception:
            self._lost += 1
            raise

    def finish_exporting(self) -> None:
        """Complete the document, or raise :class:`NewsfeedError` if an article could not be written."""
        if self._lost:
            raise NewsfeedError(f"{self._lost} articles could not be written; the first error above tells why")
        self.finish()

    @abstractmethod
    def write(self, article: Article) -> None:
        """Write one article."""

    def finish(self) -> None:
        """Write what follows the last article."""


# ---- JSON


def _fields(value: object) -> dict[str, Any]:
    """Return the fields of a dataclass, in order; its values stay as they are."""
    names, get = _getter(type(value))
    return dict(zip(names, get(value), strict=True))


def _getter(of: type) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    known = _GETTERS.get(of)
    if known is None:
        if not is_dataclass(of):
            raise TypeError(f"{of.__name__} cannot be written as JSON")
        names = tuple(field.name for field in fields(of))
        known = _GETTERS[of] = names, attrgetter(*names)
    return known


_GETTERS: dict[type, tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]] = {}

# The C encoder asks for each dataclass as it meets it: 3 times as fast as copying with asdict first.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_fields).encode


def _json(value: object) -> bytes:
    """Return ``value`` as compact JSON in UTF-8 (RFC 8259); lone surrogates become U+FFFD, pairs their character."""
    text = _encode(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


class JsonLinesExporter(ArticleExporter):
    """One JSON object per line, in UTF-8, with the item's fields in the order of the contract (``.jsonl``, ``.jl``).

    ``FEED_EXPORT_FIELDS`` limits the fields.
    """

    def write(self, article: Article) -> None:
        """Write one line."""
        self.file.write(_json(self._chosen(article)) + b"\n")

    def _chosen(self, article: Article) -> object:
        return dict(self.get_serialized_fields(article)) if self.fields_to_export else article


class JsonExporter(JsonLinesExporter):
    """One JSON array with an article per line (``.json``)."""

    def start_exporting(self) -> None:
        """Open the array."""
        self._separator = b"[\n"

    def write(self, article: Article) -> None:
        """Write one element."""
        self.file.write(self._separator + _json(self._chosen(article)))
        self._separator = b",\n"

    def finish(self) -> None:
        """Close the array."""
        self.file.write(b"[]\n" if self._separator == b"[\n" else b"\n]\n")


# ---- tables and plain XML


class CsvExporter(ArticleExporter):
    """A table with a row per article, for spreadsheets and data frames (``.csv``, RFC 4180).

    Lists are joined with ``; ``, an enclosure is its URL, a quote its speaker and words; paragraphs are left out, as
    ``text`` has the cleaned body. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP,
    "CSV injection"): feeds are strangers' text. Whoever needs every character unchanged takes JSON Lines.
    """

    columns: tuple[tuple[str, Callable[[Article], object]], ...] = (
        ("id", attrgetter("id")),
        ("url", attrgetter("url")),
        ("guid", attrgetter("guid")),
        ("title", attrgetter("title")),
        ("summary", attrgetter("summary")),
        ("authors", lambda article: "; ".join(article.authors)),
        ("people", lambda article: "; ".join(map(_contact, article.people))),
        ("categories", lambda article: "; ".join(article.categories)),
        ("language", attrgetter("language")),
        ("published", attrgetter("published")),
        ("updated", attrgetter("updated")),
        ("fetched", attrgetter("fetched")),
        ("image", attrgetter("image")),
        ("enclosures", lambda article: "; ".join(enclosure.url for enclosure in article.enclosures)),
        ("feed_url", attrgetter("feed.url")),
        ("feed_title", attrgetter("feed.title")),
        ("text", attrgetter("text")),
        (
            "quotes",
            lambda article: "; ".join(f"{q.speaker}: {q.text}" if q.speaker else q.text for q in article.quotes),
        ),
        ("simhash", attrgetter("simhash")),
        ("novelty", attrgetter("novelty")),
        ("duplicate_of", attrgetter("duplicate_of")),
        ("story", attrgetter("story")),
        ("revision", attrgetter("revision")),
    )

    @classmethod
    def header(cls) -> bytes:
        """Return the first line, without its end."""
        return ",".join(name for name, _ in cls.columns).encode()

    def start_exporting(self) -> None:
        """Write the header, unless rows are appended to a file that has one."""
        self._stream = TextIOWrapper(self.file, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._stream)
        if not _position(self.file):
            self._rows.writerow(name for name, _ in self.columns)

    def write(self, article: Article) -> None:
        """Write one row."""
        self._rows.writerow([_cell(value(article)) for _, value in self.columns])

    def finish(self) -> None:
        """Leave the file open: whoever opened it closes it."""
        self._stream.detach()


def _contact(person: Person) -> str:
    return " ".join(filter(None, (person.name, person.email and f"<{person.email}>", person.url)))


def _position(file: IO[bytes]) -> int:
    return file.tell() if file.seekable() else 0


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class XmlExporter(ArticleExporter):
    """Scrapy's plain XML (``.xml``): ``items``, ``item``, an element per field; what is absent is empty."""

    def start_exporting(self) -> None:
        """Open the document."""
        self._xml = XmlItemExporter(self.file, encoding="utf-8")  # type: ignore[arg-type]  # any binary file will do
        self._xml.start_exporting()

    def write(self, article: Article) -> None:
        """Write one ``item``."""
        self._xml.export_item(_plain(article))

    def finish(self) -> None:
        """Close the document."""
        self._xml.finish_exporting()


def _plain(value: Any) -> Any:
    """Return ``value`` as dictionaries, lists and strings that XML may hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple)):
        return [_plain(element) for element in value]
    if is_dataclass(value):
        return {name: _plain(element) for name, element in _fields(value).items()}
    return value


# ---- feeds


class _Place(NamedTuple):
    """Where an entry lies in the temporary file, ordered as the feed is: newest first, then by id."""

    before_now: float
    id: str
    start: int
    length: int


class SyndicationExporter(ArticleExporter):
    """What the feed formats share: which articles, in which order, under which ids.

    ``title`` names the feed, ``url`` is the address it will be published at, if known. Articles that repeat earlier
    ones wholly are left out and the others show their unique paragraphs; with ``keep_duplicates`` every article is
    there with all its paragraphs but boilerplate.

    Ids are ``urn:uuid:`` URNs (RFC 4122, version 5) made from the article's id: they never change, and collide with
    no other feed's.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        title: str = "newsfeed",
        url: str | None = None,
        keep_duplicates: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(file, **options)
        self.title = clean(title)
        self.url = url
        self.keep_duplicates = keep_duplicates
        self._places: list[_Place] = []
        self._updated = _EPOCH

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **options: Any) -> Self:
        """Build the exporter for a crawl: with ``NEWSFEED_POLICY=mark`` duplicates stay."""
        return cls(file, keep_duplicates=crawler.settings["NEWSFEED_POLICY"] == "mark", **options)

    @property
    def feed_id(self) -> str:
        """The feed's id: the same for the same address, or for the same title where there is no address."""
        return _urn(self.url or f"newsfeed:feed:{self.title}")

    @staticmethod
    def entry_id(article: Article) -> str:
        """Return the id of the article's entry."""
        return _urn(f"newsfeed:article:{article.id}")

    def start_exporting(self) -> None:
        """Open the temporary file."""
        self._spool: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by finish or with the exporter
        self.open_spool(self._spool)

    def write(self, article: Article) -> None:
        """Serialise one entry into the temporary file."""
        if not self.keep_duplicates and repeats_wholly(article):
            return
        start = self._spool.tell()
        self.write_entry(article)
        when = _first_time(article.published, article.updated, article.fetched)
        self._places.append(_Place(-when.timestamp(), article.id, start, self._spool.tell() - start))
        self._updated = max(self._updated, _last_change(article))

    def finish(self) -> None:
        """Write the document, its entries in order."""
        self.write_document(self._entries())
        self._spool.close()

    def _entries(self) -> Iterator[bytes]:
        for place in sorted(self._places):
            self._spool.seek(place.start)
            yield self._spool.read(place.length)

    def open_spool(self, spool: IO[bytes]) -> None:
        """Make ready to write entries to ``spool``."""

    @abstractmethod
    def write_entry(self, article: Article) -> None:
        """Write one entry to the spool."""

    @abstractmethod
    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the document around ``entries``."""

    def shown(self, article: Article) -> str:
        """Return the body that a reader of the feed sees, as HTML."""
        unwanted = {"boilerplate"} if self.keep_duplicates else {"boilerplate", "duplicate"}
        return to_html([paragraph for paragraph in article.paragraphs if paragraph.status not in unwanted])


def repeats_wholly(article: Article) -> bool:
    """Tell whether a reader of the earlier articles has read all of this one."""
    statuses = {paragraph.status for paragraph in article.paragraphs}
    if article.duplicate_of is not None:
        return True
    return "duplicate" in statuses and "unique" not in statuses and may_be_copy(p.text for p in article.paragraphs)


def to_html(paragraphs: list[Paragraph]) -> str:
    r"""Return ``paragraphs`` as HTML: everything escaped, runs of list items and of quotes under one parent.

    >>> from newsfeed.items import Paragraph
    >>> to_html([Paragraph("a < b"), Paragraph("one", "list"), Paragraph("two", "list")])
    '<p>a &lt; b</p>\n<ul><li>one</li><li>two</li></ul>'
    """
    return "\n".join(
        _block(kind, "".join(_element(kind, paragraph.text) for paragraph in run))
        for kind, run in groupby(paragraphs, key=attrgetter("kind"))
    )


def _element(kind: Kind, text: str) -> str:
    escaped = html.escape(clean(text), quote=False)
    match kind:
        case "heading":
            return f"<h2>{escaped}</h2>"
        case "list":
            return f"<li>{escaped}</li>"
        case "caption":
            return f"<p><small>{escaped}</small></p>"
        case "code":
            return f"<pre><code>{escaped}</code></pre>"
    return f"<p>{escaped}</p>"


def _block(kind: Kind, elements: str) -> str:
    match kind:
        case "list":
            return f"<ul>{elements}</ul>"
        case "quote":
            return f"<blockquote>{elements}</blockquote>"
    return elements


def _time(text: str | None) -> datetime | None:
    """Return the instant that ``text`` (ISO 8601) states, in UTC, or ``None``."""
    try:
        stated = datetime.fromisoformat(text or "")
        return stated.replace(tzinfo=stated.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _first_time(*texts: str | None) -> datetime:
    return next((when for when in map(_time, texts) if when), _EPOCH)


def _last_change(article: Article) -> datetime:
    return _first_time(article.updated, article.published, article.fetched)


def _rfc3339(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


def _urn(uri: str) -> str:
    return uuid5(NAMESPACE_URL, clean(uri)).urn


def _web(url: str | None) -> str | None:
    """Return ``url`` if a feed may link to it: absolute, on the web, and legal in XML."""
    return clean(url) if url and url.lower().startswith(("http://", "https://")) else None


def _language(article: Article) -> str | None:
    return article.language if article.language and _LANGUAGE.fullmatch(article.language) else None


def _names(values: list[str]) -> list[str]:
    return [name for name in (clean(value).strip() for value in values) if name]


def _authors(article: Article) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield name, e-mail address and page of each author; the feed formats cannot do without a name."""
    for person in article.people:
        if name := next(iter(_names([person.name or "", person.email or "", person.url or ""])), None):
            yield name, clean(person.email) if person.email and "@" in person.email else None, _web(person.url)


def _attachments(article: Article) -> Iterator[tuple[str, str, Enclosure]]:
    """Yield URL and media type of each enclosure; RSS and JSON Feed require the type."""
    for enclosure in article.enclosures:
        if url := _web(enclosure.url):
            yield url, clean(enclosure.type or "application/octet-stream"), enclosure


# ---- XML feeds

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_XML = "http://www.w3.org/XML/1998/namespace"


class XmlFeedExporter(SyndicationExporter):
    """A feed in XML: entries are written inside a root with the document's namespaces, so that they need none."""

    root: ClassVar[str]
    root_attributes: ClassVar[dict[str, str]] = {}
    namespaces: ClassVar[dict[str | None, str]]

    def open_spool(self, spool: IO[bytes]) -> None:
        """Open a root element in the spool; only what is written inside it is used."""
        self._open = ExitStack()
        self._xml = self._open.enter_context(etree.xmlfile(spool, encoding="utf-8"))
        self._open.enter_context(self._xml.element(self.root, self.root_attributes, nsmap=self.namespaces))
        self._xml.flush()

    def write_entry(self, article: Article) -> None:
        """Write one entry to the spool."""
        self.write_element(article)
        self._xml.write("\n")
        self._xml.flush()

    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the root, what describes the feed, and the entries."""
        self._open.close()
        with etree.xmlfile(self.file, encoding="utf-8") as self._xml:
            self._xml.write_declaration()
            with self._xml.element(self.root, self.root_attributes, nsmap=self.namespaces):
                self.write_feed(entries)

    def put(self, name: str, text: str = "", **attributes: str | None) -> None:
        """Write one element without children."""
        given = {key: value for key, value in attributes.items() if value is not None}
        with self._xml.element(name, given):
            self._xml.write(clean(text))

    def put_entries(self, entries: Iterator[bytes]) -> None:
        """Write entries that are serialised already."""
        self._xml.write("\n")
        self._xml.flush()
        for entry in entries:
            self.file.write(entry)

    @abstractmethod
    def write_element(self, article: Article) -> None:
        """Write one entry's element."""

    @abstractmethod
    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write what stands inside the root."""


class RssExporter(XmlFeedExporter):
    """RSS 2.0 (RSS Advisory Board, 2.0.11) with the whole text in ``content:encoded`` (``.rss``)."""

    root = "rss"
    root_attributes: ClassVar[dict[str, str]] = {"version": "2.0"}
    namespaces: ClassVar[dict[str | None, str]] = {"atom": _ATOM, "content": _CONTENT, "dc": _DC, "media": _MEDIA}

    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write the ``channel``."""
        with self._xml.element("channel"):
            self.put("title", self.title)
            self.put("link", self.url or self.feed_id)
            self.put("description", self.title)
            if self.url:
                self.put(f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=self.url)
            self.put("lastBuildDate", format_datetime(self._updated))
            self.put_entries(entries)

    def write_element(self, article: Article) -> None:
        """Write an ``item``."""
        body = self.shown(article)
        with self._xml.element("item"):
            if article.title:
                self.put("title", article.title)
            if link := _web(article.url):
                self.put("link", link)
            self.put("guid", self.entry_id(article), isPermaLink="false")
            if published := _time(article.published):
                self.put("pubDate", format_datetime(published))
            for author in _names(article.authors):
                self.put(f"{{{_DC}}}creator", author)
            for category in _names(article.categories):
                self.put("category", category)
            if language := _language(article):
                self.put(f"{{{_DC}}}language", language)
            if source := _web(article.feed.url):
                self.put("source", article.feed.title or "", url=source)
            if article.summary or not article.title:  # an item must have one of the two; this one is HTML
                self.put("description", html.escape(article.summary, quote=False) if article.summary else body)
            self.put(f"{{{_CONTENT}}}encoded", body)
            for url, media_type, enclosure in _attachments(article):
                self.put("enclosure", url=url, length=str(enclosure.length or 0), type=media_type)
            if image := _web(article.image):
                self.put(f"{{{_MEDIA}}}thumbnail", url=image)


class AtomExporter(XmlFeedExporter):
    """Atom 1.0 (RFC 4287) with the whole text as ``content type="html"`` (``.atom``)."""

    root = f"{{{_ATOM}}}feed"
    namespaces: ClassVar[dict[str | None, str]] = {None: _ATOM, "media": _MEDIA, "xml": _XML}

    def write_feed(self, entries: Iterator[bytes]) -> None:
        """Write the elements of ``feed``. Its author stands for the entries that name none (section 4.1.1)."""
        self.put_atom("id", self.feed_id)
        self.put_atom("title", self.title)
        self.put_atom("updated", _rfc3339(self._updated))
        self._put_author(self.title)
        if self.url:
            self.put_atom("link", rel="self", href=self.url)
        self.put_entries(entries)

    def write_element(self, article: Article) -> None:
        """Write an ``entry``."""
        language = _language(article)
        with self._xml.element(f"{{{_ATOM}}}entry", {f"{{{_XML}}}lang": language} if language else {}):
            self.put_atom("id", self.entry_id(article))
            self.put_atom("title", article.title or "")
            self.put_atom("updated", _rfc3339(_last_change(article)))
            if published := _time(article.published):
                self.put_atom("published", _rfc3339(published))
            if link := _web(article.url):
                self.put_atom("link", rel="alternate", href=link)
            for name, email, url in _authors(article):
                self._put_author(name, email, url)
            for category in _names(article.categories):
                self.put_atom("category", term=category)
            for url, media_type, enclosure in _attachments(article):
                length = None if enclosure.length is None else str(enclosure.length)
                self.put_atom("link", rel="enclosure", href=url, type=media_type, length=length)
            if image := _web(article.image):
                self.put(f"{{{_MEDIA}}}thumbnail", url=image)
            if article.summary:
                self.put_atom("summary", article.summary)
            if source := _web(article.feed.url):
                self._put_source(source, article.feed.title or source)
            self.put_atom("content", self.shown(article), type="html")

    def put_atom(self, name: str, text: str = "", **attributes: str | None) -> None:
        """Write one Atom element without children."""
        self.put(f"{{{_ATOM}}}{name}", text, **attributes)

    def _put_author(self, name: str, email: str | None = None, url: str | None = None) -> None:
        with self._xml.element(f"{{{_ATOM}}}author"):
            self.put_atom("name", name)
            if email:
                self.put_atom("email", email)
            if url:
                self.put_atom("uri", url)

    def _put_source(self, url: str, title: str) -> None:
        """Name the feed that the entry was taken from (section 4.2.11)."""
        with self._xml.element(f"{{{_ATOM}}}source"):
            self.put_atom("id", url)
            self.put_atom("title", title)
            self.put_atom("link", rel="self", href=url)


class JsonFeedExporter(SyndicationExporter):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1), an item per line (``.jsonfeed``)."""

    def write_entry(self, article: Article) -> None:
        """Write one item to the spool."""
        published = _time(article.published)
        item = {
            "id": self.entry_id(article),
            "url": _web(article.url),
            "title": clean(article.title or ""),
            "content_html": self.shown(article),
            "summary": clean(article.summary or ""),
            "image": _web(article.image),
            "date_published": published and _rfc3339(published),
            "date_modified": _rfc3339(_last_change(article)),
            "authors": [_present({"name": name, "url": url}) for name, _, url in _authors(article)],
            "tags": _names(article.categories),
            "language": _language(article),
            "attachments": [
                _present({"url": url, "mime_type": media_type, "size_in_bytes": enclosure.length})
                for url, media_type, enclosure in _attachments(article)
            ],
        }
        self._spool.write(_json(_present(item)))

    def write_document(self, entries: Iterator[bytes]) -> None:
        """Write the feed object around the items."""
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": self.title, "feed_url": self.url}
        self.file.write(_json(_present(feed)).removesuffix(b"}") + b',"items":[')
        for position, entry in enumerate(entries):
            self.file.write((b",\n" if position else b"\n") + entry)
        self.file.write(b"\n]}\n")


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is absent or empty, but for the content, which an item must have."""
    return {key: value for key, value in fields.items() if value or key == "content_html"}
