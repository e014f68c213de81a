"""The rules for a few words that are put into a repeated sentence, in scripts with spaces.

Most additions are small talk: an adjective or an adverb. A clause or a phrase with a new word is not, nor is one more
item of a list, another subject, or a verb in the place of "is".
"""

from __future__ import annotations

from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from newsfeed.dedup.exchanges import is_date, without_forms
from newsfeed.dedup.facts import has_capital
from newsfeed.dedup.lexicon.words import AND, BEFORE_PARTIES, BEFORE_PHRASES, BEING, FUNCTION, OTHER, SUBORDINATING
from newsfeed.dedup.rules.added import runs

if TYPE_CHECKING:
    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Carried, Comparison
    from newsfeed.dedup.exchanges import Slot
    from newsfeed.dedup.reasons import Reason

_SHORTEST_CLAUSE = 3  # words: "including the installation"
_SHORTEST_PHRASE = 2  # words: "in mail"
_LONGEST_ITEM = 4  # words
_LONGEST_SUBJECT = 5  # words


def a_subordinate_clause_is_added(compared: Comparison) -> Reason | None:
    """Keep a text with an added clause or phrase that has a new word: "where he lived", "on any device"."""
    words = compared.tokens.words
    added = compared.uncovered - compared.replacing - compared.attributed - compared.datelines
    bridges = {at for at in range(1, len(words) - 1) if words[at] in FUNCTION and {at - 1, at + 1} <= added}
    is_added = any(
        (words[run.start] in SUBORDINATING and len(run) >= _SHORTEST_CLAUSE)
        or (words[run.start] in BEFORE_PHRASES and len(run) >= _SHORTEST_PHRASE)
        for run in starmap(range, runs(added | bridges))
        if any(not is_date(words[at]) for at in _new_in(run, compared))
    )
    return "new clause" if is_added else None


def an_item_is_added(compared: Comparison) -> Reason | None:
    """Keep a text with another item of a list: "clubs, players and other", "clubs and other", or "and @ann"."""
    is_listed = any(_is_item(clause, following, compared) for clause, following in pairwise(compared.clauses))
    words = compared.tokens.words
    is_joined = not compared.later.original.isupper() and any(
        words[run.start] in AND
        and compared.replacing.isdisjoint(run)
        and (_new_in(run, compared) or _is_name(run[1:], compared))
        for run in starmap(range, runs(compared.uncovered - compared.attributed))
    )
    return "new clause" if is_listed or is_joined else None


def _is_item(clause: Clause, following: Clause, compared: Comparison) -> bool:
    """Return whether a short clause inside a sentence was added after a comma, with a new word."""
    places = range(clause.start, clause.end)
    return (
        clause.frame is None
        and not clause.opens
        and not following.opens
        and len(places) <= _LONGEST_ITEM
        and compared.added.issuperset(places)
        and bool(_new_in(places, compared))
        and compared.later.original[: compared.offset(clause.start)].rstrip().endswith(",")
    )


def _is_name(places: range, compared: Comparison) -> bool:
    """Return whether words are a name."""
    return bool(places) and all(has_capital(compared.later, compared.tokens, at) for at in places)


def a_name_is_added(compared: Comparison) -> Reason | None:
    """Keep a text with a new name right after a repeated preposition: "the death of Ann Holt", "the death of"."""
    words = compared.tokens.words
    is_named = not compared.later.original.isupper() and any(
        at > 0
        and compared.covered[at - 1]
        and words[at - 1] in BEFORE_PARTIES
        and not is_date(words[at])
        and has_capital(compared.later, compared.tokens, at)
        for at in _new_in(range(len(words)), compared)
        if at in compared.added
    )
    return "another name" if is_named else None


def others_are_meant(compared: Comparison) -> Reason | None:
    """Keep a text that adds to what its source says: "the other defendants", "the defendants"."""
    words = compared.tokens.words
    is_added = any(
        words[at] in OTHER and OTHER.isdisjoint(part.source.tokens.words)
        for part in compared.carried
        for at in compared.uncovered & part.places - compared.attributed
    )
    return "another one" if is_added else None


def another_subject_goes_on(compared: Comparison) -> Reason | None:
    """Keep a text in which a sentence of the source goes on with another subject, however long the replaced one is."""
    is_another = any(_is_another_subject(part, slot, compared) for part, slot in compared.slots)
    return "another name" if is_another else None


def _is_another_subject(part: Carried, slot: Slot, compared: Comparison) -> bool:
    words, ends = compared.tokens.words, {each.end for each in compared.clauses}
    mine = slot.mine
    if not mine or mine.start not in compared.starts or mine.stop in ends or len(mine) > _LONGEST_SUBJECT:
        return False
    if not slot.theirs:
        return _is_named(mine, compared)
    if slot.theirs.stop in part.starts or min(compared.tokens.units[at] for at in mine) == 1:
        return False
    start = max((at for at in part.starts if at in slot.theirs), default=slot.theirs.start)
    replaced = part.source.tokens.words[start : slot.theirs.stop]
    said = [words[at] for at in mine if at in compared.content and not words[at].isdigit()]
    return (
        bool(said)
        and any(word not in FUNCTION for word in replaced)
        and len(without_forms(said, replaced)) == len(said)
    )


def _is_named(subject: range, compared: Comparison) -> bool:
    """Return whether added words say who does what follows: "Ann is a dealer who", "dealers who"."""
    words = compared.tokens.words
    return bool(_new_in(subject, compared)) and any(words[at] in BEING for at in subject)


def a_verb_replaces_being(compared: Comparison) -> Reason | None:
    """Keep a text with a new verb where its source has a form of "be": "remains closed", "is closed"."""
    is_replaced = any(
        not BEING.isdisjoint(others := slot.words_of(part.source.tokens))
        and FUNCTION.issuperset(others)
        and BEING.isdisjoint(slot.own_words(compared.tokens)[:1])
        and _new_in(slot.mine, compared)
        for part, slot in compared.slots
    )
    return "exchanged" if is_replaced else None


def _new_in(places: range, compared: Comparison) -> list[int]:
    """Return the positions of new words of scripts with spaces."""
    return [at for at in compared.new.intersection(places) if compared.tokens.units[at] > 1]
