"""The rules for a text whose sentences stand in several sources: together they may say something else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import ANCHOR_UNITS, binary_digits
from newsfeed.dedup.comparison import is_left_out
from newsfeed.dedup.lexicon.words import PERSONS

if TYPE_CHECKING:
    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.reasons import Reason

_OTHER_WORDS = 2


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
    for part in compared.carried if len(compared.carried) > 1 else ():
        for before, sentence in pairwise(compared.sentences):
            is_joint = sentence.start in part.places and part.places.isdisjoint(before)
            is_person = words[sentence.start] in PERSONS and words[sentence.start + 1 : sentence.start + 2] != ["们"]
            if is_joint and is_person and sentence.start not in compared.framed:
                return "partly"
    return None


def two_sentences_are_joined(compared: Comparison) -> Reason | None:
    """Keep a short sentence with the beginning of one sentence of its source and the end of another."""
    is_joined = any(
        slot.mine.start > 0
        and slot.mine.stop < len(compared.tokens.words)
        and compared.starts.isdisjoint(range(slot.mine.start, slot.mine.stop + 1))
        and any(slot.theirs.start < at < slot.theirs.stop for at in part.starts)
        for part, slot in compared.slots
    )
    return "partly" if is_joined else None


def a_short_text_goes_on_otherwise(compared: Comparison) -> Reason | None:
    """Keep a short text with two words or more in the place of a long part of its source.

    "He did do that in Leeds" is not said by "The detail counts, so would you do that in Leeds?"
    """
    framed = compared.replaced_frames | compared.attributed
    is_other = any(is_left_out(slot) and len(set(slot.mine) - framed) >= _OTHER_WORDS for _, slot in compared.slots)
    return "partly" if is_other else None
