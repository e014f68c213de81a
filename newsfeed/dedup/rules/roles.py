"""The rules on who does or says something, in Chinese: an office, a country, the part played, a name, a speaker.

In reports of sittings and ceremonies the words around these are those of the last report, and no capital marks a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.dedup.lexicon.people import may_name_person
from newsfeed.dedup.lexicon.places import SIGNS
from newsfeed.dedup.lexicon.words import ADDRESSING, LEADING, OFFICES, SAYING_ENDS, SOLID_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

_SHORTEST_NAME, _LONGEST_NAME = 2, 5  # characters
_ANONYMOUS = frozenset("人者员们家他她它我你某这那哪位名士方等民众友有还也又都会则并曾此其章告声")  # of no name
_REPORTING = frozenset(["据", "报"])  # an agency or a paper, which is no speaker


def another_office_is_held(compared: Comparison) -> Reason | None:
    """Keep a text with another office in the place of one: 州议会副议长, 州政府副总理."""
    is_another = any(
        (ours := _offices(slot.own_words(compared.tokens)))
        and (theirs := _offices(slot.words_of(part.source.tokens)))
        and ours.isdisjoint(theirs)
        and not compared.uncovered.isdisjoint(slot.mine)
        for part, slot in compared.changed
    )
    return "another name" if is_another else None


def _offices(words: Sequence[str]) -> set[str]:
    text = "".join(words)
    return {office for office in OFFICES if office in text}


def another_country_is_meant(compared: Comparison) -> Reason | None:
    """Keep a text with the sign of another country in the place of one: 中韩两国, 中俄两国."""
    is_another = any(
        len(slot.mine) == len(slot.theirs) == 1
        and SIGNS.issuperset(slot.own_words(compared.tokens))
        and SIGNS.issuperset(slot.words_of(part.source.tokens))
        for part, slot in compared.slots
    )
    return "another name" if is_another else None


def another_one_leads(compared: Comparison) -> Reason | None:
    """Keep a text in which a verb of leading follows another word than in its source: 王丹妮主持, 韩秋实主持.

    The source may have the name and the verb, but not one after the other.
    """
    words = compared.tokens.words
    starts = {each.start for each in compared.clauses}
    is_another = any(
        words[at] + words[at + 1] in LEADING
        and (words[at - 1], words[at]) not in part.known.pairs
        and at - 1 in compared.content
        and at not in starts
        for part in compared.carried
        for at in part.places
        if 0 < at < len(words) - 1
    )
    return "another name" if is_another else None


def someone_is_addressed_by_name(compared: Comparison) -> Reason | None:
    """Keep a text with a new name of a person before a word of address: 李小河同志, 宋长河先生."""
    words, new = compared.tokens.words, compared.new - compared.attributed
    is_named = any(
        "".join(words[end : end + 2]) in ADDRESSING
        and new.issuperset(range(at, end))
        and may_name_person(words, range(at, end))
        and (end - at > 2 or at - 1 not in new)
        for at in new
        for end in (at + 2, at + 3)
    )
    return "another name" if is_named else None


def a_speaker_is_named(compared: Comparison) -> Reason | None:
    """Keep a statement with a name of its speaker if its source names nobody, or a person of another name.

    It may stand there as a motto, or as the paper's own words. That "an official" says it is nothing new.
    """
    ours = [
        subject
        for each in compared.clauses
        if (subject := _speaker(each, compared.tokens.words))
        and not any(subject in part.text for part in compared.carried)
    ]
    if not ours:
        return None
    for part in compared.carried:
        theirs = [_speaker(each, part.source.tokens.words) for each in part.clauses if each.frame == "attribution"]
        if theirs and not _are_other_persons(ours, theirs, part.text):
            return None
    return "another name"


def _are_other_persons(ours: Sequence[str], theirs: Sequence[str], source: str) -> bool:
    """Return whether both texts name persons, and the source has none of ours anywhere."""
    names = [name for subject in ours if (name := _person(subject))]
    return bool(names) and any(map(_person, theirs)) and not any(name in source for name in names)


def _speaker(clause: Clause, words: Sequence[str]) -> str:
    """Return the subject of an attribution in Chinese if it names someone, or nothing."""
    said = words[clause.start : clause.end] if clause.frame == "attribution" else []
    text = "".join(said)
    verb = max((end for end in SAYING_ENDS if text.endswith(end)), key=len, default="")
    subject = text.removesuffix(verb)
    if not verb or not _REPORTING.isdisjoint(subject):
        return ""
    is_foreign = any(word.isascii() and len(word) > 1 and word.isalpha() for word in said)
    is_short = _SHORTEST_NAME <= len(subject) <= _LONGEST_NAME and _ANONYMOUS.isdisjoint(subject)
    return subject if is_foreign or is_short or _person(subject) or _person(subject[:3]) else ""


def _person(subject: str) -> str:
    """Return the name of a person at the end of a subject, if any: 水务署署长顾闻舟."""
    ends = (subject[-size:] for size in (3, 2) if len(subject) >= size)
    return next((name for name in ends if may_name_person(name, range(len(name))) and not _is_other_word(name)), "")


def _is_other_word(name: str) -> bool:
    """Return whether this is a weekday (周二), or has a character of no name."""
    return not _ANONYMOUS.isdisjoint(name) or (name[-2] == "周" and name[-1] in SOLID_DAYS)
