"""The clauses of a paragraph, and which of them only frame what is said.

A frame tells who says it ("according to the ministry", 据法新社报道), sends the reader elsewhere ("Read more here",
更多详见), labels it (【快讯】), or gives the Latin spelling of a name in brackets. That a frame is new makes no news.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.lexicon.words import (
    BEING,
    POINTING,
    POINTING_ENDS,
    POINTING_STARTS,
    SAYING,
    SAYING_ENDS,
    TIME_OF_SPEECH,
)

if TYPE_CHECKING:
    from newsfeed.dedup.alignment import Tokens
    from newsfeed.text.normalise import Normal

LONGEST_FRAME = 30  # units: thirty characters, fifteen words
_LONGEST_SPACED = 8  # words of a clause that ends with a verb of saying

_SENTENCE_ENDS = frozenset("。！？!?；;\n")
_CLAUSE_ENDS = _SENTENCE_ENDS | frozenset('，,：:、“”「」『』《》〈〉()（）[]【】—–|｜"…')
_OPENING_QUOTES = frozenset("“「『«")
_CLOSING_QUOTES = frozenset("”」』»")
_OPENING_BRACKETS = frozenset("(（")


Frame = Literal["attribution", "pointer", "label", "spelling"]


@dataclass(frozen=True, slots=True)
class Clause:
    """The tokens from ``start`` to ``end``, and how they frame what other clauses say, if they only do that.

    ``opens`` tells whether the clause opens a sentence, ``quoted`` whether it stands between quotation marks.
    """

    start: int
    end: int
    frame: Frame | None
    opens: bool
    quoted: bool


def clauses(normal: Normal, tokens: Tokens) -> list[Clause]:
    """Cut a paragraph into its clauses, by its punctuation."""
    found: list[Clause] = []
    start, before = 0, "\n" + normal.original[: int(normal.offsets[tokens.starts[0]])]
    quoted = _is_quoted_after(before, quoted=False)
    for at, gap in _gaps(normal, tokens):
        if at < len(tokens.words) and not _ends_clause(gap, tokens.words[at - 1]):
            continue
        frame = _frame(tokens, start, at, before, gap)
        opens = _opens_sentence(before)
        if frame == "pointer" and not opens:
            _point_with(found, at, tokens)
        found.append(Clause(start, at, frame, opens, quoted))
        start, before, quoted = at, gap, _is_quoted_after(gap, quoted)
    return found


def _is_quoted_after(gap: str, quoted: bool) -> bool:
    for character in gap:
        if character == '"':
            quoted = not quoted
        elif character in _OPENING_QUOTES or character in _CLOSING_QUOTES:
            quoted = character in _OPENING_QUOTES
    return quoted


def _point_with(found: list[Clause], end: int, tokens: Tokens) -> None:
    """Make what leads up to a pointer in the same sentence ("for a simple tool, see …") part of it, if it is short."""
    first = len(found) - 1
    while first > 0 and not found[first].opens:
        first -= 1
    if sum(tokens.units[found[first].start : end]) <= LONGEST_FRAME:
        found[first:] = [replace(each, frame="pointer") for each in found[first:]]


def _gaps(normal: Normal, tokens: Tokens) -> list[tuple[int, str]]:
    """Return what stands in the original before each token but the first, where anything does, and after the last."""
    offsets = normal.offsets.tolist()
    gaps = []
    for at in range(1, len(tokens.words)):
        after = offsets[tokens.starts[at - 1] + len(tokens.words[at - 1]) - 1] + 1
        if offsets[tokens.starts[at]] > after:
            gaps.append((at, normal.original[after : offsets[tokens.starts[at]]]))
    last = offsets[tokens.starts[-1] + len(tokens.words[-1]) - 1] + 1
    return [*gaps, (len(tokens.words), normal.original[last:])]


def _ends_clause(gap: str, word: str) -> bool:
    if gap in (" ", ",", ".", "-"):  # between words, or inside a number or an abbreviation
        return False
    if gap.startswith(". ") and len(word) == 1 and word.isalpha():  # an initial
        return False
    return gap.startswith((". ", " - ")) or not _CLAUSE_ENDS.isdisjoint(gap)


def _opens_sentence(gap: str) -> bool:
    return not _SENTENCE_ENDS.isdisjoint(gap) or gap.lstrip("'\"”’»)").startswith((". ", "…"))


def _frame(tokens: Tokens, start: int, end: int, before: str, after: str) -> Frame | None:
    words = tokens.words[start:end]
    units = sum(tokens.units[start:end])
    if units > LONGEST_FRAME:
        return None
    if units < 2 * len(words):
        return _solid_frame("".join(words), before, after)
    if start > 0 and tokens.units[start - 1] == 1 and not _OPENING_BRACKETS.isdisjoint(before):
        return None if any(character.isdigit() for word in words for character in word) else "spelling"
    if words[0] in POINTING and _opens_sentence(before):
        return "pointer"
    return "attribution" if _attributes(words) else None


def _solid_frame(text: str, before: str, after: str) -> Frame | None:
    if text.endswith(SAYING_ENDS):
        return "attribution"
    points_on = text.endswith(POINTING_ENDS) and after.startswith((":", "：", "《"))
    if points_on or (text.startswith(POINTING_STARTS) and _opens_sentence(before)):
        return "pointer"
    return "label" if before.endswith("\n【") and "】" in after else None


def _attributes(words: list[str]) -> bool:
    if words[:2] == ["according", "to"]:
        return True
    while words and words[-1] in TIME_OF_SPEECH:
        words = words[:-1]
    if not words or len(words) > _LONGEST_SPACED:
        return False
    return words[0] in SAYING or (words[-1] in SAYING and BEING.isdisjoint(words[-2:-1]))
