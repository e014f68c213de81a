"""Decide whether a paragraph says anything that its sources do not.

The length of the uncovered rest does not count, only its content: function words, attributions, pointers to other pages
and words that the sources use elsewhere say nothing new; a figure, a date, a name, a negation or a clause of its own
does. :data:`RULES` lists the rules in the order in which they are applied; the first that objects decides. Each is a
pure function of a :class:`~newsfeed.dedup.comparison.Comparison`, and every decision can be explained from the two
texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.alignment import ANCHOR_UNITS, LONG_UNITS, binary_digits
from newsfeed.dedup.comparison import TITLE_UNITS, Carried, Comparison, is_left_out, within, without
from newsfeed.dedup.exchanges import LONGEST_SLOT, LONGEST_SOLID_WORD, Replacement, Slot, are_forms, is_date
from newsfeed.dedup.facts import (
    TEASER_UNITS,
    Difference,
    addresses,
    difference,
    has_capital,
    has_digit,
    is_inside_name,
    stated_anew,
)
from newsfeed.dedup.lexicon.languages import NEGATIONS, NUMBERS, has_word_lists
from newsfeed.dedup.lexicon.organisations import is_organisation
from newsfeed.dedup.lexicon.places import places_at
from newsfeed.dedup.lexicon.words import (
    AND,
    BEFORE_PARTIES,
    EVERY,
    FUNCTION,
    OPEN,
    OR,
    PERSONS,
    PLACING,
    THIRD_PERSONS,
    VERBS_AFTER_SUBJECTS,
    function_places,
)
from newsfeed.dedup.occasions import (
    a_clause_is_added,
    a_figure_counts_other_things,
    a_figure_is_limited_otherwise,
    a_name_replaces_this,
    a_new_word_replaces_others,
    a_prefix_is_added,
    a_quotation_is_worded_otherwise,
    a_reservation_is_left_out,
    a_title_is_worded_otherwise,
    another_period_is_meant,
    another_person_is_named,
    another_stage_is_told,
    another_subject_begins,
    one_is_meant_of_several,
    what_was_planned_has_happened,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.clauses import Clause

SHORTEST_UNITS = 12  # of a text that counts as contained in a longer one
COVERED_BY_PHRASES = 0.7  # of a text that shares no long run
NEW_WORDS = 0.2
NEW_WORDS_TOGETHER = 0.1
ADDED_IN_SENTENCE = 0.3  # of a sentence's content
REPEATED_IN_SENTENCE = 0.3  # of a sentence's content, at least: less is a word or two that it has in common
NEW_IN_SENTENCE = 0.4  # if others stood in their place
HASHTAG_UNITS = 2
CLAUSE_UNITS = 5  # new units that make a clause new, if most of its content is
QUOTED_UNITS = 3  # new units that make a quotation another one
NOTE_UNITS = 100  # of a text of several sentences in which a change from A => B counts
SIGNS_IN_CODE = 0.08  # of the characters, and three
LONGEST_PART_OF_NAME = 2  # words
TITLE_NEW_UNITS = 4  # new units that make a title another one
LONGEST_DATELINE = 3  # words
LONGEST_LABEL = 10  # units of a label of which a part is repeated
LISTED_UNITS = 4  # new units that are joined to others: two words
LISTED_NAME_UNITS = 2
LONGEST_LIST = 12  # tokens left out of a list
BESIDE = 3  # tokens
LABEL_UNITS = 2  # of content that make a label another one: "Tenants:"
SENTENCE_UNITS = 4  # units of content of a sentence that says something
NEW_IN_TITLE = 0.4  # of a title in 《》, at least: less is a subtitle
ADDED_UNITS = 8  # new units in a row that make up a clause, if they are added
LONG_ADDED_UNITS = 12  # units of any words in a row, if some are new: six words
REPLACED_UNITS = 12  # and if they replace others
LONG_REPLACED_UNITS = 20  # of any words in a row that replace others, if some are new: ten words
EXCHANGED_UNITS = 4  # characters of a clause that stands whole in the place of another
_FORMULA = re.compile(r"\w\(\)|\$\$|\\[a-z]{2,}\s*[{(\[]")
_OPERATOR = re.compile(r"(?<![\w/.])[a-z]{2,}:(?=[\"“”\w])")  # of a search: intext:"word" site:a.example
_CHANGE_OF_STATE = re.compile(r"\w\W{0,4}(?:=>|->|→|⇒)\W{0,4}\w|\w[➡⟶➔]\ufe0f?\w")
_CODE_SIGN = re.compile(r"[{}\[\]<>=;@$\\&%]")
_TITLE = re.compile("《[^《》]+》")
_HASHTAG = re.compile(r"[#＃]\w+")

Reason = Literal["identical", "contained", "nothing new", "too short", "partly", "new words", "new clause"] | Difference
DUPLICATE: frozenset[Reason] = frozenset(["identical", "contained", "nothing new"])


Rule = Callable[[Comparison], Reason | None]
"""A rule returns the reason why the paragraph stays, or None if it has no objection."""


def judge(compared: Comparison) -> Reason:
    """Return why a paragraph is, or is not, a duplicate of its sources."""
    for rule in SHORT_RULES if compared.is_short else RULES:
        if reason := rule(compared):
            return reason
    return "contained" if compared.is_short else "nothing new"


def short_text_is_not_contained(compared: Comparison) -> Reason | None:
    """Keep a short text unless one source has its whole content; very short texts repeat only exactly."""
    covered = compared.units(at for at in compared.said if compared.covered[at])
    wanted = max(SHORTEST_UNITS, compared.share * compared.units(compared.said))
    is_contained = covered >= wanted and not compared.new and len(compared.carried) == 1
    return None if is_contained else "too short"


def a_formula_differs(compared: Comparison) -> Reason | None:
    """Keep a short text with a formula, code, a search or a change from A => B: the normal form loses the signs."""
    text, units = compared.later.original, sum(compared.tokens.units)
    is_line = len(compared.sentences) == 1
    if (is_line or units <= TITLE_UNITS) and (_FORMULA.search(text) or len(_OPERATOR.findall(text)) > 1):
        return "partly"
    if units <= NOTE_UNITS and len(_CODE_SIGN.findall(text)) >= max(3, SIGNS_IN_CODE * len(text)):
        return "partly"
    return "partly" if (is_line or units <= NOTE_UNITS) and _CHANGE_OF_STATE.search(text) else None


def the_subject_is_missing(compared: Comparison) -> Reason | None:
    """Keep a text that begins with a verb in small letters: the subject of "was added" is missing."""
    words, original = compared.tokens.words, compared.later.original.lstrip()
    return "partly" if original[:1].islower() and words[0] in VERBS_AFTER_SUBJECTS else None


def a_hashtag_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with a new word in its hashtags: under a standing description they name the subject."""
    tags = [match.span() for match in _HASHTAG.finditer(compared.later.original)]
    starts = {at: compared.offset(at) for at in compared.new} if tags else {}
    tagged = [at for at, place in starts.items() if any(start < place < end for start, end in tags)]
    return "new words" if compared.units(tagged) >= HASHTAG_UNITS else None


def too_little_is_covered(compared: Comparison) -> Reason | None:
    """Keep a text if the sources cover less of its content than the configured share."""
    covered = compared.units(at for at in compared.said if compared.covered[at])
    uncovered = compared.units(compared.content & compared.uncovered)
    return "partly" if covered < compared.share * (covered + uncovered) else None


def a_fact_differs(compared: Comparison) -> Reason | None:
    """Keep a text with another figure, date, name, address, direction or negation outside its attributions.

    A name or a date that is only added gives detail; but in a title or a teaser it names something else.
    """
    for part in compared.carried:
        said = part.places - compared.attributed - compared.datelines
        places = compared.uncovered & said
        displaced = places - compared.unimportant
        if found := difference(compared.later, compared.tokens, said, places, part.known, part.source, displaced):
            return found
    return None


def the_speaker_speaks_again(compared: Comparison) -> Reason | None:
    """Keep another statement of one speaker: an attribution in much the same words, with another figure or date."""
    repeated = within(each for each in compared.clauses if _is_repeated(each, compared.covered))
    for part in compared.carried:
        if found := stated_anew(compared.tokens, compared.uncovered & repeated & part.places, part.known):
            return found
    return None


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
    framed = within(each for each in compared.clauses if each.frame)
    if compared.new - framed:
        return "new words"
    if any(words[at] in NEGATIONS or words[at] in NUMBERS for at in compared.uncovered - framed - compared.reworded):
        return "contradicts"
    if any(_is_one_word_left_out(part, slot, compared, framed) for part, slot in compared.slots):
        return "contradicts"
    return "exchanged" if any(_is_of_one_word(part, slot, compared, framed) for part, slot in compared.slots) else None


def _is_one_word_left_out(part: Carried, slot: Slot, compared: Comparison, framed: frozenset[int]) -> bool:
    """Return whether one word, or up to four characters, was left out between repeated words: it may be "not"."""
    at, units = slot.mine.start, part.source.tokens.units[slot.theirs.start : slot.theirs.stop]
    if not 0 < at < len(compared.tokens.words) or framed.issuperset((at - 1, at)):
        return False
    if set(units) == {1}:
        return 0 < len(units) - len(slot.mine) <= LONGEST_SOLID_WORD
    return not slot.mine and units == [2]


def _is_of_one_word(part: Carried, slot: Slot, compared: Comparison, framed: frozenset[int]) -> bool:
    """Return whether one word, outside frames, replaces a word of the source that is not a form of it."""
    if not len(slot.mine) == len(slot.theirs) == 1 or slot.mine.start in framed:
        return False
    one, other = compared.tokens.words[slot.mine.start], part.source.tokens.words[slot.theirs.start]
    return not are_forms(one, other) and not FUNCTION.issuperset((one, other))


def too_many_words_are_new(compared: Comparison) -> Reason | None:
    """Keep a text of which more than one content word in five (:data:`NEW_WORDS`) is new."""
    return "new words" if compared.new_share > NEW_WORDS else None


def only_phrases_are_covered(compared: Comparison) -> Reason | None:
    """Keep a text that shares nothing longer than a phrase with its source, however many of its words recur there."""
    longest = max(
        compared.units(range(run.later, run.later + run.length))
        for part in compared.carried
        for run in part.source.runs
    )
    covered = compared.units(at for at in compared.said if compared.covered[at])
    if longest >= LONG_UNITS or 2 * longest >= sum(compared.tokens.units):
        return None
    return "partly" if covered < COVERED_BY_PHRASES * compared.units(compared.said) else None


def a_title_has_new_words(compared: Comparison) -> Reason | None:
    """Keep a title with a new word: "Meeting notes" and "Meeting notes: budget" name two things.

    Or with a clause that stands elsewhere in the source: "Best film: The Mill" is not said where both are named.
    """
    if not compared.is_title:
        return None
    clauses = [each for each in compared.clauses if not each.frame]
    repeated = within(each for each in clauses if any(compared.covered[each.start : each.end]))
    if compared.units(compared.new & repeated) >= TITLE_NEW_UNITS:
        return "new words"
    is_moved = any(_is_moved(each, compared) for each in clauses)
    return "new clause" if is_moved and repeated else None


def _is_moved(clause: Clause, compared: Comparison) -> bool:
    """Return whether no word of a clause is repeated in its place, though the source has all of them elsewhere."""
    places = range(clause.start, clause.end)
    named = [at for at in compared.content.intersection(places) if not compared.tokens.words[at].isdigit()]
    is_known = compared.new.isdisjoint(places) and not any(compared.covered[at] for at in named)
    return is_known and compared.units(named) >= LABEL_UNITS


def a_title_names_another(compared: Comparison) -> Reason | None:
    """Keep a title with a name that is longer or shorter in the title it repeats: "Far Hills 3 is out".

    The capitalised word before the change shows that it is a name: "Far Hills is out", "Far Hills: Rebuilt is out".
    """
    if not compared.is_title:
        return None
    is_longer = any(
        not slot.theirs
        and 0 < len(slot.mine) <= LONGEST_PART_OF_NAME
        and slot.mine.start > 0
        and compared.new.issuperset(slot.mine)
        and all(has_capital(compared.later, compared.tokens, at) for at in range(slot.mine.start - 1, slot.mine.stop))
        and not any(is_inside_name(compared.later, compared.tokens, at) for at in slot.mine)
        for _, slot in compared.slots
    )
    is_cut = any(
        not slot.mine
        and 0 < len(slot.theirs) <= LONGEST_PART_OF_NAME
        and 1 < slot.mine.start < len(compared.tokens.words)
        and sum(part.source.tokens.units) <= TITLE_UNITS
        and has_capital(compared.later, compared.tokens, slot.mine.start - 1)
        for part, slot in compared.slots
    )
    return "another name" if is_cut or is_longer else None


def a_sentence_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with a sentence of which nothing is repeated, or much is added, however long the rest is."""
    framed = within(each for each in compared.clauses if each.frame)
    for sentence in compared.sentences:
        places = [at for at in sentence if at not in framed]
        said = compared.content.intersection(places)
        size = compared.units(said)
        is_repeated = any(compared.covered[at] for at in places)
        if _is_long_run_new(compared, sentence):
            is_repeated = compared.units(said - compared.uncovered) > REPEATED_IN_SENTENCE * size
        added = compared.units((compared.new & said) - compared.replacing)
        new = compared.units(compared.new & said)
        if size >= SENTENCE_UNITS and (
            not is_repeated or added > ADDED_IN_SENTENCE * size or new > NEW_IN_SENTENCE * size
        ):
            return "new clause"
    return None


def _is_long_run_new(compared: Comparison, sentence: range) -> bool:
    """Return whether a sentence has an unrepeated run of a clause's length, even if its words are known."""
    runs = _runs(compared.uncovered.intersection(sentence))
    return any(compared.units(range(start, end)) >= ADDED_UNITS for start, end in runs)


def the_statement_is_cut_off(compared: Comparison) -> Reason | None:
    """Keep a text that breaks off after it names the speaker: "The inspector told the ..." leaves all open."""
    if not compared.later.original.rstrip().endswith(("...", "…")):
        return None
    for clause in reversed(compared.clauses):
        if clause.frame == "attribution":
            return "partly"
        if not _is_apposition(clause, compared):
            return None
    return None


def _is_apposition(clause: Clause, compared: Comparison) -> bool:
    """Return whether a clause is a name in capitals, as between "according to the chief" and what is said."""
    words, is_function = compared.tokens.words, function_places(compared.tokens.words)
    return not clause.opens and all(
        is_function[at] or (len(words[at]) > 1 and has_capital(compared.later, compared.tokens, at))
        for at in range(clause.start, clause.end)
    )


def two_versions_are_mixed(compared: Comparison) -> Reason | None:
    """Keep a text that joins sentences of two sources if one of them words the other's sentence differently.

    "The mayor was arrested on Friday. He was released" and "The pilot was arrested on Friday" do not say that the
    pilot was released.
    """
    for part in compared.carried if len(compared.carried) > 1 else ():
        for sentence in compared.sentences:
            if part.places.isdisjoint(sentence) and _tells_otherwise(part, sentence, compared):
                return "partly"
    return None


def _tells_otherwise(part: Carried, sentence: range, compared: Comparison) -> bool:
    """Return whether a source has a run of a sentence, with other words around it."""
    runs = (
        range(max(run.later, sentence.start), min(run.later + run.length, sentence.stop)) for run in part.source.runs
    )
    if not any(compared.units(compared.content.intersection(run)) >= ANCHOR_UNITS for run in runs):
        return False
    digits = binary_digits(part.source.covers(), len(compared.covered))
    said = (at for at in compared.content.intersection(sentence) if digits[at] == "0")
    return any(not part.known.has(compared.tokens.words, at) for at in said)


def the_person_is_of_another_source(compared: Comparison) -> Reason | None:
    """Keep a text in which a sentence about "he" or "she" follows a sentence from another source."""
    words = compared.tokens.words
    framed = within(each for each in compared.clauses if each.frame)
    for part in compared.carried if len(compared.carried) > 1 else ():
        for before, sentence in pairwise(compared.sentences):
            is_joint = sentence.start in part.places and part.places.isdisjoint(before)
            is_person = words[sentence.start] in PERSONS and words[sentence.start + 1 : sentence.start + 2] != ["们"]
            if is_joint and is_person and sentence.start not in framed:
                return "partly"
    return None


def an_item_has_another_label(compared: Comparison) -> Reason | None:
    """Keep an item of a list whose label is new, even if its words are known: its subject is different."""
    labels = (each for each in compared.clauses if each.labels and each.frame is None)
    is_another = any(
        not _is_dateline(each, compared) and (_is_another_label(each, compared) or _is_label_of_another(each, compared))
        for each in labels
    )
    return "new clause" if is_another else None


def _is_label_of_another(clause: Clause, compared: Comparison) -> bool:
    """Return whether a source has the label of an item and what follows it, but not one after the other."""
    if compared.units(compared.content.intersection(range(clause.start, clause.end))) < LABEL_UNITS:
        return False
    for part in compared.carried if clause.end < len(compared.tokens.words) else ():
        places = {
            at: run.earlier + at - run.later
            for run in part.source.runs
            for at in (clause.end - 1, clause.end)
            if at in part.places and run.later <= at < run.later + run.length
        }
        if len(places) != 2:
            continue
        between = part.source.tokens.words[places[clause.end - 1] + 1 : places[clause.end]]
        own = FUNCTION.union(compared.tokens.words[clause.start : clause.end])
        is_joined = places[clause.end - 1] < places[clause.end] and len(between) < LONGEST_SLOT
        if not is_joined or any(len(word) > 1 and word not in own for word in between):
            return True
    return False


def _is_another_label(clause: Clause, compared: Comparison) -> bool:
    """Return whether nothing of a label is repeated, or of a short one only a part. Figures are not compared here."""
    places = range(clause.start, clause.end)
    said = {at for at in compared.content.intersection(places) if not compared.tokens.words[at].isdigit()}
    uncovered = compared.units(said & compared.uncovered)
    if uncovered < LABEL_UNITS:
        return False
    if compared.units(places) > LONGEST_LABEL:
        return not any(compared.covered[at] for at in places)
    return 2 * uncovered > compared.units(said) or compared.units(compared.new & said) >= LABEL_UNITS


def _is_dateline(clause: Clause, compared: Comparison) -> bool:
    """Return whether a place in capitals was put before the text, as agencies do: "SINGAPORE - The ferry"."""
    places = range(clause.start, clause.end)
    return (
        clause.start == 0
        and len(places) <= LONGEST_DATELINE
        and compared.added.issuperset(places)
        and compared.later.original[: compared.offset(clause.end)].isupper()
    )


def all_are_meant(compared: Comparison) -> Reason | None:
    """Keep a text with an added word that says of all what its source says of some: "all boats", "boats"."""
    words, added = compared.tokens.words, compared.added
    places = ((at, part.known) for part in compared.carried for at in added & part.places)
    is_added = any(
        (words[at] in EVERY and words[at] not in known.words and words[at + 1 : at + 2] != ["the"])
        or (at + 1 in added and words[at] + words[at + 1] in EVERY and (words[at], words[at + 1]) not in known.pairs)
        for at, known in places
    )
    return "contradicts" if is_added else None


def an_address_is_cut(compared: Comparison) -> Reason | None:
    """Keep a text with an address that its sources have only with more at its end: it leads to another page."""
    ours = addresses(compared.later.original)
    theirs = {address for text in compared.originals for address in addresses(text)} if ours else set()
    is_cut = any(address not in theirs and any(other.startswith(address) for other in theirs) for address in ours)
    return "another address" if is_cut else None


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


def an_alternative_is_left_out(compared: Comparison) -> Reason | None:
    """Keep a text without an alternative that its source has: "upgrade", "upgrade or use a workaround"."""
    is_left_out = OR.isdisjoint(compared.tokens.words) and any(
        slot.theirs
        and compared.content.isdisjoint(slot.mine)
        and (
            part.source.tokens.words[slot.theirs.start] in OR
            or (slot.mine.start > 0 and part.source.tokens.words[slot.theirs.stop - 1] in OR)
        )
        for part, slot in compared.slots
    )
    return "contradicts" if is_left_out and sum(compared.tokens.units) <= TEASER_UNITS else None


def what_was_to_be_is_done(compared: Comparison) -> Reason | None:
    """Keep a text without the words that put off what its source says: "will be removed", "removed".

    Or without those that begin a sentence and make something else its subject: "the first draft for the timetable".
    """
    words = compared.tokens.words
    is_done = any(
        0 < len(slot.theirs) <= LONGEST_SLOT
        and slot.mine.stop < len(words)
        and OPEN.isdisjoint(slot.own_words(compared.tokens))
        and compared.content.isdisjoint(slot.mine)
        and _puts_off(slot.words_of(part.source.tokens), opens=slot.mine.start in compared.starts)
        for part, slot in compared.slots
    )
    return "contradicts" if is_done else None


def _puts_off(left_out: Sequence[str], *, opens: bool) -> bool:
    """Return whether words end with a modal verb, or begin a sentence and end with "for"."""
    is_modal = left_out[-1] in OPEN or (left_out[-1] in ("be", "have") and not OPEN.isdisjoint(left_out[-2:-1]))
    return is_modal or (opens and left_out[-1] == "for")


def something_is_listed_besides(compared: Comparison) -> Reason | None:
    """Keep a text in which a new word was joined to others with "and": he speaks about the war and the harvest."""
    is_joined = any(
        _is_item(range(start, end), compared)
        and compared.replacing.isdisjoint(range(start, end))
        and _is_joined_by_and(compared.tokens.words, start, end)
        for start, end in _runs(compared.uncovered)
    )
    return "new clause" if is_joined else None


def _is_item(places: range, compared: Comparison) -> bool:
    """Return whether two words in a row are new, or one that is a name, or one of several words of a language."""
    text, new = compared.later, compared.new.intersection(places)
    size = compared.units(places)
    is_name = not text.original.isupper() and any(
        has_capital(text, compared.tokens, at) or _is_foreign(at, compared) for at in new
    )
    is_enough = is_name or (size > len(places) and size >= ADDED_UNITS)
    return compared.units(new) >= (LISTED_NAME_UNITS if is_enough else LISTED_UNITS)


def _is_foreign(at: int, compared: Comparison) -> bool:
    """Return whether a word in Latin letters is in a text of characters: it is a name, or code."""
    units = compared.tokens.units
    return compared.tokens.words[at].isascii() and units[at] > 1 and 2 * units.count(1) > len(units)


def _is_joined_by_and(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether words begin or end with "and", or are between two of these: open (and nearly full), and ..."""
    if not AND.isdisjoint((*words[max(0, start - 1) : start + 1], words[end - 1])):
        return True
    return words[start - 1 : start] == words[end : end + 1] and not AND.isdisjoint(words[end : end + 1])


def another_title_is_named(compared: Comparison) -> Reason | None:
    """Keep a text that names, in 《》, another book, film or article."""
    for title in _TITLE.finditer(compared.later.original):
        places = [at for at in range(len(compared.tokens.words)) if title.start() < compared.offset(at) < title.end()]
        uncovered = compared.units(compared.uncovered.intersection(places) - compared.attributed)
        if uncovered >= max(TITLE_NEW_UNITS, NEW_IN_TITLE * compared.units(places)):
            return "another name"
    return None


def another_place_is_added(compared: Comparison) -> Reason | None:
    """Keep a text that adds a place or a party: in a clause ("even in Norway"), or after "in" or "with"."""
    words = compared.tokens.words
    new = compared.added & compared.new
    before = PLACING | BEFORE_PARTIES
    after = [at for at in new if at - 1 in compared.added and words[at - 1] in before and not is_date(words[at])]
    if any(compared.tokens.units[at] > 1 and has_capital(compared.later, compared.tokens, at) for at in after):
        return "another name"
    clauses = (range(each.start, each.end) for each in compared.clauses if each.frame is None)
    added = [each for each in clauses if compared.added.issuperset(each) and compared.new.intersection(each)]
    added += [range(at, at + 1) for at in after]
    named = {place for each in added for place in places_at(words, each)}
    sources = (part.source.tokens.words for part in compared.carried if named)
    return "another name" if named.difference(*(places_at(words, range(len(words))) for words in sources)) else None


def a_run_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with new words of a clause's length in a row, however long the rest is."""
    for start, end in _runs(compared.uncovered):
        new = compared.units(compared.new.intersection(range(start, end)))
        is_added = compared.added.issuperset(range(start, end))
        size = compared.units(range(start, end))
        is_long = size >= (LONG_UNITS if size == end - start else LONG_ADDED_UNITS) and new >= SENTENCE_UNITS
        is_rewritten = size >= LONG_REPLACED_UNITS and new >= SENTENCE_UNITS and start > 0
        if new >= (ADDED_UNITS if is_added else REPLACED_UNITS) or (is_added and is_long) or is_rewritten:
            return "new clause"
    return None


def _runs(places: frozenset[int]) -> list[tuple[int, int]]:
    """Return the start and the end of each run of positions."""
    ordered = sorted(places)
    starts = [at for at in ordered if at - 1 not in places]
    return list(zip(starts, (at + 1 for at in ordered if at + 1 not in places), strict=True))


def a_clause_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with more than one new content word in ten (:data:`NEW_WORDS_TOGETHER`), if these stand together.

    They do if they make up most of a clause, or are in a quotation, which is given word for word.
    """
    if any(_is_another_quotation(each, compared) for each in compared.clauses):
        return "new clause"
    if compared.new_share <= NEW_WORDS_TOGETHER:
        return None
    return "new clause" if any(_is_new(each, compared) for each in compared.clauses) else None


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


SHORT_RULES: tuple[Rule, ...] = (
    the_statement_is_cut_off,
    the_subject_is_missing,
    a_formula_differs,
    short_text_is_not_contained,
    only_phrases_are_covered,
    a_fact_differs,
    a_word_is_exchanged,
    all_are_meant,
    an_address_is_cut,
    a_figure_is_left_out,
    an_alternative_is_left_out,
    what_was_to_be_is_done,
    a_title_has_new_words,
    a_title_names_another,
    a_figure_counts_other_things,
    a_figure_is_limited_otherwise,
    a_reservation_is_left_out,
    what_was_planned_has_happened,
)
"""The rules for a text of fewer than :data:`SHORT_UNITS`: as every word must be covered, no frame is left out."""

RULES: tuple[Rule, ...] = (
    the_statement_is_cut_off,
    the_subject_is_missing,
    a_formula_differs,
    a_hashtag_is_new,
    too_little_is_covered,
    a_fact_differs,
    the_speaker_speaks_again,
    a_clause_replaces_another,
    a_word_is_exchanged,
    only_phrases_are_covered,
    a_word_is_unknown,
    too_many_words_are_new,
    a_title_has_new_words,
    a_title_names_another,
    a_sentence_is_new,
    two_versions_are_mixed,
    the_person_is_of_another_source,
    an_item_has_another_label,
    all_are_meant,
    an_address_is_cut,
    a_figure_is_left_out,
    an_alternative_is_left_out,
    what_was_to_be_is_done,
    something_is_listed_besides,
    another_title_is_named,
    another_place_is_added,
    a_run_is_new,
    a_clause_is_new,
    another_subject_begins,
    another_person_is_named,
    a_new_word_replaces_others,
    a_quotation_is_worded_otherwise,
    a_title_is_worded_otherwise,
    a_name_replaces_this,
    another_period_is_meant,
    one_is_meant_of_several,
    a_figure_counts_other_things,
    a_figure_is_limited_otherwise,
    a_reservation_is_left_out,
    another_stage_is_told,
    what_was_planned_has_happened,
    a_prefix_is_added,
    a_clause_is_added,
)
"""The rules for all other texts."""


def _is_repeated(clause: Clause, covered: Sequence[bool]) -> bool:
    """Return whether an attribution repeats at least half of its words: it may introduce another statement."""
    return clause.frame == "attribution" and 2 * sum(covered[clause.start : clause.end]) >= clause.end - clause.start


def _is_another_quotation(clause: Clause, compared: Comparison) -> bool:
    """Return whether nothing of the words in quotation marks is repeated: another title, or another statement."""
    places = range(clause.start, clause.end)
    return (
        clause.quoted
        and not any(compared.covered[at] for at in places)
        and compared.units(places) >= ANCHOR_UNITS
        and not compared.new.isdisjoint(places)
    )


def _is_new(clause: Clause, compared: Comparison) -> bool:
    places = compared.content.intersection(range(clause.start, clause.end))
    fresh = compared.units(places & compared.new)
    if clause.quoted:
        return fresh >= QUOTED_UNITS
    return fresh >= CLAUSE_UNITS and 2 * fresh > compared.units(places)
