"""Detection over the store: what waits for judgement goes in, verdicts come out.

A verdict depends on nothing but the texts in the store, their order of reading and the terms of the store, so it does
not matter in how many pieces, in how many runs or after how many interruptions the articles are judged.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsfeed.dedup.copies import may_be_copy
from newsfeed.dedup.fingerprints.simhash import distance
from newsfeed.dedup.reuse import Passage, read_before, repeated
from newsfeed.pipelines.lookup import neighbours
from newsfeed.store.index.passages import Earliest
from newsfeed.store.verdicts import Cited, Judged, Judgement
from newsfeed.text.normalise import normals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsfeed.dedup.config import Terms
    from newsfeed.pipelines.lookup import Neighbours
    from newsfeed.store.index.occurrences import Occurrence
    from newsfeed.store.repository import Store
    from newsfeed.store.verdicts import Draft, StoredParagraph, StoredQuote
    from newsfeed.text.normalise import Normal

PARAGRAPHS_AT_ONCE = 24_000
"""Judged in one batch: every batch reads much of the index once, however large that has become."""

LETTERS_AT_ONCE = 500_000
"""Of normal form, that are kept cut into tokens, at 100 bytes a letter."""

QUOTE_COVERED = 0.8
"""The share of a quotation's characters that an earlier paragraph must have, for that to be where it was first seen."""

SHORTEST = 24
"""In bytes of UTF-8, eight ideographs or four or five words: a shorter paragraph is never taken out."""

COPIED_FROM_ONE = 0.8
"""The share of an article's text that one earlier article must have, for it to be that article's copy."""

SAME_STORY = 0.3
"""The share of an article's text that one earlier article must have, for the two to tell the same story."""


class _Texts:
    """Passages by number, cut into tokens when they are needed, and some of them kept so: many are needed often."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._normals = dict(zip(texts, normals(list(texts.values())), strict=True))
        self._passages: dict[int, Passage] = {}
        self._letters = 0

    def __getitem__(self, number: int) -> Passage:
        passage = self._passages.get(number)
        if passage is None:
            passage = Passage.of(self._normals[number])
            if self._letters > LETTERS_AT_ONCE:
                self._passages, self._letters = {}, 0
            self._passages[number] = passage
            self._letters += len(passage.normal.text)
        return passage


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a batch of drafts is judged by.

    ``same`` tells, by the place of a paragraph whose passage was read before, where that was, and ``forms`` its normal
    form; ``found`` are the neighbours of the others, ``texts`` what is to be aligned; ``quoted`` tells where the words
    of a quotation were quoted first, by their digest and the rank of the article that quotes them now.
    """

    terms: Terms
    same: Mapping[Occurrence, Occurrence]
    forms: Mapping[Occurrence, Normal]
    found: Neighbours
    texts: _Texts
    quoted: Mapping[tuple[int, int], Occurrence]


def judge_pending(store: Store) -> Iterator[list[Judgement]]:
    """Judge every article that waits for it; yield the verdicts of each batch when they are stored."""
    while store.learn_boilerplate(PARAGRAPHS_AT_ONCE):
        pass
    while judgements := _judge_next(store):
        yield judgements


def _judge_next(store: Store) -> list[Judgement]:
    """Judge a batch while nobody else changes the texts that it is judged by."""
    with store.alone():
        return _judge_batch(store)


@contextmanager
def _collecting_paused() -> Iterator[None]:
    """Keep Python from looking for cycles. A batch has none: to go through its rows time and again takes a sixth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_collecting_paused()
def _judge_batch(store: Store) -> list[Judgement]:
    drafts = store.drafts(PARAGRAPHS_AT_ONCE)
    if not drafts:
        return []
    for draft in drafts:
        _spare_whole_text(draft)
    last = store.last_judged()
    late = [draft for draft in drafts if draft.fresh and draft.rank <= last]
    batch = _gather(store, drafts, late)
    _reopen_later(store, late, batch)
    judgements = [_judge_article(draft, batch) for draft in drafts]
    store.write_judgements(judgements)
    return judgements


def _spare_whole_text(draft: Draft) -> None:
    """Take for the text what is boilerplate elsewhere, where an article has nothing else."""
    if all(each.boilerplate for each in draft.paragraphs):
        draft.paragraphs = [each._replace(boilerplate=False) for each in draft.paragraphs]


def _gather(store: Store, drafts: Sequence[Draft], late: Sequence[Draft]) -> _Batch:
    paragraphs = {draft.place_of(each): each for draft in drafts for each in draft.paragraphs}
    same = _same(store, paragraphs)
    touched = {at: paragraphs[at] for at in _touching(store, late, same)}
    compared = {at: each for at, each in paragraphs.items() if at not in same} | touched
    found = neighbours(store, list(compared.items()), {each.passage for each in touched.values()})
    own_texts = {compared[at].passage: compared[at].text for at in found.earlier}
    others = {number for earlier in found.earlier.values() for number, _ in earlier}
    others.update(paragraphs[at].passage for at in same if paragraphs[at].kind == "code")
    return _Batch(
        store.terms,
        same,
        dict(zip(same, normals([paragraphs[at].text for at in same]), strict=True)),
        found,
        _Texts(own_texts | store.first_texts(others - own_texts.keys())),
        store.first_quoted({(quote.digest, draft.rank) for draft in drafts for quote in draft.quotes}),
    )


def _same(store: Store, paragraphs: Mapping[Occurrence, StoredParagraph]) -> dict[Occurrence, Occurrence]:
    """Return where the passage of each paragraph was read before, if it was, and not too long before to count."""
    same = {at: each.first for at, each in paragraphs.items() if each.first < at}
    if not store.terms.window:
        return same
    found = store.first_read({(paragraphs[at].passage, at.rank) for at in same})
    in_window = {at: found.get((paragraphs[at].passage, at.rank), at) for at in same}
    return {at: first for at, first in in_window.items() if first < at}


def _touching(store: Store, late: Sequence[Draft], same: Mapping[Occurrence, Occurrence]) -> list[Occurrence]:
    """Return which paragraphs of ``late`` articles the verdicts on later ones may depend on.

    Those that repeat what was read before matter to nobody, unless that is too long before for some.
    """
    places = [draft.place_of(each) for draft in late for each in draft.paragraphs]
    return places if store.terms.window else [at for at in places if at not in same]


def _reopen_later(store: Store, late: Sequence[Draft], batch: _Batch) -> None:
    """Have later articles judged again that earlier runs judged without knowing the new texts of ``late`` ones."""
    if late:
        quoted = {quote.digest for draft in late for quote in draft.quotes}
        store.reopen_later(batch.found.near, quoted, min(draft.rank for draft in late))


def _judge_article(draft: Draft, batch: _Batch) -> Judgement:
    judged = [_judge_paragraph(draft, each, batch) for each in draft.paragraphs]
    letters = {each.position: each.length for each in draft.paragraphs}
    own = [each for each in judged if each.status != "boilerplate"]
    total = sum(letters[each.position] for each in own)
    novelty = sum(letters[each.position] * each.novelty for each in own) / total if total else 1.0
    headings = {each.position for each in draft.paragraphs if each.kind == "heading"}
    nothing_new = all(each.status != "unique" or each.novelty == 0 or each.position in headings for each in own)
    enough = may_be_copy(each.text for each in draft.paragraphs)
    source, part = _main_source(draft.number, own, letters)
    return Judgement(
        number=draft.number,
        novelty=round(novelty, 4),
        duplicate_of=source if nothing_new and enough and part >= COPIED_FROM_ONE * total else None,
        follows=source if part >= SAME_STORY * total else None,
        paragraphs=judged,
        first_seen={quote.ordinal: _first_seen(draft, quote, judged, batch.quoted) for quote in draft.quotes},
    )


def _judge_paragraph(draft: Draft, paragraph: StoredParagraph, batch: _Batch) -> Judged:
    judged = _verdict(draft, paragraph, batch)
    judged.changed = (judged.status, judged.novelty) != (paragraph.status, paragraph.novelty)
    return judged


def _verdict(draft: Draft, paragraph: StoredParagraph, batch: _Batch) -> Judged:
    if paragraph.boilerplate:
        return Judged(paragraph.position, "boilerplate", 0.0)
    at = draft.place_of(paragraph)
    if at in batch.same:
        earlier: Sequence[tuple[int, Earliest]] = [(paragraph.passage, Earliest(batch.same[at], paragraph.simhash))]
        form, verdict = batch.forms[at], repeated(batch.forms[at])
    elif at in batch.found.earlier:
        earlier = batch.found.earlier[at]
        text = batch.texts[paragraph.passage]
        sources = [batch.texts[number] for number, _ in earlier]
        form, verdict = text.normal, read_before(text, sources, share=batch.terms.share, run=batch.terms.run)
    else:
        return Judged(paragraph.position, "unique", 1.0)
    named = [earlier[part.index] for part in verdict.sources]
    duplicate = verdict.duplicate and _may_go(paragraph, form, [number for number, _ in named], batch.texts)
    return Judged(
        paragraph.position,
        "duplicate" if duplicate else "unique",
        round(1 - verdict.share, 4),
        [
            Cited(source.at, round(part.share, 4), distance(paragraph.simhash, source.simhash), part.spans)
            for part, (_, source) in zip(verdict.sources, named, strict=True)
        ],
    )


def _may_go(paragraph: StoredParagraph, form: Normal, sources: Sequence[int], texts: _Texts) -> bool:
    """Say whether the text loses nothing when this repeat is taken out of it.

    A heading names what follows it, "Yes." and "2" mean something only where they stand, and in code every character
    counts.
    """
    if paragraph.kind == "heading" or len(form.text.encode()) < SHORTEST:
        return False
    return paragraph.kind != "code" or any(texts[number].normal.original == paragraph.text for number in sources)


def _main_source(number: int, judged: Sequence[Judged], letters: Mapping[int, int]) -> tuple[int | None, float]:
    """Return the earlier article that has most of these paragraphs' text, and how many letters of it."""
    covered: defaultdict[int, float] = defaultdict(float)
    for each in judged:
        for origin in each.origins:
            covered[origin.at.article] += origin.share * letters[each.position]
    covered.pop(number, None)
    return max(covered.items(), key=lambda found: (found[1], -found[0]), default=(None, 0.0))


def _first_seen(
    draft: Draft, quote: StoredQuote, judged: Sequence[Judged], quoted: Mapping[tuple[int, int], Occurrence]
) -> Occurrence | None:
    """Return where the words of a quotation stood first: in what its paragraph repeats, or as the same quotation."""
    for origin in judged[quote.position].origins:
        covered = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in origin.spans)
        if covered >= QUOTE_COVERED * (quote.end - quote.start):
            return origin.at
    same = quoted[quote.digest, draft.rank]
    return same if same < draft.place_of(quote) else None
