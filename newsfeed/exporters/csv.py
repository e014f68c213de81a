"""CSV: a table with one row per article."""

from __future__ import annotations

import csv
import unicodedata
from io import TextIOWrapper
from operator import attrgetter
from typing import IO, TYPE_CHECKING

from newsfeed.exporters.base import ArticleExporter
from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsfeed.items import Article, DateNote, Dates, Person

_FORMULA_SIGNS = frozenset("=+-@")


class CsvExporter(ArticleExporter):
    """A table with a row per article, for spreadsheets and data frames (``.csv``, RFC 4180).

    Lists are joined with ``; ``, an enclosure is its URL, a quote its speaker and words; paragraphs are left out, as
    ``text`` has the cleaned body. A cell that a spreadsheet would evaluate as a formula is prefixed with an apostrophe
    (OWASP, "CSV injection"), because feeds are untrusted input. Use JSON Lines to get every character unchanged.
    """

    columns: tuple[tuple[str, Callable[[Article], object]], ...] = (
        ("id", attrgetter("id")),
        ("url", attrgetter("url")),
        ("guid", attrgetter("guid")),
        ("title", attrgetter("title")),
        ("summary", attrgetter("summary")),
        ("authors", lambda article: "; ".join(article.authors)),
        ("people", lambda article: "; ".join(map(_contact, article.people))),
        ("categories", lambda article: "; ".join(article.categories)),
        ("language", attrgetter("language")),
        ("published", attrgetter("published")),
        ("updated", attrgetter("updated")),
        ("fetched", attrgetter("fetched")),
        ("dates", lambda article: _notes(article.dates) if article.dates else None),
        ("image", attrgetter("image")),
        ("enclosures", lambda article: "; ".join(enclosure.url for enclosure in article.enclosures)),
        ("rights", attrgetter("rights")),
        ("license", attrgetter("license")),
        ("reply_to", attrgetter("reply_to")),
        ("feed_url", attrgetter("feed.url")),
        ("feed_title", attrgetter("feed.title")),
        ("site", attrgetter("site")),
        ("agency", attrgetter("agency")),
        ("text", attrgetter("text")),
        ("html", attrgetter("html")),
        ("links", lambda article: "; ".join(link.url for link in article.links)),
        ("removed", lambda article: "; ".join(removed.text for removed in article.removed)),
        (
            "quotes",
            lambda article: "; ".join(f"{q.speaker}: {q.text}" if q.speaker else q.text for q in article.quotes),
        ),
        ("simhash", attrgetter("simhash")),
        ("novelty", attrgetter("novelty")),
        ("duplicate_of", attrgetter("duplicate_of")),
        ("represented_by", attrgetter("represented_by")),
        ("also", lambda article: "; ".join(other.url or other.id for other in article.also)),
        ("dropped", attrgetter("dropped")),
        ("story", attrgetter("story")),
        ("revision", attrgetter("revision")),
    )

    @classmethod
    def header(cls) -> bytes:
        """Return the header line, without its line break."""
        return ",".join(name for name, _ in cls.columns).encode()

    def start_exporting(self) -> None:
        """Write the header, unless rows are appended to an existing file."""
        self._stream = TextIOWrapper(self.file, encoding="utf-8", newline="", write_through=True)
        self._rows = csv.writer(self._stream)
        if not _position(self.file):
            self._rows.writerow(name for name, _ in self.columns)

    def write(self, article: Article) -> None:
        """Write one row."""
        self._rows.writerow([_cell(value(article)) for _, value in self.columns])

    def finish(self) -> None:
        """Detach from the file; its owner closes it."""
        self._stream.detach()


def _contact(person: Person) -> str:
    return " ".join(filter(None, (person.name, person.email and f"<{person.email}>", person.url)))


def _notes(dates: Dates) -> str:
    """Return the notes on the times of an article, as text.

    >>> from newsfeed.items import DateNote, Dates
    >>> _notes(Dates(DateNote("2024-01-04 21:45", "+08:00", "feed"), DateNote("some day")))
    'published: 2024-01-04 21:45 (+08:00 assumed); updated: some day'
    """
    notes = {"published": dates.published, "updated": dates.updated}
    return "; ".join(f"{name}: {_note(note)}" for name, note in notes.items() if note)


def _note(note: DateNote) -> str:
    remarks = [f"{note.assumed_zone} assumed" if note.assumed_zone else "", "in the future" if note.future else ""]
    return f"{note.raw} ({', '.join(filter(None, remarks))})" if any(remarks) else note.raw


def _position(file: IO[bytes]) -> int:
    return file.tell() if file.seekable() else 0


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = xml_text(value)
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Return whether a spreadsheet may evaluate the text: full-width signs count, spaces before it do not.

    >>> [_is_formula(text) for text in ("=1+1", "＝1+1", " @SUM(1)", "1=1", "")]
    [True, True, True, False, False]
    """
    if text.startswith(("\t", "\r", "\n")):
        return True
    start = text.lstrip("\u200b\u200c\u200d\u2060\ufeff \u3000\xa0")[:1]
    return unicodedata.normalize("NFKC", start) in _FORMULA_SIGNS
