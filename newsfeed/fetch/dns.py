"""Resolution of host names without a thread pool that slow name servers could block."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohappyeyeballs import AddrInfoType


async def resolve(host: str, port: int) -> list[AddrInfoType]:
    """Return the addresses of a host as :func:`socket.getaddrinfo` does; raises the same exceptions.

    Each look-up has a daemon thread of its own, not one of a pool: a name server that does not answer delays only its
    own request, and does not keep the program from exiting.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[AddrInfoType]] = loop.create_future()

    def finish(addresses: list[AddrInfoType], error: Exception | None) -> None:
        if found.done():  # no one waits for it any more
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def work() -> None:
        addresses: list[AddrInfoType] = []
        error = None
        try:
            addresses += socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as caught:
            error = caught
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(finish, addresses, error)

    Thread(target=work, daemon=True).start()
    return await found
