"""Wrong usage of a command: one clear line on standard error, and exit code 2."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from newsfeed.errors import NewsfeedError
from newsfeed.text.urls.canonical import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator


WRONG_USAGE = 2


@contextmanager
def usage_errors(command: str) -> Iterator[None]:
    """Turn what is wrong with a command's arguments into one line, without usage text or traceback."""
    try:
        yield
    except (NewsfeedError, UsageError) as error:
        if isinstance(error, UsageError) and not str(error):
            raise  # Scrapy shows the help of a command that was called without anything
        message = without_credentials(" ".join(str(error).split()))
        print(f"scrapy {command}: {message}", file=sys.stderr)  # noqa: T201
        sys.exit(WRONG_USAGE)
