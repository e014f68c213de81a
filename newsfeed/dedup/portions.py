"""Paragraphs by place, a limited number of letters at a time, because their evidence takes much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsfeed.dedup.order import Occurrence
    from newsfeed.dedup.verdict import PendingArticle, StoredParagraph

LETTERS_AT_ONCE = 1_000_000
"""Letters of paragraphs whose evidence is in memory at a time."""


def placed(articles: Iterable[PendingArticle]) -> Iterator[tuple[Occurrence, StoredParagraph]]:
    """Yield each paragraph of the articles with its place."""
    return ((article.place_of(each), each) for article in articles for each in article.paragraphs)


def portions(
    paragraphs: Iterable[tuple[Occurrence, StoredParagraph]], most: int
) -> Iterator[dict[Occurrence, StoredParagraph]]:
    """Yield paragraphs by place, about ``most`` letters at a time."""
    portion: dict[Occurrence, StoredParagraph] = {}
    letters = 0
    for at, each in paragraphs:
        portion[at] = each
        letters += each.length
        if letters >= most:
            yield portion
            portion, letters = {}, 0
    if portion:
        yield portion
