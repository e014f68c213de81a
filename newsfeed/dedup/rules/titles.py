"""The rules for titles, and for the titles that a text names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import TITLE_UNITS, within
from newsfeed.dedup.facts import has_capital, is_inside_name

if TYPE_CHECKING:
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


def another_title_is_named(compared: Comparison) -> Reason | None:
    """Keep a text that names, in 《》, another book, film or article."""
    for title in _TITLE.finditer(compared.later.original):
        places = [at for at in range(len(compared.tokens.words)) if title.start() < compared.offset(at) < title.end()]
        uncovered = compared.units(compared.uncovered.intersection(places) - compared.attributed)
        if uncovered >= max(TITLE_NEW_UNITS, NEW_IN_TITLE * compared.units(places)):
            return "another name"
    return None


def a_title_is_worded_otherwise(compared: Comparison) -> Reason | None:
    """Keep a text with a title in 《》 in which two characters replace others: another law, book or film."""
    titles = [title.span() for title in _TITLE.finditer(compared.later.original)]
    is_another = any(
        sum(start < compared.offset(at) < end and at in compared.uncovered for at in slot.mine) >= WORDED_UNITS
        for _, slot in (compared.changed if titles else ())
        for start, end in titles
    )
    return "another name" if is_another else None
