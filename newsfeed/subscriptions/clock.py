"""Clocks: the system's, or one that a test controls."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


class Clock(Protocol):
    """A source of the current time that can also wait."""

    def now(self) -> datetime:
        """Return the current time, with its zone."""

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until one of ``work`` is done, at most ``seconds``."""


class SystemClock:
    """The system clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    async def wait(self, work: Collection[asyncio.Future[Any]], seconds: float) -> None:
        """Wait until one of ``work`` is done, at most ``seconds``."""
        if work:
            await asyncio.wait(work, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(seconds)
