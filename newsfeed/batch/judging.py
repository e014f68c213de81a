"""Judge the articles of a partition, with all data that their verdicts depend on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from newsfeed.batch.exchange import SCHEMAS, Sent, column, rows
from newsfeed.batch.repeats import PLACE
from newsfeed.batch.sharing import NOWHERE, Repeats, boilerplate_in, way_key, ways_of
from newsfeed.dedup.fingerprints.simhash import fingerprints
from newsfeed.dedup.lines import may_join
from newsfeed.dedup.order import Occurrence
from newsfeed.dedup.portions import LETTERS_AT_ONCE, placed, portions
from newsfeed.dedup.verdict import (
    ArticleVerdict,
    Candidate,
    Earliest,
    Evidence,
    ParagraphVerdict,
    PendingArticle,
    ReuseSource,
    StoredParagraph,
    StoredQuote,
    Texts,
    judge,
    judge_paragraph,
    sources_of_lines,
)
from newsfeed.text.normalise import normals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsfeed.batch.archive import ArchiveFiles, Partition
    from newsfeed.dedup.config import DedupConfig


class _Found(NamedTuple):
    """The evidence for a whole partition, by place; ``texts`` by passage; ``homes`` the partitions of sources."""

    same: Mapping[Occurrence, Occurrence]
    earlier: Mapping[Occurrence, Sequence[Candidate]]
    lines: Mapping[Occurrence, list[ReuseSource]]
    texts: Mapping[int, str]
    homes: Mapping[int, int]


@dataclass(frozen=True)
class JudgeArticles:
    """A step that judges the articles of a partition, except for copies and stories."""

    archive: ArchiveFiles
    config: DedupConfig

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the verdicts, which stay here, and the pairs of articles of which one repeats or follows the other."""
        part = self.archive.read(partition)
        articles = _pending(part, tables)
        paragraphs = list(placed(articles))
        found = self._found(part, paragraphs, tables)
        quoted = _first_quoted(part, tables["first_quoted"])
        judged: list[ParagraphVerdict] = []
        for some in portions(paragraphs, LETTERS_AT_ONCE):
            evidence = self._evidence(some, found)
            judged += [judge_paragraph(at, paragraph, evidence) for at, paragraph in some.items()]
        in_order = iter(judged)
        verdicts = [
            judge(
                article,
                list(islice(in_order, len(article.paragraphs))),
                {
                    (quote.digest, article.rank): quoted.get((article.number, quote.ordinal), article.place_of(quote))
                    for quote in article.quotes
                },
                self.config.origin,
            )
            for article in articles
        ]
        yield Sent("judged", partition, _judged_rows(verdicts, part.table["id"].to_pylist()))
        links = [
            (verdict.number, partition, to, found.homes[to], repeats)
            for verdict in verdicts
            for to, repeats in ((verdict.repeats, True), (verdict.follows, False))
            if to is not None
        ]
        if links:
            names = SCHEMAS["links"].names
            yield Sent("links", 0, rows("links", **dict(zip(names, map(list, zip(*links, strict=True)), strict=True))))

    def _found(
        self, part: Partition, paragraphs: Sequence[tuple[Occurrence, StoredParagraph]], tables: Mapping[str, pa.Table]
    ) -> _Found:
        same = dict(_places(part, tables["places"]))
        earlier = _earlier(part, tables["candidates"])
        needed = {each.passage for of_one in earlier.values() for each in of_one}
        needed.update(each.passage for at, each in paragraphs if each.kind == "code" and at in same)
        local = {passage: part.texts[passage - part.first] for passage in needed if passage >= part.first}
        sent = dict(_tuples(tables["texts"], ("passage", "text")))
        return _Found(same, earlier, _lines(part, paragraphs, tables), local | sent, self._homes(part, tables))

    def _homes(self, part: Partition, tables: Mapping[str, pa.Table]) -> dict[int, int]:
        """Return the partitions of the articles in which paragraphs were read before, by article number."""
        same = Repeats.of(part, tables["repeats"]).same[column(tables["places"], "paragraph") - part.first]
        places = ((tables["candidates"], column(tables["candidates"], "at")), (tables["places"], same))
        homes: dict[int, int] = {}
        for table, at in places:
            homes |= dict(zip(column(table, "article").tolist(), self.archive.homes(at).tolist(), strict=True))
        rows_of = tables["first_rows"]
        return homes | dict(zip(column(rows_of, "article").tolist(), column(rows_of, "home").tolist(), strict=True))

    def _evidence(self, some: Mapping[Occurrence, StoredParagraph], found: _Found) -> Evidence:
        same = {at: found.same[at] for at in some if at in found.same}
        earlier = {at: found.earlier[at] for at in some if at in found.earlier}
        needed = {each.passage for of_one in earlier.values() for each in of_one}
        needed.update(some[at].passage for at in same if some[at].kind == "code")
        texts = {passage: found.texts[passage] for passage in needed}
        return Evidence(
            self.config,
            same,
            dict(zip(same, normals([some[at].text for at in same]), strict=True)),
            earlier,
            {at: found.lines[at] for at in some if at in found.lines},
            Texts(texts | {some[at].passage: some[at].text for at in earlier}),
        )


def _earlier(part: Partition, candidates: pa.Table) -> dict[Occurrence, list[Candidate]]:
    names = ("paragraph", "passage", "rarity", "simhash", *PLACE)
    found: dict[Occurrence, list[Candidate]] = {}
    for paragraph, group in groupby(_tuples(candidates, names), key=itemgetter(0)):
        found[part.place(paragraph)] = [
            Candidate(passage, Earliest(Occurrence(*place), simhash), rarity)
            for _, passage, rarity, simhash, *place in group
        ]
    return found


def _lines(
    part: Partition, paragraphs: Sequence[tuple[Occurrence, StoredParagraph]], tables: Mapping[str, pa.Table]
) -> dict[Occurrence, list[ReuseSource]]:
    firsts = {
        (paragraph, key): Occurrence(*place)
        for paragraph, key, *place in _tuples(tables["first_rows"], ("paragraph", "key", *PLACE))
    }
    asking = np.isin(part.paragraphs, column(tables["first_rows"], "paragraph"))
    found = {}
    for at, ways in ways_of(part, tables["known_lines"], asking).items():
        place, paragraph = paragraphs[at]
        rows_of = [(firsts.get((part.first + at, way_key(way))), way) for way in ways]
        earlier = [(first, way) for first, way in rows_of if first and first.rank < place.rank]
        if earlier and may_join(paragraph.kind, boilerplate=paragraph.boilerplate):
            first, lines = min(earlier, key=itemgetter(0))
            simhashes = fingerprints([line.normal.text for line in lines]).tolist()
            found[place] = sources_of_lines(paragraph, lines, first, simhashes)
    return found


def _pending(part: Partition, tables: Mapping[str, pa.Table]) -> list[PendingArticle]:
    """Return the articles of a partition, to be judged."""
    is_boilerplate = boilerplate_in(part, tables["boilerplate"]).tolist()
    passages = Repeats.of(part, tables["repeats"]).passages.tolist()
    facts = tables["facts"]
    lengths, simhashes = facts["length"].to_pylist(), facts["simhash"].to_pylist()
    found = []
    for start, end, article in part.articles():
        pending = PendingArticle(article["number"], article["rank"], fresh=True)
        pending.paragraphs = [
            StoredParagraph(
                at - start,
                passages[at],
                part.texts[at],
                part.kinds[at],
                part.ordered[at],
                "unique",
                1.0,
                None,
                is_boilerplate[at],
                lengths[at],
                simhashes[at],
                NOWHERE,
            )
            for at in range(start, end)
        ]
        pending.quotes = [StoredQuote(**quote) for quote in article["quotes"]]
        found.append(pending)
    return found


def _first_quoted(part: Partition, table: pa.Table) -> dict[tuple[int, int], Occurrence]:
    """Return the first places of quotations, by the numbers of the article and of the quotation."""
    return {
        (part.place(paragraph).article, ordinal): Occurrence(*place)
        for paragraph, ordinal, *place in _tuples(table, ("paragraph", "ordinal", *PLACE))
    }


def _places(part: Partition, table: pa.Table) -> Iterator[tuple[Occurrence, Occurrence]]:
    for paragraph, *place in _tuples(table, ("paragraph", *PLACE)):
        yield part.place(paragraph), Occurrence(*place)


def _tuples(table: pa.Table, names: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _judged_rows(verdicts: Sequence[ArticleVerdict], ids: Sequence[str]) -> pa.Table:
    found = [
        {
            "number": verdict.number,
            "id": id_,
            "novelty": verdict.novelty,
            "repeats": verdict.repeats,
            "follows": verdict.follows,
            "paragraphs": [_paragraph_row(each) for each in verdict.paragraphs],
            "first_seen": list(verdict.first_seen.items()),
        }
        for verdict, id_ in zip(verdicts, ids, strict=True)
    ]
    return pa.Table.from_pylist(found, SCHEMAS["judged"])


def _paragraph_row(verdict: ParagraphVerdict) -> tuple[object, ...]:
    """Return the fields of a verdict in the order of its table."""
    reuse = [(*origin.at, origin.share, origin.distance, origin.spans, origin.rarity) for origin in verdict.origins]
    return verdict.position, verdict.status, verdict.novelty, verdict.reason, reuse
