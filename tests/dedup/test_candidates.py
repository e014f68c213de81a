"""Candidates: who shares enough, and in which order."""

import numpy as np
import pytest

from newsfeed.dedup import candidates as candidates_module
from newsfeed.dedup.candidates import (
    FIRST_ALIKE,
    MOST_CANDIDATES,
    MOST_PAIRS,
    MOST_PASSAGES,
    NEAREST_ALIKE,
    Found,
    candidates,
    nearest,
)


def grouped(texts, passages_of):
    """Return the candidates of each text, given as {passage: shingles} and the index as {shingle: passages}.

    All other passages with one of its shingles were read before a text.
    """
    asked = [(text, shingle) for text, own in texts.items() for shingle in own]
    held = [[each for each in passages_of[shingle] if each != text] for text, shingle in asked]
    sizes = np.array([len(each) for each in held], np.int64)
    found = Found(np.concatenate([[0], np.cumsum(sizes)]), np.array([each for some in held for each in some], np.int64))
    owners = np.array([owner for owner, own in enumerate(texts.values()) for _ in own], np.int32)
    own = np.array(list(texts), np.int64)
    return list(candidates(np.arange(len(asked)), owners, own, found, sizes))


def near(texts, passages_of):
    """Return the passages near each text, the nearest first, older before newer ones."""
    found = {}
    for group in grouped(texts, passages_of):
        assert group.texts.tolist() == sorted(group.texts.tolist())
        for which, passage in enumerate(texts):
            of_text = group.where(group.texts == which)
            if len(of_text.texts):
                assert passage not in found
                order = np.lexsort((of_text.passages, -of_text.weights))
                found[passage] = of_text.passages[order].tolist()
    return found


def test_a_long_text_needs_two_shared_shingles_and_a_short_one_only_one():
    alone = {shingle: [1] for shingle in range(3, 15)}
    assert near({1: [1, 2, *alone]}, {1: [1, 5, 6], 2: [1, 6], **alone}) == {1: [6]}
    assert near({1: [1, 2]}, {1: [1, 5, 6], 2: [1, 6]}) == {1: [6, 5]}


def test_what_many_share_hides_nobody_who_shares_what_is_rare():
    crowd = list(range(100, 160))
    passages_of = {shingle: [*crowd, 200] for shingle in (1, 2, 3)} | {4: [50, 200], 5: [50, 200]}
    assert near({200: [1, 2, 3, 4, 5]}, passages_of)[200][:2] == [50, 100]


def test_one_rare_shingle_is_enough_beside_one_whose_passages_are_not_all_known():
    alone = {shingle: [200] for shingle in range(10, 30)}
    text = {200: [1, 2, *alone]}
    assert near(text, {1: [*range(100, 100 + MOST_PASSAGES - 2), 200], 2: [50, 200], **alone}) == {}
    assert near(text, {1: range(100, 100 + MOST_PASSAGES), 2: [50, 200], **alone})[200][0] == 50


def test_a_text_leads_to_few_passages_whatever_it_shares_with_a_crowd():
    common = {shingle: range(1000 * shingle, 1000 * shingle + MOST_PASSAGES) for shingle in range(1, 40)}
    (found,) = grouped({9: [*common, 40]}, {**common, 40: [7, 9]})
    assert len(found.texts) <= MOST_PAIRS
    assert 7 in found.passages


@pytest.mark.parametrize("shift", [0, 17, 31])
def test_of_those_that_share_the_same_the_first_published_and_the_nearest_are_aligned(shift):
    crowd = [*range(100, 150), 200]
    (found,) = grouped({200: [1, 2, 3]}, {1: crowd, 2: crowd, 3: [50, 60, 200]})
    ranks = (found.passages + shift) * 7919 % 1009
    distances = (found.passages * 31 + shift) % 64
    crowded = np.flatnonzero(found.passages >= 100)
    expected = {50, 60}
    expected.update(found.passages[crowded[np.argsort(ranks[crowded])[:FIRST_ALIKE]]].tolist())
    expected.update(found.passages[crowded[np.lexsort((ranks[crowded], distances[crowded]))[:NEAREST_ALIKE]]].tolist())
    chosen = nearest(found, ranks, distances)
    assert set(found.passages[chosen].tolist()) == expected
    assert ranks[chosen].tolist() == sorted(ranks[chosen])


def test_where_too_many_share_something_those_that_share_what_is_rare_are_aligned():
    passages_of = {n: [*range(100 * n, 101 * n + 5), 5000] for n in range(12, 0, -1)}
    (found,) = grouped({5000: [*passages_of]}, passages_of)
    aligned = found.passages[nearest(found, -found.passages, -found.passages)].tolist()
    expected = [101 * n + 4 - at for n in range(1, 13) for at in range(NEAREST_ALIKE)][:MOST_CANDIDATES]
    assert aligned == sorted(expected, reverse=True)


def test_texts_do_not_mix_however_they_are_grouped(monkeypatch):
    texts = {1: [1, 2], 2: [2, 3], 3: [4], 4: [1, 3]}
    passages_of = {1: [1, 4, 9], 2: [1, 2], 3: [2, 4], 4: [3]}
    expected = {1: [2, 4, 9], 2: [1, 4], 4: [2, 1, 9]}
    assert near(texts, passages_of) == expected
    monkeypatch.setattr(candidates_module, "_PAIRS_AT_ONCE", 1)
    assert len(grouped(texts, passages_of)) > 1
    assert near(texts, passages_of) == expected


def test_no_texts_have_no_candidates():
    assert near({}, {}) == {}
