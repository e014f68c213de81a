"""Keep the store small: remove the texts of old articles in steps, each a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.store.pruning import Pruned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.store.repository import Store


def prune(store: Store, before: str) -> Iterator[Pruned]:
    """Remove the texts of articles published before a time (ISO 8601); yield the result of each step.

    Afterwards their shingles are removed from the index and free space is returned, in steps that yield nothing
    removed. The next call continues after an interruption.
    """
    last, swept = 0, False
    while pruned := store.prune_next(before, last):
        last = pruned.last
        yield pruned
    nothing = Pruned(last, 0, 0)
    while store.sweep_next():
        swept = True
        yield nothing
    begin = True
    while (last or swept) and store.compact_search(begin=begin):
        begin = False
        yield nothing
    while store.shrink_next():
        yield nothing
