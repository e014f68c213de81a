"""Find quotations: the text between quotation marks in an article's paragraphs.

:mod:`newsfeed.text.quotes.speakers` finds their speakers.

**Marks**: ``“” „“ «» ‹› 「」『』 ‘’ ‚‘`` and the straight ``"``. A pair inside a pair is part of the outer one. The
straight ``'`` is ignored: in real text it is an apostrophe. ``《》`` enclose titles, not speech. A mark without a
partner is ignored, except one that opens a paragraph or follows a colon or comma: its quotation extends to the end
of the paragraph, and through the next paragraphs as long as each opens with the same mark (the English and Chinese
convention).

**Statements and terms**: quoted words are a statement from a length of four words, where a CJK character counts as half
a word (so: 4 words, or 8 characters). Anything shorter (“新冷战”, "absolute priority") is a quotation only if a verb of
saying directly precedes or follows it (他说：“不。”, “No,” she said).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.lazy import regex
from newsfeed.text.quotes.speakers import (
    PERSONS,
    SENTENCE_ENDS,
    WINDOW,
    antecedent,
    author,
    find_speaker,
    within_sentence,
)
from newsfeed.text.scripts import CJK, FIRST_CJK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARK = re.compile(r"[“”„«»‹›「」『』｢｣‘’‚\"＂]")
_OPENING = frozenset("“„«‹「『｢‘‚")
_CLOSES = {  # what each mark closes; ” also closes the Swedish and the mistyped ”…”
    "”": "“„”",
    "“": "„“",
    "»": "«",
    "›": "‹",
    "」": "「",
    "』": "『",
    "｣": "｢",
    "’": "‘‚",
    "‘": "‚",
    '"': '"',
    "＂": "＂",
}
_SINGLE = frozenset("‘‚")
_STRAIGHT = frozenset('"＂')
_LEADS_IN = frozenset("：:，,—–-(（[【")
_ENDS_WORDS = frozenset("，。！？；：、,.!?;:)）]】…—-")
_NEAR = 300  # characters within which a second mark must follow if the first is to be an inch mark or apostrophe
_CJK = regex(f"[{CJK}]")
_WORD = regex(rf"[^\W_{CJK}]+(?:['’.,-][^\W_{CJK}]+)*")
_STATEMENT = 4.0  # words
# Words before the title of a programme or a book: told “Good Morning America”, in “A Short History of Ferries”.
_BEFORE_TITLE = re.compile(r"\b(?:told|tells|telling|on|in|at|for|from)\s*$", re.IGNORECASE)
_LONG_TITLE = 3  # words
_ANSWERS = frozenset(["yes", "no", "never", "maybe", "ok", "okay", "sorry", "thanks", "hello", "stop", "help"])
_SHORT_WORD = 4  # letters up to which a word of a title may be in lower case


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    ``start`` and ``end`` are the offsets of the words, without marks and surrounding space, in paragraph number
    ``paragraph`` (from 0). The parts of a quotation of several paragraphs are joined by newlines in ``text``; the
    offsets are those of its first part. ``speaker`` is a phrase of the text, or ``None``.
    """

    text: str
    speaker: str | None
    paragraph: int
    start: int
    end: int


class _Previous(NamedTuple):
    """The previous quotation: its speaker, the paragraph and offset of its end, and whether its sentence ended."""

    speaker: str | None
    paragraph: int
    until: int
    ended: bool


def quotations(paragraphs: Sequence[str]) -> list[Quotation]:
    """Return every quotation of an article, in order, with its speaker.

    >>> [(q.speaker, q.text) for q in quotations(["发言人林晓周二说：“会公布。”", '"No," said Ann Lee, the mayor.'])]
    [('发言人林晓', '会公布。'), ('Ann Lee', 'No,')]
    """
    found: list[Quotation] = []
    earlier: _Previous | None = None
    people: dict[tuple[str, int], str] = {}  # the referents of pronouns by paragraph
    for run in _runs([_stretches(text) for text in paragraphs]):
        (number, first), (last_number, last) = run[0], run[-1]
        words = "\n".join(paragraphs[n][s.start : s.end] for n, s in run)
        if earlier and earlier.paragraph != number:
            earlier = None
        lead = paragraphs[number][max(first.opened - WINDOW, earlier.until if earlier else 0) : first.opened]
        tail = paragraphs[last_number][last.closed : last.closed + WINDOW]
        attribution = find_speaker(lead, words, tail)
        if attribution.speaker is None and earlier and not earlier.ended and within_sentence(lead):
            attribution = attribution._replace(speaker=earlier.speaker)
        if attribution.speaker:
            attribution = attribution._replace(speaker=author(attribution.speaker))
        if attribution.speaker in PERSONS:
            person = attribution.speaker.lower()
            name = antecedent(person, _before(paragraphs, number, first.opened)) or people.get((person, number - 1))
            people |= {(person, place): name for place in (number, last_number) if name}
            attribution = attribution._replace(speaker=name or attribution.speaker)
        ended = words[-1] in SENTENCE_ENDS and not attribution.followed
        earlier = _Previous(attribution.speaker, last_number, last.closed, ended)
        if _is_title(lead, words, direct=attribution.direct):
            continue
        if attribution.direct or _weight(words) >= _STATEMENT:
            found.append(Quotation(words, attribution.speaker, number, first.start, first.end))
    return found


def _before(paragraphs: Sequence[str], number: int, opened: int) -> str:
    """Return the text before a quotation, in its paragraph and at the end of the previous one."""
    lead = paragraphs[number][max(opened - WINDOW, 0) : opened]
    return f"{paragraphs[number - 1][-WINDOW:]}\n{lead}" if number and opened < WINDOW else lead


class _Stretch(NamedTuple):
    """Quoted words ``[start, end)`` from the mark at ``opened`` to the offset ``closed`` after the closing mark."""

    mark: str
    opened: int
    start: int
    end: int
    closed: int
    complete: bool


def _stretches(text: str) -> list[_Stretch]:
    """Return the outermost quoted stretches of one paragraph, in order; the last may be unclosed."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return []
    depth = {match[0]: 0 for match in marks}
    pairs: list[tuple[int, int]] = []
    open_marks: list[tuple[str, int]] = []
    last_opened: dict[str, int] = {}
    for match in marks:
        mark, at = match[0], match.start()
        closes = _closes(text, at, mark, depth)
        if closes:
            other = ""
            while other != closes:  # marks opened inside and never closed are dropped
                other, start = open_marks.pop()
                depth[other] -= 1
            pairs.append((start, at))
        elif _opens(text, at, mark, depth):
            open_marks.append((mark, at))
            depth[mark] += 1
            last_opened[mark] = at
    tail = next((at for mark, at in open_marks if last_opened[mark] == at and _may_stay_open(text, at, mark)), None)
    return _outermost(text, pairs, tail)


def _outermost(text: str, pairs: list[tuple[int, int]], tail: int | None) -> list[_Stretch]:
    """Return the pairs that are not inside another one and contain a letter or digit."""
    spans = sorted([(start, end, True) for start, end in pairs] + ([] if tail is None else [(tail, len(text), False)]))
    kept: list[_Stretch] = []
    reached = -1
    for opened, close, complete in spans:
        if opened < reached:
            continue
        reached = close
        inner = text[opened + 1 : close]
        words = inner.strip()
        if _WORD.search(words) or _CJK.search(words):
            start = opened + 1 + len(inner) - len(inner.lstrip())
            closed = close + 1 if complete else close
            kept.append(_Stretch(text[opened], opened, start, start + len(words), closed, complete))
    return kept


def _closes(text: str, at: int, mark: str, depth: dict[str, int]) -> str | None:
    """Return the open mark that the mark at ``at`` closes, if any."""
    opener = next((m for m in _CLOSES.get(mark, "") if depth.get(m)), None)
    if opener is None:
        return None
    before, after = text[at - 1], text[at + 1 : at + 2]
    if mark in _STRAIGHT:
        closes = not _looks_opening(before, after) and not _is_inch_mark(text, at, mark)
    elif opener == mark == "“":  # “…“, a slip of the keyboard
        closes = not before.isspace() and (not after or after.isspace() or after in _ENDS_WORDS)
    elif opener in _SINGLE:
        closes = not _is_apostrophe(text, at)
    else:
        closes = True
    return opener if closes else None


def _opens(text: str, at: int, mark: str, depth: dict[str, int]) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in _OPENING:
        return True
    if not after or after.isspace() or after in _ENDS_WORDS:
        return False
    if mark in _STRAIGHT:
        return _looks_opening(before, after) or (not depth[mark] and bool(_CJK.match(before) or before in _ENDS_WORDS))
    return mark == "”" and (not before or before.isspace() or before in _LEADS_IN)


def _looks_opening(before: str, after: str) -> bool:
    """Return whether a straight mark is between space and a word, as only opening marks are."""
    return (not before or before.isspace() or before in "([（【“‘「") and (after.isalnum() or after in "'‘“[(（$.…")


def _is_inch_mark(text: str, at: int, mark: str) -> bool:
    """Return whether a mark is an inch mark (27" wide) inside a quotation: digit before, word after, end to come."""
    after = text[at + 1 : at + 3].strip()[:1]
    if not (text[at - 1].isdigit() and after.isalpha() and _is_latin(after)):
        return False
    end = text.find(mark, at + 1, at + _NEAR)
    return end > 0 and not text[end - 1].isspace() and text[end - 1] not in "：:"


def _is_apostrophe(text: str, at: int) -> bool:
    """Return whether ’ is an apostrophe ("don’t", "the ministers’ plan") rather than the end of ‘…’."""
    before, after = text[at - 1], text[at + 1 : at + 2]
    if before.isspace() or (_is_latin(before) and _is_latin(after)):
        return True
    if before == "s" and after == " " and text[at + 2 : at + 3].isalpha():
        end = text.find("’", at + 1, at + _NEAR)
        return end > 0 and text[end - 1] in ".,!?" and "‘" not in text[at:end]
    return False


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < FIRST_CJK


def _may_stay_open(text: str, at: int, mark: str) -> bool:
    lead = text[max(at - 3, 0) : at].rstrip()
    return mark not in _SINGLE and (not lead or lead[-1] in "：:，,")


def _runs(stretches: Sequence[Sequence[_Stretch]]) -> Iterator[list[tuple[int, _Stretch]]]:
    """Yield runs of stretches: one left open at the end of its paragraph continues if the same mark opens the next."""
    run: list[tuple[int, _Stretch]] = []
    for number, here in enumerate(stretches):
        for position, stretch in enumerate(here):
            goes_on = run and position == 0 and number == run[-1][0] + 1 and _follows_on(run[-1][1], stretch)
            if run and not goes_on:
                yield run
                run = []
            run.append((number, stretch))
    if run:
        yield run


def _follows_on(earlier: _Stretch, later: _Stretch) -> bool:
    return not earlier.complete and later.mark == earlier.mark and later.opened == 0


def _is_title(lead: str, words: str, *, direct: bool) -> bool:
    """Return whether quoted words are the title of a programme or a book: capitalised, after a word that announces one.

    Three or more such words are a title anywhere, unless a verb of saying is beside them (``direct``). One capitalised
    word in the middle of a sentence is a name: the office said “Ambo” crashed into the town.
    """
    found = _WORD.findall(words)
    if len(found) == 1 and not _CJK.search(words):
        is_inside = lead.endswith(" ") and lead.rstrip()[-1:].isalpha()
        return is_inside and words.isalpha() and words[0].isupper() and words.lower() not in _ANSWERS
    return (
        len(found) > 1
        and words[-1] not in SENTENCE_ENDS
        and words[-1] != ","
        and (_BEFORE_TITLE.search(lead) is not None or (not direct and len(found) >= _LONG_TITLE))
        and found[0][0].isupper()
        and all(word[0].isupper() or word[0].isdigit() or len(word) <= _SHORT_WORD for word in found)
        and sum(word[0].isupper() for word in found) * 2 > len(found)
    )


def _weight(words: str) -> float:
    """Return the length in words, with a CJK character as half a word."""
    return len(_CJK.findall(words)) / 2 + len(_WORD.findall(words))
