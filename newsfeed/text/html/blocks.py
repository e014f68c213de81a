"""HTML as a sequence of text blocks as a reader sees them, with measures of each; one pass over parser events.

The parser reports events instead of building a tree, so depth and the number of attributes cost no more than their
length: libxml2 cuts a tree at 2,048 levels and loses the rest.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from lxml import etree

from newsfeed.text.html.images import is_ornament, words_of
from newsfeed.text.html.lines import Line, arrange
from newsfeed.text.html.plaintext import marked_up
from newsfeed.text.html.roles import Role, role_of
from newsfeed.text.html.share_links import is_share
from newsfeed.text.whitespace import fold

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
    small: int
    lines: int
    """Number of source lines joined in ``text``."""
    links: int
    shares: int
    """Links that share the page (see :mod:`newsfeed.text.html.share_links`)."""
    anchors: int
    """Links to places in the same text."""
    link_texts: list[str]
    after_rule: bool
    """The first text after a horizontal rule."""
    after_image: bool
    """The first text after an image."""
    boilerplate: int
    """Number of the outermost element around it with the role of boilerplate (see :class:`Role`); 0 if none."""
    meta: bool
    lead: bool
    row: int
    """Number of the table row around it, 0 outside of tables."""
    cell: int
    """Number of the table cell around it, 0 outside of tables."""


@dataclass(slots=True)
class ParsedHtml:
    """The blocks of an HTML body and the attributes of its ``img`` elements, each in order."""

    blocks: list[Block]
    images: list[dict[str, str]]


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags("""
    annotation audio button canvas datalist dialog head iframe input map menu meter noscript option progress rp rt
    script select style svg template textarea title video
""")
_HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | _tags("""
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form header hgroup hr html legend li listing main nav ol p pre search section summary table tbody td
    tfoot th thead tr ul xmp
""")
_BOILERPLATE = _tags("aside footer form nav search")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(_tags("dd dt li"), "list"),
    **dict.fromkeys(_tags("caption figcaption"), "caption"),
    **dict.fromkeys(_tags("listing pre xmp"), "code"),
    "blockquote": "quote",
}
_NEUTRAL = _BLOCKS - _BOILERPLATE - _KINDS.keys() - _tags("td th tr")
_EFFECTS = {
    **dict.fromkeys(_tags("b strong"), "bold"),
    **dict.fromkeys(_tags("code kbd samp tt"), "code"),
    "small": "small",
}
_ROWS = _tags("div li ol table tbody td tr ul")
_BLOCKS_IN_CODE = _BLOCKS - _ROWS

_NO_ROLE, _HIDDEN = Role.NONE, Role.HIDDEN  # looked up for every element
_FEW_LINES = 2  # more lines that are all links are a list of them


def read(html: str) -> ParsedHtml:
    """Return the blocks and images of ``html``; plain text is split at its blank lines. Never raises on content."""
    html = marked_up(html.replace("\0", ""))
    reader = _Reader()
    parser = etree.HTMLParser(target=cast("etree.ParserTarget", reader), encoding="utf-8", huge_tree=True)
    etree.fromstring(html.encode("utf-8", "ignore"), parser)
    return reader.parsed


@dataclass(slots=True)
class _Frame:
    """The properties of the open block element, inherited by elements inside it."""

    kind: Kind = "paragraph"
    boilerplate: int = 0
    meta: bool = False
    lead: bool = False
    row: int = 0
    cell: int = 0


class _Run:
    """The text since the last block boundary, line by line, with counts of its characters by markup."""

    __slots__ = (
        "anchors",
        "boilerplate",
        "bold",
        "code",
        "length",
        "line_bold",
        "lines",
        "link_texts",
        "linked",
        "links",
        "measured",
        "meta",
        "parts",
        "shares",
        "small",
    )

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.link_texts: list[str] = []
        self.linked = self.bold = self.small = self.code = self.boilerplate = self.meta = 0
        self.links = self.shares = self.anchors = 0
        self.length = self.measured = 0  # of finished lines, counted when asked for
        self.line_bold = 0

    def end_line(self) -> None:
        text = "".join(self.parts)
        self.lines.append(Line(text, self.line_bold > 0 and self.line_bold >= _length(text)))
        self.parts = []
        self.line_bold = 0

    def is_code(self) -> bool:
        """Return whether all of the finished lines are code."""
        if not self.code:
            return False
        self.length += sum(_length(line.text) for line in self.lines[self.measured :])
        self.measured = len(self.lines)
        return self.code >= self.length


def _length(text: str) -> int:
    return len("".join(text.split()))


def _code_line(line: Line) -> str:
    """Return a line of code outside ``pre``: only no-break spaces indent it."""
    return line.text.strip(" \t\r\n").replace("\n", " ").replace("\xa0", " ").rstrip()


class _Reader:
    """Parser target that splits the stream of events into blocks. The parser closes every element it opens."""

    __slots__ = (
        "_after_image",
        "_after_rule",
        "_anchor_from",
        "_effects",
        "_frame",
        "_link_parts",
        "_numbers",
        "_open",
        "_run",
        "_skipped",
        "_within",
        "parsed",
    )

    def __init__(self) -> None:
        self.parsed = ParsedHtml([], [])
        self._open: list[_Frame | str] = []
        """For each open element the frame around it, or the effect of an inline element on its text."""
        self._frame = _Frame()
        self._run = _Run()
        self._effects = 0
        self._within = {
            "bold": 0,
            "code": 0,
            "boilerplate": 0,
            "link": 0,
            "meta": 0,
            "quotation": 0,
            "row": 0,
            "small": 0,
        }
        self._link_parts: list[str] = []
        self._anchor_from = -1
        self._skipped = 0
        self._numbers = 0
        self._after_rule = self._after_image = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._skipped:
            self._skipped += 1
            return
        role = role_of(tag, attributes) if attributes else _NO_ROLE
        if tag in _SKIPPED or role is _HIDDEN:
            self._skipped = 1
        elif tag in (_BLOCKS if self._frame.kind != "code" else _BLOCKS_IN_CODE) or not (tag.isalnum() or ":" in tag):
            # such as <asidedata-org="">, a block that lost a space
            self._end_block()
            if tag == "hr":
                self._after_rule = True
            self._open.append(self._frame)
            self._frame = self._inner(tag, role)
        else:
            effect = self._start_inline(tag, attributes, role)
            if effect:
                self._effects += 1
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
        elif opened:
            self._effects -= 1
            self._within[opened] -= 1
            if opened == "link":
                self._end_link()
            elif opened == "row":
                self._end_row()
            elif opened == "quotation":
                self.data("”")

    def data(self, text: str) -> None:
        """Add text."""
        if self._skipped:
            return
        parts = self._run.parts
        if not parts and text.isspace() and not self._within["code"]:
            return
        parts.append(text)
        if self._effects:
            self._count(text)

    def _count(self, text: str) -> None:
        length = _length(text)
        run = self._run
        within = self._within
        if within["link"] and length:
            run.linked += length
            self._link_parts.append(text)
        if within["bold"]:
            run.bold += length
            run.line_bold += length
        if within["code"]:
            run.code += length
        if within["small"]:
            run.small += length
        if within["boilerplate"]:
            run.boilerplate += length
        if within["meta"]:
            run.meta += length

    def close(self) -> None:
        """End the last block."""
        self._end_block()

    def _start_inline(self, tag: str, attributes: Mapping[str, str], role: Role) -> str:
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._take_image(attributes)
        elif tag == "a":
            self._start_link(attributes.get("href", ""))
            return "link"
        elif tag in _EFFECTS:
            return _EFFECTS[tag]
        elif tag == "q":
            self.data("“")
            return "quotation"
        elif tag in _ROWS:  # of code
            self._end_row()
            return "row"
        elif role is Role.BOILERPLATE:
            return "boilerplate"
        elif role is Role.META:
            return "meta"
        return ""

    def _take_image(self, attributes: Mapping[str, str]) -> None:
        words = words_of(attributes)
        if words:
            self.data(words)
        elif not is_ornament(attributes):
            self._after_image = True
            if not self._frame.boilerplate:
                self.parsed.images.append(dict(attributes))

    def _start_link(self, address: str) -> None:
        run = self._run
        run.links += 1
        run.shares += is_share(address)
        anchor = address.startswith("#")
        run.anchors += anchor
        self._anchor_from = len(run.parts) if anchor else -1

    def _inner(self, tag: str, role: Role) -> _Frame:
        outer = self._frame
        if role is _NO_ROLE and tag in _NEUTRAL:
            return outer
        kind = outer.kind
        if kind != "code":
            kind = _KINDS.get(tag, kind)
            if role is Role.HEADING:
                kind = "heading"
            elif role is Role.CAPTION:
                kind = "caption"
        boilerplate = outer.boilerplate
        if not boilerplate and (role is Role.BOILERPLATE or (tag in _BOILERPLATE and outer.kind != "quote")):
            boilerplate = self._number()
        return _Frame(
            kind,
            boilerplate,
            outer.meta or role is Role.META,
            outer.lead or role is Role.LEAD,
            self._number() if tag == "tr" else outer.row,
            self._number() if tag in ("td", "th") else outer.cell,
        )

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _break_line(self) -> None:
        run = self._run
        if self._frame.kind == "code":
            run.parts.append("\n")
        elif run.lines and not run.parts and not (self._within["code"] and run.is_code()):
            self._end_block()
        else:
            run.end_line()

    def _end_row(self) -> None:
        parts = self._run.parts
        if parts and not parts[-1].endswith("\n"):
            parts.append("\n")

    def _end_link(self) -> None:
        """Close a link; a mark of a place in the text, such as ¶ or ↩, is no text."""
        start = self._anchor_from
        self._anchor_from = -1
        if start >= 0 and not any(map(str.isalnum, "".join(self._link_parts))):
            del self._run.parts[start:]
            self._run.linked -= _length("".join(self._link_parts))
            self._link_parts = []
        self._end_link_text()

    def _end_link_text(self) -> None:
        if self._link_parts:
            self._run.link_texts.append("".join(self._link_parts))
            self._link_parts = []

    def _end_block(self) -> None:
        run = self._run
        if not run.parts and not run.lines and not run.links:
            return
        self._end_link_text()
        run.end_line()
        self._run = _Run()
        pieces = self._pieces(run)
        length = _length(pieces[0][0]) if len(pieces) == 1 else sum(_length(text) for text, _ in pieces)
        if length or run.links:
            joined = len(pieces) == 1 < len(run.lines)
            lines = sum(1 for line in run.lines if line.text.strip()) if joined else 1
            self.parsed.blocks += [self._block(run, length, text, kind, lines) for text, kind in pieces]
        if length:
            self._after_rule = self._after_image = False

    def _pieces(self, run: _Run) -> list[tuple[str, Kind]]:
        kind = self._frame.kind
        if kind == "code":
            return [(run.lines[0].text.strip("\r\n"), kind)]
        if kind == "paragraph" and not self._frame.row and run.is_code():  # in a table it is a value
            return [("\n".join(map(_code_line, run.lines)).strip("\n"), "code")]
        if len(run.lines) > _FEW_LINES and run.linked >= sum(_length(line.text) for line in run.lines):
            return [(text, "list") for line in run.lines if (text := fold(line.text))] or [("", kind)]
        return arrange(run.lines, kind)

    def _block(self, run: _Run, length: int, text: str, kind: Kind, lines: int) -> Block:
        frame = self._frame
        return Block(
            text=text,
            kind=kind,
            length=length,
            linked=run.linked,
            bold=run.bold,
            small=run.small,
            lines=lines,
            links=run.links,
            shares=run.shares,
            anchors=run.anchors,
            link_texts=run.link_texts,
            after_rule=self._after_rule,
            after_image=self._after_image,
            boilerplate=frame.boilerplate or (self._number() if 0 < length <= run.boilerplate else 0),
            meta=frame.meta or 0 < length <= run.meta,
            lead=frame.lead,
            row=frame.row,
            cell=frame.cell,
        )


# lxml asks for the signature of ``start`` whenever it makes a parser; computing it each time takes as long as reading a
# title.
_Reader.start.__signature__ = inspect.signature(_Reader.start)  # type: ignore[attr-defined]
