"""Output files that appear whole or not at all.

What is written goes to a temporary file in the target's folder, named after it (``.out.jsonl.1f3c9a2e.part``), is
synced to disk and then moved over the target in one step (``rename``, POSIX.1). Whoever reads the target meanwhile
sees the old file; a run that is killed leaves the old file as it was, and the temporary one to be removed by the next
run that writes there: whoever writes one holds a lock on it (``flock``), which ends with its process.
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

BROKEN_STAT = "newsfeed/broken"
"""Crawl statistic: why the crawl is broken, in words. Whoever sees it break sets it; no output is then replaced."""

FAILED_STAT = "feedexport/failed_count/AtomicFileStorage"
"""Crawl statistic: how many outputs were not written. The name is the one Scrapy's feed exports use."""

APPENDABLE = frozenset({"csv", "jl", "jsonl", "jsonlines"})
"""The formats that stay valid when more lines are added at the end of the file."""

_LONGEST_NAME = 60  # characters of the target's name in the temporary one: 4 bytes each, and names hold 255 bytes


class OutputError(NewsfeedError):
    """An output cannot be written; the message names it and says why."""


def output_format(target: str) -> str:
    """Return the format that the ending of ``target`` names; raise :class:`OutputError` if it names none.

    >>> output_format("news/today.atom")
    'atom'
    """
    ending = Path(target).suffix.removeprefix(".")
    if ending not in EXPORTERS:
        raise OutputError(f"{target}: the ending names no known format; known are {', '.join(sorted(EXPORTERS))}")
    return ending


def check_output(target: str, format: str, *, append: bool = False) -> None:  # noqa: A002 - Scrapy's name for it
    """Check, before a crawl begins and without writing, that ``target`` can be written as ``format``.

    ``target`` is a path or a URI as Scrapy's ``FEEDS`` has them; only files are looked at.
    Raises :class:`OutputError` for an unknown format, a target that is no regular file or write-protected, a folder
    that cannot be written, and for ``append`` where the format does not allow it.
    """
    if format not in EXPORTERS:
        raise OutputError(f"{target}: unknown format {format!r}; known are {', '.join(sorted(EXPORTERS))}")
    if urlsplit(target).scheme not in {"", "file"}:
        return
    path = _path(target)
    with _explained(path):
        _check_place(path)
        if append:
            _check_appendable(path, format)


@contextmanager
def replace_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a binary file to write; when the block ends well it takes the place of ``path``, else it is discarded.

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
    """A file that is written beside its target and takes its place with :meth:`commit`.

    With ``append`` it begins as a copy of the target, positioned at its end. A target that is a symbolic link stays
    one: the file it points to is replaced. Raises :class:`OutputError` if the target cannot be written.
    """

    file: IO[bytes]

    def __init__(self, target: Path, *, append: bool = False) -> None:
        self._target = target
        with _explained(target):
            self._place = Path(os.path.realpath(target))
            _check_place(target)
            self._place.parent.mkdir(parents=True, exist_ok=True)
            _remove_abandoned(self._place)
            self._temporary, self.file = _temporary_file(self._place)
        try:
            with _explained(target):
                self._inherit(append=append)
        except BaseException:
            self.discard()
            raise

    def commit(self) -> None:
        """Sync the file to disk and move it into the target's place."""
        with _explained(self._target):
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self._temporary.replace(self._place)
        _sync_folder(self._place.parent)

    def discard(self) -> None:
        """Remove the file, unless it was committed; the target stays as it is."""
        with contextlib.suppress(OSError):  # such as a full disk, met again while flushing what is thrown away
            self.file.close()
        self._temporary.unlink(missing_ok=True)

    def _inherit(self, *, append: bool) -> None:
        try:
            old = self._place.open("rb")
        except FileNotFoundError:
            return
        with old:
            os.fchmod(self.file.fileno(), stat.S_IMODE(os.fstat(old.fileno()).st_mode) & 0o777)
            if append:
                shutil.copyfileobj(old, self.file, 1 << 20)
                self._end_line()

    def _end_line(self) -> None:
        """Complete the last line if its end is missing, so that what follows does not join it."""
        if self.file.tell():
            self.file.seek(-1, os.SEEK_END)
            if self.file.read(1) != b"\n":
                self.file.write(b"\n")


def _temporary_file(place: Path) -> tuple[Path, IO[bytes]]:
    """Create a file beside ``place`` and lock it."""
    while True:
        temporary = place.with_name(f".{place.name[:_LONGEST_NAME]}.{secrets.token_hex(4)}.part")
        file = temporary.open("x+b")
        fcntl.flock(file, fcntl.LOCK_EX)
        if temporary.exists():
            return temporary, file
        file.close()  # another process took it for abandoned before it was locked


def _remove_abandoned(place: Path) -> None:
    """Remove the temporary files beside ``place`` that killed runs have left."""
    for left in place.parent.glob(f".{glob.escape(place.name[:_LONGEST_NAME])}.????????.part"):
        with contextlib.suppress(OSError), left.open("rb") as file:  # another process writes it, or was quicker
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


class AtomicFileStorage:
    """Scrapy feed storage for files, for ``FEED_STORAGES`` (schemes ``""`` and ``file``).

    ``-O`` replaces the file, ``-o`` appends to it; both only when the crawl has ended well. The old file stays when an
    exporter has failed, when the output could not be written, and when :data:`BROKEN_STAT` is set; each counts in
    :data:`FAILED_STAT`. Building one touches no file: Scrapy builds some only to see whether it can.
    """

    def __init__(self, uri: str, *, feed_options: dict[str, Any] | None = None, crawler: Crawler | None = None) -> None:
        options = feed_options or {}
        self._path = _path(uri)
        self._append = not options.get("overwrite", False)
        self._format = str(options.get("format", ""))
        self._crawler = crawler
        self._pending: PendingFile | None = None
        self._failed = False

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, uri: str, *, feed_options: dict[str, Any] | None = None
    ) -> AtomicFileStorage:
        """Build the storage for ``crawler``, to be told when its feed exports are closed."""
        storage = cls(uri, feed_options=feed_options, crawler=crawler)
        crawler.signals.connect(storage.close, signals.feed_exporter_closed)
        logging.getLogger("scrapy.extensions.feedexport").addFilter(_explain)
        return storage

    def open(self, spider: Spider) -> IO[bytes]:  # noqa: ARG002 - Scrapy's interface
        """Return the file to write to.

        Raises :class:`OutputError` if it cannot be written, each time Scrapy tries again with the next item.
        """
        if self._pending is not None:  # Scrapy could not build an exporter for the file it had
            self._pending.discard()
        self._failed = True
        if self._append:
            with _explained(self._path):
                _check_appendable(self._path, self._format)
        self._pending = PendingFile(self._path, append=self._append)
        self._failed = False
        return self._pending.file

    def store(self, file: IO[bytes]) -> None:  # noqa: ARG002 - Scrapy's interface
        """Put the file into its place.

        Raises :class:`OutputError` if the crawl is broken or the file cannot be written; Scrapy counts and logs it.
        """
        pending, self._pending = self._pending, None
        if pending is None:
            return
        try:
            reason = self._crawler and self._crawler.stats and self._crawler.stats.get_value(BROKEN_STAT)
            if reason:
                raise OutputError(f"{self._path}: not written, because the crawl broke: {reason}")
            pending.commit()
        finally:
            pending.discard()

    def close(self) -> None:
        """Discard what was opened and never stored, because its exporter failed, and say so."""
        if self._pending is None and not self._failed:
            return
        if self._pending is not None:
            self._pending.discard()
            self._pending = None
        logger.error("%s: not written, because exporting to it failed; what was there before stays", self._path)
        if self._crawler and self._crawler.stats:
            self._crawler.stats.inc_value(FAILED_STAT)


def _explain(record: logging.LogRecord) -> bool:
    """Have Scrapy log an output that cannot be written with its reason, where it would print a traceback."""
    error = record.exc_info and record.exc_info[1]
    if isinstance(error, OutputError):
        record.msg, record.args, record.exc_info = str(error), (), None
    return True


def _path(target: str) -> Path:
    return Path(file_uri_to_path(target) if target.startswith("file:") else target)


def _check_place(path: Path) -> None:
    """Raise if ``path`` can hold no new file: its folder, or what stands there already, does not allow it."""
    place = Path(os.path.realpath(path))
    try:
        mode = place.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        folder = next(parent for parent in place.parents if parent.exists())
        if not folder.is_dir():
            raise OutputError(f"{path}: cannot be written: {folder} is not a directory") from None
    else:
        folder = place.parent
        if stat.S_ISDIR(mode):
            raise OutputError(f"{path}: is a directory; name a file in it")
        if not stat.S_ISREG(mode):
            raise OutputError(f"{path}: is not a regular file; name a file, or - for standard output")
        if not os.access(place, os.W_OK, effective_ids=True):
            raise OutputError(f"{path}: is write-protected")
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        raise OutputError(f"{path}: cannot be written: no permission to write in {folder}")


def _check_appendable(path: Path, format: str) -> None:  # noqa: A002 - as in check_output
    """Raise if ``path`` has content that more of ``format`` cannot follow."""
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
    # The file is in place already; some network file systems refuse to sync a folder.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the operating system objects to into one line that names ``path``."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"{path}: cannot be written: {reason}") from error
