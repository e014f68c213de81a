"""The rules on words that are missing: without them the rest says something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.exchanges import LONGEST_SLOT
from newsfeed.dedup.facts import TEASER_UNITS
from newsfeed.dedup.lexicon.words import OPEN, OR, PLANNING, RESERVING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.reasons import Reason

_DATING = frozenset("于在会再年月日号时点分上下午晚间至起当地已")  # between 将 and the verb


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


def a_reservation_is_left_out(compared: Comparison) -> Reason | None:
    """Keep a text without the word by which its source limits the statement: "allegedly paid", "paid"."""
    words = compared.tokens.words
    is_left_out = any(
        not slot.mine and 0 < slot.mine.start < len(words) and "".join(slot.words_of(part.source.tokens)) in RESERVING
        for part, slot in compared.slots
    )
    return "contradicts" if is_left_out else None


def what_was_planned_has_happened(compared: Comparison) -> Reason | None:
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
    text = part.text
    return "了" not in text and any(word in text for word in PLANNING)
