"""Archived articles, one per file, in two shapes that may be combined.

The header shape, then the article's HTML::

    <!--1704404701000-->
    [The title](https://example.org/the-article)
    ------

and front matter (:mod:`newsfeed.formats.frontmatter`), then the header shape, or HTML or Markdown alone.
The marker, a time in milliseconds since 1970, may be missing or hold something else (``<!--NaN-->``) if the title and
link follow it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from newsfeed.formats import frontmatter, markdown
from newsfeed.formats.authors import distinct, parse_person
from newsfeed.formats.feed import Entry, Feed, FeedImage, TextConstruct

if TYPE_CHECKING:
    from newsfeed.formats.frontmatter import Fields

_MARKER = re.compile(r"\s*<!--(?P<stated>[^\n]{0,100}?)-->[ \t\r]*(?:\n|\Z)")
_NUMBER = re.compile(r"-?\d+")
_TIME = re.compile(r"-?(?:\d{9,10}|\d{12,13})")  # seconds or milliseconds since 1970; other numbers are mistakes
_FRACTION = re.compile(r"(?P<time>\d{9,13})\.\d*")
_RULE = re.compile(r"\s*-{3,}[ \t]*(?:\n|\Z)")
_BEGINNINGS = ("---", "+++", "{", "<!--", "[")  # of front matter, of a marker, and of a title with a link


@dataclass(slots=True)
class _Header:
    stated: str  # inside the marker
    title: str | None
    link: str | None


def accepts(text: str) -> bool:
    """Return whether the text begins like an archive file: with front matter or a header."""
    if not text.lstrip().startswith(_BEGINNINGS):  # most documents: they need not be copied
        return False
    return frontmatter.is_before(_with_line_feeds(text)) or _header(text)[0] is not None


def read(text: str) -> Feed:
    """Return the one article of an archive file."""
    text = _with_line_feeds(text)
    front = frontmatter.read(text) or frontmatter.FrontMatter({}, text)
    fields = front.fields
    problems = [front.problem] if front.problem else []
    header, body = _header(front.body)
    link = (header.link if header else None) or _string(fields, "from", "link", "url", "source", "canonical_url")
    title = _title(header, _string(fields, "title"))
    if header and header.link is None:
        problems.append("no [title](link) line after the marker")
    if _string(fields, "draft") == "true" or _string(fields, "published") == "false":
        problems.append("marked as a draft")
    published = _published(header, fields, problems)
    entry = Entry(
        guid=_string(fields, "guid", "id"),
        link=link,
        title=TextConstruct(title, "text") if title else None,
        summary=_summary(fields),
        content=TextConstruct(_html(body.strip()) if header is None else body.strip(), "html"),
        authors=distinct(map(parse_person, _strings(fields, "author", "authors"))),
        categories=list(dict.fromkeys([*_strings(fields, "categories", "category"), *_strings(fields, "tags")])),
        language=_string(fields, "lang", "language"),
        published=published,
        updated=_string(fields, "last_modified_at", "updated", "lastmod", "modified"),
        images=[FeedImage(url) for url in [_string(fields, "image", "images", "cover")] if url],
    )
    return Feed("archive", entries=[entry], problems=problems)


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _html(body: str) -> str:
    """Return the text after front matter as HTML: it may be Markdown."""
    return markdown.to_html(body) if markdown.is_markdown(body) else body


def _header(text: str) -> tuple[_Header | None, str]:
    """Return the header, if there is one, and the text after it."""
    marker = _MARKER.match(text)
    stated = marker["stated"].strip() if marker else ""
    rest = text[marker.end() if marker else 0 :].lstrip()
    line, _, after = rest.partition("\n")
    title, link = _title_and_link(line)
    rule = _RULE.match(after)
    if link is None:
        is_marker = marker is not None and _NUMBER.fullmatch(stated) is not None
        return (_Header(stated, None, None), rest) if is_marker else (None, text)
    if rule is None and _NUMBER.fullmatch(stated) is None:
        return None, text  # a paragraph that is a link
    return _Header(stated, title, link), after[rule.end() :] if rule else after


def _published(header: _Header | None, fields: Fields, problems: list[str]) -> str | None:
    """Return the time in the header's marker; without one that can be read, the time of the front matter."""
    dates = (_string(fields, name) for name in ("date", "published", "publishdate", "pubdate"))
    date = next((each for each in dates if each and each not in {"true", "false"}), None)  # Jekyll: "published: false"
    if header is None:
        return date
    if _TIME.fullmatch(header.stated):
        return header.stated
    problems.append("no time in the marker before the title")
    if date is None and (fraction := _FRACTION.fullmatch(header.stated)):
        return fraction["time"]
    return date or (header.stated if _NUMBER.fullmatch(header.stated) else None)


def _title(header: _Header | None, stated: str | None) -> str | None:
    """Return the title in the header, else that of the front matter; our own exports escape the former."""
    title = header.title if header else None
    is_escaped = title is not None and stated is not None and title == escape(" ".join(stated.split()), quote=False)
    return stated if title is None or is_escaped else title


def _title_and_link(line: str) -> tuple[str | None, str | None]:
    """Split ``[title](link)``; titles hold brackets of their own, so the link begins after the last ``](``."""
    title, bracket, link = line.strip().rpartition("](")
    if not bracket or not title.startswith("[") or not link.endswith(")"):
        return None, None
    return title[1:].strip() or None, link[:-1].strip() or None


def _string(fields: Fields, *keys: str) -> str | None:
    return next(iter(_strings(fields, *keys)), None)


def _strings(fields: Fields, *keys: str) -> list[str]:
    """Return the texts of these fields that are not empty, each once."""
    values = (fields.get(key, ()) for key in keys)
    texts = [text.strip() for value in values for text in ([value] if isinstance(value, str) else value)]
    return [text for text in dict.fromkeys(texts) if text]


def _summary(fields: Fields) -> TextConstruct | None:
    value = _string(fields, "description", "excerpt", "summary")
    return TextConstruct(value, "text") if value else None
