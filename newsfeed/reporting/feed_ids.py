"""Report missing or repeated entry ids, once per feed, however many of its documents were read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsfeed.text.counting import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsfeed.loaders.identity import FeedDocument, Names

_WITHOUT_IDS = {"archive", "cdf", "sitemap"}  # formats that have none


@dataclass(slots=True)
class DocumentIds:
    """Counts of missing and repeated ids in the entries of one document."""

    document: FeedDocument | None = None
    entries: int = 0
    without: int = 0
    twins: int = 0

    def count(self, names: Names) -> None:
        """Count an entry with these names."""
        self.document = names.document
        self.entries += 1
        self.without += names.kind != "guid"
        self.twins += names.has_twins


@dataclass(slots=True)
class _IdProblems:
    """Problems with the ids of one feed; ``first`` is the name of its first document."""

    first: str
    documents: int = 0
    entries: int = 0
    without: int = 0
    twins: int = 0
    shared: bool = False

    @property
    def source(self) -> str:
        more = self.documents - 1
        return f"{self.first} and {more:,} more of the feed" if more else self.first


class FeedIdIssues:
    """Collects problems with entry ids by feed; feeds without problems take no memory."""

    def __init__(self) -> None:
        self._feeds: dict[str, _IdProblems] = {}

    def add(self, source: str, form: str, ids: DocumentIds) -> bool:
        """Record the problems of a document of this format; return whether there are any."""
        if ids.document is None:
            return False
        without = 0 if form in _WITHOUT_IDS else ids.without
        shared = "guid" in ids.document.repeating
        if not (without or shared):
            return False
        found = self._feeds.setdefault(ids.document.scope, _IdProblems(source))
        found.documents += 1
        found.entries += ids.entries
        found.without += without
        found.twins += ids.twins
        found.shared |= shared
        return True

    def remarks(self) -> Iterator[tuple[str, str]]:
        """Yield (source, remark) for each feed with problems, in the order in which they were read."""
        for each in self._feeds.values():
            if each.shared:
                yield each.source, "some ids stand for several entries each, which are told apart by link or title"
            if each.without:
                counts = f"{each.without:,} of {each.entries:,}"
                yield each.source, f"{counts} entries without an id, known by link or title"
            if each.twins:
                yield each.source, f"{counted(each.twins, 'entry')} with one link and title, told apart by their texts"
