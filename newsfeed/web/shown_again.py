"""Hidden articles, paragraphs and boilerplate lines that the reader has restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsfeed.store import browse
from newsfeed.web.marks import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from newsfeed.items import Article
    from newsfeed.web.marks import Marks


def shown_positions(connection: Connection, marks: Marks, numbers: Iterable[int]) -> dict[str, set[int]]:
    """Return the restored positions by article id, including kept lines of these articles."""
    found = marks.shown()
    for id_, position in browse.kept_places(connection, marks.kept(), numbers):
        found.setdefault(id_, set()).add(position)
    return found


def show_again(article: Article, positions: Collection[int]) -> None:
    """Restore an article, or some of its paragraphs, that feeds leave out."""
    if WHOLE in positions:
        article.represented_by = article.dropped = None
    for position in positions:
        if 0 <= position < len(article.paragraphs):
            article.paragraphs[position].status = "unique"
