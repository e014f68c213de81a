"""The index of shingles: what was added is found, however it was merged."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from newsfeed.dedup.fingerprints.winnowing import SHINGLE_BITS
from newsfeed.store.index import postings
from newsfeed.store.schema import metadata


@pytest.fixture
def connection(stores):
    with stores.open()._writing() as opened:
        yield opened


def add(connection, pairs):
    shingles, passages = zip(*pairs, strict=True) if pairs else ((), ())
    postings.add(connection, np.array(shingles, np.int64), np.array(passages, np.int64))


def find(connection, shingles):
    """Return the passages of each shingle that has any."""
    asked = np.unique(np.array(list(shingles), np.int64))
    found = postings.find(connection, asked)
    return {
        int(shingle): found.passages[start:stop].tolist()
        for shingle, start, stop in zip(asked, found.bounds, found.bounds[1:], strict=False)
        if start < stop
    }


LARGEST = 2**SHINGLE_BITS - 1
SHINGLES = st.integers(0, 80) | st.just(LARGEST)


@given(st.lists(st.lists(st.sets(SHINGLES, max_size=12), max_size=12), max_size=9))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize(("block", "blocks", "spanned"), [(2, 99, 999), (5, 9, 999), (3, 99, 40)])
@pytest.mark.slow
def test_what_was_added_is_found(block, blocks, spanned, batches):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    expected = defaultdict(list)
    number = 0
    with pytest.MonkeyPatch.context() as patch, engine.connect() as connection:
        patch.setattr(postings, "BLOCK", block)
        patch.setattr(postings, "MOST_BLOCKS", blocks)
        patch.setattr(postings, "_BLOCKS_AT_ONCE", 3)
        patch.setattr(postings, "_MOST_SPANNED", spanned)
        for batch in batches:
            pairs = []
            for shingles in batch:
                number += 1
                for shingle in shingles:
                    pairs.append((shingle, number))
                    expected[shingle].append(number)
            add(connection, pairs)
        assert find(connection, [*range(82), LARGEST]) == expected


def test_an_empty_index_has_nothing(connection):
    assert find(connection, [1, 2]) == {}
    add(connection, [])
    assert find(connection, []) == {}


def test_a_very_common_shingle_leads_to_all_and_hides_no_other(connection):
    for first in range(1, 12_001, 3_000):
        add(connection, [(8, first), (6, first + 1)] + [(7, passage) for passage in range(first, first + 3_000)])
    found = find(connection, [6, 7, 8])
    assert found[7] == list(range(1, 12_001))
    assert found[6] == [2, 3002, 6002, 9002]
    assert found[8] == [1, 3001, 6001, 9001]


@pytest.mark.parametrize(("blocks", "most"), [(4096, 9), (30, 20)])
def test_segments_stay_few_and_none_grows_beyond_its_limit(connection, monkeypatch, blocks, most):
    monkeypatch.setattr(postings, "MOST_BLOCKS", blocks)
    monkeypatch.setattr(postings, "BLOCK", 64)
    for passage in range(1, 257):
        add(connection, [(passage * 300 + step, passage) for step in range(64 + passage % 40)])
    sizes = connection.exec_driver_sql("SELECT count(*) FROM postings GROUP BY segment").scalars().all()
    assert len(sizes) <= most
    assert max(sizes) <= blocks


def remove(connection, gone):
    """Remove the postings of some passages from the whole index."""
    last = 0
    while last is not None:
        last = postings.remove(
            connection, last, lambda held: np.array(sorted(gone.intersection(held.tolist())), np.int64)
        )


@given(
    st.lists(st.tuples(st.lists(st.sets(SHINGLES, max_size=6), max_size=6), st.sets(st.integers(1, 60))), max_size=9)
)
@example([([{1}], set()), ([{2}], {1}), ([{3}], set())])  # a segment that has lost all its rows
@settings(max_examples=40, deadline=None)
@pytest.mark.slow
def test_what_was_removed_is_not_and_the_rest_is(batches):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    expected: dict[int, list[int]] = {}
    number = 0
    with pytest.MonkeyPatch.context() as patch, engine.connect() as connection:
        patch.setattr(postings, "BLOCK", 2)
        patch.setattr(postings, "_BLOCKS_AT_ONCE", 3)
        for batch, gone in batches:
            pairs = []
            for shingles in batch:
                number += 1
                pairs += [(shingle, number) for shingle in shingles]
            add(connection, pairs)
            remove(connection, gone)
            for shingle, passage in pairs:
                expected.setdefault(shingle, []).append(passage)
            expected = {shingle: [each for each in held if each not in gone] for shingle, held in expected.items()}
        expected = {shingle: held for shingle, held in expected.items() if held}
        assert find(connection, range(82)) | find(connection, [LARGEST]) == expected
