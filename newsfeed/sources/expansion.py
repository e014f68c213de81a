"""Expansion of a source argument into files and URLs.

A source is one or more names, separated by commas or newlines: a directory, a file, a glob, an ``http(s)`` URL, ``-``
for a list on standard input, a text file that lists URLs and paths, an OPML file or an index of sitemaps.
:func:`expand` yields the files to read and the URLs to fetch. Only regular files inside the named directories are
ever opened.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsfeed.sources.files import LocalFile, file_kind, os_reason
from newsfeed.sources.globs import is_hidden, literal_folder, matches, no_match, sorted_entries
from newsfeed.sources.lists import listed_names, pointers, read_stdin, significant
from newsfeed.sources.targets import RemoteUrl, SourceError, is_glob, resolve, split_names
from newsfeed.text.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class RefusedSource:
    """A name or a path that is not read, and the reason."""

    name: str
    reason: str


def check(source: str) -> None:
    """Raise :class:`SourceError` if a name in ``source`` does not exist; no directory is walked."""
    for name in split_names(source):
        if name == "-":
            continue
        if not is_glob(name):
            resolve(name, Path())
        elif next(matches(name), None) is None:
            raise no_match(name)


def named_files(source: str) -> Iterator[Path]:
    """Yield the local files named in ``source`` and in its lists.

    Walks no directory and reads no standard input. Raises :class:`SourceError` at a name that denotes nothing.
    """
    for name in split_names(source):
        if name == "-" or is_glob(name):
            continue
        target = resolve(name, Path())
        if isinstance(target, Path) and target.is_file():
            yield target
            for listed in pointers(target) or listed_names(target):
                with contextlib.suppress(SourceError):
                    file = resolve(listed, target.parent)
                    if isinstance(file, Path) and file.is_file():
                        yield file


def expand(source: str, *, stdin: Callable[[], str] = read_stdin) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
    """Yield the files and URLs of a source: names in the given order, directories sorted by name, each only once.

    Hidden files in directories are skipped. A path that must not be read (a FIFO, a device, a link out of its
    directory) is yielded as :class:`RefusedSource`. Raises :class:`SourceError` at a name that does not exist.
    """
    return _Expansion(stdin).expand(split_names(source))


def _inside(path: str, folder: str) -> bool:
    """Return whether a real path is below another, or the same."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _leads_out(path: Path, real_folder: str) -> bool:
    """Return whether ``path`` is outside a folder, or cannot be resolved."""
    try:
        return not _inside(os.path.realpath(path), real_folder)
    except OSError:
        return True


class _Expansion:
    """Expands one source, and remembers files, folders and URLs so that each is yielded once.

    Named files are remembered one by one; of a walked folder, which may contain any number of files, only its path.
    """

    def __init__(self, stdin: Callable[[], str]) -> None:
        self._stdin = stdin
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._urls: set[str] = set()

    def expand(self, names: list[str]) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
        are_several = sum(map(os.path.isdir, names)) > 1
        same = Counter(os.path.basename(name) for name in names if os.path.isfile(name))  # noqa: PTH113, PTH119
        for name in names:
            for source in self._expand(name):
                if are_several and isinstance(source, LocalFile) and source.found:
                    yield replace(source, folder=on_one_line(name.rstrip("/")))
                elif isinstance(source, LocalFile) and not source.found and same[source.name] > 1:
                    yield replace(source, folder=on_one_line(os.path.dirname(name)))  # noqa: PTH120
                else:
                    yield source

    def _expand(self, name: str) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
        """Expand one name."""
        if name == "-":
            yield from self._list(significant(self._stdin().splitlines()), Path())
        elif is_glob(name):
            yield from self._glob(name)
        else:
            target = resolve(name, Path())
            yield from self._url(target) if isinstance(target, RemoteUrl) else self._named(target, target.name, "")

    def _url(self, remote: RemoteUrl) -> Iterator[RemoteUrl]:
        if remote.url not in self._urls:
            self._urls.add(remote.url)
            yield remote

    def _glob(self, pattern: str) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
        folder = literal_folder(pattern)
        found = matches(pattern)
        first = next(found, None)
        if first is None:
            raise no_match(pattern)
        real_folder = os.path.realpath(folder)
        for path in chain([first], found):
            name = path.relative_to(folder).as_posix()
            if _leads_out(path, real_folder):
                yield RefusedSource(on_one_line(name), "a link that leads out of the named directory")
            else:
                yield from self._named(path, name, "" if path == folder else f"{name}/")

    def _named(self, path: Path, name: str, prefix: str) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
        """Expand a named path; ``prefix`` is prepended to the names of files below it."""
        if not os.path.isfile(path):  # noqa: PTH113 - a Path raises where a link may not be followed
            yield from self._path(path, name, prefix)
        elif self._is_first(real := os.path.realpath(path)):
            found = Path(real)
            if urls := pointers(found):
                yield from self._list(urls, found.parent, confined=True)
            elif names := listed_names(found):
                yield from self._list(names, found.parent)
            else:
                yield LocalFile(found, on_one_line(name))

    def _list(
        self, names: Iterable[str], base: Path, *, confined: bool = False
    ) -> Iterator[LocalFile | RemoteUrl | RefusedSource]:
        """Expand the names of a list; a ``confined`` list, from a stranger, reaches only files in its directory."""
        for name in names:
            try:
                target = resolve(name, base)
            except SourceError as error:
                yield RefusedSource(error.name, error.reason)
                continue
            if isinstance(target, RemoteUrl):
                yield from self._url(target)
            elif confined and _leads_out(target, os.path.realpath(base)):
                yield RefusedSource(on_one_line(name), "a path that leads out of the list's directory")
            else:
                yield from self._path(target, name, f"{name.rstrip('/')}/")

    def _path(self, path: Path, name: str, prefix: str) -> Iterator[LocalFile | RefusedSource]:
        """Expand a path to files without reading them."""
        try:
            real = os.path.realpath(path)
            mode = Path(real).stat().st_mode
        except OSError as error:
            yield RefusedSource(on_one_line(name), os_reason(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._walk(real, prefix)
        elif not stat.S_ISREG(mode):
            yield RefusedSource(on_one_line(name), f"{file_kind(mode)}, not a regular file")
        elif self._is_first(real):
            yield LocalFile(Path(real), on_one_line(name))

    def _walk(self, top: str, prefix: str) -> Iterator[LocalFile | RefusedSource]:
        """Yield the files below ``top``, a real path; one folder per level is held in memory."""
        if self._covers(top):
            return
        self._folders.add(top)
        levels: list[Iterator[tuple[str, os.DirEntry[str]]]] = []
        yield from _descend(levels, top, prefix)
        while levels:
            name, entry = next(levels[-1], ("", None))
            if entry is None:
                levels.pop()
            elif entry.is_symlink():
                yield from self._follow(levels, top, name, entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.path not in self._folders:
                    yield from _descend(levels, entry.path, f"{name}/")
            elif not entry.is_file(follow_symlinks=False):
                yield RefusedSource(on_one_line(name), _not_regular(entry))
            elif entry.path not in self._files:
                yield LocalFile(Path(entry.path), on_one_line(name), found=True)

    def _follow(
        self, levels: list[Iterator[tuple[str, os.DirEntry[str]]]], top: str, name: str, path: str
    ) -> Iterator[LocalFile | RefusedSource]:
        """Follow a link inside ``top``, unless its target is yielded under its own name."""
        try:
            real = str(Path(path).resolve(strict=True))
        except (OSError, RuntimeError):  # RuntimeError: a loop
            yield RefusedSource(on_one_line(name), "a link that leads nowhere")
            return
        if not _inside(real, top):
            yield RefusedSource(on_one_line(name), "a link that leads out of the named directory")
        elif not Path(real).is_dir():
            yield from self._path(Path(real), name, "")
        elif not self._covers(real):
            self._folders.add(real)
            yield from _descend(levels, real, f"{name}/")

    def _is_first(self, file: str) -> bool:
        """Return whether a file was not yielded before, and remember it."""
        if file in self._files or self._covers(file):
            return False
        self._files.add(file)
        return True

    def _covers(self, path: str) -> bool:
        """Return whether ``path`` is in a walked folder, with no hidden folder between them."""
        while path not in self._folders:
            path, name = os.path.split(path)
            if not name or name.startswith("."):
                return False
        return True


def _not_regular(entry: os.DirEntry[str]) -> str:
    try:
        return f"{file_kind(entry.stat(follow_symlinks=False).st_mode)}, not a regular file"
    except OSError as error:
        return os_reason(error)


def _descend(levels: list[Iterator[tuple[str, os.DirEntry[str]]]], folder: str, prefix: str) -> Iterator[RefusedSource]:
    """Add the entries of ``folder`` as the next level to read, each with its name."""
    try:
        visible = [entry for entry in sorted_entries(folder) if not is_hidden(entry)]
    except OSError as error:
        yield RefusedSource(on_one_line(prefix.rstrip("/") or folder), os_reason(error))
    else:
        levels.append((prefix + entry.name, entry) for entry in visible)
