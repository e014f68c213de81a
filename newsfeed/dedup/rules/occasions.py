"""The rules for reports in standing words: the same sentence of another person, subject or stage.

A ceremony, a sitting or a verdict is reported in the words of the last one. Much of the text is repeated then, and few
words are new, but those are the news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.comparison import is_left_out, within
from newsfeed.dedup.exchanges import LONGEST_SLOT
from newsfeed.dedup.facts import has_capital
from newsfeed.dedup.lexicon.people import is_named_after_title, may_name_person
from newsfeed.dedup.lexicon.words import (
    FUNCTION,
    POINTING_AT,
    PREFIXES,
    STAGES,
    stem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.reasons import Reason

_LONGEST_SUBJECT = 5  # Chinese characters
_LONGEST_PREDICATE = 6
_LONGEST_REPLACED = 12  # Chinese characters at the end of a sentence
_LONGEST_NAMES = 8  # Chinese characters: two or three names
_SHORTEST_WORD = 3  # Chinese characters: two are more often another wording
_NEW_WORDS = 3  # in scripts with spaces: fewer are more often another wording
_LONGEST_LIMIT = 3  # words: "no more than"
_ADDED_UNITS = 4  # two new words
_STAGES = frozenset(map(stem, STAGES))


def another_subject_begins(compared: Comparison) -> Reason | None:
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


def another_person_is_named(compared: Comparison) -> Reason | None:
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


def a_new_word_replaces_others(compared: Comparison) -> Reason | None:
    """Keep a text with a new word in the place of others that it does not have, however many words differ elsewhere."""
    is_new = any(_replaces_others(part, slot, compared) for part, slot in compared.changed)
    is_other = any(
        is_left_out(slot)
        and slot.theirs
        and (_is_all_new(slot.mine, _LONGEST_NAMES, compared) or _is_new_character(slot.mine, compared))
        for _, slot in compared.slots
    )
    return "exchanged" if is_new or is_other else None


def _is_new_character(places: range, compared: Comparison) -> bool:
    """Return whether this is one new character inside a clause: 决 of 决算, where the source tells of 预算 and more."""
    is_inside = all(each.end != places.stop for each in compared.clauses)
    return len(places) == 1 and is_inside and _is_new_word(places, 1, compared)


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


def a_quotation_is_worded_otherwise(compared: Comparison) -> Reason | None:
    """Keep a text with a new word in the place of others in quotation marks: a quotation is given word for word."""
    quoted = within(each for each in compared.clauses if each.quoted)
    is_another = any(
        not compared.new.isdisjoint(quoted.intersection(slot.mine))
        and compared.tokens.units[slot.mine.start] > 1
        and _is_gone(slot.words_of(part.source.tokens), compared)
        for part, slot in compared.changed
    )
    return "exchanged" if is_another else None


def a_name_replaces_this(compared: Comparison) -> Reason | None:
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


def a_prefix_is_added(compared: Comparison) -> Reason | None:
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


def another_stage_is_told(compared: Comparison) -> Reason | None:
    """Keep a text that tells what happened next: "has been sentenced" after "was convicted", 闭幕 after 开幕."""
    words, told = compared.tokens.words, compared.uncovered - compared.attributed
    if any(_tells_stage(part, at, compared) for part in compared.carried for at in told & part.places):
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


def _tells_stage(part: Carried, at: int, compared: Comparison) -> bool:
    """Return whether a word tells a stage that its source does not have, or only as another: "if convicted"."""
    words = compared.tokens.words
    if compared.tokens.units[at] == 1 or stem(words[at]) not in _STAGES:
        return False
    is_elsewhere = at > 0 and at not in compared.reworded and (words[at - 1], words[at]) not in part.known.pairs
    return at in compared.new or is_elsewhere


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
