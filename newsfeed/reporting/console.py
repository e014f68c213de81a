"""Printing and logging: text from feeds can neither control a terminal nor forge a line.

Nothing else in the package prints. Titles, addresses and file names come from strangers.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from contextlib import contextmanager, nullcontext
from signal import SIG_DFL, SIGPIPE, signal
from typing import IO, TYPE_CHECKING, Any

from newsfeed.errors import NewsfeedError
from newsfeed.text.characters import for_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

_STANDARD_OUTPUT = 1  # its file descriptor


def echo(*lines: str, err: bool = False) -> None:
    """Print lines on standard output, or on standard error if ``err``; control characters are escaped."""
    with nullcontext() if err else _writable():
        for line in lines:
            print(for_terminal(line), file=sys.stderr if err else sys.stdout)


def echo_json(value: object) -> None:
    """Print a value as indented JSON (RFC 8259) that is safe to show."""
    with _writable():
        for line in json.dumps(value, ensure_ascii=False, indent=1).split("\n"):
            # A JSON escape has four digits; control characters below U+0080 are escaped already.
            safe = "".join(each if for_terminal(each) == each else f"\\u{ord(each):04x}" for each in line)
            print(safe)  # noqa: T201


def end_quietly() -> None:
    """Let the process end silently when standard output is closed (SIGPIPE), as other programs do."""
    signal(SIGPIPE, SIG_DFL)


@contextmanager
def standard_output() -> Iterator[IO[bytes]]:
    """Yield standard output for bytes; raise :class:`NewsfeedError` if it is closed or cannot be written."""
    end_quietly()
    if sys.stdout is None:
        raise NewsfeedError("standard output: is closed")
    with _writable():
        yield sys.stdout.buffer
        sys.stdout.flush()


def finish_output() -> None:
    """Write what is held back of standard output; raise :class:`NewsfeedError` if that fails."""
    if sys.stdout is not None:
        with _writable():
            sys.stdout.flush()


@contextmanager
def _writable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_OUTPUT)  # the interpreter writes the rest when it ends
        raise NewsfeedError(f"standard output: cannot be written: {error.strerror}") from error


def escape_logs() -> None:
    """Escape control characters in every log record of this process, also in those of libraries."""
    logging.setLogRecordFactory(_EscapedRecord)


class _EscapedRecord(logging.LogRecord):
    """A log record without control characters in its message and traceback, except for line ends of their own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(self.args, tuple):
            self.args = tuple(map(_escaped, self.args))
        elif isinstance(self.args, dict):
            self.args = {name: _escaped(value) for name, value in self.args.items()}
        if self.exc_info and self.exc_info[0]:
            self.exc_text = _by_line("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        return _by_line(super().getMessage())


def _escaped(value: object) -> object:
    """Return an argument of a message; a string is escaped to one line."""
    return for_terminal(value) if isinstance(value, str) else value


def _by_line(text: str) -> str:
    return "\n".join(map(for_terminal, text.split("\n")))
