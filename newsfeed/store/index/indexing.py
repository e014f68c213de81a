"""Index article texts: store their passages and quotations, and compute ranks and fingerprints."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np

from newsfeed.dedup.fingerprints.simhash import fingerprints
from newsfeed.dedup.fingerprints.winnowing import digests
from newsfeed.dedup.media import form_of_address
from newsfeed.dedup.order import Occurrence, rank
from newsfeed.items import MEDIA
from newsfeed.store.index import passages
from newsfeed.store.schema import UNREAD, quotes
from newsfeed.store.sql import insert_all, signed
from newsfeed.text.normalise import normalise_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from newsfeed.dedup.config import Origin
    from newsfeed.text.quotes.quotations import Quotation

T = TypeVar("T")


class _Paragraph(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def url(self) -> str | None: ...


class Text(NamedTuple):
    """The paragraphs and quotations of an article, with its number and publication time.

    ``addresses`` holds the URLs of images and embeds by position: these are identified by URL, not by text. The text of
    a ``dropped`` article does not count as read.
    """

    number: int
    id: str
    moment: str
    paragraphs: Sequence[str]
    quotations: Sequence[Quotation]
    addresses: Mapping[int, str]
    dropped: bool = False


def addresses(paragraphs: Iterable[_Paragraph]) -> dict[int, str]:
    """Return the URLs of an article's images and embeds, by paragraph position."""
    return {at: paragraph.url or "" for at, paragraph in enumerate(paragraphs) if paragraph.kind in MEDIA}


class Indexed(NamedTuple):
    """The rank and fingerprint of an article, and the rank of its paragraphs with the passage number of each."""

    rank: int
    paragraph_rank: int
    simhash: int
    passages: list[int]


def index(connection: Connection, texts: Sequence[Text], origin: Origin) -> list[Indexed]:
    """Store the passages and quotations of new texts; return the values for their rows."""
    forms = _by_text(texts, normalise_all([paragraph for text in texts for paragraph in text.paragraphs]))
    for text, group in zip(texts, forms, strict=True):
        for position in text.addresses:
            group[position] = ""
    ranks = [rank(text.moment, sum(map(len, group)), origin, text.id) for text, group in zip(texts, forms, strict=True)]
    simhashes = map(signed, fingerprints([" ".join(filter(None, group)) for group in forms]).tolist())
    read = [UNREAD if text.dropped else placed for text, placed in zip(texts, ranks, strict=True)]
    places = [
        None if text.dropped else Occurrence(placed, text.number, position)
        for text, placed in zip(texts, ranks, strict=True)
        for position in range(len(text.paragraphs))
    ]
    for text, group in zip(texts, forms, strict=True):
        for position, address in text.addresses.items():
            group[position] = form_of_address(address)
    numbers = _by_text(texts, passages.intern(connection, [form for group in forms for form in group], places))
    _store_quotes(connection, texts, read)
    return [Indexed(*each) for each in zip(ranks, read, simhashes, numbers, strict=True)]


def _by_text(texts: Sequence[Text], values: Iterable[T]) -> list[list[T]]:
    """Split a flat list with one value per paragraph into one list per article."""
    rest = iter(values)
    return [list(islice(rest, len(text.paragraphs))) for text in texts]


def _store_quotes(connection: Connection, texts: Sequence[Text], ranks: Sequence[int]) -> None:
    found = [
        (text.number, placed, ordinal, quotation)
        for text, placed in zip(texts, ranks, strict=True)
        for ordinal, quotation in enumerate(text.quotations)
    ]
    normals = normalise_all([quotation.text for *_, quotation in found])
    simhashes, keys = fingerprints(normals).view(np.int64).tolist(), digests(normals).tolist()
    rows = [
        (number, ordinal, placed, each.text, each.speaker, simhash, key, each.paragraph, each.start, each.end)
        for (number, placed, ordinal, each), simhash, key in zip(found, simhashes, keys, strict=True)
    ]
    insert_all(connection, quotes, rows)
