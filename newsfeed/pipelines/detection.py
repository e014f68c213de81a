"""Detection over the store: read pending articles, gather the evidence, store the verdicts.

A verdict depends only on the texts in the store, their reading order and the store's deduplication options, not on the
number of batches, runs or interruptions in which the articles are judged. The rules are in
:mod:`newsfeed.dedup.verdict`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from newsfeed.dedup.copies import find_copies, first_of_chain, tells_on
from newsfeed.dedup.portions import LETTERS_AT_ONCE, placed, portions
from newsfeed.dedup.verdict import Evidence, Texts, judge, judge_paragraph, without_news_as_boilerplate
from newsfeed.pipelines.lookup import dependent, joined, neighbours
from newsfeed.store.garbage import collecting_paused
from newsfeed.store.index.indexing import Text
from newsfeed.text.normalise import normals
from newsfeed.text.quotes.quotations import quotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from newsfeed.dedup.copies import Telling
    from newsfeed.dedup.order import Occurrence
    from newsfeed.dedup.verdict import ArticleVerdict, ParagraphVerdict, PendingArticle, StoredParagraph
    from newsfeed.pipelines.lookup import Neighbours
    from newsfeed.reporting.progress import Progress
    from newsfeed.store.repository import Store

PARAGRAPHS_AT_ONCE = 24_000
"""Paragraphs judged per batch: each batch reads much of the index once, however large the index is."""

LETTERS_LOOKED_UP = 4_000_000
"""Letters of paragraphs looked up at a time: each look-up reads much of the index."""

_LARGE, _LOOKED_UP_OF_LARGE = 10_000_000, 1_000_000  # of one very long article, whose text takes much memory itself


def judge_pending(store: Store) -> Iterator[list[ArticleVerdict]]:
    """Judge all pending articles; yield the verdicts of each batch once they are stored."""
    while store.learn_boilerplate(PARAGRAPHS_AT_ONCE):
        pass
    while verdicts := _judge_next(store):
        yield verdicts


def judge_with_progress(store: Store, progress: Progress) -> Iterator[list[ArticleVerdict]]:
    """Judge all pending articles as :func:`judge_pending` does, and show the progress."""
    progress.stage("comparing", store.count_pending())
    for verdicts in judge_pending(store):
        progress.advance(len(verdicts))
        yield verdicts


def index_outdated(store: Store) -> Iterator[int]:
    """Reindex all articles that another version of the algorithm indexed; yield the size of each batch."""
    while texts := store.outdated_texts(PARAGRAPHS_AT_ONCE):
        store.index_again(
            [
                Text(
                    text.number,
                    text.id,
                    text.moment,
                    text.paragraphs,
                    quotations(text.paragraphs),
                    text.addresses,
                    text.dropped,
                )
                for text in texts
            ]
        )
        yield len(texts)
    store.finish_indexing()


def _judge_next(store: Store) -> list[ArticleVerdict]:
    """Judge a batch in one transaction, so that no other process changes the texts it is compared with."""
    with store.alone(), collecting_paused():
        return _judge_batch(store)


def _judge_batch(store: Store) -> list[ArticleVerdict]:
    pending = store.pending_articles(PARAGRAPHS_AT_ONCE)
    if not pending:
        return []
    for article in pending:
        article.paragraphs = without_news_as_boilerplate(article.paragraphs)
    last = store.last_judged()
    late = [article for article in pending if article.fresh and article.rank <= last]
    judged, near = _judge_paragraphs(store, pending, late)
    _mark_for_rejudging(store, late, near | dependent(store, store.placed_lines(each.number for each in late)))
    quoted = store.first_quoted({(quote.digest, article.rank) for article in pending for quote in article.quotes})
    in_order = iter(judged)
    verdicts = [
        judge(article, list(islice(in_order, len(article.paragraphs))), quoted, store.config.origin)
        for article in pending
    ]
    _end_series(store, verdicts)
    numbers = [article.number for article in pending]
    before = store.same_texts(numbers)
    store.write_verdicts(verdicts)
    _find_copies(store, before.keys() | numbers)
    return verdicts


def _end_series(store: Store, verdicts: Sequence[ArticleVerdict]) -> None:
    """Detach an article from an earlier story when both are parts of one series."""
    following = [(verdict, verdict.follows) for verdict in verdicts if verdict.follows is not None]
    numbers = {number for verdict, first in following for number in (verdict.number, first)}
    tellings = {telling.number: telling for telling in store.tellings(numbers)}
    for verdict, first in following:
        if not tells_on(tellings[first], tellings[verdict.number], repeats=verdict.repeats == first):
            verdict.follows = None


def _find_copies(store: Store, numbers: AbstractSet[int]) -> None:
    """Find and store the copies among all articles that share their text with one of these."""
    repeating = store.same_texts(numbers)
    tellings = {telling.number: telling for telling in store.tellings(repeating)}
    groups: defaultdict[int, list[Telling]] = defaultdict(list)
    for number in repeating:
        groups[first_of_chain(number, repeating)].append(tellings[number])
    found = {number: copy for group in groups.values() for number, copy in find_copies(group).items()}
    store.write_copies(numbers | repeating.keys(), found)


def _judge_paragraphs(
    store: Store, pending: Sequence[PendingArticle], late: Sequence[PendingArticle]
) -> tuple[list[ParagraphVerdict], AbstractSet[int]]:
    """Return the verdicts on all paragraphs in order, and the passages similar to those of ``late`` articles.

    The evidence takes much memory, so it is released before the evidence for the next paragraphs is gathered.
    """
    judged: list[ParagraphVerdict] = []
    near: set[int] = set()
    are_late = {article.number for article in late}
    letters = sum(each.length for article in pending for each in article.paragraphs)
    for some in portions(placed(pending), _LOOKED_UP_OF_LARGE if letters > _LARGE else LETTERS_LOOKED_UP):
        same = _same(store, some)
        found = _look_up(store, some, same, are_late)
        near |= found.near
        for few in portions(some.items(), LETTERS_AT_ONCE):
            judged += _judged(few, _gather(store, few, same, found))
    return judged, near


def _judged(paragraphs: Mapping[Occurrence, StoredParagraph], evidence: Evidence) -> list[ParagraphVerdict]:
    return [judge_paragraph(at, each, evidence) for at, each in paragraphs.items()]


def _look_up(
    store: Store,
    paragraphs: Mapping[Occurrence, StoredParagraph],
    same: Mapping[Occurrence, Occurrence],
    late: AbstractSet[int],
) -> Neighbours:
    """Return the neighbours of paragraphs that have no ``same`` earlier one, and of those of ``late`` articles."""
    touched = {at: paragraphs[at] for at in paragraphs if at.article in late and _is_touching(store, at, same)}
    compared = {at: each for at, each in paragraphs.items() if at not in same} | touched
    return neighbours(store, list(compared.items()), {each.passage for each in touched.values()})


def _gather(
    store: Store,
    paragraphs: Mapping[Occurrence, StoredParagraph],
    same: Mapping[Occurrence, Occurrence],
    found: Neighbours,
) -> Evidence:
    """Return the evidence for some of the paragraphs that were looked up."""
    repeated = {at: same[at] for at in paragraphs if at in same}
    earlier = {at: found.earlier[at] for at in paragraphs if at in found.earlier}
    own_texts = {paragraphs[at].passage: paragraphs[at].text for at in earlier}
    others = {each.passage for candidates in earlier.values() for each in candidates}
    others.update(paragraphs[at].passage for at in repeated if paragraphs[at].kind == "code")
    return Evidence(
        store.config,
        repeated,
        dict(zip(repeated, normals([paragraphs[at].text for at in repeated]), strict=True)),
        earlier,
        joined(store, [(at, each) for at, each in paragraphs.items() if at not in repeated]),
        Texts(own_texts | store.first_texts(others - own_texts.keys())),
    )


def _same(store: Store, paragraphs: Mapping[Occurrence, StoredParagraph]) -> dict[Occurrence, Occurrence]:
    """Return the earliest in-window occurrence of each paragraph's passage, for passages that were read before."""
    same = {at: each.first for at, each in paragraphs.items() if each.first < at}
    if not store.config.window:
        return same
    found = store.first_read({(paragraphs[at].passage, at.rank) for at in same})
    in_window = {at: found.get((paragraphs[at].passage, at.rank), at) for at in same}
    return {at: first for at, first in in_window.items() if first < at}


def _is_touching(store: Store, at: Occurrence, same: Mapping[Occurrence, Occurrence]) -> bool:
    """Return whether verdicts on later articles may depend on the paragraph of a late article at this place.

    An exact repeat of earlier text changes no later verdict, unless the earlier text is outside a later one's window.
    """
    return bool(store.config.window) or at not in same


def _mark_for_rejudging(store: Store, late: Sequence[PendingArticle], near: AbstractSet[int]) -> None:
    """Mark for re-judging later articles that were judged before the new texts of ``late`` articles arrived."""
    if late:
        quoted = {quote.digest for article in late for quote in article.quotes}
        store.mark_for_rejudging(near, quoted, min_rank=min(article.rank for article in late))
