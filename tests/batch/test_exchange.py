"""Tables between partitions: what is packed comes back, in few bytes."""

import numpy as np
import pyarrow as pa
import pytest

from newsfeed.batch import stored
from newsfeed.batch.exchange import SCHEMAS, Sent, pack, rows, sent, unpack
from newsfeed.dedup.config import DedupConfig
from newsfeed.store.repository import Store


def occurrences(count):
    numbers = np.arange(count)
    return rows("occurrences", digest=numbers * 2**40 + 7, paragraph=numbers, time=numbers)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_table_without_rows_comes_back(name):
    empty = SCHEMAS[name].empty_table()
    assert unpack(name, pack(Sent(name, 0, empty))) == empty


def test_part_of_a_table_of_several_chunks_comes_back():
    texts = pa.concat_tables(
        rows("texts", passage=[number, number + 1], text=[f"Ferry {number}", "渡轮"]) for number in range(3)
    )
    part = texts.slice(1, 4)
    assert unpack("texts", pack(Sent("texts", 0, part))) == part.combine_chunks()


def test_the_rows_for_a_partition_take_few_bytes_more_than_they_are():
    parts = list(sent("occurrences", np.arange(640) % 64, occurrences(640)))
    assert len(parts) == 64
    assert max(len(pack(each)) for each in parts) < 10 * 6 * 8


def test_stages_of_another_form_of_exchange_are_not_continued(tmp_path, monkeypatch):
    store = Store("sqlite://", terms=DedupConfig())
    stored.archived(store, tmp_path, 10)
    (tmp_path / "stages" / "read").mkdir(parents=True)
    stored.archived(store, tmp_path, 10)
    assert (tmp_path / "stages" / "read").exists()
    monkeypatch.setattr(stored, "FORMAT", 0)
    stored.archived(store, tmp_path, 10)
    assert not (tmp_path / "stages").exists()
