"""Read JSON Lines that newsfeed wrote: the articles as they were before they were judged.

Ids and the times of the first fetch are kept; verdicts are dropped, and computed again against another store. A file
may have been edited, or come from a stranger, so types are checked, markup is sanitised, and addresses must be web
addresses.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, Union, cast, get_args, get_origin, get_type_hints

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from newsfeed.items import Article, Paragraph
from newsfeed.text.characters import printable
from newsfeed.text.html.sanitise import sanitise
from newsfeed.text.urls.canonical import web_address

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MAGIC = 4
_DAMAGE = (OSError, EOFError, zlib.error, zstd.ZstdError)  # of compressed data
_HEAD = 1 << 10  # bytes that show whether a file is ours: the id comes first
_OURS = re.compile(rb'\s*(?:\[\s*)?\{"id": ?"[0-9a-f]{32}", ?"')
_ID = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_TIMES = ("published", "updated", "fetched")
_LARGEST = 1 << 63  # integers that a database holds are below
_DEEPEST = "nested too deeply"


class BadLine(NamedTuple):
    """A line that is not an article, by its number from 1, and the reason."""

    number: int
    reason: str


def begins(file: IO[bytes]) -> bool:
    """Return whether a file begins like our JSON Lines or JSON, plain or compressed; leave it at its start."""
    try:
        return _OURS.match(_decompressed(file).read(_HEAD)) is not None
    except _DAMAGE:
        return False
    finally:
        file.seek(0)


def is_empty(file: IO[bytes], name: str) -> bool:
    """Return whether a file of this name holds no article, like the output of a crawl without articles."""
    plain = name.removesuffix(".gz").removesuffix(".zst")
    try:
        head = _decompressed(file).read(_HEAD)
    except _DAMAGE:
        return False
    finally:
        file.seek(0)
    return (plain.endswith(".jsonl") and not head) or (plain.endswith(".json") and b"".join(head.split()) == b"[]")


def read(file: IO[bytes], limit: int) -> Iterator[Article | BadLine]:
    """Yield the articles of a file, one per line, and the lines that are not articles.

    ``limit`` is the length of the longest line in bytes; reading ends at a longer line, and where compressed data ends
    too early.
    """
    lines = _decompressed(file)
    number = 0
    while True:
        number += 1
        try:
            line = lines.readline(limit + 1)
        except _DAMAGE as error:
            yield BadLine(number, f"cut or damaged: {error}")
            return
        if len(line) > limit:
            yield BadLine(number, f"longer than {limit} bytes; the rest of the file is not read")
            return
        if not line:
            return
        text = line.strip().rstrip(b",")
        if text not in {b"", b"[", b"]", b"[]"}:  # the brackets of a JSON array
            try:
                yield to_article(json.loads(text))
            except RecursionError:
                yield BadLine(number, _DEEPEST)
            except ValueError as error:
                yield BadLine(number, str(error))


def _decompressed(file: IO[bytes]) -> IO[bytes]:
    """Return a file that reads ``file`` from its start, decompressed if it is compressed."""
    magic = file.read(_MAGIC)
    file.seek(0)
    if magic.startswith(_GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return cast("IO[bytes]", zstd.ZstdFile(file)) if magic == _ZSTD else file


def to_article(value: object) -> Article:
    """Return an article without verdicts; raise :class:`ValueError`, naming the field, if the value is not one."""
    if not (isinstance(value, dict) and {"id", "feed", "paragraphs"} <= value.keys()):
        raise ValueError("not an article")
    article: Article = _decoded(Article, value, "article")
    if not _ID.fullmatch(article.id):
        raise ValueError("id: must have 32 hexadecimal digits")
    for name in _TIMES:
        time = getattr(article, name)
        if time is not None and not _TIME.fullmatch(time):
            raise ValueError(f"{name}: not a time in UTC (ISO 8601)")
    return Article(
        id=article.id,
        url=_web(article.url),
        guid=article.guid,
        title=article.title,
        summary=article.summary,
        authors=article.authors,
        people=article.people,
        categories=article.categories,
        language=article.language,
        published=article.published,
        updated=article.updated,
        fetched=article.fetched,
        dates=article.dates,
        image=_web(article.image),
        enclosures=[each for each in article.enclosures if _web(each.url)],
        rights=article.rights,
        license=_web(article.license),
        reply_to=article.reply_to,
        feed=article.feed,
        paragraphs=list(map(_unjudged, article.paragraphs)),
        removed=article.removed,
    )


def _unjudged(judged: Paragraph) -> Paragraph:
    return replace(
        Paragraph(judged.text, judged.kind),
        html=sanitise(judged.html) if judged.html else None,
        url=_web(judged.url),
        level=judged.level,
        ordered=judged.ordered,
        start=judged.start,
    )


def _web(url: str | None) -> str | None:
    return web_address(url) if url else None


@cache
def _hints(of: type) -> dict[str, Any]:
    hints = get_type_hints(of)
    return {each.name: hints[each.name] for each in fields(of)}


def _decoded(hint: Any, value: Any, name: str) -> Any:
    """Return a JSON value as the type of a field; raise :class:`ValueError` if it has another type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        if value is None and NoneType in arguments:
            return None
        return _decoded(next(each for each in arguments if each is not NoneType), value, name)
    if is_dataclass(hint) and isinstance(hint, type):
        return _of_fields(hint, value, name)
    if origin is list and isinstance(value, list):
        return [_decoded(arguments[0], each, name) for each in value]
    if origin is tuple and isinstance(value, list) and len(value) == len(arguments):
        return tuple(_decoded(each, part, name) for each, part in zip(arguments, value, strict=True))
    if origin is Literal and value in arguments:
        return value
    if hint is str and isinstance(value, str):
        return printable(value)
    if hint is float and type(value) in {int, float}:
        return float(value)
    if hint in {int, bool} and type(value) is hint and abs(value) < _LARGEST:
        return value
    raise ValueError(f"{name}: not of the right type")


def _of_fields(hint: type, value: Any, name: str) -> Any:
    """Return an instance of a dataclass; fields of later versions are left out, those of earlier ones get defaults."""
    if value is None and name == "dates":
        value = {}  # before it was an object in every article
    if not isinstance(value, dict):
        raise ValueError(f"{name}: must be an object")  # noqa: TRY004 - as of any other fault of a line
    found = {each: _decoded(each_hint, value[each], each) for each, each_hint in _hints(hint).items() if each in value}
    try:
        return hint(**found)
    except TypeError as error:
        raise ValueError(f"{name}: a field is missing") from error
