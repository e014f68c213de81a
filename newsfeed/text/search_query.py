"""Search queries as people type them, and the tokens by which texts are indexed and searched.

Words of scripts with spaces are tokens. A run of characters of other scripts is indexed as overlapping pairs, so that a
query of two characters is one look-up and a longer one is a phrase; SQLite's trigrams would need three characters. Both
sides are folded as for deduplication: case, accents, width, traditional and simplified characters make no difference.
A possessive ("Ardern's") and an elided article ("l'eau") are two words each, so that the name and the noun are found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from newsfeed.errors import NewsfeedError
from newsfeed.text.characters import printable
from newsfeed.text.dates.ages import named_moment
from newsfeed.text.lazy import regex
from newsfeed.text.normalise import Normal, normalise, normalise_all
from newsfeed.text.scripts import UNSEGMENTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

MOST_TERMS = 64
LONGEST_TERM = 1000
"""Characters of one word or phrase."""

_BETWEEN_PARAGRAPHS = " ¶ "  # never a token of a query, so no phrase reaches from one paragraph into the next
_RUN = regex(rf"[{UNSEGMENTED}]+|[^ {UNSEGMENTED}]+")
_SOLID = regex(f"[{UNSEGMENTED}]")
_QUOTED = r"\"[^\"]*\"?|“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|「[^」]*」?|『[^』]*』?|《[^》]*》?"
_PART = regex(rf"(?P<without>[-−])?(?:(?P<name>site|since|lang):(?P<value>[^\s]+)|(?P<term>{_QUOTED}|[^\s\"]+))")
_APOSTROPHE = regex(
    r"(?<=\w)['’](?=s\b)|(?<=\b[cdjlmnst])['’](?=\w)|(?<=\bqu)['’](?=\w)|(?<=\b[adns]ll)['’](?=\w)"
    r"|(?<=\b[dns][ae]ll)['’](?=\w)",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 40, 120  # characters of an excerpt around the match


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase in normal form; with ``is_prefix``, its last word is the beginning of a word."""

    form: str
    is_prefix: bool = False

    @property
    def tokens(self) -> list[str]:
        """The tokens, which must be consecutive."""
        return [*_tokens(self.form, is_term=True)]

    @property
    def goes_on(self) -> bool:
        """Whether the last token matches all tokens that begin with it."""
        last = self.tokens[-1]
        return self.is_prefix or (len(last) == 1 and _SOLID.match(last) is not None)


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A parsed query: every term, site and language condition must hold, and no term of ``without``."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    sites: tuple[str, ...] = ()
    without_sites: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    without_languages: tuple[str, ...] = ()
    since: str | None = None


def parse_query(text: str, now: datetime) -> SearchQuery:
    """Return the query in ``text``; any text with a word or a condition is a query.

    Ages in ``since:`` count back from ``now``.

    >>> from datetime import UTC, datetime
    >>> query = parse_query("“臺灣 海峽” ferr* -golf site:example.org", datetime(2024, 1, 8, tzinfo=UTC))
    >>> [term.form for term in query.terms], query.terms[1].is_prefix, query.without[0].form, query.sites
    (['台湾海峡', 'ferr'], True, 'golf', ('example.org',))

    Raises:
        NewsfeedError: there is nothing to search for, there is too much, or ``since:`` is not a time.

    """
    terms: dict[bool, list[Term]] = {False: [], True: []}
    conditions: dict[tuple[str, bool], list[str]] = {}
    since = None
    for part in _PART.finditer(printable(text)):
        without = part["without"] is not None
        if part["name"] == "since":
            since = named_moment("since:", part["value"], now)
        elif part["name"]:
            conditions.setdefault((part["name"], without), []).append(part["value"].lower())
        elif form := normalise(_parted(part["term"]))[:LONGEST_TERM].strip():
            terms[without].append(Term(form, is_prefix=part["term"].endswith("*")))
    if sum(map(len, terms.values())) + sum(map(len, conditions.values())) > MOST_TERMS:
        raise NewsfeedError(f"more than {MOST_TERMS} words; name fewer, or a phrase in quotation marks")

    def values(name: str, *, without: bool) -> tuple[str, ...]:
        return tuple(conditions.get((name, without), ()))

    query = SearchQuery(
        tuple(terms[False]),
        tuple(terms[True]),
        values("site", without=False),
        values("site", without=True),
        values("lang", without=False),
        values("lang", without=True),
        since,
    )
    if query == SearchQuery():
        raise NewsfeedError(f"{text[:80]!r}: no word to search for; name one, or a condition such as since:7d")
    return query


def indexed(texts: Sequence[str]) -> str:
    """Return the tokens of paragraphs, separated by spaces.

    >>> indexed(["Covid-19疫情", "《臺灣》"])
    'covid 19 疫情 情 ¶ 台湾 湾'
    """
    return _BETWEEN_PARAGRAPHS.join(" ".join(_tokens(form)) for form in normalise_all(list(map(_parted, texts))))


def excerpt(texts: Sequence[str], terms: Sequence[Term]) -> str:
    """Return an excerpt of the paragraph with most of ``terms``, around the first of them, or its beginning.

    >>> ferry, storm = Term("ferry"), Term("storm")
    >>> excerpt(["The ferry is late.", "The storm keeps the ferry."], [ferry, storm])
    'The storm keeps the ferry.'
    """
    patterns = [re.compile(_pattern(term)) for term in terms]
    most, chosen = 0, _around(next(filter(None, texts), ""), 0)
    parted = list(map(_parted, texts))  # of the same length
    for text, part, form in zip(texts, parted, normalise_all(parted), strict=True):
        found = [match.start() for match in (pattern.search(form) for pattern in patterns) if match]
        if len(found) > most:
            most, chosen = len(found), _around(text, int(Normal.of(part).offsets[min(found)]))
        if most == len(patterns):
            break
    return chosen


def _parted(text: str) -> str:
    """Return a text with a space in place of each apostrophe between two words.

    >>> _parted("Ardern's plan, L’été d'Ardèche, O'Brien")
    "Ardern s plan, L été d Ardèche, O'Brien"
    """
    return _APOSTROPHE.sub(" ", text) if "'" in text or "’" in text else text


def _tokens(form: str, *, is_term: bool = False) -> Iterator[str]:
    """Yield the tokens of a normal form.

    The last character of a run is a token, too, so that the next word of a phrase must follow the end of the run. A
    term may end inside a run, so its last run has no such token.
    """
    for run in _RUN.finditer(form):
        characters = run[0]
        if not _SOLID.match(characters):
            yield characters
            continue
        yield from map("".join, pairwise(characters))
        if not is_term or run.end() < len(form) or len(characters) == 1:
            yield characters[-1]


def _pattern(term: Term) -> str:
    """Return a regular expression that finds a term in a normal form, as whole words."""
    first, last = (_SOLID.match(term.form[at]) for at in (0, -1))
    before = "" if first else rf"(?<![^ {UNSEGMENTED}])"
    after = "" if last or term.is_prefix else rf"(?![^ {UNSEGMENTED}])"
    return before + re.escape(term.form) + after


def _around(text: str, at: int) -> str:
    start, end = max(0, at - _BEFORE), at + _AFTER
    return f"{'…' if start else ''}{' '.join(text[start:end].split())}{'…' if end < len(text) else ''}"
