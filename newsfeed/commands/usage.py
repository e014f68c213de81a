"""Wrong usage of a command, and runs that broke: one clear line on standard error, and exit code 2 or 1."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, ClassVar

from scrapy.exceptions import UsageError

from newsfeed.commands.options import is_option
from newsfeed.config import check_names, check_types
from newsfeed.errors import BrokenRunError, NewsfeedError, command_line
from newsfeed.exporters.storage import check_distinct, replace_file
from newsfeed.pipelines.interruption import Interrupted, interruptible
from newsfeed.reporting.console import echo, escape_logs, standard_output
from newsfeed.reporting.jsonlog import asks_for_json, error_line
from newsfeed.store.engine import store_files
from newsfeed.text.characters import abridged
from newsfeed.text.urls.credentials import message_without_credentials

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from types import FrameType

    from scrapy.settings import BaseSettings, Settings

    from newsfeed.commands.options import CommandHelp

BROKEN, WRONG_USAGE = 1, 2
_SIGNALLED = 128  # plus the number of the signal


@contextmanager
def usage_errors(command: str, settings: BaseSettings | None = None) -> Iterator[None]:
    """Report wrong usage of a command, or a run that broke, on one line, without usage text or traceback, and exit.

    The line is JSON if the log is, by the arguments, the environment or the ``settings`` known by then.
    """
    try:
        yield
    except (NewsfeedError, UsageError) as error:
        if isinstance(error, UsageError) and not str(error):
            raise  # Scrapy shows the help of a command called without arguments
        message = abridged(message_without_credentials(" ".join(str(error).split())))
        line = f"{command_line(command)}: {message}"
        is_json = asks_for_json(sys.argv[1:]) or _logs_json(settings)
        echo(error_line(datetime.now(UTC), line) if is_json else line, err=True)
        sys.exit(BROKEN if isinstance(error, BrokenRunError) else WRONG_USAGE)


def _logs_json(settings: BaseSettings | None) -> bool:
    try:
        return settings is not None and settings.getbool("NEWSFEED_JSON_LOGS")
    except ValueError:  # which is the wrong usage
        return False


@contextmanager
def reporting_signals(command: str) -> Iterator[None]:
    """Report SIGINT or SIGTERM on one line, and exit as shells do, after everything has been closed.

    A second signal ends the process at once.
    """
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal handlers are called
        if received:
            os._exit(_SIGNALLED + number)
        received.append(number)

    heeded = [each for each in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, note) for number in heeded}
    try:
        with interruptible():
            yield
    except (Interrupted, sqlite3.OperationalError):  # SQLite reports a handler's exception as an error of its own
        if not received:
            raise
        echo(f"{command_line(command)}: interrupted", err=True)
        sys.exit(_SIGNALLED + received[0])
    finally:
        for number, handler in before.items():
            if signal.getsignal(number) is note:
                signal.signal(number, handler)


def output(target: str) -> AbstractContextManager[IO[bytes]]:
    """Return the file of an output, which is replaced as a whole, or standard output for ``-``."""
    return standard_output() if target == "-" else replace_file(Path(target))


class CheckedOptions:
    """Mixin for a :class:`scrapy.commands.ScrapyCommand` whose words and settings are checked before it starts."""

    name: ClassVar[str]
    settings: Settings | None

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Read the options; exit code 2 for wrong usage."""
        with usage_errors(self.name, self.settings):
            check_words(args, opts)
            super().process_options(args, opts)  # type: ignore[misc]  # the command's
            assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls anything
            check_settings(self.settings, opts)


class CheckedCommand(CheckedOptions):
    """Mixin for a :class:`scrapy.commands.ScrapyCommand` with a :class:`CommandHelp`.

    Signals end it with one line; during a crawl, Scrapy's handlers replace ours.
    """

    usage: ClassVar[CommandHelp]

    def __init_subclass__(cls) -> None:
        cls.name = cls.usage.name
        cls.run = reporting_signals(cls.name)(cls.run)  # type: ignore[attr-defined]  # the command's

    def syntax(self) -> str:
        """Return the form of the command."""
        return self.usage.syntax

    def short_desc(self) -> str:
        """Return one line about the command."""
        return self.usage.summary

    def long_desc(self) -> str:
        """Return the description of the command, with an example."""
        return self.usage.text()

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add our options to Scrapy's."""
        super().add_options(parser)  # type: ignore[misc]  # the command's
        self.usage.add_options(parser)


def check_words(args: Sequence[str], opts: argparse.Namespace) -> None:
    """Raise :class:`NewsfeedError` for an option that does not exist, and for a setting without a value.

    Scrapy treats unknown options as arguments, and does not repeat the word that it cannot read.
    """
    for word in filter(is_option, args):
        raise NewsfeedError(f"{word}: no such option; --help shows all")
    check_pairs("-s", opts.set, "NEWSFEED_STORE=sqlite:///news.db")
    if opts.pidfile:
        _check_writable("--pidfile", Path(opts.pidfile))


def check_pairs(option: str, words: Sequence[str], example: str) -> None:
    """Raise :class:`NewsfeedError` if a word that follows ``option`` is not of the form ``NAME=VALUE``."""
    for word in words:
        name, equals, _ = word.partition("=")
        if not (name and equals):
            raise NewsfeedError(f"{option} {word}: must be NAME=VALUE, such as {option} {example}")


def store_clauses(url: str) -> list[tuple[Path, str]]:
    """Return the files of the store, which nothing else may overwrite, each with a clause that describes it."""
    return [(path, "belongs to the store (NEWSFEED_STORE)") for path in store_files(url)]


def check_settings(settings: BaseSettings, opts: argparse.Namespace) -> None:
    """Raise :class:`NewsfeedError` for a misspelt setting of ours, and for a log that cannot be written.

    From here on, the log is escaped like all printed text.
    """
    escape_logs()
    given = [word.partition("=")[0] for word in opts.set]
    check_names(given)
    check_types(settings, given)
    if settings["LOG_FILE"]:
        check_distinct([Path(settings["LOG_FILE"])], store_clauses(settings["NEWSFEED_STORE"]))
        _check_writable("LOG_FILE", Path(settings["LOG_FILE"]))
    level = str(settings["LOG_LEVEL"])
    if level not in logging.getLevelNamesMapping() and not level.isdecimal():
        raise NewsfeedError(f"LOG_LEVEL={level}: must be DEBUG, INFO, WARNING or ERROR")


def _check_writable(name: str, path: Path) -> None:
    try:
        path.open("a").close()
    except OSError as error:
        raise NewsfeedError(f"{name} {path}: cannot be written: {error.strerror}; name another file") from error
