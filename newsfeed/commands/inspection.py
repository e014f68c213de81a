"""Local files for Scrapy's commands that look at one response: ``shell``, ``fetch`` and ``parse``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from w3lib.url import path_to_file_uri

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

_FILES = {"file": "scrapy.core.downloader.handlers.file.FileDownloadHandler"}


def with_local_files(args: Sequence[str], settings: BaseSettings | None) -> list[str]:
    """Return the arguments with paths of files as URLs, and let the downloader read files.

    A crawl must not: whoever writes a feed decides which addresses it asks for. Here the user names the address.
    :class:`NewsfeedError` for a name that is neither a file nor can be an address.
    """
    for each in args:
        host = each.partition("/")[0]
        if not Path(each).is_file() and not {".", ":"}.intersection(host.lstrip(".")) and host != "localhost":
            raise NewsfeedError(f"{each}: no such file")
    if settings is not None:
        settings.set("DOWNLOAD_HANDLERS", settings.getdict("DOWNLOAD_HANDLERS") | _FILES, "cmdline")
    return [path_to_file_uri(each) if Path(each).is_file() else each for each in args]
