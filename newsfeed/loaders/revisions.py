"""Decide whether a reading of a known article is news.

Every content of an article that was ever read is remembered, by its digest: reading an old copy again is no news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsfeed.items import MEDIA
from newsfeed.loaders.fulltext import content_words
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from newsfeed.items import Article, KnownArticle
    from newsfeed.loaders.identity import Named

Outcome = Literal["new", "revised", "unchanged"]

MOST_FOUND = 1.2
"""So many times the words that older rules found, others may find in a text."""

OLDER = 0
"""Stands for the revision of a content that was only ever read in an older copy, and never made one."""


def decide(reading: Named, known: KnownArticle | None, before: int | None) -> Outcome:
    """Return whether a reading is a new article, a revision of the ``known`` one, or nothing new.

    ``before`` is the revision as which its content was seen before, ``None`` if it never was. Reading an old copy again
    is no revision, nor is a changed date alone.
    """
    if known is None:
        return "new"
    seen = before is not None and (before != OLDER or not _is_newer(reading, known))
    return "unchanged" if seen or _is_older(reading, known) else "revised"


def is_only_read_anew(before: str, article: Article) -> bool:
    """Return whether a text, read ``before`` by older rules, differs from an article's by the rules only.

    Rules that keep more find the same words and some more, those that leave out more find some fewer; a publisher who
    rewrites a text exchanges words, or adds more than that.

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
    """Return what a known article still is to whoever waits for news: interrupted runs have delivered nothing."""
    if given == revision:
        return "unchanged"
    return "revised" if given else "new"


def completed_revision(current: int, given: int, before: int | None) -> int:
    """Return the revision that an article has with another text than its ``current`` revision.

    ``given`` is the last revision that was delivered, ``before`` the one that had this text before. A text that was
    never delivered makes no revision; if the text is again the delivered one, there was none.

    >>> completed_revision(1, 0, None), completed_revision(1, 1, None), completed_revision(2, 1, None)
    (1, 2, 2)
    >>> completed_revision(2, 1, 1)
    1
    """
    if given == current:
        return current + 1
    return given if before is not None and before == given else current


def _is_newer(reading: Named, known: KnownArticle) -> bool:
    as_of = reading.names.document.as_of
    return as_of is not None and known.as_of is not None and as_of > known.as_of


def _is_older(reading: Named, known: KnownArticle) -> bool:
    """Return whether a reading is of an older copy than the known article.

    Publishers date articles back now and then: only if the whole document is older, too, is that a sign.
    """
    ours, theirs = reading.article.updated or reading.article.published, known.updated or known.published
    as_of = reading.names.document.as_of
    if as_of is None or known.as_of is None:
        return ours is not None and theirs is not None and ours < theirs
    return as_of < known.as_of and (ours is None or theirs is None or ours <= theirs)
