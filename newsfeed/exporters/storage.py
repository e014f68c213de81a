"""Atomic output files: the whole file appears, or the old one stays.

Data is written to a temporary file in the target's folder, named after it (``.out.jsonl.1f3c9a2e.part``), synced to
disk and then renamed over the target in one step (``rename``, POSIX.1). Until then readers of the target see the old
file. A killed run leaves the old file unchanged; the next run that writes there removes the temporary file: its writer
holds a lock on it (``flock``), which ends with the process.
"""

from __future__ import annotations

import contextlib
import fcntl
import glob
import logging
import os
import secrets
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from w3lib.url import file_uri_to_path

from newsfeed.errors import NewsfeedError
from newsfeed.exporters import EXPORTERS, CsvExporter
from newsfeed.exporters.parquet import require_pyarrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

BROKEN_STAT = "newsfeed/broken"
"""Crawl statistic: the reason why the crawl is broken. While it is set, no output file is replaced."""

FAILED_STAT = "feedexport/failed_count/AtomicFileStorage"
"""Crawl statistic: the number of outputs that were not written, under the name that Scrapy's feed exports use."""

APPENDABLE = frozenset({"csv", "jl", "jsonl", "jsonlines"})
"""Formats that stay valid when lines are appended to the file."""

_LONGEST_NAME = 60  # characters of the target's name in the temporary one: 4 bytes each, and names hold 255 bytes


class OutputError(NewsfeedError):
    """An output cannot be written; the message names it and gives the reason."""


def output_format(target: str) -> str:
    """Return the format for the ending of ``target``; raise :class:`OutputError` if it is unknown.

    >>> output_format("news/today.atom"), output_format("news/today.jsonl.gz")
    ('atom', 'jsonl.gz')
    """
    suffixes = Path(target).suffixes
    for ending in ("".join(suffixes[-2:]), "".join(suffixes[-1:])):
        if ending.removeprefix(".") in EXPORTERS:
            return ending.removeprefix(".")
    raise OutputError(f"{target}: the ending names no known format; known are {', '.join(sorted(EXPORTERS))}")


def with_format(target: str) -> str:
    """Return a target with its format after a colon if its ending has two parts, which Scrapy does not support.

    >>> with_format("today.jsonl.gz"), with_format("today.jsonl"), with_format("today.jsonl.gz:jsonl")
    ('today.jsonl.gz:jsonl.gz', 'today.jsonl', 'today.jsonl.gz:jsonl')
    """
    format_ = "".join(Path(target).suffixes[-2:]).removeprefix(".")
    return f"{target}:{format_}" if "." in format_ and format_ in EXPORTERS else target


def check_output(target: str, format: str, *, append: bool = False) -> None:  # noqa: A002 - Scrapy's name for it
    """Check, before a crawl begins and without writing, that ``target`` can be written as ``format``.

    ``target`` is a path or a URI as Scrapy's ``FEEDS`` has them; only files are checked.
    Raises :class:`OutputError` for an unknown format, a target that is no regular file or write-protected, a folder
    that cannot be written, and for ``append`` where the format does not allow it.
    """
    if format not in EXPORTERS:
        raise OutputError(f"{target}: unknown format {format!r}; known are {', '.join(sorted(EXPORTERS))}")
    if format == "parquet":
        require_pyarrow()
    path = output_file(target)
    if path is None:
        return
    with _os_errors(path):
        _check_writable(path)
        if append:
            _check_appendable(path, format)


def check_folder(target: str) -> None:
    """Raise :class:`OutputError` unless ``target`` is a folder that can be written, or one that can be created."""
    path = Path(target)
    if target == "-" or (path.exists() and not path.is_dir()):
        raise OutputError(f"{target}: the format needs a directory, for a file an article")
    with _os_errors(path):
        _check_writable(path / "article.md")


def output_file(target: str) -> Path | None:
    """Return the file that a target of Scrapy's ``FEEDS`` names, a path or a URI; ``None`` if it names no file."""
    return _path(target) if urlsplit(target).scheme in {"", "file"} else None


def check_distinct(targets: Iterable[Path], others: Iterable[tuple[Path, str]]) -> None:
    """Raise :class:`OutputError` if a target is the same file as another target, or as one of the ``others``.

    Each of the others has a clause that describes it. Two names of one inode are the same file.
    """
    taken = list(others)
    for target in targets:
        for path, clause in taken:
            if _same_file(target, path):
                raise OutputError(f"{target}: {clause}; name another output")
        taken.append((target, f"is also written as {target}"))


@contextmanager
def replace_file(path: Path) -> Iterator[IO[bytes]]:
    """Yield a binary file to write; it replaces ``path`` when the block ends without an exception.

    Missing folders are created. The new file has the permissions of the one it replaces, or those of any new file.
    Raises :class:`OutputError` if ``path`` cannot be written.
    """
    pending = PendingFile(path)
    try:
        yield pending.file
        pending.commit()
    finally:
        pending.discard()


class PendingFile:
    """A temporary file beside its target, which it replaces with :meth:`commit`.

    With ``append`` it starts as a copy of the target, positioned at its end. If the target is a symbolic link, the file
    it points to is replaced. Raises :class:`OutputError` if the target cannot be written.
    """

    file: IO[bytes]

    def __init__(self, target: Path, *, append: bool = False) -> None:
        self._target = target
        with _os_errors(target):
            self._path = Path(os.path.realpath(target))
            _check_writable(target)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(self._path)
            self._temporary, self.file = _temporary_file(self._path)
        try:
            with _os_errors(target):
                self._inherit(append=append)
        except BaseException:
            self.discard()
            raise

    def commit(self) -> None:
        """Sync the file to disk and rename it over the target."""
        with _os_errors(self._target):
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._temporary.replace(self._path)
        _sync_folder(self._path.parent)

    def discard(self) -> None:
        """Remove the file unless it was committed; the target stays unchanged."""
        with contextlib.suppress(OSError):  # such as a full disk, again, while flushing data that is discarded
            self.file.close()
        self._temporary.unlink(missing_ok=True)

    def _inherit(self, *, append: bool) -> None:
        try:
            old = self._path.open("rb")
        except FileNotFoundError:
            return
        with old:
            os.fchmod(self.file.fileno(), stat.S_IMODE(os.fstat(old.fileno()).st_mode) & 0o777)
            if append:
                shutil.copyfileobj(old, self.file, 1 << 20)
                self._end_line()

    def _end_line(self) -> None:
        """Complete the last line if its line break is missing, so that appended lines do not join it."""
        if self.file.tell():
            self.file.seek(-1, os.SEEK_END)
            if self.file.read(1) != b"\n":
                self.file.write(b"\n")


def _temporary_file(path: Path) -> tuple[Path, IO[bytes]]:
    """Create a temporary file beside ``path`` and lock it; return its path and the open file."""
    while True:
        temporary = path.with_name(f".{path.name[:_LONGEST_NAME]}.{secrets.token_hex(4)}.part")
        file = temporary.open("x+b")
        fcntl.flock(file, fcntl.LOCK_EX)
        if temporary.exists():
            return temporary, file
        file.close()  # another process removed it as abandoned before it was locked


def _remove_abandoned(path: Path) -> None:
    """Remove temporary files beside ``path`` that killed runs left behind."""
    for left in path.parent.glob(f".{glob.escape(path.name[:_LONGEST_NAME])}.????????.part"):
        with contextlib.suppress(OSError), left.open("rb") as file:  # another process is writing it, or has removed it
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


class AtomicFileStorage:
    """Scrapy feed storage for local files, for ``FEED_STORAGES`` (schemes ``""`` and ``file``).

    ``-O`` replaces the file, ``-o`` appends to it; both only after the crawl has ended well. The old file stays if an
    exporter failed, the output could not be written, or :data:`BROKEN_STAT` is set; each is counted in
    :data:`FAILED_STAT`. The constructor touches no file: Scrapy builds storages just to test the settings.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None, crawler: Crawler | None = None) -> None:
        options = feed_options or {}
        self._path = _path(uri)
        self._append = not options.get("overwrite", False)
        self._format = str(options.get("format", ""))
        self._crawler = crawler
        self._pending: PendingFile | None = None
        self._failed = False
        self.stored = False  # whether the file is in its place

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None
    ) -> AtomicFileStorage:
        """Build the storage for ``crawler`` and close it when the crawler's feed exports are closed."""
        storage = cls(uri, feed_options=feed_options, crawler=crawler)
        crawler.signals.connect(storage.close, signals.feed_exporter_closed)
        logging.getLogger("scrapy.extensions.feedexport").addFilter(_log_without_traceback)
        return storage

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002 - Scrapy's interface
        """Return the file to write to.

        Raises :class:`OutputError` if it cannot be written; Scrapy then tries again with the next item.
        """
        if self._pending is not None:  # Scrapy could not build an exporter for the file it had
            self._pending.discard()
        self._failed = True
        if self._append:
            with _os_errors(self._path):
                _check_appendable(self._path, self._format)
        self._pending = PendingFile(self._path, append=self._append)
        self._failed = False
        return self._pending.file

    def store(self, file: IO[bytes]) -> None:  # noqa: ARG002 - Scrapy's interface
        """Commit the file.

        Raises :class:`OutputError` if the crawl is broken or the file cannot be written; Scrapy counts and logs that.
        """
        pending, self._pending = self._pending, None
        if pending is None:
            return
        try:
            reason = self._crawler and self._crawler.stats and self._crawler.stats.get_value(BROKEN_STAT)
            if reason:
                raise OutputError(f"{self._path}: not written, because the crawl broke: {reason}")
            pending.commit()
            self.stored = True
        finally:
            pending.discard()

    def close(self) -> None:
        """Discard a file that was opened but never stored because its exporter failed, and log that."""
        if self._pending is None and not self._failed:
            return
        if self._pending is not None:
            self._pending.discard()
            self._pending = None
        logger.error("%s: not written, because exporting to it failed; an older file is kept", self._path)
        if self._crawler and self._crawler.stats:
            self._crawler.stats.inc_value(FAILED_STAT)


def _log_without_traceback(record: logging.LogRecord) -> bool:
    """Log filter for Scrapy's feed exports: reduce the traceback of an :class:`OutputError` to its message."""
    error = record.exc_info and record.exc_info[1]
    if isinstance(error, OutputError):
        record.msg, record.args, record.exc_info, record.exc_text = str(error), (), None, None
    return True


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return os.path.realpath(one) == os.path.realpath(other)


def _path(target: str) -> Path:
    return Path(file_uri_to_path(target) if target.startswith("file:") else target)


def _check_writable(path: Path) -> None:
    """Raise if no file can be written at ``path``, because of its folder or of an existing file."""
    resolved = Path(os.path.realpath(path))
    try:
        mode = resolved.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        folder = next(parent for parent in resolved.parents if parent.exists())
        if not folder.is_dir():
            raise OutputError(f"{path}: cannot be written: {folder} is not a directory") from None
    else:
        folder = resolved.parent
        if stat.S_ISDIR(mode):
            raise OutputError(f"{path}: is a directory; name a file in it")
        if not stat.S_ISREG(mode):
            raise OutputError(f"{path}: is not a regular file; name a file, or - for standard output")
        if not os.access(resolved, os.W_OK, effective_ids=True):
            raise OutputError(f"{path}: is write-protected")
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        raise OutputError(f"{path}: cannot be written: no permission to write in {folder}")


def _check_appendable(path: Path, format: str) -> None:  # noqa: A002 - as in check_output
    """Raise if ``path`` has content to which ``format`` cannot be appended."""
    try:
        old = path.open("rb")
    except FileNotFoundError:
        return
    with old:
        header = old.readline(1 << 16)
    if header and format not in APPENDABLE:
        raise OutputError(f"{path}: exists, and a {format} file cannot be appended to; replace it with -O")
    if header and format == "csv" and header.rstrip(b"\r\n") != CsvExporter.header():
        raise OutputError(f"{path}: has other columns, so it cannot be appended to; replace it with -O")


def _sync_folder(folder: Path) -> None:
    # The file has been renamed already; some network file systems refuse to sync a folder.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    """Turn errors of the operating system into an :class:`OutputError` that names ``path``."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path}: cannot be written: {reason}") from error
