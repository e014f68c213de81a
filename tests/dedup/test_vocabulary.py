"""Numbers in a part of a text are those that the whole text has there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsfeed.dedup.vocabulary import numbers_in, numbers_starting

WORDS = st.sampled_from(
    ["三", "十", "一", "百", "周", "四", "年", "代", "two", "hundred", "42", "1990", "boats", "、", "星", "期"]
)


@given(st.lists(WORDS, max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_part_has_the_numbers_of_the_whole(words: list[str], one: int, other: int) -> None:
    start, end = sorted((min(one, len(words)), min(other, len(words))))
    places = range(start, end)
    assert numbers_starting(words, places) == [value for at, _, value in numbers_in(words) if at in places]
