"""Identify articles: their names, their ids, and the digest that reveals a revision.

Most feeds give each article one permanent id (guid). But some give none, some give one id to several articles, and some
give an article a new id. So an article has *names*: digests of its guid, of its page, and of its title at about that
time. This module computes the names; the store maps each name to its article (see :mod:`newsfeed.loaders.matching`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsfeed.dedup.order import PollTimes
    from newsfeed.items import Article

NameKind = Literal["guid", "page", "words"]
"""The source of an article's surest name."""

_SEPARATOR = "\x1f"  # never occurs in a field: text extraction drops control characters
NEAR = 3
"""Days within which one title in one feed may be one article under two ids."""


class Key(NamedTuple):
    """The identifiers that an entry states.

    ``page`` is the :func:`newsfeed.text.urls.canonical.page_key` of its link, ``variants`` are the keys of other
    addresses of the page; ``title`` is as written. ``fragment`` is the part of the link after ``#``, ``text`` a digest
    of the text.
    """

    guid: str | None
    page: str | None
    title: str | None
    variants: tuple[str, ...] = ()
    fragment: str | None = None
    text: str = ""

    @property
    def place(self) -> str:
        """The page and title of the entry, for entries that no guid distinguishes."""
        return f"{self.page}{_SEPARATOR}{self.title}"


def with_fragments(keys: Sequence[Key]) -> list[Key]:
    """Return the keys; fragments are kept only where they distinguish entries of one page.

    Such a fragment is part of the page of entries without a guid.
    """
    fragments: defaultdict[str | None, set[str | None]] = defaultdict(set)
    for key in keys:
        fragments[key.page].add(key.fragment)
    found = []
    for key in keys:
        fragment = key.fragment if key.page and len(fragments[key.page] - {None}) > 1 else None
        page = f"{key.page}#{fragment}" if fragment and not key.guid else key.page
        found.append(key._replace(fragment=fragment, page=page))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class FeedDocument:
    """The identifiers in one document of a feed, from which the entries are named.

    ``scope`` identifies the feed: names are unique in it. ``shared`` are the guids, pages and titles that several
    different entries have in common; ``present`` are the digests of the names in the document, ``repeated`` those of
    names that several entries have, different or not. ``host`` is the host of most links. ``as_of`` is the time of the
    document, if known; ``poll`` holds the times of a live feed's poll.
    """

    scope: str
    shared: frozenset[tuple[str, str]] = frozenset()
    present: frozenset[int] = frozenset()
    host: str | None = None
    as_of: str | None = None
    poll: PollTimes | None = None
    repeated: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, scope: str, keys: Sequence[Key], as_of: str | None = None, poll: PollTimes | None = None
    ) -> FeedDocument:
        """Return the document whose entries have these keys."""
        shared = frozenset((*_shared_guids(keys), *_shared_pages(keys), *_shared_titles(keys), *_shared_places(keys)))
        stated = [key.guid or key.page for key in keys]
        hosts = Counter(_host(key.page) for key in keys if key.page)
        host, links = hosts.most_common(1)[0] if hosts else (None, 0)
        times = Counter(digest(article_id(scope, each)) for each in stated if each)
        repeated = frozenset(name for name, entries in times.items() if entries > 1)
        return cls(scope, shared, frozenset(times), host if 2 * links >= len(keys) else None, as_of, poll, repeated)

    @property
    def repeating(self) -> set[str]:
        """Return the kinds of identifiers, and the titles, that this feed gives to several entries."""
        return {title_kind(what) if kind == "title" else kind for kind, what in self.shared if kind != "place"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of an article in its feed. Each is a digest that could be the article's id.

    ``surest`` is made of the guid, else the page, else the words (``kind`` is which); ``alone`` is true if no other
    entry of the document shares it. ``whole`` is made of the surest identifier and the next one. ``page`` is set if it
    adds to these and belongs to this entry alone; ``at_home`` is true if it is on the host of most links. ``variants``
    are the names of other addresses of that page. ``title`` is not yet a digest: see :func:`title_names`. ``has_twins``
    is true if other entries of the document have the same names and differ only in their texts. ``is_cut`` is true if
    the document ends within the entry.
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
    has_twins: bool = False
    is_cut: bool = False

    @classmethod
    def of(cls, document: FeedDocument, key: Key, article: Article) -> Names:
        """Return the names of an article of a document."""
        has_twins = key.guid is None and ("place", key.place) in document.shared
        is_file = not document.scope and not article.published  # a title alone, such as "Notes", is not reliable
        found = list(_identifiers(key, article, with_text=has_twins or is_file))
        kind = found[0][0]
        names = [article_id(document.scope, each) for each in (found[0][1], " ".join(what for _, what in found[:2]))]
        page = key.page if kind == "guid" and ("page", key.page) not in document.shared else None
        has_own_title = bool(document.scope and article.paragraphs) and ("title", key.title) not in document.shared
        return cls(
            document,
            kind,
            names[0],
            names[1],
            alone=found[0] not in document.shared,
            page=article_id(document.scope, page) if page else None,
            at_home=key.page is not None and _host(key.page) == document.host,
            variants=tuple(article_id(document.scope, each) for each in key.variants),
            title=article.title.casefold() if article.title and has_own_title and not has_twins else None,
            has_twins=has_twins,
        )

    @property
    def id(self) -> str:
        """Return the id of the article for a store that has none of its names."""
        return self.surest if self.alone else self.whole

    @property
    def title_kind(self) -> str | None:
        """Return the kind of identifier for the title, as each title of a feed may belong to several articles."""
        return None if self.title is None else title_kind(self.title)

    @property
    def identifiers(self) -> set[str]:
        """Return the names that are not made of a title."""
        return {self.surest, self.whole, self.page or self.surest}


class Named(NamedTuple):
    """An article as it was read, with its names."""

    article: Article
    names: Names

    @classmethod
    def by_id(cls, article: Article) -> Named:
        """Return an article whose only name is its id."""
        return cls(article, Names(FeedDocument(""), "guid", article.id, article.id))


def article_id(scope: str, key: str) -> str:
    """Return the id of the article with the name ``key`` (a guid or folded URL) within ``scope`` (its feed).

    128 bits of BLAKE2b (RFC 7693) as 32 hexadecimal digits: the same for ever, on every machine.

    >>> article_id("example.org/feed", "tag:example.org,2024:1")
    '6d2696b4d5e9de687886e011de075145'
    """
    return _hashed((scope, key))


def title_kind(title: str) -> str:
    """Return the kind of identifier for a title, for a feed in which several articles have it.

    >>> title_kind("Pictures of the day") == title_kind("PICTURES of the day")
    True
    """
    return f"title {_hashed((title.casefold(),))[:16]}"


def digest(name: str) -> int:
    """Return the stored form of a name: its first 64 bits as a signed integer."""
    return int.from_bytes(bytes.fromhex(name[:16]), "big", signed=True)


def title_names(names: Names, moment: str) -> tuple[str, ...]:
    """Return the digests of a title at a time (ISO 8601): its own first, then those within :data:`NEAR` days.

    Time is divided into stretches of that many days, so near times are in the same stretch or in adjacent ones.
    """
    if names.title is None or not moment:
        return ()
    stretch = date.fromisoformat(moment[:10]).toordinal() // NEAR
    key = f"{names.title}{_SEPARATOR}"
    return tuple(article_id(names.document.scope, f"{key}{each}") for each in (stretch, stretch - 1, stretch + 1))


def content_digest(article: Article) -> str:
    """Return a digest of the visible content: the title and the paragraphs.

    Dates, links and categories do not count: feeds re-stamp and re-tag unchanged articles all the time.
    """
    return _hashed((article.title or "", *(paragraph.text for paragraph in article.paragraphs if paragraph.text)))


def _hashed(parts: Iterable[str]) -> str:
    hashed = blake2b(digest_size=16)
    for at, part in enumerate(parts):  # not joined, because they may be many megabytes
        hashed.update(f"{_SEPARATOR if at else ''}{part}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _identifiers(key: Key, article: Article, *, with_text: bool) -> Iterator[tuple[NameKind, str]]:
    """Yield the identifiers of an article, the surest first: guid, page, words (including the text ``with_text``)."""
    if key.guid:
        yield "guid", key.guid
    if key.page:
        yield "page", key.page
    yield "words", f"{_words(article)}\n{key.text}" if with_text else _words(article)


def _words(article: Article) -> str:
    if article.title:
        return f"{article.title}\n{article.published or ''}"
    return "\n".join(
        [paragraph.text or paragraph.url or "" for paragraph in article.paragraphs]
        or [each.url for each in article.enclosures]
    )


def _shared_guids(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Yield the guids of several entries that lead to different pages or none, and have different titles."""
    for guid, group in _grouped((key.guid, key) for key in keys):
        pages, titles = {key.page for key in group} - {None}, {key.title for key in group}
        if len(pages) != 1 and (len(titles) > 1 or (pages and titles == {None})):
            yield "guid", guid


def _shared_pages(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Yield the pages of several entries that have different guids or none, and different titles or none."""
    for page, group in _grouped((key.page, key) for key in keys):
        guids, titles = {key.guid for key in group}, {key.title for key in group}
        several = len(guids) > 1
        if (several or guids == {None}) and (len(titles) > 1 or (several and titles == {None})):
            yield "page", page


def _shared_places(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    """Yield the places, with the pages, of several entries that have no guids, one link and title, and other texts."""
    for place, group in _grouped((key.place, key) for key in keys if key.guid is None):
        if len({key.text for key in group}) > 1:
            yield "place", place
            if group[0].page:
                yield "page", group[0].page


def _shared_titles(keys: Iterable[Key]) -> Iterator[tuple[str, str]]:
    for title, group in _grouped((key.title, key) for key in keys):
        if len({key.guid or key.page for key in group}) > 1:
            yield "title", title


def _grouped(keys: Iterable[tuple[str | None, Key]]) -> Iterator[tuple[str, list[Key]]]:
    """Yield the identifiers that several entries state, with these entries."""
    groups: defaultdict[str, list[Key]] = defaultdict(list)
    for what, key in keys:
        if what:
            groups[what].append(key)
    for what, group in groups.items():
        if len(group) > 1:
            yield what, group


def _host(page: str) -> str:
    return page.partition("/")[0].partition("?")[0]
