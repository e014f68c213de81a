"""Decide which repeated parts of a kept text are worth marking: those that mean something to a reader.

A run counts by its content and by the rarity of its shingles. A name with its title, an address, a hashtag or "he told
reporters" recurs in texts that have nothing else in common, and so does a stock phrase.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from newsfeed.dedup.alignment import ANCHOR_UNITS
from newsfeed.dedup.lexicon.words import function_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.dedup.reuse import Passage

MEANT = 12
"""Units of content (twelve characters, six words) from which repeated parts mean something together."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s，。；）)]+|[\w.+-]+@[\w-]+\.\w+|[\w.-]+\.[a-z]{2,4}/[^\s，。；）)]*|[#＃@]\w+",
    re.IGNORECASE,
)
# The parts of a foreign name in Chinese after the first: 塔伊普 and 埃尔多安 of 雷杰普·塔伊普·埃尔多安.
_FURTHER_NAME = re.compile(r"(?<=[一-鿿][·・•‧])(?:[一-鿿]{1,8}(?=[·・•‧][一-鿿])|[一-鿿]{1,4})")
# Long names in Chinese, simplified and traditional: of a law, an anniversary, a numbered congress, a state.
_LONG_NAME = re.compile(
    r"《[^《》]{2,40}(?:(?<!方)法|[条條]例|[规規][定划劃章]|意[见見]|通知|公告|[纲綱]要|[决決]定|[决決][议議]"
    r"|公[约約]|[协協][定议議]|(?<!情)[报報]告?)》"
    r"|(?:[庆慶]祝|[纪紀]念)[^，。；：、！？\n]{2,30}?(?<=[\d一二三四五六七八九十百]) ?[周週]年"
    r"|[一-鿿]{2,16}?第[〇一二三四五六七八九十百\d]{1,6}[届屆次]"
    r"(?:[一-鿿]{0,6}?(?:大[会會]|全[会會]|峰[会會]|[会會][议議]))?"
    r"|中[华華]人民共和[国國]|[一-鿿]{2}民主主[义義]人民共和[国國]|美利[坚堅]合[众眾][国國]|特[别別]行政[区區]"
)

LEAST_RARITY = 1 / 3
"""The least rarity counted, so that parts with three times as much content are marked however frequent they are."""

_SHORTEST_WORD = 3  # letters: a shorter one is a function word in most languages


def means_something(values: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]], rarity: float = 1.0) -> bool:
    """Return whether the parts of a text between these offsets, in order, mean something to a reader.

    ``values`` are the offset of each token and its :func:`content_units`; ``rarity`` is the share of the shingles of
    these parts that few other texts have. Single words that recur between other words count for nothing.
    """
    sizes = [0]
    for (_, units), is_repeated in zip(values, _within(spans, [offset for offset, _ in values]), strict=True):
        if is_repeated:
            sizes[-1] += units
        elif sizes[-1]:
            sizes.append(0)
    return sum(size for size in sizes if size >= ANCHOR_UNITS) * max(rarity, LEAST_RARITY) >= MEANT


def content_units(passage: Passage) -> list[tuple[int, int]]:
    """Return for each token its offset in the original and its content units: those that it carries by itself.

    Function words of scripts with spaces, figures, frames, addresses and hashtags have none; of a name in capitals, or
    of a foreign one in Chinese, only the first word has, and of another long name in Chinese the first two characters.
    """
    text, words = passage.normal.original, passage.tokens.words
    offsets_of = passage.normal.offsets.tolist()
    offsets = [offsets_of[start] for start in passage.tokens.starts]
    is_function = function_places(words)
    is_linked = _within([found.span() for found in _ADDRESS.finditer(text)], offsets)
    is_further = _within([found.span() for found in _FURTHER_NAME.finditer(text)], offsets)
    named = [(found.start() + 2, found.end()) for found in _LONG_NAME.finditer(text)]
    is_in_long_name = _within(named, offsets)
    framed = {at for each in passage.clauses if each.frame for at in range(each.start, each.end)}
    found: list[tuple[int, int]] = []
    in_name = False
    for at, (word, units, offset) in enumerate(zip(words, passage.tokens.units, offsets, strict=True)):
        is_name = text[offset].isupper()
        is_small = word.isdigit() or (units > 1 and (is_function[at] or len(word) < _SHORTEST_WORD))
        is_further_part = is_further[at] or is_in_long_name[at] or (is_name and in_name)
        is_idle = is_small or is_linked[at] or is_further_part or at in framed
        found.append((offset, 0 if is_idle else units))
        in_name = is_name or (in_name and is_function[at])
    return found


def _within(spans: Sequence[tuple[int, int]], offsets: Sequence[int]) -> list[bool]:
    """Return for each offset whether one of the spans holds it; both are in ascending order.

    >>> _within([(0, 2), (5, 6)], [0, 2, 5])
    [True, False, True]
    """
    if not spans:
        return [False] * len(offsets)
    starts = [start for start, _ in spans]
    places = [bisect_right(starts, offset) for offset in offsets]
    return [place > 0 and offset < spans[place - 1][1] for place, offset in zip(places, offsets, strict=True)]
