"""Detection as a list of steps, each a pure function of the tables that were sent to a partition.

The rules are those of :mod:`newsfeed.dedup`, which a crawl applies, too. A crawl looks up related text in its
store; here an exchange brings it together: paragraphs of one normal form, lines of one site, passages with one shingle.
A paragraph is identified by its number in the order of reading, so comparing two numbers compares when they were read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.batch.exchange import Stage
from newsfeed.batch.judging import JudgeArticles
from newsfeed.batch.nearest import ChooseNearest, PlacePassages, SendTexts
from newsfeed.batch.repeats import FindRepeats, ReadTexts
from newsfeed.batch.sharing import (
    ChooseShingles,
    CountPassages,
    LookUpShingles,
    PairTexts,
    WinnowTexts,
)
from newsfeed.batch.tellings import CompleteVerdicts, FindCopies, GroupArticles, SendTellings

if TYPE_CHECKING:
    from newsfeed.batch.archive import ArchiveFiles
    from newsfeed.dedup.config import DedupConfig


def stages(archive: ArchiveFiles, config: DedupConfig) -> list[Stage]:
    """Return the steps from the texts of an archive to their verdicts, in order, with the tables that each reads."""
    return [
        Stage("read", ReadTexts(archive, config), []),
        Stage(
            "repeats",
            FindRepeats(archive, config),
            ["occurrences", "possible_lines", "quotations", "site_lines"],
        ),
        Stage("winnow", WinnowTexts(archive, config), ["repeats", "boilerplate", "known_lines", "lines"]),
        Stage("count", CountPassages(archive, config), ["postings", "asked_rows", "rows"]),
        Stage("choose", ChooseShingles(archive), ["sizes", "counts"]),
        Stage("look-up", LookUpShingles(archive), ["asked_shingles", "first_passages"]),
        Stage("pair", PairTexts(archive, config), ["found_shingles", "repeats"]),
        Stage("place", PlacePassages(archive, config), ["wanted_places", "asked_places", "facts", "reoccurrences"]),
        Stage(
            "nearest",
            ChooseNearest(archive, config),
            ["near", "first_places", "reoccurring", "facts", "repeats"],
        ),
        Stage("texts", SendTexts(archive), ["wanted"]),
        Stage(
            "judge",
            JudgeArticles(archive, config),
            [
                "facts",
                "repeats",
                "boilerplate",
                "candidates",
                "texts",
                "places",
                "known_lines",
                "first_rows",
                "first_quoted",
            ],
        ),
        Stage("group", GroupArticles(archive), ["links"]),
        Stage("tellings", SendTellings(archive), ["asked_tellings"]),
        Stage("copies", FindCopies(), ["group_tellings"]),
        Stage("complete", CompleteVerdicts(archive), ["judged", "copies", "followed"]),
    ]
