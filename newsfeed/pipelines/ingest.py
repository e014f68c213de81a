"""Ingestion: store articles from the sources in batches, and keep track of the articles seen in a run."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.loaders.identity import Named
from newsfeed.loaders.revisions import undelivered_outcome
from newsfeed.pipelines.intake import extract, take_in
from newsfeed.pipelines.unchanged import stand_as_read
from newsfeed.store.documents import ReadDocument
from newsfeed.text.language import forget_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from newsfeed.formats.feed import Feed
    from newsfeed.items import Article
    from newsfeed.loaders.revisions import Outcome
    from newsfeed.pipelines.intake import Ingested
    from newsfeed.store.documents import StandingArticle
    from newsfeed.store.repository import Store

BATCH = 200
"""Articles stored per transaction."""

LETTERS = 1_000_000
"""Letters after which a transaction is full, too."""

_OF_PARAGRAPH = 50
"""Letters that take as much memory as a paragraph without its text."""

# In ascending precedence: an article that is new in a run stays new, however often the run encounters it again.
OUTCOMES: Sequence[Outcome] = ("unchanged", "revised", "new")


class _Reading(NamedTuple):
    place: int
    article: Article | Named


class Seen(NamedTuple):
    """The distinct articles seen in a run, in source order.

    ``numbers`` (int64) are their numbers in the store, ``outcomes`` (int8) are indexes into :data:`OUTCOMES`; both have
    shape ``(articles,)``.
    """

    numbers: NDArray[np.int64]
    outcomes: NDArray[np.int8]

    def news(self) -> Seen:
        """Return the new or revised articles."""
        chosen = self.outcomes > 0
        return Seen(self.numbers[chosen], self.outcomes[chosen])

    def counts(self) -> dict[Outcome, int]:
        """Return the number of articles by outcome."""
        counted = np.bincount(self.outcomes, minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, counted, strict=True))


class _EndedDocument(NamedTuple):
    """A completely added document: the results of its entries in earlier batches, and the places of the others."""

    digest: str
    feed: Feed
    taken: list[Ingested]
    entries: range


class Ingestion:
    """The ingestion of one run. It uses 17 bytes of memory per article seen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._batch: list[_Reading] = []
        self._letters = 0
        self._places = array("q")
        self._numbers = array("q")
        self._outcomes = array("b")
        self._amended: dict[int, Outcome] = {}
        self._began: int | None = None  # index in the batch of the first entry of the current document
        self._taken: list[Ingested] = []  # results of its entries in earlier batches
        self._ended: list[_EndedDocument] = []
        self._standing: Sequence[StandingArticle] = ()
        self._may_know_documents = store.has_read_documents()  # checked once: a first crawl need not look any up
        self.fuller: Counter[str] = Counter()
        """Readings with less text than their articles, which keep their text: their number by name of the source."""

    def read_before(self, digest: str) -> ReadDocument | None:
        """Return a document read in an earlier run, if all of its articles are unchanged in the store since then."""
        if self._batch and self.knows(digest):
            self.flush()  # earlier documents of this run may change its articles
        found = self._known(digest)
        if found is None:
            return None
        document, self._standing = found
        return document

    def knows(self, digest: str) -> bool:
        """Return whether a document was read in an earlier run, and its articles are unchanged so far."""
        return self._known(digest) is not None

    def _known(self, digest: str) -> tuple[ReadDocument, list[StandingArticle]] | None:
        return self._store.read_document(digest) if self._may_know_documents else None

    def add_unread(self, source: int, entries: Iterable[int]) -> None:
        """Add the articles of the document just found by :meth:`read_before`, without reading it again."""
        for entry, each in zip(entries, self._standing, strict=False):
            self._note(source << 32 | entry, each.number, undelivered_outcome(each.given, each.revision))

    def begin_document(self) -> None:
        """Begin a document; articles added from now on are its entries."""
        self._began, self._taken = len(self._batch), []

    def end_document(self, feed: Feed, digest: str | None) -> None:
        """End the document; with a digest, it is remembered if its articles are then stored as it has them."""
        if digest is not None and self._began is not None:
            self._ended.append(_EndedDocument(digest, feed, self._taken, range(self._began, len(self._batch))))
        self._began = None

    def add(self, source: int, entry: int, article: Article | Named) -> None:
        """Add an article; it is stored when the batch is full.

        ``source`` and ``entry`` are its position in the input of the run, so that source order is preserved whatever
        the order in which remote sources respond.
        """
        self._batch.append(_Reading(source << 32 | entry, article))
        named = article.article if isinstance(article, Named) else article
        self._letters += sum(len(paragraph.text) + _OF_PARAGRAPH for paragraph in named.paragraphs)
        if len(self._batch) >= BATCH or self._letters >= LETTERS:
            self.flush()

    def flush(self) -> None:
        """Store the articles of the current batch."""
        if self._letters >= LETTERS:
            forget_model()
        # An interrupted batch is lost, and its documents with it: noted without articles, they would not be read again.
        batch, self._batch, ended, self._ended = self._batch, [], self._ended, []
        self._letters = 0
        fuller: list[Article] = []
        extracted = extract(self._store, [reading.article for reading in batch])
        with self._store.alone():
            taken = take_in(self._store, extracted, fuller)
            self._store.note_read_documents(list(_as_read(ended, taken)))
        self.fuller.update(article.feed.url for article in fuller)
        for reading, each in zip(batch, taken, strict=True):
            self._note(reading.place, each.number, each.outcome)
        if self._began is not None:
            self._taken += taken[self._began :]
            self._began = 0

    def _note(self, place: int, number: int, outcome: Outcome) -> None:
        self._places.append(place)
        self._numbers.append(number)
        self._outcomes.append(OUTCOMES.index(outcome))

    def amend(self, number: int, outcome: Outcome) -> None:
        """Replace the outcome of an article that was already stored."""
        self._amended[number] = outcome

    def seen(self) -> Seen:
        """Return the articles stored so far."""
        order = np.argsort(np.asarray(self._places, np.int64), kind="stable")
        numbers = np.asarray(self._numbers, np.int64)[order]
        distinct, first, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        outcomes = np.zeros(len(first), np.int8)
        np.maximum.at(outcomes, inverse, np.asarray(self._outcomes, np.int8)[order])
        for number, outcome in self._amended.items():
            outcomes[np.searchsorted(distinct, number)] = OUTCOMES.index(outcome)
        in_order = np.argsort(first)
        return Seen(numbers[first[in_order]], outcomes[in_order])


def _as_read(ended: Sequence[_EndedDocument], taken: Sequence[Ingested]) -> Iterator[ReadDocument]:
    """Yield the documents that ended in a batch and whose articles are stored as they have them."""
    written: set[int] = set()
    end = len(taken)
    for digest, feed, earlier, entries in reversed(ended):
        written.update(each.number for each in taken[entries.stop : end] if each.is_written)
        end = entries.stop
        own = [*earlier, *taken[entries.start : entries.stop]]
        if stand_as_read(own, written):
            yield ReadDocument(digest, feed.format, feed.step, feed.problems, [each.number for each in own])
