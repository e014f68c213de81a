"""The ``newsfeed`` command: the project's Scrapy commands, in any directory and without ``scrapy.cfg``.

Scrapy is imported only to run a command: help, versions and wrong usage are answered without it.
"""

from __future__ import annotations

import argparse
import importlib
import re
import signal
import sys
import textwrap
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from newsfeed import __version__, commands
from newsfeed.commands.options import BATCH, COMMANDS, CRAWL, EXPORT, SEARCH, is_option, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.commands import ScrapyCommand
    from scrapy.settings import Settings

    from newsfeed.commands.options import CommandHelp

_WRONG_USAGE = 2
_WIDTH = 79
_MINUS = "\N{MINUS SIGN}"  # before an excluded word: means the same as a hyphen, and begins no option
_ATTACHED = re.compile(r"-(?:s\w+=|L(?:DEBUG|INFO|WARNING|ERROR)$)")  # an option with its value
_DESCRIPTION = "Read news feeds, recognise what has already been read, write clean, deduplicated feeds."


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line on standard error."""

    def error(self, message: str) -> NoReturn:
        from newsfeed.reporting.console import echo
        from newsfeed.reporting.jsonlog import asks_for_json, error_line
        from newsfeed.text.characters import abridged
        from newsfeed.text.urls.credentials import message_without_credentials

        said = abridged(message_without_credentials(message))
        line = f"{self.prog}: {said}; '{self.prog} --help' shows how it is used"
        echo(error_line(datetime.now(UTC), line) if asks_for_json(sys.argv[1:]) else line, err=True)
        sys.exit(_WRONG_USAGE)

    def _parse_optional(self, arg_string: str):  # type: ignore[no-untyped-def]
        # "-:jsonl" is standard output with a format, not an option.
        return None if arg_string.startswith("-:") else super()._parse_optional(arg_string)

    def takes_value(self, word: str) -> bool:
        """Return whether a word is an option whose value is the next word."""
        action = self._option_string_actions.get(word)
        return action is not None and action.nargs != 0

    def is_left_out(self, word: str) -> bool:
        """Return whether a word, such as ``-storm``, excludes a word from a search and is not an option."""
        is_one = word.startswith("-") and word[1:2] not in ("", "-")
        return is_one and word not in self._option_string_actions and not _ATTACHED.match(word)


def prepared(words: list[str]) -> Callable[[], None]:
    """Return a function that runs the command in ``words`` and exits with its code; all modules are loaded before.

    Exits after help and on wrong usage.
    """
    if not words or words[0].startswith("-"):
        _overview(words)
    name, *rest = words
    if name not in COMMANDS:
        _program().error(f"{name}: no such command{nearest(name, COMMANDS)}")
    arguments = _arguments(COMMANDS[name], rest)
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("newsfeed.settings", priority="project")
    return partial(_execute, name, _scrapy_command(name), arguments, settings)


def _scrapy_command(name: str) -> ScrapyCommand:
    from scrapy.commands import ScrapyCommand

    module = importlib.import_module(f"{commands.__name__}.{name}")
    classes = (each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__)
    return next(each for each in classes if issubclass(each, ScrapyCommand))()


def _execute(name: str, command: ScrapyCommand, arguments: Sequence[str], settings: Settings) -> NoReturn:
    """Run a command as :func:`scrapy.cmdline.execute` does, which would first import all others."""
    from scrapy.crawler import AsyncCrawlerProcess

    from newsfeed.commands.usage import usage_errors
    from newsfeed.reporting.console import finish_output

    settings.setdict(command.default_settings, priority="command")
    command.settings = settings
    parser = _Parser(conflict_handler="resolve")
    command.add_options(parser)
    options, words = parser.parse_known_args(arguments)
    command.process_options(words, options)
    if command.requires_crawler_process:
        command.crawler_process = AsyncCrawlerProcess(settings)
    with usage_errors(name, settings):
        try:
            command.run(words, options)
        finally:
            finish_output()
    sys.exit(command.exitcode)


def _overview(words: Sequence[str]) -> NoReturn:
    """Print the help or the version of the program."""
    parser = _program()
    _end_quietly()
    if words:
        parser.parse_args(words)  # prints help or version, and exits
    parser.print_help()
    sys.exit(0)


def _program() -> _Parser:
    lines = [f"  {name:<8}{command.summary}" for name, command in COMMANDS.items()]
    examples = [
        "  newsfeed crawl archive/ -O clean.jsonl",
        "  newsfeed crawl https://example.org/feed -O news.atom",
        "  newsfeed feeds add example.org && newsfeed watch -o public",
    ]
    parser = _Parser(
        prog="newsfeed",
        usage="newsfeed COMMAND [options]",
        description=_DESCRIPTION,
        epilog="\n".join(["commands:", *lines, "", "examples:", *examples, "", "newsfeed COMMAND --help says more."]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_version(parser)
    return parser


def _arguments(command: CommandHelp, words: Sequence[str]) -> list[str]:
    """Return the arguments of the Scrapy command of the same name; exit on wrong usage and after help."""
    parser = _Parser(
        prog=f"newsfeed {command.name}",
        usage=f"newsfeed {command.name} {command.syntax}",
        description=textwrap.fill(command.description, _WIDTH),
        epilog=command.example_lines(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_options(parser)
    _add_version(parser)
    _add_common_options(parser)
    if command is SEARCH:
        words = _search_words(parser, words)
    elif command is EXPORT:
        words = _with_query(parser, words)
    if {"-h", "--help", "--version"}.intersection(words):
        _end_quietly()
    options, names = parser.parse_known_args(words)
    if unknown := [name for name in names if is_option(name)]:
        parser.error(f"{unknown[0]}: no such option")
    return _crawl_arguments(command, options, names) if command in (CRAWL, BATCH) else list(words)


def _search_words(parser: _Parser, words: Sequence[str]) -> list[str]:
    """Return the arguments with the hyphen of each excluded word replaced by a minus sign.

    With a hyphen, argparse takes ``-storm`` for the option ``-s``, here and in Scrapy.
    """
    found, is_value, are_options = [], False, True
    for word in words:
        if are_options and word == "--":
            are_options = False
        elif not is_value and (parser.is_left_out(word) if are_options else word.startswith("-")):
            found.append(_MINUS + word.removeprefix("-"))
        else:
            found.append(word)
        is_value = are_options and parser.takes_value(word)
    return found


def _with_query(parser: _Parser, words: Sequence[str]) -> list[str]:
    """Return the arguments with a query that begins with an excluded word joined to its option."""
    found: list[str] = []
    for word in words:
        if found[-1:] == ["--query"] and parser.is_left_out(word):
            found[-1] = f"--query={word}"
        else:
            found.append(word)
    return found


def _crawl_arguments(command: CommandHelp, options: argparse.Namespace, names: Sequence[str]) -> list[str]:
    """Return the arguments of ``scrapy crawl`` or ``batch`` for the sources and options of ``newsfeed``."""
    source = "\n".join(names)
    arguments = ["feeds"] if command is CRAWL else ["--work", options.work or "", "--master", options.master]
    arguments += ["-a", f"source={source}"]
    for switch, value in (("new", options.new), ("fulltext", options.full_text)):
        arguments += ["-a", f"{switch}=1"] if value else []
    settings = ("-s", options.set), ("--conf", options.conf if command is BATCH else [])
    for option, values in (("-o", options.output), ("-O", options.overwrite_output), *settings):
        arguments += [word for value in values for word in (option, value)]
    for option, value in (("--title", options.title), ("--base-url", options.base_url)):
        arguments += [option, value] if value else []
    for option, value in (("--logfile", options.logfile), ("-L", options.loglevel), ("--pidfile", options.pidfile)):
        arguments += [option, value] if value else []
    return arguments + (["--nolog"] if options.nolog else [])


def _add_version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"newsfeed {__version__}")


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that Scrapy gives each of its commands."""
    group = parser.add_argument_group("common options")
    group.add_argument(
        "-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting (may be repeated)"
    )
    group.add_argument("-L", "--loglevel", metavar="LEVEL", help="DEBUG, INFO, WARNING (default) or ERROR")
    group.add_argument("--logfile", metavar="FILE", help="append the log to FILE, instead of to standard error")
    group.add_argument("--nolog", action="store_true", help="log nothing")
    group.add_argument("--pidfile", metavar="FILE", help="write the process id to FILE")


def _end_quietly() -> None:
    """End the program silently when its output is no longer read (``newsfeed --help | head``)."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
