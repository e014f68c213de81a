"""Find the speaker of a quotation in the text around it.

Only fixed windows of the paragraph are searched, so the time is proportional to the text.

A speaker is a noun phrase of the text: office and name as written before the verb of saying, without introductory
words (然而, 据, "On Monday"), adverbials (周三在记者会上, "told reporters") and brackets. An English apposition is
removed ("Jane Doe, the minister" → "Jane Doe"). Pronouns are kept. The speaker is ``None`` if the text does not name
one, or if only a full parse could find it: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re

from newsfeed.text.quotes import chinese, english
from newsfeed.text.quotes.attribution import WINDOW, Attribution
from newsfeed.text.scripts import CJK

__all__ = ["SENTENCE_ENDS", "WINDOW", "Attribution", "find_speaker", "within_sentence"]

SENTENCE_ENDS = frozenset("。！？；….!?;")
"""Marks that end a sentence or an independent part of one."""

_CJK = re.compile(f"[{CJK}]")
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


def within_sentence(between: str) -> bool:
    """Return whether the text between two quotations is part of one sentence, or the end of the first one's.

    >>> within_sentence(" and "), within_sentence("林晓说。"), within_sentence("。雨停了。他")
    (True, True, False)
    """
    between = between.strip().rstrip("。")
    return not chinese.SENTENCE_END.search(between) and english.last_sentence(between) == between
