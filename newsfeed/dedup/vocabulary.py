"""Collect the vocabulary of earlier texts: words, pairs of neighbours and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsfeed.dedup.lexicon.words import MULTIPLES, NUMBER_WORDS, NUMERALS, SOLID_WEEKDAYS, numeral, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsfeed.dedup.alignment import Tokens

LONGEST_NUMBER = 18  # digits of a figure
_SOURCES_KEPT = 32  # sources whose vocabulary is cached: many short paragraphs may come from one long one

_GROUP = 3  # digits of a group: "1,500" is 1500, "4 1/2" has no 12
_CONTEXT = 2  # tokens on each side by which weekdays and decades are recognised

_NUMERAL = frozenset([*NUMERALS, *MULTIPLES])
_COUNTING = _NUMERAL.union(NUMBER_WORDS)


@dataclass(frozen=True, slots=True)
class Known:
    """The vocabulary of the sources.

    ``words`` holds words, their stems and neighbours written as one; ``pairs`` holds neighbours; ``numbers`` values.
    """

    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[int]

    @classmethod
    @lru_cache(_SOURCES_KEPT)
    def of(cls, text: Tokens) -> Known:
        """Return the vocabulary of a text."""
        neighbours = list(zip(text.words, text.words[1:], strict=False))
        words = set(text.words)
        words.update(stem(word) for word, units in zip(text.words, text.units, strict=True) if units > 1)
        words.update(
            a + b
            for (a, b), units in zip(neighbours, text.units, strict=False)
            if units > 1 and not (a.isdigit() and b.isdigit() and len(b) != _GROUP)
        )
        numbers = (value for _, _, value in numbers_in(text.words))
        return cls(frozenset(words), frozenset(neighbours), frozenset(numbers))

    def has(self, words: Sequence[str], at: int) -> bool:
        """Return whether the token at this place is known: the word or its stem, alone or joined with a neighbour.

        A single character of a script without spaces carries little meaning: it is known together with one beside it.
        """
        word = words[at]
        before, after = words[at - 1 : at] if at else [], words[at + 1 : at + 2]
        if len(word) == 1 and not word.isascii():
            return any((other, word) in self.pairs for other in before) or any(
                (word, other) in self.pairs for other in after
            )
        return (
            word in self.words
            or (word.isdigit() and len(word) <= LONGEST_NUMBER and int(word) in self.numbers)
            or stem(word) in self.words
            or any(other + word in self.words for other in before)
            or any(word + other in self.words for other in after)
        )


def is_numeral(word: str) -> bool:
    """Return whether a token is a figure, a Chinese numeral or an English number word."""
    return word in _COUNTING or word.isdigit()


def numbers_in(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield each number among the tokens as (start, end, value): digits, Chinese numerals, English number words.

    Not 一 alone, nor 百, 千, 万 and 亿 alone: these are articles and parts of words more often than figures. A weekday
    (周四) is not a number; a decade is the same with and without its century.
    """
    end = 0
    for at in [at for at, word in enumerate(words) if word in _COUNTING or word.isdigit()]:  # is_numeral, without calls
        if at < end:
            continue
        word, end = words[at], at + 1
        value: int | None = None
        if word in _NUMERAL:
            while end < len(words) and words[end] in _NUMERAL:
                end += 1
            value = _numeral_value(words, at, end)
        elif word in NUMBER_WORDS:
            value = NUMBER_WORDS[word]
        elif word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER:
            value = int(word)
        if value is not None:
            yield at, end, value % 100 if words[end : end + 2] == ["年", "代"] else value


def numbers_starting(words: Sequence[str], places: range) -> list[int]:
    """Return the values of the numbers that start at these positions, without reading the whole text.

    >>> numbers_starting(["in", "2024", "and", "三", "十", "boats"], range(2, 5))
    [30]
    """
    start, end = places.start, places.stop
    while start and words[start - 1] in _NUMERAL:  # part of a number that starts earlier
        start -= 1
    while end < len(words) and words[end] in _NUMERAL:
        end += 1
    start = max(0, start - _CONTEXT)
    around = words[start : end + _CONTEXT]
    return [value for at, _, value in numbers_in(around) if start + at in places]


def _numeral_value(words: Sequence[str], start: int, end: int) -> int | None:
    if end - start == 1 and (words[start] == "一" or words[start] in ("百", "千", "万", "亿")):
        return None
    if "".join(words[max(0, start - 2) : start]).endswith(SOLID_WEEKDAYS):
        return None
    return numeral("".join(words[start:end]))
