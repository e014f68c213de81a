"""First occurrences of passages, quotations and consecutive lines, and the passages that each site repeats.

Exact repeats are found by digests: all paragraphs with a normal form meet in one partition, as do all of a site.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newsfeed.batch.exchange import Sent, column, rows, sent
from newsfeed.dedup.boilerplate import Holding, ReadArticle, Recount, RepeatedLine, title_core
from newsfeed.dedup.fingerprints.simhash import fingerprints
from newsfeed.dedup.fingerprints.winnowing import digest, digests
from newsfeed.dedup.lines import may_join, possible_lines
from newsfeed.dedup.order import LAST, time_bits, window
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from newsfeed.batch.archive import ArchiveFiles, Partition
    from newsfeed.dedup.config import DedupConfig

PLACE = ("rank", "article", "position")


class Occurrences(NamedTuple):
    """Paragraphs sorted by key and number; paragraphs with one key form a group that begins at one of ``starts``."""

    keys: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, table: pa.Table, key: str = "digest") -> tuple[Occurrences, pa.Table]:
        """Return the occurrences of a table, and the table in the same order."""
        order = np.lexsort((column(table, "paragraph"), column(table, key)))
        table = table.take(order)
        keys = column(table, key)
        starts = np.flatnonzero(np.concatenate([np.ones(min(len(keys), 1), np.bool_), keys[1:] != keys[:-1]]))
        return cls(keys, column(table, "paragraph"), starts), table

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The size of each group."""
        return np.diff(self.starts, append=len(self.keys))

    @property
    def firsts(self) -> NDArray[np.int64]:
        """For each occurrence, the index of the first one of its group."""
        return np.repeat(self.starts, self.sizes)


@dataclass(frozen=True)
class ReadTexts:
    """The first step: normal forms, digests and fingerprints of the texts of a partition."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield the keys by which the texts of a partition are found."""
        part = self.archive.read(partition)
        normals = normalise_all(part.texts)
        forms = [address or normal for address, normal in zip(part.forms, normals, strict=True)]
        words = ["" if address else normal for address, normal in zip(part.forms, normals, strict=True)]
        keys = digests(forms)
        lengths = [1 if address else len(normal) for address, normal in zip(part.forms, normals, strict=True)]
        yield Sent("facts", partition, rows("facts", length=lengths, simhash=fingerprints(words)))
        times = self._times(part.places[0])
        places = part.place_columns(part.paragraphs) if self.config.window else {}
        found = rows("occurrences", digest=keys, paragraph=part.paragraphs, time=times, **places)
        yield from sent("occurrences", self.archive.spread(keys), found)
        yield from self._site_lines(part, keys, lengths)
        yield from self._quotations(part)
        if not self.config.window:
            yield from self._possible_lines(part)

    def _times(self, ranks: NDArray[np.int64]) -> NDArray[np.int64]:
        if not self.config.window:
            return np.zeros(len(ranks), np.int64)
        return times(ranks, self.config)

    def _site_lines(self, part: Partition, keys: NDArray[np.int64], lengths: Sequence[int]) -> Iterator[Sent]:
        sizes = np.diff(part.bounds)
        sites = part.table["site"].to_pylist()
        known = {site: digest(site) % self.archive.of_keys for site in set(sites)}
        of_article = np.repeat(np.arange(len(sites)), sizes)
        titles = list(map(title_core, part.table["title"].to_pylist()))
        lines = rows(
            "site_lines",
            site=[sites[article] for article in of_article.tolist()],
            article=part.places[1],
            paragraph=part.paragraphs,
            digest=keys,
            length=lengths,
            heading=[kind == "heading" for kind in part.kinds],
            title=[titles[article] for article in of_article.tolist()],
        )
        yield from sent("site_lines", np.array([known[site] for site in sites], np.int64)[of_article], lines)

    def _quotations(self, part: Partition) -> Iterator[Sent]:
        found = [
            (quote["digest"], part.first + start + quote["position"], quote["ordinal"])
            for start, _, article in part.articles()
            for quote in article["quotes"]
        ]
        keys, paragraphs, ordinals = np.array(found, np.int64).reshape(-1, 3).T
        places = part.place_columns(paragraphs)
        table = rows(
            "quotations",
            digest=keys,
            paragraph=paragraphs,
            ordinal=ordinals,
            time=self._times(places["rank"]),
            **places,
        )
        yield from sent("quotations", self.archive.spread(keys), table)

    def _possible_lines(self, part: Partition) -> Iterator[Sent]:
        joining = [at for at, kind in enumerate(part.kinds) if may_join(kind, boilerplate=False)]
        lines_of = zip(joining, possible_lines([part.texts[at] for at in joining]), strict=True)
        found = [(digest(line.normal.text), at) for at, lines in lines_of for line in lines]
        keys, paragraphs = np.array(found, np.int64).reshape(-1, 2).T
        table = rows("possible_lines", digest=keys, paragraph=paragraphs + part.first)
        yield from sent("possible_lines", self.archive.spread(keys), table)


@dataclass(frozen=True)
class FindRepeats:
    """The second step: find paragraphs, lines and quotations that were read before, and repeats of sites."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield the earlier occurrences to the partition of each later paragraph."""
        found, table = Occurrences.of(tables["occurrences"])
        yield from self._repeats(found, table)
        yield from self._lines(found, tables["possible_lines"])
        yield from self._quotations(tables["quotations"])
        paragraphs = boilerplate(tables["site_lines"], self.config.stories)
        yield from sent("boilerplate", self.archive.homes(paragraphs), rows("boilerplate", paragraph=paragraphs))

    def _repeats(self, found: Occurrences, table: pa.Table) -> Iterator[Sent]:
        repeated = found.paragraphs != found.paragraphs[found.firsts]
        paragraphs, passages = found.paragraphs[repeated], found.paragraphs[found.firsts][repeated]
        same = self._first_in_reach(found, column(table, "time"))[repeated]
        same = np.where(same < paragraphs, same, -1)
        repeats = rows("repeats", paragraph=paragraphs, passage=passages, same=same)
        yield from sent("repeats", self.archive.homes(paragraphs), repeats)
        if self.config.window:
            several = np.repeat(found.sizes > 1, found.sizes)
            passages = found.paragraphs[found.firsts][several]
            table = table.filter(several).drop_columns(["digest"]).add_column(0, "passage", [passages])
            yield from sent("reoccurrences", self.archive.homes(passages), table)

    def _first_in_reach(self, found: Occurrences, when: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each occurrence the first one of its group within the window."""
        if not self.config.window:
            return found.paragraphs[found.firsts]
        result = found.paragraphs.copy()
        for start, size in zip(found.starts.tolist(), found.sizes.tolist(), strict=True):
            if size > 1:
                group = slice(start, start + size)
                of_group = when[group]
                result[group] = first_within(of_group, found.paragraphs[group], of_group, window(self.config))
        return result

    def _lines(self, found: Occurrences, asked: pa.Table) -> Iterator[Sent]:
        keys = column(asked, "digest")
        known = np.isin(keys, found.keys)
        paragraphs = column(asked, "paragraph")[known]
        yield from sent(
            "known_lines",
            self.archive.homes(paragraphs),
            rows("known_lines", paragraph=paragraphs, digest=keys[known]),
        )
        lines = np.isin(found.keys, keys)
        paragraphs = found.paragraphs[lines]
        yield from sent(
            "lines", self.archive.homes(paragraphs), rows("lines", paragraph=paragraphs, digest=found.keys[lines])
        )

    def _quotations(self, quotations: pa.Table) -> Iterator[Sent]:
        found, table = Occurrences.of(quotations)
        first = self._first_in_reach(found, column(table, "time"))
        earlier = first < found.paragraphs
        # If one paragraph has the words twice, either occurrence will do.
        order = np.argsort(found.paragraphs, kind="stable")
        at = order[np.searchsorted(found.paragraphs, first[earlier], sorter=order)]
        table_at, paragraphs = table.take(at), found.paragraphs[earlier]
        places = {name: column(table_at, name) for name in PLACE}
        answers = rows("first_quoted", paragraph=paragraphs, ordinal=column(table, "ordinal")[earlier], **places)
        yield from sent("first_quoted", self.archive.homes(paragraphs), answers)


def times(ranks: NDArray[np.int64], config: DedupConfig) -> NDArray[np.int64]:
    """Return the times in ranks, in seconds."""
    shift, mask = time_bits(config.origin)
    return ranks >> shift & mask


def first_within(
    when: NDArray[np.int64], paragraphs: NDArray[np.int64], asked: NDArray[np.int64], reach: int
) -> NDArray[np.int64]:
    """Return, for each of the ``asked`` times, the first of some paragraphs that is at most ``reach`` seconds away.

    ``when`` has the times of the paragraphs. If none is near enough, the result is :data:`newsfeed.dedup.order.LAST`.

    >>> first_within(np.array([9, 1, 5]), np.array([4, 6, 2]), np.array([9, 5, 20]), 4).tolist() == [2, 2, LAST]
    True
    """
    order = np.argsort(when, kind="stable")
    when = when[order]
    low = np.searchsorted(when, asked - reach, "left")
    high = np.searchsorted(when, asked + reach, "right")
    least = [paragraphs[order]]  # minima of runs of 1, 2, 4, … from each one on
    while len(least[-1]) > 1 << len(least) - 1:
        step = 1 << len(least) - 1
        least.append(np.minimum(least[-1][:-step], least[-1][step:]))
    found = np.full(len(asked), LAST)
    for level, firsts in enumerate(least):
        size = 1 << level
        mine = np.flatnonzero((high - low >= size) & (high - low < 2 * size))
        found[mine] = np.minimum(firsts[low[mine]], firsts[high[mine] - size])
    return found


def boilerplate(lines: pa.Table, minimum: int) -> NDArray[np.int64]:
    """Return the paragraphs, by number, that their sites repeat under at least ``minimum`` stories."""
    if not len(lines):
        return np.empty(0, np.int64)
    lines = lines.sort_by([("site", "ascending"), ("paragraph", "ascending")])
    ends = [0, *np.flatnonzero(np.diff(_codes(lines["site"]))) + 1, len(lines)]
    return np.concatenate(
        [_of_site(lines.slice(start, end - start), minimum) for start, end in pairwise(map(int, ends))]
    )


def _codes(values: pa.ChunkedArray) -> NDArray[np.int64]:
    codes: NDArray[np.int64] = values.combine_chunks().dictionary_encode().indices.to_numpy()
    return codes


def _of_site(lines: pa.Table, minimum: int) -> NDArray[np.int64]:
    keys, articles = column(lines, "digest"), column(lines, "article")
    lengths = lines["length"].to_numpy()
    has_words = lengths >= 1
    held = np.unique(np.stack([keys[has_words], articles[has_words]]), axis=1)
    passages, counts = np.unique(held[0], return_counts=True)
    repeated = passages[counts >= minimum]
    if not len(repeated):
        return np.empty(0, np.int64)
    is_repeated = np.isin(keys, repeated)
    site = lines["site"][0].as_py()
    sums = Recount(minimum, {})
    held = held[:, np.isin(held[0], repeated)]
    sums.enter((Holding(passage, site, article, "") for passage, article in held.T.tolist()), ())
    shown = np.isin(articles, np.unique(articles[is_repeated]))
    columns = (articles[shown], keys[shown], lines["heading"].to_numpy()[shown], lengths[shown])
    titles = dict(zip(articles.tolist(), lines["title"].to_pylist(), strict=True))
    of_articles = groupby(zip(*(part.tolist() for part in columns), strict=True), key=itemgetter(0))
    changing = [
        ReadArticle(number, site, [RepeatedLine(*line) for _, *line in group], titles[number])
        for number, group in of_articles
    ]
    sums.show(changing, (), {article.number for article in changing})
    for passage, _, _ in sums.cores:
        sums.now[passage, site].stories += 1
    sums.decide()
    found = [passage for (passage, _), repeat in sums.now.items() if repeat.boilerplate]
    return column(lines, "paragraph")[np.isin(keys, np.array(found, np.int64))]
