"""Which parts of a paragraph may have been short lines of their own."""

from __future__ import annotations

import pytest

from newsfeed.dedup.lines import possible_lines


@pytest.mark.parametrize(
    "text",
    [
        "It sails.\n\xa0 \xa0 One two three four five six seven eight nine",
        "It sails.” (One two three four five six seven eight nine.) Yes.",
        "The ferry sails at 3.5 knots, v. 1.2.3 of one two. One two three — — — four five.",
        "渡轮周五恢复航行。一二三四五六七八九十一二三四五六七八。",
        "渡轮：一二三四五六七八九十，一二三四五六七。船票在码头出售。",
    ],
)
def test_sentences_just_short_enough_may_be_lines(text: str) -> None:
    [lines] = possible_lines([text])
    assert lines[0].start == 0
    assert lines[-1].end == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "It sails.\nOne two three four five six seven eight nine ten",
        "It sails. One two three four five six seven eight nine ten. Yes.",
        "渡轮周五恢复航行。一二三四五六七八九十一二三四五六七八九。",
        "渡轮：一二三四五六七八九十，一二三四五六七八。船票在码头出售。",
    ],
)
def test_one_long_sentence_leaves_no_lines(text: str) -> None:
    assert possible_lines([text]) == [[]]
