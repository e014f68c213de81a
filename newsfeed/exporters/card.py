"""A data card for a corpus, as Markdown: its contents, the omissions with their reasons, and the options used.

It depends on the articles and the options alone, never on the clock or the order of reading.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from newsfeed import __version__
from newsfeed.dedup import VERSION
from newsfeed.text.characters import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsfeed.items import Article

_UNKNOWN = "not stated"
_MOST_ROWS = 200  # rows of a table; smaller counts are summed up


@dataclass(slots=True)
class Card:
    """The counts of a corpus, article by article."""

    articles: int = 0
    first: str | None = None
    last: str | None = None
    characters: int = 0
    by: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in ("outlet", "language", "year", "licence", "agency")}
    )
    paragraphs: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    digests: list[bytes] = field(default_factory=list)

    def add(self, article: Article) -> None:
        """Count an article of the corpus."""
        self.articles += 1
        when = article.published or article.updated or ""
        if when:
            self.first, self.last = min(self.first or when, when), max(self.last or when, when)
        self.characters += len(article.text)
        values = (article.site, article.language, when[:4], article.license, article.agency)
        for counter, value in zip(self.by.values(), values, strict=True):
            counter[value or _UNKNOWN] += 1
        self.paragraphs.update(paragraph.status for paragraph in article.paragraphs)
        self.removed.update(removed.reason for removed in article.removed)
        self.digests.append(_digest(article))

    def leave_out(self, reason: str) -> None:
        """Count an article that is not in the corpus."""
        self.left_out[reason] += 1

    def markdown(self, name: str, settings: Mapping[str, object]) -> str:
        """Return the card of the corpus in the file ``name``, which was made with these settings."""
        return "\n".join([*self._summary(name), *self._tables(), *_made_with(settings)]) + "\n"

    def _summary(self, name: str) -> Iterator[str]:
        yield f"# {_cell(name)}"
        yield ""
        yield f"{self.articles:,} articles with {self.characters:,} characters of text"
        if self.first and self.last:
            yield f"published from {self.first[:10]} to {self.last[:10]}"
        yield ""
        yield f"SHA-256 of the articles: `{sha256(b''.join(sorted(self.digests))).hexdigest()}`"
        yield ""
        yield "(of the sorted SHA-256 digests of each article's id, title and paragraphs, with a line end after each)"

    def _tables(self) -> Iterator[str]:
        for name, counter in self.by.items():
            yield from _table(f"Articles by {name}", name, "articles", counter, by_name=name == "year")
        yield from _table("Paragraphs by status", "status", "paragraphs", self.paragraphs)
        yield from _table("Articles left out", "reason", "articles", self.left_out)
        yield from _table("Texts that are no part of their article", "reason", "texts", self.removed)


def _made_with(settings: Mapping[str, object]) -> Iterator[str]:
    yield from ("", "## Made with", "", "| | |", "|---|---|")
    yield f"| newsfeed | {__version__} |"
    yield f"| detection | version {VERSION} |"
    for name, value in settings.items():
        yield f"| {_cell(name)} | {_cell(value)} |"


def _table(title: str, name: str, unit: str, counter: Counter[str], *, by_name: bool = False) -> Iterator[str]:
    """Yield a heading and a table of counts, the largest first, or nothing if there is nothing to count."""
    if not counter:
        return
    rows = sorted(counter.items()) if by_name else sorted(counter.items(), key=lambda row: (-row[1], row[0]))
    yield from ("", f"## {title}", "", f"| {name} | {unit} |", "|---|---:|")
    yield from (f"| {_cell(value)} | {count:,} |" for value, count in rows[:_MOST_ROWS])
    if rest := rows[_MOST_ROWS:]:
        yield f"| {len(rest):,} others | {sum(count for _, count in rest):,} |"


def _cell(value: object) -> str:
    """Return a value as the text of a cell, escaped so that text from feeds can neither end it nor be markup."""
    text = for_terminal(str(value))
    return "".join(f"\\{each}" if each in "\\|`*<>[]" else each for each in text)


def _digest(article: Article) -> bytes:
    lines = [article.id, article.title or "", *(paragraph.text for paragraph in article.paragraphs)]
    return sha256("".join(f"{line}\n" for line in lines).encode("utf-8", "replace")).digest()
