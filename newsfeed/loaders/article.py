"""Turn the entries of a feed into normalised articles.

:mod:`newsfeed.loaders.processors` normalises single values; :func:`load` adds the fields that depend on several of them
or on the whole document: id, language, summary, image.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from itemloaders import ItemLoader
from itemloaders.processors import MapCompose, TakeFirst

from newsfeed.formats.feed import Entry, FeedEnclosure
from newsfeed.items import MEDIA, Article, Removed, Source
from newsfeed.loaders.dates import Times
from newsfeed.loaders.identity import FeedDocument, Key, Named, Names, with_fragments
from newsfeed.loaders.jsonlines import to_article
from newsfeed.loaders.processors import (
    address,
    distinct,
    each_once,
    enclosure,
    files,
    image,
    instant,
    line,
    people,
    plain,
    reference,
    subjects,
)
from newsfeed.text.characters import printable
from newsfeed.text.html.alternates import Variants, variants
from newsfeed.text.html.extract import EXTRACTION, Body, body
from newsfeed.text.html.images import ImageCandidate, prominence, width
from newsfeed.text.language import SAMPLE, forget_model, language
from newsfeed.text.urls.canonical import canonical_url, is_variant, page_key, section, url_key, web_address
from newsfeed.text.urls.credentials import name_without_credentials, without_credentials

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import tzinfo

    from newsfeed.dedup.order import PollTimes
    from newsfeed.formats.feed import Feed, TextConstruct
    from newsfeed.items import Paragraph

_NO_LINKS = frozenset({"#", "-", "n/a", "na", "nil", "none", "null", "undefined"})  # what programs write instead
_LONGEST_SYNOPSIS = 1000  # characters
_LARGE = 1_000_000  # characters of HTML that take much memory to read
_OWN_DIRECTORY = 3  # words of a directory, all of them in the title, from which it is the article's own
_LONGEST_SECTION = 4  # words
_WORD = re.compile(r"\w+")
_TITLES = 20  # titles of a feed, enough to detect its language


class ArticleLoader(ItemLoader):
    """Collects the fields of one article.

    The context needs ``base``, the base address of relative links, and ``times``, the feed's :class:`Times`.

    To load another field, define both of its processors here; its source is the field of the same name in ``Entry``.
    The processors are looked up on the class, where they are plain functions: finding defaults and unbinding methods
    would cost more time than the processors themselves.
    """

    default_item_class = Article

    guid_in = MapCompose(line, without_credentials)
    guid_out = TakeFirst()
    url_in = MapCompose(address)
    url_out = TakeFirst()
    title_in = MapCompose(plain, line)
    title_out = TakeFirst()
    people_in = MapCompose(people)
    people_out = each_once
    categories_in = MapCompose(subjects)
    categories_out = distinct
    published_in = MapCompose(instant)
    published_out = TakeFirst()
    updated_in = MapCompose(instant)
    updated_out = TakeFirst()
    enclosures_in = MapCompose(enclosure)
    enclosures_out = files
    rights_in = MapCompose(plain, line, name_without_credentials)
    rights_out = TakeFirst()
    license_in = MapCompose(address)
    license_out = TakeFirst()
    reply_to_in = MapCompose(reference, without_credentials)
    reply_to_out = TakeFirst()

    def get_input_processor(self, field_name: str) -> Any:
        """Return the processor of each value of a field."""
        return getattr(type(self), f"{field_name}_in")

    def get_output_processor(self, field_name: str) -> Any:
        """Return the processor that combines the values of a field."""
        return getattr(type(self), f"{field_name}_out")


_SAME_NAME = tuple(each.name for each in fields(Entry) if hasattr(ArticleLoader, f"{each.name}_in"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Where, when and how a document was read.

    ``name`` is its address, or the path of a local file relative to the named source. ``fetched`` is an ISO 8601 time.
    ``language`` is the server's ``Content-Language``, used if nothing else gives the language. ``address`` is the final
    address after redirects, if it differs from ``name``. ``zone`` is the subscriber's time zone for times without one.
    ``poll`` holds the times of the poll if this is a live feed, whose dates cannot be trusted beyond them.
    """

    name: str
    remote: bool
    fetched: str
    language: str | None = None
    address: str | None = None
    zone: tzinfo | None = None
    poll: PollTimes | None = None


def load(feed: Feed, reading: Reading) -> Iterator[Named]:
    """Yield the entries of a feed as articles with their names, in document order."""
    loader = _DocumentLoader(feed, reading)
    for entry, key in zip(feed.entries, loader.keys, strict=True):
        yield loader.load(entry, key)


def load_unknown(feed: Feed, reading: Reading, known: Container[int]) -> Iterator[tuple[int, Named | None]]:
    """Yield a digest of each entry with its article; the article is ``None`` if the digest is ``known``.

    The digest is a signed 64-bit integer over the identity and the visible content of an entry, so an entry with a
    known digest need not be loaded again.
    """
    loader = _DocumentLoader(feed, reading)
    for entry, key in zip(feed.entries, loader.keys, strict=True):
        digest = loader.digest(entry)
        yield digest, None if digest in known else loader.load(entry, key)


class _DocumentLoader:
    """Loads the entries of one document; holds the values that depend on the whole document."""

    def __init__(self, feed: Feed, reading: Reading) -> None:
        times = [raw for entry in feed.entries for raw in (entry.published, entry.updated) if raw]
        self._feed = feed
        self._reading = reading
        self._site = _site(feed, reading)
        self._times = Times.of(times, feed.language or reading.language, reading.fetched, reading.zone)
        self.keys = with_fragments([_key(entry, _joined(self._site, entry.base)) for entry in feed.entries])
        self._pages = Counter((key.page or "").partition("#")[0] for key in self.keys)
        as_of = reading.fetched if reading.remote else self._times.named(reading.name) or self._times.last(times)
        self._document = FeedDocument.of(_scope(feed, reading), self.keys, as_of, reading.poll)
        self._shared = sorted(self._document.shared)
        title = line(plain(feed.title)) if feed.title else None
        self._source = Source(printable(reading.name), title and name_without_credentials(title))
        self._titles = "\n".join(plain(entry.title) for entry in feed.entries[:_TITLES] if entry.title)
        self._has_sections = _has_sections(feed.entries, self.keys)
        self._rights = line(plain(feed.rights)) if feed.rights else None
        self._license = address(feed.license, {"base": self._site}) if feed.license else None

    def load(self, entry: Entry, key: Key) -> Named:
        """Return an entry as an article with its names."""
        if entry.article is not None and (whole := _exported(entry.article)):
            whole.fetched = whole.fetched or self._reading.fetched
            return Named.by_id(whole)
        article = _article(entry, self._site, self._times)
        if self._has_sections and not article.categories:
            article.categories = _section(article)
        article.rights = article.rights or self._rights
        article.license = article.license or self._license
        article.dates = self._times.notes(line(entry.published or ""), line(entry.updated or ""))
        article.language = _language(article, _declared(entry) or self._feed.language, self._titles) or language(
            "", "", self._reading.language
        )
        article.feed = replace(self._source)
        article.fetched = self._reading.fetched
        page, _, number = (key.page or "").partition("#")
        fragment = key.fragment or (number if self._pages[page] > 1 else "")
        if article.url and fragment:
            article.url = f"{article.url}#{fragment}"
        names = Names.of(self._document, key, article)
        if self._feed.cut and entry is self._feed.entries[-1]:
            names = replace(names, is_cut=True)
        article.id = names.id
        return Named(article, names)

    def digest(self, entry: Entry) -> int:
        """Return a digest of the identity and the visible content of an entry."""
        texts = [
            text and (_brief(text.value), text.type, text.base, text.language)
            for text in (entry.title, entry.summary, entry.content)
        ]
        enclosures = [(each.url, each.type, each.length, each.duration) for each in entry.enclosures]
        dates = () if entry.guid or entry.link else (entry.published, entry.updated)
        stated = (entry.guid, entry.link, entry.canonical, entry.variants, entry.base, texts, enclosures, dates)
        content = repr((EXTRACTION, stated, self._site, self._shared))
        return int.from_bytes(blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _exported(value: dict[str, Any]) -> Article | None:
    """Return the article that this program wrote into a document, or ``None`` if the value is not one."""
    try:
        return to_article(value)
    except (ValueError, RecursionError):
        return None


def _key(entry: Entry, base: str) -> Key:
    links = _links(entry, base)
    texts = repr([text and _brief(text.value) for text in (entry.summary, entry.content)])
    return Key(
        guid=line(entry.guid) if entry.guid else None,
        page=page_key(links.canonical, base) if links.canonical else None,
        title=entry.title.value if entry.title else None,
        variants=tuple(key for each in links.others if (key := page_key(each, base))),
        fragment=(links.canonical or "").partition("#")[2].strip() or None,
        text=blake2b(texts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest(),
    )


def _brief(text: str) -> str:
    """Return a text for a digest; instead of a very long one, its own digest: another copy would take much memory."""
    if len(text) <= _LARGE:
        return text
    digest = blake2b(digest_size=16)
    for start in range(0, len(text), _LARGE):
        digest.update(text[start : start + _LARGE].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _links(entry: Entry, base: str) -> Variants:
    """Return the address of an entry's page: its canonical address if that is plausible, else its link."""
    in_content = variants(entry.content.value) if entry.content and entry.content.type == "html" else Variants()
    link, preferred = (printable(each or "") for each in (entry.link, entry.canonical or in_content.canonical))
    if link.strip().lower() in _NO_LINKS:
        link = ""
    elif link.lstrip().lower().startswith("www."):
        link = f"https://{link.strip()}"
    chosen = preferred if preferred and (not link or is_variant(link, preferred, base)) else link
    others = {*(printable(each) for each in (*entry.variants, *in_content.others)), link} - {chosen, ""}
    return Variants(chosen or None, tuple(each for each in sorted(others) if is_variant(each, chosen, base)))


def _other_addresses(entry: Entry) -> list[str]:
    """Return the addresses that can replace a missing link: the entry's id, its enclosures."""
    guid = [entry.guid] if entry.guid and web_address(entry.guid) else []
    return [*guid, *(each.url for each in entry.enclosures)]


def _site(feed: Feed, reading: Reading) -> str:
    """Return the base address of a document."""
    return _joined(reading.name if reading.remote else None, reading.address, feed.url, feed.link)


def _article(entry: Entry, site: str, times: Times) -> Article:
    base = _joined(site, entry.base)
    loader = ArticleLoader(base=base, times=times)
    for name in _SAME_NAME:
        loader.add_value(name, getattr(entry, name))
    link = _links(entry, base).canonical
    loader.add_value("url", [link] if link else _other_addresses(entry))
    loader.add_value("people", entry.authors)
    article: Article = loader.load_item()
    article.authors = distinct(each.name or each.email or each.url or "" for each in article.people)
    page = base if entry.base or not link else article.url or base
    content, summary = (_read(text, site, page, article.title or "") for text in (entry.content, entry.summary))
    found = _chosen(content, summary)
    article.paragraphs = _printable(found.paragraphs)
    article.removed = [Removed(printable(each.text), each.reason) for each in found.removed]
    shown = [] if any(each.kind != "embed" for each in found.paragraphs) else found.paragraphs
    pages = [(each.url, "text/html") for each in shown if each.url]  # a post that consists of a video on another site
    played = (enclosure(FeedEnclosure(*file), {"base": base}) for file in found.files or pages)
    article.enclosures = files([*article.enclosures, *filter(None, played)])
    article.image = _image(entry, found.images, base)
    synopsis = line(" ".join(each.text for each in summary.paragraphs if each.kind not in MEDIA))
    is_content = entry.content is None and len(synopsis or "") > _LONGEST_SYNOPSIS  # RSS 2.0 has one name for both
    article.summary = synopsis if synopsis and not is_content else _lead(article.paragraphs)
    return article


def _has_sections(entries: Sequence[Entry], keys: Sequence[Key]) -> bool:
    """Return whether entries are in different directories; a directory shared by all is not a section."""
    if all(entry.categories for entry in entries):
        return False
    return len(entries) == 1 or len({section(f"//{key.page}") for key in keys if key.page} - {None}) > 1


def _section(article: Article) -> list[str]:
    """Return the section in an article's address, unless it is the author's name or made of the article's title."""
    named = section(article.url) if article.url else None
    if named is None or named.casefold() in map(str.casefold, article.authors):
        return []
    words = named.casefold().split()
    is_own = len(words) >= _OWN_DIRECTORY and set(words) <= set(_WORD.findall((article.title or "").casefold()))
    return [] if is_own or len(words) > _LONGEST_SECTION else [named]


def _joined(*addresses: str | None) -> str:
    """Join addresses, each relative to those before it; unreadable ones are skipped."""
    base = ""
    for each in addresses:
        try:
            base = urljoin(base, each.strip()) if each else base
        except ValueError:
            continue
    return base


def _read(text: TextConstruct | None, site: str, page: str, title: str) -> Body:
    """Return the paragraphs and images of a text; its own base address comes before the article's page."""
    if text is None:
        return Body([], [])
    base = _joined(site, text.base) if text.base else page
    if len(text.value) > _LARGE:
        forget_model()
    return body(text.value if text.type == "html" else escape(text.value), url=base, title=title)


def _chosen(content: Body, summary: Body) -> Body:
    """Return the body of an entry: its content, with the text of its summary if the content has none."""
    if any(paragraph.kind not in MEDIA for paragraph in content.paragraphs):
        return content
    shown = {paragraph.url for paragraph in content.paragraphs}
    paragraphs = [each for each in summary.paragraphs if each.url is None or each.url not in shown]
    return Body(
        [*content.paragraphs, *paragraphs],
        content.images or summary.images,
        [*content.removed, *summary.removed],
        [*content.files, *summary.files],
    )


def _printable(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    for paragraph in paragraphs:
        paragraph.text = printable(paragraph.text)
        paragraph.html = paragraph.html and printable(paragraph.html)
    return [paragraph for paragraph in paragraphs if paragraph.text.strip() or paragraph.url]


def _image(entry: Entry, shown: Sequence[ImageCandidate], base: str) -> str | None:
    """Return the image that an entry states, or the largest one in its text if that is known to be larger."""
    stated = _first_real((ImageCandidate(each.url, each.width) for each in entry.images), base)
    if stated and width(stated) is None:
        return stated.url
    largest = _first_real(sorted(shown, key=prominence, reverse=True), base)
    if stated and (largest is None or prominence(stated) >= prominence(largest)):
        return stated.url
    return largest.url if largest else None


def _first_real(images: Iterable[ImageCandidate], base: str) -> ImageCandidate | None:
    """Return the first image that is not an ornament, with its canonical address."""
    real = (each._replace(url=url) for each in images if (url := address(each.url, {"base": base})) and image(url))
    return next(real, None)


def _lead(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return a summary from the text: the marked lead, else the first paragraph."""
    for kind in ("lead", "paragraph"):
        first = next((paragraph.text for paragraph in paragraphs if paragraph.kind == kind), None)
        if first is not None and len(first) <= _LONGEST_SYNOPSIS:
            return first
    return None


def _declared(entry: Entry) -> str | None:
    """Return the language that an entry declares for its text."""
    text = entry.content or entry.summary or entry.title
    return (text and text.language) or entry.language


def _language(article: Article, declared: str | None, titles: str) -> str | None:
    beginning: list[str] = []
    characters = 0
    for paragraph in article.paragraphs:
        beginning.append(paragraph.text)
        characters += len(paragraph.text)
        if characters >= SAMPLE:
            break
    return language(article.title or "", " ".join(beginning), declared, titles)


def _scope(feed: Feed, reading: Reading) -> str:
    """Return the scope in which the guids and pages of this document's entries are unique.

    A saved feed has the scope of the address that it states, wherever the file is; an archived article has none. A file
    without an absolute address is identified by its name and the feed's title.
    """
    if feed.format == "archive":
        return ""
    stated = reading.name if reading.remote else _joined(feed.link, feed.url)
    return url_key(stated) if canonical_url(stated) else f"{reading.name}\n{plain(feed.title) if feed.title else ''}"
