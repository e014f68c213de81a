"""Split paragraphs before a run of links at their end: labels and addresses, line after line, are often a footer.

Video descriptions come as one paragraph, with lines run together or separated by single breaks. After the split, a
changing post and the links under all posts are judged separately. Nothing is left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.items import Kind, Paragraph

_PARTED: frozenset[Kind] = frozenset({"lead", "paragraph", "quote"})
_FEWEST = 3
"""Fewest links of a run; one or two may belong to the text before them."""

_LABEL = 40
"""Characters of the longest label of a link."""

_URL = re.compile(r"https?://[!-~]+")
_SENTENCE_END = re.compile(r"[。！？!?…\n]|\.(?=\s)")
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^<>]*>")
_ANCHORS = re.compile(r"<a\s[^<>]*>[^<]*</a>|https?://\S+")
_BETWEEN = re.compile(r"[\s|｜·•/,，、-]*")


def part_before_links(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with three or more links in a row at the end of one as a paragraph of their own.

    >>> from newsfeed.items import Paragraph
    >>> text = "It sails at noon. Diary: https://a.example/1 Map: https://a.example/2 Shop: https://a.example/3"
    >>> [each.text for each in part_before_links([Paragraph(text)])]
    ['It sails at noon.', 'Diary: https://a.example/1 Map: https://a.example/2 Shop: https://a.example/3']
    """
    return [piece for paragraph in paragraphs for piece in _parts(paragraph)]


def _parts(paragraph: Paragraph) -> list[Paragraph]:
    if paragraph.kind not in _PARTED:
        return [paragraph]
    if paragraph.html is not None:
        return _parts_of_lines(paragraph, _BREAK.split(paragraph.html))
    start = _start_of_run(paragraph.text)
    texts = [paragraph.text[:start].strip(), paragraph.text[start:].strip()]
    return [replace(paragraph, text=text) for text in texts] if all(texts) else [paragraph]


def _start_of_run(text: str) -> int:
    """Return the start of the labels and addresses at the end of a text; 0 if there are too few.

    The first label begins after a sentence. Where no sentence ends, the first address belongs to the text before it.
    """
    links = [found.span() for found in _URL.finditer(text)]
    if not links or text[links[-1][1] :].strip():
        return 0
    start, count = len(text), 0
    for at in reversed(range(len(links))):
        before = links[at - 1][1] if at else 0
        begins = max((found.end() for found in _SENTENCE_END.finditer(text, before, links[at][0])), default=before)
        if links[at][0] - begins > _LABEL:
            break
        start, count = begins, count + 1
        if begins > before:
            break
    return start if count >= _FEWEST else 0


def _parts_of_lines(paragraph: Paragraph, lines: Sequence[str]) -> list[Paragraph]:
    """Return a paragraph with markup, split before the lines of links alone at its end."""
    at = len(lines)
    while at and _is_links(lines[at - 1]):
        at -= 1
    if not at or len(lines) - at < _FEWEST:
        return [paragraph]
    texts = [" ".join(unescape(_TAG.sub("", line)).split()) for line in lines[at:]]
    for between in ("\n", " "):
        tail = between.join(texts)
        head = paragraph.text.removesuffix(tail)
        if head.strip() and head != paragraph.text:
            parts = ((head.strip(), lines[:at]), (tail, lines[at:]))
            return [replace(paragraph, text=text, html=_markup(part)) for text, part in parts]
    return [paragraph]


def _is_links(line: str) -> bool:
    """Return whether a line of markup consists of one or several links with at most a label.

    >>> _is_links('Map: <a href="/map">our map</a>'), _is_links('See <a href="/map">our map</a> for the way.')
    (True, False)
    """
    label, *rest = _ANCHORS.split(line)
    return bool(rest) and len(label) <= _LABEL and "<" not in label and all(map(_BETWEEN.fullmatch, rest))


def _markup(lines: Sequence[str]) -> str | None:
    html = "<br>".join(lines).strip()
    return html if "<" in html else None
