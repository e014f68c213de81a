"""Which article it is, what it can be known by, and what makes it a revision.

Feeds give ids (guids), most of the time one to each article and for ever. But some give none, some give one id to
several articles, and some give an article a new id. So an article has *names*: digests of its guid, of the page it
leads to, and of its title at about that time. The store remembers which article each name is of (see
:mod:`newsfeed.store.articles.matching`); here is what the names are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsfeed.items import Article

NameKind = Literal["guid", "page", "words"]
"""What the surest name of an article is made of."""

_SEPARATOR = "\x1f"  # cannot stand in a field: text extraction drops control characters
NEAR = 3
"""Days between which one title in one feed may stand for one article under two ids."""


class Key(NamedTuple):
    """What an entry states that may tell it from the others of its feed.

    ``page`` is the :func:`newsfeed.text.urls.canonical.page_key` of its link; ``title`` is as it is written.
    ``variants`` are the keys of other addresses of the page.
    """

    guid: str | None
    page: str | None
    title: str | None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FeedDocument:
    """The entries that one document of a feed holds, as far as they tell what a single one can be known by.

    ``scope`` names the feed: names are unique in it. ``shared`` are the guids, pages and titles that stand for
    several different entries each, ``present`` the digests of the names of what is there. ``host`` is the one that most
    links lead to. ``as_of`` is when the document was made, as far as known.
    """

    scope: str
    shared: frozenset[tuple[str, str]] = frozenset()
    present: frozenset[int] = frozenset()
    host: str | None = None
    as_of: str | None = None

    @classmethod
    def of(cls, scope: str, keys: Sequence[Key], as_of: str | None = None) -> FeedDocument:
        """Compare the entries of a document."""
        shared = frozenset((*_shared_guids(keys), *_shared_pages(keys), *_shared_titles(keys)))
        stated = (key.guid or key.page for key in keys)
        hosts = Counter(_host(key.page) for key in keys if key.page)
        host, links = hosts.most_common(1)[0] if hosts else (None, 0)
        present = frozenset(digest(article_id(scope, each)) for each in stated if each)
        return cls(scope, shared, present, host if 2 * links >= len(keys) else None, as_of)

    @property
    def repeating(self) -> set[NameKind]:
        """Return which kinds of identifiers this feed gives to several entries."""
        kinds: tuple[NameKind, NameKind] = ("guid", "page")
        return {kind for kind in kinds if any(kind == each for each, _ in self.shared)}


@dataclass(frozen=True, slots=True)
class Names:
    """What an article can be known by in its feed. All are digests, and each could be an article's id.

    ``surest`` is made of its guid, else its page, else its words (``kind``); ``alone`` says that no other entry of the
    document has the same. ``whole`` is made of the surest and the next. ``page`` is there if it adds to these and
    stands for this entry alone; ``at_home`` says that it lies where most links of the feed lead. ``variants`` are other
    addresses of that page. ``title`` is no digest yet: see :func:`title_names`.
    """

    document: FeedDocument
    kind: NameKind
    surest: str
    whole: str
    alone: bool = True
    page: str | None = None
    at_home: bool = True
    variants: tuple[str, ...] = ()
    title: str | None = None

    @classmethod
    def of(cls, document: FeedDocument, key: Key, article: Article) -> Names:
        """Name an article of a document."""
        found = list(_identifiers(key, article))
        kind = found[0][0]
        names = [article_id(document.scope, each) for each in (found[0][1], " ".join(what for _, what in found[:2]))]
        page = key.page if kind == "guid" and ("page", key.page) not in document.shared else None
        told = bool(document.scope and article.paragraphs) and ("title", key.title) not in document.shared
        return cls(
            document,
            kind,
            names[0],
            names[1],
            alone=found[0] not in document.shared,
            page=article_id(document.scope, page) if page else None,
            at_home=key.page is not None and _host(key.page) == document.host,
            variants=tuple(article_id(document.scope, each) for each in key.variants),
            title=article.title.casefold() if article.title and told else None,
        )

    @property
    def id(self) -> str:
        """Return the id that the article gets if none of its names is known."""
        return self.surest if self.alone else self.whole

    @property
    def identifiers(self) -> set[str]:
        """Return the names that no title is part of."""
        return {self.surest, self.whole, self.page or self.surest}


class Named(NamedTuple):
    """An article as it was read, and what it can be known by."""

    article: Article
    names: Names

    @classmethod
    def by_id(cls, article: Article) -> Named:
        """Return an article that is known by nothing but its id."""
        return cls(article, Names(FeedDocument(""), "guid", article.id, article.id))


def article_id(scope: str, key: str) -> str:
    """Return the id of the article that ``key`` (a guid or folded URL) names within ``scope`` (its feed).

    128 bits of BLAKE2b (RFC 7693) as 32 hexadecimal digits: the same for ever, on every machine.

    >>> article_id("example.org/feed", "tag:example.org,2024:1")
    '6d2696b4d5e9de687886e011de075145'
    """
    return _hashed((scope, key))


def digest(name: str) -> int:
    """Return what a name is stored as: its first 64 bits, as a signed integer."""
    return int.from_bytes(bytes.fromhex(name[:16]), "big", signed=True)


def title_names(names: Names, moment: str) -> tuple[str, ...]:
    """Return the digests of a title at a time (ISO 8601): the first is its own, the others those within :data:`NEAR`.

    Time is cut into stretches of that many days, so that what is near stands in the same stretch or in one beside it.
    """
    if names.title is None or not moment:
        return ()
    stretch = date.fromisoformat(moment[:10]).toordinal() // NEAR
    key = f"{names.title}{_SEPARATOR}"
    return tuple(article_id(names.document.scope, f"{key}{each}") for each in (stretch, stretch - 1, stretch + 1))


def content_digest(article: Article) -> str:
    """Return a digest of what a reader sees: the title and the paragraphs.

    Dates, links and categories are left out: feeds stamp and re-tag unchanged articles all the time.
    """
    return _hashed((article.title or "", *(paragraph.text for paragraph in article.paragraphs)))


def _hashed(parts: Iterable[str]) -> str:
    return blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _identifiers(key: Key, article: Article) -> Iterator[tuple[NameKind, str]]:
    """Yield what an article can be known by, the surest first: its guid, its page, what it says."""
    if key.guid:
        yield "guid", key.guid
    if key.page:
        yield "page", key.page
    yield "words", _words(article)


def _words(article: Article) -> str:
    if article.title:
        return f"{article.title}\n{article.published or ''}"
    return "\n".join([paragraph.text for paragraph in article.paragraphs] or [each.url for each in article.enclosures])


def _shared_guids(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Yield the guids of different entries: they lead to different pages, or to none, and have different titles."""
    for guid, group in _grouped((key.guid, key) for key in keys):
        pages, titles = {key.page for key in group} - {None}, {key.title for key in group}
        if len(pages) != 1 and (len(titles) > 1 or (pages and titles == {None})):
            yield "guid", guid


def _shared_pages(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Yield the pages of different entries: they have different guids or none, and different titles or none."""
    for page, group in _grouped((key.page, key) for key in keys):
        guids, titles = {key.guid for key in group}, {key.title for key in group}
        several = len(guids) > 1
        if (several or guids == {None}) and (len(titles) > 1 or (several and titles == {None})):
            yield "page", page


def _shared_titles(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    for title, group in _grouped((key.title, key) for key in keys):
        if len({key.guid or key.page for key in group}) > 1:
            yield "title", title


def _grouped(keys: Iterable[tuple[str | None, Key]]) -> Iterator[tuple[str, list[Key]]]:
    """Yield what several entries state, with these."""
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    for what, key in keys:
        if what:
            groups[what].append(key)
    for what, group in groups.items():
        if len(group) > 1:
            yield what, group


def _host(page: str) -> str:
    return page.partition("/")[0].partition("?")[0]
