"""Find the words that replace others between repeated runs, and decide whether they mean the same.

A replacement is news unless it is known to mean the same: another form or spelling of the word, an abbreviation, a
pronoun or a short form of the name, a figure written otherwise. A word that is only added or left out is no exchange.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.lexicon.languages import MONTHS, NUMBERS, WEEKDAYS
from newsfeed.dedup.lexicon.places import places_at
from newsfeed.dedup.lexicon.words import (
    ABBREVIATIONS,
    ARTICLES,
    CLIPPED,
    DETERMINERS,
    FAR,
    FIELD_VERBS,
    FIELDS,
    FUNCTION,
    FUNCTION_CLASSES,
    IRREGULAR,
    NAMED_DATES,
    NEAR,
    OTHERS,
    PARTICLES,
    PRESENT,
    PRONOUNS,
    QUANTITIES,
    RELATIVE_DATES,
    SAYING_SAME,
    SELECTING,
    SUMS,
    THIRD_PERSONS,
    VAGUE,
    VAGUE_TIMES,
    VARIANTS,
    stem,
)
from newsfeed.dedup.vocabulary import LONGEST_NUMBER, is_numeral, numbers_starting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.dedup.alignment import Run, Tokens

_WORDS_KEPT = 1 << 16  # words whose key is cached: the same words are compared again and again
_STEP_BACK = 3  # tokens, below which a run does not move the position back
LONGEST_SOLID_WORD = 4  # characters
LONGEST_SLOT = 6  # tokens on either side: more is another wording, not another word


class Slot(NamedTuple):
    """A gap between the same words: its tokens in the later text and in the source."""

    mine: range
    theirs: range

    def own_words(self, later: Tokens) -> list[str]:
        """Return the words of the later text in the gap."""
        return later.words[self.mine.start : self.mine.stop]

    def words_of(self, source: Tokens) -> list[str]:
        """Return the words of the source in the gap."""
        return source.words[self.theirs.start : self.theirs.stop]


class Replacement(NamedTuple):
    """The words of the later text and those of the source that they replace."""

    mine: Sequence[str]
    theirs: Sequence[str]

    @property
    def content(self) -> list[str]:
        """The words of the later text that are no function words."""
        return [word for word in self.mine if word not in FUNCTION]

    @property
    def size(self) -> int:
        """How many content tokens make up a word: one, or two Chinese characters."""
        return 2 if _is_solid(self.mine) else 1

    @property
    def is_one_for_one(self) -> bool:
        """Whether one content word replaces one; two to four Chinese characters count as one."""
        return all(_is_one_word([word for word in words if word not in FUNCTION]) for words in self)

    @property
    def is_of_other_script(self) -> bool:
        """Whether characters replace words of a script with spaces, or the other way round."""
        return _is_solid(self.mine) != _is_solid(self.theirs)

    @property
    def is_word_for_word(self) -> bool:
        """Whether one word replaces one; other lengths, and longer ones on both sides, are another wording."""
        if len(self.mine) == len(self.theirs):
            return True
        if _is_solid(self.mine):
            return min(map(len, self)) <= 2 or max(map(len, self)) <= LONGEST_SOLID_WORD
        return min(sum(word not in FUNCTION for word in words) for words in self) <= 1


def trimmed(mine: Sequence[str], theirs: Sequence[str]) -> Replacement:
    """Return the words that replace others, without those that both have at the beginning or the end.

    >>> trimmed(["thanks", "bob"], ["thanks", "ann", "lee"])
    Replacement(mine=['bob'], theirs=['ann', 'lee'])
    """
    start = _in_common(mine, theirs)
    mine, theirs = mine[start:], theirs[start:]
    end = _in_common(mine[::-1], theirs[::-1])
    return Replacement(mine[: len(mine) - end], theirs[: len(theirs) - end])


def gaps(runs: Sequence[Run], later: int, earlier: int) -> Iterator[Slot]:
    """Yield the gaps before, between and after runs that follow each other in both texts, of these lengths.

    A word or two from further back in the source do not move the position back: the source has them elsewhere as well.
    But if the text goes on from there, they count.
    """
    mine = theirs = 0
    aside: list[tuple[int, int, int]] = []
    for at, place, length in [*((run.later, run.earlier, run.length) for run in runs), (later, earlier, 0)]:
        if place < theirs and length < _STEP_BACK:
            aside.append((at, place, length))
            continue
        if place < theirs:
            for first, start, size in _leading_to(aside, place):
                if theirs <= start:
                    yield Slot(range(mine, first), range(theirs, start))
                mine, theirs = first + size, start + size
        if theirs <= place:
            yield Slot(range(mine, at), range(theirs, place))
        mine, theirs = at + length, place + length
        aside = []


def _leading_to(aside: Sequence[tuple[int, int, int]], place: int) -> list[tuple[int, int, int]]:
    """Return the last small runs that lead up to this position of the source, in the order of both texts."""
    leading: list[tuple[int, int, int]] = []
    for at, start, size in reversed(aside):
        if not 0 <= place - (start + size) <= LONGEST_SLOT:
            break
        leading.append((at, start, size))
        place = start
    return leading[::-1]


_LONGEST_COMPARED = 100  # words; passages longer than this never mean the same by their words alone


def mean_the_same(ours: Sequence[str], mine: range, others: Sequence[str], theirs: range) -> bool:
    """Return whether the words of one text may replace those of the other.

    They may if one side says nothing beyond the words that both have in some form: then something was added, or left
    out, or a pronoun stands for a name.
    """
    a, b = ours[mine.start : mine.stop], others[theirs.start : theirs.stop]
    if _same_numbers(ours, mine, others, theirs):
        a, b = ([word for word in side if not is_numeral(word)] for side in (a, b))
    if not b or "".join(a) == "".join(b):
        return True
    if _is_solid(a) and _is_solid(b):
        return _name_one_place(ours, mine, others, theirs) or _same_characters(a, b)
    content_a = [word for word in a if word not in FUNCTION]
    content_b = [word for word in b if word not in FUNCTION]
    if not content_a and not content_b:
        return _same_function(a, b)
    if is_one_of_several(a, b) or is_one_of_several(b, a):
        return False
    if len(a) == len(b) == 1 and len(content_a) != len(content_b):
        return (b if content_a else a)[0] in DETERMINERS  # not "may" for "march", "most" for "three"
    if min(len(content_a), len(content_b)) > _LONGEST_COMPARED:
        return False
    rest_a, rest_b = without_forms(content_a, content_b), without_forms(content_b, content_a)
    if not rest_a or not rest_b or _are_dates(rest_a, rest_b) or _is_vaguer(rest_a, rest_b):
        return True
    return _abbreviates(rest_a, rest_b) or _abbreviates(rest_b, rest_a)


def _name_one_place(ours: Sequence[str], mine: range, others: Sequence[str], theirs: range) -> bool:
    """Return whether both sides name one place, and do not only have its name beside the words that differ."""
    same = _in_common(ours[mine.start : mine.stop], others[theirs.start : theirs.stop])
    end = _in_common(ours[mine.start + same : mine.stop][::-1], others[theirs.start + same : theirs.stop][::-1])
    mine, theirs = mine[same : len(mine) - end], theirs[same : len(theirs) - end]
    return bool(places_at(ours, mine) & places_at(others, theirs))


def _in_common(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many words both have in common before the first that differs."""
    return next(
        (at for at, (a, b) in enumerate(zip(some, others, strict=False)) if a != b), min(len(some), len(others))
    )


def is_one_of_several(one: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether one side says "a", and the other how many: "a change", "several changes"."""
    return not ARTICLES.isdisjoint(one) and any(word in QUANTITIES or is_numeral(word) for word in others)


def _is_one_word(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= LONGEST_SOLID_WORD if words and _is_solid(words) else len(words) == 1


def _is_solid(words: Sequence[str]) -> bool:
    return all(len(word) == 1 and word >= "\u0e00" for word in words)


def _same_characters(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether characters of a script without spaces mean the same; one alone is not always a word."""
    if "".join(a) in FIELDS and "".join(b) in FIELD_VERBS:
        return True
    a, b = ([VARIANTS.get(character, character) for character in side] for side in (a, b))
    rest_a = [character for character in a if character not in b and character not in PARTICLES]
    rest_b = [character for character in b if character not in a and character not in PARTICLES]
    if not rest_a or not rest_b or "".join(rest_b) in VAGUE or _are_dates(rest_a, rest_b):
        return True
    if _names_other_persons(a, b) or _points_elsewhere(rest_a, rest_b) or _points_elsewhere(rest_b, rest_a):
        return False
    if SELECTING.isdisjoint(set(a) ^ set(b)):
        return (
            PRONOUNS.issuperset(rest_a)
            or PRONOUNS.issuperset(rest_b)
            or any(each.issuperset(rest_a) and each.issuperset(rest_b) for each in FUNCTION_CLASSES)
        )
    return False


def _names_other_persons(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether one side says "her" and the other "his", or one "others" and the other not."""
    persons, others = THIRD_PERSONS.intersection(a), THIRD_PERSONS.intersection(b)
    if persons and others and persons.isdisjoint(others):
        return True
    return any(("".join(a).startswith(word)) != ("".join(b).startswith(word)) for word in OTHERS)


def _points_elsewhere(some: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether one side says "this" and the other "that"."""
    return not NEAR.isdisjoint(some) and not FAR.isdisjoint(others)


def _same_function(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether function words of one class replace each other, or some are left out or added."""
    rest_a, rest_b = [word for word in a if word not in b], [word for word in b if word not in a]
    if not rest_a or not rest_b:
        return True
    return any(set(rest_a) <= each and set(rest_b) <= each for each in FUNCTION_CLASSES)


def _are_dates(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether one side names a day or year relative to the present ("today", 今年, 最近), the other by name."""
    return any(_are_present(some) and all(map(is_date, others)) for some, others in ((a, b), (b, a))) or any(
        "".join(some) in VAGUE_TIMES and all(is_date(word) or word in RELATIVE_DATES for word in others)
        for some, others in ((a, b), (b, a))
    )


def _are_present(words: Sequence[str]) -> bool:
    return RELATIVE_DATES.issuperset(words) and not PRESENT.isdisjoint(words)


def _is_vaguer(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether the later text says "money" where the source names the sum."""
    figures = [word for word in b if word[0].isdigit() or is_numeral(word)]
    return list(a) == ["money"] and bool(figures) and SUMS.issuperset(set(b).difference(figures))


def is_date(word: str) -> bool:
    """Return whether a word may be a part of a date: a figure, a month, a weekday."""
    return word.isdigit() or word in NAMED_DATES or word in WEEKDAYS or word in MONTHS


def _are_one_figure(a: str, b: str) -> bool:
    """Return whether one word gives in digits a number that the other spells out in another language: 12, zwölf."""
    return any(
        word in NUMBERS and figure.isdigit() and len(figure) <= LONGEST_NUMBER and int(figure) in NUMBERS[word]
        for figure, word in ((a, b), (b, a))
    )


def _same_numbers(ours: Sequence[str], mine: range, others: Sequence[str], theirs: range) -> bool:
    a = numbers_starting(ours, mine)
    return bool(a) and a == numbers_starting(others, theirs)


def are_forms(a: str, b: str) -> bool:
    """Return whether two words are forms or spellings of one: inflection, British and American spelling, a figure.

    >>> are_forms("announces", "announced"), are_forms("colours", "color"), are_forms("women", "men")
    (True, True, False)
    >>> are_forms("12", "zwolf"), are_forms("12", "elf")
    (True, False)
    """
    return not without_forms([a], [b])


def without_forms(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the words that have no form among the others, in linear time.

    Two words are forms of one if they differ by inflection or spelling, if one is the other clipped (exam,
    examination), if both are verbs of saying with one meaning, or if one is the figure of the other.
    """
    known, stems = set(others), {stem(word) for word in others}
    whole = {stem(CLIPPED.get(word, word)) for word in others}
    keys = {_key(word) for word in others if len(word) > 1}
    says = not SAYING_SAME.isdisjoint(others)
    return [
        word
        for word in words
        if word not in known
        and not (says and word in SAYING_SAME)
        and stem(CLIPPED.get(word, word)) not in stems
        and stem(word) not in whole
        and not (len(word) > 1 and _key(word) in keys)
        and not ((word.isdigit() or word in NUMBERS) and any(_are_one_figure(word, other) for other in others))
    ]


_SPELLINGS = (
    ("our", "or"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("isi", "izi"),
    ("yse", "yze"),
    ("ogue", "og"),
    ("ae", "e"),
    ("oe", "e"),
    ("ll", "l"),
)


@lru_cache(_WORDS_KEPT)
def _key(word: str) -> str:
    for british, american in (("tre", "ter"), ("bre", "ber")):
        if word.removesuffix("s").endswith(british):
            word = word.replace(british, american)
    word = stem(IRREGULAR.get(word, word).removesuffix("ment"))
    if word.endswith("i"):
        word = word[:-1] + "y"
    for british, american in _SPELLINGS:
        word = word.replace(british, american)
    if word.endswith("re") and len(word) > 4:
        word = word[:-2] + "er"
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Return whether one word is made of the initials of others ("nz", "un"), or begins another ("prof")."""
    text = "".join(short)
    if not text.isascii() or len(text) < 2:
        return False
    for letters in (text, text.removesuffix("s")):
        if len(full) > 1 and letters == "".join(word[0] for word in full):
            return True
    return len(short) == len(full) == 1 and text in ABBREVIATIONS and full[0].startswith(text[:3])
