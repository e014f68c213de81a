"""The rules for reports in standing words: the same sentence, said of another person, stage or number.

A ceremony, a sitting or a verdict is reported in the words of the last one. Much of the text is repeated then, and few
words are new, but those are the news.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.comparison import is_left_out, within
from newsfeed.dedup.exchanges import LONGEST_SLOT, is_one_of_several
from newsfeed.dedup.facts import full_dates, has_capital
from newsfeed.dedup.lexicon.people import is_named_after_title, may_name_person
from newsfeed.dedup.lexicon.words import (
    AT_LEAST,
    AT_MOST,
    COUNTED,
    FUNCTION,
    PLANNING,
    POINTING_AT,
    PREFIXES,
    RESERVING,
    STAGES,
    stem,
)
from newsfeed.dedup.vocabulary import is_numeral, numbers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.facts import Difference

_LONGEST_SUBJECT = 5  # Chinese characters
_LONGEST_PREDICATE = 6
_LONGEST_REPLACED = 12  # Chinese characters at the end of a sentence
_LONGEST_NAMES = 8  # Chinese characters: two or three names
_SHORTEST_WORD = 3  # Chinese characters: two are more often another wording
_TITLE = re.compile("《[^《》]+》")
_TITLE_UNITS = 2
_PERIODS = frozenset("今明去昨前后上下半本")  # before a year, a month or a day
_LONGEST_PERIOD = 2
_NEW_WORDS = 3  # in scripts with spaces: fewer are more often another wording
_LONGEST_LIMIT = 3  # words: "no more than"
_ADDED_UNITS = 4  # two new words
_STAGES = frozenset(map(stem, STAGES))
_DATING = frozenset("于在会再年月日号时点分上下午晚间至起当地已")  # between 将 and the verb


def another_subject_begins(compared: Comparison) -> Difference | None:
    """Keep a text in which a sentence begins with another subject: no capital tells that it is a name there.

    In Chinese, it may also have none in the source. First words that are a clause of their own may be another lead-in.
    """
    ends = {each.end for each in compared.clauses}
    is_another = any(
        slot.mine
        and slot.mine.start in compared.starts
        and slot.mine.stop not in ends
        and len(slot.mine) <= _LONGEST_SUBJECT
        and len(slot.theirs) <= LONGEST_SLOT
        and (
            _is_new_word(slot.mine, 2, compared)
            if compared.tokens.units[slot.mine.start] == 1
            else not compared.new.isdisjoint(slot.mine) and _is_gone(slot.words_of(part.source.tokens), compared)
        )
        for part, slot in compared.changed
    )
    is_added = any(
        slot.mine
        and not slot.theirs
        and slot.mine.start in compared.starts
        and slot.mine.stop not in ends
        and {compared.tokens.units[at] for at in slot.mine} == {1}
        and len(compared.new.intersection(slot.mine) - compared.attributed) >= _SHORTEST_WORD
        for _, slot in compared.slots
    )
    return "another name" if is_another or is_added else None


def _is_gone(others: Sequence[str], compared: Comparison) -> bool:
    """Return whether a content word of the source is not in the text."""
    return any(word not in FUNCTION and word not in compared.tokens.words for word in others)


def another_person_is_named(compared: Comparison) -> Difference | None:
    """Keep a text with another Chinese name of a person, in a list of names or right after a title (副部长王丹妮)."""
    words, new = compared.tokens.words, compared.new - compared.attributed
    listed = (range(each.start, each.end) for each in compared.clauses if each.frame is None)
    if any(2 <= len(each) <= 3 and new.issuperset(each) and may_name_person(words, each) for each in listed):
        return "another name"
    is_named = any(
        is_named_after_title(words, range(at, end)) and new.issuperset(range(at, end)) and _may_end(end, compared)
        for at in new
        for end in (at + 2, at + 3)
        if end <= len(words)
    )
    return "another name" if is_named else None


def _may_end(end: int, compared: Comparison) -> bool:
    """Return whether a name of a person may end here: before a clause, a figure, a function word or a repeated word."""
    words = compared.tokens.words
    return (
        end == len(words)
        or end not in compared.new
        or words[end].isdigit()
        or any(each.start == end for each in compared.clauses)
    )


def a_new_word_replaces_others(compared: Comparison) -> Difference | None:
    """Keep a text with a new word in the place of others that it does not have, however many words differ elsewhere."""
    is_new = any(_replaces_others(part, slot, compared) for part, slot in compared.changed)
    is_other = any(
        is_left_out(slot) and slot.theirs and _is_all_new(slot.mine, _LONGEST_NAMES, compared)
        for _, slot in compared.slots
    )
    return "exchanged" if is_new or is_other else None


def _replaces_others(part: Carried, slot: Slot, compared: Comparison) -> bool:
    if not slot.mine or slot.mine.start == 0:
        return False
    others = slot.words_of(part.source.tokens)
    if compared.tokens.units[slot.mine.start] == 1:
        return _replaces_characters(slot.mine, others, compared)
    if len(compared.new.intersection(slot.mine) - compared.attributed) >= _NEW_WORDS:
        return compared.reworded.isdisjoint(compared.content.intersection(slot.mine)) and _is_gone(others, compared)
    return len(others) <= _LONGEST_LIMIT and _replaces_words(slot.mine, others, compared)


def _replaces_characters(mine: range, others: Sequence[str], compared: Comparison) -> bool:
    if len(others) > _LONGEST_REPLACED or any(word.isdigit() for word in others):  # a figure may be written otherwise
        return False
    if _is_all_new(mine, _LONGEST_PREDICATE, compared):
        return True
    if len(mine) > _LONGEST_PREDICATE or not _is_new_word(mine, _SHORTEST_WORD, compared):
        return False
    is_at_end = any(mine.stop == sentence.stop for sentence in compared.sentences)
    return is_at_end or (len(others) <= LONGEST_SLOT and sum(word in compared.tokens.words for word in others) <= 1)


def _replaces_words(mine: range, others: Sequence[str], compared: Comparison) -> bool:
    words = compared.tokens.words
    fresh = [at for at in mine if words[at] not in FUNCTION]
    said = [word for word in others if word not in FUNCTION]
    return (
        len(fresh) == 1
        and len(mine) <= 2
        and compared.new.issuperset(fresh)
        and 1 <= len(said) <= 2
        and mine.start not in compared.starts
        and set(said).isdisjoint(words)
    )


def _is_all_new(places: range, longest: int, compared: Comparison) -> bool:
    """Return whether these are three characters or more, all new, after the first words of the text."""
    is_word = places.start > 0 and _SHORTEST_WORD <= len(places) <= longest and compared.new.issuperset(places)
    return is_word and _is_new_word(places, _SHORTEST_WORD, compared)


def _is_new_word(places: range, shortest: int, compared: Comparison) -> bool:
    """Return whether these are characters of a script without spaces, so many of them new, and one known at most."""
    new = sum(at in compared.new for at in places)
    return new >= shortest and len(places) - new <= 1 and {compared.tokens.units[at] for at in places} == {1}


def a_quotation_is_worded_otherwise(compared: Comparison) -> Difference | None:
    """Keep a text with a new word in the place of others in quotation marks: a quotation is given word for word."""
    quoted = within(each for each in compared.clauses if each.quoted)
    is_another = any(
        not compared.new.isdisjoint(quoted.intersection(slot.mine))
        and compared.tokens.units[slot.mine.start] > 1
        and _is_gone(slot.words_of(part.source.tokens), compared)
        for part, slot in compared.changed
    )
    return "exchanged" if is_another else None


def a_title_is_worded_otherwise(compared: Comparison) -> Difference | None:
    """Keep a text with a title in 《》 in which two characters replace others: another law, book or film."""
    titles = [title.span() for title in _TITLE.finditer(compared.later.original)]
    is_another = any(
        sum(start < compared.offset(at) < end and at in compared.uncovered for at in slot.mine) >= _TITLE_UNITS
        for _, slot in (compared.changed if titles else ())
        for start, end in titles
    )
    return "another name" if is_another else None


def a_name_replaces_this(compared: Comparison) -> Difference | None:
    """Keep a text with a new name where its source points at something: "in Hull county", "in these counties"."""
    is_named = any(
        slot.mine
        and slot.theirs
        and part.source.tokens.words[slot.theirs.start] in POINTING_AT
        and compared.tokens.words[slot.mine.start] not in FUNCTION
        and any(_is_new_name(at, compared) for at in slot.mine)
        for part, slot in compared.slots
    )
    return "another name" if is_named else None


def _is_new_name(at: int, compared: Comparison) -> bool:
    is_new = at in compared.new and compared.tokens.units[at] > 1
    return is_new and has_capital(compared.later, compared.tokens, at)


def one_is_meant_of_several(compared: Comparison) -> Difference | None:
    """Keep a text that says "a" where its source says how many, or the other way round, whatever else is changed."""
    pairs = ((slot.own_words(compared.tokens), slot.words_of(part.source.tokens)) for part, slot in compared.changed)
    is_other = any(is_one_of_several(mine, theirs) or is_one_of_several(theirs, mine) for mine, theirs in pairs)
    return "other figures" if is_other else None


def a_prefix_is_added(compared: Comparison) -> Difference | None:
    """Keep a text with a new prefix before a repeated word: "bi-monthly", "non-binding"."""
    words, text = compared.tokens.words, compared.later
    is_added = any(
        words[at] in PREFIXES
        and at + 1 < len(words)
        and at + 1 not in compared.uncovered
        and text.original[compared.offset(at) + len(words[at])] in "-‑"
        for at in compared.added
    )
    return "contradicts" if is_added else None


def another_period_is_meant(compared: Comparison) -> Difference | None:
    """Keep a text that says 今年 for 上半年 or 明年 for 下半年, or 第一 where its source has another of a row."""
    words = compared.tokens.words
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


def _are_other_periods(mine: Sequence[str], part: Carried, slot: Slot) -> bool:
    theirs = slot.words_of(part.source.tokens)
    if not mine or not theirs or max(map(len, slot)) > _LONGEST_PERIOD:
        return False
    return _PERIODS.issuperset(mine) and _PERIODS.issuperset(theirs) and set(mine).isdisjoint(theirs)


def a_figure_counts_other_things(compared: Comparison) -> Difference | None:
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


def a_figure_is_limited_otherwise(compared: Comparison) -> Difference | None:
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


def a_reservation_is_left_out(compared: Comparison) -> Difference | None:
    """Keep a text without the word by which its source limits the statement: "allegedly paid", "paid"."""
    words = compared.tokens.words
    is_left_out = any(
        not slot.mine and 0 < slot.mine.start < len(words) and "".join(slot.words_of(part.source.tokens)) in RESERVING
        for part, slot in compared.slots
    )
    return "contradicts" if is_left_out else None


def another_stage_is_told(compared: Comparison) -> Difference | None:
    """Keep a text that tells what happened next: "has been sentenced" after "was convicted", 闭幕 after 开幕."""
    words, told = compared.tokens.words, compared.uncovered - compared.attributed
    if any(stem(words[at]) in _STAGES for at in compared.new - compared.attributed if compared.tokens.units[at] > 1):
        return "exchanged"
    is_told = any(
        at in told
        and at + 1 in told
        and words[at] + words[at + 1] in STAGES
        and (words[at], words[at + 1]) not in part.known.pairs
        for part in compared.carried
        for at in part.places
        if at + 1 < len(words)
    )
    return "exchanged" if is_told else None


def what_was_planned_has_happened(compared: Comparison) -> Difference | None:
    """Keep a text in Chinese that tells as done what its source announces: 将于周二出席, 出席; 计划审议, 审议了."""
    words = compared.tokens.words
    for part, slot in compared.slots:
        theirs = slot.words_of(part.source.tokens)
        if "将" in theirs and slot.mine.stop < len(words):
            after = theirs[len(theirs) - theirs[::-1].index("将") :]
            if all(word in _DATING or word.isdigit() for word in [*after, *slot.own_words(compared.tokens)]):
                return "contradicts"
        if "了" in slot.own_words(compared.tokens) and _only_plans(part):
            return "contradicts"
    return None


def _only_plans(part: Carried) -> bool:
    """Return whether the source tells of plans, and nowhere that something was done."""
    text = "".join(part.source.tokens.words)
    return "了" not in text and any(word in text for word in PLANNING)


def a_clause_is_added(compared: Comparison) -> Literal["new clause"] | None:
    """Keep a text with an added clause of two new words ("including Ann Holt"), in scripts with spaces."""
    clauses = (range(each.start, each.end) for each in compared.clauses if each.frame is None and each.start > 0)
    is_added = any(
        compared.added.issuperset(each)
        and compared.tokens.units[each.start] > 1
        and compared.units(compared.new.intersection(each)) >= _ADDED_UNITS
        for each in clauses
    )
    return "new clause" if is_added else None
