"""Plant edits in real paragraphs: some leave nothing new, some add something, some change a fact."""

from __future__ import annotations

import importlib.util
import itertools
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any, Literal

import opencc

from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.lexicon import words
from newsfeed.text.normalise import normalise
from newsfeed.text.quotes.quotations import quotations

MOST = 200  # planted edits of each kind
EXCHANGES = 500  # and of each kind of exchange
VOCABULARY = 3000  # paragraphs from which the words to exchange are drawn
UNRELATED = 2000  # random pairs
QUOTATION_UNITS = 30  # and more: a statement, not a term; a Chinese character is one, a word two
PART_UNITS = 20  # of each half that is merged


@dataclass(frozen=True, slots=True)
class Planted:
    """A later paragraph made from earlier ones, and the share of it that is old, as far as it is known."""

    earlier: tuple[str, ...]
    later: str
    share: float | None


Edit = Callable[[Sequence[str], Random, str], Planted | None]  # of the first paragraph, with another's help; language
Expected = Literal["drop", "find", "keep"]


def planted(texts: Sequence[str], edit: Edit, most: int, language: str, name: str) -> list[Planted]:
    """Return up to ``most`` edits of paragraphs, in an order that is seeded by the name of the edit."""
    if len(texts) < 2:
        return []
    random = Random(f"{language} {name}")  # noqa: S311
    order = random.sample(range(len(texts)), len(texts))
    made = (edit([texts[i], texts[j]], random, language) for i, j in itertools.pairwise([*order, order[0]]))
    return list(itertools.islice((case for case in made if case), most))


def edits(language: str, texts: Sequence[str]) -> dict[Expected, dict[str, tuple[Edit, int]]]:
    """Return the kinds of edit by the verdict that is expected, and the number of each to make.

    ``texts`` are the paragraphs from which the words to exchange are drawn.
    """
    drop: dict[str, Edit] = {
        "lead-in replaced": with_other_lead_in,
        "one sentence dropped": without_a_sentence,
        "halves of two merged": with_halves_merged,
        "full or half width": in_other_width,
    }
    if language == "zh":
        drop["other script"] = in_other_script
    find: dict[str, Edit] = {
        "quotation moved": with_quotation_moved,
        "10 % edited": edited(0.1),
        "20 % edited": edited(0.2),
        "30 % edited": edited(0.3),
    }
    keep: dict[str, Edit] = {f"another {name}": with_another(fact) for name, fact in FACTS[language].items()}
    exchanges: dict[str, Edit] = {}
    if language == "zh" and importlib.util.find_spec("jieba") is None:
        print("(skipped: exchanges of Chinese words, for jieba is not installed)")
    else:
        exchange = exchanged(Vocabulary.of(language, texts))
        exchanges["a word exchanged"] = exchange
        exchanges["… and a lead-in before"] = after_lead_in(exchange)
        exchanges["… and a sentence left out"] = less_a_sentence(exchange)
    return {
        "drop": {name: (edit, MOST) for name, edit in drop.items()},
        "find": {name: (edit, MOST) for name, edit in find.items()},
        "keep": {name: (edit, EXCHANGES) for name, edit in exchanges.items()}
        | {name: (edit, MOST) for name, edit in keep.items()}
        | {"unrelated": (unrelated, UNRELATED)},
    }


LEAD_INS = {
    "zh": ("据该部门发言人称：", "他在接受采访时表示：", "这位官员对记者说：", "一名知情人士透露："),
    "en": ("According to a spokesman, ", "She told reporters: ", "In a statement, the group said: ", "He added: "),
}
SENTENCES = {
    "zh": re.compile(r"[^。！？]+(?:[。！？]+[”」』）]*|$)"),
    "en": re.compile(r"\S.*?(?:[.!?][\"”’)]*(?=\s+[A-Z\"“‘(])|$)", re.DOTALL),
}
JOINTS = {"zh": "", "en": " "}
EDITABLE = {"zh": re.compile("[\u4e00-\u9fff]"), "en": re.compile("[A-Za-z’']+")}
TOLD = frozenset(  # words whose change says something else: other edits change these
    [*words.NUMERALS, *words.MULTIPLES, *words.NUMBER_WORDS, *words.NEGATIONS, *words.DAY_PARTS, *words.RELATIVE_DAYS]
).union(*words.OPPOSITES)


def with_other_lead_in(texts: Sequence[str], random: Random, language: str) -> Planted | None:
    """Keep a paragraph's first statement in quotation marks only, under another lead-in."""
    statement = statement_in(texts[0])
    return Planted((texts[0],), random.choice(LEAD_INS[language]) + statement, 1.0) if statement else None


def with_quotation_moved(texts: Sequence[str], random: Random, language: str) -> Planted | None:
    """Put a paragraph's first statement into another paragraph, behind its first sentence."""
    statement = statement_in(texts[0])
    if not statement:
        return None
    first, *rest = SENTENCES[language].findall(texts[1])
    later = JOINTS[language].join([first, random.choice(LEAD_INS[language]) + statement, *rest])
    return Planted((texts[0],), later, units(statement) / units(later))


def statement_in(text: str) -> str | None:
    """Return the first quotation that is long enough to be a statement, with its marks."""
    found = (text[each.start - 1 : each.end + 1] for each in quotations([text]))
    return next((statement for statement in found if units(statement) >= QUOTATION_UNITS), None)


def without_a_sentence(texts: Sequence[str], random: Random, language: str) -> Planted | None:
    """Leave out one of at least three sentences."""
    sentences = SENTENCES[language].findall(texts[0])
    if len(sentences) < 3:
        return None
    del sentences[random.randrange(len(sentences))]
    later = JOINTS[language].join(sentences)
    return Planted((texts[0],), later, 1.0) if units(later) >= PART_UNITS else None


def with_halves_merged(texts: Sequence[str], _random: Random, language: str) -> Planted | None:
    """Join the first half of one paragraph's sentences with the second half of another's."""
    first, second = (SENTENCES[language].findall(text) for text in texts)
    parts = [JOINTS[language].join(part) for part in (first[: len(first) // 2], second[len(second) // 2 :])]
    if min(map(units, parts)) < PART_UNITS:
        return None
    return Planted(tuple(texts), JOINTS[language].join(parts), 1.0)


def edited(rate: float) -> Edit:
    """Return the edit that puts characters (Chinese) or words of another paragraph in the place of so many."""

    def edit(texts: Sequence[str], random: Random, language: str) -> Planted | None:
        wanted = round(rate * len(EDITABLE[language].findall(texts[0])))
        places, others = (
            [found for found in EDITABLE[language].finditer(text) if found[0].islower() or not found[0].isascii()]
            for text in texts
        )
        places = [found for found in places if found[0] not in TOLD]
        others = [found for found in others if found[0] not in TOLD]
        if len(places) < wanted or not others:
            return None
        later = texts[0]
        for found in sorted(random.sample(places, wanted), key=re.Match.start, reverse=True):
            later = later[: found.start()] + random.choice(others)[0] + later[found.end() :]
        return Planted((texts[0],), later, 1 - rate)

    return edit


def in_other_script(texts: Sequence[str], _random: Random, _language: str) -> Planted | None:
    """Write simplified characters as traditional ones, or the other way round."""
    laters = [converted(way)(texts[0]) for way in ("s2t", "t2s")]
    return next((Planted((texts[0],), later, 1.0) for later in laters if later != texts[0]), None)


@cache
def converted(way: str) -> Callable[[str], str]:
    """Return OpenCC's conversion of this name."""
    convert: Callable[[str], str] = opencc.OpenCC(way).convert
    return convert


def in_other_width(texts: Sequence[str], _random: Random, _language: str) -> Planted | None:
    """Write letters and digits of half width in full width."""
    later = re.sub("[A-Za-z0-9]", lambda found: chr(ord(found[0]) + 0xFEE0), texts[0])
    return Planted((texts[0],), later, 1.0) if later != texts[0] else None


def unrelated(texts: Sequence[str], _random: Random, _language: str) -> Planted:
    """Take two paragraphs as they are."""
    return Planted((texts[0],), texts[1], 0.0)


@dataclass(frozen=True, slots=True)
class Fact:
    """What one word of a text states, and the words that may stand in its place: some, or those of another text."""

    pattern: re.Pattern[str]
    others: tuple[str, ...] | None = None


MONTHS = ("January", "February", "April", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PLACES = (
    *("北京", "上海", "广州", "武汉", "香港", "台湾", "美国", "英国", "法国", "德国", "日本", "韩国", "印度", "越南"),
    *("伊朗", "俄罗斯", "乌克兰", "加拿大"),
)
FACTS = {
    "zh": {
        "figure": Fact(re.compile(r"(?<![\d.,])\d+(?![\d.,]|\s*[年月日号])"), tuple(map(str, range(2, 100)))),
        "date": Fact(re.compile(r"(?<!\d)\d{1,2}(?=\s*[月日])"), tuple(map(str, range(1, 13)))),
        "year": Fact(re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)"), tuple(map(str, range(1980, 2025)))),
        "weekday": Fact(re.compile("(?:(?<=周)|(?<=星期)|(?<=礼拜))[一二三四五六日]"), tuple("一二三四五六日")),
        "name": Fact(re.compile("|".join(PLACES)), PLACES),
    },
    "en": {
        "figure": Fact(re.compile(r"(?<![\w.,])\d{1,3}(?![\w.,])"), tuple(map(str, range(2, 100)))),
        "month": Fact(re.compile(rf"\b(?:{'|'.join(MONTHS)})\b"), MONTHS),
        "year": Fact(re.compile(r"\b(?:19|20)\d\d\b"), tuple(map(str, range(1980, 2025)))),
        "weekday": Fact(re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b"), WEEKDAYS),
        "name": Fact(re.compile(rf"(?<=[a-z,] )(?!{'|'.join(MONTHS + WEEKDAYS)})[A-Z][a-z]{{2,}}\b")),
    },
}


def with_another(fact: Fact) -> Edit:
    """Return the edit that exchanges one fact, wherever the paragraph states it."""

    def edit(texts: Sequence[str], random: Random, _language: str) -> Planted | None:
        found, others = fact.pattern.findall(texts[0]), fact.others or fact.pattern.findall(texts[1])
        others = [other for other in others if other not in texts[0]]
        if not found or not others:
            return None
        old, new = random.choice(found), random.choice(others)
        return Planted((texts[0],), fact.pattern.sub(lambda each: new if each[0] == old else each[0], texts[0]), None)

    return edit


Slot = tuple[int, int, str, Hashable]  # start, end, the word, its class


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of many paragraphs by class: words of one class may stand in one another's place.

    Of Chinese, a class has one part of speech and length; of English, one ending. Both have one band of frequency.
    """

    language: str
    counts: Mapping[str, int]
    classes: Mapping[Hashable, Sequence[str]]

    @classmethod
    def of(cls, language: str, texts: Sequence[str]) -> Vocabulary:
        """Return the vocabulary of some of the texts, chosen by seeded chance."""
        random = Random(f"{language} vocabulary")  # noqa: S311
        kinds: dict[str, Hashable] = {}
        counts: Counter[str] = Counter()
        for text in random.sample(texts, min(VOCABULARY, len(texts))):
            for _, _, word, kind in slots(text, language):
                counts[word] += 1
                kinds[word] = kind
        classes: defaultdict[Hashable, list[str]] = defaultdict(list)
        for word in sorted(counts):
            classes[kinds[word], counts[word].bit_length()].append(word)
        return cls(language, counts, dict(classes))

    def others(self, word: str, kind: Hashable) -> list[str]:
        """Return the other words of the class of a word, but for its other forms."""
        same = self.classes.get((kind, self.counts.get(word, 0).bit_length()), ())
        return [other for other in same if other != word and words.stem(other) != words.stem(word)]


ENDINGS = (
    "tions",
    "ings",
    "ments",
    "tion",
    "ment",
    "ness",
    "ing",
    "ers",
    "ies",
    "ed",
    "er",
    "ly",
    "al",
    "ty",
    "s",
    "e",
)


def slots(text: str, language: str) -> list[Slot]:
    """Return the content words of a text that a word of the same class may replace."""
    if language == "zh":
        return solid_slots(text)
    return [
        (found.start(), found.end(), found[0], next((end for end in ENDINGS if found[0].endswith(end)), ""))
        for found in re.finditer(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])", text)
        if found[0] not in words.FUNCTION
    ]


def solid_slots(text: str) -> list[Slot]:
    """Return the Chinese nouns, verbs, adjectives and names of two characters and more, as jieba tags them."""
    found, start = [], 0
    for word, tag in tagger().lcut(text):
        end = start + len(word)
        if len(word) > 1 and tag[:1] in "nva" and EDITABLE["zh"].sub("", word) == "":
            found.append((start, end, word, (tag, len(word))))
        start = end
    return found


@cache
def tagger() -> Any:
    """Return jieba's tagger of parts of speech."""
    module = importlib.import_module("jieba.posseg")
    importlib.import_module("jieba").setLogLevel(logging.WARNING)
    return module


def exchanged(vocabulary: Vocabulary) -> Edit:
    """Return the edit that puts another word of the same class in the place of one."""

    def edit(texts: Sequence[str], random: Random, language: str) -> Planted | None:
        found = slots(texts[0], language)
        for start, end, word, kind in random.sample(found, min(4, len(found))):
            if others := vocabulary.others(word, kind):
                return Planted((texts[0],), texts[0][:start] + random.choice(others) + texts[0][end:], None)
        return None

    return edit


def after_lead_in(edit: Edit) -> Edit:
    """Return the edit that also puts a lead-in before the text."""

    def with_lead_in(texts: Sequence[str], random: Random, language: str) -> Planted | None:
        case = edit(texts, random, language)
        return case and replace(case, later=random.choice(LEAD_INS[language]) + case.later)

    return with_lead_in


def less_a_sentence(edit: Edit) -> Edit:
    """Return the edit that also leaves out a sentence in which nothing was exchanged."""

    def with_less(texts: Sequence[str], random: Random, language: str) -> Planted | None:
        case = edit(texts, random, language)
        if case is None:
            return None
        sentences = SENTENCES[language].findall(case.later)
        same = [at for at, sentence in enumerate(sentences) if sentence in texts[0]]
        if len(sentences) < 2 or len(same) == len(sentences) or not same:
            return None
        del sentences[random.choice(same)]
        later = JOINTS[language].join(sentences)
        return replace(case, later=later) if units(later) >= PART_UNITS else None

    return with_less


def units(text: str) -> int:
    """Return the length of a text: a Chinese character is one, a word two."""
    return sum(Tokens.of(normalise(text)).units)
