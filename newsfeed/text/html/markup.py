"""Inline markup of paragraphs: the elements that are kept, their tags, and text raised above or below the line."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsfeed.text.urls.canonical import content_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_RENAMED = {"strike": "s", "tt": "code", "acronym": "abbr"}
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
})  # fmt: skip
"""Elements inside a paragraph that are kept; ``br`` and ``img`` have no content and are written in place."""

_BARE = {name: f"<{_RENAMED.get(name, name)}>" for name in (*INLINE - {"a", "span"}, *_RENAMED)}
"""The start tags of inline elements without attributes."""

KEPT_ATTRIBUTES = {
    "abbr": ("title",),
    "bdi": ("dir",),
    "bdo": ("dir",),
    "cite": ("lang",),
    "q": ("lang",),
    "span": ("lang", "dir"),
    "time": ("datetime",),
}
"""Attributes that are kept on them, besides ``href`` and ``title`` of a link."""

UNSEEN_BY_TEXT = frozenset(["del", "s", "strike", "rt", "rp"])
"""Elements whose content is in the HTML of a paragraph but not in its text: struck-out text, and readings."""

_STYLED = frozenset(["font", "span", "u"])
_STYLES = (
    ("s", re.compile(r"line-through", re.IGNORECASE)),
    ("b", re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("i", re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("sup", re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)),
    ("sub", re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE)),
    ("u", re.compile(r"text-decoration(?:-line)?\s*:[^;]*underline", re.IGNORECASE)),
)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_NOT_SLANTED = re.compile(r"font-style\s*:\s*normal", re.IGNORECASE)

_LONGEST_SCRIPT = 12  # characters; a longer superscript is running text in small type


def opening(tag: str, attributes: Mapping[str, str], base: str) -> str | None:
    """Return the start tag of an inline element, its address absolute; ``None`` where only its content is kept."""
    if not attributes:
        return _BARE.get(tag)
    name = _RENAMED.get(tag, tag)
    if name not in INLINE:
        return None
    if name == "a":
        url = content_url(attributes.get("href", ""), base)
        title = f' title="{escape(attributes["title"])}"' if attributes.get("title") else ""
        return f'<a href="{escape(url)}"{title}>' if url else None
    if name not in KEPT_ATTRIBUTES:
        return f"<{name}>"
    kept = [(key, attributes[key]) for key in KEPT_ATTRIBUTES[name] if attributes.get(key)]
    if name == "span" and not kept:
        return None
    written = "".join(f' {key}="{escape(value)}"' for key, value in kept)
    return f"<{name}{written}>"


def styled(tag: str, style: str) -> str:
    """Return the element that shows text as the style of an inline element does; ``tag`` if there is none.

    >>> styled("span", "text-decoration: line-through"), styled("span", "font-weight:700"), styled("font", "color: red")
    ('s', 'b', 'font')
    >>> styled("b", "font-weight: normal")
    'span'
    """
    if tag in _STYLED:
        return next((name for name, pattern in _STYLES if pattern.search(style)), tag)
    if tag in ("b", "strong"):
        return "span" if _NOT_BOLD.search(style) else tag
    return "span" if tag in ("em", "i") and _NOT_SLANTED.search(style) else tag


def closing(start: str) -> str:
    """Return the end tag of a start tag.

    >>> closing('<a href="https://example.org/">')
    '</a>'
    """
    return f"</{start[1:].partition(' ')[0].rstrip('>')}>"


def raised(text: str, before: str, position: str) -> str:
    """Return a superscript (``sup``) or subscript (``sub``) as text: in Unicode characters, else after ^ or _.

    ``before`` is the text before it. Text that stands alone, or has other characters than letters and digits, is
    unchanged.

    >>> raised("6", "10", "sup"), raised("st", "1", "sup"), raised("q", "x", "sub"), raised("[1]", "end", "sup")
    ('⁶', 'ˢᵗ', '_q', '[1]')
    """
    if not before or before[-1].isspace() or len(text) > _LONGEST_SCRIPT or not text.strip():
        return text
    forms = _forms(position)
    if all(character in forms for character in text):
        return "".join(map(forms.__getitem__, text))
    return f"{'^' if position == 'sup' else '_'}{text}" if text[0].isalnum() else text


@cache
def _forms(position: str) -> dict[str, str]:
    """Return the superscript or subscript forms of minus and of the ASCII characters that have one."""
    wanted = "<super>" if position == "sup" else "<sub>"
    found: dict[str, str] = {}
    for code in (
        *range(0xB2, 0xBA),
        *range(0x2B0, 0x2B9),
        *range(0x2E1, 0x2E4),
        *range(0x1D2C, 0x1DC0),
        *range(0x2070, 0x209D),
        *range(0x2C7C, 0x2C7E),
    ):
        kind, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == wanted and " " not in plain and plain:
            character = chr(int(plain, 16))
            if character.isascii() or character == "−":
                found.setdefault(character, chr(code))
    if "−" in found:
        found["-"] = found["−"]
    return found


def host(url: str) -> str:
    """Return the host of an address, as the name of media without a title."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
