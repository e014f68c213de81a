"""Repair text that violates XML 1.0 with as few changes as possible; every change is counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING
from urllib.parse import quote

from newsfeed.formats.xml import doctype, elements
from newsfeed.text.characters import XML_FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsfeed.formats.xml.dialect import Dialects

_CDATA, _CDATA_END, _COMMENT, _COMMENT_END = "<![CDATA[", "]]>", "<!--", "-->"
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
_SECTION = re.compile(r"<!\[CDATA\[|<!--")
# Namespaces in XML 1.0, section 4, with the characters of XML 1.0, section 2.3.
_START = (
    r"A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    r"\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = rf"[{_START}][{_START}.0-9\xb7\u0300-\u036f\u203f\u2040-]*+"
_NAME = rf"{_PART}(?::{_PART})?+"
_ATTRIBUTE = rf"""\s++{_NAME}\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')"""
_CDATA_WHOLE = re.compile(r"<!\[CDATA\[(?:.*?\]\]>|.*\Z)", re.DOTALL)
_PARENT = re.compile(rf"<({_NAME})[^<>]*+>[^<>]*+\Z")  # the tag before a CDATA section
# A character beyond U+FFFF as its two halves in UTF-16.
_SURROGATES = re.compile(
    r"&#(?:(5[5-7]\d{3})|[xX]([dD][89abAB][0-9a-fA-F]{2}));&#(?:(5[6-7]\d{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_INSTRUCTION = re.compile(r"<\?[A-Za-z_][^<>]*+>")
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:\#(?P<decimal>[0-9]{1,8});|\#[xX](?P<hexadecimal>[0-9a-fA-F]{1,7});|(?P<named>[A-Za-z_][\w.-]{0,63});)?+"
)
# Valid tags with at most one attribute, which are most, are skipped.
_SUSPECT = re.compile(
    rf"<(?!(?:/{_NAME}|{_NAME}(?:{_ATTRIBUTE})?+)\s*+/?>)(?:(?P<name>/?{_NAME})(?P<rest>(?:{_ATTRIBUTE})*+[^<>]*+)>)?+"
)
_SOUND = re.compile(rf"(?:{_ATTRIBUTE})*+\s*+/?")
_READABLE = re.compile(
    rf"""(?<![^\s"'])(?P<name>{_NAME})\s*+=\s*+(?:"""
    rf"""(?P<quoted>"[^"<]*+"|'[^'<]*+')(?=\s|\Z|{_NAME}\s*+=)|(?P<bare>[^\s"'<>=][^\s"'<>]*+)(?=["']?(?:\s|\Z)))"""
)
_FIRST_TAG = re.compile(rf"<({_NAME})")
_NAMESPACE = re.compile(
    rf"""(?P<start>xmlns(?<=\sxmlns)(?P<prefix>:{_PART})?+\s*+=\s*+)(?P<quote>["'])(?P<address>(?:(?!(?P=quote))[^<])*+)(?P=quote)"""
)
_TAG_PREFIX = re.compile(rf"</?({_PART}):")
_ATTRIBUTES = re.compile(rf"<{_NAME}(\s[^<>]*+)>")
_ATTRIBUTE_PREFIX = re.compile(rf"\s({_PART}):{_PART}\s*+=")
_DECLARED = re.compile(rf"\sxmlns:({_PART})\s*+=")
_ADDRESS = re.compile(r"(?:https?://[\w.-]*)?[\w.~/?=&;,+-]*#?", re.ASCII)  # like all known ones


# A text beyond these limits is not XML with mistakes, but something else, and its repair would take seconds.
_MOST_TAGS = 1_000_000
_MOST_REPAIRS = 2_000_000
_TAG_PRICE = 6  # the price of the repair of a tag or comment in repairs of references


FORBIDDEN = "forbidden characters removed"
"""The change that is made first."""


class _HopelessError(Exception):
    pass


@dataclass(slots=True)
class _Changes:
    """The number of changes of each kind, and the number of changes left."""

    counts: Counter[str] = field(default_factory=Counter)
    left: int = _MOST_REPAIRS

    def note(self, change: str, count: int = 1, price: int = 1) -> None:
        """Count a change; raise :class:`_HopelessError` if there are too many."""
        if count:
            self.counts[change] += count
            self.left -= price
        if self.left < 0:
            raise _HopelessError


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, with a phrase for each kind of change."""

    text: str
    changes: list[str]


def allowed(text: str) -> str:
    """Return the text without the characters of :data:`XML_FORBIDDEN`; working on bytes is six times as fast."""
    data = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for each in _NO_CHARACTERS:
        data = data.replace(each, b"")
    return data.decode()


def repair(text: str, dialects: Dialects, removed: int) -> Repaired | None:
    """Repair violations of XML 1.0, keeping the meaning; return ``None`` if there are too many.

    ``text`` is one of :func:`allowed` characters, ``removed`` the number of those it has lost. What is around the
    document, and comments, are removed, too. Named references are resolved; ampersands, angle brackets and CDATA ends
    without a meaning are escaped. A tag keeps its readable attributes, each once. A CDATA section without an end is
    closed where its element ends. An undeclared prefix gets its usual namespace, or one of its own.
    """
    if text.count("<") > _MOST_TAGS:
        return None
    changes = _Changes()
    try:
        changes.note(FORBIDDEN, removed)
        text = _repaired(text, dialects, changes)
    except _HopelessError:
        return None
    return Repaired(text, [f"{change}: {count}" for change, count in changes.counts.items()])


def _repaired(text: str, dialects: Dialects, changes: _Changes) -> str:
    text, entities = doctype.split_doctype(text)
    parts = [
        part if part.startswith(_CDATA) else _markup(part, entities, changes)
        for part in _parts(text, dialects.entry_end(text), changes)
    ]
    return _with_prefixes(_document("".join(parts), dialects.root_tag, changes), changes)


# ---- sections


def _parts(text: str, entry_end: re.Pattern[str], changes: _Changes) -> Iterator[str]:
    """Yield markup and closed CDATA sections in their order, without comments."""
    position = 0
    while opening := _SECTION.search(text, position):
        start = opening.start()
        yield text[position:start]
        if opening[0] == _CDATA:
            end, position = _cdata_end(text, start, entry_end)
            yield text[start:end] + _CDATA_END
            changes.note("CDATA sections closed", end == position)
        else:
            position = _after_comment(text, start)
            if position == start:
                changes.note("unclosed comments read as text", price=_TAG_PRICE)
                yield "&lt;"
                position += 1
    yield text[position:]


def _cdata_end(text: str, start: int, entry_end: re.Pattern[str]) -> tuple[int, int]:
    """Return the end of a section's characters and the end of the section; the same offset if its end is missing.

    Sections do not nest: if the element around one is closed before the next one begins, its end is lost.
    """
    inside = start + len(_CDATA)
    following = text.find(_CDATA, inside)
    limit = following if following >= 0 else len(text)
    end = text.find(_CDATA_END, inside, limit)
    if end < 0:
        close = _element_end(text, start, limit, entry_end)
        if close is not None:
            return close, close
        end = text.find(_CDATA_END, limit)
    return (end, end + len(_CDATA_END)) if end >= 0 else (len(text), len(text))


def _element_end(text: str, start: int, limit: int, entry_end: re.Pattern[str]) -> int | None:
    """Return the offset of the end tag of the element around ``start``, or at the latest that of its entry."""
    parent = _PARENT.match(text, max(0, text.rfind("<", 0, start)), start)
    own = text.find(f"</{parent[1]}", start, limit) if parent else -1
    entry = entry_end.search(text, start, limit)
    return min((end for end in (own, entry.start() if entry else -1) if end >= 0), default=None)


def _after_comment(text: str, start: int) -> int:
    """Return the offset after a comment; ``start`` if it has no end before the next one begins."""
    inside = start + len(_COMMENT)
    following = text.find(_COMMENT, inside)
    end = text.find(_COMMENT_END, inside, following if following >= 0 else len(text))
    return end + len(_COMMENT_END) if end >= 0 else start


# ---- markup


def _markup(text: str, entities: Mapping[str, str], changes: _Changes) -> str:
    if "<?" in text:
        text = _INSTRUCTION.sub("", text)
    if "&#" in text:
        text = _SURROGATES.sub(lambda match: _joined(match, changes), text)
    if "&" in text:
        text = _REFERENCE.sub(lambda match: _reference(match, entities, changes), text)
    if _CDATA_END in text:
        changes.note("stray CDATA ends escaped", text.count(_CDATA_END))
        text = text.replace(_CDATA_END, "]]&gt;")
    text = _SUSPECT.sub(lambda match: _tag(match, changes), text)
    return _NAMESPACE.sub(lambda match: _address(match, changes), text) if "xmlns" in text else text


def _joined(match: re.Match[str], changes: _Changes) -> str:
    """Return the character whose two halves are referred to one after the other."""
    high, low = (int(match[n]) if match[n] else int(match[n + 1], 16) for n in (1, 3))
    if not 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return match[0]
    changes.note("characters joined from halves")
    return f"&#{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)};"


def _reference(match: re.Match[str], entities: Mapping[str, str], changes: _Changes) -> str:
    name = match["named"]
    if name is None and match["decimal"] is None and match["hexadecimal"] is None:
        changes.note("ampersands escaped")
        return "&amp;"
    if name is None:
        code = int(match["decimal"]) if match["decimal"] else int(match["hexadecimal"], 16)
        if code <= 0x10FFFF and not XML_FORBIDDEN.match(chr(code)):
            return match[0]
        changes.note(FORBIDDEN)
        return ""
    if name in entities:
        return entities[name]
    characters = html5.get(f"{name};")
    changes.note("HTML entities resolved" if characters else "ampersands escaped")
    return "".join(f"&#{ord(c)};" for c in characters) if characters else f"&amp;{name};"


def _tag(match: re.Match[str], changes: _Changes) -> str:
    """Return a tag with its readable attributes, or an escaped angle bracket that begins no tag."""
    name, rest = match["name"], match["rest"]
    if name is None:
        changes.note("angle brackets escaped", price=_TAG_PRICE)
        return "&lt;"
    if name.startswith("/"):
        changes.note("unreadable parts of tags removed", price=_TAG_PRICE)
        return f"<{name}>"
    slash = "/" if rest.endswith("/") else ""
    inside = rest.removesuffix("/")
    names = [attribute["name"] for attribute in _READABLE.finditer(inside)]
    if len(names) == len(set(names)) and _SOUND.fullmatch(rest):
        return match[0]
    changes.note("unreadable parts of tags removed", price=_TAG_PRICE)
    attributes: dict[str, str] = {}
    for attribute in _READABLE.finditer(inside):
        attributes.setdefault(attribute["name"], attribute["quoted"] or f'"{attribute["bare"]}"')
    written = "".join(f" {key}={value}" for key, value in attributes.items())
    return f"<{name}{written}{slash}>"


def _address(match: re.Match[str], changes: _Changes) -> str:
    """Return a namespace declaration with a valid address: libxml2 refuses any other."""
    if match["address"] and _ADDRESS.fullmatch(match["address"]):
        return match[0]
    changes.note("invalid namespace addresses escaped")
    address = quote(match["address"].strip())
    return f'{match["start"]}"{address}"' if address or not match["prefix"] else ""


# ---- the root


def _document(text: str, root_tag: re.Pattern[str], changes: _Changes) -> str:
    """Return the root element: from its start tag to its end tag."""
    root = root_tag.search(text)
    start = root or _FIRST_TAG.search(text)
    end = text.rfind(f"</{root[1]}") if root else -1
    begins = start.start() if start else 0
    ends = text.find(">", end) + 1 if end >= 0 else 0
    ends = ends or len(text)
    changes.note("characters before the document removed", len(text[:begins].strip()))
    changes.note("characters after the document removed", len(text[ends:].strip()))
    return text[begins:ends]


def _with_prefixes(text: str, changes: _Changes) -> str:
    """Declare the undeclared prefixes of elements and attributes in the root's tag."""
    markup = _CDATA_WHOLE.sub("", text)
    attributes = "".join(found for found in _ATTRIBUTES.findall(markup) if ":" in found)
    used = {*_TAG_PREFIX.findall(markup), *_ATTRIBUTE_PREFIX.findall(attributes)}
    missing = sorted(used - {*_DECLARED.findall(attributes), "xml", "xmlns"})
    changes.note("undeclared prefixes declared", len(missing))
    declarations = "".join(f' xmlns:{p}="{elements.namespace(p) or "urn:undeclared:" + quote(p)}"' for p in missing)
    return _FIRST_TAG.sub(lambda match: match[0] + declarations, text, count=1)
