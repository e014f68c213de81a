"""The root of every error that newsfeed raises on purpose, and the name of the program in its advice."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class NewsfeedError(Exception):
    """An error that the user can act on.

    The message is one line that names the file, URL or setting, the fault, and the remedy.
    """


class BrokenRunError(NewsfeedError):
    """A run that was started correctly could not be finished: exit code 1."""


def command_line(words: str) -> str:
    """Return a command to type, for the running program: ``newsfeed dedup`` or ``scrapy dedup``."""
    called = Path(sys.argv[0])
    return f"newsfeed {words}" if "newsfeed" in {called.name, called.parent.name} else f"scrapy {words}"


@contextmanager
def require_extra(extra: str, command: str) -> Iterator[None]:
    """Raise :class:`NewsfeedError` if a package of an optional extra, imported inside, is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "newsfeed":
            raise
        raise NewsfeedError(
            f"{command}: needs the package {error.name}; install the extra with pip install '.[{extra}]'"
        ) from error
