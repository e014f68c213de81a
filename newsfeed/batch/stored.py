"""Judge a whole store in steps: write its articles to files, and read the verdicts back from other files."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsfeed.batch.archive import ARTICLES, VERDICTS, ArchiveFiles, write
from newsfeed.batch.exchange import FORMAT
from newsfeed.batch.verdicts import read_verdicts
from newsfeed.dedup import VERSION
from newsfeed.errors import BrokenRunError
from newsfeed.store.garbage import collecting_paused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newsfeed.dedup.copies import Copy
    from newsfeed.dedup.verdict import ArticleVerdict
    from newsfeed.store.repository import Store

STAGES = "stages"
"""The directory of the tables that the stages have sent."""

_MANIFEST = "archive.json"
_OURS = (ARTICLES, STAGES, VERDICTS)
_AT_ONCE = 2_000  # articles
_COUNTED_AT_ONCE = 24_000  # paragraphs


def archived(store: Store, directory: Path, paragraphs: int) -> ArchiveFiles:
    """Return the articles of a store as files of about so many paragraphs each, in a directory.

    Files of an earlier run are kept, with the results of its stages, if nothing that verdicts depend on has changed;
    otherwise they are removed.
    """
    key = {
        "articles": store.archive_state(),
        "options": asdict(store.config),
        "version": VERSION,
        "exchange": FORMAT,
        "paragraphs": paragraphs,
    }
    known = _manifest_in(directory)
    if known and known["of"] == key:
        return ArchiveFiles(directory / ARTICLES, known["firsts"])
    _write_manifest(directory, {"of": None})
    for name in _OURS:
        shutil.rmtree(directory / name, ignore_errors=True)
    files = write(directory / ARTICLES, store.archived_articles(), paragraphs)
    _write_manifest(directory, {"of": key, "firsts": files.firsts})
    return files


def foreign_name_in(directory: Path) -> str | None:
    """Return a name in a directory that a batch would replace, although no batch has written it."""
    if _manifest_in(directory):
        return None
    return next((name for name in (_MANIFEST, *_OURS) if (directory / name).exists()), None)


def _manifest_in(directory: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((directory / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "of" in found else None


def _write_manifest(directory: Path, content: dict[str, Any]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = directory / f"{_MANIFEST}.part"
    unfinished.write_text(json.dumps(content), "utf-8")
    unfinished.replace(directory / _MANIFEST)


def store_verdicts(store: Store, files: ArchiveFiles) -> Iterator[list[ArticleVerdict]]:
    """Write the verdicts on all articles to the store, in one transaction; yield those of each batch.

    No other process can write during this time. Raises :class:`BrokenRunError` if articles have changed since the files
    were written, because the verdicts would be outdated.
    """
    of = json.loads((files.directory.parent / _MANIFEST).read_text("utf-8"))["of"]
    with store.alone(), collecting_paused():
        if store.archive_state() != of["articles"]:
            raise BrokenRunError("the store has changed while Spark compared its articles; call the command again")
        store.start_rerun(store.config)
        while store.learn_boilerplate(_COUNTED_AT_ONCE):
            pass
        for partition in range(files.partitions):
            verdicts = read_verdicts(files.read_verdicts(partition))
            while batch := list(islice(verdicts, _AT_ONCE)):
                yield _store(store, batch)
        store.finish_rerun()


def _store(store: Store, batch: Sequence[tuple[ArticleVerdict, Copy | None]]) -> list[ArticleVerdict]:
    verdicts = [verdict for verdict, _ in batch]
    numbers = [verdict.number for verdict in verdicts]
    before = {(at.article, at.position): known for at, known in store.judged(numbers).items()}
    for verdict in verdicts:
        for each in verdict.paragraphs:
            each.changed = (each.status, each.novelty, each.reason) != before[verdict.number, each.position]
    store.write_verdicts(verdicts)
    store.write_copies(numbers, {verdict.number: copy for verdict, copy in batch if copy})
    return verdicts
