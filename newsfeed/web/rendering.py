"""Templates and how they are filled in: HTML that escapes whatever feeds say, and Markdown that does so too."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


@cache
def environment() -> Environment:
    """Return the templates; every value is escaped as HTML in those that are HTML, by the filter ``md`` in Markdown."""
    found = Environment(
        loader=PackageLoader("newsfeed.web"),
        autoescape=select_autoescape(disabled_extensions=("md",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["md"] = _markdown_text
    return found


def _markdown_text(text: str) -> str:
    """Return a text on one line, with the characters escaped that Markdown takes for markup."""
    line = " ".join(text.split())
    escaped = "".join(f"\\{each}" if each in "\\`*_[]#|!" else each for each in line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
