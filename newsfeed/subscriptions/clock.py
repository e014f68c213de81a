"""Time, as whoever waits for something sees it: the real one, or one that a test lets pass as it likes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


class Clock(Protocol):
    """What tells the time and waits."""

    def now(self) -> datetime:
        """Return the present moment, with its zone."""

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until some of ``work`` is done, but no longer than so many ``seconds``."""


class SystemClock:
    """The time of day."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until some of ``work`` is done, but no longer than so many ``seconds``."""
        if work:
            await asyncio.wait(work, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(seconds)
