"""How well detection agrees with readers, and what it finds of planted edits, beside the rules that others use.

Run: python benchmarks/quality.py [DATA]      DATA: default ../shared/data beside the checkout; takes a minute or two

Two tables for each language:

- DATA/gold/dev.jsonl, pairs of paragraphs labelled by reading: precision, recall and F1 of "drop the later one", how
  many templates (T) were dropped, and the mean error of the reused share; then what each of our rules brings (the score
  without it), and a ten-fold cross-validation in which the three thresholds are chosen on nine tenths and scored on
  the last.
- Edits planted in real paragraphs of DATA/archive (Chinese), DATA/feeds and DATA/polls (English), of fixtures/ where
  these are absent: how many are found, and how many dropped. Chance is seeded: the same paragraphs give the same table.
"""

from __future__ import annotations

import importlib
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import opencc  # noqa: E402
from simhash import Simhash  # noqa: E402

from newsfeed.dedup import clauses, compare, novelty, reuse, words  # noqa: E402
from newsfeed.dedup.alignment import Tokens  # noqa: E402
from newsfeed.dedup.index import Found, candidates  # noqa: E402
from newsfeed.dedup.reuse import Passage, read_before  # noqa: E402
from newsfeed.dedup.shingles import winnow  # noqa: E402
from newsfeed.formats import parse  # noqa: E402
from newsfeed.loaders import Reading, load  # noqa: E402
from newsfeed.text.normalise import normalise, normalise_all, normals  # noqa: E402
from newsfeed.text.quotations import quotations  # noqa: E402

Pair = Mapping[str, Any]  # at least: a, the earlier text; b, the later; lang
Answer = tuple[bool, float | None]  # drop the later one; share of it that is old, if the rule tells
Rule = Callable[[Pair], Answer]

LANGUAGES = ("zh", "en")
HEADING = f"{'':44}" + "".join(f"{language}: P    R    F1   T  share    " for language in LANGUAGES)

MOST = 200  # planted edits of each kind
UNRELATED = 2000  # random pairs
PARAGRAPH_UNITS = range(40, 401)  # a Chinese character is one, a word two
QUOTATION_UNITS = 30  # and more: a statement, not a term
PART_UNITS = 20  # of each half that is merged


def main() -> int:
    """Print the tables."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    others = dict(peers())
    gold = data / "gold" / "dev.jsonl"
    if gold.is_file():
        print_gold([json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()], others)
    else:
        print(f"(skipped: no labelled pairs at {gold}; name the data folder)")
    for language in LANGUAGES:
        print_planted(language, paragraphs(sources(data, language), language), others)
    return 0


# Labelled pairs


def print_gold(pairs: Sequence[Pair], others: Mapping[str, Rule]) -> None:
    """Print what ours and the other rules answer on labelled pairs, and what each of our rules brings."""
    print(HEADING)
    print_row("newsfeed.dedup.compare", pairs, [ours(pair) for pair in pairs])
    for name, rule in others.items():
        print_row(name, pairs, [rule(pair) for pair in pairs])
    print("\nours, by label: dropped of all")
    print_labels(pairs, [ours(pair) for pair in pairs])
    print(f"\n{'ours without':44}" + HEADING.strip())
    for name, changes in ablations():
        with ExitStack() as stack:
            for module, attribute, value in changes:
                stack.enter_context(patch.object(module, attribute, value))
            print_row(name, pairs, [ours(pair) for pair in pairs])
    print("\nthresholds chosen on nine tenths, scored on the last, ten times")
    print(HEADING)
    print_row("ours, cross-validated", pairs, cross_validated(pairs))


def print_row(name: str, pairs: Sequence[Pair], answers: Sequence[Answer]) -> None:
    """Print one line of scores."""
    cells = []
    for language in LANGUAGES:
        rows = [(pair, answer) for pair, answer in zip(pairs, answers, strict=True) if pair["lang"] == language]
        precision, recall, f1 = scores([(pair["drop_b"], drop) for pair, (drop, _) in rows])
        templates = sum(drop for pair, (drop, _) in rows if pair["label"] == "T")
        copied = [(pair["share"], share) for pair, (_, share) in rows if pair["label"][0] in "DCR"]
        errors = [abs(share - true) for true, share in copied if share is not None]
        error = f"{sum(errors) / len(errors):.3f}" if errors else "  -  "
        cells.append(f"   {precision:.2f} {recall:.2f} {f1:.3f} {templates:2}  {error}    ")
    print(f"{name:44}" + "".join(cells))


def scores(answers: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of (truth, answer) pairs."""
    counts = {(truth, answer): 0 for truth in (True, False) for answer in (True, False)}
    for truth, answer in answers:
        counts[truth, answer] += 1
    hits = counts[True, True]
    precision = hits / max(1, hits + counts[False, True])
    recall = hits / max(1, hits + counts[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def print_labels(pairs: Sequence[Pair], answers: Sequence[Answer]) -> None:
    """Print how many pairs of each label were dropped."""
    for language in LANGUAGES:
        cells = []
        for label in ("D", "C>", "C<", "R", "T", "N"):
            drops = [
                drop
                for pair, (drop, _) in zip(pairs, answers, strict=True)
                if pair["lang"] == language and pair["label"] == label
            ]
            cells.append(f"{label} {sum(drops)}/{len(drops)}")
        print(f"  {language}: " + "  ".join(cells))


def ours(pair: Pair) -> Answer:
    """Ask newsfeed.dedup.compare."""
    found = compare(pair["a"], pair["b"])
    return found.duplicate, found.share


def ablations() -> Iterator[tuple[str, list[tuple[Any, str, Any]]]]:
    """Yield what to change for our rules without one of them."""
    unframed = [(reuse, "clauses", lambda *texts: [replace(c, frame=None) for c in clauses.clauses(*texts)])]
    yield "nothing left out", []
    yield "frames (who says it, pointers, labels)", unframed
    yield "figures, dates, names, opposites", [(novelty, "difference", lambda *_: None)]
    yield "function words", [(novelty, "function_places", lambda tokens: [False] * len(tokens))]
    yield "words known from elsewhere in the source", [(novelty.Known, "has", lambda *_: False)]
    yield "the limit on new words", [(novelty, "NEW_WORDS", 1.0), (novelty, "NEW_WORDS_TOGETHER", 1.0)]
    yield "the lower limit for new clauses and quotes", [(novelty, "NEW_WORDS_TOGETHER", novelty.NEW_WORDS)]
    yield "the rule for short texts", [(novelty, "SHORT_UNITS", 0)]
    yield (
        "all of these: two thirds covered",
        [
            (
                reuse,
                "judge",
                lambda _later, tokens, covered, *_: "nothing new" if two_thirds(tokens, covered) else "partly",
            )
        ],
    )


def two_thirds(tokens: Tokens, covered: Sequence[bool]) -> bool:
    """Tell whether two thirds of a text stand in its sources."""
    old = sum(units for units, is_covered in zip(tokens.units, covered, strict=True) if is_covered)
    return old >= novelty.COVERED * sum(tokens.units)


def cross_validated(pairs: Sequence[Pair]) -> list[Answer]:
    """Return the answers to each tenth with the thresholds that do best on the other nine."""
    grid = list(itertools.product((0.15, 0.2, 0.25), (0.6, 2 / 3, 0.75), (16, 20, 30)))
    answers: dict[tuple[float, float, int], list[Answer]] = {}
    for new_words, covered, short in grid:
        with (
            patch.object(novelty, "NEW_WORDS", new_words),
            patch.object(novelty, "COVERED", covered),
            patch.object(novelty, "SHORT_UNITS", short),
        ):
            answers[new_words, covered, short] = [ours(pair) for pair in pairs]
    result: list[Answer] = [(False, 0.0)] * len(pairs)
    for fold in range(10):
        rest = [i for i in range(len(pairs)) if i % 10 != fold]

        def quality(setting: tuple[float, float, int], rest: Sequence[int] = rest) -> float:
            return scores([(pairs[i]["drop_b"], answers[setting][i][0]) for i in rest])[2]

        best = max(grid, key=quality)
        for i in range(fold, len(pairs), 10):
            result[i] = answers[best][i]
    return result


# The rules that others use


def peers() -> Iterator[tuple[str, Rule]]:
    """Yield the others that are installed."""
    for bits in (3, 12):
        yield f"simhash, k <= {bits}", simhash_rule(bits)
    for package, of_threshold in (("datasketch", datasketch_rule), ("rensa", rensa_rule), ("gaoya", gaoya_rule)):
        try:
            library = importlib.import_module(package)
        except ImportError:
            print(f"(skipped: {package} is not installed)")
            continue
        for threshold in (0.5, 0.7):
            yield f"{package} MinHash >= {threshold}", of_threshold(library, threshold)
    yield "onion rule (emulated): half of the 7-grams", contained(0.5, lambda pair, key: grams(pair, key, 7))
    for threshold in (0.6, 0.8):
        yield f"directed containment >= {threshold}", contained(threshold, shingles)


def simhash_rule(bits: int) -> Rule:
    """Return the textbook rule: fingerprints of the simhash package at most so many bits apart."""

    def rule(pair: Pair) -> Answer:
        apart = Simhash(pair["a"]).distance(Simhash(pair["b"]))
        return apart <= bits, 1 - apart / 32 if apart < 32 else 0.0

    return rule


def datasketch_rule(library: Any, threshold: float) -> Rule:
    """Return the rule that the Jaccard similarity, estimated from 128 permutations, reaches a threshold."""

    def signature(texts: set[str]) -> Any:
        signed = library.MinHash(num_perm=128)
        signed.update_batch([text.encode() for text in sorted(texts)])
        return signed

    def rule(pair: Pair) -> Answer:
        similarity = signature(shingles(pair, "a")).jaccard(signature(shingles(pair, "b")))
        return similarity >= threshold, similarity

    return rule


def rensa_rule(library: Any, threshold: float) -> Rule:
    """Return the same rule, computed by rensa."""

    def signature(texts: set[str]) -> Any:
        signed = library.RMinHash(num_perm=128, seed=42)
        signed.update(sorted(texts))
        return signed

    def rule(pair: Pair) -> Answer:
        similarity = signature(shingles(pair, "a")).jaccard(signature(shingles(pair, "b")))
        return similarity >= threshold, similarity

    return rule


def gaoya_rule(library: Any, threshold: float) -> Rule:
    """Return the same rule as gaoya's index answers it, with the bands of its documentation.

    The index tells the similarity of what reaches the threshold only, so the rule tells no share.
    """

    def rule(pair: Pair) -> Answer:
        size = shingle_size(pair)
        index = library.minhash.MinHashStringIndex(
            hash_size=32,
            jaccard_threshold=threshold,
            num_bands=42,
            band_size=3,
            analyzer="char",
            ngram_range=(size, size),
        )
        index.insert_document(0, normalise(pair["a"]))
        return bool(index.query(normalise(pair["b"]))), None

    return rule


def contained(threshold: float, cut: Callable[[Pair, str], set[Any]]) -> Rule:
    """Return the rule that this part of the later paragraph's pieces occurs in the earlier one."""

    def rule(pair: Pair) -> Answer:
        later = cut(pair, "b")
        share = len(later & cut(pair, "a")) / max(1, len(later))
        return share >= threshold, share

    return rule


def shingles(pair: Pair, key: str) -> set[str]:
    """Return the runs of characters that the others compare."""
    normal, size = normalise(pair[key]), shingle_size(pair)
    return {normal[i : i + size] for i in range(max(1, len(normal) - size + 1))}


def shingle_size(pair: Pair) -> int:
    """Return how many characters a run has: 3 serve Chinese, 9 English."""
    return 3 if pair["lang"] == "zh" else 9


def grams(pair: Pair, key: str, size: int) -> set[tuple[str, ...]]:
    """Return runs of tokens: words, or Chinese characters."""
    tokens = Tokens.of(normalise(pair[key])).words
    return {tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1))}


# Planted edits


@dataclass(frozen=True, slots=True)
class Planted:
    """A later paragraph made from earlier ones, and the share of it that is old, as far as it is known."""

    earlier: tuple[str, ...]
    later: str
    share: float | None


Edit = Callable[[Sequence[str], Random, str], Planted | None]  # of the first paragraph, with another's help; language
Expected = Literal["drop", "find", "keep"]

MEANING: dict[Expected, str] = {
    "drop": "says nothing new: should be dropped",
    "find": "part of it is new, or much is changed: should be found, and kept",
    "keep": "one word says something else, or all is new: must be kept",
}
OURS = ("index", "source", "drop", "share/true")


def print_planted(language: str, texts: Sequence[str], others: Mapping[str, Rule]) -> None:
    """Print of each kind of edit what ours does, and what the others drop."""
    print(f"\n{language}: edits planted in some of {len(texts)} paragraphs; per cent of the n cases")
    print(
        "ours: led to by the index, named as source (of two: both), dropped; mean share found / true. Others: dropped"
    )
    columns = [f"{'':28}     n", *OURS, *(name.split()[0].rstrip(",") for name in others)]
    print("  ".join(columns))
    limits = ["" for _ in columns[: 1 + len(OURS)]] + [name.split()[-1] for name in others]
    print("  ".join(f"{limit:>{len(column)}}" for limit, column in zip(limits, columns, strict=True)))
    for expected, kinds in edits(language).items():
        print(MEANING[expected])
        for name, (edit, most) in kinds.items():
            cases = planted(texts, edit, most, language, name)
            cells = [f"  {name:26}{len(cases):6}", *our_cells(cases)]
            cells += [percent([drops(rule, case, language) for case in cases]) for rule in others.values()]
            print("  ".join(f"{cell:>{len(column)}}" for cell, column in zip(cells, columns, strict=True)))


def our_cells(cases: Sequence[Planted]) -> list[str]:
    """Return the cells under :data:`OURS`."""
    passages = [[Passage.of(normal) for normal in normals([*case.earlier, case.later])] for case in cases]
    verdicts = [read_before(later, earlier) for *earlier, later in passages]
    return [
        percent([in_index(case) for case in cases]),
        percent([len(verdict.sources) == len(case.earlier) for case, verdict in zip(cases, verdicts, strict=True)]),
        percent([verdict.duplicate for verdict in verdicts]),
        f"{mean([verdict.share for verdict in verdicts])}/{mean([case.share for case in cases])}",
    ]


def in_index(case: Planted) -> bool:
    """Tell whether the shingles of the later paragraph lead to every earlier one that is not the same."""
    *earlier, later = normalise_all([*case.earlier, case.later])
    hashes, owners = winnow([*earlier, later])
    distinct, shingles = np.unique(hashes, return_inverse=True)
    order = np.lexsort((owners, shingles))
    found = Found(np.searchsorted(shingles[order], np.arange(len(distinct) + 1)), owners[order])
    of_later = shingles[owners == len(earlier)]
    _, near = candidates(of_later, np.zeros(len(of_later), np.int32), np.array([len(earlier)]), found)
    return all(text == later or owner in near for owner, text in enumerate(earlier))


def drops(rule: Rule, case: Planted, language: str) -> bool:
    """Tell whether a rule on pairs drops the later paragraph beside any of the earlier ones."""
    return any(rule({"a": text, "b": case.later, "lang": language})[0] for text in case.earlier)


def percent(answers: Sequence[bool]) -> str:
    """Return how many are true; a dash if there are none."""
    return f"{100 * sum(answers) / len(answers):.1f}" if answers else "-"


def mean(values: Sequence[float | None]) -> str:
    """Return the mean of what is known; a dash if nothing is."""
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "-"


def planted(texts: Sequence[str], edit: Edit, most: int, language: str, name: str) -> list[Planted]:
    """Return so many edits, if as many can be made, of paragraphs in an order that the name of the edit decides."""
    if len(texts) < 2:
        return []
    random = Random(f"{language} {name}")  # noqa: S311
    order = random.sample(range(len(texts)), len(texts))
    made = (edit([texts[i], texts[j]], random, language) for i, j in itertools.pairwise([*order, order[0]]))
    return list(itertools.islice((case for case in made if case), most))


def edits(language: str) -> dict[Expected, dict[str, tuple[Edit, int]]]:
    """Return the kinds of edit by what is expected of them, and how many of each to make."""
    drop: dict[str, Edit] = {
        "lead-in replaced": with_other_lead_in,
        "one sentence dropped": without_a_sentence,
        "halves of two merged": with_halves_merged,
        "10 % edited": edited(0.1),
        "full or half width": in_other_width,
    }
    if language == "zh":
        drop["other script"] = in_other_script
    find: dict[str, Edit] = {
        "quotation moved": with_quotation_moved,
        "20 % edited": edited(0.2),
        "30 % edited": edited(0.3),
    }
    keep: dict[str, Edit] = {f"another {name}": with_another(fact) for name, fact in FACTS[language].items()}
    return {
        "drop": {name: (edit, MOST) for name, edit in drop.items()},
        "find": {name: (edit, MOST) for name, edit in find.items()},
        "keep": {name: (edit, MOST) for name, edit in keep.items()} | {"unrelated": (unrelated, UNRELATED)},
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


# Paragraphs


def sources(data: Path, language: str) -> list[Path]:
    """Return the documents to take paragraphs from."""
    folders = [data / name for name in (("archive",) if language == "zh" else ("feeds", "polls"))]
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    if not files:
        print(f"\n(none of {', '.join(map(str, folders))}: fixtures/ instead)")
    return files or sorted(file for file in (ROOT / "fixtures").iterdir() if file.is_file())


def paragraphs(files: Iterable[Path], language: str) -> list[str]:
    """Return the paragraphs of a language that are neither short nor very long, each normal form once."""
    texts = [
        paragraph.text
        for file in files
        for article in load(parse(file.read_bytes(), url=file.name), Reading(file.name, remote=False, fetched=""))
        for paragraph in article.paragraphs
        if paragraph.kind == "paragraph" and (article.language or "").startswith(language)
    ]
    distinct = dict(zip(normalise_all(texts), texts, strict=True))
    return [text for normal, text in distinct.items() if is_of(language, Tokens.of(normal))]


def is_of(language: str, tokens: Tokens) -> bool:
    """Tell whether a paragraph is written in the script of a language, and of a length that is usual."""
    solid = tokens.units.count(1)
    written = solid > len(tokens.units) / 2 if language == "zh" else not solid
    return written and sum(tokens.units) in PARAGRAPH_UNITS


def units(text: str) -> int:
    """Return the length of a text: a Chinese character is one, a word two."""
    return sum(Tokens.of(normalise(text)).units)


if __name__ == "__main__":
    sys.exit(main())
