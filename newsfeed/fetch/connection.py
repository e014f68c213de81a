"""The one place where connections are made, and where addresses are judged: on the address that is connected to.

Whatever a URL spells and whatever the name server answers, the name is looked up once, what is special is taken out of
the answer, and the rest is what the socket is connected to: nothing can change between the check and the connection.
"""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohappyeyeballs import start_connection

from newsfeed.fetch.addresses import special
from newsfeed.fetch.dns import look_up
from newsfeed.fetch.errors import AddressRefusedError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from aiohappyeyeballs import AddrInfoType

    from newsfeed.fetch.addresses import Exemption

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_NEXT_ADDRESS = 0.25  # seconds until the next address of a host is tried beside the one before (RFC 8305)


class Connector:
    """Opens connections to the public internet, and to what is exempt from being public."""

    def __init__(self, exemptions: Sequence[Exemption]) -> None:
        self._exemptions = exemptions

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> Stream:
        """Return a connection to a host, encrypted if ``tls`` says how.

        Raises :class:`AddressRefusedError` where the host has none but special addresses, otherwise what the standard
        library raises: :class:`socket.gaierror` or :class:`UnicodeError` for a name that is not known, and
        :class:`OSError`.
        """
        permitted = self._permitted(host, port, await look_up(host, port))
        connected = await start_connection(permitted, happy_eyeballs_delay=_NEXT_ADDRESS)
        return await asyncio.open_connection(
            sock=connected, ssl=tls, server_hostname=host.removesuffix(".") if tls else None
        )

    def _permitted(self, host: str, port: int, found: Sequence[AddrInfoType]) -> list[AddrInfoType]:
        """Return those of the addresses found for a host that may be connected to."""
        addresses = [ip_address(place[0]) for *_, place in found]
        permitted = [
            each
            for each, address in zip(found, addresses, strict=True)
            if not special(address) or any(exempt.covers(host, port, address) for exempt in self._exemptions)
        ]
        if not permitted:
            raise AddressRefusedError(host, port, addresses[0])
        return permitted
