"""The rules on words and clauses that replace others: what is exchanged is news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import is_left_out, without
from newsfeed.dedup.exchanges import LONGEST_SLOT, LONGEST_SOLID_WORD, are_forms, is_date
from newsfeed.dedup.facts import TEASER_UNITS
from newsfeed.dedup.lexicon.languages import NEGATIONS, NUMBERS, has_word_lists
from newsfeed.dedup.lexicon.organisations import is_organisation
from newsfeed.dedup.lexicon.words import FUNCTION, PERSONS, THIRD_PERSONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Replacement, Slot
    from newsfeed.dedup.reasons import Reason

EXCHANGED_UNITS = 4  # characters of a clause that stands whole in the place of another


def a_word_is_exchanged(compared: Comparison) -> Reason | None:
    """Keep a text in which a word replaces another that is not known to mean the same.

    A new word may replace one of many that the source has there. Several changes of unequal lengths are another
    wording, which the rules on new words judge.
    """
    if any(_is_new_word(slot, compared) or _is_other_person(part, slot, compared) for part, slot in compared.slots):
        return "exchanged"
    if any(_is_another_at_an_end(slot, compared) for _, slot in compared.changed):
        return "exchanged"
    changes = compared.changes
    new = {compared.tokens.words[at] for at in compared.new}
    if _is_summary_changed(compared, changes):
        return "exchanged"
    for change in changes:
        size = change.size if compared.is_title or change.is_of_other_script else len(change.content)
        if change.is_one_for_one and len(new.intersection(change.content)) >= size:
            return "exchanged"
    if len(changes) == 1:
        return "exchanged" if changes[0].is_word_for_word or _is_all_that_differs(compared) else None
    return "exchanged" if changes and all(len(mine) == len(theirs) for mine, theirs in changes) else None


def _is_summary_changed(compared: Comparison, changes: Sequence[Replacement]) -> bool:
    """Return whether a title has a new word in the place of another, or a sentence of a summary's length has two.

    "He has lost an appeal" for "he is appealing" keeps the word and adds one: in a title that tells something else.
    """
    new = {at for at in compared.new if compared.tokens.units[at] > 1}
    if compared.is_title:
        words = {compared.tokens.words[at] for at in new}
        slots = (slot for _, slot in compared.slots if not is_left_out(slot))
        return any(not words.isdisjoint(change.content) for change in changes) or any(
            compared.reworded.intersection(each.mine) and new & {*each.mine} for each in slots
        )
    changed = [slot.mine.start for _, slot in compared.changed if new.intersection(slot.mine)]
    return any(
        len([at for at in changed if at in sentence]) > 1
        for sentence in compared.sentences
        if len(changed) > 1 and compared.units(sentence) <= TEASER_UNITS
    )


def _is_all_that_differs(compared: Comparison) -> bool:
    """Return whether the texts differ in one place only, after the first words, which may be another lead-in."""
    different = [slot for _, slot in compared.slots if slot.mine or slot.theirs]
    return len(different) == 1 and different[0].mine.start > 0


def _is_new_word(slot: Slot, compared: Comparison) -> bool:
    """Return whether one new word, no date, stands where the source has so much more that a part was left out."""
    if not slot.theirs or not is_left_out(slot):
        return False
    beside = without(slot.mine, compared.replaced_frames)
    mine = [at for at in beside if at in compared.content or compared.tokens.units[at] == 1]
    said = [at for at in mine if at in compared.content] if compared.units(mine) == 2 else mine  # of 生还, 还 is "too"
    is_word = bool(said) and 2 <= compared.units(mine) <= LONGEST_SOLID_WORD and compared.new.issuperset(said)
    if is_organisation(compared.tokens.words, beside) and compared.new.issuperset(beside):
        return True
    if is_word or not any(slot.mine.stop == sentence.stop for sentence in compared.sentences):
        return is_word and not all(is_date(compared.tokens.words[at]) for at in mine)
    # The last words of a sentence are its news, even beside known ones: "because there are no screws".
    return 2 <= compared.units(compared.new.intersection(beside)) <= LONGEST_SOLID_WORD


def _is_another_at_an_end(slot: Slot, compared: Comparison) -> bool:
    """Return whether a new word of two to four Chinese characters replaces up to six at either end of a sentence.

    There a subject or the news of the sentence stands; at the beginning of the text, it may be another lead-in.
    """
    ends = {sentence.start for sentence in compared.sentences[1:]} | {each.stop for each in compared.sentences}
    is_short = 2 <= len(slot.mine) <= LONGEST_SOLID_WORD and len(slot.theirs) <= LONGEST_SLOT
    is_at_end = slot.mine.start in ends or slot.mine.stop in ends
    return is_short and is_at_end and compared.units(slot.mine) == len(slot.mine) and compared.new.issuperset(slot.mine)


def _is_other_person(part: Carried, slot: Slot, compared: Comparison) -> bool:
    """Return whether "she" stands for "he" at the end of a gap in which a part was left out, too."""
    if not slot.mine or not is_left_out(slot):
        return False
    words, others = compared.tokens.words, slot.words_of(part.source.tokens)
    ends = {words[slot.mine.start], others[0]}, {words[slot.mine.stop - 1], others[-1]}
    return any(len(each) > 1 and (each <= THIRD_PERSONS or each <= PERSONS) for each in ends)


def a_word_is_unknown(compared: Comparison) -> Reason | None:
    """Keep a text of a language without word lists if any word outside its attributions is unknown.

    There, one word for another, a negation and a number are news though the word stands elsewhere in the source, and so
    is a text with one word less, which may have been a negation.
    """
    words = compared.tokens.words
    if has_word_lists([*words, *compared.carried[0].source.tokens.words]):
        return None
    if compared.new - compared.framed:
        return "new words"
    unknown = compared.uncovered - compared.framed - compared.reworded
    if any(words[at] in NEGATIONS or words[at] in NUMBERS for at in unknown):
        return "contradicts"
    if any(_is_one_word_left_out(part, slot, compared) for part, slot in compared.slots):
        return "contradicts"
    return "exchanged" if any(_is_of_one_word(part, slot, compared) for part, slot in compared.slots) else None


def _is_one_word_left_out(part: Carried, slot: Slot, compared: Comparison) -> bool:
    """Return whether one word, or up to four characters, was left out between repeated words: it may be "not"."""
    at, units = slot.mine.start, part.source.tokens.units[slot.theirs.start : slot.theirs.stop]
    if not 0 < at < len(compared.tokens.words) or compared.framed.issuperset((at - 1, at)):
        return False
    if set(units) == {1}:
        return 0 < len(units) - len(slot.mine) <= LONGEST_SOLID_WORD
    return not slot.mine and units == [2]


def _is_of_one_word(part: Carried, slot: Slot, compared: Comparison) -> bool:
    """Return whether one word, outside frames, replaces a word of the source that is not a form of it."""
    if not len(slot.mine) == len(slot.theirs) == 1 or slot.mine.start in compared.framed:
        return False
    one, other = compared.tokens.words[slot.mine.start], part.source.tokens.words[slot.theirs.start]
    return not are_forms(one, other) and not FUNCTION.issuperset((one, other))


def a_clause_replaces_another(compared: Comparison) -> Reason | None:
    """Keep a text in which a whole clause of Chinese replaces another, as in the titles of a series."""
    exchanged = {
        slot.mine
        for _, slot in compared.slots
        if EXCHANGED_UNITS <= min(map(len, slot)) <= max(map(len, slot)) <= LONGEST_SLOT
        and set(compared.tokens.units[slot.mine.start : slot.mine.stop]) == {1}
    }
    is_exchanged = any(
        each.frame is None
        and range(each.start, each.end) in exchanged
        and not any(compared.covered[each.start : each.end])
        for each in compared.clauses
    )
    return "new clause" if is_exchanged else None
