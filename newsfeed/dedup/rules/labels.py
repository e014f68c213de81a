"""The rule on the label of an item, which names the subject of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.exchanges import LONGEST_SLOT
from newsfeed.dedup.lexicon.words import FUNCTION

if TYPE_CHECKING:
    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

LONGEST_DATELINE = 3  # words
LONGEST_LABEL = 10  # units of a label of which a part is repeated
LABEL_UNITS = 2  # of content that make a label another one: "Tenants:"


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
