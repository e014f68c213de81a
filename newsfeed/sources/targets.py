"""Source names: splitting the source argument, and resolving each name to a URL or a path."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import file_uri_to_path

from newsfeed.errors import NewsfeedError
from newsfeed.text.characters import on_one_line
from newsfeed.text.urls.credentials import split_credentials, without_credentials
from newsfeed.text.urls.typed import FEED, candidate_urls, feed_url

if TYPE_CHECKING:
    from collections.abc import Iterator

WEB = re.compile(r"https?://", re.IGNORECASE)
FILE_URL = re.compile(r"file:", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
WILDCARD = re.compile(r"[*?\[]")
_MOST_PARTS = 16  # of a comma-separated line that are tried as one name


@dataclass(frozen=True, slots=True)
class RemoteUrl:
    """A URL to fetch."""

    url: str


class SourceError(NewsfeedError):
    """A name does not exist or cannot be read: wrong usage."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


def split_names(source: str) -> list[str]:
    """Return the names in a source argument, separated by lines or commas; an existing path is one name."""
    if os.path.lexists(source):
        return [source]
    names = [name for line in source.splitlines() for name in _line_names(line.strip())]
    if not names:
        raise SourceError("source", "not given; name a directory, file, glob, URL or list")
    return names


def _line_names(line: str) -> Iterator[str]:
    """Split a line at its commas, except those in the names of existing files."""
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
    if not first or first == "-" or WEB.match(first) or FILE_URL.match(first) or is_glob(first):
        return 1
    joined = (",".join(parts[:count]).strip() for count in range(1, len(parts) + 1))
    return next((count for count, name in enumerate(joined, 1) if os.path.lexists(name)), 1)


def may_exist(path: Path) -> bool:
    """Return whether there is a file or folder, or one of its folders cannot be read, which its reader then reports."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        return error.errno in {errno.EACCES, errno.ELOOP, errno.EIO}
    return True


def resolve(name: str, base: Path) -> RemoteUrl | Path:
    """Return the URL or the path that ``name`` denotes; raise :class:`SourceError` if it does not exist."""
    if WEB.match(name):
        return _remote(name)
    if FEED.match(name) and (url := feed_url(name)):
        return _remote(url)
    path = Path(file_uri_to_path(name)) if FILE_URL.match(name) else base / name
    if may_exist(path):
        return path
    if _OTHER_SCHEME.match(name) and not FILE_URL.match(name):
        raise SourceError(printable_name(name), "only http, https and file URLs can be read")
    urls = candidate_urls(name)
    advice = f"; did you mean {urls[0]}?" if urls else ""
    raise SourceError(printable_name(name), f"no such file or directory{advice}")


def _remote(url: str) -> RemoteUrl:
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and parts.port != 0 and not re.search(r"\s", url)
    except ValueError:
        valid = False
    if not valid:
        raise SourceError(printable_name(url), "not a valid URL")
    return RemoteUrl(url)


def printable_name(name: str) -> str:
    """Return the name of a source on one printable line, without credentials."""
    return on_one_line(without_credentials(split_credentials(name)[0]))


def is_glob(name: str) -> bool:
    """Return whether a name is a pattern, and not a URL or an existing path."""
    return (
        bool(WILDCARD.search(name)) and not WEB.match(name) and not FILE_URL.match(name) and not os.path.lexists(name)
    )
