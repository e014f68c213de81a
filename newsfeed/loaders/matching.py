"""Match a reading with a known article by its names (:mod:`newsfeed.loaders.identity`).

A name belongs to the article that had it first, and stays with it. If a feed has given one id, or one link, to several
entries of a document, that kind of name alone is no longer proof: something else must agree.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from newsfeed.dedup import compare
from newsfeed.loaders.identity import NEAR, content_digest, digest, title_names
from newsfeed.text.normalise import normalise
from newsfeed.text.urls.canonical import url_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from collections.abc import Set as AbstractSet

    from newsfeed.items import Article, KnownArticle
    from newsfeed.loaders.identity import Named, Names

_SHARED = 0.5  # of one of the texts, that both must share to be of one article
_HOURS = 6  # between the stated times of one article under two ids


class Archive(Protocol):
    """The known articles, and the evidence for matching them with a reading; loaded on demand."""

    def article(self, name: str) -> KnownArticle | None:
        """Return the article that a name belongs to."""

    def is_degraded(self, scope: str, kind: str) -> bool:
        """Return whether a feed has given one identifier of this kind to several entries."""

    def names(self, number: int) -> AbstractSet[int]:
        """Return the digests of all names of an article."""

    def contents(self, number: int) -> Collection[str]:
        """Return the content digests of all readings of an article."""

    def text(self, number: int) -> str:
        """Return the paragraphs of an article, joined by spaces."""


def moment(article: Article) -> str:
    """Return the time of publication that a reading of an article states."""
    return article.published or article.updated or article.fetched or ""


def near_titles(reading: Named) -> tuple[str, ...]:
    """Return the names of a reading by its title at about its time."""
    return title_names(reading.names, moment(reading.article))


def match(reading: Named, archive: Archive) -> KnownArticle | None:
    """Return the known article that matches this reading, or ``None`` if it is a new one."""
    return match_identifier(reading, archive) or _match_title(reading, archive)


def match_identifier(reading: Named, archive: Archive) -> KnownArticle | None:
    """Return the known article with a guid or a link of the reading, if that is proof."""
    of = reading.names
    found = archive.article(of.whole)
    if found:
        return found
    found, proves = archive.article(of.surest), of.alone and not archive.is_degraded(of.document.scope, of.kind)
    if found and (proves or _agrees(reading, found, archive)):
        return found
    found = archive.article(of.page) if of.page else None
    return found if found and _is_under_new_id(reading, found, archive) else None


def new_id(of: Names, archive: Archive) -> str:
    """Return the id of a new article: its surest name, unless that belongs to another article."""
    return of.whole if archive.article(of.id) else of.id


def unknown_names(reading: Named, known: KnownArticle | None, archive: Archive) -> Iterator[str]:
    """Yield the names of a reading to register for the ``known`` article or a new one.

    A title counts for the time of the first reading, whatever the dates of later ones. The whole is always registered,
    so that a reading is recognised whatever becomes of its feed.
    """
    of = reading.names
    kept = [of.surest if of.alone else None, of.whole, of.page, *of.variants]
    kept += title_names(of, known.moment)[:1] if known else near_titles(reading)[:1]
    if known is None:
        kept.append(new_id(of, archive))
    for name in kept:
        if name and not archive.article(name):
            yield name


def is_title_of_several(reading: Named, known: KnownArticle | None, archive: Archive) -> bool:
    """Return whether another article of the feed has the title of a reading, too, at about the same time."""
    near = map(archive.article, near_titles(reading))
    return any(each is not None and (known is None or each.number != known.number) for each in near)


def _match_title(reading: Named, archive: Archive) -> KnownArticle | None:
    kind = reading.names.title_kind
    if kind is None or archive.is_degraded(reading.names.document.scope, kind):
        return None
    near = map(archive.article, near_titles(reading))
    return next((each for each in near if each and _is_told_again(reading, each, archive)), None)


def _agrees(reading: Named, known: KnownArticle, archive: Archive) -> bool:
    """Return whether more than an identifier shows that a reading is of the known article."""
    was_read = content_digest(reading.article) in archive.contents(known.number)
    if reading.names.has_twins:
        return was_read
    ours, theirs = reading.article.url, known.url
    if reading.names.kind == "guid" and ours and theirs and url_key(ours) == url_key(theirs):
        return True
    if reading.article.title and reading.article.title == known.title:
        return True
    return was_read or _shares_text(reading.article, archive.text(known.number))


def _is_under_new_id(reading: Named, known: KnownArticle, archive: Archive) -> bool:
    """Return whether an article with the same page as a known one is the same article, with another guid."""
    if reading.article.title and reading.article.title == known.title:
        return True
    if _stands_beside(reading.names, archive.names(known.number)):
        return False
    sure = reading.names.at_home and not archive.is_degraded(reading.names.document.scope, "page")
    return sure or _shares_text(reading.article, archive.text(known.number))


def _is_told_again(reading: Named, known: KnownArticle, archive: Archive) -> bool:
    """Return whether an article with the title of a known one is the same article, with another guid and link.

    Daily galleries and live streams share a title and much of the text, but have different times.
    """
    if _days_between(moment(reading.article), known.moment) > NEAR:
        return False
    if _stands_beside(reading.names, archive.names(known.number)):
        return False
    ours = reading.article.published or reading.article.updated
    theirs = known.published or known.updated
    if ours is None and theirs is None:
        return _has_text(reading.article, archive.text(known.number))
    return _are_near(ours, theirs) and _shares_text(reading.article, archive.text(known.number))


def _are_near(one: str | None, other: str | None) -> bool:
    """Return whether both times (ISO 8601) are known and at most a few hours apart."""
    if one is None or other is None:
        return False
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= timedelta(hours=_HOURS)


def _stands_beside(of: Names, theirs: AbstractSet[int]) -> bool:
    """Return whether the article with these names has an entry of its own in the document of a reading."""
    return not of.document.present.isdisjoint(theirs - {digest(of.surest)})


def _has_text(article: Article, theirs: str) -> bool:
    """Return whether an article has a text that is equal to the given one."""
    ours = normalise(_text(article))
    return bool(ours) and ours == normalise(theirs)


def _shares_text(article: Article, theirs: str) -> bool:
    ours = _text(article)
    if not ours or not theirs:
        return False
    return _has_text(article, theirs) or max(compare(theirs, ours).share, compare(ours, theirs).share) >= _SHARED


def _text(article: Article) -> str:
    return " ".join(paragraph.text for paragraph in article.paragraphs)


def _days_between(one: str, other: str) -> int:
    return abs(date.fromisoformat(one[:10]).toordinal() - date.fromisoformat(other[:10]).toordinal())
