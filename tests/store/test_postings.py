"""The index of shingles: what was added is found, however it was merged."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from newsfeed.store import postings
from newsfeed.store.postings import MOST_PASSAGES, Postings
from newsfeed.store.tables import metadata


@pytest.fixture
def connection():
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as opened:
        yield opened


def add(connection, pairs):
    shingles, passages = zip(*pairs, strict=True) if pairs else ((), ())
    postings.add(connection, Postings.sorted(np.array(shingles, np.int64), np.array(passages, np.int32)))


def find(connection, shingles):
    """Return the passages of each shingle that has any."""
    asked = np.unique(np.array(list(shingles), np.int64))
    found = postings.find(connection, asked)
    return {
        int(shingle): found.passages[start:stop].tolist()
        for shingle, start, stop in zip(asked, found.bounds, found.bounds[1:], strict=False)
        if start < stop
    }


SHINGLES = st.integers(-40, 40) | st.sampled_from([-(2**63), 2**63 - 1, 0])


@given(st.lists(st.lists(st.sets(SHINGLES, max_size=12), max_size=12), max_size=9))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize(("block", "most"), [(2, 2), (5, 3)])
def test_what_was_added_is_found(block, most, batches):
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    expected = defaultdict(list)
    number = 0
    with pytest.MonkeyPatch.context() as patch, engine.connect() as connection:
        patch.setattr(postings, "MOST_PASSAGES", most)
        patch.setattr(postings, "BLOCK", block)
        patch.setattr(postings, "_BLOCKS_AT_ONCE", 3)
        for batch in batches:
            pairs = []
            for shingles in batch:
                number += 1
                for shingle in shingles:
                    pairs.append((shingle, number))
                    expected[shingle].append(number)
            add(connection, pairs)
        assert find(connection, [*range(-41, 42), -(2**63), 2**63 - 1]) == {
            shingle: passages[:most] for shingle, passages in expected.items()
        }


def test_an_empty_index_has_nothing(connection):
    assert find(connection, [1, 2]) == {}
    add(connection, [])
    assert find(connection, []) == {}


def test_a_very_common_shingle_leads_to_the_oldest_and_hides_no_other(connection):
    for first in range(1, 12_001, 3_000):
        add(connection, [(7, passage) for passage in range(first, first + 3_000)] + [(8, first), (6, first + 1)])
    found = find(connection, [6, 7, 8])
    assert found[7] == list(range(1, MOST_PASSAGES + 1))
    assert found[6] == [2, 3002, 6002, 9002]
    assert found[8] == [1, 3001, 6001, 9001]


def test_segments_stay_few(connection):
    for passage in range(1, 65):
        add(connection, [(passage * 3 % 17 + step, passage) for step in range(20)])
    segments = connection.exec_driver_sql("SELECT count(DISTINCT segment) FROM postings").scalar()
    assert segments <= 7
