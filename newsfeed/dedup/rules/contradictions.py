"""The rules on statements that contradict the source: other facts, another day of one speaker, all for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.comparison import within
from newsfeed.dedup.facts import difference, stated_anew
from newsfeed.dedup.lexicon.words import EVERY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason


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


def _is_repeated(clause: Clause, covered: Sequence[bool]) -> bool:
    """Return whether an attribution repeats at least half of its words: it may introduce another statement."""
    return clause.frame == "attribution" and 2 * sum(covered[clause.start : clause.end]) >= clause.end - clause.start


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
