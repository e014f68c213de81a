"""Columns and values of article fields, derived from :class:`newsfeed.items.Article`.

Each field is stored in a column of the same name: text as text, anything else as JSON. A new field therefore needs no
change here, only a migration step that adds its column to existing stores.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from sqlalchemy import JSON, Column, Text

from newsfeed.items import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

_STORED_APART = frozenset({
    "id", "feed", "site", "agency", "paragraphs", "text", "html", "links", "quotes", "simhash", "novelty",
    "duplicate_of", "represented_by", "also", "story", "revision",
})  # fmt: skip
_REQUIRED = frozenset({"fetched"})
_TYPES = get_type_hints(Article)
_FIELDS = [each.name for each in fields(Article) if each.name not in _STORED_APART]


def field_columns() -> list[Column[Any]]:
    """Return a column for each article field that is stored unchanged."""
    return [_column(name) for name in _FIELDS]


def field_values(article: Article) -> dict[str, Any]:
    """Return an article's values for these columns."""
    return {name: _plain(getattr(article, name)) for name in _FIELDS}


def article_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the article fields stored in these columns of a row."""
    return {name: _typed(row[name], _TYPES[name]) for name in _FIELDS}


def _column(name: str) -> Column[Any]:
    if get_origin(_TYPES[name]) is list:
        return Column(name, JSON, nullable=False, server_default="[]")
    if str in (_TYPES[name], *get_args(_TYPES[name])):
        return Column(name, Text, nullable=name not in _REQUIRED)
    return Column(name, JSON(none_as_null=True))


def _plain(value: Any) -> Any:
    """Convert a value to plain JSON types."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _hints(value.__class__)}
    return value


@cache
def _hints(of: type) -> dict[str, Any]:
    """Return the types of a dataclass's fields; :func:`get_type_hints` evaluates them each time."""
    return get_type_hints(of)


def _typed(value: Any, type_: Any) -> Any:
    """Convert a column's value to the type of its field.

    >>> from newsfeed.items import Dates, Person
    >>> _typed([{"name": "Jane", "email": None, "url": None}], list[Person])
    [Person(name='Jane', email=None, url=None)]
    >>> _typed({"published": {"raw": "soon"}, "updated": None}, Dates).published.raw
    'soon'
    """
    if value is None:
        return type_() if isinstance(type_, type) and is_dataclass(type_) else None
    if get_origin(type_) is list:
        [member] = get_args(type_)
        return [_typed(each, member) for each in value] if is_dataclass(member) else value
    if not is_dataclass(type_):
        type_ = next(filter(is_dataclass, get_args(type_)), None)
    if type_ is None:
        return value
    return type_(**{name: _typed(value[name], hint) for name, hint in _hints(type_).items() if name in value})
