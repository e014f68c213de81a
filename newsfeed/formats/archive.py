"""Archived articles, one per file, in two shapes that may be combined.

The header shape, then the article's HTML::

    <!--1704404701000-->
    [The title](https://example.org/the-article)
    ------

and Jekyll's front matter (https://jekyllrb.com/docs/front-matter/), then the header shape, or HTML or Markdown alone.
The marker, a time in milliseconds since 1970, may be missing or hold something else (``<!--NaN-->``) if the title and
link follow it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import cast

from newsfeed.formats import markdown
from newsfeed.formats.authors import distinct, parse_person
from newsfeed.formats.feed import Entry, Feed, FeedImage, TextConstruct

_MARKER = re.compile(r"\s*<!--(?P<stated>[^\n]{0,100}?)-->[ \t\r]*(?:\n|\Z)")
_NUMBER = re.compile(r"-?\d+")
_TIME = re.compile(r"-?(?:\d{9,10}|\d{12,13})")  # seconds or milliseconds since 1970; other numbers are mistakes
_FRACTION = re.compile(r"(?P<time>\d{9,13})\.\d*")
_RULE = re.compile(r"\s*-{3,}[ \t]*(?:\n|\Z)")
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<fields>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z_][\w-]*):[ \t]*(.*)")
_BEGINNINGS = ("---", "<!--", "[")  # of front matter, of a marker, and of a title with a link
_MAX_FRONT_MATTER = 16_384  # characters; libyaml is quadratic on brackets

_Fields = dict[str, str | list[str]]


@dataclass(slots=True)
class _Header:
    stated: str  # inside the marker
    title: str | None
    link: str | None


def accepts(text: str) -> bool:
    """Return whether the text begins like an archive file: with front matter or a header."""
    if not text.lstrip().startswith(_BEGINNINGS):  # most documents: they need not be copied
        return False
    return _front_matter(text) is not None or _header(text)[0] is not None


def read(text: str) -> Feed:
    """Return the one article of an archive file."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems: list[str] = []
    fields: _Fields = {}
    front = _front_matter(text)
    body = text
    if front:
        fields = _fields(front["fields"], problems)
        body = text[front.end() :]
    header, body = _header(body)
    link = (header.link if header else None) or _string(fields, "from", "link", "url", "source", "canonical_url")
    title = _title(header, _string(fields, "title"))
    if header and header.link is None:
        problems.append("no [title](link) line after the marker")
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
        updated=_string(fields, "last_modified_at", "updated"),
        images=[FeedImage(url) for url in [_string(fields, "image")] if url],
    )
    return Feed("archive", entries=[entry], problems=problems)


def _html(body: str) -> str:
    """Return the text after front matter as HTML: it may be Markdown."""
    return markdown.to_html(body) if markdown.is_markdown(body) else body


def _front_matter(text: str) -> re.Match[str] | None:
    """Return the text's front matter, if it has at least one field and a closing line within the limit."""
    if not text.lstrip().startswith("---"):
        return None
    match = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER].replace("\r\n", "\n").replace("\r", "\n"))
    return match if match and any(_LINE.match(line) for line in match["fields"].splitlines()) else None


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


def _published(header: _Header | None, fields: _Fields, problems: list[str]) -> str | None:
    """Return the time in the header's marker; without one that can be read, the time of the front matter."""
    date = _string(fields, "date", "published")
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


def _fields(source: str, problems: list[str]) -> _Fields:
    """Return the fields of the front matter, every scalar as written."""
    import yaml  # only archived articles need it

    try:
        return _fields_of_yaml(source)
    except (yaml.YAMLError, ValueError):
        problems.append("front matter is not valid YAML: read line by line")
        return _fields_by_line(source)


def _fields_of_yaml(source: str) -> _Fields:
    """Read the outermost mapping: scalars, and the scalars of lists.

    The parser's events are read rather than its objects: building these recurses, and a document of nothing but
    brackets overflows the stack.
    """
    import yaml

    fields: _Fields = {}
    key: str | None = None
    depth = 0
    for event in yaml.parse(source, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 2 and key is not None:
                fields[key] = []
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            key = None if depth == 1 else key
        elif isinstance(event, yaml.ScalarEvent) and key is not None and depth == 2:
            cast("list[str]", fields[key]).append(event.value)
        elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) and depth == 1:
            value = getattr(event, "value", "")
            if key is None:
                key = value.lower()
            else:
                fields[key], key = value, None
    return fields


def _fields_by_line(source: str) -> _Fields:
    lines = (_LINE.match(line) for line in source.splitlines())
    return {line[1].lower(): _unquoted(line[2].strip()) for line in lines if line}


def _unquoted(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [str(_unquoted(one.strip())) for one in value[1:-1].split(",")]
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _string(fields: _Fields, *keys: str) -> str | None:
    return next((value.strip() for key in keys if isinstance(value := fields.get(key), str) and value.strip()), None)


def _strings(fields: _Fields, *keys: str) -> list[str]:
    values: list[str] = []
    for key in keys:
        value = fields.get(key)
        values += [one.strip() for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    return [value for value in dict.fromkeys(values) if value]


def _summary(fields: _Fields) -> TextConstruct | None:
    value = _string(fields, "description", "excerpt", "summary")
    return TextConstruct(value, "text") if value else None
