"""Measure what detection, and the rules that others use, find and drop of edits planted in real paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from edits import edits, planted

from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.candidates import Found, candidates
from newsfeed.dedup.fingerprints.winnowing import winnow
from newsfeed.dedup.reuse import Passage, read_before
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.text.normalise import normalise_all, normals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from edits import Expected, Planted
    from peers import Rule

PARAGRAPH_UNITS = range(40, 401)  # a Chinese character is one, a word two

MEANING: dict[Expected, str] = {
    "drop": "says nothing new: should be dropped",
    "find": "part of it is new, or much is changed: should be found, and kept",
    "keep": "one word says something else, or all is new: must be kept",
}
OURS = ("index", "source", "drop", "share/true")


def print_table(language: str, texts: Sequence[str], others: Mapping[str, Rule]) -> None:
    """Print one line for each kind of edit: our results, and the share that others drop."""
    print(f"\n{language}: edits planted in some of {len(texts)} paragraphs; per cent of the n cases")
    print(
        "ours: led to by the index, named as source (of two: both), dropped; mean share found / true. Others: dropped"
    )
    columns = [f"{'':28}     n", *OURS, *(name.split()[0].rstrip(",") for name in others)]
    print("  ".join(columns))
    limits = ["" for _ in columns[: 1 + len(OURS)]] + [name.split()[-1] for name in others]
    print("  ".join(f"{limit:>{len(column)}}" for limit, column in zip(limits, columns, strict=True)))
    for expected, kinds in edits(language, texts).items():
        print(MEANING[expected])
        for name, (edit, most) in kinds.items():
            cases = planted(texts, edit, most, language, name)
            cells = [f"  {name:26}{len(cases):6}", *our_cells(cases)]
            cells += [percent([drops(rule, case, language) for case in cases]) for rule in others.values()]
            print("  ".join(f"{cell:>{len(column)}}" for cell, column in zip(cells, columns, strict=True)))


def our_cells(cases: Sequence[Planted]) -> list[str]:
    """Return the cells under :data:`OURS`."""
    passages = [[Passage(normal) for normal in normals([*case.earlier, case.later])] for case in cases]
    verdicts = [read_before(later, earlier) for *earlier, later in passages]
    return [
        percent([in_index(case) for case in cases]),
        percent([len(verdict.sources) == len(case.earlier) for case, verdict in zip(cases, verdicts, strict=True)]),
        percent([verdict.duplicate for verdict in verdicts]),
        f"{mean([verdict.share for verdict in verdicts])}/{mean([case.share for case in cases])}",
    ]


def in_index(case: Planted) -> bool:
    """Return whether the shingles of the later paragraph lead to every earlier one that is not the same."""
    *earlier, later = normalise_all([*case.earlier, case.later])
    hashes, owners = winnow([*earlier, later])
    distinct, shingles = np.unique(hashes, return_inverse=True)
    order = np.lexsort((owners, shingles))
    found = Found(np.searchsorted(shingles[order], np.arange(len(distinct) + 1)), owners[order].astype(np.int64))
    of_later = shingles[owners == len(earlier)]
    before = np.diff(found.bounds)[of_later] - 1  # all passages with the shingle but the later paragraph itself
    groups = candidates(of_later, np.zeros(len(of_later), np.int32), np.array([len(earlier)]), found, before)
    near = {owner for group in groups for owner in group.passages.tolist()}
    return all(text == later or owner in near for owner, text in enumerate(earlier))


def drops(rule: Rule, case: Planted, language: str) -> bool:
    """Return whether a rule on pairs drops the later paragraph beside any of the earlier ones."""
    return any(rule({"a": text, "b": case.later, "lang": language})[0] for text in case.earlier)


def percent(answers: Sequence[bool]) -> str:
    """Return how many are true; a dash if there are none."""
    return f"{100 * sum(answers) / len(answers):.1f}" if answers else "-"


def mean(values: Sequence[float | None]) -> str:
    """Return the mean of what is known; a dash if nothing is."""
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "-"


def sources(data: Path, fixtures: Path, language: str) -> list[Path]:
    """Return the documents to take paragraphs from: of the data folder, of the fixtures if it has none."""
    folders = [data / name for name in (("archive",) if language == "zh" else ("feeds", "polls"))]
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    if not files:
        print(f"\n(none of {', '.join(map(str, folders))}: fixtures/ instead)")
    return files or sorted(file for file in fixtures.iterdir() if file.is_file())


def paragraphs(files: Iterable[Path], language: str) -> list[str]:
    """Return the paragraphs of a language that are neither short nor very long, each normal form once."""
    texts = [
        paragraph.text
        for file in files
        for article, _ in load(parse(file.read_bytes(), url=file.name), Reading(file.name, remote=False, fetched=""))
        for paragraph in article.paragraphs
        if paragraph.kind == "paragraph" and (article.language or "").startswith(language)
    ]
    distinct = dict(zip(normalise_all(texts), texts, strict=True))
    return [text for normal, text in distinct.items() if is_of(language, Tokens.of(normal))]


def is_of(language: str, tokens: Tokens) -> bool:
    """Return whether a paragraph is written in the script of a language, and of a length that is usual."""
    solid = tokens.units.count(1)
    written = solid > len(tokens.units) / 2 if language == "zh" else not solid
    return written and sum(tokens.units) in PARAGRAPH_UNITS
