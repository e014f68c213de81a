"""The structure of a piece of HTML as a reader sees it: blocks of text, media between them, and tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsfeed.items import Kind


@dataclass(slots=True)
class Frame:
    """The properties of the open block element, inherited inside it; numbers are 0 outside such elements."""

    kind: Kind = "paragraph"
    boilerplate: int = 0
    meta: bool = False
    lead: bool = False
    row: int = 0
    cell: int = 0
    verse: bool = False
    """Whether each line is separate, as in a poem or an address."""
    preformatted: bool = False
    """Whether line ends are line breaks, as in a poem inside ``pre``."""
    level: int | None = None
    """Level of the heading, depth of the list, or 1 for a term and 2 for its definition."""
    ordered: bool | None = None
    """Whether the innermost list is numbered."""
    item: int | None = None
    """The number of the innermost list item in its list."""
    element: int = 0
    """Number of the innermost list item."""
    is_definition: bool = False
    figure: int = 0
    table: int = 0
    quotation: int = 0
    """1 in a quotation, 2 in a list item inside one, for any kind of element."""
    outermost: int = 0
    """Number of the outermost quotation around it."""
    quotations: int = 0
    """Number of quotations around it."""
    post: int = 0
    """Number of the quotation that is a placeholder for a post on another site."""
    depth: int = 0
    """Number of lists around it."""
    counter: list[int] = field(default_factory=lambda: [0])
    """The number of the last item of the innermost list, shared by its items."""
    step: int = 1
    """What is added for each item of the innermost list: -1 in one that is numbered backwards."""

    def copy(self) -> Frame:
        """Return a copy for an element inside; :func:`copy.copy` takes five times as long."""
        return Frame(
            self.kind, self.boilerplate, self.meta, self.lead, self.row, self.cell, self.verse,
            self.preformatted, self.level, self.ordered, self.item, self.element, self.is_definition, self.figure,
            self.table, self.quotation, self.outermost, self.quotations, self.post, self.depth, self.counter, self.step,
        )  # fmt: skip


@dataclass(slots=True)
class Block:
    """A run of text between two block boundaries; counts are of characters other than white space."""

    text: str
    kind: Kind
    length: int
    linked: int
    """Characters inside links that lead to other pages."""
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
    order: int
    """Increases from block to block, and to the media between them."""
    html: str | None
    """The content with inline markup, not yet sanitised; ``None`` if it has no markup."""
    frame: Frame
    """The properties of the element around it."""


@dataclass(slots=True)
class Media:
    """An image or embed between the blocks of a text: its address and HTML, not yet sanitised, and its title.

    ``link`` is the start tag of the link around it; ``native`` is the media type of a file that plays by itself, or
    ``*`` if the type is not stated.
    """

    kind: Literal["image", "embed"]
    url: str
    html: str
    title: str
    order: int
    boilerplate: int
    frame: Frame
    link: str = ""
    native: str = ""


@dataclass(slots=True)
class Cell:
    """A cell of a table: its number, its tag and its attributes."""

    number: int
    tag: str
    attributes: str

    def html(self, content: str) -> str:
        """Return the cell with this content."""
        return f"<{self.tag}{self.attributes}>{content}</{self.tag}>"


@dataclass(slots=True)
class Table:
    """The cells of a table, row by row; ``is_layout`` if it contains another table."""

    rows: list[list[Cell]] = field(default_factory=list)
    is_layout: bool = False

    def add_cell(self, number: int, tag: str, attributes: Mapping[str, str]) -> None:
        """Add a cell to the last row."""
        spans = ((name, attributes.get(name, "").strip()) for name in ("colspan", "rowspan"))
        kept = "".join(f' {name}="{value}"' for name, value in spans if value.isascii() and value.isdigit())
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(Cell(number, tag, kept))

    @property
    def is_grid(self) -> bool:
        """Whether the table has at least two rows with two cells."""
        return not self.is_layout and sum(1 for row in self.rows if len(row) > 1) > 1


@dataclass(slots=True)
class ParsedHtml:
    """The blocks, media and tables of an HTML body, and the attributes of its ``img`` elements, each in order."""

    blocks: list[Block] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    tables: dict[int, Table] = field(default_factory=dict)
    struck: list[tuple[int, str]] = field(default_factory=list)
    """Wholly struck-out texts between the blocks, each with its place in their order."""
    posts: dict[int, str] = field(default_factory=dict)
    """Addresses of posts on other sites, as stated in their quotations, by the quotations' numbers."""
    asides: set[int] = field(default_factory=set)
    """Numbers of the boilerplate elements that are part of the article if they hold sentences."""
