"""Globs: the files that match a pattern, in order, without following links."""

from __future__ import annotations

import fnmatch
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from newsfeed.sources.targets import WILDCARD, SourceError, may_exist
from newsfeed.text.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator


def literal_folder(pattern: str) -> Path:
    """Return the part of a pattern before the first component with a wildcard."""
    return Path(re.sub(r"[^/]*[*?\[].*", "", pattern, flags=re.DOTALL))


def matches(pattern: str) -> Iterator[Path]:
    """Yield the paths that match ``pattern``, folder by folder in order; ``**`` follows no links, so it ends.

    A folder that cannot be read is yielded itself, so that whoever reads it can tell the reason.
    """
    folder = literal_folder(pattern)
    waiting = [(folder, PurePosixPath(pattern).parts[len(folder.parts) :])]
    while waiting:
        path, rest = waiting.pop()
        if not rest or rest == ("**",):  # a folder is read with everything below it
            if may_exist(path):
                yield path
        elif not WILDCARD.search(rest[0]):
            waiting.append((path / rest[0], rest[1:]))
        elif (entries := _listing(path)) is None:
            yield path
        elif rest[0] == "**":
            below = [entry for entry in entries if entry.is_dir(follow_symlinks=False) and not is_hidden(entry)]
            waiting += [(path / entry.name, rest) for entry in reversed(below)]
            waiting.append((path, rest[1:]))
        else:
            fits = re.compile(fnmatch.translate(rest[0])).match
            found = [e for e in entries if fits(e.name) and (rest[0].startswith(".") or not is_hidden(e))]
            waiting += [(path / entry.name, rest[1:]) for entry in reversed(found)]


def _listing(folder: Path) -> list[os.DirEntry[str]] | None:
    """Return the entries of ``folder``, sorted by name: none if it is missing, ``None`` if it is unreadable."""
    try:
        return sorted_entries(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return []
    except OSError:
        return None


def no_match(pattern: str) -> SourceError:
    """Return the error for a pattern that matches nothing."""
    return SourceError(on_one_line(pattern), "matches no file")


def sorted_entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """Return the entries of a folder, sorted by name."""
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def is_hidden(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is hidden, as names with a leading dot are."""
    return entry.name.startswith(".")
