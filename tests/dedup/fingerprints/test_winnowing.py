"""Winnowed shingles: the guarantee, and independence of everything but the text."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.dedup.fingerprints.winnowing import GUARANTEE_SOLID, GUARANTEE_SPACED, digest, digests, winnow
from newsfeed.text.normalise import normalise

HAN = st.text("市议会今天通过预算学校图书馆延长开放时间", max_size=60)
LATIN = st.text("abcdefghij ", max_size=90).map(normalise)
MIXED = st.text("abcde 市议会今天通过預算１２", max_size=80).map(normalise)


def of_one(normal: str) -> set[int]:
    return set(winnow([normal])[0].tolist())


@given(HAN, HAN, st.text("市议会今天通过预算学校图书馆", min_size=GUARANTEE_SOLID, max_size=30), HAN, HAN)
@settings(max_examples=100)
def test_a_shared_run_of_han_always_meets(a: str, b: str, run: str, c: str, d: str) -> None:
    assert of_one(a + run + b) & of_one(c + run + d)


@given(MIXED, MIXED, st.text("abcdefgh议会今天", min_size=GUARANTEE_SPACED, max_size=60), LATIN, LATIN)
@settings(max_examples=100)
def test_a_shared_run_of_any_script_always_meets(a: str, b: str, run: str, c: str, d: str) -> None:
    assert of_one(a + run + b) & of_one(c + run + d)


@given(st.lists(HAN | LATIN | MIXED, max_size=8))
@settings(max_examples=80)
def test_a_batch_gives_what_single_texts_give(normals: list[str]) -> None:
    hashes, owners = winnow(normals)
    assert (hashes.dtype, owners.dtype) == (np.int64, np.int32)
    assert len(hashes) == len(owners)
    for i, normal in enumerate(normals):
        own = hashes[owners == i].tolist()
        assert len(own) == len(set(own))
        assert set(own) == of_one(normal)


@pytest.mark.parametrize(("normal", "some"), [("", False), ("今天通过预算案", False), ("今天通过了预算案", True)])
def test_texts_shorter_than_a_shingle_have_none(normal: str, some: bool) -> None:
    assert bool(of_one(normal)) == some


def test_texts_without_a_common_run_do_not_meet() -> None:
    chinese = normalise("市议会星期二以九票对三票通过了明年的预算，学校维修费用增加了一倍。")
    english = normalise("The city council passed next year's budget on Tuesday by nine votes to three.")
    assert not of_one(chinese) & of_one(english)


def test_a_chinese_quotation_in_an_english_paragraph_is_found() -> None:
    quotation = "我们将继续敦促各方全面执行这些决议"
    assert of_one(normalise(f"He said: “{quotation}” and left the room.")) & of_one(
        normalise(f"他说：「{quotation}」。")
    )


def test_few_hashes_for_a_text() -> None:
    normal = "".join(chr(0x4E00 + i * 37 % 20000) for i in range(3000))
    assert 0.15 < len(of_one(normal)) / len(normal) < 0.3


def test_results_do_not_depend_on_how_texts_fall_into_batches() -> None:
    normals = [normalise(f"第{i}条：the council met {i} times 会议开了很久 " * (i % 40)) for i in range(300)]
    hashes, owners = winnow(normals)
    assert [set(hashes[owners == i].tolist()) for i in range(300)] == [of_one(normal) for normal in normals]
    assert np.all(np.diff(owners) >= 0)


def test_digest_is_an_identity_that_fits_a_database_integer() -> None:
    assert digest("今天") == digest("今天") != digest("昨天")
    assert -(2**63) <= digest("") < 2**63
    assert digest("news") == -5952018370049969199
    assert digests(["news", "\ud800"]).tolist() == [digest("news"), digest("\ud800")]
