"""Candidates: the passages that share rare shingles with a paragraph.

Shingles are partitioned by value; there the first passages with each are counted and looked up. The choices for a
paragraph are collected in the paragraph's partition.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from newsfeed.batch.exchange import Sent, column, rows, sent
from newsfeed.batch.repeats import PLACE, Occurrences, times
from newsfeed.dedup.candidates import MOST_PASSAGES, ChosenShingles, groups, paired, rarest
from newsfeed.dedup.fingerprints.winnowing import digest, winnow
from newsfeed.dedup.lines import MOST_LINES, PossibleLine, may_join, possible_lines, ways_to_part
from newsfeed.dedup.order import Occurrence
from newsfeed.dedup.verdict import StoredParagraph, without_news_as_boilerplate
from newsfeed.items import MEDIA
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from newsfeed.batch.archive import ArchiveFiles, Partition
    from newsfeed.dedup.config import DedupConfig

NOWHERE = Occurrence(0, 0, 0)

_LOOKED_UP_AT_ONCE = 10_000  # shingles, each with up to 64 passages; all that is a frequent phrase is in one partition


@dataclass(frozen=True)
class Repeats:
    """Per paragraph of a partition: its passage, and the paragraph in which it was read before (-1: in none)."""

    passages: NDArray[np.int64]
    same: NDArray[np.int64]

    @classmethod
    def of(cls, part: Partition, table: pa.Table) -> Repeats:
        """Return the repeats of a partition."""
        passages, same = part.paragraphs, np.full(len(part.paragraphs), -1)
        at = column(table, "paragraph") - part.first
        passages[at], same[at] = column(table, "passage"), column(table, "same")
        return cls(passages, same)


def boilerplate_in(part: Partition, table: pa.Table) -> NDArray[np.bool_]:
    """Return a mask of the paragraphs of a partition that count as boilerplate in their articles."""
    found = np.zeros(len(part.paragraphs), np.bool_)
    found[column(table, "paragraph") - part.first] = True
    for start, end in pairwise(part.bounds.tolist()):
        if found[start:end].any():
            of_article = [
                StoredParagraph(
                    at, 0, part.texts[at], part.kinds[at], None, "unique", 1.0, None, bool(found[at]), 0, 0, NOWHERE
                )
                for at in range(start, end)
            ]
            found[start:end] = [each.boilerplate for each in without_news_as_boilerplate(of_article)]
    return found


def ways_of(part: Partition, known_lines: pa.Table, asking: NDArray[np.bool_]) -> dict[int, list[list[PossibleLine]]]:
    """Return the possible divisions of paragraphs, by index, into lines that were read somewhere."""
    found = {}
    for paragraph in np.unique(column(known_lines, "paragraph")).tolist():
        at = paragraph - part.first
        if asking[at]:
            known = set(column(known_lines, "digest")[column(known_lines, "paragraph") == paragraph].tolist())
            [lines] = possible_lines([part.texts[at]])
            texts = {line.normal.text for line in lines if digest(line.normal.text) in known}
            found[at] = ways_to_part(lines, texts, len(part.texts[at]))
    return found


def row_key(digests: Iterable[int]) -> int:
    """Return the identity of consecutive lines from their digests: a signed 64-bit hash."""
    packed = np.array(list(digests), np.int64).tobytes()
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


def way_key(way: Sequence[PossibleLine]) -> int:
    """Return the identity of the lines of a division."""
    return row_key(digest(line.normal.text) for line in way)


@dataclass(frozen=True)
class WinnowTexts:
    """A step that sends shingles of passages and of paragraphs to look up, runs of lines, and requests for places."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the shingles of a partition."""
        part = self.archive.read(partition)
        repeats = Repeats.of(part, tables["repeats"])
        is_boilerplate = boilerplate_in(part, tables["boilerplate"])
        asks = ~is_boilerplate & (repeats.same < 0) & np.array([kind not in MEDIA for kind in part.kinds], np.bool_)
        yield from self._postings(partition, part, repeats.passages == part.paragraphs, asks)
        same = np.flatnonzero((repeats.same >= 0) & ~is_boilerplate)
        asked = rows("asked_places", paragraph=part.paragraphs[same], same=repeats.same[same])
        yield from sent("asked_places", self.archive.homes(repeats.same[same]), asked)
        if not self.config.window:
            yield from self._rows_of_lines(part, tables, asks)

    def _postings(
        self, partition: int, part: Partition, is_passage: NDArray[np.bool_], asks: NDArray[np.bool_]
    ) -> Iterator[Sent]:
        chosen = np.flatnonzero((is_passage | asks) & np.array([form is None for form in part.forms], np.bool_))
        shingles, owners = winnow(normalise_all([part.texts[at] for at in chosen.tolist()]))
        of = chosen[owners]
        postings = rows(
            "postings", shingle=shingles, paragraph=part.paragraphs[of], is_passage=is_passage[of], asks=asks[of]
        )
        yield from sent("postings", self.archive.spread(shingles), postings)
        sizes = np.bincount(owners, minlength=len(chosen))
        asking = asks[chosen] & (sizes > 0)
        table = rows("sizes", paragraph=part.paragraphs[chosen[asking]], shingles=sizes[asking])
        yield Sent("sizes", partition, table)

    def _rows_of_lines(
        self, part: Partition, tables: Mapping[str, pa.Table], asks: NDArray[np.bool_]
    ) -> Iterator[Sent]:
        joining = np.array([may_join(kind, boilerplate=False) for kind in part.kinds], np.bool_) & asks
        ways = ways_of(part, tables["known_lines"], joining)
        asked = {(way_key(way), at) for at, of_text in ways.items() for way in of_text}
        keys, at = np.array(sorted(asked), np.int64).reshape(-1, 2).T
        table = rows("asked_rows", key=keys, paragraph=at + part.first)
        yield from sent("asked_rows", self.archive.spread(keys), table)
        lines = dict(
            zip(
                (column(tables["lines"], "paragraph") - part.first).tolist(),
                column(tables["lines"], "digest").tolist(),
                strict=True,
            )
        )
        found = [
            (row_key(lines[each] for each in range(start, end)), start)
            for first, last in runs(sorted(lines), part)
            for start in range(first, last)
            for end in range(start + 2, min(last, start + MOST_LINES) + 1)
        ]
        keys, at = np.array(found, np.int64).reshape(-1, 2).T
        table = rows("rows", key=keys, paragraph=at + part.first, **part.place_columns(at + part.first))
        yield from sent("rows", self.archive.spread(keys), table)


def runs(indices: Sequence[int], part: Partition) -> Iterator[tuple[int, int]]:
    """Yield where each run of neighbouring paragraphs of one article begins and ends."""
    articles = part.places[1]
    counted = groupby(enumerate(indices), key=lambda each: (each[1] - each[0], int(articles[each[1]])))
    for _, group in counted:
        members = [index for _, index in group]
        yield members[0], members[-1] + 1


@dataclass(frozen=True)
class CountPassages:
    """A step that counts earlier passages with each shingle, lists the first ones, and finds first runs of lines."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield counts to the partition of each paragraph; the first passages stay here."""
        found, table = Occurrences.of(tables["postings"], "shingle")
        is_passage, asks = (table[name].to_numpy(zero_copy_only=False) for name in ("is_passage", "asks"))
        up_to = np.cumsum(is_passage) - is_passage  # passages before each, of all shingles
        before = up_to - up_to[found.firsts]
        passages = np.add.reduceat(is_passage.astype(np.int64), found.starts) if len(found.starts) else found.starts
        is_shared = np.repeat(passages > 1, found.sizes)
        counted = np.flatnonzero(is_shared & asks & (before > 0))
        paragraphs = found.paragraphs[counted]
        counts = rows(
            "counts",
            paragraph=paragraphs,
            shingle=found.keys[counted],
            before=np.minimum(before[counted], MOST_PASSAGES),
        )
        yield from sent("counts", self.archive.homes(paragraphs), counts)
        first = np.flatnonzero(is_shared & is_passage & (before < MOST_PASSAGES))
        listed = rows("first_passages", shingle=found.keys[first], passage=found.paragraphs[first])
        yield Sent("first_passages", partition, listed)
        yield from self._first_rows(tables)

    def _first_rows(self, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        found, table = Occurrences.of(tables["rows"], "key")
        firsts = table.take(found.starts)
        asked, paragraphs = column(tables["asked_rows"], "key"), column(tables["asked_rows"], "paragraph")
        at = np.searchsorted(column(firsts, "key"), asked)
        known = np.flatnonzero(np.isin(asked, column(firsts, "key")))
        known = known[column(firsts, "paragraph")[at[known]] < paragraphs[known]]
        firsts = firsts.take(at[known])
        places = {name: column(firsts, name) for name in PLACE}
        homes = self.archive.homes(column(firsts, "paragraph"))
        answers = rows("first_rows", paragraph=paragraphs[known], key=asked[known], home=homes, **places)
        yield from sent("first_rows", self.archive.homes(paragraphs[known]), answers)


@dataclass(frozen=True)
class ChooseShingles:
    """A step that chooses the rarest shingles of each paragraph, by which it is looked up."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield the chosen shingles to the partition of each shingle."""
        sizes, counts = tables["sizes"], tables["counts"]
        paragraphs = column(sizes, "paragraph")
        counts = counts.sort_by([("paragraph", "ascending"), ("shingle", "ascending")])
        owners = np.searchsorted(paragraphs, column(counts, "paragraph")).astype(np.int32)
        asked = rarest(column(counts, "shingle"), owners, column(sizes, "shingles"), column(counts, "before"))
        table = rows(
            "asked_shingles",
            paragraph=paragraphs[asked.owners],
            shingle=asked.shingles,
            times=asked.times,
            enough=asked.enough,
        )
        yield from sent("asked_shingles", self.archive.spread(asked.shingles), table)


@dataclass(frozen=True)
class LookUpShingles:
    """A step that looks up the passages with the chosen shingles."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield the passages to the partition of each paragraph."""
        listed = tables["first_passages"]
        shingles, passages = column(listed, "shingle"), column(listed, "passage")
        for start in range(0, len(tables["asked_shingles"]), _LOOKED_UP_AT_ONCE):
            asked = tables["asked_shingles"].slice(start, _LOOKED_UP_AT_ONCE)
            starts, sizes = np.searchsorted(shingles, column(asked, "shingle")), column(asked, "times")
            ends = np.cumsum(sizes)
            at = np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1])
            found = rows(
                "found_shingles",
                paragraph=column(asked, "paragraph"),
                shingle=column(asked, "shingle"),
                enough=column(asked, "enough"),
                passages=pa.ListArray.from_arrays(
                    pa.array(np.concatenate([[0], ends]), pa.int32()), pa.array(passages[at])
                ),
            )
            yield from sent("found_shingles", self.archive.homes(column(asked, "paragraph")), found)


@dataclass(frozen=True)
class PairTexts:
    """A step that finds the passages that share enough shingles with each paragraph."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the pairs, which stay here, and one request for each passage to its partition."""
        found = tables["found_shingles"].sort_by([("paragraph", "ascending"), ("shingle", "ascending")])
        if not len(found):
            return
        part = self.archive.read(partition)
        own = Repeats.of(part, tables["repeats"]).passages
        lists = found["passages"].combine_chunks()
        sizes, flat = np.diff(lists.offsets.to_numpy()), lists.flatten().to_numpy()
        paragraphs, owners = np.unique(column(found, "paragraph"), return_inverse=True)
        numbers, passages = np.unique(np.append(flat, own[paragraphs - part.first]), return_inverse=True)
        passages, own_numbers = passages[: len(flat)], passages[len(flat) :]
        asked = ChosenShingles(
            column(found, "shingle"), owners.astype(np.int32), sizes.astype(np.int64), column(found, "enough")
        )
        starts = np.cumsum(sizes) - sizes
        when = times(part.places[0], self.config) if self.config.window else np.zeros(len(own), np.int64)
        wanted = Wanted.none()
        for start, stop in groups(asked):
            some = asked.between(start, stop)
            begin, end = int(starts[start]), int(starts[stop - 1] + sizes[stop - 1])
            near = paired(some, passages[begin:end], own_numbers)
            of, to = paragraphs[near.texts], numbers[near.passages]
            of_times = when[of - part.first]
            wanted = wanted.with_more(to, of_times)
            table = rows(
                "near",
                paragraph=of,
                passage=to,
                weight=near.weights,
                rarity=near.rarities,
                kind=near.kinds,
                time=of_times,
            )
            yield Sent("near", partition, table)
        requests = rows(
            "wanted_places",
            passage=wanted.passages,
            home=np.full(len(wanted.passages), partition),
            low=wanted.low,
            high=wanted.high,
        )
        yield from sent("wanted_places", self.archive.homes(wanted.passages), requests)


class Wanted(NamedTuple):
    """Passages, ascending, each once, with the first and the last time of the paragraphs that are near it."""

    passages: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @classmethod
    def none(cls) -> Wanted:
        """Return no passages."""
        return cls(*(np.empty(0, np.int64) for _ in cls._fields))

    def with_more(self, passages: NDArray[np.int64], when: NDArray[np.int64]) -> Wanted:
        """Return these passages and others; ``when`` has the times of the paragraphs that are near the others."""
        passages = np.append(self.passages, passages)
        if not len(passages):
            return self
        order = np.argsort(passages, kind="stable")
        passages = passages[order]
        starts = np.flatnonzero(np.diff(passages, prepend=-1))
        low, high = np.append(self.low, when)[order], np.append(self.high, when)[order]
        return Wanted(passages[starts], np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts))
