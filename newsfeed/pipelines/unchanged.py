"""Local documents that were read before: their identity, and the conditions for skipping them next time.

A document is skipped only if reading it again could change nothing (:mod:`newsfeed.store.documents`). In doubt it is
read: if it states a future time, if its entries are incomplete or have poor ids, or if its articles are stored as
another document has them.
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
    """Return a digest of a local document and of everything that affects its reading; ``None`` for a fetched one."""
    if reading.remote or reading.poll:
        return None
    time = Times.of((), None, reading.fetched).named(reading.name)  # ``None`` if it is in the future
    stated = repr((_code(), reading.name, reading.address, reading.language, str(reading.zone), time))
    digest = blake2b(stated.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(data)
    return digest.hexdigest()


@cache
def _code() -> str:
    """Return a digest of the program's code that reads documents: after a change, documents are read again."""
    root = Path(newsfeed.__file__).parent
    found = (path for name in _READING_CODE for path in (root / name, *(root / name).rglob("*.py")))
    digest = blake2b(newsfeed.__version__.encode())
    for path in sorted(path for path in found if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_whole(feed: Feed) -> bool:
    """Return whether a document holds entries and all of them are complete."""
    return not (feed.error or feed.feeds or feed.forward or feed.cut)


def states_future(named: Named) -> bool:
    """Return whether an entry states a future time, which is read differently once it has passed."""
    dates = named.article.dates
    return any(note is not None and note.future for note in (dates.published, dates.updated))


def stand_as_read(taken: Sequence[Ingested], written_later: AbstractSet[int]) -> bool:
    """Return whether the articles of a document's entries are stored as it has them.

    ``written_later`` are the numbers of articles written by later documents.
    """
    numbers: set[int] = set()
    for each in taken:
        if not each.stands_as_read or each.number in written_later or (each.is_written and each.number in numbers):
            return False
        numbers.add(each.number)
    return True
