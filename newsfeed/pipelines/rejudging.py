"""Mark articles whose verdicts may change when texts that were read before them are removed or replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.order import LAST
from newsfeed.pipelines.lookup import dependent

if TYPE_CHECKING:
    from collections.abc import Collection

    from newsfeed.store.repository import Store


def mark_dependent(store: Store, numbers: Collection[int]) -> None:
    """Mark the judged articles that may depend on the present texts of these, before the texts change.

    New texts are found to be late when they are judged (:mod:`newsfeed.pipelines.detection`), as if they were new
    articles.
    """
    if not numbers:
        return
    texts = [*store.placed_texts(numbers), *store.placed_lines(numbers)]
    first = min((each.at.rank for each in texts), default=LAST)
    if first <= store.last_judged():
        store.mark_for_rejudging(dependent(store, texts), store.quoted_by(numbers), min_rank=first)
