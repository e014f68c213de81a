"""``newsfeed serve``: shows the store in a browser."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES

from newsfeed.commands.options import SERVE
from newsfeed.commands.usage import CheckedCommand, usage_errors
from newsfeed.dedup.policy import policy
from newsfeed.errors import NewsfeedError, require_extra
from newsfeed.reporting.console import echo
from newsfeed.text.urls.credentials import printable_store_url

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

    from newsfeed.web.greader.tokens import IssuedToken

_SHORTEST_PASSWORD = 8


class ServeCommand(CheckedCommand, ScrapyCommand):
    """Serves pages over the store until it is interrupted."""

    usage = SERVE
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve; exit code 2 for wrong usage."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets them before it calls run
        with usage_errors("serve"):
            if args:
                raise NewsfeedError(f"{args[0]}: takes no arguments; -s NEWSFEED_STORE=… names another store")
            with require_extra("web", "serve"):
                from newsfeed.web.cleaned import FeedSettings
                from newsfeed.web.greader.tokens import issued, revoke
                from newsfeed.web.server import ServeOptions, build, is_loopback, serve, set_password
            if opts.set_password:
                set_password(Path(opts.set_password), _new_password())
                return
            if opts.list_tokens:
                echo(*_token_lines(issued(Path(opts.marks))))
                return
            if opts.revoke_token:
                number = _token_number(opts.revoke_token)
                echo(_revoked(number, revoke(Path(opts.marks), number)))
                return
            options = ServeOptions(
                self.settings["NEWSFEED_STORE"], opts.host, opts.port, opts.tz, opts.marks, opts.password_file,
                opts.public_url, opts.read_only, _given(self.settings),
                FeedSettings(policy(self.settings["NEWSFEED_POLICY"]), self.settings.getint("NEWSFEED_PUBLISHED")),
                opts.greader,
            )  # fmt: skip
            build(options).reader.close()
            address = opts.public_url or f"http://{opts.host}:{opts.port}"
            echo(f"serving {printable_store_url(options.store)} at {address} (Ctrl-C ends)", err=True)
            if not is_loopback(opts.host):
                echo(f"every machine that reaches {opts.host} can ask for these pages", err=True)
            serve(options)


def _token_lines(found: Sequence[IssuedToken]) -> list[str]:
    """Return a line for each feed reader that has logged in."""
    if not found:
        return ["no feed reader has logged in"]
    return [
        f"{each.number}  {each.client or 'unnamed'}  since {each.made:%Y-%m-%d}, used {each.used:%Y-%m-%d %H:%M} UTC,"
        f" expires {each.expires:%Y-%m-%d}"
        for each in found
    ]


def _token_number(text: str) -> int | None:
    """Return the number of a token, ``None`` for all; raise NewsfeedError for other values."""
    if text == "all":
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NewsfeedError(f"--revoke-token {text}: say a number of --list-tokens, or all")
    return int(text)


def _revoked(number: int | None, count: int) -> str:
    """Return the result of revoking, in words; raise NewsfeedError if there is no such token."""
    if number is not None and not count:
        raise NewsfeedError(f"--revoke-token {number}: no token has this number; see --list-tokens")
    return f"{count:,} logged out"


def _given(settings: BaseSettings) -> dict[str, str]:
    """Return our settings that are given on the command line."""
    least = SETTINGS_PRIORITIES["cmdline"]
    return {
        name: str(settings[name])
        for name in settings
        if name.startswith("NEWSFEED_") and (settings.getpriority(name) or 0) >= least
    }


def _new_password() -> str:
    password = getpass.getpass("New password: ")
    if len(password) < _SHORTEST_PASSWORD:
        raise NewsfeedError(f"--set-password: a password needs {_SHORTEST_PASSWORD} characters or more")
    if getpass.getpass("Again: ") != password:
        raise NewsfeedError("--set-password: the two are not the same")
    return password
