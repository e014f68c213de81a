"""The rules on what a text in Chinese leaves out: a condition, the word that puts something off, a part of a name.

No word form tells a plan from what has happened there, so the words that do so are looked for in the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.dedup.lexicon.words import CONDITIONS, DELIBERATING, ENDING_CONDITIONS, PLANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.reasons import Reason

_RUN = 4  # characters that a plan and the text have in common
_BEFORE_RUN = 14  # characters between the word that plans and these: a date and a place
_LONGEST_PART = 6  # characters of a name
_CONDITION = 25  # characters
_NUMBERED = re.compile("第[一二三四五六七八九十百0-9]+[次届个号期条批轮章部]?")


def a_plan_has_happened(compared: Comparison) -> Reason | None:
    """Keep a text that tells without a word of planning what its source plans: 拟于六月启动, 六月启动."""
    text = "".join(compared.tokens.words)
    has_happened = any(
        not any(plan in text for plan in plans) and any(_is_planned(part, plans) for part in compared.carried)
        for plans in (PLANS, DELIBERATING)
    )
    return "contradicts" if has_happened else None


def _is_planned(part: Carried, plans: Sequence[str]) -> bool:
    """Return whether a clause of the source plans what is repeated."""
    words = part.source.tokens.words
    for run in part.source.runs if any(plan in part.text for plan in plans) else ():
        if run.later not in part.places or run.length < _RUN:
            continue
        opening = max(each.start for each in part.clauses if each.start <= run.earlier)
        before = "".join(words[max(opening, run.earlier - _BEFORE_RUN) : run.earlier])
        if any(plan in before for plan in plans):
            return True
    return False


def a_condition_is_missing(compared: Comparison) -> Reason | None:
    """Keep a text without the condition that its source has right before or after the same words: 如果天气允许."""
    text = "".join(compared.tokens.words)
    if any(condition in text for condition in (*CONDITIONS, *ENDING_CONDITIONS)):
        return None
    is_missing = any(_has_condition(part, slot, len(compared.tokens.words)) for part, slot in compared.slots)
    return "contradicts" if is_missing else None


def _has_condition(part: Carried, slot: Slot, size: int) -> bool:
    """Return whether the part that was left out ends with a condition of what follows, or begins with one."""
    words = part.source.tokens.words
    if not any(condition in part.text for condition in (*CONDITIONS, *ENDING_CONDITIONS)):
        return False
    if slot.mine.start:
        sentence = min((at for at in part.starts if at > slot.theirs.start), default=len(words))
        after = "".join(words[slot.theirs.start : min(slot.theirs.stop, sentence)][:_CONDITION])
        if after.startswith(tuple(ENDING_CONDITIONS)):
            return True
    if slot.mine.stop == size or slot.theirs.stop in part.starts:
        return False
    opening = max((at for at in part.starts if at <= slot.theirs.stop), default=0)
    before = "".join(words[max(opening, slot.theirs.start, slot.theirs.stop - _CONDITION) : slot.theirs.stop])
    return any(condition in before for condition in CONDITIONS)


def a_part_of_a_name_is_left_out(compared: Comparison) -> Reason | None:
    """Keep a text in which a numbered name has less between number and noun: 第一次会议, 第一次委员长会议."""
    words = compared.tokens.words
    is_cut = any(
        not slot.mine
        and 2 <= len(slot.theirs) <= _LONGEST_PART
        and slot.mine.start < len(words)
        and _ends_with_number("".join(words[: slot.mine.start]))
        and set(part.source.tokens.units[slot.theirs.start : slot.theirs.stop]) == {1}
        for part, slot in compared.slots
    )
    return "another name" if is_cut else None


def _ends_with_number(text: str) -> bool:
    start = text.rfind("第")
    return start >= 0 and _NUMBERED.fullmatch(text, start) is not None
