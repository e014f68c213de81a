"""Articles as files in a folder, one file each: Markdown, or the archive shape that this program reads.

Both begin with front matter; the body is the text for readers. The last line is a comment with the whole article and a
digest of everything before it. As long as the file is not edited, reading it again gives the same article. Of an edited
file, only the text is read (:mod:`newsfeed.formats.exported`).
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from newsfeed.dedup.policy import staying
from newsfeed.exporters.entry import instant
from newsfeed.exporters.markdown import to_markdown
from newsfeed.exporters.notes import also_note, also_note_in_markdown
from newsfeed.exporters.serialize import fields_of, to_json
from newsfeed.exporters.storage import replace_file
from newsfeed.formats.exported import trailer
from newsfeed.text.characters import xml_text
from newsfeed.text.html.render import article_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsfeed.dedup.policy import Policies, Policy
    from newsfeed.items import Article, Paragraph

_SLUG = re.compile(r"[\W_]+")
_LONGEST_SLUG = 60  # characters
# Verdicts, and fields derived from paragraphs, are computed again.
_LEFT_OUT = frozenset({
    "text", "html", "links", "removed", "quotes", "simhash", "novelty", "duplicate_of", "represented_by", "also",
    "story", "revision",
})  # fmt: skip
_OF_PARAGRAPH = ("text", "kind", "html", "url", "level", "ordered", "start")


class FolderExporter:
    """Writes each article to a file of a folder, in a format of :data:`DOCUMENTS`.

    Raises :class:`newsfeed.exporters.storage.OutputError` if a file cannot be written.
    """

    def __init__(self, folder: Path, format_: str, policies: Policies) -> None:
        self._folder = folder
        self._document = DOCUMENTS[format_]
        self._policies = policies
        self.written = 0

    def export_item(self, article: Article) -> None:
        """Write the file of an article; it replaces one of the same name."""
        with replace_file(self._folder / file_name(article)) as file:
            file.write(self._document(article, self._policies.of(article)).encode("utf-8", "replace"))
        self.written += 1


def file_name(article: Article) -> str:
    """Return the name of an article's file: its day, its title and part of its id, which distinguishes namesakes.

    >>> from newsfeed.items import Article
    >>> file_name(Article("6d2696b4d5e9de68", title="Port re-opens!", published="2024-01-04T21:45:01+00:00"))
    '2024-01-04-port-re-opens-6d2696b4.md'
    """
    when = instant(article.published)
    day = f"{when:%Y-%m-%d}" if when else "undated"
    slug = _SLUG.sub("-", (article.title or "").casefold())[:_LONGEST_SLUG].strip("-")
    return f"{'-'.join(filter(None, [day, slug, _SLUG.sub('', article.id)[:8]]))}.md"


def markdown_document(article: Article, policy: Policy = "drop") -> str:
    """Return an article as Markdown with front matter."""
    body = "\n\n".join(filter(None, (to_markdown(staying(article, policy)), also_note_in_markdown(article.also))))
    return _complete(article, f"{_front_matter(article)}\n{body}\n")


def archive_document(article: Article, policy: Policy = "drop") -> str:
    """Return an article in the archive shape: front matter, a marker with the time, title and link, and HTML."""
    when = instant(article.published)
    marker = f"<!--{round(when.timestamp() * 1000)}-->\n" if when else ""
    title = escape(" ".join((article.title or "").split()), quote=False)
    header = f"{marker}[{title}]({article.url})\n------\n\n" if title and article.url else marker
    body = "\n".join(filter(None, (article_html(staying(article, policy), article.language), also_note(article.also))))
    return _complete(article, f"{_front_matter(article)}{header}{body}\n")


DOCUMENTS: dict[str, Callable[[Article, Policy], str]] = {"archive": archive_document, "markdown": markdown_document}
"""The formats that are a folder of files, with the function that makes a file."""


def _front_matter(article: Article) -> str:
    """Return front matter for Jekyll and Hugo, with strings in JSON notation, which is valid YAML."""
    fields = {
        "title": article.title,
        "date": article.published,
        "last_modified_at": article.updated,
        "link": article.url,
        "guid": article.guid,
        "authors": article.authors,
        "categories": article.categories,
        "lang": article.language,
        "image": article.image,
        "source": article.feed.title or article.feed.url,
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return xml_text("\n".join(["---", *lines, "---", ""]))


def _complete(article: Article, document: str) -> str:
    """Return a document with the article in a comment at its end."""
    kept = {name: value for name, value in fields_of(article).items() if name not in _LEFT_OUT}
    kept["paragraphs"] = [_present(each) for each in article.paragraphs]
    text = xml_text(document)
    return text + trailer(text, json.loads(to_json(kept)))


def _present(paragraph: Paragraph) -> dict[str, object]:
    values = {name: getattr(paragraph, name) for name in _OF_PARAGRAPH}
    return {name: value for name, value in values.items() if value is not None}
