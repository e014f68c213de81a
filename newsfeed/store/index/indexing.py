"""Index the texts of articles: store their passages and quotations, and compute rank and fingerprint."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsfeed.dedup.fingerprints.simhash import fingerprints
from newsfeed.dedup.fingerprints.winnowing import digests
from newsfeed.dedup.order import Occurrence, rank
from newsfeed.store.index import passages
from newsfeed.store.schema import quotes
from newsfeed.store.sql import signed
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from newsfeed.dedup.config import Origin
    from newsfeed.text.quotes.quotations import Quotation

T = TypeVar("T")


class Text(NamedTuple):
    """The paragraphs and the quotations of an article, under its number, with the time of its publication."""

    number: int
    moment: str
    paragraphs: Sequence[str]
    quotations: Sequence[Quotation]


class Indexed(NamedTuple):
    """The rank and the fingerprint of an article, and the passage number of each of its paragraphs."""

    rank: int
    simhash: int
    passages: list[int]


def index(connection: Connection, texts: Sequence[Text], origin: Origin) -> list[Indexed]:
    """Store the passages and quotations of articles that have none in the store; return the values of their rows."""
    forms = _by_text(texts, normalise_all([paragraph for text in texts for paragraph in text.paragraphs]))
    ranks = [rank(text.moment, sum(map(len, group)), origin) for text, group in zip(texts, forms, strict=True)]
    simhashes = map(signed, fingerprints([" ".join(filter(None, group)) for group in forms]).tolist())
    places = [
        Occurrence(placed, text.number, position)
        for text, placed in zip(texts, ranks, strict=True)
        for position in range(len(text.paragraphs))
    ]
    numbers = _by_text(texts, passages.intern(connection, [form for group in forms for form in group], places))
    _store_quotes(connection, texts, ranks)
    return [Indexed(*each) for each in zip(ranks, simhashes, numbers, strict=True)]


def _by_text(texts: Sequence[Text], values: Iterable[T]) -> list[list[T]]:
    """Cut a flat list of one value a paragraph into one list an article."""
    rest = iter(values)
    return [list(islice(rest, len(text.paragraphs))) for text in texts]


def _store_quotes(connection: Connection, texts: Sequence[Text], ranks: Sequence[int]) -> None:
    found = [
        (text.number, placed, ordinal, quotation)
        for text, placed in zip(texts, ranks, strict=True)
        for ordinal, quotation in enumerate(text.quotations)
    ]
    normals = normalise_all([quotation.text for *_, quotation in found])
    rows = [
        {
            "article": number,
            "ordinal": ordinal,
            "rank": placed,
            "text": quotation.text,
            "speaker": quotation.speaker,
            "simhash": signed(int(simhash)),
            "digest": int(digest),
            "position": quotation.paragraph,
            "start": quotation.start,
            "end": quotation.end,
        }
        for (number, placed, ordinal, quotation), simhash, digest in zip(
            found, fingerprints(normals), digests(normals), strict=True
        )
    ]
    if rows:
        connection.execute(quotes.insert(), rows)
