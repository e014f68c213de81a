"""Files of single articles that this program wrote (:mod:`newsfeed.exporters.archive`): the article in a comment.

The comment is the last line; it holds the article in its JSON form and a digest of the text before it. If that text was
edited, the comment is ignored, and the file is read like any other.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from newsfeed.formats import archive

if TYPE_CHECKING:
    from newsfeed.formats.feed import Feed

_START, _END = "<!-- newsfeed ", " -->"
_CLOSE_TO_END = 1000  # characters, with the blank lines that an editor may add


def trailer(document: str, article: dict[str, Any]) -> str:
    """Return the last line of a file that begins with ``document``."""
    text = json.dumps({"digest": _digest(document), "article": article}, ensure_ascii=False, separators=(",", ":"))
    # The comment must contain neither markup nor its own end; these characters occur only in strings.
    for characters in ("<", ">", "--"):
        text = text.replace(characters, "".join(f"\\u{ord(each):04x}" for each in characters))
    return f"\n{_START}{text}{_END}\n"


def accepts(text: str) -> bool:
    """Return whether a text is an unedited file of ours."""
    return _article(text) is not None


def read(text: str) -> Feed:
    """Return the article of a file of ours, both from its text and from the comment.

    The comment has what the text lacks, such as a time or a title for its header: the text leaves no problems.
    """
    feed = archive.read(text.rpartition(f"\n{_START}")[0])
    for entry in feed.entries:
        entry.article = _article(text)
    return replace(feed, format="exported", problems=[])


def _article(text: str) -> dict[str, Any] | None:
    if _END not in text[-_CLOSE_TO_END:]:  # most documents: the rest need not be searched
        return None
    document, _, last = text.rstrip().rpartition(f"\n{_START}")
    if not document or not last.endswith(_END):
        return None
    try:
        found = json.loads(last.removesuffix(_END))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("digest") != _digest(document):
        return None
    article = found.get("article")
    return article if isinstance(article, dict) else None


def _digest(document: str) -> str:
    """Return a digest of a document that does not depend on its line ends."""
    lines = document.replace("\r\n", "\n").strip()
    return blake2b(lines.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
