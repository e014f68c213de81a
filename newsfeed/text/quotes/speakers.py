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
from newsfeed.text.quotes.attribution import WINDOW, Source

__all__ = ["CJK_CLASS", "SENTENCE_ENDS", "WINDOW", "Source", "source", "within_sentence"]

SENTENCE_ENDS = frozenset("。！？；….!?;")
"""Marks that end a sentence, or a part of one that stands for itself."""

CJK_CLASS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""The inside of a regular expression's class: ideographs, kana and hangul."""

_CJK = re.compile(f"[{CJK_CLASS}]")
_AROUND = 40  # characters on either side that tell the language of the attribution


def source(lead: str, words: str, tail: str) -> Source:
    """Return who spoke ``words``, which stand between ``lead`` and ``tail``, the text up to and behind their marks.

    >>> source("发言人林晓周二说：", "会公布。", ""), source("", "No,", " said Ann Lee, the mayor.")
    (Source(speaker='发言人林晓', direct=True, followed=False), Source(speaker='Ann Lee', direct=True, followed=True))
    """
    around = lead[-_AROUND:] + tail[:_AROUND]
    if _CJK.search(around if around.strip() else words):
        return chinese.source(lead, words, tail)
    return english.source(lead, words, tail)


def within_sentence(between: str) -> bool:
    """Tell whether what stands between two quotations is part of one sentence, or the end of the first one's.

    >>> within_sentence(" and "), within_sentence("林晓说。"), within_sentence("。雨停了。他")
    (True, True, False)
    """
    between = between.strip().rstrip("。")
    return not chinese.SENTENCE_END.search(between) and english.last_sentence(between) == between
