"""A text that somebody wants checked: which of its paragraphs were read before, and where."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.dedup.fingerprints.winnowing import winnow
from newsfeed.dedup.reuse import Passage, read_before
from newsfeed.store import browse
from newsfeed.store.index import passages, postings
from newsfeed.text.normalise import normals
from newsfeed.web.marked import Segment, segments
from newsfeed.web.pages import SourcePlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from newsfeed.store.browse import ListedArticle

_LONGEST = 100_000  # characters of a text that are checked
_CANDIDATES = 40  # passages that a paragraph is aligned with
_SHARED = 2  # shingles that make a passage a candidate


class CheckedParagraph(NamedTuple):
    """A paragraph of a checked text, with the articles that have parts of it."""

    text: str
    share: float
    duplicate: bool
    parts: Sequence[Segment]
    sources: Sequence[tuple[SourcePlace, float]]


def check(connection: Connection, text: str) -> list[CheckedParagraph]:
    """Return the paragraphs of a text (one per line) with the stored sources of each. Nothing is kept."""
    lines = [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()]
    forms = normals(lines)
    return [_check(connection, line, Passage(form)) for line, form in zip(lines, forms, strict=True)]


def _check(connection: Connection, line: str, compared: Passage) -> CheckedParagraph:
    numbers = _candidates(connection, compared.normal.text)
    first = passages.earliest(connection, numbers)
    texts = passages.first_texts(connection, numbers)
    ordered = sorted((number for number in numbers if number in texts), key=lambda number: first[number].at)
    sources = [Passage(form) for form in normals([texts[number] for number in ordered])]
    verdict = read_before(compared, sources)
    places = [first[ordered[part.index]].at for part in verdict.sources]
    listed = browse.by_number(connection, {place.article for place in places})
    return CheckedParagraph(
        line,
        verdict.share,
        verdict.duplicate,
        segments(line, (span for part in verdict.sources for span in part.spans)),
        [
            (_place(listed[place.article], place.position, part.share), part.share)
            for part, place in zip(verdict.sources, places, strict=True)
        ],
    )


def _candidates(connection: Connection, normal: str) -> list[int]:
    """Return the passages that share the most shingles with a normal form."""
    shingles, _ = winnow([normal])
    counted = Counter(postings.find(connection, shingles).passages.tolist())
    enough = [number for number, count in counted.items() if count >= min(_SHARED, len(shingles))]
    return sorted(enough, key=lambda number: (-counted[number], number))[:_CANDIDATES]


def _place(listed: ListedArticle, position: int, share: float) -> SourcePlace:
    place = (listed.id, position, listed.title, listed.site, listed.moment)
    return SourcePlace(*place, share, listed.language, is_same=False)
