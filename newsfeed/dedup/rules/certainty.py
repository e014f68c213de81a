"""The rules for how certain a statement is, in scripts with spaces.

An allegation is no fact, a plan nothing that has happened, "up to ten" is not ten, and what holds under a condition may
not hold without it. The words that say so are few and known, so most of such a text is repeated.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import is_left_out, without
from newsfeed.dedup.exchanges import LONGEST_SLOT, without_forms
from newsfeed.dedup.lexicon.words import ALLEGING, BEFORE_PLANS, BEING, CONDITIONING, FUNCTION, FUTURE, LIMITS, SAYING
from newsfeed.dedup.vocabulary import is_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.reasons import Reason

_LONGEST_PLAN = 5  # words: "will have to be"
_SHORTEST_CONDITION = 3  # words
_COUNTED_TOO = frozenset(["life", "half", "all", "twice", "a"])  # "up to life"
_HAPPENED = frozenset(["was", "were", "been"])


def what_is_alleged_is_told_as_fact(compared: Comparison) -> Reason | None:
    """Keep a text that says without reserve what its source alleges: "he stole", "he is accused of stealing"."""
    words = compared.tokens.words
    is_fact = any(
        slot.mine.stop < len(words)
        and (alleged := _last_allegation(slot.words_of(part.source.tokens))) is not None
        and part.starts.isdisjoint(range(slot.theirs.start + alleged + 1, slot.theirs.stop + 1))
        and not _is_reserved(compared, slot.mine.stop)
        for part, slot in compared.slots
    )
    return "contradicts" if is_fact else None


def _last_allegation(words: Sequence[str]) -> int | None:
    """Return the place of the last word that alleges what follows, if any: "charged with" does before a verb in -ing.

    >>> _last_allegation(["is", "charged", "with", "stealing"]), _last_allegation(["is", "charged", "with", "theft"])
    (1, None)
    """
    places = (
        at
        for at, word in enumerate(words)
        if word in ALLEGING or (word == "charged" and words[at + 1 : at + 2] == ["with"] and words[-1].endswith("ing"))
    )
    return max(places, default=None)


def _goes_on(part: Carried, slot: Slot, at: int, longest: int) -> bool:
    """Return whether a sentence of the source has few words, of those left out, after this one, and goes on."""
    is_near = slot.theirs.stop - at <= longest + 1
    return is_near and part.starts.isdisjoint(range(at + 1, slot.theirs.stop + 1))


def _is_reserved(compared: Comparison, at: int) -> bool:
    """Return whether the sentence at this place alleges, or names who says so."""
    sentence = next(each for each in compared.sentences if at in each)
    is_attributed = any(each.frame == "attribution" and each.start in sentence for each in compared.clauses)
    return is_attributed or not ALLEGING.isdisjoint(compared.tokens.words[sentence.start : sentence.stop])


def a_fact_is_told_as_alleged(compared: Comparison) -> Reason | None:
    """Keep a text with a new reserve: "he is alleged to have stolen", "he stole"."""
    reserve = ALLEGING | SAYING
    is_alleged = any(
        not ALLEGING.isdisjoint(slot.own_words(compared.tokens)) and reserve.isdisjoint(part.source.tokens.words)
        for part, slot in compared.slots
    )
    return "contradicts" if is_alleged else None


def a_plan_is_told_as_done(compared: Comparison) -> Reason | None:
    """Keep a text that tells as done what its source plans: "ended", "plan to end"."""
    is_done = any(
        not _plans(slot.own_words(compared.tokens))
        and _plans(others := slot.words_of(part.source.tokens))
        and _goes_on(part, slot, slot.theirs.start + _plans(others)[-1], _LONGEST_PLAN)
        and _is_carried_out(without(slot.mine, compared.replaced_frames), others, compared)
        for part, slot in compared.slots
    )
    return "contradicts" if is_done or any(_has_happened(part, compared) for part in compared.carried) else None


def _plans(words: Sequence[str]) -> list[int]:
    """Return the places of the words that say that what follows is planned.

    >>> _plans(["plan", "to", "end"]), _plans(["will", "be"]), _plans(["plan", "of"])
    ([0], [0], [])
    """
    return [
        at
        for at, word in enumerate(words)
        if word in FUTURE or (word in BEFORE_PLANS and words[at + 1 : at + 2] == ["to"])
    ]


def _is_carried_out(mine: range, others: Sequence[str], compared: Comparison) -> bool:
    """Return whether words say in another form what others plan; where only a form of "be" is left, it goes on."""
    words = compared.tokens.words[mine.start : mine.stop]
    if not words or mine.stop == len(compared.tokens.words) or len(words) > LONGEST_SLOT:
        return False
    said = [word for word in words if word not in FUNCTION]
    return len(without_forms(said, others)) < len(said) or (not said and not BEING.isdisjoint(words))


def _has_happened(part: Carried, compared: Comparison) -> bool:
    """Return whether "was sentenced" is new, and the source has the verb only as "will be sentenced"."""
    words, pairs = compared.tokens.words, part.known.pairs
    return any(
        first in _HAPPENED
        and at + 1 in part.places
        and not {at, at + 1} <= compared.attributed
        and (first, second) not in pairs
        and second not in FUNCTION
        and ("be", second) in pairs
        and all((being, second) not in pairs for being in BEING - {"be"})
        for at, (first, second) in enumerate(pairwise(words))
    )


def what_was_done_is_planned(compared: Comparison) -> Reason | None:
    """Keep a text that plans what its source tells as done: "will explain", "explained"."""
    is_planned = any(
        slot.theirs
        and not is_left_out(slot)
        and compared.attributed.isdisjoint(slot.mine)
        and _plans(slot.own_words(compared.tokens))
        and not _plans(slot.words_of(part.source.tokens))
        for part, slot in compared.slots
    )
    return "contradicts" if is_planned else None


def a_limit_differs(compared: Comparison) -> Reason | None:
    """Keep a text with another limit before a repeated figure, or without one: "ten years", "up to ten years"."""
    words = compared.tokens.words
    is_other = any(
        (is_numeral(words[at]) or words[at] in _COUNTED_TOO)
        and _limit(words, at) != _limit(part.source.tokens.words, at - run.shift)
        for part in compared.carried
        for run in part.source.runs
        for at in range(max(1, run.later), run.later + run.length)
        if at in part.places
    )
    return "other figures" if is_other else None


def _limit(words: Sequence[str], at: int) -> str | None:
    """Return the limit before a figure, if it has one.

    >>> _limit(["sentenced", "to", "up", "to", "ten"], 4), _limit(["nearly", "ten"], 1), _limit(["in", "ten"], 1)
    ('up to', 'almost', None)
    """
    return next(
        (LIMITS[limit] for size in (2, 1) if (limit := " ".join(words[max(0, at - size) : at])) in LIMITS), None
    )


def a_condition_is_left_out(compared: Comparison) -> Reason | None:
    """Keep a sentence without the condition that follows it in its source: "upgrade if you use the old disk"."""
    is_left_out_here = any(
        not slot.mine
        and slot.mine.start > 0
        and len(others := slot.words_of(part.source.tokens)) >= _SHORTEST_CONDITION
        and others[0] in CONDITIONING
        and slot.theirs.start not in part.starts
        and CONDITIONING.isdisjoint(compared.tokens.words)
        for part, slot in compared.slots
    )
    return "contradicts" if is_left_out_here else None
