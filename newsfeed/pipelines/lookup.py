"""Look up the passages to compare with each paragraph of a batch: similar ones that were read earlier."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.dedup.candidates import MOST_PASSAGES, Found, candidates, nearest
from newsfeed.dedup.fingerprints.winnowing import winnow
from newsfeed.dedup.lines import may_join, possible_lines, ways_to_part
from newsfeed.dedup.order import LAST, Occurrence, time_bits, window
from newsfeed.dedup.verdict import Candidate, Earliest, sources_of_lines
from newsfeed.items import MEDIA
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from newsfeed.dedup.candidates import Near
    from newsfeed.dedup.verdict import PlacedText, ReuseSource, StoredParagraph
    from newsfeed.store.repository import Store


_ORDER_BITS = 32  # bits of a place's index in reading order within a batch


class Neighbours(NamedTuple):
    """The passages similar to the paragraphs of a batch.

    ``earlier`` holds the passages to compare with each paragraph, by its place, in reading order; ``near`` holds the
    passages of late paragraphs and passages that share a shingle with one of them.
    """

    earlier: Mapping[Occurrence, Sequence[Candidate]]
    near: AbstractSet[int]


class _Places(NamedTuple):
    """Places in reading order, as int64 arrays of shape ``(n,)``."""

    ranks: NDArray[np.int64]
    articles: NDArray[np.int64]
    positions: NDArray[np.int64]

    @classmethod
    def of(cls, places: Sequence[Occurrence]) -> _Places:
        """Build the arrays from single places."""
        return cls(*np.array(places, np.int64).reshape(-1, 3).T)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> _Places:
        """Return the selected places."""
        return _Places(*(part[chosen] for part in self))

    def listed(self) -> list[Occurrence]:
        """Return the places as a list of occurrences."""
        return [Occurrence(*place) for place in zip(*(part.tolist() for part in self), strict=True)]

    def before(self, others: _Places) -> NDArray[np.bool_]:
        """Return, elementwise, whether each place is before the other one."""
        is_before = self.positions < others.positions
        for ours, theirs in ((self.articles, others.articles), (self.ranks, others.ranks)):
            is_before = (ours < theirs) | (ours == theirs) & is_before
        return is_before

    def order(self) -> NDArray[np.int64]:
        """Return each place's index in reading order; ties are in any order."""
        order = np.empty(len(self.ranks), np.int64)
        order[np.lexsort((self.positions, self.articles, self.ranks))] = np.arange(len(order))
        return order


def neighbours(
    store: Store, paragraphs: Sequence[tuple[Occurrence, StoredParagraph]], late: AbstractSet[int]
) -> Neighbours:
    """Return the neighbours of paragraphs, given with their places; ``late`` holds the passages of late paragraphs."""
    shingles, owners = winnow(normalise_all([each.text for _, each in paragraphs]))
    distinct, shingles = np.unique(shingles, return_inverse=True)
    own = np.array([each.passage for _, each in paragraphs], np.int64)
    places = _Places.of([at for at, _ in paragraphs])
    simhashes = np.array([each.simhash for _, each in paragraphs], np.uint64)
    is_text = np.array([not each.boilerplate and each.kind not in MEDIA for _, each in paragraphs], np.bool_)
    is_late = np.isin(own, np.fromiter(late, np.int64, len(late)))
    index, before = _in_reading_order(store, store.sharing(distinct), shingles, owners, places)
    touched = set(late) | _affected(store, index, shingles, before, is_late[owners])
    earlier: dict[Occurrence, list[Candidate]] = {}
    for found in candidates(shingles, owners, own, index, before):
        earliest = store.earliest(set(found.passages.tolist()))
        near, first = _read_before(found.where(is_text[found.texts]), earliest, places)
        if store.config.window:
            near, first = _in_window(store, near, first, places)
        theirs = np.array([earliest[number].simhash for number in near.passages.tolist()], np.uint64)
        distances = np.bitwise_count(theirs ^ simhashes[near.texts]).astype(np.int64)
        chosen = nearest(near, first.order(), distances)
        near, first = near.where(chosen), first.where(chosen)
        columns = (part.tolist() for part in (near.texts, near.passages, near.rarities))
        for text, passage, rarity, at in zip(*columns, first.listed(), strict=True):
            known = earliest[passage]
            known = known if known.at == at else Earliest(at, known.simhash)  # many pairs share one object
            earlier.setdefault(paragraphs[text][0], []).append(Candidate(passage, known, rarity))
    return Neighbours(earlier, touched)


def joined(
    store: Store, paragraphs: Sequence[tuple[Occurrence, StoredParagraph]]
) -> dict[Occurrence, list[ReuseSource]]:
    """Return the lines, with the parts they hold, of paragraphs that only join short lines of one earlier article.

    With a window, there are none.
    """
    if store.config.window:
        return {}
    joining = {at: each for at, each in paragraphs if may_join(each.kind, boilerplate=each.boilerplate)}
    lines_of = zip(joining.items(), possible_lines([each.text for each in joining.values()]), strict=True)
    asked = {at: (each, lines) for (at, each), lines in lines_of if lines}
    known = store.known_passages(sorted({line.normal.text for _, lines in asked.values() for line in lines}))
    found = {}
    for at, (paragraph, possible) in asked.items():
        ways = ways_to_part(possible, known, len(paragraph.text))
        rows = [(store.first_in_a_row([known[line.normal.text][0] for line in way], at.rank), way) for way in ways]
        first, lines = min(((first, way) for first, way in rows if first), key=itemgetter(0), default=(None, []))
        if first is not None:
            simhashes = [known[line.normal.text][1] for line in lines]
            found[at] = sources_of_lines(paragraph, lines, first, simhashes)
    return found


def dependent(store: Store, texts: Sequence[PlacedText]) -> set[int]:
    """Return the passages whose verdicts may depend on some stored texts: later ones that share a shingle with them.

    They depend even on texts that they do not cite, because these affect the rarity of shingles and displace other
    candidates. A text may be a join of short paragraphs, which is not a passage.
    """
    shingles, owners = winnow(normalise_all([each.text for each in texts]))
    distinct, shingles = np.unique(shingles, return_inverse=True)
    places = _Places.of([each.at for each in texts])
    index, before = _in_reading_order(store, store.sharing(distinct), shingles, owners, places, stored=False)
    all_of_them = np.ones(len(shingles), np.bool_)
    return {each.passage for each in texts} | _affected(store, index, shingles, before, all_of_them)


def _in_reading_order(
    store: Store,
    found: Found,
    shingles: NDArray[np.int64],
    owners: NDArray[np.int32],
    places: _Places,
    *,
    stored: bool = True,
) -> tuple[Found, NDArray[np.int64]]:
    """Return the postings with each shingle's passages in reading order, and the counts of earlier passages.

    The second array holds, for each of the ``shingles``, the number of passages before its owner's place. ``stored`` is
    true if each owner is a passage of the index itself.
    """
    sizes = np.diff(found.bounds)
    is_shared = sizes > (1 if stored else 0)  # most shingles belong to one passage, the paragraph itself
    of = np.repeat(np.flatnonzero(is_shared), sizes[is_shared])
    distinct, passages = np.unique(found.passages[np.repeat(is_shared, sizes)], return_inverse=True)
    known = store.first_places(distinct)
    asked = len(places.ranks)
    both = np.concatenate([np.array(places, np.int64).T, known[:, 1:]])
    is_passage = np.arange(len(both)) >= asked
    order = np.empty(len(both), np.int64)
    order[np.lexsort((is_passage, both[:, 2], both[:, 1], both[:, 0]))] = np.arange(len(both))
    order_of = np.full(len(distinct), -1)
    order_of[np.searchsorted(distinct, known[:, 0])] = order[asked:]
    in_order = np.empty(len(both), np.int64)
    in_order[order[asked:]] = known[:, 0]
    stands = order_of[passages] >= 0
    of = of[stands]
    keys = np.sort(of << _ORDER_BITS | order_of[passages[stands]])
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=len(sizes)), out=bounds[1:])
    before = np.zeros(len(shingles), np.int64)
    at = np.flatnonzero(is_shared[shingles])
    upto = shingles[at] << _ORDER_BITS | order[owners[at]]
    before[at] = np.searchsorted(keys, upto) - bounds[shingles[at]]
    return Found(bounds, in_order[keys & (1 << _ORDER_BITS) - 1]), before


def _affected(
    store: Store, found: Found, shingles: NDArray[np.int64], before: NDArray[np.int64], is_changed: NDArray[np.bool_]
) -> set[int]:
    """Return the passages whose verdicts the changed paragraphs may affect: later ones that share a shingle with them.

    A paragraph with too many earlier passages for a shingle is never compared through it, so that shingle affects
    nothing. With a window, earlier passages count as well, because they may be outside of it.
    """
    seen = is_changed & (before < MOST_PASSAGES)
    starts = found.bounds[shingles[seen]] + (0 if store.config.window else before[seen])
    ends = found.bounds[shingles[seen] + 1]
    parts = [found.passages[start:end] for start, end in set(zip(starts.tolist(), ends.tolist(), strict=True))]
    return set(np.unique(np.concatenate(parts)).tolist()) if parts else set()


def _read_before(near: Near, earliest: Mapping[int, Earliest], places: _Places) -> tuple[Near, _Places]:
    """Return the pairs whose passage is read before the text, with its first occurrence."""
    known = np.array(sorted(earliest), np.int64)
    near = near.where(np.isin(near.passages, known))
    first = _Places.of([earliest[number].at for number in known.tolist()])
    first = first.where(np.searchsorted(known, near.passages))
    before = first.before(places.where(near.texts))
    return near.where(before), first.where(before)


def _in_window(store: Store, near: Near, first: _Places, places: _Places) -> tuple[Near, _Places]:
    """Return the pairs whose passage is read before the text within its window, with its first occurrence there."""
    own = places.where(near.texts)
    shift, mask = time_bits(store.config.origin)
    apart = np.abs((first.ranks >> shift & mask) - (own.ranks >> shift & mask))
    far = np.flatnonzero(apart > window(store.config))
    asked = list(zip(near.passages[far].tolist(), own.ranks[far].tolist(), strict=True))
    found = store.first_read(set(asked))
    nowhere = Occurrence(LAST, 0, 0)
    again = _Places.of([found.get(each, nowhere) for each in asked])
    for part, new in zip(first, again, strict=True):
        part[far] = new
    before = first.before(own)
    return near.where(before), first.where(before)
