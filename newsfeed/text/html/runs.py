"""Runs: the text between two block boundaries, line by line, with counts of its markup."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape, unescape
from typing import TYPE_CHECKING

from newsfeed.text.html.lines import Line
from newsfeed.text.html.markup import closing
from newsfeed.text.whitespace import fold, length

if TYPE_CHECKING:
    from newsfeed.text.html.structure import Media

_CODE = re.compile(r"</?(?:code|kbd|samp)>")
_STRUCK = re.compile(r"<(?:del|s)>")
_PLACE = re.compile(r"\0(\d+)\0")  # of media, with their number
_TAG_OR_PLACE = re.compile(r"<[^<>]*>|\0\d+\0")


class TextRun:
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
        "marks",
        "measured",
        "media",
        "media_end",
        "meta",
        "parts",
        "raw",
        "shares",
        "size",
        "small",
    )

    def __init__(self, open_tags: list[str]) -> None:
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.marks = [(0, tag) for tag in open_tags]  # tags with the number of parts before each
        self.raw: dict[int, str] = {}  # HTML of the parts whose HTML differs from their text
        self.media: list[tuple[int, Media]] = []  # with the number of their line
        self.link_texts: list[str] = []
        self.linked = self.bold = self.small = self.code = self.boilerplate = self.meta = 0
        self.links = self.shares = self.anchors = 0
        self.size = 0  # of all parts, in characters
        self.length = self.measured = 0  # of finished lines, counted on demand
        self.line_bold = 0
        self.media_end = 0  # number of parts of the line up to the last media

    def add(self, text: str, html: str) -> None:
        """Add text that has an HTML form of its own."""
        self.raw[len(self.parts)] = html
        self.parts.append(text)

    def end_line(self, open_tags: list[str]) -> None:
        """End a line inside the open elements, which are opened again in the next line."""
        text = "".join(self.parts)
        html = self._html(open_tags) if self.marks or self.raw else None
        self.lines.append(Line(text, self.line_bold > 0 and self.line_bold >= length(text), html))
        self.parts = []
        self.marks = [(0, tag) for tag in open_tags]
        self.raw = {}
        self.line_bold = 0
        self.media_end = 0

    def _html(self, open_tags: list[str]) -> str:
        """Return the line as HTML with all of its elements closed."""
        written: list[str] = []
        marks = iter([*self.marks, (len(self.parts), "".join(map(closing, reversed(open_tags))))])
        at, tag = next(marks)
        for index, part in enumerate(self.parts):
            while at <= index:
                written.append(tag)
                at, tag = next(marks)
            written.append(self.raw[index] if index in self.raw else escape(part, quote=False))
        written.append(tag)
        written.extend(tag for _, tag in marks)
        return "".join(written)

    def is_code(self) -> bool:
        """Return whether all of the finished lines are code."""
        if not self.code:
            return False
        self.length += sum(length(line.text) for line in self.lines[self.measured :])
        self.measured = len(self.lines)
        return self.code >= self.length


def code_line(line: Line) -> str:
    """Return a line of code outside ``pre``: only no-break spaces indent it."""
    return line.text.strip(" \t\r\n").replace("\n", " ").replace("\xa0", " ").rstrip()


def code_html(lines: list[Line]) -> str | None:
    """Return lines of code outside ``pre`` as one element with markup, which only serves links."""
    if not any(line.html and "<a " in line.html for line in lines):
        return None
    written = (_CODE.sub("", line.html) if line.html else escape(line.text, quote=False) for line in lines)
    return "\n".join(html.strip(" \t\r\n").replace("\n", " ").replace("\xa0", " ") for html in written).strip("\n")


def without_code_around(html: str) -> str | None:
    """Return the content of ``pre`` without an enclosing ``code`` element; ``None`` if no markup is left."""
    while html.startswith("<code>") and html.endswith("</code>"):
        inside = html[len("<code>") : -len("</code>")]
        before, closed, _ = inside.partition("</code>")
        if closed and "<code>" not in before:  # it ends there, and another one follows
            return html
        html = inside.strip("\r\n")
    return html if "<" in html else None


def detached(run: TextRun) -> tuple[list[Media], list[Media]]:
    """Return the media before and after the text of a run; images inside the text become part of it.

    Media other than images are placed before or after the text.
    """
    before: list[Media] = []
    after: list[Media] = []
    texts = [at for at, line in enumerate(run.lines) if line.text.strip()]
    by_line: defaultdict[int, dict[int, Media]] = defaultdict(dict)
    for number, (at, media) in enumerate(run.media):
        by_line[at][number] = media
    for at, found in by_line.items():
        line = run.lines[at]
        pieces = _PLACE.split(line.html or "")
        texts_here = [place for place, piece in enumerate(pieces[::2]) if _has_text(piece)]
        places = {int(number): place for place, number in enumerate(pieces[1::2])}
        written: dict[int | None, str] = {}
        for number, media in found.items():
            place = places.get(number)  # None: it was in a link that is left out
            is_after = bool(texts and texts[0] < at) or bool(texts_here and (place is None or texts_here[0] <= place))
            is_before = bool(texts and texts[-1] > at) or bool(
                texts_here and place is not None and texts_here[-1] > place
            )
            if is_after and is_before and media.kind == "image":
                written[place] = written.get(place, "") + media.html
            else:
                (after if is_after else before).append(media)
        html = [piece + written.get(place, "") for place, piece in enumerate(pieces[::2])]
        run.lines[at] = line._replace(html="".join(html) + written.get(None, ""))
    return before, after


def struck_out(run: TextRun) -> str:
    """Return the text of a run that has struck-out text only."""
    html = " ".join(line.html for line in run.lines if line.html and _STRUCK.search(line.html))
    return fold(unescape(_TAG_OR_PLACE.sub("", html))) if html else ""


def _has_text(html: str) -> bool:
    return bool(_TAG_OR_PLACE.sub("", html).strip())
