"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from newsfeed.formats import jsonrecovery
from newsfeed.formats.authors import distinct, parse_person
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, Hints, PersonConstruct, TextConstruct

_FEED_FIELDS = frozenset({
    "author", "authors", "description", "expired", "favicon", "feed_url", "home_page_url", "hubs", "icon", "items",
    "language", "next_url", "title", "user_comment", "version",
})  # fmt: skip
_ITEM_FIELDS = frozenset({
    "attachments", "author", "authors", "banner_image", "content_html", "content_text", "date_modified",
    "date_published", "external_url", "id", "image", "language", "summary", "tags", "title", "url",
})  # fmt: skip
_ALMOST = 0.85  # similarity ratio from which one name is a misspelling of the other
_LONGEST_NAME = 40  # characters
_MOST_UNKNOWN = 5  # unknown fields of an object that are checked


def accepts(text: str) -> bool:
    """Return whether this is a JSON document; :func:`read` decides whether it is a feed."""
    return text.startswith(("{", "["))


def read(text: str) -> Feed:
    """Return the feed of a JSON document."""
    try:
        tree = jsonrecovery.parse_with_recovery(text)
    except RecursionError:
        return Feed("json", error="JSON nested too deeply to read")
    except ValueError as error:
        return Feed("json", error=str(error))
    document = tree.value
    problems = _correct_names(document)
    items = _items(document)
    if items is None:
        return Feed("json", error="a JSON document without the list `items` of a JSON Feed, not a feed")
    authors = _authors(document)
    entries, left_out = read_each(items, lambda item: _entry(item, authors))
    return Feed(
        format="jsonfeed",
        entries=entries,
        title=_text(document, "title", "text"),
        url=_string(document, "feed_url"),
        link=_string(document, "home_page_url"),
        language=_string(document, "language"),
        hints=Hints(ended=document.get("expired") is True),
        problems=[*tree.problems, *problems, *left_out],
        step=tree.step,
    )


def _items(document: Any) -> list[Any] | None:
    """Return the items of a JSON Feed; ``None`` if it has none, not even an empty list."""
    items = document.get("items") if isinstance(document, dict) else None
    if isinstance(items, dict) and (listed := _listed(items)) != [items]:
        return listed
    return items if isinstance(items, list) else None


def _correct_names(document: Any) -> list[str]:
    """Correct misspelt field names in a JSON Feed; return a line for each correction.

    Names that begin with an underscore are left alone: they are publishers' extensions.
    """
    if not isinstance(document, dict) or jsonrecovery.FORMAT not in str(document.get("version")):
        return []
    corrected = _rename(document, _FEED_FIELDS)
    for item in _objects(document, "items"):
        corrected |= _rename(item, _ITEM_FIELDS)
    return [f"field {stated} read as {usual}" for stated, usual in corrected.items()]


def _rename(holder: dict[str, Any], names: frozenset[str]) -> dict[str, str]:
    unknown = [key for key in holder if key not in names and not key.startswith("_") and len(key) <= _LONGEST_NAME]
    corrected: dict[str, str] = {}
    for key in unknown[:_MOST_UNKNOWN]:
        for name in get_close_matches(key, names - holder.keys(), n=1, cutoff=_ALMOST):
            corrected[key] = name
            holder[name] = holder.pop(key)
    return corrected


def _entry(item: Any, inherited: list[PersonConstruct]) -> Entry:
    if not isinstance(item, dict):
        raise TypeError(f"an item must be an object, not {type(item).__name__}")
    return Entry(
        guid=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        title=_text(item, "title", "text"),
        summary=_text(item, "summary", "text"),
        content=_text(item, "content_html", "html") or _text(item, "content_text", "text"),
        authors=_authors(item) or inherited,
        categories=_strings(item, "tags", "categories"),
        language=_string(item, "language"),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        images=[FeedImage(url) for key in ("image", "banner_image") if (url := _string(item, key))],
        enclosures=[
            FeedEnclosure(
                url, _string(one, "mime_type"), _string(one, "size_in_bytes"), _string(one, "duration_in_seconds")
            )
            for one in _objects(item, "attachments")
            if (url := _string(one, "url"))
        ],
    )


def _string(holder: dict[str, Any], key: str) -> str | None:
    """Return a value as a string; numbers are converted, as the specification requires for ids."""
    value = holder.get(key)
    if value is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return _characters(str(value)).strip() or None


def _characters(value: str) -> str:
    """Replace lone surrogates, which JSON can escape (RFC 8259, section 8.2), with U+FFFD."""
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(holder: dict[str, Any], key: str, kind: Any) -> TextConstruct | None:
    value = _string(holder, key)
    return TextConstruct(value, kind) if value else None


def _strings(holder: dict[str, Any], *keys: str) -> list[str]:
    """Return the texts under the first of these keys that is stated; some write a list as a single string."""
    value = next((value for key in keys if (value := holder.get(key))), None)
    values = re.split("[,;]", value) if isinstance(value, str) else _listed(value)
    named = (
        next(filter(None, map(one.get, ("name", "label", "title", "term"))), None) if isinstance(one, dict) else one
        for one in values
    )
    return [string for one in named if (string := _string({"": one}, ""))]


def _objects(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [one for one in _listed(holder.get(key)) if isinstance(one, dict)]


def _listed(value: Any) -> list[Any]:
    """Return the values in a list and in lists inside it, or a single value; PHP may write a list as an object."""
    if isinstance(value, dict) and value and all(key.isdecimal() for key in value):
        value = [*value.values()]
    if isinstance(value, list):
        return [each for inner in value for each in (inner if isinstance(inner, list) else [inner])]
    return [] if value is None else [value]


def _authors(holder: dict[str, Any]) -> list[PersonConstruct]:
    """Return the authors: the list of version 1.1, or the single ``author`` of version 1.0."""
    return distinct(map(_person, filter(None, _listed(holder.get("authors"))))) or distinct(
        map(_person, _listed(holder.get("author")))
    )


def _person(stated: Any) -> PersonConstruct:
    """Return an author: an object, or a string as in RSS; the page of some is an e-mail address."""
    if isinstance(stated, str):
        return parse_person(_characters(stated))
    if not isinstance(stated, dict):
        return PersonConstruct()
    name, url = _string(stated, "name"), _string(stated, "url")
    if url and url.lower().startswith("mailto:"):
        return PersonConstruct(name, email=unquote(url[len("mailto:") :].partition("?")[0]) or None)
    return PersonConstruct(name, email=_string(stated, "email"), url=url)
