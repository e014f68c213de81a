"""Which passages of the store each paragraph of a batch is compared with: near it, and published before it."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.dedup.index import candidates, nearest
from newsfeed.dedup.shingles import winnow
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from newsfeed.dedup.index import Near
    from newsfeed.store.judgement import StoredParagraph
    from newsfeed.store.passages import Earliest
    from newsfeed.store.repository import Store


class Neighbours(NamedTuple):
    """The passages near the paragraphs of a batch.

    ``earlier`` has those to compare a paragraph with, by its passage, in order of publication; ``near`` has the
    passages of the late paragraphs, and those that share something with one of them.
    """

    earlier: Mapping[int, Sequence[tuple[int, Earliest]]]
    near: AbstractSet[int]


def neighbours(store: Store, paragraphs: Sequence[StoredParagraph], late: AbstractSet[int]) -> Neighbours:
    """Return the neighbours of paragraphs whose passages stand first in them; ``late`` are the passages of some."""
    shingles, owners = winnow(normalise_all([each.text for each in paragraphs]))
    distinct, shingles = np.unique(shingles, return_inverse=True)
    own = np.array([each.passage for each in paragraphs], np.int64)
    is_late = np.isin(own, np.fromiter(late, np.int64, len(late)))
    touched = set(late)
    earlier: dict[int, list[tuple[int, Earliest]]] = {}
    for near in candidates(shingles, owners, own, store.sharing(distinct)):
        touched.update(near.passages[is_late[near.texts]].tolist())
        earliest = store.earliest(set(near.passages.tolist()))
        near, ranks, distances = _published_before(near, earliest, paragraphs)
        chosen = near.where(nearest(near, ranks, distances))
        for text, passage in zip(own[chosen.texts].tolist(), chosen.passages.tolist(), strict=True):
            earlier.setdefault(text, []).append((passage, earliest[passage]))
    return Neighbours(earlier, touched)


def _published_before(
    near: Near, earliest: Mapping[int, Earliest], paragraphs: Sequence[StoredParagraph]
) -> tuple[Near, NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs whose passage was published before the text, unless that is boilerplate.

    With the rank in publication of each passage, and how many bits its fingerprint is apart from the text's.
    """
    numbers, of_passage = np.unique(near.passages, return_inverse=True)
    indexes, of_text = np.unique(near.texts, return_inverse=True)
    passages = [earliest.get(number) for number in numbers.tolist()]
    texts = [paragraphs[index] for index in indexes.tolist()]
    places = sorted(each.at for each in earliest.values())
    rank = {at: rank for rank, at in enumerate(places)}
    ranks = np.array([rank[each.at] if each else len(places) for each in passages], np.int64)[of_passage]
    limits = np.array([0 if each.boilerplate else bisect_left(places, each.first) for each in texts], np.int64)[of_text]
    simhashes = np.array([each.simhash if each else 0 for each in passages], np.uint64)[of_passage]
    own_simhashes = np.array([each.simhash for each in texts], np.uint64)[of_text]
    distances = np.bitwise_count(simhashes ^ own_simhashes).astype(np.int64)
    before = ranks < limits
    return near.where(before), ranks[before], distances[before]
