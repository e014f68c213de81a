"""HTML as a sequence of text blocks as a reader sees them, with measures of each; one pass over parser events.

The parser reports events instead of building a tree, so depth and the number of attributes cost no more than their
length: libxml2 cuts a tree at 2,048 levels and loses the rest.
"""

from __future__ import annotations

import inspect
import re
from html import escape
from typing import TYPE_CHECKING, Literal, cast
from unicodedata import category

from lxml import etree

from newsfeed.text.html.formulas import Formulas
from newsfeed.text.html.images import (
    image_tag,
    image_title,
    is_emoji,
    is_image_file,
    is_ornament,
    shown_image,
    with_sources,
    words_of,
)
from newsfeed.text.html.length import in_pieces
from newsfeed.text.html.lines import INDENT, Piece, arrange, folded
from newsfeed.text.html.markup import UNSEEN_BY_TEXT, closing, opening, raised, styled
from newsfeed.text.html.media import PLAYERS, Player, is_post, player, post_address, standard
from newsfeed.text.html.plaintext import marked_up
from newsfeed.text.html.roles import Role, role_of
from newsfeed.text.html.runs import TextRun, code_html, code_line, detached, struck_out, without_code_around
from newsfeed.text.html.share_links import is_share, leads_to_page
from newsfeed.text.html.structure import Block, Frame, Media, ParsedHtml, Table
from newsfeed.text.urls.canonical import content_url
from newsfeed.text.whitespace import length as _length

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsfeed.items import Kind


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags("""
    annotation audio button canvas datalist dialog head iframe input map menu meter noscript option progress
    script select style svg template textarea title video
""")
_HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_BLOCKS = _HEADINGS | _tags("""
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form header hgroup hr html legend li listing main nav ol p pre search section summary table tbody td
    tfoot th thead tr ul xmp
""")
_BOILERPLATE = _tags("footer form nav search")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    **dict.fromkeys(_tags("dd dt li"), "list"),
    **dict.fromkeys(_tags("caption figcaption"), "caption"),
    **dict.fromkeys(_tags("listing pre xmp"), "code"),
    "blockquote": "quote",
}
_NEUTRAL = _BLOCKS - _BOILERPLATE - _KINDS.keys() - _tags("address aside figure ol table td th tr ul")
_EFFECTS = {
    **dict.fromkeys(_tags("b strong"), "bold"),
    **dict.fromkeys(_tags("code kbd samp tt"), "code"),
    "small": "small",
    "sub": "sub",
    "sup": "sup",
    **dict.fromkeys(UNSEEN_BY_TEXT, "unseen"),
}
_ROWS = _tags("div li ol table tbody td tr ul")
_BLOCKS_IN_CODE = _BLOCKS - _ROWS

_NO_ROLE, _HIDDEN = Role.NONE, Role.HIDDEN  # looked up for every element
_FEW_LINES = 2  # more lines that are all links are a list of them
_NO_SPACE_AFTER = frozenset(["Zs", "Cc", "Ps", "Pi"])  # categories: white space, opening brackets and quotes
_SENTENCE_ENDS = tuple("。！？…”」』）")
# A paragraph begins inside a text at an indent after a line end, or at a wide indent after a sentence.
_INDENTED = re.compile(r"(?<=\S)\s*\n[ \t]*(?=\u3000)|(?<=[。！？…”」』）])(?=\u3000{2}\S)")
_NOTE_NUMBER = re.compile(r"\s*\[?\d{1,3}[\].]?\s*")
_MOST_DIGITS = 7  # digits of the number of a list item
_MOST_ATTRIBUTES = 10_000  # of a tag
_LONG_TAG = re.compile(r"(<[a-zA-Z][\w:-]{0,100})[^<>]{20000,}")
_MOST_INLINE = 30  # inline elements in one another whose markup is kept: each line closes and opens them all
_MOST_BLOCKS = 40_000  # blocks into which one piece of HTML is split: four times the limit of separate paragraphs
_MOST_PARTS = 1_000  # parts of text in the blocks after these
# Text between two block boundaries is cut at the first space after so many characters or parts of text, and in any case
# at twice as many parts: each part may take 300 bytes. Its words are kept, and no paragraph of an article is as long.
_LONGEST_RUN, _MOST_PARTS_OF_RUN = 200_000, 20_000


def read(html: str, base: str = "") -> ParsedHtml:
    """Return the blocks and media of ``html``; addresses in it are relative to ``base``.

    Plain text is split at its blank lines. Never raises on content.
    """
    html = _LONG_TAG.sub(_with_few_attributes, marked_up(html.replace("\0", "")))
    reader = _Reader(base)
    parser = etree.HTMLParser(target=cast("etree.ParserTarget", reader), encoding="utf-8", huge_tree=True)
    etree.fromstring(html.encode("utf-8", "ignore"), parser)
    return reader.parsed


def _with_few_attributes(tag: re.Match[str]) -> str:
    """Return a long tag, without its attributes if they are more than any page has; an image inside a page has few."""
    return tag[0] if tag[0].count("=") <= _MOST_ATTRIBUTES else tag[1]


class _Reader:
    """Parser target that splits the stream of events into blocks. The parser closes every element it opens."""

    __slots__ = (
        "_after_image",
        "_after_rule",
        "_alternative",
        "_alternatives",
        "_anchor_from",
        "_backwards",
        "_base",
        "_effects",
        "_formulas",
        "_frame",
        "_inline",
        "_link_end",
        "_link_parts",
        "_links",
        "_numbers",
        "_open",
        "_player",
        "_run",
        "_skipped",
        "_sources",
        "_within",
        "parsed",
    )

    def __init__(self, base: str) -> None:
        self.parsed = ParsedHtml()
        self._base = base
        self._open: list[Frame | tuple[str, str | None]] = []
        """For each open element, the frame around it, or an inline element's effect on its text and its tag."""
        self._frame = Frame()
        self._inline: list[str] = []
        """The tags of the open inline elements that are kept."""
        self._run = TextRun(self._inline)
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
            "sub": 0,
            "sup": 0,
            "unseen": 0,
        }
        self._links: list[str] = []
        """The addresses of the open links, as written."""
        self._link_end: tuple[int, str] = (-1, "")
        """The number of parts when the last link of the line was closed, and its address."""
        self._link_parts: list[str] = []
        self._anchor_from = (-1, 0)
        self._skipped = 0
        self._numbers = 0
        self._after_rule = self._after_image = False
        self._player: Player | None = None
        self._alternative = ""
        """The address of the last image taken from ``noscript``."""
        self._alternatives: list[Mapping[str, str]] | None = None
        """The images inside ``noscript``."""
        self._backwards: list[list[int]] = []
        """The counters of lists numbered down to 1."""
        self._sources: list[str] = []
        self._formulas = Formulas()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if self._skipped:
            self._skip(tag, attributes)
            return
        if "-" in tag:
            tag, attributes = standard(tag, attributes)
        role = role_of(tag, attributes) if attributes else _NO_ROLE
        if tag in _SKIPPED or role is _HIDDEN:
            self._start_skipping(tag, attributes, role)
        elif tag in (_BLOCKS if self._frame.kind != "code" else _BLOCKS_IN_CODE) or not (
            tag.isalnum() or ":" in tag or self._run.parts
        ):
            # such as <asidedata-org="">, a block that lost a space; a custom element inside a text is inline
            self._end_block()
            if tag == "hr":
                self._after_rule = True
            self._open.append(self._frame)
            self._frame = self._inner(tag, role, attributes)
        else:
            if self._formulas:
                tag = self._formulas.part(tag, len(self._open), self._run)
            if attributes and (style := attributes.get("style")):
                tag = styled(tag, style)
            self._formulas.start(tag, len(self._open), self._run)
            kept = opening(tag, attributes, self._base) if len(self._inline) < _MOST_INLINE else None
            effect = self._start_inline(tag, attributes, role)
            if effect:
                self._effects += 1
                self._within[effect] += 1
            if kept:
                self._run.marks.append((len(self._run.parts), kept))
                self._inline.append(kept)
            self._open.append((effect, kept))

    def _start_skipping(self, tag: str, attributes: Mapping[str, str], role: Role) -> None:
        """Open an element that is not shown as text, except for the state of a task in a list."""
        self._skipped = 1
        if role is _HIDDEN:
            return
        if tag == "input" and self._frame.item and attributes.get("type") == "checkbox" and "disabled" in attributes:
            self._add_text("☑ " if "checked" in attributes else "☐ ")
        self._player = player(tag, attributes) if tag in PLAYERS else None
        self._alternatives = [] if tag == "noscript" else None

    def _skip(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element inside one that is not shown."""
        self._skipped += 1
        if self._player and tag == "source":
            self._player.add_source(attributes)
        elif tag == "img" and self._alternatives is not None:
            self._alternatives.append(attributes)
        elif tag == "script" and self._player is None:  # the parser moves a script before all text into a head
            self._player = player(tag, attributes)

    def end(self, _tag: str) -> None:
        """Close an element."""
        if self._skipped:
            self._skipped -= 1
            if not self._skipped:
                self._take_what_is_skipped()
            return
        opened = self._open.pop()
        if self._formulas:
            self._formulas.end(len(self._open), self._run)
        if isinstance(opened, Frame):
            self._end_block()
            self._frame = opened
            return
        effect, kept = opened
        if effect:
            self._effects -= 1
            self._within[effect] -= 1
            if effect == "link":
                self._end_link()
            elif effect == "row":
                self._end_row()
            elif effect == "quotation":
                self._run.add("”", "")
        if kept:
            self._inline.pop()
            self._run.marks.append((len(self._run.parts), closing(kept)))

    def data(self, text: str) -> None:
        """Add text."""
        if self._skipped:
            return
        if "\n" in text and self._frame.preformatted:
            self._add_lines(text)
            return
        if INDENT in text and self._frame.kind != "code" and not self._within["code"]:
            before = "".join(self._run.parts[-2:])  # a character reference is a part of its own
            said = before.rstrip(INDENT)
            width = len(before) - len(said) + len(text) - len(text.lstrip(INDENT))
            at_end = text.startswith(INDENT) and width > 1 and said.endswith(_SENTENCE_ENDS)
            parts = _INDENTED.split(text)
            if at_end or len(parts) > 1:
                for number, part in enumerate(parts):
                    if number or at_end:
                        self._break_line()
                    self._add_text(part)
                return
        self._add_text(text)

    def _add_text(self, text: str) -> None:
        if len(text) > 2 * _LONGEST_RUN:
            for part in in_pieces(text, _LONGEST_RUN):
                self._add_text(part)
                self._end_block()
            return
        run = self._run
        if (run.size > _LONGEST_RUN or len(run.parts) > _MOST_PARTS_OF_RUN) and (
            text[:1].isspace() or len(run.parts) > 2 * _MOST_PARTS_OF_RUN
        ):
            self._end_block()
            run = self._run
        run.size += len(text)
        if not run.parts and text.isspace() and not self._within["code"]:
            return
        if self._effects:
            within = self._within
            if within["unseen"]:
                self._run.add("", escape(text, quote=False))
                return
            if within["sup"] or within["sub"]:
                before = next((part for part in reversed(run.parts) if part), "")
                written = raised(text, before, "sup" if within["sup"] else "sub")
                if written != text:
                    run.raw[len(run.parts)] = escape(text, quote=False)
                    text = written
            self._count(text)
        run.parts.append(text)

    def _add_lines(self, text: str) -> None:
        first, *others = text.split("\n")
        self.data(first)
        for line in others:
            if self._run.parts or self._run.lines:
                self._break_line()
            self.data(line)

    def _count(self, text: str) -> None:
        length = _length(text)
        run = self._run
        within = self._within
        if within["link"] and length:
            if leads_to_page(self._links[-1]):
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
        self._end_block(is_last=True)
        if self._backwards:
            self._number_backwards()

    def _number_backwards(self) -> None:
        """Give the last items of lists the number 1; they were numbered 1, 0, -1, … as they were read."""
        last = {id(counter): counter[0] for counter in self._backwards}
        frames = {id(each.frame): each.frame for each in self.parsed.blocks}
        frames.update((id(each.frame), each.frame) for each in self.parsed.media)
        for frame in frames.values():
            if frame.item is not None and id(frame.counter) in last:
                frame.item += 1 - last[id(frame.counter)]

    def _start_inline(self, tag: str, attributes: Mapping[str, str], role: Role) -> str:
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._take_image(attributes)
        elif tag in PLAYERS:
            self._take_player(player(tag, attributes))
        elif tag == "a":
            self._start_link(attributes.get("href", ""))
            return "link"
        elif tag in _EFFECTS:
            return _EFFECTS[tag]
        elif tag == "q":
            self._run.add("“", "")
            return "quotation"
        elif tag == "source":  # of a ``picture``: sizes of the image that follows
            self._sources.append(attributes.get("srcset", "") or attributes.get("data-srcset", ""))
        elif tag in _ROWS:  # of code
            self._end_row()
            return "row"
        elif role in (Role.BOILERPLATE, Role.ASIDE):
            return "boilerplate"
        elif role is Role.META:
            return "meta"
        return ""

    def _take_image(self, attributes: Mapping[str, str]) -> None:
        sources, self._sources = self._sources, []
        words = words_of(attributes)
        if words:
            found = None if is_emoji(attributes) else shown_image(attributes, self._base)
            self.data(words)
            if found and self._run.parts:
                self._run.raw[len(self._run.parts) - 1] = image_tag(attributes, found)
        elif not is_ornament(attributes):
            self._after_image = True
            attributes = with_sources(attributes, sources)
            if self._is_shown_already(attributes):
                return
            if not self._frame.boilerplate:
                self.parsed.images.append(dict(attributes))
            if found := shown_image(attributes, self._base):
                link = next((tag for tag in reversed(self._inline) if tag.startswith("<a ")), None)
                self._attach(
                    self._media(
                        "image", found.url, image_tag(attributes, found), image_title(attributes), link=link or ""
                    )
                )

    def _take_what_is_skipped(self) -> None:
        found, self._player = self._player, None
        if found:
            self._take_player(found)
        elif self._alternatives:
            self._take_alternatives()
        self._alternatives = None

    def _take_alternatives(self) -> None:
        """Add the images that are shown without scripts, unless the image before them is the one that scripts show."""
        run = self._run
        if run.media and not any(map(str.strip, run.parts[run.media_end :])):
            return
        if not run.parts and not run.lines and self.parsed.media and self.parsed.media[-1].order == self._numbers:
            return
        for attributes in self._alternatives or ():
            found = shown_image(attributes, self._base)
            if found and is_image_file(found.url):  # others are visitor counters
                self._take_image(attributes)
                self._alternative = found.url

    def _is_shown_already(self, attributes: Mapping[str, str]) -> bool:
        """Return whether an image is the one for readers without scripts that stands right before it."""
        before, self._alternative = self._alternative, ""
        if not before or any(map(str.strip, self._run.parts[self._run.media_end :])):
            return False
        found = shown_image(attributes, self._base)
        return found is not None and found.url == before

    def _take_player(self, found: Player | None) -> None:
        """Add a video, a sound or another embed, unless its address is unknown or the same as the previous one's."""
        url = content_url(found.address, self._base) if found else None
        if found and url and url not in {media.url for _, media in self._run.media[-1:]}:
            self._attach(self._media("embed", url, found.html(url, self._base), found.title, native=found.native))

    def _media(
        self, kind: Literal["image", "embed"], url: str, html: str, title: str, *, link: str = "", native: str = ""
    ) -> Media:
        frame = self._frame
        boilerplate = frame.boilerplate or (self._number() if self._within["boilerplate"] else 0)
        return Media(kind, url, html, title, self._number(), boilerplate, frame, link, native)

    def _attach(self, media: Media) -> None:
        """Record the position of media in the text; :meth:`_end_block` decides whether it is part of a line."""
        run = self._run
        run.media.append((len(run.lines), media))
        self._run.add("", f"\0{len(run.media) - 1}\0")
        run.media_end = len(run.parts)

    def _start_link(self, address: str) -> None:
        run = self._run
        run.links += 1
        run.shares += is_share(address)
        anchor = address.startswith("#")
        run.anchors += anchor
        at, before = self._link_end
        if (
            at == len(run.parts) > 0
            and before != address
            and category(run.parts[-1][-1:] or " ") not in _NO_SPACE_AFTER
        ):
            run.parts.append(" ")  # links beside each other are not one word
        self._anchor_from = (len(run.parts), len(run.marks)) if anchor else (-1, 0)
        self._links.append(address)

    def _inner(self, tag: str, role: Role, attributes: Mapping[str, str]) -> Frame:
        outer = self._frame
        if role is _NO_ROLE and tag in _NEUTRAL:
            return outer
        kind = outer.kind
        if kind != "code":
            kind = _KINDS.get(tag, kind)
            if role is Role.VERSE and kind == "code":
                kind = outer.kind
            elif role is Role.HEADING:
                kind = "heading"
            elif role is Role.CAPTION:
                kind = "caption"
        boilerplate = outer.boilerplate
        asides = self.parsed.asides
        if role is Role.BOILERPLATE or (tag in _BOILERPLATE and outer.kind != "quote"):
            if not boilerplate or boilerplate in asides:
                boilerplate = self._number()
        elif not boilerplate and (
            role is Role.ASIDE or (tag == "aside" and role is not Role.NOTE and outer.kind != "quote")
        ):
            boilerplate = self._number()
            asides.add(boilerplate)
        inner = outer.copy()
        inner.kind = kind
        inner.boilerplate = boilerplate
        inner.meta |= role is Role.META
        inner.lead |= role is Role.LEAD
        inner.verse |= role is Role.VERSE
        inner.preformatted = inner.verse and (tag == "pre" or outer.preformatted)
        self._place(inner, tag, attributes)
        return inner

    def _place(self, frame: Frame, tag: str, attributes: Mapping[str, str]) -> None:
        """Record the place of an element in a list, a table, a figure or among headings."""
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                frame.level = int(tag[1])
            case "ol" | "ul":
                frame.depth += 1
                frame.ordered = tag == "ol"
                backwards = frame.ordered and "reversed" in attributes
                first = _integer(attributes.get("start"))
                frame.step = -1 if backwards else 1
                frame.counter = [(first or 1) - frame.step]
                if backwards and first is None:
                    self._backwards.append(frame.counter)
            case "li":
                stated = _integer(attributes.get("value"))
                frame.counter[0] = stated or frame.counter[0] + frame.step
                frame.item, frame.element = frame.counter[0], self._number()
                frame.level, frame.is_definition = max(1, frame.depth), False
                frame.quotation = 2 if frame.quotation else 0
            case "dt" | "dd":
                frame.level, frame.is_definition = 1 if tag == "dt" else 2, True
            case "address":
                frame.verse = True
            case "figure":
                frame.figure = self._number()
            case "blockquote":
                frame.outermost = frame.outermost or self._number()
                frame.quotation = 1
                frame.quotations += 1
                if is_post(attributes):
                    frame.post = self._number()
                    if address := post_address(attributes, self._base):
                        self.parsed.posts[frame.post] = address
            case "table" | "tr" | "td" | "th":
                self._place_in_table(frame, tag, attributes)

    def _place_in_table(self, frame: Frame, tag: str, attributes: Mapping[str, str]) -> None:
        tables = self.parsed.tables
        if tag == "table":
            if frame.table:
                tables[frame.table].is_layout = True
            frame.table, frame.row, frame.cell = self._number(), 0, 0
            tables[frame.table] = Table()
        elif tag == "tr":
            frame.row = self._number()
            if frame.table:
                tables[frame.table].rows.append([])
        else:
            frame.cell = self._number()
            if frame.table:
                tables[frame.table].add_cell(frame.cell, tag, attributes)

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _break_line(self) -> None:
        run = self._run
        if self._frame.kind == "code":
            run.parts.append("\n")
        elif run.lines and not any(map(str.strip, run.parts)) and not (self._within["code"] and run.is_code()):
            self._end_block()
        else:
            run.end_line(self._inline)

    def _end_row(self) -> None:
        parts = self._run.parts
        if parts and not parts[-1].endswith("\n"):
            parts.append("\n")

    def _end_link(self) -> None:
        """Close a link; a mark that links to a place in the text, such as ¶ or ↩, is dropped."""
        run = self._run
        start, marks = self._anchor_from
        self._anchor_from = (-1, 0)
        if start >= 0 and not any(map(str.isalnum, "".join(self._link_parts))):
            del run.parts[start:]
            del run.marks[marks + 1 :]  # except the start of the link itself, which is closed after this
            while run.raw and (last := next(reversed(run.raw))) >= start:
                del run.raw[last]
            run.linked -= _length("".join(self._link_parts))
            self._link_parts = []
        self._link_end = (len(run.parts), self._links.pop())
        self._end_link_text()

    def _end_link_text(self) -> None:
        if self._link_parts:
            self._run.link_texts.append("".join(self._link_parts))
            self._link_parts = []

    def _end_block(self, *, is_last: bool = False) -> None:
        run = self._run
        if not run.parts and not run.lines and not run.links:
            return
        if len(self.parsed.blocks) >= _MOST_BLOCKS and len(run.parts) < _MOST_PARTS and not is_last:
            # A block takes a kilobyte, and nobody reads that many: its words matter, not its boundaries.
            if run.parts and not run.parts[-1].endswith(" "):
                run.parts.append(" ")
            return
        if self._numbers_note(run) and not is_last:
            if run.parts[-1] != " ":
                run.parts.append(" ")
            return
        self._end_link_text()
        run.end_line(self._inline)
        self._run = TextRun(self._inline)
        self._link_end = (-1, "")
        before, after = detached(run) if run.media else ([], [])
        pieces = self._pieces(run)
        length = _length(pieces[0].text) if len(pieces) == 1 else sum(_length(piece.text) for piece in pieces)
        self.parsed.media += before
        if not length and (struck := struck_out(run)):
            self.parsed.struck.append((self._number(), struck))
        if length or run.links:
            joined = len(pieces) == 1 < len(run.lines)
            lines = sum(1 for line in run.lines if line.text.strip()) if joined else 1
            self.parsed.blocks += [self._block(run, length, piece, lines) for piece in pieces]
        for media in after:
            media.order = self._number()
        self.parsed.media += after
        if length:
            self._after_rule = self._after_image = False

    def _numbers_note(self, run: TextRun) -> bool:
        """Return whether a block is only the number of the note after it, which links back to the text."""
        if not run.links == run.anchors == 1 or run.lines or run.media or self._frame.kind != "paragraph":
            return False
        return not self._frame.row and _NOTE_NUMBER.fullmatch("".join(run.parts)) is not None

    def _pieces(self, run: TextRun) -> list[Piece]:
        kind = self._frame.kind
        if kind == "code":
            line = run.lines[0]
            html = without_code_around(line.html.strip("\r\n")) if line.html else None
            return [Piece(line.text.strip("\r\n"), kind, html)]
        if kind == "paragraph" and not self._frame.row and run.is_code():  # in a table it is a value
            return [Piece("\n".join(map(code_line, run.lines)).strip("\n"), "code", code_html(run.lines))]
        if len(run.lines) > _FEW_LINES and run.linked >= sum(_length(line.text) for line in run.lines):
            return [piece for line in run.lines if (piece := folded([line], "list")).text] or [Piece("", kind, None)]
        return arrange(run.lines, kind, verse=self._frame.verse)

    def _block(self, run: TextRun, length: int, piece: Piece, lines: int) -> Block:
        frame = self._frame
        return Block(
            text=piece.text,
            kind=piece.kind,
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
            order=self._number(),
            html=piece.html,
            frame=frame,
        )


def _integer(value: str | None) -> int | None:
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < _MOST_DIGITS else None


# lxml inspects the signature of ``start`` whenever it creates a parser; computing it takes as long as reading a title.
_Reader.start.__signature__ = inspect.signature(_Reader.start)  # type: ignore[attr-defined]
