"""Intake: articles as the sources give them go into the store in batches, and the run remembers which it saw."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.pipelines.intake import take_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from newsfeed.items import Article
    from newsfeed.loaders.identity import Named
    from newsfeed.loaders.revisions import Outcome
    from newsfeed.store.repository import Store

BATCH = 200
"""Articles stored in one transaction."""

# By weight: an article that is new to a run stays news for it, however often the run meets it again.
OUTCOMES: Sequence[Outcome] = ("unchanged", "revised", "new")


class _Reading(NamedTuple):
    place: int
    article: Article | Named


class Seen(NamedTuple):
    """The articles a run saw, each once, in the order of its sources.

    ``numbers`` (int64) are their numbers in the store, ``outcomes`` (int8) indexes into :data:`OUTCOMES`; both have
    shape ``(articles,)``.
    """

    numbers: NDArray[np.int64]
    outcomes: NDArray[np.int8]

    def news(self) -> Seen:
        """Return those that are new or revised."""
        chosen = self.outcomes > 0
        return Seen(self.numbers[chosen], self.outcomes[chosen])

    def counts(self) -> dict[Outcome, int]:
        """Return how many articles had each outcome."""
        counted = np.bincount(self.outcomes, minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, counted, strict=True))


class Ingestion:
    """What one run takes in. It remembers 17 bytes of each article it saw."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._batch: list[_Reading] = []
        self._places = array("q")
        self._numbers = array("q")
        self._outcomes = array("b")
        self._amended: dict[int, Outcome] = {}

    def add(self, source: int, entry: int, article: Article | Named) -> None:
        """Take in one article; it is stored when the batch is full.

        ``source`` and ``entry`` say where it stood among all that the run reads, so that the order of the sources is
        kept in whatever order remote ones answer.
        """
        self._batch.append(_Reading(source << 32 | entry, article))
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Store what is waiting."""
        batch, self._batch = self._batch, []
        taken = take_in(self._store, [reading.article for reading in batch])
        for reading, (number, outcome) in zip(batch, taken, strict=True):
            self._places.append(reading.place)
            self._numbers.append(number)
            self._outcomes.append(OUTCOMES.index(outcome))

    def amend(self, number: int, outcome: Outcome) -> None:
        """Note that another outcome was found for an article, by its number, after it was stored."""
        self._amended[number] = outcome

    def seen(self) -> Seen:
        """Return what was stored so far."""
        order = np.argsort(np.asarray(self._places, np.int64), kind="stable")
        numbers = np.asarray(self._numbers, np.int64)[order]
        distinct, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        outcomes = np.zeros(len(first), np.int8)
        np.maximum.at(outcomes, inverse, np.asarray(self._outcomes, np.int8)[order])
        for number, outcome in self._amended.items():
            outcomes[np.searchsorted(distinct, number)] = OUTCOMES.index(outcome)
        in_order = np.argsort(first)
        return Seen(numbers[first[in_order]], outcomes[in_order])
