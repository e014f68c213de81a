"""Find differences of fact between a paragraph and its sources: figures, dates, names, directions, negations.

If the frame agrees and one of these differs, the later text is an update, a correction or another instance of the same
template, however alike the two look.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.alignment import ANCHOR_UNITS, Tokens
from newsfeed.dedup.exchanges import LONGEST_SLOT, gaps, mean_the_same
from newsfeed.dedup.lexicon import languages
from newsfeed.dedup.lexicon.organisations import may_name_organisation
from newsfeed.dedup.lexicon.people import may_name_person
from newsfeed.dedup.lexicon.places import places_at
from newsfeed.dedup.lexicon.words import (
    DAY_PARTS,
    FUNCTION,
    MONTHS,
    MORE,
    NEGATIONS,
    NOT_NEGATIONS,
    OPPOSITES,
    PAGES,
    PERIODS,
    RELATIVE_DAYS,
    SOLID_DAYS,
    SOLID_WEEKDAYS,
    WEEKDAYS,
    function_places,
)
from newsfeed.dedup.vocabulary import LONGEST_NUMBER, numbers_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from newsfeed.dedup.alignment import Aligned
    from newsfeed.dedup.vocabulary import Known
    from newsfeed.text.normalise import Normal

Difference = Literal[
    "other figures", "another one", "another address", "another date", "another name", "exchanged", "contradicts"
]

_NEGATION = 3  # tokens before repeated words that may negate them: 并没有, "had not been"
TEASER_UNITS = 60  # thirty words: a text as short tells one thing
_ONE_OR_NONE = frozenset(["one", "no", "none"])  # which numbers_in() leaves out
_LONGEST_NAME = 3  # words
_LONGEST_GAP = 12  # tokens between two runs in which two words may have changed places
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()（）《》，。]+", re.IGNORECASE)
_ASCII_ADDRESS = re.compile(r"https?://[!#-&*-;=?-Z^-z|~]+", re.IGNORECASE)
_PART = re.compile("[(（][上中下一二三四五六七八九十][)）]")
_COMPOUND = re.compile(r"(?<![a-zA-Z0-9_.,/-])[0-9]+(?:[.,:][0-9]+)+(?![a-zA-Z0-9_/-])")
_JOINING = frozenset("年月日点时分比")  # between the parts of a figure that is written with words: 2:1, 2比1
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_DATE_UNITS = frozenset("年月日号")
_NAMING_DAYS = WEEKDAYS | MONTHS | RELATIVE_DAYS | languages.WEEKDAYS | languages.MONTHS | frozenset("日号周今昨")
_BEFORE_CAPITAL = frozenset(".!?:;“\"‘'«([（【•*-—–|…")


def difference(
    later: Normal,
    tokens: Tokens,
    said: Collection[int],
    new: Collection[int],
    known: Known,
    source: Aligned,
    displaced: Collection[int],
) -> Difference | None:
    """Return the first difference of fact found in the uncovered tokens (positions ``new`` of ``said``), or None.

    ``displaced`` are those that replace other words of the source: a name or a date that is only added gives detail.
    """
    figures = {at for at in new if at in displaced or not _is_part_of_name(later, tokens, at, new)}
    if _has_new_figure(tokens, figures, displaced, known) or _has_new_part(later, tokens, new):
        return "other figures"
    if _cuts_figure(source, tokens) or _has_new_compound(later, tokens, said, known):
        return "other figures"
    if _is_told_as_another(later, tokens, new, known):
        return "another one"
    if _has_new_address(later, tokens, new, known):
        return "another address"
    if _has_new_date(tokens, displaced, known) or _is_told_of_another_day(tokens, new, source):
        return "another date"
    if (
        _has_new_name(later, tokens, displaced, known)
        or _swaps_names(source, tokens, new)
        or _moves_a_name(later, tokens, source)
    ):
        return "another name"
    if _exchanges_words(source, tokens):
        return "exchanged"
    if _negates_the_repeated(tokens, new, known) or _swaps_opposites(source, tokens, new):
        return "contradicts"
    return None


def stated_anew(tokens: Tokens, new: Collection[int], known: Known) -> Difference | None:
    """Return the difference of figures or dates in uncovered tokens of an attribution, or None."""
    if _has_new_figure(tokens, new, new, known):
        return "other figures"
    return "another date" if _has_new_date(tokens, new, known) else None


def _has_new_figure(tokens: Tokens, new: Collection[int], displaced: Collection[int], known: Known) -> bool:
    words = tokens.words
    counted: set[int] = set()
    dated = full_dates(words).difference(displaced) | _footnote(words)
    for start, end, value in numbers_in(words):
        counted.update(range(start, end))
        is_new = any(at in new and at not in dated and not known.has(words, at) for at in range(start, end))
        if is_new and value not in known.numbers:
            return True
    return any(
        at not in counted and any(character.isdigit() for character in words[at]) and not known.has(words, at)
        for at in new
    )


def _cuts_figure(source: Aligned, tokens: Tokens) -> bool:
    """Return whether a part of a figure was left out: 3.5 is not 3, nor is 1,500 one or five hundred."""
    ours, others = tokens.words, source.tokens.words
    return any(
        (_is_figure(ours, mine.start - 1) and has_digit(others[theirs.start]))
        or (_is_figure(ours, mine.stop) and _is_figure(others, theirs.stop - 1))
        for mine, theirs in gaps(source.runs, len(ours), len(others))
        if theirs
    )


def _has_new_compound(later: Normal, tokens: Tokens, said: Collection[int], known: Known) -> bool:
    """Return whether the text has a figure of several parts that no source has as a whole: 3.4.9, though 3.4 and 9."""
    return any(
        places.start in said and not _is_known_compound(tokens.words, places, known)
        for places in _compounds(later, tokens)
    )


def _compounds(later: Normal, tokens: Tokens) -> Iterator[range]:
    """Yield the tokens of each figure of several parts: 3.4.9, 1,500."""
    offsets: list[int] = []
    for match in _COMPOUND.finditer(later.original):
        offsets = offsets or later.offsets[tokens.starts].tolist()
        yield range(bisect_left(offsets, match.start()), bisect_left(offsets, match.end()))


def _is_known_compound(words: Sequence[str], places: range, known: Known) -> bool:
    return all(
        pair in known.pairs
        or "".join(pair) in known.words
        or any((pair[0], word) in known.pairs and (word, pair[1]) in known.pairs for word in _JOINING)
        for pair in pairwise(words[places.start : places.stop])
    )


def has_digit(word: str) -> bool:
    """Return whether a word has a digit: v14, preview1."""
    return any(character.isdigit() for character in word)


def _is_figure(words: Sequence[str], at: int) -> bool:
    return 0 <= at < len(words) and words[at].isdigit()


def _is_part_of_name(later: Normal, tokens: Tokens, at: int, new: Collection[int]) -> bool:
    """Return whether a figure is joined by a hyphen to a repeated word before it: Covid-19."""
    if not at or at - 1 in new or not tokens.words[at].isdigit():
        return False
    start = int(later.offsets[tokens.starts[at]])
    return start > 1 and later.original[start - 1] in "-‑–" and later.original[start - 2].isalpha()


def full_dates(words: Sequence[str]) -> set[int]:
    """Return the positions of years and of the months and days that follow them: 2019年10月24日, 2019-10-24."""
    dated: set[int] = set()
    for at, word in enumerate(words):
        if not _YEAR.fullmatch(word):
            continue
        end = at + 1
        while end < len(words) and (words[end] in _DATE_UNITS or _is_day(words[end])):
            end += 1
        if end > at + 2 or (at < 2 and words[at + 1 : end] == ["年"]):
            dated.update(range(at, end))
    return dated


def _is_day(word: str) -> bool:
    return word.isdigit() and len(word) <= LONGEST_NUMBER and int(word) <= 31


def _footnote(words: Sequence[str]) -> set[int]:
    """Return the positions of a footnote's number and pages, if the text gives pages: they are a reference, no fact."""
    pages = {at + 1 for at, word in enumerate(words[:-1]) if word in PAGES and words[at + 1].isdigit()}
    return pages | {0} if pages else pages


def _is_told_as_another(later: Normal, tokens: Tokens, new: Collection[int], known: Known) -> bool:
    """Return whether the text adds to an earlier report: "another two cases"."""
    words = tokens.words
    return any(
        words[at] in MORE
        and not known.has(words, at)
        and words[max(0, at - 1) : at + 1] != ["one", "another"]
        and not _is_in_brackets(later, tokens, at)
        for at in new
    )


def _is_in_brackets(later: Normal, tokens: Tokens, at: int) -> bool:
    """Return whether a word stands alone in brackets: an aside."""
    start = int(later.offsets[tokens.starts[at]])
    around = later.original[max(0, start - 1) : start], later.original[start + len(tokens.words[at]) :][:1]
    return around in (("(", ")"), ("（", "）"))


def _has_new_address(later: Normal, tokens: Tokens, new: Collection[int], known: Known) -> bool:
    """Return whether a URL in the text has parts that no source has."""
    addresses = [match.span() for match in _ADDRESS.finditer(later.original)]
    return any(
        start <= later.offsets[tokens.starts[at]] < end and not known.has(tokens.words, at)
        for start, end in addresses
        for at in new
    )


def addresses(text: str) -> list[str]:
    """Return the addresses in a text, without what two spellings of one differ in.

    >>> addresses("See http://www.ferry.example/list/ and https://ferry.example.")
    ['ferry.example/list', 'ferry.example']
    """
    found = (re.sub(r"https?://|www\.", "", match[0].lower()) for match in _ASCII_ADDRESS.finditer(text))
    return [address.rstrip("/.,;:!?\"'") for address in found]


def _has_new_part(later: Normal, tokens: Tokens, new: Collection[int]) -> bool:
    """Return whether the text numbers itself as one part of several: （上）, （一）."""
    return any(_PART.match(later.original, max(0, int(later.offsets[tokens.starts[at]]) - 1)) for at in new)


def _has_new_date(tokens: Tokens, new: Collection[int], known: Known) -> bool:
    words = tokens.words
    if any(words[at] not in known.words and (words[at] in MONTHS or words[at] in DAY_PARTS) for at in new):
        return True
    if any(word in known.words or (len(word) == 2 and tuple(word) in known.pairs) for word in RELATIVE_DAYS):
        return False  # "today" may well be the day named by the other
    return any(_is_new_weekday(words, at, known) for at in new)


def _is_told_of_another_day(tokens: Tokens, new: Collection[int], source: Aligned) -> bool:
    """Return whether the text says "today", and the source names no day: it may have been another day."""
    names_no_day = _NAMING_DAYS.isdisjoint(word.removesuffix("s") for word in source.tokens.words)
    return names_no_day and _has_relative_day(tokens.words, new)


def counts_of_the_day(normal: str) -> bool:
    """Return whether a short text counts something of "today" or "this week": on another day, it is another count.

    >>> counts_of_the_day("there is one new case today"), counts_of_the_day("it rains today")
    (True, False)
    >>> counts_of_the_day("this release has about 80 repairs"), counts_of_the_day("本周新增两例")
    (True, True)
    """
    if not any(day in normal for day in (*RELATIVE_DAYS, *PERIODS)):
        return False
    tokens = Tokens.of(normal)
    words = tokens.words
    counts = not _ONE_OR_NONE.isdisjoint(words) or any(numbers_in(words))
    is_relative = _has_relative_day(words, range(len(words))) or any(_is_period(*each) for each in pairwise(words))
    return sum(tokens.units) <= TEASER_UNITS and counts and is_relative


def _is_period(this: str, period: str) -> bool:
    return (this == "this" and period in PERIODS) or this + period in PERIODS


def _has_relative_day(words: Sequence[str], places: Collection[int]) -> bool:
    return any(
        words[at] in RELATIVE_DAYS or (at + 1 in places and "".join(words[at : at + 2]) in RELATIVE_DAYS)
        for at in places
    )


def _is_new_weekday(words: Sequence[str], at: int, known: Known) -> bool:
    if words[at] in WEEKDAYS:
        return words[at] not in known.words
    if words[at] not in SOLID_DAYS or not at:
        return False
    return (
        "".join(words[max(0, at - 2) : at]).endswith(SOLID_WEEKDAYS) and (words[at - 1], words[at]) not in known.pairs
    )


def _has_new_name(later: Normal, tokens: Tokens, new: Collection[int], known: Known) -> bool:
    return not later.original.isupper() and any(
        tokens.units[at] > 1 and _is_name(later, tokens, at) and not known.has(tokens.words, at) for at in new
    )


def _is_name(later: Normal, tokens: Tokens, at: int) -> bool:
    """Return whether the word is written as a name: with a capital inside, or with an initial one within a sentence."""
    place = tokens.starts[at]
    start, end = later.offsets[place], later.offsets[place + len(tokens.words[at]) - 1]
    if any(character.isupper() for character in later.original[start + 1 : end + 1]):
        return True
    before = later.original[:start].rstrip()[-1:]
    return later.original[start].isupper() and bool(before) and before not in _BEFORE_CAPITAL


def is_inside_name(later: Normal, tokens: Tokens, at: int) -> bool:
    """Return whether a word is between two capitalised words: Republican National Convention."""
    if not 0 < at < len(tokens.words) - 1:
        return False
    before, end = _span(later, tokens, at - 1)[1], _span(later, tokens, at)
    after = _span(later, tokens, at + 1)[0]
    is_joined = later.original[before : end[0]].isspace() and later.original[end[1] : after].isspace()
    return is_joined and has_capital(later, tokens, at - 1) and has_capital(later, tokens, at + 1)


def has_capital(later: Normal, tokens: Tokens, at: int) -> bool:
    """Return whether a word begins with a capital."""
    return later.original[_span(later, tokens, at)[0]].isupper()


def _span(later: Normal, tokens: Tokens, at: int) -> tuple[int, int]:
    start = tokens.starts[at]
    return int(later.offsets[start]), int(later.offsets[start + len(tokens.words[at]) - 1]) + 1


def _moves_a_name(later: Normal, tokens: Tokens, source: Aligned) -> bool:
    """Return whether a name that the source has further on stands in the place of other words.

    "Thanks to Ann for the report" is not said by "Thanks to Bob for the report and to Ann for the mending".
    """
    ours, others = tokens.words, source.tokens.words
    for before, moved, after in zip(source.runs, source.runs[1:], source.runs[2:], strict=False):
        theirs = range(before.earlier + before.length, after.earlier)
        mine = range(before.later + before.length, after.later)
        if moved.earlier < after.earlier or max(len(mine), len(theirs)) > LONGEST_SLOT:
            continue
        while mine and theirs and ours[mine[-1]] == others[theirs[-1]]:
            mine, theirs = mine[:-1], theirs[:-1]
        is_name = 0 < len(mine) <= _LONGEST_NAME and all(_is_name(later, tokens, at) for at in mine)
        if is_name and 0 < len(theirs) <= _LONGEST_NAME:
            return set(ours[mine.start : mine.stop]).isdisjoint(others[theirs.start : theirs.stop])
    return False


def _exchanges_words(source: Aligned, tokens: Tokens) -> bool:
    """Return whether two words changed places, in gaps of the same length between repeated words."""
    ours, theirs = tokens.words, source.tokens.words
    anchors = [run for run in source.runs if sum(tokens.units[run.later : run.later + run.length]) >= ANCHOR_UNITS]
    changed: dict[tuple[str, str], range] = {}
    for mine, its in gaps(anchors, len(ours), len(theirs)):
        if not len(mine) == len(its) <= _LONGEST_GAP:
            continue
        for at, place in zip(mine, its, strict=True):
            word = range(at, at + 3 - tokens.units[at])  # or two characters
            a, b = ours[at : word.stop], theirs[place : place + len(word)]
            if set(a).isdisjoint(b):
                changed["".join(a), "".join(b)] = word
    return any(
        not _are_joined(ours, word, changed[b, a]) or languages.NUMBERS.keys() >= {a, b}  # "muoi hai": 12, not 20
        for (a, b), word in changed.items()
        if (b, a) in changed and a not in FUNCTION and b not in FUNCTION
    )


def _are_joined(words: Sequence[str], some: range, others: range) -> bool:
    """Return whether only function words are between two words: "tea and coffee"."""
    first, second = sorted((some, others), key=lambda each: each.start)
    return all(function_places(words[first.stop : second.start]))


def _negates_the_repeated(tokens: Tokens, new: Collection[int], known: Known) -> bool:
    """Return whether a new negation stands right before repeated words."""
    return any(
        at + 1 not in new and _negates(tokens.words, range(at, at + 1)) and not known.has(tokens.words, at)
        for at in new
    )


def _swaps_names(source: Aligned, tokens: Tokens, new: Collection[int]) -> bool:
    """Return whether one place, person or organisation replaces another between the same words."""
    ours, others = tokens.words, source.tokens.words
    slots = [
        slot for slot in gaps(source.runs, len(ours), len(others)) if slot.theirs and any(at in new for at in slot.mine)
    ]
    return any(
        _names_other_places(places_at(ours, mine), places_at(others, theirs))
        or _names_other_organisation(ours, mine, others, theirs)
        or (
            max(len(mine), len(theirs)) <= LONGEST_SLOT
            and may_name_person(ours, mine)
            and may_name_person(others, theirs)
        )
        for mine, theirs in slots
    )


def _names_other_organisation(ours: Sequence[str], mine: range, others: Sequence[str], theirs: range) -> bool:
    both_do = may_name_organisation(ours, mine) and may_name_organisation(others, theirs)
    return both_do and not mean_the_same(ours, mine, others, theirs)


def _names_other_places(ours: set[str], others: set[str]) -> bool:
    return bool(ours - others and others - ours)


def _swaps_opposites(source: Aligned, tokens: Tokens, new: Collection[int]) -> bool:
    """Return whether a number, day or direction was replaced, or a negation came or went, between the same words."""
    changed = [
        (mine, theirs)
        for mine, theirs in swaps(source, tokens)
        if (any(at in new for at in mine) if mine else not _is_tail(mine, theirs, tokens))
    ]
    if not changed:
        return False
    ours, others = tokens.words, source.tokens.words
    our_numbers, their_numbers = ({at: value for at, _, value in numbers_in(words)} for words in (ours, others))
    return any(
        _negates(ours, mine) != _negates(others, theirs if mine else theirs[-_NEGATION:])
        or _differ(_values_at(mine, our_numbers), _values_at(theirs, their_numbers))
        or _has_opposites(ours[mine.start : mine.stop], others[theirs.start : theirs.stop])
        for mine, theirs in changed
    )


def _is_tail(mine: range, theirs: range, tokens: Tokens) -> bool:
    """Return whether a clause was left out after the last words: it negates nothing that is repeated."""
    return mine.stop == len(tokens.words) and len(theirs) >= _NEGATION


def _has_opposites(ours: Sequence[str], others: Sequence[str]) -> bool:
    return bool(ours and others) and any(
        _differ(group.intersection(ours), group.intersection(others)) for group in OPPOSITES
    )


def _differ(ours: Collection[object], others: Collection[object]) -> bool:
    return bool(ours and others) and set(ours).isdisjoint(others)


def _values_at(places: range, numbers: Mapping[int, int]) -> set[int]:
    return {numbers[at] for at in places if at in numbers}


def swaps(source: Aligned, tokens: Tokens) -> Iterator[tuple[range, range]]:
    """Yield the short gaps between, before and after the runs: the tokens of the later and of the earlier text."""
    for mine, theirs in gaps(source.runs, len(tokens.words), len(source.tokens.words)):
        if (mine or theirs) and max(len(mine), len(theirs)) <= LONGEST_SLOT:
            yield mine, theirs


def _negates(words: Sequence[str], places: range) -> bool:
    """Return whether there is a negation at these positions.

    A word that only begins like a negation (不同, 未来) does not count if all of it is at these positions; where its
    second character belongs to the repeated words (同意, 来得及), the negation was put before them.
    """
    return any(
        (words[at] in NEGATIONS or words[at] in languages.NEGATIONS)
        and "".join(words[at : min(at + 2, places.stop)]) not in NOT_NEGATIONS
        and "".join(words[max(places.start, at - 1) : at + 1]) not in NOT_NEGATIONS
        for at in places
    )
