"""A command of the user's that is given each batch of news on its standard input."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from newsfeed.errors import NewsfeedError
from newsfeed.exporters.serialize import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Article

PATIENCE = 600.0
"""Seconds that a command may take when it has been given everything."""


class HookError(NewsfeedError):
    """The command has failed; what it was given counts as not given."""


class Hook:
    """Runs a shell command for each batch."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None

    async def give(self, articles: Iterable[Article]) -> None:
        """Run the command with the articles on its standard input, as JSON Lines; raise where it ends in failure.

        A command that does not read all of them has had enough.
        """
        self._process = process = await asyncio.create_subprocess_shell(
            self._command,
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that what the shell has started can be ended with it
        )
        assert process.stdin is not None  # noqa: S101 - it was asked for
        with suppress(BrokenPipeError, ConnectionResetError):
            for article in articles:
                process.stdin.write(to_json(article) + b"\n")
                await process.stdin.drain()
            process.stdin.close()
        try:
            code = await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError as error:
            self.stop()
            raise HookError(f"the hook took more than {PATIENCE:.0f} seconds") from error
        finally:
            self._process = None
        if code:
            raise HookError(f"the hook ended with exit code {code}")

    def stop(self) -> None:
        """End the command with all that it has started, if it runs."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
