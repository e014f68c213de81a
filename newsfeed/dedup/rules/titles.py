"""The rules for titles, and for the titles that a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import TITLE_UNITS, within
from newsfeed.dedup.facts import has_capital, is_inside_name
from newsfeed.dedup.lexicon.words import LAWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

LONGEST_PART_OF_NAME = 2  # words
TITLE_NEW_UNITS = 4  # new units that make a title another one
NEW_IN_TITLE = 0.4  # of a title in 《》, at least: less is a subtitle
_TITLE = re.compile("《[^《》]+》")
WORDED_UNITS = 2  # of a title in 《》 that replace others
MOVED_UNITS = 2  # of content of a clause that stands elsewhere in the source


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
    return is_known and compared.units(named) >= MOVED_UNITS


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


def another_law_is_named(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese with a new name of a law or a plan outside 《》: 国防教育法草案."""
    words, new = compared.tokens.words, compared.new
    is_named = any(
        at + 1 in new
        and compared.tokens.units[at] == compared.tokens.units[at + 1] == 1
        and any("".join(words[start : start + 3]).startswith(LAWS) for start in (at + 2, at + 3))
        for at in new
    )
    return "another name" if is_named else None


def another_title_is_named(compared: Comparison) -> Reason | None:
    """Keep a text that names, in 《》, another book, film or article."""
    names_no_title = not any("《" in part.normal.original for part in compared.carried)
    for title in _TITLE.finditer(compared.later.original):
        places = [at for at in range(len(compared.tokens.words)) if title.start() < compared.offset(at) < title.end()]
        uncovered = compared.units(compared.uncovered.intersection(places) - compared.attributed)
        if uncovered >= max(TITLE_NEW_UNITS, NEW_IN_TITLE * compared.units(places)) or _has_new_word(places, compared):
            return "another name"
        if names_no_title and compared.units(compared.new.intersection(places)) >= WORDED_UNITS:
            return "another name"
    return None


def _has_new_word(places: Sequence[int], compared: Comparison) -> bool:
    """Return whether two new characters stand before a repeated part of a title: it is not only longer."""
    last = max((at for at in places if compared.covered[at]), default=-1)
    return any({at, at + 1} <= compared.new and compared.units((at, at + 1)) == 2 for at in places if at + 1 < last)


def a_title_is_worded_otherwise(compared: Comparison) -> Reason | None:
    """Keep a text with a title in 《》 in which a character replaces others: another law, book or film."""
    titles = [title.span() for title in _TITLE.finditer(compared.later.original)]
    changed = [slot.mine for _, slot in (compared.changed if titles else ())]
    replacing = [slot.mine for _, slot in (compared.slots if titles else ()) if slot.theirs]
    uncovered = [compared.offset(at) for places in changed for at in places if at in compared.uncovered]
    characters = [
        compared.offset(at)
        for places in replacing
        for at in compared.uncovered.intersection(places) & compared.content
        if compared.tokens.units[at] == 1
    ]
    is_another = any(
        any(start < place < end for place in characters)
        or sum(start < place < end for place in uncovered) >= WORDED_UNITS
        for start, end in titles
    )
    return "another name" if is_another else None
