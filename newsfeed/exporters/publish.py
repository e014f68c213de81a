"""Published feeds of a watch: the newest articles of all subscriptions and of each folder."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from scrapy.utils.misc import load_object

from newsfeed.exporters import EXPORTERS
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.storage import replace_file
from newsfeed.text.characters import safe_file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newsfeed.dedup.policy import Policy
    from newsfeed.store.repository import Store
    from newsfeed.subscriptions.model import Subscription

FILES = {"feed.atom": "atom", "feed.rss": "rss", "feed.json": "jsonfeed"}
"""The files written for each folder, with their formats."""

_LONGEST_NAME = 60  # characters
_UNKNOWN = Publication()  # at no known address


def publish(
    store: Store, directory: Path, newest: int, policy: Policy = "drop", publication: Publication = _UNKNOWN
) -> Iterator[None]:
    """Write feeds of the ``newest`` articles to ``directory``, and those of each folder below it; yield after each.

    Each file appears whole. Raises :class:`newsfeed.exporters.storage.OutputError` if one cannot be written.
    """
    subscriptions = store.subscriptions()
    for folder in _folders(subscriptions):
        members = [each.scope for each in subscriptions if each.folder[: len(folder)] == folder]
        articles = list(store.articles(store.newest(members, newest)))
        cited = {origin.article for each in articles for paragraph in each.paragraphs for origin in paragraph.reuse}
        references = store.references(cited)
        for name, format_ in FILES.items():
            with replace_file(directory.joinpath(*map(file_name, folder), name)) as file:
                names = [*map(file_name, folder), name]
                options = publication.options(*names, title=" / ".join(folder) or None)
                exporter = load_object(EXPORTERS[format_])(file, **options, policy=policy, references=references)
                exporter.start_exporting()
                for article in articles:
                    exporter.export_item(article)
                exporter.finish_exporting()
        yield


def file_name(folder: str) -> str:
    """Return a directory name for a folder: its own name if every file system allows it, else a similar one.

    >>> file_name("World"), file_name("../etc")
    ('World', '_._etc-53dac9b2')
    """
    name = safe_file_name(folder)[:_LONGEST_NAME]
    if name == folder and folder.casefold() not in FILES:
        return name
    return f"{name}-{blake2b(folder.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def _folders(subscriptions: Iterable[Subscription]) -> Sequence[tuple[str, ...]]:
    """Return every folder that has subscriptions, itself or in folders below it, and the root."""
    depths = ((each.folder, depth) for each in subscriptions for depth in range(len(each.folder) + 1))
    return sorted({(), *(folder[:depth] for folder, depth in depths)})
