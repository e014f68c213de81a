"""Wrong usage of a command: one clear line on standard error, and exit code 2."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newsfeed.errors import NewsfeedError
from newsfeed.text.urls import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

WRONG_USAGE = 2

_NUMBERS = {"NEWSFEED_BOILERPLATE_STORIES": 2, "NEWSFEED_MAX_FILE_SIZE": 1}  # each with its least value


@contextmanager
def explained(command: str) -> Iterator[None]:
    """Turn what is wrong with a command's arguments into one line, without usage text or traceback."""
    try:
        yield
    except (NewsfeedError, UsageError) as error:
        if isinstance(error, UsageError) and not str(error):
            raise  # Scrapy shows the help of a command that was called without anything
        message = without_credentials(" ".join(str(error).split()))
        print(f"scrapy {command}: {message}", file=sys.stderr)  # noqa: T201
        sys.exit(WRONG_USAGE)


def check_numbers(settings: BaseSettings) -> None:
    """Raise :class:`NewsfeedError` if a setting of ours that must be a number is none, or too small."""
    for name, least in _NUMBERS.items():
        try:
            enough = settings.getint(name) >= least
        except ValueError:
            enough = False
        if not enough:
            raise NewsfeedError(f"{name}={settings[name]}: must be a whole number, at least {least}")
