"""Whether an article is given as its feed tells it, or as its page does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.lexicon.words import FUNCTION
from newsfeed.text.language import language
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import Article, Paragraph

LONGER = 1.2
"""So many times as long as the feed's text a page's must be: a little more is captions and what else stands there."""

SYNOPSIS = 1000
"""Characters: what is no longer may be a synopsis, which its article need not contain."""

TOLD_AGAIN = 0.5
"""The part of the words of title and synopsis that an article repeats, and what stands in its place does not."""

CONTAINED = 0.9
"""The part of the words of a longer text of the feed that its page must have, or something would be lost."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """An article as its feed tells it, or as its page does."""

    title: str | None
    paragraphs: Sequence[Paragraph]

    @classmethod
    def of(cls, article: Article) -> Rendition:
        """Return an article as it is told now."""
        return cls(article.title, article.paragraphs)

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def is_more_complete(page: Rendition, feed: Rendition) -> bool:
    """Decide whether the page tells what the feed tells, and more.

    >>> from newsfeed.items import Paragraph
    >>> feed = Rendition("Mill to close", [Paragraph("The mill closes in May …")])
    >>> page = Rendition(None, [Paragraph("The mill will close in May, its owner said. Ninety people work there.")])
    >>> wall = Rendition(None, [Paragraph("We value your privacy. Accept all cookies to read on, or subscribe.")])
    >>> is_more_complete(page, feed), is_more_complete(feed, page), is_more_complete(wall, feed)
    (True, False, False)
    """
    said, told = normalise(feed.text), normalise(page.text)
    if not told or len(told) < LONGER * len(said):
        return False
    if len(feed.text) > SYNOPSIS:
        return _share(_words(said), _words(told)) >= CONTAINED
    return _share(_words(f"{normalise(feed.title or '')} {said}"), _words(told)) >= TOLD_AGAIN


def with_rendition(article: Article, as_told: Rendition) -> Article:
    """Return an article as its feed or its page tells it; a title that only the page gives is taken from there."""
    title = article.title or as_told.title
    known = language(title or "", " ".join(paragraph.text for paragraph in as_told.paragraphs), article.language)
    return replace(article, title=title, paragraphs=list(as_told.paragraphs), language=known)


def _share(words: set[str], others: set[str]) -> float:
    """Return which part of the words is among the others; of no words, all are."""
    return len(words & others) / len(words) if words else 1.0


def _words(normal: str) -> set[str]:
    """Return the words of a text that say something; of a script without spaces, its pairs of characters."""
    tokens = Tokens.of(normal)
    pairs = {a + b for a, b in pairwise(tokens.words) if a not in tokens.spaced and b not in tokens.spaced}
    return pairs | (tokens.spaced - FUNCTION)
