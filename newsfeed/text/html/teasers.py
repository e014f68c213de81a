"""Teasers on web pages: lines and sections that lead to other articles, recognised by their first words.

In feeds such lines are links, and are left out as links. Where the article on a page is found by its text, its links
may be lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsfeed.text.lazy import regex
from newsfeed.text.whitespace import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import Paragraph

# Widths in columns: an ideograph takes two.
_LINE = 200
_LABEL = 60
_PROSE = 160

_POINTER = regex(
    r"(?:read\s(?:more|also|next)|also\sread|see\salso|related|more\son\sthis"
    r"|lesen\ssie\s(?:auch|hier|dazu|mehr)|lies\sauch|auch\slesen|mehr\s(?:zum\sthema|dazu)"
    r"|l(?:ea|ee|eer)\s(?:también|más|además)|ve(?:a|r)\stambién|(?:le|te)\spuede\sinteresar|puedes\sver"
    r"|(?:à\s)?lire\s(?:aussi|également)|voir\saussi|leggi\sanche|lei(?:a|am)\s(?:mais|também)|lees\sook"
    r"|czytaj\s(?:też|także|również|więcej)|zobacz\s(?:też|także)"
    r"|相关阅读|相關閱讀|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀)\s?[:：»|>]",
    re.IGNORECASE,
)
_SECTION = regex(
    r"(?:related\b|more\s(?:from|on|about)\b|read\s(?:more|next|also)\b|you\s(?:may|might)\salso\b|recommended\b|see\salso\b"
    r"|(?:das|dies|diese?\s\w+)\s(?:thema\s|artikel\s)?könnten?\s(?:sie|dich|euch)\s(?:auch|ebenfalls)\b|auch\sinteressant\b"
    r"|mehr\s(?:zum\sthema|themen|lesen|aus|von|zu)\b|weitere\s(?:\w+\s)?(?:themen|artikel|beiträge|nachrichten|meldungen)\b"
    r"|(?:zum\s)?weiterlesen\b|lesen\ssie\sauch\b|empfohlene\s(?:beiträge|artikel)\b|ähnliche\s(?:beiträge|artikel)\b"
    r"|top-themen\b|artikel\sbewerten\b|(?:temas|notas|noticias|artículos)\srelacionad[oa]s\b|contenidos?\srelacionados?\b"
    r"|(?:te|le)\spuede\sinteresar\b|más\s(?:noticias|sobre)\b|à\slire\b|sur\sle\smême\s(?:sujet|thème)\b|articles\sliés\b"
    r"|articoli\scorrelati\b|leia\s(?:mais|também)\b|(?:powiązane|polecane)\b|czytaj\s(?:też|także|więcej)\b"
    r"|相关(?:阅读|文章|新闻)|相關(?:閱讀|文章|新聞)|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’」』)）\]]*$")


def without_teasers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs without lines that point to other articles, and without a final section of such lines.

    A section ends the text if no sentences of any length follow its heading.

    >>> from newsfeed.items import Paragraph
    >>> found = [Paragraph("Rain came late."), Paragraph("Read also: Storm"), Paragraph("The end."),
    ...          Paragraph("Related articles", "heading"), Paragraph("Snow in May", "list")]
    >>> [each.text for each in without_teasers(found)]
    ['Rain came late.', 'The end.']
    """
    end = len(paragraphs)
    for number in range(len(paragraphs) - 1, 0, -1):
        paragraph = paragraphs[number]
        if _is_prose(paragraph):
            break
        if _heads_section(paragraph):
            end = number
    return [each for each in paragraphs[:end] if not _is_pointer(each)]


def _is_prose(paragraph: Paragraph) -> bool:
    return (
        paragraph.kind in ("paragraph", "quote", "lead", "list")
        and not fits(paragraph.text, _PROSE)
        and _SENTENCE_END.search(paragraph.text) is not None
    )


def _heads_section(paragraph: Paragraph) -> bool:
    return (
        paragraph.kind in ("heading", "paragraph", "list")
        and fits(paragraph.text, _LABEL)
        and _SECTION.match(paragraph.text) is not None
        and not _names_target(paragraph.text)
        and _SENTENCE_END.search(paragraph.text) is None
    )


def _is_pointer(paragraph: Paragraph) -> bool:
    return (
        paragraph.kind in ("heading", "paragraph", "quote", "list")
        and fits(paragraph.text, _LINE)
        and _POINTER.match(paragraph.text) is not None
    )


def _names_target(text: str) -> bool:
    """Return whether a pointer names its target on the same line."""
    found = _POINTER.match(text)
    return found is not None and found.end() < len(text)
