"""The rules on what was added: sentences, clauses, places, items of a list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import ANCHOR_UNITS, LONG_UNITS
from newsfeed.dedup.exchanges import is_date
from newsfeed.dedup.facts import has_capital
from newsfeed.dedup.lexicon.organisations import ends_organisation
from newsfeed.dedup.lexicon.places import places_at
from newsfeed.dedup.lexicon.words import AND, BEFORE_PARTIES, PLACING, SUPERLATIVES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.dedup.clauses import Clause
    from newsfeed.dedup.comparison import Comparison
    from newsfeed.dedup.reasons import Reason

NEW_WORDS_TOGETHER = 0.1
ADDED_IN_SENTENCE = 0.3  # of a sentence's content
REPEATED_IN_SENTENCE = 0.3  # of a sentence's content, at least: less is a word or two that it has in common
NEW_IN_SENTENCE = 0.4  # if others stood in their place
CLAUSE_UNITS = 5  # new units that make a clause new, if most of its content is
QUOTED_UNITS = 3  # new units that make a quotation another one
LISTED_UNITS = 4  # new units that are joined to others: two words
LISTED_NAME_UNITS = 2
LISTED_CHARACTERS = 2
LAST_CHARACTERS, NEW_AT_END = 5, 3
SENTENCE_UNITS = 4  # units of content of a sentence that says something
ADDED_UNITS = 8  # new units in a row that make up a clause, if they are added
LONG_ADDED_UNITS = 12  # units of any words in a row, if some are new: six words
REPLACED_UNITS = 12  # and if they replace others
LONG_REPLACED_UNITS = 20  # of any words in a row that replace others, if some are new: ten words


def a_sentence_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with a sentence of which nothing is repeated, or much is added, however long the rest is."""
    for sentence in compared.sentences:
        places = [at for at in sentence if at not in compared.framed]
        said = compared.content.intersection(places)
        size = compared.units(said)
        is_repeated = any(compared.covered[at] for at in places)
        if _is_long_run_new(compared, sentence):
            is_repeated = compared.units(said - compared.uncovered) > REPEATED_IN_SENTENCE * size
        added = compared.units((compared.new & said) - compared.replacing)
        new = compared.units(compared.new & said)
        if size >= SENTENCE_UNITS and (
            not is_repeated or added > ADDED_IN_SENTENCE * size or new > NEW_IN_SENTENCE * size
        ):
            return "new clause"
    return None


def _is_long_run_new(compared: Comparison, sentence: range) -> bool:
    """Return whether a sentence has an unrepeated run of a clause's length, even if its words are known."""
    unrepeated = runs(compared.uncovered.intersection(sentence))
    return any(compared.units(range(start, end)) >= ADDED_UNITS for start, end in unrepeated)


def something_is_listed_besides(compared: Comparison) -> Reason | None:
    """Keep a text in which a new word was joined to others with "and": he speaks about the war and the harvest."""
    is_joined = any(
        _is_item(range(start, end), compared)
        and compared.replacing.isdisjoint(range(start, end))
        and _is_joined_by_and(compared.tokens.words, start, end)
        for start, end in runs(compared.uncovered)
    )
    return "new clause" if is_joined else None


def an_item_is_listed_besides(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese with an item that its source has nowhere, beside a 、 or before 等."""
    words, original = compared.tokens.words, compared.later.original
    places = [compared.offset(at) for at in range(len(words))] if "、" in original or "等" in words else []
    marks = {at for at in range(1, len(places)) if "、" in original[places[at - 1] : places[at]]}
    is_listed = any(
        _is_item_of_characters(range(start, end), compared)
        and (start in marks or end in marks or ("等" in words[end : end + 3] and _has_new_word(start, end, compared)))
        for start, end in (_parted(runs(compared.uncovered - compared.framed), marks) if places else ())
    )
    return "new clause" if is_listed else None


def _parted(uncovered: Sequence[tuple[int, int]], marks: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run, cut at these places."""
    for start, end in uncovered:
        yield from pairwise([start, *sorted(at for at in marks if start < at < end), end])


def _is_item_of_characters(places: range, compared: Comparison) -> bool:
    """Return whether two characters or more, other than function words, stand nowhere in the source in a row."""
    text = "".join(compared.tokens.words[places.start : places.stop])
    said = sum(compared.tokens.units[at] == 1 for at in compared.content.intersection(places))
    return said >= LISTED_CHARACTERS and not any(text in part.text for part in compared.carried)


def _has_new_word(start: int, end: int, compared: Comparison) -> bool:
    return len(compared.new.intersection(range(start, end))) >= LISTED_CHARACTERS


def a_foreign_word_is_new(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese with a new word in Latin letters, a name or a term, but no pointer to a title in 《》."""
    if "《" in compared.later.original:
        return None
    new = compared.new - compared.framed
    terms = [at for at in new if compared.tokens.words[at].isalpha() and len(compared.tokens.words[at]) > 2]
    return "new words" if any(_is_foreign(at, compared) for at in terms) else None


def a_superlative_is_added(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese that calls something the first or the largest where its source does not: 首次, 最大."""
    words = compared.tokens.words
    told = compared.uncovered - compared.framed
    added = {words[at] + words[at + 1] for at in told if at + 1 in told} & SUPERLATIVES
    is_added = any(all(each not in part.text for part in compared.carried) for each in added)
    return "new words" if is_added else None


def a_name_of_an_organisation_is_longer(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese with a new word right before a repeated kind of organisation: 纪律检查 before 委员会."""
    words, new = compared.tokens.words, compared.new - compared.attributed
    is_longer = any(
        {at, at - 1} <= new
        and at + 1 not in compared.uncovered
        and compared.units((at, at - 1)) == 2
        and ends_organisation(words, at + 1)
        for at in new
    )
    return "another name" if is_longer else None


def a_sentence_ends_with_news(compared: Comparison) -> Reason | None:
    """Keep a text in Chinese with three new characters among the last five of a sentence: that is where its news is."""
    new = compared.new - compared.framed
    last = (range(max(each.start, each.stop - LAST_CHARACTERS), each.stop) for each in compared.sentences)
    fresh = ([at for at in new.intersection(each) if compared.tokens.units[at] == 1] for each in last)
    titles = compared.later.original.rstrip(" 。.").endswith("》")
    return "new clause" if any(len(each) >= NEW_AT_END for each in fresh) and not titles else None


def _is_item(places: range, compared: Comparison) -> bool:
    """Return whether two words in a row are new, or one that is a name, or one of several words of a language."""
    text, new = compared.later, compared.new.intersection(places)
    size = compared.units(places)
    is_name = not text.original.isupper() and any(
        has_capital(text, compared.tokens, at) or _is_foreign(at, compared) for at in new
    )
    is_enough = is_name or (size > len(places) and size >= ADDED_UNITS)
    return compared.units(new) >= (LISTED_NAME_UNITS if is_enough else LISTED_UNITS)


def _is_foreign(at: int, compared: Comparison) -> bool:
    """Return whether a word in Latin letters is in a text of characters: it is a name, or code."""
    units = compared.tokens.units
    return compared.tokens.words[at].isascii() and units[at] > 1 and 2 * units.count(1) > len(units)


def _is_joined_by_and(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether words begin or end with "and", or are between two of these: open (and nearly full), and ..."""
    if not AND.isdisjoint((*words[max(0, start - 1) : start + 1], words[end - 1])):
        return True
    return words[start - 1 : start] == words[end : end + 1] and not AND.isdisjoint(words[end : end + 1])


def another_place_is_added(compared: Comparison) -> Reason | None:
    """Keep a text that adds a place or a party: in a clause ("even in Norway"), or after "in" or "with"."""
    words = compared.tokens.words
    new = compared.added & compared.new
    before = PLACING | BEFORE_PARTIES
    after = [at for at in new if at - 1 in compared.added and words[at - 1] in before and not is_date(words[at])]
    if any(compared.tokens.units[at] > 1 and has_capital(compared.later, compared.tokens, at) for at in after):
        return "another name"
    clauses = (range(each.start, each.end) for each in compared.clauses if each.frame is None)
    added = [each for each in clauses if compared.added.issuperset(each) and compared.new.intersection(each)]
    added += [range(at, at + 1) for at in after]
    named = {place for each in added for place in places_at(words, each)}
    sources = (part.source.tokens.words for part in compared.carried if named)
    return "another name" if named.difference(*(places_at(words, range(len(words))) for words in sources)) else None


def a_run_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with new words of a clause's length in a row, however long the rest is."""
    for start, end in runs(compared.uncovered):
        new = compared.units(compared.new.intersection(range(start, end)))
        is_added = compared.added.issuperset(range(start, end))
        size = compared.units(range(start, end))
        is_long = size >= (LONG_UNITS if size == end - start else LONG_ADDED_UNITS) and new >= SENTENCE_UNITS
        is_rewritten = size >= LONG_REPLACED_UNITS and new >= SENTENCE_UNITS and start > 0
        if new >= (ADDED_UNITS if is_added else REPLACED_UNITS) or (is_added and is_long) or is_rewritten:
            return "new clause"
    return None


def a_clause_is_new(compared: Comparison) -> Reason | None:
    """Keep a text with more than one new content word in ten (:data:`NEW_WORDS_TOGETHER`), if these stand together.

    They do if they make up most of a clause, or are in a quotation, which is given word for word.
    """
    if any(_is_another_quotation(each, compared) for each in compared.clauses):
        return "new clause"
    if compared.new_share <= NEW_WORDS_TOGETHER:
        return None
    return "new clause" if any(_is_new(each, compared) for each in compared.clauses) else None


def _is_another_quotation(clause: Clause, compared: Comparison) -> bool:
    """Return whether nothing of the words in quotation marks is repeated: another title, or another statement."""
    places = range(clause.start, clause.end)
    return (
        clause.quoted
        and not any(compared.covered[at] for at in places)
        and compared.units(places) >= ANCHOR_UNITS
        and not compared.new.isdisjoint(places)
    )


def _is_new(clause: Clause, compared: Comparison) -> bool:
    places = compared.content.intersection(range(clause.start, clause.end))
    fresh = compared.units(places & compared.new)
    if clause.quoted:
        return fresh >= QUOTED_UNITS
    return fresh >= CLAUSE_UNITS and 2 * fresh > compared.units(places)


def runs(places: frozenset[int]) -> list[tuple[int, int]]:
    """Return the start and the end of each run of positions."""
    ordered = sorted(places)
    starts = [at for at in ordered if at - 1 not in places]
    return list(zip(starts, (at + 1 for at in ordered if at + 1 not in places), strict=True))
