"""The rules for a text without its end or its beginning: what it says is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.facts import has_capital
from newsfeed.dedup.lexicon.words import VERBS_AFTER_SUBJECTS, function_places

if TYPE_CHECKING:
    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason


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


def the_subject_is_missing(compared: Comparison) -> Reason | None:
    """Keep a text that begins with a verb in small letters: the subject of "was added" is missing."""
    words, original = compared.tokens.words, compared.later.original.lstrip()
    return "partly" if original[:1].islower() and words[0] in VERBS_AFTER_SUBJECTS else None
