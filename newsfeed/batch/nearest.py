"""The nearest candidates of each paragraph, and their texts.

A passage's place and fingerprint are requested from its partition once for each partition that has paragraphs near it,
however many these are: the first passages of a frequent phrase are near all paragraphs that have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from newsfeed.batch.exchange import Sent, column, rows, sent
from newsfeed.batch.repeats import PLACE, Occurrences, first_within, times
from newsfeed.batch.sharing import Repeats
from newsfeed.dedup.candidates import Near, nearest
from newsfeed.dedup.order import LAST, window

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from newsfeed.batch.archive import ArchiveFiles, Partition
    from newsfeed.dedup.config import DedupConfig

_PAIRS_AT_ONCE = 100_000  # or those of one paragraph


@dataclass(frozen=True)
class PlacePassages:
    """A step that sends the first occurrence of each passage, and its fingerprint.

    If only occurrences within a window count, it also sends the others that may be near enough.
    """

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the places of passages to each partition that requested them."""
        asked, wanted = tables["asked_places"], tables["wanted_places"]
        if not len(asked) and not len(wanted):
            return
        part = self.archive.read(partition)
        paragraphs = column(asked, "paragraph")
        places = rows("places", paragraph=paragraphs, **part.place_columns(column(asked, "same")))
        yield from sent("places", self.archive.homes(paragraphs), places)
        passages = column(wanted, "passage")
        firsts = part.place_columns(passages)
        simhashes = tables["facts"]["simhash"].to_numpy()[passages - part.first]
        placed = rows("first_places", passage=passages, simhash=simhashes, **firsts)
        yield from sent("first_places", column(wanted, "home"), placed)
        if self.config.window:
            yield from self._others(wanted, times(firsts["rank"], self.config), tables["reoccurrences"])

    def _others(self, wanted: pa.Table, first: NDArray[np.int64], reoccurrences: pa.Table) -> Iterator[Sent]:
        """Yield the occurrences within the window of paragraphs of which some are too far from the first one."""
        reach = window(self.config)
        low, high = column(wanted, "low"), column(wanted, "high")
        far = np.flatnonzero((low < first - reach) | (high > first + reach))
        reoccurrences = reoccurrences.sort_by([("passage", "ascending"), ("time", "ascending")])
        passages, when = column(reoccurrences, "passage"), column(reoccurrences, "time")
        homes = column(wanted, "home").tolist()
        for at in far.tolist():
            begin, end = np.searchsorted(passages, column(wanted, "passage")[at] + np.arange(2)).tolist()
            of_passage = when[begin:end]
            start = np.searchsorted(of_passage, low[at] - reach)
            stop = np.searchsorted(of_passage, high[at] + reach, "right")
            if stop > start:
                yield Sent("reoccurring", homes[at], reoccurrences.slice(begin + int(start), int(stop - start)))


@dataclass(frozen=True)
class ChooseNearest:
    """A step that chooses the passages to compare with each paragraph."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the chosen pairs, and request the texts of their passages from the partition of each."""
        part = self.archive.read(partition)
        first_places = tables["first_places"].sort_by("passage")
        reoccurring = Occurrences.of(tables["reoccurring"], "passage")
        near, simhashes = tables["near"], tables["facts"]["simhash"].to_numpy()
        wanted = [np.empty(0, np.int64)]
        for some in _in_parts(near):
            chosen = self._chosen(part, some, first_places, reoccurring, simhashes)
            yield Sent("candidates", partition, chosen)
            wanted.append(column(chosen, "passage"))
        repeats = Repeats.of(part, tables["repeats"])
        is_code = np.array([kind == "code" for kind in part.kinds], np.bool_)
        passages = np.unique(np.concatenate([*wanted, repeats.passages[(repeats.same >= 0) & is_code]]))
        passages = passages[self.archive.homes(passages) != partition]
        table = rows("wanted", passage=passages, home=np.full(len(passages), partition))
        yield from sent("wanted", self.archive.homes(passages), table)

    def _chosen(
        self,
        part: Partition,
        near: pa.Table,
        first_places: pa.Table,
        reoccurring: tuple[Occurrences, pa.Table],
        simhashes: NDArray[np.uint64],
    ) -> pa.Table:
        """Return the candidates of some paragraphs."""
        paragraphs, passages = column(near, "paragraph"), column(near, "passage")
        of_passages = first_places.take(np.searchsorted(column(first_places, "passage"), passages))
        at, places = passages, {name: column(of_passages, name) for name in PLACE}
        if self.config.window:
            at, places = self._within_window(near, places, *reoccurring)
        theirs = of_passages["simhash"].to_numpy()
        before = np.flatnonzero(at < paragraphs)
        pairs = Near(
            paragraphs, passages, near["weight"].to_numpy(), near["rarity"].to_numpy(), near["kind"].to_numpy()
        ).where(before)
        distances = np.bitwise_count(theirs ^ simhashes[paragraphs - part.first])[before].astype(np.int64)
        chosen = nearest(pairs, at[before], distances)
        kept = before[chosen]
        return rows(
            "candidates",
            paragraph=paragraphs[kept],
            passage=passages[kept],
            at=at[kept],
            rarity=pairs.rarities[chosen],
            simhash=theirs[kept],
            **{name: values[kept] for name, values in places.items()},
        )

    def _within_window(
        self, near: pa.Table, places: dict[str, NDArray[np.int64]], found: Occurrences, table: pa.Table
    ) -> tuple[NDArray[np.int64], dict[str, NDArray[np.int64]]]:
        """Return the first paragraph with each passage that is in the window of the other text, and its place."""
        passages, asked = column(near, "passage"), column(near, "time")
        far = np.flatnonzero(np.abs(times(places["rank"], self.config) - asked) > window(self.config))
        far = far[np.argsort(passages[far], kind="stable")]
        at, places = passages.copy(), {name: values.copy() for name, values in places.items()}
        at[far] = LAST
        bounds = [*found.starts.tolist(), len(found.keys)]
        begins, ends = (np.searchsorted(passages[far], found.keys[found.starts], side) for side in ("left", "right"))
        for (start, stop), begin, end in zip(pairwise(bounds), begins.tolist(), ends.tolist(), strict=True):
            mine, of_passage = far[begin:end], found.paragraphs[start:stop]
            at[mine] = first_within(column(table, "time")[start:stop], of_passage, asked[mine], window(self.config))
            known = mine[at[mine] < LAST]
            row = start + np.searchsorted(of_passage, at[known])
            for name in PLACE:
                places[name][known] = column(table, name)[row]
        return at, places


def _in_parts(near: pa.Table) -> Iterator[pa.Table]:
    """Yield pairs in parts, those of one paragraph in one; they are in the order of their paragraphs."""
    paragraphs, start = column(near, "paragraph"), 0
    while start < len(near):
        last = paragraphs[min(start + _PAIRS_AT_ONCE, len(near)) - 1]
        end = int(np.searchsorted(paragraphs, last, "right"))
        yield near.slice(start, end - start)
        start = end


@dataclass(frozen=True)
class SendTexts:
    """A step that sends the texts of passages that are compared with paragraphs of other partitions."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the texts to each partition that requested them."""
        wanted = tables["wanted"]
        if not len(wanted):
            return
        part = self.archive.read(partition)
        passages = column(wanted, "passage")
        texts = [part.texts[at] for at in (passages - part.first).tolist()]
        yield from sent("texts", column(wanted, "home"), rows("texts", passage=passages, text=texts))
