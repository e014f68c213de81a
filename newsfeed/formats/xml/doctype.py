"""The document type declaration, of which only plain entities are used."""

from __future__ import annotations

import re

_PROLOGUE = 65_536  # characters within which the document type must be
_DOCTYPE = re.compile(r"<!DOCTYPE\s++([^\s>\[]++)[^>\[]*+(?:\[([^\]]*+)\]\s*+)?+>")
_ENTITY = re.compile(r"""<!ENTITY\s++([A-Za-z_][\w.-]*+)\s++("[^"&%<]*+"|'[^'&%<]*+')\s*+>""")
_REFERENCE = re.compile(r"&([A-Za-z_][\w.-]*);")
_MOST_EXPANDED = 1_000_000  # characters that declared entities may add to a document


def with_plain_entities(text: str) -> str:
    """Return the text with a document type of plain entities only: nothing to fetch, nothing nested to expand."""
    match = _find(text)
    if match is None:
        return text
    declared = "".join(f"<!ENTITY {name} {value}>" for name, value in _ENTITY.findall(match[2] or ""))
    return f"{text[: match.start()]}<!DOCTYPE {match[1]} [{declared}]>{text[match.end() :]}"


def split_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without its document type, and its plain entities; none if their expansion is too long."""
    match = _find(text)
    if match is None:
        return text, {}
    values = {name: value[1:-1] for name, value in _ENTITY.findall(match[2] or "")}
    expanded = sum(len(values.get(name, "")) for name in _REFERENCE.findall(text)) if values else 0
    return text[: match.start()] + text[match.end() :], values if expanded <= _MOST_EXPANDED else {}


def _find(text: str) -> re.Match[str] | None:
    start = text.find("<!DOCTYPE", 0, _PROLOGUE)
    return _DOCTYPE.match(text, start) if start >= 0 else None
