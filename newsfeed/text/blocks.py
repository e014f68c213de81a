"""HTML as the blocks of text that a reader sees, in order, with what is known of each; one pass over parser events.

The parser reports events instead of building a tree, so neither depth nor the number of attributes costs more than
its length: libxml2 cuts a tree at 2,048 levels and loses what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from lxml import etree

from newsfeed.text.lines import Line, arrange
from newsfeed.text.marks import Mark, mark_of
from newsfeed.text.sharing import is_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsfeed.items import Kind


@dataclass(slots=True)
class Block:
    """A run of text between two block boundaries; counts are of characters other than white space."""

    text: str
    kind: Kind
    length: int
    linked: int
    """Characters inside links."""
    bold: int
    links: int
    shares: int
    """Links that share the page (see :mod:`newsfeed.text.sharing`)."""
    link_texts: list[str]
    list_id: int
    """Number of the outermost list that holds the block, 0 outside lists."""
    after_rule: bool
    """The first text after a horizontal rule."""
    after_image: bool
    """The first text after a picture."""
    furniture: bool
    meta: bool
    lead: bool


@dataclass(slots=True)
class Document:
    """What one HTML body shows: its blocks and, as attribute mappings, its pictures, each in order."""

    blocks: list[Block]
    images: list[dict[str, str]]


_SKIPPED = frozenset(
    {
        *(
            "audio",
            "button",
            "canvas",
            "datalist",
            "dialog",
            "embed",
            "head",
            "iframe",
            "input",
            "map",
            "menu",
            "meter",
        ),
        *(
            "noscript",
            "object",
            "option",
            "progress",
            "script",
            "select",
            "style",
            "svg",
            "template",
            "textarea",
            "title",
        ),
        "video",
    }
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
            "dt",
        ),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "listing",
        ),
        *(
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
        ),
        *("tr", "ul", "xmp"),
        *_HEADINGS,
    }
)
_FURNITURE = frozenset(("aside", "footer", "form", "nav", "search"))
_LISTS = frozenset(("dl", "ol", "ul"))
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(("dd", "dt", "li"), "list"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    **dict.fromkeys(("listing", "pre", "xmp"), "code"),
    "blockquote": "quote",
}
_NEUTRAL = _BLOCKS - _FURNITURE - _LISTS - _KINDS.keys()
_KINDS_BY_MARK: dict[Mark, Kind] = {Mark.HEADING: "heading", Mark.CAPTION: "caption"}
_BOLD = frozenset(("b", "strong"))

_MARKUP = re.compile(r"<(?:br|p|div|li|h[1-6]|t[dr]|blockquote|pre|section|article|ul|ol|figure)[\s/>]", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\r?\n[^\S\n]*+\n\s*+")


def read(html: str) -> Document:
    """Cut ``html`` into blocks. Text without block markup is cut at blank lines. Never raises, whatever it holds."""
    html = html.replace("\0", "")
    if not _MARKUP.search(html):
        html = _BLANK_LINES.sub("<br><br>", html.strip())
    reader = _Reader()
    parser = etree.HTMLParser(target=cast("etree.ParserTarget", reader), encoding="utf-8", huge_tree=True)
    etree.fromstring(html.encode("utf-8", "ignore"), parser)
    return reader.document


@dataclass(slots=True, frozen=True)
class _Frame:
    """What holds inside the open block element."""

    kind: Kind = "paragraph"
    list_id: int = 0
    furniture: bool = False
    meta: bool = False
    lead: bool = False


class _Run:
    """The text since the last block boundary, line by line, and how many characters stand in what."""

    __slots__ = (
        "bold",
        "furniture",
        "length",
        "line_bold",
        "line_length",
        "lines",
        "link_texts",
        "linked",
        "links",
        "meta",
        "parts",
        "shares",
    )

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.link_texts: list[str] = []
        self.length = self.linked = self.bold = self.furniture = self.meta = 0
        self.links = self.shares = 0
        self.line_length = self.line_bold = 0

    def end_line(self) -> None:
        self.lines.append(Line("".join(self.parts), 0 < self.line_length <= self.line_bold))
        self.parts = []
        self.line_length = self.line_bold = 0


class _Reader:
    """Parser target that cuts the stream of events into blocks. The parser closes every element it opens."""

    def __init__(self) -> None:
        self.document = Document([], [])
        self._open: list[_Frame | str] = []
        """For each open element the frame around it, or what an inline element adds to the text in it."""
        self._frame = _Frame()
        self._run = _Run()
        self._within = {"": 0, "bold": 0, "furniture": 0, "link": 0, "meta": 0}
        self._link_parts: list[str] = []
        self._skipped = 0
        self._lists = 0
        self._after_rule = self._after_image = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._skipped:
            self._skipped += 1
            return
        mark = mark_of(tag, attributes) if attributes else Mark.NONE
        if tag in _SKIPPED or mark is Mark.HIDDEN:
            self._skipped = 1
        elif tag in _BLOCKS or not (tag.isalnum() or ":" in tag):  # <asidedata-org=""> is a block that lost a space
            self._end_block()
            self._after_rule |= tag == "hr"
            self._open.append(self._frame)
            self._frame = self._inner(tag, mark)
        else:
            effect = self._start_inline(tag, attributes, mark)
            self._within[effect] += 1
            self._open.append(effect)

    def end(self, _tag: str) -> None:
        """Close an element."""
        if self._skipped:
            self._skipped -= 1
            return
        opened = self._open.pop()
        if isinstance(opened, _Frame):
            self._end_block()
            self._frame = opened
            return
        self._within[opened] -= 1
        if opened == "link":
            self._end_link_text()

    def data(self, text: str) -> None:
        """Take text in."""
        if self._skipped:
            return
        run = self._run
        run.parts.append(text)
        if text.isspace():
            return
        length = len("".join(text.split()))
        run.length += length
        run.line_length += length
        within = self._within
        if within["link"]:
            run.linked += length
            self._link_parts.append(text)
        if within["bold"]:
            run.bold += length
            run.line_bold += length
        if within["furniture"]:
            run.furniture += length
        if within["meta"]:
            run.meta += length

    def comment(self, _text: str) -> None:
        """Pass over what no reader sees."""

    def pi(self, _target: str, _data: str | None = None) -> None:
        """Pass over what no reader sees."""

    def close(self) -> None:
        """End the last block."""
        self._end_block()

    def _start_inline(self, tag: str, attributes: Mapping[str, str], mark: Mark) -> str:
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._after_image = True
            if not self._frame.furniture:
                self.document.images.append(dict(attributes))
        elif tag == "a":
            self._run.links += 1
            self._run.shares += is_share(attributes.get("href", ""))
            return "link"
        elif tag in _BOLD:
            return "bold"
        elif mark is Mark.FURNITURE:
            return "furniture"
        elif mark is Mark.META:
            return "meta"
        return ""

    def _inner(self, tag: str, mark: Mark) -> _Frame:
        outer = self._frame
        if mark is Mark.NONE and tag in _NEUTRAL:
            return outer
        kind, list_id = outer.kind, outer.list_id
        if kind != "code":
            kind = _KINDS_BY_MARK.get(mark) or _KINDS.get(tag, kind)
        if tag in _LISTS and not list_id:
            self._lists += 1
            list_id = self._lists
        furniture = mark is Mark.FURNITURE or (tag in _FURNITURE and outer.kind != "quote")
        return _Frame(
            kind,
            list_id,
            outer.furniture or furniture,
            outer.meta or mark is Mark.META,
            outer.lead or mark is Mark.LEAD,
        )

    def _break_line(self) -> None:
        run = self._run
        if self._frame.kind == "code":
            run.parts.append("\n")
        elif run.lines and not run.line_length:
            self._end_block()
        else:
            run.end_line()

    def _end_link_text(self) -> None:
        if self._link_parts:
            self._run.link_texts.append("".join(self._link_parts))
            self._link_parts = []

    def _end_block(self) -> None:
        run = self._run
        if not run.length and not run.links:
            if run.parts or run.lines:
                self._run = _Run()
            return
        self._end_link_text()
        run.end_line()
        frame = self._frame
        pieces = (
            [(run.lines[0].text.strip("\r\n"), frame.kind)] if frame.kind == "code" else arrange(run.lines, frame.kind)
        )
        self.document.blocks += [self._block(run, text, kind) for text, kind in pieces]
        if run.length:
            self._after_rule = self._after_image = False
        self._run = _Run()

    def _block(self, run: _Run, text: str, kind: Kind) -> Block:
        frame = self._frame
        return Block(
            text=text,
            kind=kind,
            length=run.length,
            linked=run.linked,
            bold=run.bold,
            links=run.links,
            shares=run.shares,
            link_texts=run.link_texts,
            list_id=frame.list_id,
            after_rule=self._after_rule,
            after_image=self._after_image,
            furniture=frame.furniture or 0 < run.length <= run.furniture,
            meta=frame.meta or 0 < run.length <= run.meta,
            lead=frame.lead,
        )
