"""The item contract: the output of a crawl, one :class:`Article` per article.

Every time is an ISO 8601 string in UTC (``2024-01-04T21:45:01+00:00``); absent values are ``None``.
Fingerprints are 64-bit SimHashes written as 16 hexadecimal digits, so that no JSON reader rounds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal[
    "paragraph", "heading", "list", "quote", "lead", "caption", "code", "table", "image", "embed", "definition"
]
Status = Literal["unique", "duplicate", "boilerplate"]
AssumedFrom = Literal["subscription", "feed", "nothing"]

MEDIA: frozenset[Kind] = frozenset(["image", "embed"])
"""The kinds that are identified by their address, not by their text."""


@dataclass(slots=True)
class Place:
    """A paragraph in the archive: the article's id and the paragraph's position in it, from 0."""

    article: str
    paragraph: int


@dataclass(slots=True)
class Origin:
    """Where part of a paragraph was read before.

    ``share`` is the part of the later paragraph's letters and digits that this origin covers (0 to 1; a clause that
    only names the speaker is not counted), ``distance`` the Hamming distance of the two SimHashes in bits, ``spans``
    the ``[start, end)`` character offsets in the later paragraph's ``text``.
    """

    article: str
    paragraph: int
    share: float
    distance: int
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Repetition:
    """The evidence for boilerplate: how many articles of a site have the paragraph, and when the first appeared."""

    articles: int
    since: str


@dataclass(slots=True)
class OtherTelling:
    """Another article with the same text, for readers of the one that represents it."""

    id: str
    site: str | None
    feed_title: str | None
    title: str | None
    url: str | None
    published: str | None


@dataclass(slots=True)
class Reference:
    """A reference to another article; ``site`` is its outlet."""

    title: str | None
    url: str | None
    site: str | None = None


@dataclass(slots=True)
class Paragraph:
    """One paragraph of an article, kept whatever the verdict on it.

    ``novelty`` is 1 minus the share of its letters and digits that earlier text covers; ``repeated`` is set if it is
    boilerplate.

    ``html`` is its own sanitised markup: the inline content of a text, ``table`` or ``figure`` for a table, an image or
    an embed; ``None`` if the text alone is complete. Code, headings and the like inside a quotation have their whole
    element in a ``blockquote``. ``url`` is the address of an image or embed, whose ``text`` is the caption, else the
    alternative text or title, else empty. ``level`` is that of a heading (1 to 6), the depth of a list item (from 1), 1
    for a term and 2 for its definition, 1 for the first paragraph of a quotation right after another, or the depth
    (from 2) of a quotation inside another. ``ordered`` and ``start`` are set for list items: whether the list is
    numbered, and the number of the item. All parts of an item, including its images, code and quotes, have its
    ``level`` and ``start``; after the first part, ``ordered`` is ``None``. An image or embed is never a duplicate.
    """

    text: str
    kind: Kind = "paragraph"
    simhash: str | None = None
    novelty: float = 1.0
    status: Status = "unique"
    reuse: list[Origin] = field(default_factory=list)
    repeated: Repetition | None = None
    html: str | None = None
    url: str | None = None
    level: int | None = None
    ordered: bool | None = None
    start: int | None = None


@dataclass(slots=True)
class Link:
    """A link in the text of an article: its absolute address and its words."""

    url: str
    text: str


@dataclass(slots=True)
class Removed:
    """Text of an entry that is not part of its article, and the reason why it was left out."""

    text: str
    reason: str


@dataclass(slots=True)
class Quote:
    """Words between quotation marks, their speaker as named in the text, and the place where they were first seen."""

    text: str
    speaker: str | None = None
    simhash: str | None = None
    first_seen: Place | None = None


@dataclass(slots=True)
class Person:
    """An author as stated in the feed; at least one of the three fields is known."""

    name: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Enclosure:
    """A file that an entry carries (RSS 2.0 ``enclosure``); ``length`` in bytes, ``duration`` in seconds."""

    url: str
    type: str | None = None
    length: int | None = None
    duration: int | None = None


@dataclass(slots=True)
class DateNote:
    """A note on a time: how the feed writes it (``raw``), and how that was read.

    ``assumed_zone`` is the offset (``+08:00``) assumed for a time without one: that of the subscription's zone
    (``assumed_from`` is ``subscription``), that of most other times of the feed (``feed``), else UTC (``nothing``).
    ``future`` is true if it was later than the time of reading. If the time itself is ``None``, ``raw`` could not be
    read.
    """

    raw: str
    assumed_zone: str | None = None
    assumed_from: AssumedFrom | None = None
    future: bool = False


@dataclass(slots=True)
class Dates:
    """Notes on the times of an article; ``None`` if a time needs no note."""

    published: DateNote | None = None
    updated: DateNote | None = None


@dataclass(slots=True)
class Source:
    """The feed an article came with; for a local file ``url`` is the path relative to the named source."""

    url: str = ""
    title: str | None = None


@dataclass(slots=True)
class Article:
    """One article, normalised and judged.

    ``authors`` are names, or an address if no name is known; ``people`` are the same with all known details. ``dates``
    has notes on times that are assumed, unreadable or in the future. ``site`` is the outlet: the host of the article's
    page, else the feed. ``agency`` is the news agency of its text, if its site, byline or first line names one.
    ``paragraphs`` holds all of them, ``text`` the unique ones, ``html`` the same as HTML; ``links`` are those of the
    text. ``removed`` is the text of the entry that cleaning left out. ``duplicate_of`` is the article that this one is
    a copy of; ``represented_by`` is the article that represents it in the same output, which leaves it out: the former
    if the output has that, else its earliest copy. The representing article lists the others in ``also``. ``dropped``
    is the option of its subscription that leaves it out of feeds, as in ``--drop golf``; its text does not count as
    read. ``story`` is the id of the first article of its story: articles that reuse much of an earlier one's text
    continue its story. ``rights`` is the publisher's statement, ``license`` the address of a licence; ``reply_to`` the
    address, or else the guid, of the entry that this one answers.
    """

    id: str = ""
    url: str | None = None
    guid: str | None = None
    title: str | None = None
    summary: str | None = None
    authors: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    fetched: str | None = None
    dates: Dates = field(default_factory=Dates)
    image: str | None = None
    enclosures: list[Enclosure] = field(default_factory=list)
    rights: str | None = None
    license: str | None = None
    reply_to: str | None = None
    feed: Source = field(default_factory=Source)
    site: str | None = None
    agency: str | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    text: str = ""
    html: str = ""
    links: list[Link] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    simhash: str | None = None
    novelty: float = 1.0
    duplicate_of: str | None = None
    represented_by: str | None = None
    also: list[OtherTelling] = field(default_factory=list)
    dropped: str | None = None
    story: str = ""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Rendition:
    """The title and the text of an article in its feed, or on its page."""

    title: str | None
    paragraphs: Sequence[Paragraph]

    @classmethod
    def of(cls, article: Article) -> Rendition:
        """Return the current title and text of an article."""
        return cls(article.title, article.paragraphs)

    @property
    def text(self) -> str:
        """The paragraphs, one per line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class KnownArticle(NamedTuple):
    """The values of a stored article with which readings are matched and compared.

    ``content`` is the digest of the visible content; ``given`` the last delivered revision; ``moment`` the time of
    publication, if known; ``as_of`` the time of the document from which it was read; ``extracted`` the version of the
    rules that read its text (``newsfeed.text.html.extract.EXTRACTION``); ``pruned`` the time when its text was removed,
    if it was; ``source`` the address or file of that document.
    """

    number: int
    id: str
    content: str
    revision: int
    given: int
    url: str | None
    title: str | None
    moment: str
    published: str | None
    updated: str | None
    as_of: str | None
    extracted: int
    pruned: str | None
    source: str
