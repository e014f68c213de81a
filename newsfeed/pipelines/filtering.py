"""Drop articles by the patterns of their subscriptions, when they are stored and when the patterns change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.pipelines.rejudging import mark_dependent
from newsfeed.subscriptions.patterns import drop_reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsfeed.items import Article
    from newsfeed.store.repository import Store

    Patterns = Mapping[str, tuple[Sequence[str], Sequence[str]]]


def reason_to_drop(article: Article, patterns: Patterns) -> str | None:
    """Return the reason why an article's subscription drops it; ``patterns`` to keep and to drop are by scope."""
    return drop_reason(article, *patterns.get(article.feed.url, ((), ())))


def apply_patterns(store: Store, scope: str) -> int:
    """Apply the current patterns of a subscription to its stored articles; return the number of changed articles.

    These, and the articles whose verdicts depended on them, will be judged again.
    """
    before, patterns = store.dropped(scope), store.patterns()
    if scope not in patterns and not any(before.values()):
        return 0
    numbers = list(before)
    articles = zip(numbers, store.articles(numbers), strict=True)
    reasons = {number: reason_to_drop(article, patterns) for number, article in articles}
    mark_dependent(store, [number for number, reason in reasons.items() if reason and before[number] is None])
    store.set_dropped(reasons)
    return sum((before[number] is None) != (reason is None) for number, reason in reasons.items())
