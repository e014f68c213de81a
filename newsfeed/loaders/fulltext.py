"""Choose between an article's text in its feed and on its page."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.lexicon.words import FUNCTION
from newsfeed.items import Rendition
from newsfeed.text.language import language
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from newsfeed.items import Article

LONGER = 1.2
"""Least ratio of the page's text to the feed's, because slightly longer texts may only add captions and the like."""

SYNOPSIS = 1000
"""Characters: a text up to this length may be a synopsis, whose words the article need not contain."""

REPEATED = 0.5
"""Least share of the words of title and synopsis that an article repeats; paywalls and error pages do not."""

CONTAINED = 0.9
"""Least share of the words of a longer feed text that the page must contain, so that nothing is lost."""


def is_more_complete(page: Rendition, feed: Rendition) -> bool:
    """Return whether the page contains the feed's text and more.

    >>> from newsfeed.items import Paragraph, Rendition
    >>> feed = Rendition("Mill to close", [Paragraph("The mill closes in May …")])
    >>> page = Rendition(None, [Paragraph("The mill will close in May, its owner said. Ninety people work there.")])
    >>> wall = Rendition(None, [Paragraph("We value your privacy. Accept all cookies to read on, or subscribe.")])
    >>> is_more_complete(page, feed), is_more_complete(feed, page), is_more_complete(wall, feed)
    (True, False, False)
    """
    in_feed, on_page = normalise(feed.text), normalise(page.text)
    if not on_page or len(on_page) < LONGER * len(in_feed):
        return False
    if len(feed.text) > SYNOPSIS:
        return _share(content_words(in_feed), content_words(on_page)) >= CONTAINED
    return _share(content_words(f"{normalise(feed.title or '')} {in_feed}"), content_words(on_page)) >= REPEATED


def fuller(page: Rendition | None, article: Article) -> Article:
    """Return an article with the text of its page if that is more complete than its own."""
    return with_rendition(article, page) if page and is_more_complete(page, Rendition.of(article)) else article


def with_rendition(article: Article, rendition: Rendition) -> Article:
    """Return an article with this text, and with its title if the article has none."""
    title = article.title or rendition.title
    known = language(title or "", " ".join(paragraph.text for paragraph in rendition.paragraphs), article.language)
    return replace(article, title=title, paragraphs=list(rendition.paragraphs), language=known)


def _share(words: set[str], others: set[str]) -> float:
    """Return the share of the words that are among the others; 1 if there are none."""
    return len(words & others) / len(words) if words else 1.0


def content_words(normal: str) -> set[str]:
    """Return the content words of a text; in scripts without spaces, pairs of characters."""
    tokens = Tokens.of(normal)
    pairs = {a + b for a, b in pairwise(tokens.words) if a not in tokens.spaced and b not in tokens.spaced}
    return pairs | (tokens.spaced - FUNCTION)
