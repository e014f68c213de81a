"""Speakers: whose words a quotation holds, as the text around it has it.

Everything looks at fixed windows of the paragraph's own characters, so the time grows with the text alone.

Speakers are given in the text's own words: the noun phrase before the verb of saying, office and name as they stand,
without what leads in (然而, 据, "On Monday"), follows (周三在记者会上, "told reporters") or stands in brackets. An
English apposition is left out ("Jane Doe, the minister" → "Jane Doe"). Pronouns stay pronouns. ``None`` where the text
does not say, or where only parsing it could tell: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re

from newsfeed.text.quotes import chinese, english
from newsfeed.text.quotes.attribution import WINDOW, Attribution
from newsfeed.text.scripts import CJK

__all__ = ["SENTENCE_ENDS", "WINDOW", "Attribution", "find_speaker", "within_sentence"]

SENTENCE_ENDS = frozenset("。！？；….!?;")
"""Marks that end a sentence, or a part of one that stands for itself."""

_CJK = re.compile(f"[{CJK}]")
_AROUND = 40  # characters on either side that tell the language of the attribution


def find_speaker(lead: str, words: str, tail: str) -> Attribution:
    """Return who spoke ``words``, which stand between ``lead`` and ``tail``, the text up to and behind their marks.

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
    """Tell whether what stands between two quotations is part of one sentence, or the end of the first one's.

    >>> within_sentence(" and "), within_sentence("林晓说。"), within_sentence("。雨停了。他")
    (True, True, False)
    """
    between = between.strip().rstrip("。")
    return not chinese.SENTENCE_END.search(between) and english.last_sentence(between) == between
