"""Markdown (CommonMark 0.31, with GitHub's tables and strikethrough): pages, and the text of archive files.

The content decides whether a text is Markdown, as for every format: HTML and plain lines are not changed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newsfeed.formats.feed import Entry, Feed, TextConstruct
from newsfeed.text.lazy import regex

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LONGEST = 2 << 20  # characters; longer texts were not written by hand
_BLOCK_MARKUP = regex(r"<(?:p|div|li|h[1-6]|blockquote|section|article|ul|ol|pre)[\s/>]", re.IGNORECASE)
# A heading, a fence, a quotation; a link or an image; strong text. Lists are common in plain text, too.
_NOTATION = regex(
    r"^ {0,3}(?:#{1,6}[ \t]+\S|```|~~~|>[ \t]\S)"
    r"|!?\[[^\]\n]{0,300}\]\(<?[^\s()<>]{1,2000}>?(?:[ \t]+\"[^\"\n]{0,300}\")?\)"
    r"|\*\*[^\s*][^*\n]{0,300}\*\*",
    re.MULTILINE,
)
_TITLE = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def is_markdown(text: str) -> bool:
    """Return whether a text has notation of Markdown and is not HTML.

    >>> is_markdown("See [the page](https://example.org/)."), is_markdown("<p>See [1](2).</p>"), is_markdown("- one")
    (True, False, False)
    """
    return len(text) <= _LONGEST and _BLOCK_MARKUP.search(text) is None and _NOTATION.search(text) is not None


def to_html(text: str) -> str:
    r"""Return Markdown as HTML.

    >>> to_html("# Port\n\nIt *opens*.")
    '<h1>Port</h1>\n<p>It <em>opens</em>.</p>\n'
    """
    rendered: str = _parser().render(text)
    return rendered


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # imported here because few runs read Markdown

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def accepts(text: str) -> bool:
    """Return whether a text is a page of Markdown: it begins with a title, and has other notation or paragraphs."""
    title = _TITLE.match(text)
    rest = text[title.end() :] if title else ""
    return bool(rest.strip()) and len(text) <= _LONGEST and ("\n\n" in text or _NOTATION.search(rest) is not None)


def read(text: str) -> Feed:
    """Return the one article of a page."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    title = _TITLE.match(text)
    body = text[title.end() :] if title else text
    name = TextConstruct(to_html(title["title"]), "html") if title else None
    return Feed("markdown", entries=[Entry(title=name, content=TextConstruct(to_html(body), "html"))])
