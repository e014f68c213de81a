"""The result of every parser: a feed with its entries, as stated in the document.

Nothing here is normalised: times are the document's own strings, links may be relative. The loaders normalise them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

Step = Literal["strict", "repaired", "entries", "lenient"]


@dataclass(frozen=True, slots=True)
class TextConstruct:
    """A text construct (RFC 4287, section 3.1).

    The type ``html`` means markup (XHTML constructs are serialised to it), ``text`` literal characters. ``base`` is the
    base of relative addresses in it and ``language`` its language, if the document states them.
    """

    value: str
    type: Literal["text", "html"] = "html"
    base: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PersonConstruct:
    """A person construct (RFC 4287, section 3.2): an author, as described in the document."""

    name: str | None = None
    email: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FeedImage:
    """An image of an entry; ``width`` in pixels, if stated."""

    url: str
    width: int | None = None


@dataclass(frozen=True, slots=True)
class FeedEnclosure:
    """A file that the entry points to; ``length`` and ``duration`` as written."""

    url: str
    type: str | None = None
    length: str | None = None
    duration: str | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """A feed's own hints on when to poll it.

    ``ttl`` is how long a copy may be cached, ``interval`` the usual time between changes. Nothing changes in the
    ``skip_hours`` (0 to 23) and on the ``skip_days`` (0 is Monday), both in UTC. A feed that has ``ended`` will never
    change again.
    """

    ttl: timedelta | None = None
    interval: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    ended: bool = False


@dataclass(slots=True)
class Entry:
    """One entry, as the document states it.

    ``canonical`` is the address that the entry prefers to its link, ``variants`` are other addresses of the same page
    (AMP). ``images`` begin with the best one. ``rights`` is a statement in words, ``license`` an address. ``reply_to``
    is the page, or else the id, of the entry that this one answers. ``base`` is the base of its relative addresses.
    ``article`` is the article in JSON form, where this program wrote the document.
    """

    guid: str | None = None
    link: str | None = None
    canonical: str | None = None
    variants: Sequence[str] = ()
    title: TextConstruct | None = None
    summary: TextConstruct | None = None
    content: TextConstruct | None = None
    authors: Sequence[PersonConstruct] = ()
    categories: Sequence[str] = ()
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    images: Sequence[FeedImage] = ()
    enclosures: Sequence[FeedEnclosure] = ()
    rights: TextConstruct | None = None
    license: str | None = None
    reply_to: str | None = None
    base: str | None = None
    article: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        """Replace empty lists, which take 72 bytes each: a document has up to 100,000 entries."""
        self.variants = self.variants or ()
        self.authors = self.authors or ()
        self.categories = self.categories or ()
        self.images = self.images or ()
        self.enclosures = self.enclosures or ()


@dataclass(slots=True)
class Feed:
    """A parsed document.

    ``format`` is the format it was read as (``rss``, ``atom``, ``archive``…), or its kind if it is not a feed.
    ``error`` is the reason why nothing could be read; ``problems`` are the repairs and losses, a line each.
    ``url`` is the feed's own statement of its address (Atom ``link rel=self``), ``link`` the site it belongs to.
    ``cut`` is true if the end of the document is missing: the last entry may be incomplete.
    ``rights`` and ``license`` apply to entries that state none.
    ``feeds`` are the addresses of feeds in a document that points to feeds instead of holding entries (OPML, HTML).
    ``forward`` is the address to which an HTML page without feeds sends its visitors on (refresh).
    ``step`` is the way a document of XML or JSON was read: ``strict`` without repair, ``repaired`` after repair of its
    text, ``entries`` each entry alone, ``lenient`` by feedparser, at least in part.
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
    forward: str | None = None
    step: Step | None = None
