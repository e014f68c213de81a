"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from newsfeed.formats import jsonrecovery
from newsfeed.formats.authors import distinct
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, Hints, PersonConstruct, TextConstruct

_OF_FEEDS = frozenset({
    "author", "authors", "description", "expired", "favicon", "feed_url", "home_page_url", "hubs", "icon", "items",
    "language", "next_url", "title", "user_comment", "version",
})  # fmt: skip
_OF_ITEMS = frozenset({
    "attachments", "author", "authors", "banner_image", "content_html", "content_text", "date_modified",
    "date_published", "external_url", "id", "image", "language", "summary", "tags", "title", "url",
})  # fmt: skip
_ALMOST = 0.85  # of the characters of two names agree, in their order, where one is the other misspelt
_LONGEST_NAME = 40  # characters
_MOST_STRANGE = 5  # fields of an object that are looked at


def accepts(text: str) -> bool:
    """Whether this is a JSON document; :func:`read` says whether it is a feed."""
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
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return Feed("json", error="a JSON document without the list `items` of a JSON Feed")
    authors = _authors(document)
    entries, left_out = read_each(document["items"], lambda item: _entry(item, authors))
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


def _correct_names(document: Any) -> list[str]:
    """Give fields their names where a document of this format has others that are almost those; say which, a line each.

    Fields of publishers' own are no such: their names begin with an underscore.
    """
    if not isinstance(document, dict) or jsonrecovery.FORMAT not in str(document.get("version")):
        return []
    meant = _rename(document, _OF_FEEDS)
    for item in _objects(document, "items"):
        meant |= _rename(item, _OF_ITEMS)
    return [f"field {stated} read as {usual}" for stated, usual in meant.items()]


def _rename(holder: dict[str, Any], names: frozenset[str]) -> dict[str, str]:
    strange = [key for key in holder if key not in names and not key.startswith("_") and len(key) <= _LONGEST_NAME]
    meant: dict[str, str] = {}
    for key in strange[:_MOST_STRANGE]:
        for name in get_close_matches(key, names - holder.keys(), n=1, cutoff=_ALMOST):
            meant[key] = name
            holder[name] = holder.pop(key)
    return meant


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
        categories=_strings(item, "tags"),
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
    """Return a value as a string; numbers are taken for what they show, as the specification asks of ids."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return _characters(str(value)).strip() or None


def _characters(value: str) -> str:
    """JSON can escape half a surrogate pair, which is no character (RFC 8259, section 8.2): U+FFFD stands for it."""
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(holder: dict[str, Any], key: str, kind: Any) -> TextConstruct | None:
    value = _string(holder, key)
    return TextConstruct(value, kind) if value else None


def _strings(holder: dict[str, Any], key: str) -> list[str]:
    value = holder.get(key)
    values = value if isinstance(value, list) else []
    return [string for one in values if (string := _string({key: one}, key))]


def _objects(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = holder.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _authors(holder: dict[str, Any]) -> list[PersonConstruct]:
    """Version 1.1 has a list, version 1.0 one ``author``."""
    single = holder.get("author")
    stated = _objects(holder, "authors") or ([single] if isinstance(single, dict) else [])
    return distinct(PersonConstruct(_string(author, "name"), url=_string(author, "url")) for author in stated)
