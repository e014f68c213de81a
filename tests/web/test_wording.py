"""The words of the pages: each reason of a verdict has them in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from newsfeed.dedup.facts import Difference
from newsfeed.dedup.reasons import Reason
from newsfeed.web.wording import reason

_OF_KINDS = ("heading", "introduction", "step", "code")  # not of the comparison of two texts
REASONS = [*(each for part in get_args(Reason) for each in (get_args(part) or [part])), *_OF_KINDS]


def test_the_reasons_are_those_of_the_rules() -> None:
    assert {"identical", "new clause", *get_args(Difference)} <= set(REASONS)


@pytest.mark.parametrize("name", REASONS)
def test_every_reason_has_words_in_both_languages(name: str) -> None:
    assert reason("zh", name) != name
    assert not reason("zh", name).isascii()
    assert reason("en", name).isascii()
