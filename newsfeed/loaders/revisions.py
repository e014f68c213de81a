"""Decide whether a reading of a known article is news.

Every content of an article that was ever read is remembered, by its digest: reading an old copy again is not news, but
a text that a newer document restores is. A reading without text never replaces one with text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from newsfeed.items import MEDIA
from newsfeed.loaders.fulltext import content_words
from newsfeed.loaders.identity import content_digest, digest
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsfeed.items import Article, KnownArticle
    from newsfeed.loaders.identity import Named

Outcome = Literal["new", "revised", "unchanged"]

MOST_FOUND = 1.2
"""The most words that other rules find in a text, as a multiple of those that older rules found."""

OLDER = 0
"""The revision stored for a content that was only read in an older copy and made no revision."""


class SeenContent(NamedTuple):
    """The revision that a content of an article created, and when it was last news (ISO 8601)."""

    revision: int
    seen: str


def decide(reading: Named, known: KnownArticle | None, contents: Mapping[str, SeenContent]) -> Outcome:
    """Return whether a reading is a new article, a revision of the ``known`` one, or nothing new.

    ``contents`` are those read for the known article, by digest. A changed date alone is no revision, nor is an old
    copy that is read again; a text that a newer document restores is one. The last entry of a document whose end is
    missing may be incomplete, so it revises nothing. Nor does a reading without text if the known text was removed.
    """
    if known is None:
        return "new"
    content = content_digest(reading.article)
    if content == known.content or reading.names.is_cut or (known.pruned and not has_text(reading.article)):
        return "unchanged"
    if content in contents:
        return "revised" if _is_brought_back(reading, known, contents) else "unchanged"
    return "unchanged" if is_older(reading, known) else "revised"


def says_less(article: Article, known: Article) -> bool:
    """Return whether an article has no text of its own, or only its title, and the ``known`` one has more.

    >>> from newsfeed.items import Article, Paragraph
    >>> full = Article(title="Ferry sails", paragraphs=[Paragraph("The night ferry sails again.")])
    >>> says_less(Article(title="Ferry sails", paragraphs=[Paragraph("Ferry sails.")]), full)
    True
    >>> says_less(full, full), says_less(Article(title="No ferry"), Article(title="Ferry sails"))
    (False, False)
    """
    if has_text(article):
        return False
    return has_text(known) or len(article.paragraphs) < len(known.paragraphs)


def has_text(article: Article) -> bool:
    """Return whether an article has more to read than its title."""
    nothing = ("", normalise(article.title or ""))
    return any(normalise(each.text) not in nothing for each in article.paragraphs if each.kind not in MEDIA)


def is_only_read_anew(before: str, article: Article) -> bool:
    """Return whether the difference between a text read ``before`` by older rules and an article's is due to the rules.

    Rules that keep more find the same words and a few more; rules that leave out more find a few fewer. A publisher who
    rewrites a text exchanges words, or adds more.

    >>> from newsfeed.items import Article, Paragraph
    >>> is_only_read_anew("Ten boats sailed. See also", Article(paragraphs=[Paragraph("Ten boats sailed.")]))
    True
    >>> is_only_read_anew("Ten boats sailed.", Article(paragraphs=[Paragraph("Nine boats sailed.")]))
    False
    """
    text = " ".join(paragraph.text for paragraph in article.paragraphs if paragraph.kind not in MEDIA)
    old, new = content_words(normalise(before)), content_words(normalise(text))
    return new <= old or (old <= new and len(new) <= MOST_FOUND * len(old))


def undelivered_outcome(given: int, revision: int) -> Outcome:
    """Return the outcome of a known article as long as it is undelivered: interrupted runs have delivered nothing."""
    if given == revision:
        return "unchanged"
    return "revised" if given else "new"


def completed_revision(current: int, given: int, before: int | None) -> int:
    """Return the revision of an article whose text differs from its ``current`` revision.

    ``given`` is the last revision that was delivered, ``before`` the one that had this text before. An undelivered text
    makes no revision; if the text is the delivered one again, the revision is undone.

    >>> completed_revision(1, 0, None), completed_revision(1, 1, None), completed_revision(2, 1, None)
    (1, 2, 2)
    >>> completed_revision(2, 1, 1)
    1
    """
    if given == current:
        return current + 1
    return given if before is not None and before == given else current


def _is_brought_back(reading: Named, known: KnownArticle, contents: Mapping[str, SeenContent]) -> bool:
    """Return whether a newer document than that of the known text restores an earlier text.

    A file may be rewritten without a later date, so the same file read in a later run counts as newer. But if the
    document has another entry with this name, it contains both texts all the time.
    """
    if not reading.names.alone or digest(reading.names.surest) in reading.names.document.repeated:
        return False
    ours, theirs = reading.names.document.as_of, known.as_of
    if ours != theirs:
        return ours is not None and theirs is not None and ours > theirs
    current = contents.get(known.content)
    is_same_file = reading.article.feed.url == known.source
    return is_same_file and current is not None and (reading.article.fetched or "") > current.seen


def is_older(reading: Named, known: KnownArticle) -> bool:
    """Return whether a reading is of an older copy than the known article.

    Publishers sometimes backdate articles, so the whole document must be older, too. The entries of a live feed are
    never old, whatever times it states.
    """
    if reading.names.document.poll is not None:
        return False
    ours, theirs = reading.article.updated or reading.article.published, known.updated or known.published
    as_of = reading.names.document.as_of
    if as_of is None or known.as_of is None:
        return ours is not None and theirs is not None and ours < theirs
    return as_of < known.as_of and (ours is None or theirs is None or ours <= theirs)
