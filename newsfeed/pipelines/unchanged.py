"""Local documents that were read before: by what they are known, and which of them may be skipped next time.

A document is skipped only if reading it again could change nothing (:mod:`newsfeed.store.documents`). Where that is in
doubt, it is read: one that names a future time, whose entries are incomplete or have poor ids, or whose articles stand
in the store as another document has them.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import newsfeed
from newsfeed.loaders.dates import Times

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from newsfeed.formats.feed import Feed
    from newsfeed.loaders.article import Reading
    from newsfeed.loaders.identity import Named
    from newsfeed.pipelines.intake import Ingested

_READING_CODE = ("items.py", "formats", "loaders", "text")


def document_digest(data: bytes, reading: Reading) -> str | None:
    """Return a digest of a local document and of all that decides how it is read; ``None`` for one that was fetched."""
    if reading.remote or reading.poll:
        return None
    time = Times.of((), None, reading.fetched).named(reading.name)  # none if it is in the future
    stated = repr((_code(), reading.name, reading.address, reading.language, str(reading.zone), time))
    digest = blake2b(stated.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(data)
    return digest.hexdigest()


@cache
def _code() -> str:
    """Return a digest of the program's own code that reads documents: with other code, they are read again."""
    root = Path(newsfeed.__file__).parent
    found = (path for name in _READING_CODE for path in (root / name, *(root / name).rglob("*.py")))
    digest = blake2b(newsfeed.__version__.encode())
    for path in sorted(path for path in found if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_whole(feed: Feed) -> bool:
    """Return whether a document holds entries, all of them to their ends."""
    return not (feed.error or feed.feeds or feed.forward or feed.cut)


def states_future(named: Named) -> bool:
    """Return whether an entry states a time in the future: it will mean something else when that is past."""
    dates = named.article.dates
    return any(note is not None and note.future for note in (dates.published, dates.updated))


def stand_as_read(taken: Sequence[Ingested], written_later: AbstractSet[int]) -> bool:
    """Return whether the articles of a document's entries stand in the store as it has them.

    ``written_later`` are the numbers of articles that documents after it have written.
    """
    numbers: set[int] = set()
    for each in taken:
        if not each.stands_as_read or each.number in written_later or (each.is_written and each.number in numbers):
            return False
        numbers.add(each.number)
    return True
