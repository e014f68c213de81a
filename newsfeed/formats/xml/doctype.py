"""The document type declaration: of all that it may say, only plain entities are heard."""

from __future__ import annotations

import re

_PROLOGUE = 65_536  # characters; a document type stands within them
_DOCTYPE = re.compile(r"<!DOCTYPE\s++([^\s>\[]++)[^>\[]*+(?:\[([^\]]*+)\]\s*+)?+>")
_ENTITY = re.compile(r"""<!ENTITY\s++([A-Za-z_][\w.-]*+)\s++("[^"&%<]*+"|'[^'&%<]*+')\s*+>""")
_REFERENCE = re.compile(r"&([A-Za-z_][\w.-]*);")
_MOST_EXPANDED = 1_000_000  # characters that declared entities may bring into a document


def reduced(text: str) -> str:
    """Reduce the document type to the plain entities that it declares: nothing to fetch, nothing to expand twice."""
    match = _find(text)
    if match is None:
        return text
    declared = "".join(f"<!ENTITY {name} {value}>" for name, value in _ENTITY.findall(match[2] or ""))
    return f"{text[: match.start()]}<!DOCTYPE {match[1]} [{declared}]>{text[match.end() :]}"


def separated(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without its document type, and the plain entities that it declares; none if they multiply it."""
    match = _find(text)
    if match is None:
        return text, {}
    values = {name: value[1:-1] for name, value in _ENTITY.findall(match[2] or "")}
    brought = sum(len(values.get(name, "")) for name in _REFERENCE.findall(text)) if values else 0
    return text[: match.start()] + text[match.end() :], values if brought <= _MOST_EXPANDED else {}


def _find(text: str) -> re.Match[str] | None:
    start = text.find("<!DOCTYPE", 0, _PROLOGUE)
    return _DOCTYPE.match(text, start) if start >= 0 else None
