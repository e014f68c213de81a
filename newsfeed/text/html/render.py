"""Render paragraphs as HTML: the body of an article is rebuilt from its paragraphs alone."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from newsfeed.items import Link
from newsfeed.text.foreign import written
from newsfeed.text.whitespace import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsfeed.items import Kind, Paragraph

IN_ITEMS: frozenset[Kind] = frozenset(["code", "embed", "image", "list", "quote"])
"""Kinds of paragraphs in a list item; they have its level, and its number if it has several parts."""

_LINE = 120  # columns of a line that is set under the one before, not as a paragraph of its own
_BOLD = re.compile(r"<(b|strong)>(?:(?!</\1>).)*</\1>", re.DOTALL)
_LINK = re.compile(r'<a\s[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ALT = re.compile(r'<img\s[^>]*?\balt="([^"]*)"[^>]*>')
_QUOTED_ITEM = re.compile(r'(?:<ul>|<ol start="(\d{1,7})">)<li>(.*)</li></[uo]l>', re.DOTALL)
_SET_APART: frozenset[Kind] = frozenset(["code", "definition", "embed", "heading", "image", "paragraph", "table"])
# Headings, code, definitions, figures and tables in a quotation; for text, the markup inside its element.
_IN_QUOTATION = re.compile(
    r"<blockquote>(?:(?:<h[1-6]>|<pre><code>|<dl><d[td]>)(?P<inner>.*)(?:</h[1-6]>|</code></pre>|</d[td]></dl>)"
    r"|(?P<whole><(?:figure|table)\b.*))</blockquote>",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")


def article_html(paragraphs: Iterable[Paragraph], language: str | None = None) -> str:
    r"""Return ``paragraphs`` as HTML: list items, quotes and definitions that follow each other share an element.

    If the ``language`` of the article is given, texts in another script state their own, and their direction.

    >>> from newsfeed.items import Paragraph
    >>> items = [Paragraph(each, "list", level=1, ordered=False) for each in ("one", "two")]
    >>> article_html([Paragraph("a < b", html="a &lt; <b>b</b>"), *items])
    '<p>a &lt; <b>b</b></p>\n<ul><li>one</li><li>two</li></ul>'
    >>> article_html([Paragraph("00:00 Start", "list"), Paragraph("00:40 Fares", "list")])
    '<p>00:00 Start<br>00:40 Fares</p>'
    """
    runs = ((kind, list(run)) for kind, run in groupby(paragraphs, key=kind_of_run))
    return "\n".join(element for kind, run in runs for element in _elements(kind, run, language))


def kind_of_run(paragraph: Paragraph) -> Kind:
    """Return ``list`` for a paragraph in a list item, ``quote`` for one in a quotation, else its own kind."""
    if paragraph.kind in IN_ITEMS and paragraph.start is not None:
        return "list"
    return "quote" if unquoted(paragraph) else paragraph.kind


def quoted(paragraph: Paragraph) -> Paragraph:
    """Return a paragraph of a quotation with the quotation's markup; plain texts have a kind of their own instead.

    >>> from newsfeed.items import Paragraph
    >>> quoted(Paragraph("Prices", "heading", level=3)).html
    '<blockquote><h3>Prices</h3></blockquote>'
    """
    if paragraph.kind not in _SET_APART:
        return paragraph
    return replace(paragraph, html=f"<blockquote>{article_html([paragraph])}</blockquote>")


def unquoted(paragraph: Paragraph) -> Paragraph | None:
    """Undo :func:`quoted`, keeping the markup; ``None`` if the paragraph is not from a quotation."""
    if paragraph.kind not in _SET_APART or not (paragraph.html or "").startswith("<blockquote>"):
        return None
    found = _IN_QUOTATION.fullmatch(paragraph.html or "")
    return replace(paragraph, html=found["whole"] or found["inner"]) if found else None


def links_of(paragraphs: Iterable[Paragraph]) -> list[Link]:
    """Return the links of ``paragraphs``, each address once, in order, with the words (or the image) linked.

    >>> from newsfeed.items import Paragraph
    >>> links_of([Paragraph("See it.", html='<a href="https://example.org/?a=1&amp;b=2">See</a> it.')])
    [Link(url='https://example.org/?a=1&b=2', text='See')]
    """
    found: dict[str, Link] = {}
    for paragraph in paragraphs:
        for url, inner in _LINK.findall(paragraph.html) if paragraph.html and "<a " in paragraph.html else ():
            text = unescape(_TAG.sub("", _ALT.sub(r"\1", inner))).strip()
            link = found.setdefault(unescape(url), Link(unescape(url), text))
            link.text = link.text or text
    return list(found.values())


def _elements(kind: str, run: Sequence[Paragraph], language: str | None) -> list[str]:
    if kind in _SET_APART and any(map(unquoted, run)):  # in a list item
        return [each.html or "" for each in run]
    match kind:
        case "list":
            return [_list(items, language) for items in _lists(run)]
        case "quote":
            return [f"<blockquote>{_quotation(each, language)}</blockquote>" for each in quotations(run)]
        case "definition":
            items = (_element("dt" if each.level == 1 else "dd", each, language) for each in run)
            return [f"<dl>{''.join(items)}</dl>"]
        case "table" | "image" | "embed":
            return [each.html or f"<p>{inner_html(each)}</p>" for each in run]
        case "heading":
            return [_heading(each, language) for each in run]
        case "caption":
            return [f"{_opening('p', each, language)}<small>{inner_html(each)}</small></p>" for each in run]
        case "code":
            return [f"<pre><code>{each.html or escape(each.text, quote=False)}</code></pre>" for each in run]
    return [_element(f"h{each.level}" if each.level else "p", each, language) for each in run]


def _heading(paragraph: Paragraph, language: str | None) -> str:
    """Return a heading at its level; without one, as the bold line that it was in the text."""
    if paragraph.level:
        return _element(f"h{paragraph.level}", paragraph, language)
    inner = inner_html(paragraph)
    return f"{_opening('p', paragraph, language)}{inner if _BOLD.fullmatch(inner) else f'<strong>{inner}</strong>'}</p>"


def _element(name: str, paragraph: Paragraph, language: str | None) -> str:
    return f"{_opening(name, paragraph, language)}{inner_html(paragraph)}</{name}>"


def _opening(name: str, paragraph: Paragraph, language: str | None, attributes: str = "") -> str:
    """Return the tag that opens a paragraph's element, with its language if that is not the article's."""
    if language is not None:
        own = written(paragraph.text, language)
        attributes += f' lang="{own.language}"' if own.language else ""
        attributes += ' dir="rtl"' if own.is_right_to_left else ""
    return f"<{name}{attributes}>"


def quoted_item(paragraph: Paragraph) -> tuple[int, str] | None:
    """Return the number (0 without numbers) and the HTML of an item of a list inside a quotation; else ``None``."""
    item = _QUOTED_ITEM.fullmatch(paragraph.html or "")
    return (int(item[1] or 0), item[2]) if item else None


def quotations(run: Sequence[Paragraph]) -> list[Sequence[Paragraph]]:
    """Return the paragraphs of neighbouring quotations, by quotation."""
    begins = [place for place, each in enumerate(run) if place and each.kind == "quote" and each.level == 1]
    return [run[begin:end] for begin, end in pairwise([0, *begins, len(run)])]


def quotation_depth(paragraph: Paragraph) -> int:
    """Return the number of quotations around a paragraph of one; the level of one in a list item is the item's."""
    return (paragraph.level or 1) if paragraph.start is None else 1


def _quotation(run: Sequence[Paragraph], language: str | None) -> str:
    """Return the HTML of a quotation, with those inside it; consecutive items of a list in it share one list."""
    parts: list[str] = []
    end, last, depth = "", 0, 1
    for paragraph in run:
        if paragraph.kind == "quote" and (own := quotation_depth(paragraph)) != depth:
            parts += [end, "</blockquote>" * (depth - own), "<blockquote>" * (own - depth)]
            end, depth = "", own
        if set_apart := unquoted(paragraph):
            parts += [end, *_elements(set_apart.kind, [set_apart], language)]
            end = ""
            continue
        item = quoted_item(paragraph)
        if item is None:
            parts.append(f"{end}{_element('p', paragraph, language)}")
            end = ""
            continue
        number, inner = item
        closing = "</ol>" if number else "</ul>"
        if end != closing or (number and number != last + 1):
            start = f' start="{number}"' if number > 1 else ""
            parts.append(f"{end}<ol{start}>" if number else f"{end}<ul>")
        parts.append(f"{_opening('li', paragraph, language)}{inner}</li>")
        end, last = closing, number
    return "".join([*parts, end, "</blockquote>" * (depth - 1)]).replace("</dl><dl>", "")


def inner_html(paragraph: Paragraph) -> str:
    """Return the content of a paragraph as HTML, even if it has no markup."""
    return paragraph.html or with_breaks(paragraph.text)


def with_breaks(text: str) -> str:
    """Return a plain text as HTML with the same line breaks."""
    return escape(text, quote=False).replace("\n", "<br>")


def is_line(paragraph: Paragraph) -> bool:
    """Return whether a list item is a line of text with its own mark or label, from no list element."""
    return paragraph.kind == "list" and paragraph.level is None and paragraph.ordered is None


def _lists(run: Sequence[Paragraph]) -> list[Sequence[Paragraph]]:
    """Return list items in runs of lines and of items of list elements."""
    return [list(part) for _, part in groupby(run, key=is_line)]


def _list(items: Sequence[Paragraph], language: str | None) -> str:
    """Return list items, with the other paragraphs in them, as nested lists by their levels.

    A change between numbered and unnumbered begins another list. Lines keep the marks they have, and get no others.
    """
    if is_line(items[0]):
        if not all(fits(each.text, _LINE) for each in items):
            return "\n".join(_element("p", each, language) for each in items)
        whole = replace(items[0], text="\n".join(each.text for each in items))
        return f"{_opening('p', whole, language)}{'<br>'.join(map(inner_html, items))}</p>"
    parts: list[str] = []
    direction = _direction(items, language)
    open_lists: list[tuple[bool, int]] = []  # whether it is numbered, and the number of its last item

    def close() -> None:
        ordered, _ = open_lists.pop()
        parts.append("</li></ol>" if ordered else "</li></ul>")

    for item in items:
        level, ordered = max(1, item.level or 1), bool(item.ordered)
        is_further = item.level is not None and item.ordered is None
        while len(open_lists) > level:
            close()
        if is_further and len(open_lists) == level:
            ordered, number = open_lists[-1]
            if number == item.start:
                parts.append(_element("p", item, language) if item.kind == "list" else _in_item(item, language))
                continue
        if len(open_lists) == level and open_lists[-1][0] != ordered:
            close()
        is_next = len(open_lists) == level
        number = item.start if item.start is not None else (open_lists[-1][1] + 1 if is_next else 1)
        if is_next:
            expected = open_lists[-1][1] + 1
            value = f' value="{number}"' if ordered and number != expected else ""
            parts.append(f"</li>{_item(item, language, value)}")
        while len(open_lists) < level:
            innermost = len(open_lists) + 1 == level
            start = f' start="{number}"' if ordered and innermost and number != 1 else ""
            shown = "" if open_lists else direction
            parts.append(f"<ol{start}{shown}>" if ordered and innermost else f"<ul{shown}>")
            parts.append(_item(item, language) if innermost else "<li>")
            open_lists.append((ordered and innermost, number))
        open_lists[-1] = (ordered, number)
        parts.append(_in_item(item, language))
    while open_lists:
        close()
    return "".join(parts)


def _direction(items: Sequence[Paragraph], language: str | None) -> str:
    """Return the attribute of a list whose short items together run from right to left."""
    together = " ".join(item.text for item in items)
    return ' dir="rtl"' if language is not None and written(together, language).is_right_to_left else ""


def _item(paragraph: Paragraph, language: str | None, value: str = "") -> str:
    return _opening("li", paragraph, language if paragraph.kind == "list" else None, value)


def _in_item(paragraph: Paragraph, language: str | None) -> str:
    if paragraph.kind == "list":
        return inner_html(paragraph)
    return "".join(_elements(paragraph.kind, [paragraph], language))
