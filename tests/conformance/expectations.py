"""What feedparser's test documents state at their top: an expression over feedparser's result, read without running it.

::

    <!--
    Header:      Content-type: text/xml; charset=utf-8
    Description: item title
    Expect:      not bozo and entries[0]['title'] == 'Example title'
    -->
"""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_EXPECT = re.compile(r"Expect:\s*(.+)")
_HEADER = re.compile(r"Header:\s*([\w-]+):[ \t]*(.*)")
_CODEC = re.compile(r"SkipUnless:.*codecs'\)\.lookup\('([^']+)'\)")
# The comment is in the encoding of the document: where it is no relative of ASCII, it must be decoded to be found.
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037", "cp1026")
# How feedparser came to its result (by its strict parser, in the stated encoding), not what the document says.
_ASIDE = frozenset({"bozo"})

_OPERATORS: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.Is: operator.eq,
    ast.NotEq: operator.ne,
}
_FUNCTIONS: Mapping[str, Callable[[Any], int]] = {"len": len, "ord": lambda value: ord(str(value))}


@dataclass(frozen=True)
class Case:
    """A document and what it expects; ``codec`` is one that this Python must have for it."""

    path: Path
    data: bytes
    headers: Mapping[str, str]
    expected: ast.expr
    codec: str | None

    @property
    def fields(self) -> set[str]:
        """The fields that the expectation speaks of, such as ``entries.title_detail.value``."""
        return set(_fields(self.expected))


def cases(root: Path) -> Iterator[Case]:
    """Yield the documents below ``root`` that expect anything."""
    for path in sorted(file for file in root.rglob("*") if file.is_file()):
        data = path.read_bytes()
        comment = _comment(data)
        if stated := _EXPECT.search(comment):
            headers = {name.lower(): value.strip() for name, value in _HEADER.findall(comment)}
            codec = _CODEC.search(comment)
            expected = _without_asides(ast.parse(stated[1].strip(), mode="eval").body)
            yield Case(path, data, headers, expected, codec and codec[1])


def meets(expected: ast.expr, result: Mapping[str, Any]) -> bool:
    """Whether ``result`` has what is expected; its values decide themselves what they equal.

    Raises:
        TypeError: the expectation is of a form that is not known here.

    """
    try:
        return bool(_value(expected, result))
    except LookupError:
        return False


def _comment(data: bytes) -> str:
    if b"Expect:" in data:
        return data.decode("latin-1")
    for encoding in _ENCODINGS:
        text = data.decode(encoding, "replace")
        if "Expect:" in text:
            return text
    return ""


def _without_asides(expected: ast.expr) -> ast.expr:
    if isinstance(expected, ast.BoolOp) and isinstance(expected.op, ast.And):
        return ast.BoolOp(ast.And(), [each for each in expected.values if not _ASIDE.issuperset(_fields(each))])
    return expected


def _fields(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Name() | ast.Attribute() | ast.Subscript():
            yield _path(node)
        case ast.Call(func=ast.Name()):
            for argument in node.args:
                yield from _fields(argument)
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield from _fields(child)


def _path(node: ast.expr) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{_path(node.value)}.{node.attr}"
        case ast.Subscript(slice=ast.Constant(value=str(key))):
            return f"{_path(node.value)}.{key}"
        case ast.Subscript():
            return _path(node.value)
    return ast.unparse(node)


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Tuple() | ast.List():
            return [_value(each, names) for each in node.elts]
        case ast.Dict():
            keys = [_value(key, names) for key in node.keys if key]
            return dict(zip(keys, [_value(each, names) for each in node.values], strict=True))
        case ast.Name():
            return names[node.id]
        case ast.Attribute():
            return _value(node.value, names)[node.attr]
        case ast.Subscript():
            return _value(node.value, names)[_value(node.slice, names)]
        case ast.UnaryOp(op=ast.Not()):
            return not _value(node.operand, names)
        case ast.BoolOp():
            holds = all if isinstance(node.op, ast.And) else any
            return holds(_value(each, names) for each in node.values)
        case ast.Compare():
            return _holds(node, names)
        case ast.Call(func=ast.Name(id=name), args=[argument]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument, names))
    raise TypeError(f"not understood: {ast.unparse(node)}")


def _holds(node: ast.Compare, names: Mapping[str, Any]) -> bool:
    values = [_value(each, names) for each in (node.left, *node.comparators)]
    return all(_OPERATORS[type(op)](left, right) for op, (left, right) in zip(node.ops, pairwise(values), strict=True))
