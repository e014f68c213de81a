"""Find the speaker of a quotation in the text around it.

Only fixed windows of the paragraph are searched, so the time is proportional to the text.

A speaker is a noun phrase of the text: office and name as written before the verb of saying, without introductory words
(然而, 据, "On Monday"), adverbials (周三在记者会上, "told reporters") and brackets. An English apposition is removed
("Jane Doe, the minister" → "Jane Doe"). "He", "she", 他 and 她 are replaced by the person last named as speaking, in
the paragraph or the one before; other pronouns are kept. Of a statement or a report, its author is the speaker; laws
and definitions have none. The speaker is ``None`` if the text does not name one, or if only a full parse could find
it: a wrong speaker is worse than none.
"""

from __future__ import annotations

from newsfeed.text.lazy import regex
from newsfeed.text.quotes import chinese, english
from newsfeed.text.quotes.attribution import WINDOW, Attribution
from newsfeed.text.scripts import CJK

__all__ = [
    "PERSONS",
    "SENTENCE_ENDS",
    "WINDOW",
    "Attribution",
    "antecedent",
    "author",
    "find_speaker",
    "within_sentence",
]

SENTENCE_ENDS = frozenset("。！？；….!?;")
"""Marks that end a sentence or an independent part of one."""

PERSONS = frozenset(["he", "she", "He", "She", "他", "她"])
"""Pronouns, whose referents are named earlier in the text, if at all."""

_CJK = regex(f"[{CJK}]")
_AROUND = 40  # characters on either side that decide the language of the attribution


def find_speaker(lead: str, words: str, tail: str) -> Attribution:
    """Return who spoke ``words``; ``lead`` and ``tail`` are the text before and after the quotation marks.

    >>> find_speaker("发言人林晓周二说：", "会公布。", "")
    Attribution(speaker='发言人林晓', direct=True, followed=False)
    >>> find_speaker("", "No,", " said Ann Lee, the mayor.").speaker
    'Ann Lee'
    """
    around = lead[-_AROUND:] + tail[:_AROUND]
    if _CJK.search(around if around.strip() else words):
        return chinese.find_speaker(lead, words, tail)
    return english.find_speaker(lead, words, tail)


def author(speaker: str) -> str | None:
    """Return who speaks in a document that is named as a speaker, ``None`` if it names nobody; else the speaker.

    >>> [author(name) for name in ("外交部的最新声明", "the ministry’s statement", "The statement", "Jane Doe")]
    ['外交部', 'the ministry', None, 'Jane Doe']
    """
    return chinese.author(speaker) if _CJK.search(speaker) else english.author(speaker)


def antecedent(pronoun: str, before: str) -> str | None:
    """Return the last speaker in the text before a quotation: the referent of its pronoun.

    >>> antecedent("she", "Mayor Ann Holt said the bridge was closed. "), antecedent("他", "林晓周二说，桥已经关闭。")
    ('Mayor Ann Holt', '林晓')
    """
    return chinese.antecedent(before) if _CJK.match(pronoun) else english.antecedent(before)


def within_sentence(between: str) -> bool:
    """Return whether the text between two quotations is part of one sentence, or the end of the first one's sentence.

    >>> within_sentence(" and "), within_sentence("林晓说。"), within_sentence("。雨停了。他")
    (True, True, False)
    """
    between = between.strip().rstrip("。")
    return not chinese.SENTENCE_END.search(between) and english.last_sentence(between) == between
