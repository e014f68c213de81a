"""The user's shell command that receives each batch of new articles on its standard input."""

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

TIMEOUT = 600.0
"""Seconds that a command may run, reading the articles included."""

_GRACE = 2.0
"""Seconds between SIGTERM and SIGKILL."""


class HookError(NewsfeedError):
    """The command failed; its articles count as not delivered."""


class Hook:
    """Runs a shell command for each batch of articles."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, articles: Iterable[Article]) -> None:
        """Run the command with the articles on its standard input, as JSON Lines.

        The command need not read all of them. Raises :class:`HookError` if it fails or takes too long.
        """
        self._process = process = await asyncio.create_subprocess_shell(
            self._command,
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that the shell's children can be terminated with it
        )
        assert process.stdin is not None  # noqa: S101 - it was asked for
        try:
            async with asyncio.timeout(TIMEOUT):
                await _write(process.stdin, articles)
                code = await process.wait()
        except TimeoutError as error:
            await self._end()
            raise HookError(f"the hook took more than {TIMEOUT:.0f} seconds") from error
        finally:
            self._process = None
        if code:
            raise HookError(f"the hook ended with exit code {code}")

    def stop(self) -> None:
        """Terminate the command and its child processes if it is running; kill them if it does not exit soon."""
        if self._process is not None:
            _signal(self._process, signal.SIGTERM)
            asyncio.get_running_loop().call_later(_GRACE, _signal, self._process, signal.SIGKILL)

    async def _end(self) -> None:
        """Terminate the command, and kill its remaining processes."""
        assert self._process is not None  # noqa: S101 - it runs
        self.stop()
        await self._process.wait()
        _signal(self._process, signal.SIGKILL, even_if_exited=True)  # its children may ignore SIGTERM


def _signal(process: asyncio.subprocess.Process, number: signal.Signals, *, even_if_exited: bool = False) -> None:
    """Send a signal to the process group of a command."""
    if even_if_exited or process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)


async def _write(stdin: asyncio.StreamWriter, articles: Iterable[Article]) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):
        for article in articles:
            stdin.write(to_json(article) + b"\n")
            await stdin.drain()
        stdin.close()
