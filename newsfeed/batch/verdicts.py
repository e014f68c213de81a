"""Verdicts as rows of a table, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsfeed.dedup.copies import Copy
from newsfeed.dedup.order import Occurrence
from newsfeed.dedup.verdict import ArticleVerdict, ParagraphVerdict, ReuseSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa


def read_verdicts(table: pa.Table) -> Iterator[tuple[ArticleVerdict, Copy | None]]:
    """Yield the verdicts in a table, each with the decision whether the article is a copy."""
    for row in table.to_pylist():
        verdict = ArticleVerdict(
            row["number"],
            row["novelty"],
            row["repeats"],
            row["follows"],
            [_paragraph(each) for each in row["paragraphs"]],
            {each["ordinal"]: each["place"] and Occurrence(**each["place"]) for each in row["first_seen"]},
        )
        is_decided = row["copy_reason"] is not None
        yield verdict, Copy(row["duplicate_of"], row["copy_reason"]) if is_decided else None


def _paragraph(row: Mapping[str, Any]) -> ParagraphVerdict:
    origins = [
        ReuseSource(
            Occurrence(each["rank"], each["article"], each["position"]),
            each["share"],
            each["distance"],
            [(start, end) for start, end in each["spans"]],
            each["rarity"],
        )
        for each in row["reuse"]
    ]
    return ParagraphVerdict(row["position"], row["status"], row["novelty"], row["reason"], origins)
