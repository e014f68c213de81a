"""Local files for Scrapy's commands that look at one response: ``shell``, ``fetch`` and ``parse``."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from w3lib.url import path_to_file_uri

from newsfeed.errors import NewsfeedError, command_line
from newsfeed.fetch.error_mapping import DOWNLOAD_ERRORS
from newsfeed.fetch.errors import NotRequestedError, failure_reason
from newsfeed.reporting.console import echo
from newsfeed.text.urls.credentials import message_without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.settings import BaseSettings

_FAILURES = (*DOWNLOAD_ERRORS, NotRequestedError)
_FILES = {"file": "scrapy.core.downloader.handlers.file.FileDownloadHandler"}


def with_local_files(args: Sequence[str], settings: BaseSettings | None) -> list[str]:
    """Return the arguments with paths of files as URLs, and let the downloader read files.

    A crawl must not read files, because the author of a feed decides which addresses are requested. Here the user names
    the address. Raises :class:`NewsfeedError` for a name that is neither a file nor a possible address.
    """
    for each in args:
        host = each.partition("/")[0]
        if not Path(each).is_file() and not {".", ":"}.intersection(host.lstrip(".")) and host != "localhost":
            raise NewsfeedError(f"{each}: no such file")
    if settings is not None:
        settings.set("DOWNLOAD_HANDLERS", settings.getdict("DOWNLOAD_HANDLERS") | _FILES, "cmdline")
    return [path_to_file_uri(each) if Path(each).is_file() else each for each in args]


@contextmanager
def failed_downloads(command: str, words: Sequence[str]) -> Iterator[None]:
    """Report that the address of ``words`` could not be downloaded on one line, and exit with 1.

    ``shell`` raises the reason; for ``fetch`` and ``parse`` Scrapy logs it with a traceback, which is left out.
    """
    errors: list[BaseException] = []

    def is_other(record: logging.LogRecord) -> bool:
        error = record.exc_info and record.exc_info[1]
        if isinstance(error, _FAILURES):
            errors.append(error)
        return not errors

    loggers = [logging.getLogger(name) for name in ("scrapy.core.scraper", "scrapy.commands.parse")]
    for each in loggers:
        each.addFilter(is_other)
    try:
        yield
    except _FAILURES as error:
        errors.append(error)
    finally:
        for each in loggers:
            each.removeFilter(is_other)
    if errors:
        line = f"{command_line(command)}: {' '.join(words)}: {failure_reason(errors[0])}"
        echo(message_without_credentials(line), err=True)
        sys.exit(1)
