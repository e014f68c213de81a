"""Candidates: who shares enough, and in which order."""

import numpy as np

from newsfeed.dedup import index
from newsfeed.dedup.index import Found, candidates


def near(texts, passages_of):
    """Return the candidates of each text, given as {passage: shingles} and the index as {shingle: passages}."""
    shingles = sorted(passages_of)
    bounds = np.cumsum([0, *(len(passages_of[shingle]) for shingle in shingles)])
    found = Found(bounds, np.array([each for shingle in shingles for each in passages_of[shingle]], np.int32))
    places = [shingles.index(shingle) for own in texts.values() for shingle in own]
    owners = [owner for owner, own in enumerate(texts.values()) for _ in own]
    which, passages = candidates(
        np.array(places, np.int64), np.array(owners, np.int32), np.array(list(texts), np.int64), found
    )
    assert which.tolist() == sorted(which.tolist())
    return {passage: passages[which == text].tolist() for text, passage in enumerate(texts) if (which == text).any()}


def test_a_long_text_needs_two_shared_shingles_and_a_short_one_only_one():
    alone = {shingle: [1] for shingle in range(3, 15)}
    assert near({1: [1, 2, *alone]}, {1: [1, 5, 6], 2: [1, 6], **alone}) == {1: [6]}
    assert near({1: [1, 2]}, {1: [1, 5, 6], 2: [1, 6]}) == {1: [6, 5]}


def test_what_many_share_hides_nobody_who_shares_what_is_rare():
    crowd = list(range(100, 160))
    passages_of = {shingle: [*crowd, 200] for shingle in (1, 2, 3)} | {4: [50, 200], 5: [50, 200]}
    assert near({200: [1, 2, 3, 4, 5]}, passages_of)[200][:2] == [50, 100]


def test_texts_do_not_mix_however_they_are_grouped(monkeypatch):
    texts = {1: [1, 2], 2: [2, 3], 3: [4], 4: [1, 3]}
    passages_of = {1: [1, 4, 9], 2: [1, 2], 3: [2, 4], 4: [3]}
    expected = {1: [2, 4, 9], 2: [1, 4], 4: [2, 1, 9]}
    assert near(texts, passages_of) == expected
    monkeypatch.setattr(index, "_PAIRS_AT_ONCE", 1)
    assert near(texts, passages_of) == expected


def test_no_texts_have_no_candidates():
    assert near({}, {}) == {}
