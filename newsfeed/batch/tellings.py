"""Decide copies and stories where articles with one text, or an article and the one that it follows, are together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from newsfeed.batch.exchange import SCHEMAS, Sent, rows, sent
from newsfeed.dedup.copies import Telling, find_copies, first_of_chain, tells_on
from newsfeed.text.urls.outlets import is_told_by_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsfeed.batch.archive import ArchiveFiles, Partition

_NO_GROUP = -1  # requested for the following article, not for a group with one text


@dataclass(frozen=True)
class GroupArticles:
    """A step that groups articles with one text, in one partition, from two numbers for each such article."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield a request for each article to its partition."""
        links = tables["links"].to_pylist()
        repeating: dict[int, int | None] = {each["number"]: each["to"] for each in links if each["repeats"]}
        homes = {each["to"]: each["to_home"] for each in links} | {each["number"]: each["home"] for each in links}
        members = repeating.keys() | {of for of in repeating.values() if of is not None}
        asked = [(number, first_of_chain(number, repeating)) for number in sorted(members)]
        wanted = {(each["to"], _NO_GROUP, each["home"]) for each in links if not each["repeats"]}
        wanted.update((number, group, group % self.archive.of_keys) for number, group in asked)
        numbers, groups, to = np.array(sorted(wanted), np.int64).reshape(-1, 3).T
        table = rows("asked_tellings", number=numbers, group=groups, home=to)
        yield from sent("asked_tellings", np.array([homes[each] for each in numbers.tolist()], np.int64), table)


@dataclass(frozen=True)
class SendTellings:
    """A step that decides whether an article is a copy, or tells another one's story."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Yield the evidence to the partitions that requested it."""
        asked = tables["asked_tellings"].to_pylist()
        if not asked:
            return
        tellings = _tellings(self.archive.read(partition), {each["number"] for each in asked})
        for name, is_group in (("group_tellings", True), ("followed", False)):
            found = [each for each in asked if (each["group"] != _NO_GROUP) is is_group]
            table = pa.Table.from_pylist(
                [{**tellings[each["number"]], "group": each["group"], "home": partition} for each in found],
                SCHEMAS[name],
            )
            yield from sent(name, np.array([each["home"] for each in found], np.int64), table)


@dataclass(frozen=True)
class FindCopies:
    """The copies in each group of articles with one text."""

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:  # noqa: ARG002 - steps are called alike
        """Yield the copies to the partition of each."""
        groups: defaultdict[int, list[Telling]] = defaultdict(list)
        homes = {}
        for row in tables["group_tellings"].to_pylist():
            groups[row["group"]].append(_telling(row))
            homes[row["number"]] = row["home"]
        found = {number: copy for group in groups.values() for number, copy in find_copies(group).items()}
        table = pa.Table.from_pylist(
            [{"number": number, "of": copy.of, "reason": copy.reason} for number, copy in found.items()],
            SCHEMAS["copies"],
        )
        yield from sent("copies", np.array([homes[number] for number in found], np.int64), table)


@dataclass(frozen=True)
class CompleteVerdicts:
    """The last step, which adds copies and stories to the verdicts and writes them to files; it sends nothing."""

    archive: ArchiveFiles

    def __call__(self, partition: int, tables: Mapping[str, pa.Table]) -> Iterator[Sent]:
        """Write the verdicts of a partition, in the order of reading."""
        judged = tables["judged"]
        copies = {row["number"]: row for row in tables["copies"].to_pylist()}
        numbers, repeats = judged["number"].to_pylist(), judged["repeats"].to_pylist()
        followed = {row["number"]: _telling(row) for row in tables["followed"].to_pylist()}
        follows = judged["follows"].to_pylist()
        later = {number for number, first in zip(numbers, follows, strict=True) if first is not None}
        own = _tellings(self.archive.read(partition), later) if later else {}
        follows = [
            first
            if first is not None and tells_on(followed[first], _telling(own[number]), repeats=repeated == first)
            else None
            for number, first, repeated in zip(numbers, follows, repeats, strict=True)
        ]
        place = judged.schema.get_field_index("follows")
        judged = judged.set_column(place, "follows", pa.array(follows, pa.int64()))
        found = [copies.get(number, {"of": None, "reason": None}) for number in numbers]
        for name, key, kind in (("duplicate_of", "of", pa.int64()), ("copy_reason", "reason", pa.string())):
            judged = judged.append_column(name, pa.array([each[key] for each in found], kind))
        self.archive.write_verdicts(partition, judged)
        yield from ()


def _tellings(part: Partition, numbers: set[int]) -> dict[int, dict[str, Any]]:
    """Return the evidence on articles of a partition for copies and stories, by number."""
    chosen = pc.is_in(part.table["number"], pa.array(sorted(numbers), pa.int64()))
    found = {}
    for row in part.table.filter(chosen).drop_columns(["quotes"]).to_pylist():
        size = sum(len(each["text"].encode()) for each in row.pop("paragraphs"))
        found[row["number"]] = {**row, "size": size, "by_title": is_told_by_title(row["site"])}
    return found


def _telling(row: Mapping[str, Any]) -> Telling:
    return Telling(
        row["number"],
        (row["rank"], row["id"]),
        row["seconds"],
        row["title"],
        row["site"],
        row["feed"],
        row["size"],
        frozenset(row["enclosures"]),
        row["by_title"],
    )
