"""The patterns of a subscription that select the articles to keep and to drop.

A pattern is a list of words, of which any must occur, or a regular expression between slashes. Both ignore case.
Regular expressions are matched by RE2, in time proportional to the text. So no expression takes for ever, and matching
does not depend on the load of the machine, as it would with a time limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2

from newsfeed.errors import NewsfeedError
from newsfeed.text.normalise import normalise
from newsfeed.text.scripts import UNSEGMENTED, is_unsegmented

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newsfeed.items import Article

LONGEST_PATTERN = 1000
"""Characters of a pattern."""

MOST_PATTERNS = 100
"""Patterns of one option of a subscription."""

FIELDS: Mapping[str, Callable[[Article], str]] = {
    "title": lambda article: article.title or "",
    "text": lambda article: "\n".join(paragraph.text for paragraph in article.paragraphs),
    "author": lambda article: "\n".join(article.authors),
    "category": lambda article: "\n".join(article.categories),
}
"""The parts of an article that patterns are matched against, by the names with which patterns may begin."""

_FIELD = re.compile(rf"({'|'.join(FIELDS)}):\s*(?=\S)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_APART = rf" {UNSEGMENTED}"  # characters that end a word in the normal form


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``text`` is its source. Without ``field`` it is matched against every part."""

    text: str
    field: str | None
    expression: Any  # of re2, on UTF-8, or of re, on the normal form
    is_regex: bool

    def matches(self, article: Article) -> bool:
        """Return whether the pattern occurs in its part of an article, or in any part."""
        parts = [FIELDS[self.field]] if self.field else FIELDS.values()
        return any(self._occurs_in(part(article)) for part in parts)

    def _occurs_in(self, text: str) -> bool:
        subject = text.encode("utf-8", "replace") if self.is_regex else normalise(text)
        return self.expression.search(subject) is not None


@lru_cache(maxsize=1000)
def parse_pattern(text: str) -> Pattern:
    """Return a pattern; raise :class:`NewsfeedError` if it is not valid.

    >>> from newsfeed.items import Article
    >>> parse_pattern("golf Tennis").matches(Article(title="A tennis court")), parse_pattern("golf").matches(Article())
    (True, False)
    >>> parse_pattern("author: /^ann/").matches(Article(title="Ann", authors=["Bo", "Cy"]))
    False
    """
    if len(text) > LONGEST_PATTERN:
        raise NewsfeedError(f"{text[:40]}…: a pattern may have up to {LONGEST_PATTERN:,} characters")
    if _CONTROL.search(text):
        raise NewsfeedError(f"{_CONTROL.sub(' ', text)}: a pattern must be one line, without control characters")
    named = _FIELD.match(text)
    pattern = text[named.end() :] if named else text
    is_regex = len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/")
    expression = _regex(text, pattern[1:-1]) if is_regex else _words(text, pattern)
    return Pattern(text, named[1] if named else None, expression, is_regex)


def _regex(text: str, pattern: str) -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    if not pattern:
        raise NewsfeedError(f"{text}: the regular expression is empty")
    try:
        return re2.compile(pattern.encode("utf-8", "replace"), options)
    except re2.error as error:
        [reason] = error.args or ("",)
        said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise NewsfeedError(f"{text}: not a regular expression of RE2: {said}") from error


def _words(text: str, pattern: str) -> re.Pattern[str]:
    """Return an expression for any of some words, on the normal form of texts.

    A word of a script without spaces, such as Chinese, may occur anywhere.
    """
    words = [word for word in map(normalise, pattern.split()) if word]
    if not words:
        raise NewsfeedError(f"{text or repr(text)}: a pattern needs a word, or a regular expression between slashes")
    return re.compile("|".join(map(_word, words)))


def _word(word: str) -> str:
    before = "" if is_unsegmented(word[0]) else rf"(?<![^{_APART}])"
    after = "" if is_unsegmented(word[-1]) else rf"(?![^{_APART}])"
    return before + re.escape(word) + after


def drop_reason(article: Article, keep: Sequence[str], drop: Sequence[str]) -> str | None:
    """Return the option that drops an article; ``None`` if it is kept.

    An article is dropped if a ``drop`` pattern matches, or if there are ``keep`` patterns and none matches.

    >>> from newsfeed.items import Article
    >>> drop_reason(Article(title="Golf today"), [], ["tennis", "golf"])
    '--drop golf'
    >>> drop_reason(Article(title="Rain"), ["golf"], [])
    'no match for --keep golf'
    """
    for pattern in map(parse_pattern, drop):
        if pattern.matches(article):
            return f"--drop {pattern.text}"
    if keep and not any(pattern.matches(article) for pattern in map(parse_pattern, keep)):
        return f"no match for --keep {', '.join(keep)}"
    return None


def checked_patterns(option: str, patterns: Sequence[str]) -> tuple[str, ...]:
    """Return the distinct patterns of an option; empty patterns are left out.

    Raises :class:`NewsfeedError` if one is not valid.
    """
    found = tuple(dict.fromkeys(pattern.strip() for pattern in patterns if pattern.strip()))
    if len(found) > MOST_PATTERNS:
        raise NewsfeedError(f"{option}: up to {MOST_PATTERNS} patterns, not {len(found):,}")
    for pattern in found:
        try:
            parse_pattern(pattern)
        except NewsfeedError as error:
            raise NewsfeedError(f"{option} {error}") from error
    return found
