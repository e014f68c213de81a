"""The rules on figures: what they count, how they are limited, which period or which of several is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.exchanges import is_one_of_several
from newsfeed.dedup.facts import full_dates, has_digit
from newsfeed.dedup.lexicon.words import AT_LEAST, AT_MOST, COUNTED, HOLIDAYS
from newsfeed.dedup.vocabulary import is_numeral, numbers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.reasons import Reason

LONGEST_LIST = 12  # tokens left out of a list
BESIDE = 3  # tokens
_PERIODS = frozenset("今明去昨前后上下半本")  # before a year, a month or a day
_LONGEST_PERIOD = 2
_LONGEST_LIMIT = 3  # words: "no more than"


def a_figure_is_left_out(compared: Comparison) -> Reason | None:
    """Keep a sentence without a figure that its source has beside others: "in 3.1 and 3.2", "in 3.0, 3.1 and 3.2"."""
    words = compared.tokens.words
    is_left_out = any(
        0 < len(slot.theirs) <= LONGEST_LIST
        and slot.mine.start > 0
        and slot.mine.stop < len(words)
        and compared.starts.isdisjoint(range(slot.mine.start, slot.mine.stop + 1))
        and any(
            has_digit(word) and words.count(word) < part.source.tokens.words.count(word)
            for word in slot.words_of(part.source.tokens)
        )
        and not any(has_digit(words[at]) for at in slot.mine)
        and any(map(has_digit, words[max(0, slot.mine.start - BESIDE) : slot.mine.stop + BESIDE]))
        for part, slot in compared.slots
    )
    return "other figures" if is_left_out else None


def another_period_is_meant(compared: Comparison) -> Reason | None:
    """Keep a text that says 今年 for 上半年 or 明年 for 下半年, or 第一 where its source has another of a row.

    Or one that names another holiday: 中秋 for 端午.
    """
    words = compared.tokens.words
    ours, theirs = _holidays("".join(words)), _holidays("".join(part.text for part in compared.carried))
    if ours - theirs and theirs - ours:
        return "another date"
    if any(_are_other_periods(slot.own_words(compared.tokens), part, slot) for part, slot in compared.slots):
        return "another date"
    is_another = any(
        words[at] == "第"
        and at + 1 < len(words)
        and is_numeral(words[at + 1])
        and (words[at], words[at + 1]) not in part.known.pairs
        for part in compared.carried
        for at in compared.uncovered & part.places - compared.attributed
    )
    return "other figures" if is_another else None


def _holidays(text: str) -> set[str]:
    return {holiday for holiday in HOLIDAYS if holiday in text}


def _are_other_periods(mine: Sequence[str], part: Carried, slot: Slot) -> bool:
    theirs = slot.words_of(part.source.tokens)
    if not mine or not theirs or max(map(len, slot)) > _LONGEST_PERIOD:
        return False
    return _PERIODS.issuperset(mine) and _PERIODS.issuperset(theirs) and set(mine).isdisjoint(theirs)


def one_is_meant_of_several(compared: Comparison) -> Reason | None:
    """Keep a text that says "a" where its source says how many, or the other way round, whatever else is changed."""
    pairs = ((slot.own_words(compared.tokens), slot.words_of(part.source.tokens)) for part, slot in compared.changed)
    is_other = any(is_one_of_several(mine, theirs) or is_one_of_several(theirs, mine) for mine, theirs in pairs)
    return "other figures" if is_other else None


def a_figure_counts_other_things(compared: Comparison) -> Reason | None:
    """Keep a text with a figure before a unit before which its source has another: 三个月, "三名 ... 一个月"."""
    words = compared.tokens.words
    counted = [
        (start, value, words[end])
        for start, end, value in numbers_in(words)
        if end < len(words) and words[end] in COUNTED
    ]
    for part in compared.carried if counted else ():
        units = _units_of(part.source.tokens.words)
        if any(at in part.places and units.get(value) and unit not in units[value] for at, value, unit in counted):
            return "other figures"
    return None


def _units_of(words: Sequence[str]) -> dict[int, set[str]]:
    """Return the words right after each number; none for those in full dates, which may be written otherwise."""
    dated = full_dates(words)
    units: dict[int, set[str]] = {}
    for start, end, value in numbers_in(words):
        following = units.setdefault(value, set())
        if start in dated:
            following.update(COUNTED)
        elif end < len(words):
            following.add(words[end])
    return units


def a_figure_is_limited_otherwise(compared: Comparison) -> Reason | None:
    """Keep a text that says "nearly" where its source says "more than", or the other way round."""
    is_other = any(
        max(map(len, slot)) <= _LONGEST_LIMIT
        and _limits_otherwise(slot.own_words(compared.tokens), slot.words_of(part.source.tokens))
        for part, slot in compared.slots
    )
    return "other figures" if is_other else None


def _limits_otherwise(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    return any(
        not one.isdisjoint(mine) and not other.isdisjoint(theirs) and other.isdisjoint(mine) and one.isdisjoint(theirs)
        for one, other in ((AT_LEAST, AT_MOST), (AT_MOST, AT_LEAST))
    )
