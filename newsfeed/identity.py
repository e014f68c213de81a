"""What makes an article the same article, and what makes it a revision."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Article

_SEPARATOR = "\x1f"  # cannot stand in a field: text extraction drops control characters


def article_id(scope: str, key: str) -> str:
    """Return the id of the article that ``key`` (a guid or folded URL) names within ``scope`` (its feed).

    128 bits of BLAKE2b (RFC 7693) as 32 hexadecimal digits: the same for ever, on every machine.

    >>> article_id("example.org/feed", "tag:example.org,2024:1")
    '6d2696b4d5e9de687886e011de075145'
    """
    return _digest((scope, key))


def content_digest(article: Article) -> str:
    """Return a digest of what a reader sees: the title and the paragraphs.

    Dates, links and categories are left out: feeds stamp and re-tag unchanged articles all the time.
    """
    return _digest((article.title or "", *(paragraph.text for paragraph in article.paragraphs)))


def _digest(parts: Iterable[str]) -> str:
    return blake2b(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
