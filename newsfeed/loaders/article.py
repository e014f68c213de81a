"""Item loaders: an entry as its feed states it becomes a normalised article.

What is made of a single value, :mod:`newsfeed.loaders.processors` says; what several decide together (the id, the
language, the summary, the image), :func:`load`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from itemloaders import ItemLoader
from itemloaders.processors import MapCompose, TakeFirst

from newsfeed.items import Article, Source
from newsfeed.loaders.dates import Times
from newsfeed.loaders.identity import FeedDocument, Key, Named, Names
from newsfeed.loaders.processors import (
    address,
    distinct,
    each_once,
    enclosure,
    files,
    instant,
    line,
    people,
    picture,
    plain,
    reference,
    subjects,
)
from newsfeed.text.characters import printable
from newsfeed.text.html.alternates import Variants, variants
from newsfeed.text.html.extract import Body, body
from newsfeed.text.html.images import ImageCandidate, prominence, width
from newsfeed.text.language import language
from newsfeed.text.urls.canonical import canonical_url, is_variant, page_key, section, url_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import tzinfo

    from newsfeed.formats.feed import Entry, Feed, TextConstruct
    from newsfeed.items import Paragraph

_LONGEST_SYNOPSIS = 1000  # characters
_TITLES = 20  # of a feed that tell its language


class ArticleLoader(ItemLoader):
    """Collects the fields of one article.

    Its context needs ``base``, the address that relative links start from, and ``times``, how the feed writes them.

    Every field names both its processors, and they are taken from the class, where they are no methods: looking for a
    field's default and unbinding what was bound would cost more than the processors do.
    """

    default_item_class = Article

    guid_in = MapCompose(line)
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
    rights_in = MapCompose(plain, line)
    rights_out = TakeFirst()
    license_in = MapCompose(address)
    license_out = TakeFirst()
    reply_to_in = MapCompose(reference)
    reply_to_out = TakeFirst()

    def get_input_processor(self, field_name: str) -> Any:
        """Return what every value of a field goes through."""
        return getattr(type(self), f"{field_name}_in")

    def get_output_processor(self, field_name: str) -> Any:
        """Return what makes the field of its values."""
        return getattr(type(self), f"{field_name}_out")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a document came to be read.

    ``name`` is its address, or for a local file the path relative to the named source; ``fetched`` an ISO 8601 time;
    ``language`` is what the server says (``Content-Language``), believed where nothing else tells; ``address`` where it
    was found in the end, if it is not its name, after redirects; ``zone`` is that of times that state none, where the
    subscriber says.
    """

    name: str
    remote: bool
    fetched: str
    language: str | None = None
    address: str | None = None
    zone: tzinfo | None = None


def load(feed: Feed, reading: Reading) -> Iterator[Named]:
    """Yield the entries of a feed as articles, in their order, each with what it can be known by."""
    whole = _Whole.of(feed, reading)
    for entry, key in zip(feed.entries, whole.keys, strict=True):
        yield whole.named(entry, key)


def load_unknown(feed: Feed, reading: Reading, known: Container[int]) -> Iterator[tuple[int, Named | None]]:
    """Yield a digest of each entry, and the article that it is as :func:`load` does, unless its digest is ``known``.

    The digest is of all that decides which article it is and what a reader sees of it, signed and 64 bits long. What
    an entry with a known digest says has been read already.
    """
    whole = _Whole.of(feed, reading)
    for entry, key in zip(feed.entries, whole.keys, strict=True):
        digest = whole.digest(entry)
        yield digest, None if digest in known else whole.named(entry, key)


class _Whole(NamedTuple):
    """A document as far as its entries depend on the whole of it."""

    feed: Feed
    reading: Reading
    site: str
    times: Times
    keys: Sequence[Key]
    document: FeedDocument
    source: Source
    titles: str
    in_sections: bool
    rights: str | None
    license: str | None

    @classmethod
    def of(cls, feed: Feed, reading: Reading) -> _Whole:
        site = _site(feed, reading)
        raws = [raw for entry in feed.entries for raw in (entry.published, entry.updated) if raw]
        times = Times.of(raws, feed.language or reading.language, reading.fetched, reading.zone)
        keys = _keys(feed.entries, site)
        as_of = reading.fetched if reading.remote else times.last(raws)
        return cls(
            feed,
            reading,
            site,
            times,
            keys,
            FeedDocument.of(_scope(feed, reading), keys, as_of),
            Source(printable(reading.name), line(plain(feed.title)) if feed.title else None),
            "\n".join(plain(entry.title) for entry in feed.entries[:_TITLES] if entry.title),
            _lie_in_sections(feed.entries, keys),
            line(plain(feed.rights)) if feed.rights else None,
            address(feed.license, {"base": site}) if feed.license else None,
        )

    def named(self, entry: Entry, key: Key) -> Named:
        """Return an entry as an article."""
        article = _article(entry, self.site, self.times)
        if self.in_sections and not article.categories:
            article.categories = _section(article)
        article.rights = article.rights or self.rights
        article.license = article.license or self.license
        article.dates = self.times.notes(line(entry.published or ""), line(entry.updated or ""))
        article.language = _language(article, _declared(entry) or self.feed.language, self.titles) or language(
            "", "", self.reading.language
        )
        article.feed = replace(self.source)
        article.fetched = self.reading.fetched
        names = Names.of(self.document, key, article)
        article.id = names.id
        return Named(article, names)

    def digest(self, entry: Entry) -> int:
        """Return a digest of what decides which article an entry is, and what a reader sees of it."""
        said = (
            entry.guid, entry.link, entry.canonical, entry.variants, entry.title, entry.summary, entry.content,
            entry.enclosures, entry.base,
        )  # fmt: skip
        dated = () if entry.guid or entry.link else (entry.published, entry.updated)
        text = repr((said, dated, self.site, sorted(self.document.shared)))
        return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _keys(entries: Iterable[Entry], site: str) -> list[Key]:
    """Return what tells each entry from the others."""
    return [_key(entry, _joined(site, entry.base)) for entry in entries]


def _key(entry: Entry, base: str) -> Key:
    links = _links(entry, base)
    return Key(
        guid=line(entry.guid) if entry.guid else None,
        page=page_key(links.canonical, base) if links.canonical else None,
        title=entry.title.value if entry.title else None,
        variants=tuple(key for each in links.others if (key := page_key(each, base))),
    )


def _links(entry: Entry, base: str) -> Variants:
    """Return where an entry leads: by the address that it, or its page, prefers to the link if that may be believed."""
    told = variants(entry.content.value) if entry.content and entry.content.type == "html" else Variants()
    link, preferred = (printable(each or "") for each in (entry.link, entry.canonical or told.canonical))
    chosen = preferred if preferred and (not link or is_variant(link, preferred, base)) else link
    others = {*(printable(each) for each in (*entry.variants, *told.others)), link} - {chosen, ""}
    return Variants(chosen or None, tuple(each for each in sorted(others) if is_variant(each, chosen, base)))


def _site(feed: Feed, reading: Reading) -> str:
    """Return the address that relative ones in a document start from."""
    return _joined(reading.name if reading.remote else None, reading.address, feed.url, feed.link)


def _article(entry: Entry, site: str, times: Times) -> Article:
    base = _joined(site, entry.base)
    loader = ArticleLoader(base=base, times=times)
    loader.add_value("guid", entry.guid)
    loader.add_value("url", _links(entry, base).canonical)
    loader.add_value("title", entry.title)
    loader.add_value("people", entry.authors)
    loader.add_value("categories", entry.categories)
    loader.add_value("published", entry.published)
    loader.add_value("updated", entry.updated)
    loader.add_value("enclosures", entry.enclosures)
    loader.add_value("rights", entry.rights)
    loader.add_value("license", entry.license)
    loader.add_value("reply_to", entry.reply_to)
    article: Article = loader.load_item()
    article.authors = distinct(each.name or each.email or each.url or "" for each in article.people)
    page = base if entry.base else article.url or base
    content, summary = (_read(text, site, page, article.title or "") for text in (entry.content, entry.summary))
    found = content if content.paragraphs else Body(summary.paragraphs, content.images or summary.images)
    article.paragraphs = _printable(found.paragraphs)
    article.image = _image(entry, found.images, base)
    told = line(" ".join(paragraph.text for paragraph in summary.paragraphs))
    whole = entry.content is None and len(told or "") > _LONGEST_SYNOPSIS  # RSS 2.0 has one name for both
    article.summary = told if told and not whole else _lead(article.paragraphs)
    return article


def _lie_in_sections(entries: Sequence[Entry], keys: Sequence[Key]) -> bool:
    """Tell whether addresses part the entries of a document: a directory that all lie in says nothing of any."""
    if all(entry.categories for entry in entries):
        return False
    return len(entries) == 1 or len({section(f"//{key.page}") for key in keys if key.page} - {None}) > 1


def _section(article: Article) -> list[str]:
    """Return the section that the address of an article names, unless that is its author."""
    named = section(article.url) if article.url else None
    return [named] if named and named.casefold() not in map(str.casefold, article.authors) else []


def _joined(*addresses: str | None) -> str:
    """Join addresses, each relative to those before it; one that cannot be read counts for nothing."""
    base = ""
    for each in addresses:
        try:
            base = urljoin(base, each.strip()) if each else base
        except ValueError:
            continue
    return base


def _read(text: TextConstruct | None, site: str, page: str, title: str) -> Body:
    """Read a text; addresses in it start from where it says, else from the page of the article."""
    if text is None:
        return Body([], [])
    base = _joined(site, text.base) if text.base else page
    return body(text.value if text.type == "html" else escape(text.value), url=base, title=title)


def _printable(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    for paragraph in paragraphs:
        paragraph.text = printable(paragraph.text)
    return [paragraph for paragraph in paragraphs if paragraph.text.strip()]


def _image(entry: Entry, shown: Sequence[ImageCandidate], base: str) -> str | None:
    """Return the picture that an entry states, unless it is known to be smaller than the largest one in its text."""
    stated = _first_real((ImageCandidate(each.url, each.width) for each in entry.images), base)
    if stated and width(stated) is None:
        return stated.url
    largest = _first_real(sorted(shown, key=prominence, reverse=True), base)
    if stated and (largest is None or prominence(stated) >= prominence(largest)):
        return stated.url
    return largest.url if largest else None


def _first_real(pictures: Iterable[ImageCandidate], base: str) -> ImageCandidate | None:
    """Return the first of some pictures that is one, with its canonical address."""
    real = (each._replace(url=url) for each in pictures if (url := address(each.url, {"base": base})) and picture(url))
    return next(real, None)


def _lead(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return what stands for a summary where none is given: the lead that is marked as one, else how the text opens."""
    for kind in ("lead", "paragraph"):
        first = next((paragraph.text for paragraph in paragraphs if paragraph.kind == kind), None)
        if first is not None and len(first) <= _LONGEST_SYNOPSIS:
            return first
    return None


def _declared(entry: Entry) -> str | None:
    """Return the language that an entry states for its text."""
    text = entry.content or entry.summary or entry.title
    return (text and text.language) or entry.language


def _language(article: Article, declared: str | None, titles: str) -> str | None:
    text = " ".join(paragraph.text for paragraph in article.paragraphs)
    return language(article.title or "", text, declared, titles)


def _scope(feed: Feed, reading: Reading) -> str:
    """Return what the keys of this document's entries are unique in.

    A saved feed is the feed it says it is, wherever the file lies; an archived article stands for itself. A file that
    states no absolute address is known by its name and the feed's title.
    """
    if feed.format == "archive":
        return ""
    stated = reading.name if reading.remote else _joined(feed.link, feed.url)
    return url_key(stated) if canonical_url(stated) else f"{reading.name}\n{plain(feed.title) if feed.title else ''}"
