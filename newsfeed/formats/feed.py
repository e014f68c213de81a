"""What every format reader gives back: a feed with its entries, as the document states them.

Nothing here is normalised: times are the document's own strings, links may be relative. That is the loaders' work.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import timedelta

Step = Literal["strict", "repaired", "entries", "lenient"]


@dataclass(frozen=True, slots=True)
class TextConstruct:
    """A text construct (RFC 4287, section 3.1) and how to read it.

    ``html`` holds markup (XHTML constructs are serialised to it), ``text`` is literal characters. ``base`` is what
    relative addresses in it start from and ``language`` what it is written in, where the document says so.
    """

    value: str
    type: Literal["text", "html"] = "html"
    base: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PersonConstruct:
    """Somebody whom the document names as an author: what it says of them, parted."""

    name: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedImage:
    """An image that the document gives an entry; ``width`` in pixels, where it is stated."""

    url: str
    width: int | None = None


@dataclass(frozen=True, slots=True)
class FeedEnclosure:
    """A file that the entry points to; ``length`` and ``duration`` as the document has them."""

    url: str
    type: str | None = None
    length: str | None = None
    duration: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """When to come back, as the feed itself says.

    ``ttl`` is how long a copy may be kept, ``interval`` the usual time between changes; ``skip_hours`` (0 to 23) and
    ``skip_days`` (0 is Monday), both in UTC, are when nothing changes; a feed that ``ended`` will never change again.
    """

    ttl: timedelta | None = None
    interval: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    ended: bool = False


@dataclass(slots=True)
class Entry:
    """One entry, as the document states it.

    ``rights`` is a statement in words, ``license`` an address; ``reply_to`` is the page, or else the id, of what the
    entry answers; ``base`` is what its relative addresses start from. ``canonical`` is the address that the entry
    prefers to its link, ``variants`` are others of the same page, for AMP. Of ``images`` the best stands first.
    """

    guid: str | None = None
    link: str | None = None
    canonical: str | None = None
    variants: list[str] = field(default_factory=list)
    title: TextConstruct | None = None
    summary: TextConstruct | None = None
    content: TextConstruct | None = None
    authors: list[PersonConstruct] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    images: list[FeedImage] = field(default_factory=list)
    enclosures: list[FeedEnclosure] = field(default_factory=list)
    rights: TextConstruct | None = None
    license: str | None = None
    reply_to: str | None = None
    base: str | None = None


@dataclass(slots=True)
class Feed:
    """A parsed document.

    ``format`` names what it was read as (``rss``, ``atom``, ``archive``…), or what it seems to be where it is no feed.
    ``error`` says why nothing could be read; ``problems`` lists what was repaired or given up on the way, a line each.
    ``url`` is the feed's own statement of its address (Atom ``link rel=self``), ``link`` the site it belongs to.
    ``cut`` tells that its end is missing: the last entry may not be whole.
    ``rights`` and ``license`` hold for entries that state none.
    ``feeds`` lists the addresses of feeds that the document points to, instead of holding entries (OPML, HTML pages).
    ``step`` is how a document of XML or JSON was read: ``strict`` as it is, ``repaired`` after repair of its text,
    ``entries`` each entry alone, ``lenient`` by feedparser, at least in part.
    """

    format: str
    entries: list[Entry] = field(default_factory=list)
    title: TextConstruct | None = None
    url: str | None = None
    link: str | None = None
    language: str | None = None
    rights: TextConstruct | None = None
    license: str | None = None
    hints: Hints = Hints()
    error: str | None = None
    problems: list[str] = field(default_factory=list)
    cut: bool = False
    feeds: list[str] = field(default_factory=list)
    step: Step | None = None
