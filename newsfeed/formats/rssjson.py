"""RSS 2.0 as JSON (https://github.com/scripting/Scripting-News/blob/master/rss-in-json/README.md)."""

from __future__ import annotations

import json
import re
from typing import Any

from newsfeed.formats.authors import distinct, parse_person
from newsfeed.formats.entries import read_each
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, TextConstruct
from newsfeed.formats.xml import elements

_TEXTS = ("#value", "#text", "#cdata", "__cdata", "$t", "_", "content")
_BEGINNING = re.compile(r'\{\s*"rss"\s*:\s*\{')


def accepts(text: str) -> bool:
    """Return whether the text begins like a document of this format."""
    return _BEGINNING.match(text) is not None


def read(text: str) -> Feed:
    """Return the feed of a document."""
    try:
        channel = json.loads(text)["rss"]["channel"]
    except (ValueError, RecursionError) as error:
        return Feed("json", error=f"not well-formed JSON: {error}")
    except (KeyError, TypeError):
        channel = None
    if not isinstance(channel, dict):
        return Feed("json", error="a JSON document without the `channel` of RSS, not a feed")
    entries, problems = read_each(_list(channel, "item") or _list(channel, "items"), _entry)
    return Feed(
        format="rss",
        entries=entries,
        title=_text(channel, "title"),
        link=_string(channel, "link"),
        language=_string(channel, "language"),
        rights=_text(channel, "copyright"),
        problems=problems,
    )


def _entry(item: Any) -> Entry:
    if not isinstance(item, dict):
        raise TypeError(f"an item must be an object, not {type(item).__name__}")
    return Entry(
        guid=_string(item, "guid"),
        link=_string(item, "link"),
        title=_text(item, "title"),
        summary=_text(item, "description"),
        content=_text(item, "content:encoded"),
        authors=distinct(map(parse_person, [*_strings(item, "dc:creator"), *_strings(item, "author")])),
        categories=_strings(item, "category"),
        published=_string(item, "pubDate"),
        enclosures=[
            FeedEnclosure(url, _string(each, "type"), _string(each, "length"))
            for each in _list(item, "enclosure")
            if isinstance(each, dict) and (url := _string(each, "url"))
        ],
    )


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    """Return the elements of one name: a list of them, or a single one."""
    value = holder.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(holder: dict[str, Any], key: str) -> list[str]:
    """Return the texts of the elements of one name; one with attributes has its text in ``#value``.

    Programs that convert XML to JSON have other names for it.
    """
    values = (
        next((each[name] for name in _TEXTS if name in each), None) if isinstance(each, dict) else each
        for each in _list(holder, key)
    )
    texts = (str(each).strip() for each in values if isinstance(each, str | int | float))
    return [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts if text]


def _string(holder: dict[str, Any], key: str) -> str | None:
    return next(iter(_strings(holder, key)), None)


def _text(holder: dict[str, Any], key: str) -> TextConstruct | None:
    value = _string(holder, key)
    return elements.guess_text(value) if value else None
