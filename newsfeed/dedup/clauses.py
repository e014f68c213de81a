"""Cut a paragraph into clauses and recognise those that only frame what is said.

A frame is an attribution ("according to the ministry", 据法新社报道), a pointer to another page ("Read more here",
更多详见), a label (【快讯】) or the Latin spelling of a name in brackets. A new frame is no news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from newsfeed.dedup.lexicon.languages import SOLID_SAYING_ENDS, SOLID_SUBJECT_ENDS, attributes, introduces
from newsfeed.dedup.lexicon.words import (
    BEING,
    CIRCUMSTANCES,
    DATELINE,
    FORM_LABELS,
    LABELS_OF_TEXTS,
    NEGATIONS,
    NOT_BEFORE_SAYING,
    NOT_SAYING,
    NOUNS_OF_SAYING,
    POINTING,
    POINTING_BEFORE,
    POINTING_ENDS,
    POINTING_STARTS,
    SAYING,
    SAYING_ENDS,
    SAYING_SAME,
    TIME_OF_SPEECH,
)

if TYPE_CHECKING:
    from newsfeed.dedup.alignment import Tokens
    from newsfeed.text.normalise import Normal

LONGEST_FRAME = 30  # units: thirty characters, fifteen words
_LONGEST_CIRCUMSTANCE = 6  # words before an attribution: "In a statement"
_LONGEST_COLUMN = 6  # characters of the name of a column before a bar
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_SHORTEST_DATELINE = 3  # tokens: year, month, day
_LONGEST_SPACED = 8  # words of a clause that ends with a verb of saying

_SENTENCE_ENDS = frozenset("。！？!?；;؟؛।\n")
_CLAUSE_ENDS = _SENTENCE_ENDS | frozenset('，,：:、،“”「」『』《》〈〉()（）[]【】—–|｜"…')
_OPENING_QUOTES = frozenset("“「『«")
_CLOSING_QUOTES = frozenset("”」』»")
_OPENING_BRACKETS = frozenset("(（")
_CLOSING = dict.fromkeys(map(ord, "'\"”’»)]）」』"))  # may stand before or after the full stop


_CREDIT = re.compile(r"[A-Z][\w .'’-]{1,40}/(?:[A-Z]{2,}|Getty|Getty Images|Reuters|Shutterstock|Alamy)")

Frame = Literal["attribution", "pointer", "label", "spelling", "dateline"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: the tokens from ``start`` to ``end``, and the kind of frame it is, if it is one.

    ``opens``: it opens a sentence. ``quoted``: it stands between quotation marks. ``labels``: it opens a sentence and a
    colon or a dash follows, so that it names the subject of the rest.
    """

    start: int
    end: int
    frame: Frame | None
    opens: bool
    quoted: bool
    labels: bool = False


def clauses(normal: Normal, tokens: Tokens) -> list[Clause]:
    """Return the clauses of a paragraph, cut at its punctuation."""
    found: list[Clause] = []
    start, before = 0, "\n" + normal.original[: int(normal.offsets[tokens.starts[0]])]
    quoted = _is_quoted_after(before, quoted=False)
    for at, gap in _gaps(normal, tokens):
        if at < len(tokens.words) and not _ends_clause(gap, tokens.words[at - 1]):
            continue
        frame, opens = _frame(tokens, start, at, before, gap), _opens_sentence(before)
        if at == len(tokens.words) and _is_credit(normal, tokens, start, before):
            frame = "attribution"
        found.append(Clause(start, at, frame, opens, quoted, opens and _is_label_end(gap)))
        start, before, quoted = at, _stopped(gap, tokens.words[at - 1]), _is_quoted_after(gap, quoted=quoted)
    return _with_dateline(_with_introductions(found, tokens), tokens)


def _is_credit(normal: Normal, tokens: Tokens, start: int, before: str) -> bool:
    """Return whether a text ends with a picture credit in brackets: (Ann Holt/PA)."""
    if start == 0 or _OPENING_BRACKETS.isdisjoint(before):
        return False
    inside = normal.original[int(normal.offsets[tokens.starts[start]]) :].rstrip(" .)）")
    return _CREDIT.fullmatch(inside) is not None


def _with_dateline(found: list[Clause], tokens: Tokens) -> list[Clause]:
    """Return the clauses, with a full date that opens the text as a clause of its own: 2021.6.16 周三 农历五月初七."""
    words = tokens.words
    if not words or not _YEAR.fullmatch(words[0]):
        return found
    end = next((at for at, word in enumerate(words) if not (word.isdigit() or word in DATELINE)), len(words))
    if end < _SHORTEST_DATELINE or end == len(words):
        return found
    later = [replace(each, start=max(end, each.start)) for each in found if each.end > end]
    return [Clause(0, end, "dateline", opens=True, quoted=False), *later]


def _is_quoted_after(gap: str, *, quoted: bool) -> bool:
    for character in gap:
        if character == '"':
            quoted = not quoted
        elif character in _OPENING_QUOTES or character in _CLOSING_QUOTES:
            quoted = character in _OPENING_QUOTES
    return quoted


def _with_introductions(found: list[Clause], tokens: Tokens) -> list[Clause]:
    """Return the clauses, each frame merged with the clauses that introduce it.

    A pointer is introduced by the words before it in its sentence ("for a simple tool, see …"), if both together are
    short; an attribution by a circumstance that opens the sentence ("In a statement, the group said").
    """
    framed = list(found)
    sentence = 0
    for index, clause in enumerate(found):
        if clause.opens:
            sentence = index
        elif clause.frame == "pointer" and sum(tokens.units[found[sentence].start : clause.end]) <= LONGEST_FRAME:
            framed[sentence:index] = [replace(each, frame="pointer") for each in found[sentence:index]]
        elif clause.frame == "attribution" and sentence == index - 1 and _is_circumstance(found[sentence], tokens):
            framed[sentence] = replace(found[sentence], frame="attribution")
    return framed


def _is_circumstance(clause: Clause, tokens: Tokens) -> bool:
    return tokens.words[clause.start] in CIRCUMSTANCES and clause.end - clause.start <= _LONGEST_CIRCUMSTANCE


def _gaps(normal: Normal, tokens: Tokens) -> list[tuple[int, str]]:
    """Return the gaps that may end a clause, each with the number of the next token, and the text after all tokens."""
    offsets = normal.offsets.tolist()
    starts = [offsets[start] for start in tokens.starts]
    ends = [offsets[start + len(word) - 1] + 1 for start, word in zip(tokens.starts, tokens.words, strict=True)]
    between = enumerate(zip(ends, starts[1:], strict=False), 1)
    gaps = [(at, normal.original[end:start]) for at, (end, start) in between if start > end]
    return [*(found for found in gaps if found[1] != " "), (len(tokens.words), normal.original[ends[-1] :])]


def _ends_clause(gap: str, word: str) -> bool:
    if _is_full_stop(gap, word):
        return True
    if gap in (" ", ",", ".", "-"):  # between words, or inside a number or an abbreviation
        return False
    if gap.startswith(". ") and len(word) == 1 and word.isalpha():  # an initial
        return False
    return gap.startswith((". ", " . ", " - ")) or not _CLAUSE_ENDS.isdisjoint(gap)


def _stopped(gap: str, word: str) -> str:
    """Return the gap after a word; a full stop is marked with an ideographic one, which has no other use."""
    return "。" + gap if _is_full_stop(gap, word) else gap


def _is_full_stop(gap: str, word: str) -> bool:
    """Return whether a full stop follows a character of a script without spaces, or a Korean one: no initial has one.

    >>> _is_full_stop(".", "元"), _is_full_stop(". ", "다"), _is_full_stop(". ", "j"), _is_full_stop(".", "3")
    (True, True, False, False)
    """
    return gap.startswith(".") and len(word) == 1 and word >= "\u0e00" and not gap.startswith("..")


def _opens_sentence(gap: str) -> bool:
    return not _SENTENCE_ENDS.isdisjoint(gap) or gap.translate(_CLOSING).lstrip().startswith((". ", "…"))


def _is_label_end(gap: str) -> bool:
    end = gap.strip(' *_"”」』')
    leads_on = end == "-" or end.startswith(("—", "–", ":", "：", "- "))
    return leads_on and "《" not in end  # before a title, it is a pointer


def _frame(tokens: Tokens, start: int, end: int, before: str, after: str) -> Frame | None:
    words = tokens.words[start:end]
    units = sum(tokens.units[start:end])
    if units > LONGEST_FRAME:
        return None
    if "".join(words) in LABELS_OF_TEXTS and _opens_sentence(before) and _is_label_end(after):
        return "label"
    if units < 2 * len(words):
        return _solid_frame("".join(words), before, after)
    if start > 0 and tokens.units[start - 1] == 1 and not _OPENING_BRACKETS.isdisjoint(before):
        return None if any(character.isdigit() for word in words for character in word) else "spelling"
    if words[0] in POINTING and _opens_sentence(before):
        return "pointer"
    leads_on = after.lstrip().startswith(":") or not _OPENING_QUOTES.isdisjoint(after)
    if leads_on and len(words) <= _LONGEST_SPACED and (not SAYING_SAME.isdisjoint(words) or introduces(words)):
        return "attribution"  # "she told reporters: …"
    return "attribution" if _attributes(words) else None


def _solid_frame(text: str, before: str, after: str) -> Frame | None:
    if (
        _says(text)
        or text.endswith(SOLID_SAYING_ENDS)
        or (after.lstrip()[:1] in _OPENING_QUOTES | {'"'} and text.endswith(SOLID_SUBJECT_ENDS))
    ):
        return "attribution"
    leads_on = after.lstrip().startswith((":", "：", "《"))
    points_on = leads_on and (text.endswith(POINTING_ENDS) or text.startswith(POINTING_BEFORE))
    if points_on or (text.startswith(POINTING_STARTS) and _opens_sentence(before)):
        return "pointer"
    if text in FORM_LABELS:
        return "label"
    is_column = before.endswith("\n") and after.lstrip().startswith(("｜", "|")) and len(text) <= _LONGEST_COLUMN
    return "label" if is_column or (before.endswith("\n【") and "】" in after) else None


def _says(text: str) -> bool:
    """Return whether a clause of Chinese ends with a verb of saying that has a subject and is not negated.

    "Not described" and "gave a description" do not say who speaks.
    """
    verb = max((end for end in SAYING_ENDS if text.endswith(end)), key=len, default="")
    subject = text.removesuffix(verb)
    if not verb or subject.endswith(NOT_BEFORE_SAYING) or text.endswith(NOT_SAYING):
        return False
    return bool(subject) or verb not in NOUNS_OF_SAYING


def _attributes(words: list[str]) -> bool:
    if words[:2] == ["according", "to"]:
        return True
    while words and words[-1] in TIME_OF_SPEECH:
        words = words[:-1]
    if not words or len(words) > _LONGEST_SPACED or not NEGATIONS.isdisjoint(words):
        return False
    if attributes(words):
        return True
    return words[0] in SAYING_SAME or (words[-1] in SAYING and BEING.isdisjoint(words[-2:-1]))
