"""Interpretation of single line breaks inside a block: a heading over its text, items of a list, or nothing."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.lazy import regex
from newsfeed.text.scripts import is_unsegmented
from newsfeed.text.whitespace import fits, fold

if TYPE_CHECKING:
    from newsfeed.items import Kind


class Line(NamedTuple):
    """One line of a block as written; ``bold`` if all of it is; ``html`` is its content with markup, if it has any."""

    text: str
    bold: bool
    html: str | None = None


class Piece(NamedTuple):
    """A text that a reader sees as a unit, with its kind and its content with markup, if it has any."""

    text: str
    kind: Kind
    html: str | None = None


# A bullet, a number, or a short label with its value.
_ITEM = regex(
    r"[-–—•·●○◦▪■□◆◇►▶✓✔*＊・]\s*\S"
    r"|[(（]?\d{1,3}(?:\.\d{1,3})*[.)）、．:]?\s*\S"
    r"|[①-⑳]"
    r"|[^\s:：.。][^:：.。]{0,28}(?::\s|：)\s*\S"
)
# In quotations, where a dash begins what somebody says: a bullet, or a number.
_MARKED = re.compile(r"[•●○◦▪■□◆◇►▶✓✔]\s*\S|[*·・]\s+\S|[(（]?\d{1,2}[.)）、．]\s*[^\s\d]|[①-⑳]")
INDENT = "\u3000"
"""The ideographic space that begins a paragraph in Chinese and Japanese text without markup."""
_ASIDE = re.compile(r"[|｜/／·—–]")  # a line that begins with it belongs to the line before: a name and its office
_COMPLETE = re.compile(r"[.!?…。！？；;)）][\"'”’」』)）\]]*$")
_ADDRESS = re.compile(r"://|www\.|@\w")
_MANY = 4
_FEW = 3
_VERSES = 2
_LOWER_CASE_VERSES = 3
_SENTENCE_VERSES = 5  # fewer may be parts of one broken sentence
_VERSE = 60  # columns
_INDENTED_VERSE = 30  # columns; whole paragraphs may be as short as a verse
_NARROW = 24  # characters; no text is wrapped at fewer
_HEADING = 60  # columns of a heading in bold
_ALIKE = 1.6  # longest line relative to the median


def arrange(lines: list[Line], kind: Kind, *, verse: bool = False) -> list[Piece]:
    r"""Return the texts that a reader sees in the ``lines`` of a block of ``kind``, each with its own kind.

    In a ``verse``, or an address, every line break means something.

    >>> [piece[:2] for piece in arrange([Line("Needed:", True), Line("- flour", False)], "paragraph")]
    [('Needed:', 'heading'), ('- flour', 'paragraph')]
    >>> arrange([Line("Roses are red,", False), Line("Violets are blue.", False)], "paragraph", verse=True)[0].text
    'Roses are red,\nViolets are blue.'
    """
    if len(lines) == 1:
        return [folded(lines, kind)]
    indented = [] if verse or kind not in ("paragraph", "quote") else _indented(lines)
    if len(indented) > 1:
        return [piece for part in indented for piece in arrange(part, kind)]
    lines = _with_text(lines)
    texts = [line.text for line in lines]
    if len(texts) < 2 or kind not in ("paragraph", "quote"):
        separate = verse or (kind == "list" and len(texts) > 1 and not _continue(texts))
        return [folded(lines, kind, "\n" if separate else " ")]
    if kind == "quote" and not verse and (first := _first_marked(texts)) is not None:
        return [*(arrange(lines[:first], kind) if first else []), *(folded([line], "list") for line in lines[first:])]
    if kind == "paragraph" and not verse:
        if at := _heading_inside(lines):
            before, heading, after = lines[:at], lines[at], lines[at + 1 :]
            parts = [arrange(before, kind), [folded([heading], "heading")], arrange(after, kind) if after else []]
            return [piece for part in parts for piece in part]
        if not _ITEM.match(texts[0]) and _is_head(lines):
            head = folded(lines[:1], "heading" if lines[0].bold else kind)
            return [head, *arrange(lines[1:], kind)]
        if _are_items(texts):
            return [folded([line], "list") for line in lines]
    if verse or _is_verse(texts):
        return [folded(lines, kind, "\n")]
    if _stand_alone(texts):
        return [folded([line], kind) for line in lines]
    return [folded(lines, kind)]


def _indented(lines: list[Line]) -> list[list[Line]]:
    """Return lines in parts that each begin with an indent, except the first; none if they may be a poem."""
    parts: list[list[Line]] = []
    for line in lines:
        if not parts or line.text.strip(" \t\r\n\xa0").startswith(INDENT):
            parts.append([line])
        else:
            parts[-1].append(line)
    return parts if len(parts) > 1 and not all(fits(fold(line.text), _INDENTED_VERSE) for line in lines) else []


def _first_marked(texts: list[str]) -> int | None:
    """Return the number of the first of two or more lines that all begin with a bullet or a number."""
    first = next((number for number, text in enumerate(texts) if _MARKED.match(text)), None)
    if first is None or len(texts) - first < 2 or not all(map(_MARKED.match, texts[first:])):
        return None
    return first


def _heading_inside(lines: list[Line]) -> int | None:
    """Return the number of the first short, all-bold line after others, unless lines belong to those before."""
    if all(line.bold for line in lines) or any(_ASIDE.match(line.text) for line in lines):
        return None
    for number, line in enumerate(lines[1:], 1):
        alone = line.bold and not lines[number - 1].bold and not (lines[number + 1 :] and lines[number + 1].bold)
        if alone and fits(line.text, _HEADING) and not _ITEM.match(line.text) and not line.text.endswith((",", "，")):
            return number
    return None


def folded(lines: list[Line], kind: Kind, break_: str = " ") -> Piece:
    """Return lines as one text joined by ``break_``; the markup keeps line breaks unless they only wrap the text."""
    if len(lines) == 1:
        [(only, _, html)] = lines
        return Piece(fold(only), kind, None if html is None else fold(html))
    if break_ == "\n":
        text = "\n".join(fold(line.text) for line in lines)
    else:
        text = fold("\n".join(line.text for line in lines))
    marked = any(line.html is not None for line in lines)
    means_breaks = len(lines) > 1 and break_ == " " and not _continue([line.text for line in lines])
    if not marked and not means_breaks:
        return Piece(text, kind)
    parts = [line.html if line.html is not None else escape(line.text, quote=False) for line in lines]
    return Piece(
        text, kind, "<br>".join(map(fold, parts)) if break_ == "\n" or means_breaks else fold("\n".join(parts))
    )


def _with_text(lines: list[Line]) -> list[Line]:
    """Return the lines that have text, folded; markup without text, such as an image, goes with the line before."""
    found: list[Line] = []
    for line in lines:
        if text := fold(line.text):
            found.append(line._replace(text=text))
        elif line.html and found:
            before = found[-1]
            html = before.html if before.html is not None else escape(before.text, quote=False)
            found[-1] = before._replace(html=f"{html}<br>{line.html}")
    return found


def _is_verse(texts: list[str]) -> bool:
    """Return whether lines form a poem: several short ones that neither wrap a text nor end as sentences do."""
    return (
        len(texts) >= _fewest_verses(texts)
        and all(fits(text, _VERSE) and any(map(str.isalpha, text)) for text in texts)
        and not any(map(_ADDRESS.search, texts))
        and not all(_COMPLETE.search(text) for text in texts[:-1])
        and not _is_wrapped(texts)
    )


def _fewest_verses(texts: list[str]) -> int:
    """Return the fewest lines of a poem: more if they continue in small letters, as a sentence does."""
    if texts[0][0].islower():
        return _LOWER_CASE_VERSES
    return _SENTENCE_VERSES if any(text[0].islower() for text in texts) else _VERSES


def _is_wrapped(texts: list[str]) -> bool:
    """Return whether lines wrap a text: the first word of each line would not have fitted into the line before."""
    width = max(map(len, texts))
    if width < _NARROW:
        return False
    return all(len(line) + _first_word(following) > width for line, following in pairwise(texts))


def _continue(texts: list[str]) -> bool:
    """Return whether lines surely wrap a text: two or three may also be of falling length by chance."""
    if not _is_wrapped(texts):
        return False
    return len(texts) > _FEW or any(text[:1].islower() or is_unsegmented(text[:1] or " ") for text in texts[1:])


def _first_word(text: str) -> int:
    """Return the width that the first word of a line would take at the end of the line before."""
    if not text or is_unsegmented(text[0]):
        return 1
    return 1 + len(text.split(maxsplit=1)[0])


def _is_head(lines: list[Line]) -> bool:
    """Return whether the first line is a heading or introduction of the others."""
    rest = [line.text for line in lines[1:]]
    if lines[0].bold and not lines[1].bold:
        return len(rest) == 1 or _are_items(rest) or _stand_alone(rest)
    return lines[0].text.endswith((":", "：")) and _are_items(rest)


def _are_items(texts: list[str]) -> bool:
    return sum(1 for text in texts if _ITEM.match(text)) > 0.7 * len(texts)


def _stand_alone(texts: list[str]) -> bool:
    """Return whether each line is complete in itself: ends as a sentence does, or is one of many of similar length."""
    if all(_COMPLETE.search(text) for text in texts[:-1]):
        return True
    lengths = [len(text) for text in texts]
    wrapped = any(text[0].islower() for text in texts)
    return len(texts) >= _MANY and max(lengths) <= _ALIKE * median(lengths) and not wrapped
