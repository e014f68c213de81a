"""Our reading of a document in the terms of feedparser's result, as far as both have them.

What the reading leaves to later steps is done here by the functions of those steps: addresses are made absolute,
times become instants, languages tags, characters printable. Markup is compared by what it says, not by its spelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin

from lxml import etree, html

from newsfeed.text.characters import printable
from newsfeed.text.dates.parsing import parse_date
from newsfeed.text.encoding.decoder import decode
from newsfeed.text.language import language

if TYPE_CHECKING:
    from newsfeed.formats import Entry, Feed, FeedEnclosure, PersonConstruct, TextConstruct


@dataclass(frozen=True, eq=False)
class Markup:
    """A text that equals whatever reads the same in a browser; ``address`` is where its document came from."""

    text: TextConstruct
    address: str

    def __str__(self) -> str:
        return printable(self.text.value)

    def __eq__(self, other: object) -> bool:
        expected = str(other)
        return str(self) == expected or self.rendered() == rendered(expected)

    def rendered(self) -> str:
        value = str(self) if self.text.type == "html" else escape(str(self))
        return rendered(value, urljoin(self.address, self.text.base or ""))


@dataclass(frozen=True, eq=False)
class MediaType:
    """How a text is to be read, which equals every name for it."""

    kind: Literal["text", "html"]

    def __eq__(self, other: object) -> bool:
        return self.kind == {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}.get(str(other))


@dataclass(frozen=True, eq=False)
class Instant:
    """A time as the document writes it, which equals feedparser's nine numbers for the same second."""

    written: str | None

    def __eq__(self, other: object) -> bool:
        found = parse_date(self.written or "")
        return found is not None and isinstance(other, list) and list(found.utctimetuple())[:6] == other[:6]


@dataclass(frozen=True, eq=False)
class Encoding:
    """How a document was decoded, which equals the name of every encoding that reads the same in it."""

    data: bytes
    content_type: str

    def __eq__(self, other: object) -> bool:
        try:
            expected = self.data.decode(str(other))
        except (UnicodeError, LookupError):
            return False
        return expected.lstrip("\ufeff") == decode(self.data, self.content_type).text.lstrip("\ufeff")


@dataclass(frozen=True, eq=False)
class Tag:
    """A language as a document declares it, which equals every spelling of the same tag (RFC 5646, section 2.1.1)."""

    declared: str | None

    def __eq__(self, other: object) -> bool:
        tag = language("", "", self.declared)  # without any text, only what is declared can tell
        return (tag and tag.lower()) == (other.lower() if isinstance(other, str) else other)


class Named(dict[str, Any]):
    """The fields of an enclosure or a person, with the older of feedparser's names for their address."""

    def __missing__(self, key: str) -> Any:
        if key != "url":
            raise KeyError(key)
        return self["href"]


@dataclass(frozen=True)
class Answer:
    """Where a document came from, and what the server said of it."""

    address: str = ""
    content_type: str = ""
    language: str | None = None


def view(feed: Feed, data: bytes, answer: Answer) -> dict[str, Any]:
    """Return ``feed``, read from ``data``, as feedparser names its parts."""
    address = answer.address
    return {
        "encoding": Encoding(data, answer.content_type),
        "feed": _present(
            title=feed.title and Markup(feed.title, address),
            title_detail=feed.title and _detail(feed.title, answer),
            link=urljoin(address, feed.link) if feed.link else None,
            language=Tag(feed.language or answer.language),
            rights=feed.rights and Markup(feed.rights, address),
            rights_detail=feed.rights and _detail(feed.rights, answer),
            copyright=feed.rights and Markup(feed.rights, address),
            copyright_detail=feed.rights and _detail(feed.rights, answer),
            license=feed.license,
            ttl=str(feed.hints.ttl // timedelta(minutes=1)) if feed.hints.ttl else None,
        ),
        "entries": [_entry(entry, feed, answer) for entry in feed.entries],
    }


def _entry(entry: Entry, feed: Feed, answer: Answer) -> dict[str, Any]:
    address = answer.address
    base = urljoin(address, entry.base or "")
    summary = entry.summary or entry.content  # where there is only content, feedparser has it in both places
    authors = [_person(person, base) for person in entry.authors]
    return _present(
        title=entry.title and Markup(entry.title, address),
        title_detail=entry.title and _detail(entry.title, answer),
        link=urljoin(base, entry.link) if entry.link else None,
        id=entry.guid,
        guid=entry.guid,
        published=entry.published,
        published_parsed=Instant(entry.published),
        updated=entry.updated or entry.published,
        updated_parsed=Instant(entry.updated or entry.published),
        summary=summary and Markup(summary, address),
        description=summary and Markup(summary, address),
        summary_detail=summary and _detail(summary, answer),
        content=[_detail(entry.content, answer)] if entry.content else None,
        authors=authors,
        author_detail=authors[0] if authors else None,
        author=_named(entry.authors[0]) if authors else None,
        enclosures=[_enclosure(each, base) for each in entry.enclosures],
        tags=[{"term": each, "label": each} for each in entry.categories],
        category=next(iter(entry.categories), None),
        language=Tag(entry.language or feed.language or answer.language),
        image={"href": urljoin(base, entry.images[0].url)} if entry.images else None,
        rights=entry.rights and Markup(entry.rights, address),
        rights_detail=entry.rights and _detail(entry.rights, answer),
        copyright=entry.rights and Markup(entry.rights, address),
        license=entry.license,
    )


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _detail(text: TextConstruct, answer: Answer) -> dict[str, Any]:
    return {
        "value": Markup(text, answer.address),
        "type": MediaType(text.type),
        "base": urljoin(answer.address, text.base or ""),
        "language": Tag(text.language or answer.language),
    }


def _person(person: PersonConstruct, base: str) -> Named:
    return Named(_present(name=person.name, email=person.email, href=person.url and urljoin(base, person.url)))


def _named(person: PersonConstruct) -> str:
    return f"{person.name} ({person.email})" if person.name and person.email else person.name or person.email or ""


def _enclosure(attachment: FeedEnclosure, base: str) -> Named:
    return Named(href=urljoin(base, attachment.url), length=attachment.length, type=attachment.type)


def rendered(markup: str, base: str = "") -> str:
    """Return markup in one of its many spellings: no order of attributes, no ``div`` around all of it."""
    try:
        body = html.fragment_fromstring(f"<div>{markup}</div>")
    except (etree.ParserError, ValueError):
        return markup
    if base:
        body.make_links_absolute(base, resolve_base_href=False, handle_failures="ignore")
    if len(body) == 1 and body[0].tag == "div" and not (body.text or "").strip() and not (body[0].tail or "").strip():
        body = body[0]
    for element in body.iter(etree.Element):
        kept = sorted((name, value) for name, value in element.attrib.items() if not name.startswith("xmlns"))
        element.attrib.clear()
        element.attrib.update(kept)
    return " ".join(etree.tostring(body, encoding="unicode", method="html", with_tail=False).split())
