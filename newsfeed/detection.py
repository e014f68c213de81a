"""Detection over the store: what waits for judgement goes in, verdicts come out.

A verdict depends on nothing but the texts in the store and their order of publication, so it does not matter in how
many pieces, in how many runs or after how many interruptions the articles are judged.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsfeed.dedup.index import candidates
from newsfeed.dedup.reuse import read_before
from newsfeed.dedup.shingles import winnow
from newsfeed.store.judgement import Cited, Judged, Judgement
from newsfeed.store.passages import Occurrence
from newsfeed.text.normalise import normals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsfeed.store.judgement import Draft, StoredParagraph, StoredQuote
    from newsfeed.store.passages import Earliest
    from newsfeed.store.repository import Store
    from newsfeed.text.normalise import Normal

ARTICLES_AT_ONCE = 256

QUOTE_COVERED = 0.8
"""The share of a quotation's characters that an earlier paragraph must have, for that to be where it was first seen."""

SHORTEST = 24
"""In bytes of UTF-8, eight ideographs or four or five words: a shorter paragraph is never taken out."""

COPIED_FROM_ONE = 0.8
"""The share of an article's text that one earlier article must have, for it to be that article's copy."""

SAME_STORY = 0.3
"""The share of an article's text that one earlier article must have, for the two to tell the same story."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """What a batch of drafts is judged by.

    ``forms`` has the normal form of every paragraph by its article's number and its position, ``near`` the passages
    worth aligning with a passage, ``earliest`` their first occurrences with their normal forms, ``quoted`` the earliest
    exact occurrence of a quotation by its digest.
    """

    forms: Mapping[tuple[int, int], Normal]
    near: Mapping[int, Sequence[int]]
    earliest: Mapping[int, tuple[Earliest, Normal]]
    quoted: Mapping[int, Occurrence]


def judge_pending(store: Store, stories: int) -> Iterator[int]:
    """Judge every article that waits for it; yield, after each batch is stored, how many it held.

    ``stories`` is the number of different stories of one source that must repeat a paragraph at their edge before it
    counts as boilerplate.
    """
    store.learn_boilerplate(stories)
    while drafts := store.drafts(ARTICLES_AT_ONCE):
        batch = _gather(store, drafts)
        _reopen_later(store, drafts, batch)
        store.write_judgements([_judge_article(draft, batch) for draft in drafts])
        yield len(drafts)


def _gather(store: Store, drafts: Sequence[Draft]) -> _Batch:
    keys = [(draft.number, each.position) for draft in drafts for each in draft.paragraphs]
    forms = dict(zip(keys, normals([each.text for draft in drafts for each in draft.paragraphs]), strict=True))
    by_passage = {
        each.passage: forms[draft.number, each.position].text for draft in drafts for each in draft.paragraphs
    }
    near = _near(store, by_passage)
    found = store.earliest({passage for passages in near.values() for passage in passages})
    earlier_forms = normals([each.text for each in found.values()])
    earliest = {number: (found[number], form) for number, form in zip(found, earlier_forms, strict=True)}
    return _Batch(forms, near, earliest, store.first_quoted(quote.digest for draft in drafts for quote in draft.quotes))


def _near(store: Store, texts: Mapping[int, str]) -> dict[int, list[int]]:
    """Return, for each passage given with its normal form, the passages worth aligning with it, itself included."""
    shingles, owners = winnow(list(texts.values()))
    found = store.sharing(np.unique(shingles))
    bounds = np.searchsorted(owners, np.arange(len(texts) + 1))
    near: dict[int, list[int]] = {}
    for index, passage in enumerate(texts):
        own = shingles[bounds[index] : bounds[index + 1]].tolist()
        near[passage] = [passage, *(each for each in candidates(own, found) if each != passage)]
    return near


def _reopen_later(store: Store, drafts: Sequence[Draft], batch: _Batch) -> None:
    """Have later articles judged again that earlier runs judged without knowing the new texts among the drafts."""
    last = store.last_judged()
    fresh = [draft for draft in drafts if draft.fresh and draft.moment <= last]
    if fresh:
        near = {passage for draft in fresh for each in draft.paragraphs for passage in batch.near[each.passage]}
        quoted = {quote.digest for draft in fresh for quote in draft.quotes}
        store.reopen_later(near, quoted, min(draft.moment for draft in fresh))


def _judge_article(draft: Draft, batch: _Batch) -> Judgement:
    judged = [_judge_paragraph(draft, each, batch) for each in draft.paragraphs]
    letters = {each.position: len(batch.forms[draft.number, each.position].text) for each in draft.paragraphs}
    own = [each for each in judged if each.status != "boilerplate"]
    total = sum(letters[each.position] for each in own)
    novelty = sum(letters[each.position] * each.novelty for each in own) / total if total else 1.0
    headings = {each.position for each in draft.paragraphs if each.kind == "heading"}
    nothing_new = all(each.status != "unique" or each.novelty == 0 or each.position in headings for each in own)
    source, part = _main_source(draft.number, own, letters)
    return Judgement(
        number=draft.number,
        novelty=round(novelty, 4),
        duplicate_of=source if own and nothing_new and part >= COPIED_FROM_ONE * total else None,
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
    here = Occurrence(draft.moment, draft.number, paragraph.position)
    earlier = sorted(
        ((*batch.earliest[passage], passage) for passage in batch.near[paragraph.passage] if passage in batch.earliest),
        key=lambda found: found[0].at,
    )
    earlier = [found for found in earlier if found[0].at < here]
    if not earlier:
        return Judged(paragraph.position, "unique", 1.0)
    normal = batch.forms[draft.number, paragraph.position]
    verdict = read_before(normal, [form for _, form, _ in earlier])
    duplicate = verdict.duplicate and _may_go(paragraph, normal, [earlier[part.index][0] for part in verdict.sources])
    return Judged(
        paragraph.position,
        "duplicate" if duplicate else "unique",
        round(1 - verdict.share, 4),
        [Cited(earlier[part.index][0].at, round(part.share, 4), part.distance, part.spans) for part in verdict.sources],
    )


def _may_go(paragraph: StoredParagraph, normal: Normal, sources: Sequence[Earliest]) -> bool:
    """Say whether the text loses nothing when this repeat is taken out of it.

    A heading names what follows it, "Yes." and "2" mean something only where they stand, and in code every character
    counts.
    """
    if paragraph.kind == "heading" or len(normal.text.encode()) < SHORTEST:
        return False
    return paragraph.kind != "code" or any(source.text == paragraph.text for source in sources)


def _main_source(number: int, judged: Sequence[Judged], letters: Mapping[int, int]) -> tuple[int | None, float]:
    """Return the earlier article that has most of these paragraphs' text, and how many letters of it."""
    covered: defaultdict[int, float] = defaultdict(float)
    for each in judged:
        for origin in each.origins:
            covered[origin.at.article] += origin.share * letters[each.position]
    covered.pop(number, None)
    return max(covered.items(), key=lambda found: (found[1], -found[0]), default=(None, 0.0))


def _first_seen(
    draft: Draft, quote: StoredQuote, judged: Sequence[Judged], quoted: Mapping[int, Occurrence]
) -> Occurrence | None:
    """Return where the words of a quotation stood first: in what its paragraph repeats, or as the same quotation."""
    for origin in judged[quote.position].origins:
        covered = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in origin.spans)
        if covered >= QUOTE_COVERED * (quote.end - quote.start):
            return origin.at
    same = quoted[quote.digest]
    return same if same < Occurrence(draft.moment, draft.number, quote.position) else None
