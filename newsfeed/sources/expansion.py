"""What a user may name as a source, and what stands behind each name.

A source is one or more names, separated by commas or newlines: a directory, a file, a glob, an ``http(s)`` URL, ``-``
for a list on standard input, a text file that lists URLs and paths, an OPML file or an index of sitemaps.
:func:`expand` turns them into files to read and URLs to fetch; :func:`opened` opens one of the files. Only regular
files inside what was named are ever opened.
"""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsfeed.sources.files import Local, file_kind, os_reason
from newsfeed.sources.globs import is_hidden, literal_folder, matches, no_match, sorted_entries
from newsfeed.sources.lists import listed_names, pointers, read_stdin, significant
from newsfeed.sources.targets import Remote, SourceError, is_glob, resolve, split_names
from newsfeed.text.characters import on_one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Refused:
    """Something named or found that is not read, and why."""

    name: str
    reason: str


def check(source: str) -> None:
    """Raise :class:`SourceError` if a name in ``source`` stands for nothing; walks no directory."""
    for name in split_names(source):
        if name == "-":
            continue
        if not is_glob(name):
            resolve(name, Path())
        elif next(matches(name), None) is None:
            raise no_match(name)


def named_files(source: str) -> Iterator[Path]:
    """Yield the local files that ``source`` names, and those that named lists name.

    Walks no directory and reads no standard input. Raises :class:`SourceError` at a name that stands for nothing.
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


def expand(source: str, *, stdin: Callable[[], str] = read_stdin) -> Iterator[Local | Remote | Refused]:
    """Yield what ``source`` stands for: names in the order given, directories sorted by name, every file and URL once.

    Hidden files in directories are passed over. What may not be read (a FIFO, a device, a link that leads out of the
    directory it stands in) comes as :class:`Refused`. Raises :class:`SourceError` at a name that stands for nothing.
    """
    return _Expansion(stdin).expand(split_names(source))


# ---- reading


# ---- names


# ---- globs


# ---- folders


def _inside(path: str, folder: str) -> bool:
    """Tell whether one real path is below another, or the same."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _leads_out(path: Path, real_folder: str) -> bool:
    """Tell whether ``path`` is not below a folder, or cannot be followed to where it is."""
    try:
        return not _inside(os.path.realpath(path), real_folder)
    except OSError:
        return True


# ---- lists


# ---- expansion


class _Expansion:
    """Expands one source, and keeps what has come so that each file and URL comes once.

    Only what is named is kept, file by file; of a walked folder, which holds any number of files, its path.
    """

    def __init__(self, stdin: Callable[[], str]) -> None:
        self._stdin = stdin
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._urls: set[str] = set()

    def expand(self, names: list[str]) -> Iterator[Local | Remote | Refused]:
        for name in names:
            if name == "-":
                yield from self._list(significant(self._stdin().splitlines()), Path())
            elif is_glob(name):
                yield from self._glob(name)
            else:
                target = resolve(name, Path())
                yield from self._url(target) if isinstance(target, Remote) else self._named(target, target.name, "")

    def _url(self, remote: Remote) -> Iterator[Remote]:
        if remote.url not in self._urls:
            self._urls.add(remote.url)
            yield remote

    def _glob(self, pattern: str) -> Iterator[Local | Remote | Refused]:
        folder = literal_folder(pattern)
        found = matches(pattern)
        first = next(found, None)
        if first is None:
            raise no_match(pattern)
        real_folder = os.path.realpath(folder)
        for path in chain([first], found):
            name = path.relative_to(folder).as_posix()
            if _leads_out(path, real_folder):
                yield Refused(on_one_line(name), "a link that leads out of the named directory")
            else:
                yield from self._named(path, name, "" if path == folder else f"{name}/")

    def _named(self, path: Path, name: str, prefix: str) -> Iterator[Local | Remote | Refused]:
        """Expand one path that was named; ``prefix`` comes before the names of files below it."""
        if not os.path.isfile(path):  # noqa: PTH113 - a Path raises where a link may not be followed
            yield from self._path(path, name, prefix)
        elif self._is_first(real := os.path.realpath(path)):
            found = Path(real)
            if urls := pointers(found):
                yield from self._list(urls, found.parent, confined=True)
            elif names := listed_names(found):
                yield from self._list(names, found.parent)
            else:
                yield Local(found, on_one_line(name))

    def _list(self, names: Iterable[str], base: Path, *, confined: bool = False) -> Iterator[Local | Remote | Refused]:
        """Expand the names of a list; a ``confined`` one, which strangers write, reaches only files beside it."""
        for name in names:
            try:
                target = resolve(name, base)
            except SourceError as error:
                yield Refused(error.name, error.reason)
                continue
            if isinstance(target, Remote):
                yield from self._url(target)
            elif confined and _leads_out(target, os.path.realpath(base)):
                yield Refused(on_one_line(name), "a path that leads out of the list's directory")
            else:
                yield from self._path(target, name, f"{name.rstrip('/')}/")

    def _path(self, path: Path, name: str, prefix: str) -> Iterator[Local | Refused]:
        """Expand a path to files, whatever is in them."""
        try:
            real = os.path.realpath(path)
            mode = Path(real).stat().st_mode
        except OSError as error:
            yield Refused(on_one_line(name), os_reason(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._walk(real, prefix)
        elif not stat.S_ISREG(mode):
            yield Refused(on_one_line(name), f"{file_kind(mode)}, not a regular file")
        elif self._is_first(real):
            yield Local(Path(real), on_one_line(name))

    def _walk(self, top: str, prefix: str) -> Iterator[Local | Refused]:
        """Yield the files below ``top``, a real path; one folder a level is held in memory."""
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
                yield Refused(on_one_line(name), _not_regular(entry))
            elif entry.path not in self._files:
                yield Local(Path(entry.path), on_one_line(name), found=True)

    def _follow(
        self, levels: list[Iterator[tuple[str, os.DirEntry[str]]]], top: str, name: str, path: str
    ) -> Iterator[Local | Refused]:
        """Follow a link inside ``top``, unless what it leads to comes under its own name."""
        try:
            real = str(Path(path).resolve(strict=True))
        except (OSError, RuntimeError):  # RuntimeError: in a circle
            yield Refused(on_one_line(name), "a link that leads nowhere")
            return
        if not _inside(real, top):
            yield Refused(on_one_line(name), "a link that leads out of the named directory")
        elif not Path(real).is_dir():
            yield from self._path(Path(real), name, "")
        elif not self._covers(real):
            self._folders.add(real)
            yield from _descend(levels, real, f"{name}/")

    def _is_first(self, file: str) -> bool:
        """Tell whether a file has not come yet, and note it."""
        if file in self._files or self._covers(file):
            return False
        self._files.add(file)
        return True

    def _covers(self, path: str) -> bool:
        """Tell whether ``path`` comes with a folder that is walked: it, or a folder above with none hidden between."""
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


def _descend(levels: list[Iterator[tuple[str, os.DirEntry[str]]]], folder: str, prefix: str) -> Iterator[Refused]:
    """Add the entries of ``folder`` as the next level to read, each with its name."""
    try:
        visible = [entry for entry in sorted_entries(folder) if not is_hidden(entry)]
    except OSError as error:
        yield Refused(on_one_line(prefix.rstrip("/") or folder), os_reason(error))
    else:
        levels.append((prefix + entry.name, entry) for entry in visible)
