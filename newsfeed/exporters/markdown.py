"""Paragraphs as Markdown (CommonMark), with inline HTML where Markdown has no notation."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from itertools import groupby
from textwrap import indent
from typing import TYPE_CHECKING

from lxml import html

from newsfeed.text.html.render import (
    article_html,
    is_line,
    kind_of_run,
    quotation_depth,
    quotations,
    quoted_item,
    unquoted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from newsfeed.items import Paragraph

_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>~&|])")
_BLOCK_START = re.compile(r"(?P<digits>\d{1,9})(?P<mark>[.)])(?=\s|$)|(?P<sign>[-+#=])")
_NOT_IN_TARGET = re.compile(r"[<>\\\s]")
_INDENT = "    "


def to_markdown(paragraphs: Iterable[Paragraph]) -> str:
    r"""Return paragraphs as Markdown, blocks separated by blank lines.

    >>> from newsfeed.items import Paragraph
    >>> to_markdown([Paragraph("2 * 3 ports", html='2 * <b>3</b> <a href="https://example.org/">ports</a>')])
    '2 \\* **3** [ports](<https://example.org/>)'
    """
    runs = ((kind, list(run)) for kind, run in groupby(paragraphs, key=kind_of_run))
    return "\n\n".join(block for kind, run in runs for block in _blocks(kind, run))


def _blocks(kind: str, run: Sequence[Paragraph]) -> list[str]:
    if len(run) == 1 and kind != "quote" and unquoted(run[0]):  # in a list item
        return _blocks("quote", run)
    match kind:
        case "list":
            return [_list(list(items), lines=lines) for lines, items in groupby(run, key=is_line)]
        case "quote":
            return ["\n>\n".join(indent(_quoted(each), _mark(each), bool) for each in one) for one in quotations(run)]
        case "heading":
            return [f"{'#' * (each.level or 2)} {_text(each)}" for each in run]
        case "code":
            return [_fenced(each.text) for each in run]
        case "image" | "embed":
            return [_media(each) for each in run]
        case "table" | "definition":
            return [article_html(run)]
        case "caption":
            return [f"<small>{_text(each)}</small>" for each in run]
    return [f"{'#' * each.level} {_text(each)}" if each.level else _text(each) for each in run]


def _list(items: Sequence[Paragraph], *, lines: bool) -> str:
    return "<br>\n".join(map(_text, items)) if lines else "\n".join(map(_list_item, items))


def _list_item(item: Paragraph) -> str:
    """Return a list item with its marker; later parts of an item become blocks inside it."""
    level = max(1, item.level or 1)
    if item.kind != "list" or (item.ordered is None and item.level is not None):
        [block] = [_text(item)] if item.kind == "list" else _blocks(item.kind, [item])
        return f"\n{indent(block, _INDENT * level)}"
    marker = f"{1 if item.start is None else item.start}." if item.ordered else "-"
    return f"{_INDENT * (level - 1)}{marker} {_text(item)}"


def _mark(paragraph: Paragraph) -> str:
    """Return the mark before the lines of a quotation, once for each quotation around them."""
    return "> " * (quotation_depth(paragraph) if paragraph.kind == "quote" else 1)


def _quoted(paragraph: Paragraph) -> str:
    """Return a paragraph of a quotation, including list items with their markers and other blocks."""
    if set_apart := unquoted(paragraph):
        [block] = _blocks(set_apart.kind, [set_apart])
        return block
    item = quoted_item(paragraph)
    if item is None:
        return _text(paragraph)
    number, inner = item
    marker = f"{number}." if number else "-"
    return f"{marker} {_text(replace(paragraph, html=inner))}"


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _media(paragraph: Paragraph) -> str:
    words = escaped_text(" ".join(paragraph.text.split()))
    if paragraph.url is None:
        return words or article_html([paragraph])
    return f"{'!' if paragraph.kind == 'image' else ''}[{words}]({target(paragraph.url)})"


def _text(paragraph: Paragraph) -> str:
    if paragraph.html is None:
        return _at_block_start(escaped_text(paragraph.text))
    return _at_block_start(_inline(html.fragment_fromstring(paragraph.html, create_parent="div")).strip())


def _inline(element: HtmlElement) -> str:
    """Return the content of an element, without its own notation."""
    parts = [escaped_text(element.text or "")]
    for child in element:
        parts += [_noted(child), escaped_text(child.tail or "")]
    return "".join(parts)


def _noted(element: HtmlElement) -> str:
    name, inner = str(element.tag), _inline(element)
    if name == "a" and element.get("href"):
        return f"[{inner}]({target(element.get('href', ''))})"
    if name == "img" and element.get("src"):
        return f"![{escaped_text(element.get('alt', ''))}]({target(element.get('src', ''))})"
    if name == "br":
        return "<br>"
    if name in _MARKS and inner == inner.strip() != "":
        return f"{_MARKS[name]}{inner}{_MARKS[name]}"
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in element.attrib.items())
    return f"<{name}{attributes}>" if name in {"img", "wbr"} else f"<{name}{attributes}>{inner}</{name}>"


def target(address: str) -> str:
    """Return the target of a link, in angle brackets, which need few characters escaped."""
    return f"<{_NOT_IN_TARGET.sub(lambda found: f'%{ord(found[0]):02X}', address)}>"


def escaped_text(text: str) -> str:
    r"""Return a text escaped for Markdown, so that it is shown literally.

    >>> escaped_text("2 * 3 <b>")
    '2 \\* 3 \\<b\\>'
    """
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")


def _at_block_start(text: str) -> str:
    """Return a paragraph escaped so that its first characters do not start a list, a heading or a rule."""
    found = _BLOCK_START.match(text)
    if not found:
        return text
    digits = found["digits"] or ""
    return digits + "\\" + text[len(digits) :]
