"""The article on a web page: trafilatura finds it, and our own rules split it into paragraphs like any other text.

trafilatura is in the extra ``fulltext``, loaded when the first page is read.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, partial
from html import unescape
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from newsfeed.errors import require_extra
from newsfeed.items import Paragraph
from newsfeed.text.encoding.decoder import decode
from newsfeed.text.html.extract import body
from newsfeed.text.html.render import with_breaks
from newsfeed.text.html.teasers import without_teasers
from newsfeed.text.lazy import regex
from newsfeed.text.normalise import normalise
from newsfeed.text.whitespace import fits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# libxml2 takes quadratic time in the attributes of a tag, and trafilatura up to 0.1 ms per element.
_MOST_CHARACTERS = 8_000_000
_MOST_ELEMENTS = 50_000
_MOST_ATTRIBUTES = 200
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,1000})</title", re.IGNORECASE)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)  # in a style


_TAG = re.compile(r"<[^<>]*>")
_BETWEEN_LETTERS = regex(r"(?<=\w)(?:</?(?:a|b|code|del|em|i|strong|sub|sup|u|var)(?:\s[^<>]*)?>)+(?=\w)")
_LONGEST_WORD = 60  # characters
_WORD, _WORD_AT_END = re.compile(r"\w{1,60}"), re.compile(r"\w{1,60}$")
_MOST_JOINTS = 500  # each is looked up in the page
_TEASERS = 3
_LOST = 10  # letters of a line; a shorter line is a label
_LINE_MARK = re.compile(r"^[-–•*] ")
_TITLE_WORD = regex(r"[^\W\d_]{4,}|[\u3400-\u9fff]{2}")
_ONE_LINK = re.compile(r'<a href="([^"]*)"[^>]*>[^<]*</a>')
_BUTTON = 24  # columns


@dataclass(frozen=True, slots=True)
class WebPage:
    """The paragraphs and title of the article on a page; ``problem`` is the reason if there is none."""

    paragraphs: list[Paragraph]
    title: str | None = None
    problem: str | None = None


def require_trafilatura() -> None:
    """Raise :class:`NewsfeedError` if trafilatura is not installed."""
    with require_extra("fulltext", "reading the text of pages"):
        _trafilatura()


def read_page(data: bytes, *, content_type: str = "", url: str = "", title: str | None = None) -> WebPage:
    """Return the article of an HTML page; ``content_type`` is the value of the HTTP header.

    An unknown ``title`` is taken from the page. Never raises on content.
    """
    html = decode(data, content_type).text
    problem = _beyond_limits(html)
    if problem:
        return WebPage([], problem=problem)
    try:
        title = title or _trafilatura().extract_metadata(html, extensive=False).title  # otherwise it searches for dates
        paragraphs = _article(html, url, title)
        if not paragraphs and _HIDING.search(html):  # until a script shows it
            paragraphs = _article(_HIDING.sub("", html), url, title)
        paragraphs = _without_headline(paragraphs, html, title or "")
    except Exception as error:  # noqa: BLE001 - it may fail in any way on a page
        return WebPage([], problem=f"trafilatura cannot read it ({type(error).__name__})")
    return WebPage(paragraphs, title, None if paragraphs else "no article in it")


def _article(html: str, url: str, title: str | None) -> list[Paragraph]:
    extract = partial(_trafilatura().extract, include_comments=False, deduplicate=False)  # otherwise it remembers pages
    article = extract(
        html,
        output_format="html",
        include_formatting=True,
        include_images=True,
        include_links=True,  # which our rules need to recognise navigation
    )
    found = body(_with_spaces(article or "", html), url=url, title=title or "").paragraphs
    found = with_lost_lines(found[: _end(found)], article or "", extract(html) or "", title or "")
    return without_teasers([each for each in found if not _is_button(each, url)])


def _is_button(paragraph: Paragraph, url: str) -> bool:
    """Return whether a paragraph is one short link to its own page ("Back to top", "Bookmark")."""
    link = _ONE_LINK.fullmatch(paragraph.html or "")
    return link is not None and unescape(link[1]).partition("#")[0] == url and fits(paragraph.text, _BUTTON)


def _with_spaces(article: str, html: str) -> str:
    """Return the HTML of an article with the white space around inline elements that trafilatura sometimes loses.

    Words that it runs together are separated, unless the page's own ``html`` has them together.
    """
    page = ""
    parts, at = [], 0
    for tags in islice(_BETWEEN_LETTERS.finditer(article), _MOST_JOINTS):
        start, end = tags.span()
        before, after = _WORD_AT_END.search(article, max(0, start - _LONGEST_WORD), start), _WORD.match(article, end)
        page = page or unescape(_TAG.sub("", html))
        if before and after and f"{before[0]}{after[0]}" not in page:
            here = start if tags[0][1] != "/" else end
            parts += [article[at:here], "\n"]
            at = here
    return "".join([*parts, article[at:]])


def with_lost_lines(paragraphs: Sequence[Paragraph], article: str, lines: str, title: str) -> list[Paragraph]:
    r"""Return the paragraphs of an ``article`` (HTML) with those of its ``lines`` that the HTML lacks.

    trafilatura sometimes loses a text when it keeps links, images and emphases; reading the same page without them
    finds it.

    >>> from newsfeed.items import Paragraph
    >>> found = with_lost_lines([Paragraph("Rain came late."), Paragraph("The end.")], "<p>Rain came late.</p>"
    ...                         "<p>The end.</p>", "Rain came late.\nNobody had expected it.\nThe end.", "Harvest")
    >>> [each.text for each in found]
    ['Rain came late.', 'Nobody had expected it.', 'The end.']
    """
    known, headline = _letters(unescape(_TAG.sub("", article))), _letters(title)
    kept, keys = list(paragraphs), [_letters(each.text) for each in paragraphs]
    shown = "".join(f"\n{key}" for key in keys) + "\n"
    starts = list(accumulate((len(key) + 1 for key in keys), initial=0))
    lost: list[list[Paragraph]] = [[] for _ in starts]  # those before each paragraph, and those at the end
    seen = here = 0  # start of the last known line in the article, and its end in the shown text
    at = 0  # position of the paragraph after it
    for line in lines.splitlines():
        text = _LINE_MARK.sub("", line).strip(" |")
        key = _letters(text)
        if not key or key == headline:
            continue
        is_label = len(key) < _LOST
        position = known.find(key, seen)  # lines come in order, so the text between is searched once
        if position >= 0 or key in known:
            seen = seen if is_label else max(seen, position)
            place = shown.find(f"\n{key}\n" if is_label else key, here)
            if place >= 0:
                here, at = place + len(key), bisect_right(starts, place)
        elif is_label:
            continue
        elif at < len(keys) and len(keys[at]) >= _LOST and key.startswith(keys[at]):  # its beginning is there
            kept[at] = _completed(kept[at], text)
            at += 1
            here = starts[at]
        else:
            lost[at].append(Paragraph(text))
    return [each for place in range(len(starts)) for each in (*lost[place], *kept[place : place + 1])]


def _completed(beginning: Paragraph, text: str) -> Paragraph:
    """Return a paragraph with its full text; the markup of its beginning stays if the texts agree there."""
    rest = text.removeprefix(beginning.text)
    keeps_markup = beginning.html is not None and rest != text
    return replace(beginning, text=text, html=f"{beginning.html}{with_breaks(rest)}" if keeps_markup else None)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _end(paragraphs: Sequence[Paragraph]) -> int:
    """Return the start of the teasers after an article: headings with nothing but images under them."""
    end = len(paragraphs)
    while end and paragraphs[end - 1].kind in ("heading", "image"):
        end -= 1
    teasers = paragraphs[end:]
    headings = sum(1 for each in teasers if each.kind == "heading")
    return end if headings >= _TEASERS and 2 * len(teasers) < len(paragraphs) else len(paragraphs)


def _without_headline(paragraphs: list[Paragraph], html: str, title: str) -> list[Paragraph]:
    """Return the paragraphs without the headline above them: the title that the page states, or a variant of it.

    A variant is a heading of the first level that has a word of either title. Other headings stay: pages set their
    leads so, too.
    """
    stated = _TITLE.search(html)
    page_title = normalise(unescape(stated[1])) if stated else ""
    known = set(_TITLE_WORD.findall(f"{page_title} {normalise(title)}"))
    while paragraphs and paragraphs[0].kind == "heading":
        heading = normalise(paragraphs[0].text)
        is_variant = paragraphs[0].level == 1 and not known.isdisjoint(_TITLE_WORD.findall(heading))
        if not is_variant and heading not in page_title:
            break
        paragraphs = paragraphs[1:]
    return paragraphs


@cache
def _trafilatura() -> Any:
    import trafilatura

    # Its complaints about a page are not our errors.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def _beyond_limits(html: str) -> str | None:
    if len(html) > _MOST_CHARACTERS:
        return f"longer than {_MOST_CHARACTERS} characters"
    extent = _Extent()
    parser = etree.HTMLParser(target=cast("etree.ParserTarget", extent), encoding="utf-8", huge_tree=True)
    etree.fromstring(html.encode("utf-8", "ignore") or b" ", parser)
    if extent.elements > _MOST_ELEMENTS:
        return f"with more than {_MOST_ELEMENTS} elements"
    if extent.attributes > _MOST_ATTRIBUTES:
        return f"with an element of more than {_MOST_ATTRIBUTES} attributes"
    return None


class _Extent:
    """Parser target that counts elements and attributes without building a tree."""

    def __init__(self) -> None:
        self.elements = 0
        self.attributes = 0

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element."""
        self.elements += 1
        self.attributes = max(self.attributes, len(attributes))

    def end(self, _tag: str) -> None:
        """Do nothing."""

    def data(self, _text: str) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
