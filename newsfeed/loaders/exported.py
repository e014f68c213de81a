"""Articles from the JSON form that this program writes: with the values they had, not as a feed's entry is normalised.

Anybody may have written such a file, so every value is checked as strictly as those of feeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, get_args

from newsfeed.items import Article, Enclosure, Kind, Paragraph, Person, Source
from newsfeed.loaders.processors import line
from newsfeed.text.characters import printable
from newsfeed.text.dates.parsing import iso, parse_date
from newsfeed.text.html.sanitise import sanitise
from newsfeed.text.urls.canonical import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KINDS = frozenset(get_args(Kind))
_LARGEST = 1 << 53  # of a number that JSON readers keep exactly


def article_from(values: Mapping[str, Any], fetched: str) -> Article | None:
    """Return the article with these fields, first ``fetched`` then unless it says when; ``None`` without a usable id.

    Verdicts and what is made of the paragraphs are left out: they are computed again.
    """
    identity = _line(values.get("id"))
    if identity is None:
        return None
    people = [Person(*map(_line, map(each.get, ("name", "email", "url")))) for each in _dicts(values, "people")]
    feed = values.get("feed")
    source = feed if isinstance(feed, dict) else {}
    return Article(
        id=identity,
        url=_address(values.get("url")),
        guid=_line(values.get("guid")),
        title=_line(values.get("title")),
        summary=_line(values.get("summary")),
        authors=list(_lines(values.get("authors"))),
        people=[person for person in people if person.name or person.email or person.url],
        categories=list(_lines(values.get("categories"))),
        language=_line(values.get("language")),
        published=_time(values.get("published")),
        updated=_time(values.get("updated")),
        fetched=_time(values.get("fetched")) or fetched,
        image=_address(values.get("image")),
        enclosures=[enclosure for each in _dicts(values, "enclosures") for enclosure in _enclosure(each)],
        rights=_line(values.get("rights")),
        license=_address(values.get("license")),
        reply_to=_line(values.get("reply_to")),
        feed=Source(_line(source.get("url")) or "", _line(source.get("title"))),
        paragraphs=[paragraph for each in _dicts(values, "paragraphs") for paragraph in paragraph_from(each)],
    )


def paragraph_from(values: Mapping[str, Any]) -> Iterator[Paragraph]:
    """Yield the paragraph with these fields, its markup sanitised, if it has a text or shows something."""
    text, kind, markup = (values.get(name) for name in ("text", "kind", "html"))
    url = _address(values.get("url"))
    text = printable(text) if isinstance(text, str) else ""
    if not (text.strip() or url):
        return
    ordered = values.get("ordered")
    yield Paragraph(
        text,
        cast("Kind", kind) if kind in _KINDS else "paragraph",
        html=sanitise(printable(markup)) if isinstance(markup, str) else None,
        url=url,
        level=_number(values.get("level")),
        ordered=ordered if isinstance(ordered, bool) else None,
        start=_number(values.get("start")),
    )


def _enclosure(values: Mapping[str, Any]) -> Iterator[Enclosure]:
    if url := _address(values.get("url")):
        yield Enclosure(url, _line(values.get("type")), _number(values.get("length")), _number(values.get("duration")))


def _dicts(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = values.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _lines(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else ():
        if text := _line(each):
            yield text


def _line(value: Any) -> str | None:
    return line(value) if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    return web_address(printable(value)) if isinstance(value, str) else None


def _time(value: Any) -> str | None:
    found = parse_date(value) if isinstance(value, str) else None
    return iso(found) if found else None


def _number(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value < _LARGEST else None
