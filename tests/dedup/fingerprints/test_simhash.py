"""Fingerprints, with the simhash package as the oracle."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simhash import Simhash

from newsfeed.dedup.fingerprints import simhash
from newsfeed.dedup.fingerprints.simhash import distance, features, fingerprints, hashfunc, to_hex
from newsfeed.text.normalise import normalise

TEXTS = st.text("abc de12中文新闻社の가 กé", max_size=60).map(normalise)


def expected(normal: str, bits: int) -> int:
    return Simhash(features(normal), f=bits, hashfunc=hashfunc).value if normal else 0


@given(st.lists(TEXTS, max_size=6))
@settings(max_examples=80)
def test_equal_to_the_simhash_package_bit_for_bit(normals: list[str]) -> None:
    assert fingerprints(normals).tolist() == [expected(normal, 64) for normal in normals]
    wide = fingerprints(normals, bits=128)
    assert wide.shape == (len(normals), 2)
    assert [int(high) << 64 | int(low) for high, low in wide] == [expected(normal, 128) for normal in normals]


def test_equal_to_the_simhash_package_on_long_texts() -> None:
    normals = [normalise("消息人士说 the talks went on. " * n + f"第{n}次") for n in (1, 7, 40, 200)]
    assert fingerprints(normals).tolist() == [expected(normal, 64) for normal in normals]


def test_independent_of_the_batch() -> None:
    normals = [normalise(f"第{i}条消息说 the council voted {i} times " * (i % 9)) for i in range(400)]
    together = fingerprints(normals)
    backwards = fingerprints(normals[::-1])[::-1]
    assert np.array_equal(together, backwards)
    assert [int(fingerprints([normal])[0]) for normal in normals[:20]] == together[:20].tolist()


def test_known_value_so_that_stored_fingerprints_stay_comparable() -> None:
    assert to_hex(int(fingerprints(["市议会今天通过预算"])[0])) == "1ec04808982909e0"
    assert to_hex(int(fingerprints(["the council passed its budget"])[0])) == "52341894943bc503"


@pytest.mark.parametrize(
    ("normal", "expected_features"),
    [
        ("", []),
        ("字", ["字"]),
        ("word", ["word"]),
        ("新闻社", ["新闻", "闻社"]),
        ("one two three", ["one two", "two three"]),
        ("在google上", ["在google", "google上"]),
    ],
)
def test_features_are_pairs_of_tokens(normal: str, expected_features: list[str]) -> None:
    assert features(normal) == expected_features


def test_small_edits_move_few_bits_and_other_texts_many() -> None:
    text = normalise("市议会星期二以九票对三票通过了明年的预算，其中学校维修费用增加了一倍，图书馆的开放时间也将延长。")
    edited = text.replace("星期二", "周二")
    other = normalise("北部山区连日降雪，铁路部门宣布停运三十趟列车，预计周末气温回升之后才会恢复正常的运行时刻表。")
    near, far = (distance(*fingerprints([text, t]).tolist()) for t in (edited, other))
    assert near < 16 < far


def test_no_texts_and_empty_texts() -> None:
    assert fingerprints([]).shape == (0,)
    assert fingerprints([], bits=128).shape == (0, 2)
    assert fingerprints(["", "字", ""]).tolist()[::2] == [0, 0]


def test_distance_and_hex() -> None:
    assert distance(0b1011, 0b0010) == 2
    assert to_hex(255) == "00000000000000ff"
    assert to_hex((1 << 64) - 1) == "f" * 16


@pytest.mark.parametrize("bits", [64, 128])
@pytest.mark.parametrize(
    "word", ["the quick brown ferry ", "渡船改停鱼市码头，", "x" * 700 + " y ", "ferry渡船 2024 "], ids=range(4)
)
def test_a_long_text_has_the_fingerprint_that_it_has_as_a_whole(
    word: str, bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    normal = normalise("".join(f"{word}{number} " for number in range(400)))
    whole = fingerprints([normal, "short"], bits)
    monkeypatch.setattr(simhash, "_LONG", 500)
    assert (fingerprints([normal, "short"], bits) == whole).all()
