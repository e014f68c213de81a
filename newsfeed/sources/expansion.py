"""What a user may name as a source, and what stands behind each name.

A source is one or more names, separated by commas or newlines: a directory, a file, a glob, an ``http(s)`` URL, ``-``
for a list on standard input, a text file that lists URLs and paths, an OPML file or an index of sitemaps.
:func:`expand` turns them into files to read and URLs to fetch; :func:`opened` opens one of the files. Only regular
files inside what was named are ever opened.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import sys
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import file_uri_to_path

from newsfeed.errors import NewsfeedError
from newsfeed.fetch.compression import GZIP, CodingError, gunzip
from newsfeed.formats import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_WEB = re.compile(r"https?://", re.IGNORECASE)
_FILE = re.compile(r"file:", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_WILD = re.compile(r"[*?\[]")
_POINTERS = re.compile(
    rb"(?>\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<![A-Za-z].*?>\s*)*+"
    rb"<(?:opml|(?:\w+:)?sitemapindex)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_HEAD = 1 << 12  # bytes that show whether a file is OPML or an index of sitemaps
_LINE = 1 << 13  # bytes: no longer line is a URL or a path
_MOST_PARTS = 16  # that a name with commas in it is looked for in
_MOST_LAYERS = 2  # of gzip around a document
_LIST_LIMIT = 32 << 20  # bytes of an OPML file, an index of sitemaps, or a list on standard input


@dataclass(frozen=True, slots=True)
class Local:
    """A file to read. ``name`` is its path relative to the named source, for a named file its file name.

    ``found`` tells that it was met in a directory: nobody said that it is a feed.
    """

    path: Path
    name: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Remote:
    """A URL to fetch."""

    url: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something named or found that is not read, and why."""

    name: str
    reason: str


class SourceError(NewsfeedError):
    """A name stands for nothing that exists or can be read: wrong usage."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class UnreadableError(NewsfeedError):
    """A file cannot be read; ``name`` is the :attr:`Local.name`."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def read_stdin() -> str:
    """Return the list on standard input."""
    return sys.stdin.buffer.read(_LIST_LIMIT).decode("utf-8", "replace")


def check(source: str) -> None:
    """Raise :class:`SourceError` if a name in ``source`` stands for nothing; walks no directory."""
    for name in _names(source):
        if name == "-":
            continue
        if not _is_glob(name):
            _target(name, Path())
        elif next(_matches(name), None) is None:
            raise _no_match(name)


def expand(source: str, *, stdin: Callable[[], str] = read_stdin) -> Iterator[Local | Remote | Refused]:
    """Yield what ``source`` stands for: names in the order given, directories sorted by name, every file and URL once.

    Hidden files in directories are passed over. What may not be read (a FIFO, a device, a link that leads out of the
    directory it stands in) comes as :class:`Refused`. Raises :class:`SourceError` at a name that stands for nothing.
    """
    return _Expansion(stdin).expand(_names(source))


@contextmanager
def opened(local: Local) -> Iterator[IO[bytes]]:
    """Open a file; whatever keeps it from being read, then or later, raises :class:`UnreadableError`.

    Never blocks on a FIFO put in its place.
    """
    try:
        with _open(local.path) as file:
            yield file
    except OSError as error:
        raise UnreadableError(local.name, _reason(error)) from error


def read(file: IO[bytes], name: str, limit: int) -> bytes:
    """Return the content of a file, gunzipped if it is gzip-compressed (RFC 1952).

    ``limit`` is the greatest size in bytes, of the file and of what it unpacks to. Raises :class:`UnreadableError` if
    it is exceeded.
    """
    data = _content(file, limit)
    if len(data) > limit:
        raise UnreadableError(name, f"larger than {limit} bytes")
    return unpack(data, name, limit)


def unpack(data: bytes, name: str, limit: int) -> bytes:
    """Return ``data`` gunzipped if it is gzip-compressed, else as it is; some servers compress what is so already.

    Raises :class:`UnreadableError` for what unpacks to more than ``limit`` bytes, or not at all.
    """
    try:
        for _ in range(_MOST_LAYERS):
            if data.startswith(GZIP):
                data = gunzip(data, limit)
    except CodingError as error:
        raise UnreadableError(name, str(error)) from error
    return data


# ---- reading


class _NotRegularError(OSError):
    pass


def _open(path: Path) -> IO[bytes]:
    """Open a regular file; anything else raises without blocking, even if it has only just been put there."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise _NotRegularError(f"{_kind(mode)}, not a regular file")
    return os.fdopen(descriptor, "rb")


def _content(file: IO[bytes], limit: int) -> bytes:
    """Return what ``file`` holds, at most one byte more than ``limit``."""
    size = min(os.fstat(file.fileno()).st_size, limit)
    # Asking for no more than that spares a buffer of the limit's size; some files in /proc have nothing to give yet.
    content = file.read(size + 1) or b""
    return content if len(content) <= size else content + (file.read(limit - size) or b"")


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "is no longer there"
        case _NotRegularError():
            return str(error)
    return f"cannot be read: {error.strerror}"


def _kind(mode: int) -> str:
    """Return in words what kind of file has this mode."""
    kinds = {
        stat.S_IFDIR: "a directory",
        stat.S_IFLNK: "a symbolic link",
        stat.S_IFIFO: "a FIFO",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    return kinds.get(stat.S_IFMT(mode), "a special file")


# ---- names


def _names(source: str) -> list[str]:
    if os.path.lexists(source):
        return [source]
    names = [name for line in source.splitlines() for name in _line_names(line.strip())]
    if not names:
        raise SourceError("source", "is empty; name a directory, file, glob, URL or list")
    return names


def _line_names(line: str) -> Iterator[str]:
    """Split a line at its commas, but for those in the names of files that exist."""
    parts = line.split(",")
    start = 0
    while start < len(parts):
        end = start + _parts_of_name(parts[start : start + _MOST_PARTS])
        if name := ",".join(parts[start:end]).strip():
            yield name
        start = end


def _parts_of_name(parts: list[str]) -> int:
    """Return how many of ``parts`` make up the first name."""
    first = parts[0].strip()
    if not first or first == "-" or _WEB.match(first) or _FILE.match(first) or _is_glob(first):
        return 1
    joined = (",".join(parts[:count]).strip() for count in range(1, len(parts) + 1))
    return next((count for count, name in enumerate(joined, 1) if os.path.lexists(name)), 1)


def _target(name: str, base: Path) -> Remote | Path:
    """Return the URL or the path that ``name`` stands for; raise :class:`SourceError` if there is no such thing."""
    if _WEB.match(name):
        return _remote(name)
    path = Path(file_uri_to_path(name)) if _FILE.match(name) else base / name
    if os.path.lexists(path):
        return path
    if _OTHER_SCHEME.match(name) and not _FILE.match(name):
        raise SourceError(_shown(name), "only http, https and file URLs can be read")
    raise SourceError(_shown(name), "no such file or directory")


def _remote(url: str) -> Remote:
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        valid = False
    if not valid:
        raise SourceError(_shown(url), "not a valid URL")
    return Remote(url)


def _shown(name: str) -> str:
    """Return ``name`` on one line that any output can hold: control characters and undecodable bytes escaped."""
    return _UNSHOWN.sub(lambda found: ascii(found[0])[1:-1], name)


# ---- globs


def _is_glob(name: str) -> bool:
    return bool(_WILD.search(name)) and not _WEB.match(name) and not _FILE.match(name) and not os.path.lexists(name)


def _literal_folder(pattern: str) -> Path:
    """Return the folder in which the wildcards begin."""
    return Path(re.sub(r"[^/]*[*?\[].*", "", pattern, flags=re.DOTALL))


def _matches(pattern: str) -> Iterator[Path]:
    """Yield what ``pattern`` matches, folder by folder in order; ``**`` follows no links, so it ends."""
    folder = _literal_folder(pattern)
    waiting = [(folder, PurePosixPath(pattern).parts[len(folder.parts) :])]
    while waiting:
        path, rest = waiting.pop()
        if not rest or rest == ("**",):  # a folder is read with all that is below it
            if os.path.lexists(path):
                yield path
        elif rest[0] == "**":
            below = [entry for entry in _listing(path) if entry.is_dir(follow_symlinks=False) and not _hidden(entry)]
            waiting += [(path / entry.name, rest) for entry in reversed(below)]
            waiting.append((path, rest[1:]))
        elif _WILD.search(rest[0]):
            fits = re.compile(fnmatch.translate(rest[0])).match
            found = [e for e in _listing(path) if fits(e.name) and (rest[0].startswith(".") or not _hidden(e))]
            waiting += [(path / entry.name, rest[1:]) for entry in reversed(found)]
        else:
            waiting.append((path / rest[0], rest[1:]))


def _listing(folder: Path) -> list[os.DirEntry[str]]:
    """Return what stands in ``folder``, sorted by name; nothing where a pattern cannot match on."""
    try:
        return _sorted_entries(folder)
    except (OSError, ValueError):
        return []


def _no_match(pattern: str) -> SourceError:
    return SourceError(_shown(pattern), "matches no file")


# ---- folders


def _sorted_entries(folder: str | Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".")


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


def _significant(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that are neither blank nor comments."""
    return (line for line in (line.strip() for line in lines) if line and not line.startswith("#"))


def _listed_names(path: Path) -> list[str]:
    """Return the names in a text file that lists sources, none if it is something else.

    It is a list if its first line names something that is there, and most others do: feeds and archived articles begin
    with markup or prose, and one line that is wrong must not make an article of a list.
    """
    names = []
    right = 0
    try:
        with _open(path) as file:
            for line in _significant(_lines(file)):
                names.append(line)
                right += _names_something(line, path.parent)
                if not right:
                    return []
    except (OSError, ValueError):
        return []
    return names if 2 * right > len(names) else []


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a UTF-8 file; raise :class:`ValueError` if they are not such as a list has."""
    left = _LIST_LIMIT
    while line := file.readline(_LINE):
        left -= len(line)
        if len(line) == _LINE or left < 0:
            raise ValueError("too long for a list")
        yield line.decode().removeprefix("\ufeff")


def _names_something(line: str, base: Path) -> bool:
    try:
        return bool(_target(line, base))
    except SourceError:
        return False


def _pointers(path: Path) -> list[str]:
    """Return the addresses in an OPML file or an index of sitemaps, none if it is something else."""
    try:
        with _open(path) as file:
            head = _unpacked_head(file.read(_HEAD)).replace(b"\0", b"")  # UTF-16 and UTF-32 become ASCII enough
            if not _POINTERS.match(head):
                return []
            file.seek(0)
            return parse(unpack(file.read(_LIST_LIMIT), path.name, _LIST_LIMIT)).feeds
    except (OSError, UnreadableError):
        return []


def _unpacked_head(head: bytes) -> bytes:
    """Return how a file begins, gunzipped if it is gzip-compressed."""
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, _HEAD)
    except zlib.error:
        return b""


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
                yield from self._list(_significant(self._stdin().splitlines()), Path())
            elif _is_glob(name):
                yield from self._glob(name)
            else:
                target = _target(name, Path())
                yield from self._url(target) if isinstance(target, Remote) else self._named(target, target.name, "")

    def _url(self, remote: Remote) -> Iterator[Remote]:
        if remote.url not in self._urls:
            self._urls.add(remote.url)
            yield remote

    def _glob(self, pattern: str) -> Iterator[Local | Remote | Refused]:
        folder = _literal_folder(pattern)
        matches = _matches(pattern)
        first = next(matches, None)
        if first is None:
            raise _no_match(pattern)
        real_folder = os.path.realpath(folder)
        for path in chain([first], matches):
            name = path.relative_to(folder).as_posix()
            if _leads_out(path, real_folder):
                yield Refused(_shown(name), "a link that leads out of the named directory")
            else:
                yield from self._named(path, name, "" if path == folder else f"{name}/")

    def _named(self, path: Path, name: str, prefix: str) -> Iterator[Local | Remote | Refused]:
        """Expand one path that was named; ``prefix`` comes before the names of files below it."""
        if not os.path.isfile(path):  # noqa: PTH113 - a Path raises where a link may not be followed
            yield from self._path(path, name, prefix)
        elif self._is_first(real := os.path.realpath(path)):
            found = Path(real)
            if urls := _pointers(found):
                yield from self._list(urls, found.parent, confined=True)
            elif names := _listed_names(found):
                yield from self._list(names, found.parent)
            else:
                yield Local(found, _shown(name))

    def _list(self, names: Iterable[str], base: Path, *, confined: bool = False) -> Iterator[Local | Remote | Refused]:
        """Expand the names of a list; a ``confined`` one, which strangers write, reaches only files beside it."""
        for name in names:
            try:
                target = _target(name, base)
            except SourceError as error:
                yield Refused(error.name, error.reason)
                continue
            if isinstance(target, Remote):
                yield from self._url(target)
            elif confined and _leads_out(target, os.path.realpath(base)):
                yield Refused(_shown(name), "a path that leads out of the list's directory")
            else:
                yield from self._path(target, name, f"{name.rstrip('/')}/")

    def _path(self, path: Path, name: str, prefix: str) -> Iterator[Local | Refused]:
        """Expand a path to files, whatever is in them."""
        try:
            real = os.path.realpath(path)
            mode = Path(real).stat().st_mode
        except OSError as error:
            yield Refused(_shown(name), _reason(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._walk(real, prefix)
        elif not stat.S_ISREG(mode):
            yield Refused(_shown(name), f"{_kind(mode)}, not a regular file")
        elif self._is_first(real):
            yield Local(Path(real), _shown(name))

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
                yield Refused(_shown(name), _not_regular(entry))
            elif entry.path not in self._files:
                yield Local(Path(entry.path), _shown(name), found=True)

    def _follow(
        self, levels: list[Iterator[tuple[str, os.DirEntry[str]]]], top: str, name: str, path: str
    ) -> Iterator[Local | Refused]:
        """Follow a link inside ``top``, unless what it leads to comes under its own name."""
        try:
            real = str(Path(path).resolve(strict=True))
        except (OSError, RuntimeError):  # RuntimeError: in a circle
            yield Refused(_shown(name), "a link that leads nowhere")
            return
        if not _inside(real, top):
            yield Refused(_shown(name), "a link that leads out of the named directory")
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
        return f"{_kind(entry.stat(follow_symlinks=False).st_mode)}, not a regular file"
    except OSError as error:
        return _reason(error)


def _descend(levels: list[Iterator[tuple[str, os.DirEntry[str]]]], folder: str, prefix: str) -> Iterator[Refused]:
    """Add the entries of ``folder`` as the next level to read, each with its name."""
    try:
        visible = [entry for entry in _sorted_entries(folder) if not _hidden(entry)]
    except OSError as error:
        yield Refused(_shown(prefix.rstrip("/") or folder), _reason(error))
    else:
        levels.append((prefix + entry.name, entry) for entry in visible)
