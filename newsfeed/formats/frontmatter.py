"""Front matter of articles: YAML between lines of ``---``, TOML between lines of ``+++``, or a JSON object.

Jekyll (https://jekyllrb.com/docs/front-matter/), Hugo (https://gohugo.io/content-management/front-matter/) and Zola use
these. Only names are interpreted elsewhere; here a value is a text or a list of texts, as written.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, time
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from newsfeed.formats.limits import MOST_VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Fields = dict[str, str | list[str]]

_MOST_PARSED = 1_000_000  # characters; longer front matter is read line by line
_MOST_LINES = 20_000  # fields that are read line by line
_DEEPEST = 4  # levels of lists and mappings that are read
_KEY = r"""["']?[^\W\d][\w .-]{0,100}["']?"""
_YAML_FIELD = re.compile(rf"^(?P<key>{_KEY}):(?:[ \t]+(?P<value>[^\n]*))?$", re.MULTILINE)
_TOML_FIELD = re.compile(rf"^[ \t]*(?P<key>{_KEY})[ \t]*=(?P<value>[^\n]*)$", re.MULTILINE)
_JSON_FIELD = re.compile(r"""^[ \t]*"(?P<key>[^"\n]{1,100})"[ \t]*:(?P<value>[^\n]*?),?[ \t]*$""", re.MULTILINE)
_OPENING = re.compile(r"\s*(?P<sign>---|\+\+\+|\{)[ \t]*\n")
_BEGINNING = 100  # characters of the text below that show whether there is any
_UNIMPORTANT = re.compile(r"\s*(?:#[^\n]*)?(?:\n|\Z)")  # a blank line or a comment
_MANY_DOTS = re.compile(r"(?:\.[^.=,{}\[\]\n]*+){100}")  # tomllib takes quadratic time for a key of so many parts
_SECTIONS = ("params", "extra", "taxonomies")  # of Hugo and Zola: their fields count like those outside
_NAMES = ("name", "title", "label", "value", "email")  # of a mapping that stands for one value, such as an author
_FEEDS = frozenset(["items", "entries", "version", "feed", "rss"])  # fields of JSON documents that are feeds


class FrontMatter(NamedTuple):
    """The fields by lower-case name, the text below, and a problem if the front matter could not be parsed."""

    fields: Fields
    body: str
    problem: str | None = None


class _Notation(NamedTuple):
    name: str
    closing: re.Pattern[str]  # the line after it
    field: re.Pattern[str]  # on one line
    parse: Callable[[str], dict[str, Any]]


def is_before(text: str) -> bool:
    """Return whether a text begins with front matter that ends."""
    return _split(text) is not None


def read(text: str) -> FrontMatter | None:
    """Return the front matter of a text whose lines end with line feeds; ``None`` if it has none.

    Values that cannot be parsed are read line by line.
    """
    parts = _split(text)
    if parts is None:
        return None
    notation, source, end = parts
    fields, body = _parsed(notation, source), text[end:]
    if fields is not None:
        return FrontMatter(fields, body)
    reason = f"is not valid {notation.name}" if len(source) <= _MOST_PARSED else "is very long"
    said = f"front matter {reason}: read line by line"
    if source.count(",") > MOST_VALUES:
        said += f", at most {MOST_VALUES:,} values a list"
    return FrontMatter(_by_line(notation, source), body, said)


def _split(text: str) -> tuple[_Notation, str, int] | None:
    """Return the notation of a text's front matter, its source, and where the text below begins."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    notation, start = _NOTATIONS[opening["sign"]], opening.end()
    if notation is _JSON:  # far faster than the pattern, in documents that are nothing but JSON
        start = text.find("\n}", start - 1)
    closing = notation.closing.search(text, start) if start >= 0 else None
    if closing is None:
        return None
    source, end = text[opening.end() : closing.start()], closing.end()
    if notation is _JSON:
        return (notation, f"{{\n{source}}}", end) if _is_of_an_article(source, text[end : end + _BEGINNING]) else None
    begin = 0
    while begin < len(source) and (line := _UNIMPORTANT.match(source, begin)):
        begin = line.end()
    is_first = notation.field.match(source, begin) or (notation is _TOML and source.startswith("[", begin))
    return (notation, source, end) if is_first and notation.field.search(source, begin) else None


def _is_of_an_article(source: str, body: str) -> bool:
    """Return whether a JSON object is front matter: it has a title or a date, an article follows, and it is no feed."""
    if not body.strip() or body.lstrip().startswith(("{", "[", ",", "]")):
        return False
    names = {field["key"].lower() for field in islice(_JSON_FIELD.finditer(source), _MOST_LINES)}
    return not names.isdisjoint(("title", "date")) and names.isdisjoint(_FEEDS)


def _parsed(notation: _Notation, source: str) -> Fields | None:
    if len(source) > _MOST_PARSED:
        return None
    try:
        found = notation.parse(source)
    except (ValueError, RecursionError):
        return None
    outer = {str(key).lower(): value for key, value in found.items()}
    for section in _SECTIONS:
        inner = outer.get(section)
        if isinstance(inner, dict):
            outer = {str(key).lower(): value for key, value in inner.items()} | outer
    return {key: _texts(value) if isinstance(value, dict | list) else _text(value) for key, value in outer.items()}


def _texts(value: object, depth: int = 1) -> list[str]:
    """Return the texts in a list; for a mapping, its name, or else its values."""
    if not isinstance(value, dict | list):
        return [_text(value)]
    if depth > _DEEPEST:
        return []
    if isinstance(value, dict):
        named = next((value[name] for name in _NAMES if isinstance(value.get(name), str)), None)
        if named is not None:
            return [named]
        value = list(value.values())
    return [text for each in value for text in _texts(each, depth + 1)]


def _text(value: object) -> str:
    if isinstance(value, date | time):  # a time without a zone has none in the text either
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _of_yaml(source: str) -> dict[str, Any]:
    """Return the outermost mapping, every scalar as written.

    The parser's events are read rather than its objects: building these recurses, and a document of nothing but
    brackets overflows the stack. Aliases are empty.
    """
    import yaml  # only archived articles need it

    outermost: dict[str, Any] = {}
    try:
        events = iter(yaml.parse(source, Loader=yaml.CBaseLoader))
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                outermost |= _mapping(events, 1)
            elif isinstance(event, yaml.SequenceStartEvent):
                _sequence(events, 1)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    return outermost


def _mapping(events: Iterator[Any], depth: int) -> dict[str, Any]:
    values = _sequence(events, depth)
    return {key.lower(): value for key, value in zip(values[::2], values[1::2], strict=False) if isinstance(key, str)}


def _sequence(events: Iterator[Any], depth: int) -> list[Any]:
    """Return the values up to the end of the open collection; collections that are too deep are empty."""
    import yaml

    found: list[Any] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            found.append(getattr(event, "value", ""))
        elif not isinstance(event, yaml.CollectionStartEvent):
            continue
        elif depth >= _DEEPEST:
            _pass_over(events)
            found.append([])
        else:
            inner = _mapping if isinstance(event, yaml.MappingStartEvent) else _sequence
            found.append(inner(events, depth + 1))
    return found


def _pass_over(events: Iterator[Any]) -> None:
    """Read up to the end of the open collection."""
    import yaml

    depth = 1
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if not depth:
            return


def _of_toml(source: str) -> dict[str, Any]:
    if _MANY_DOTS.search(source):
        raise ValueError("a key of too many parts")
    return tomllib.loads(source, parse_float=str)


def _of_json(source: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(source, parse_float=str, parse_int=str)
    return found


_YAML = _Notation("YAML", re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE), _YAML_FIELD, _of_yaml)
_TOML = _Notation("TOML", re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE), _TOML_FIELD, _of_toml)
_JSON = _Notation("JSON", re.compile(r"^\}[ \t]*$\n?", re.MULTILINE), _JSON_FIELD, _of_json)
_NOTATIONS = {"---": _YAML, "+++": _TOML, "{": _JSON}


def _by_line(notation: _Notation, source: str) -> Fields:
    found = islice(notation.field.finditer(source), _MOST_LINES)
    return {each["key"].strip("\"' ").lower(): _unquoted((each["value"] or "").strip()) for each in found}


def _unquoted(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [str(_unquoted(one.strip())) for one in value[1:-1].split(",", MOST_VALUES)[:MOST_VALUES]]
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
