"""What a reader is given of a judged article."""

from __future__ import annotations

import pytest

from newsfeed.dedup.policy import clean
from newsfeed.items import Article, Paragraph

NEWS = "The night ferry will not sail before the storm has passed."
SEEN = "It has crossed the bay each night since 1904."
SHARE = "Did you like this story? Pass it on!"


def read(summary: str | None, *, seen: str = "duplicate") -> Article:
    paragraphs = [Paragraph(NEWS), Paragraph(SEEN, status=seen), Paragraph(SHARE, status="boilerplate")]  # type: ignore[arg-type]
    return Article(summary=summary, paragraphs=paragraphs)


@pytest.mark.parametrize(
    ("stated", "given"),
    [
        (f"{NEWS} {SEEN} {SHARE}", NEWS),
        (f"{NEWS} {SHARE}", NEWS),
        (SHARE, NEWS),
        (f"{SHARE} {NEWS}", NEWS),
        ("Storm stops ferry.", "Storm stops ferry."),
        (f"More: {SHARE}s", f"More: {SHARE}s"),
        (None, None),
    ],
)
def test_the_summary_is_of_what_stays(stated: str | None, given: str | None) -> None:
    assert clean(read(stated)).summary == given


def test_a_repetition_inside_the_article_does_not_take_the_first_out_of_the_summary() -> None:
    article = Article(summary=NEWS, paragraphs=[Paragraph(NEWS), Paragraph(NEWS, status="duplicate")])
    assert clean(article).summary == NEWS


def test_marked_duplicates_stay_in_the_summary() -> None:
    assert clean(read(f"{NEWS} {SEEN} {SHARE}"), "mark").summary == f"{NEWS} {SEEN}"
