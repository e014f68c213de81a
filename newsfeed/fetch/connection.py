"""Connections: the only place that opens them, and that checks the addresses they lead to.

The host name is resolved once, special addresses are removed from the result, and the socket is connected to one of the
remaining addresses: nothing can change between the check and the connection (no DNS rebinding).
"""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohappyeyeballs import start_connection

from newsfeed.fetch.addresses import special_kind
from newsfeed.fetch.dns import resolve
from newsfeed.fetch.errors import AddressRefusedError
from newsfeed.fetch.proxy import ProxyFailedError, stated_address, tunnel

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from aiohappyeyeballs import AddrInfoType

    from newsfeed.fetch.addresses import Address, Exemption
    from newsfeed.fetch.proxy import Proxy

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_NEXT_ADDRESS = 0.25  # seconds until the next address of a host is tried in parallel (RFC 8305)


class Connector:
    """Opens connections to public addresses and to exempt ones; through a proxy, to all hosts that are names."""

    def __init__(self, exemptions: Sequence[Exemption], proxy: Proxy | None = None) -> None:
        self._exemptions = exemptions
        self._proxy = proxy

    async def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> Stream:
        """Return a connection to a host, over TLS if a context is given.

        Raises :class:`AddressRefusedError` where all addresses of the host are special; :class:`socket.gaierror` or
        :class:`UnicodeError` for an unknown name; otherwise :class:`OSError`.
        """
        if self._proxy:
            return await self._through(self._proxy, host, port, tls)
        permitted = self._permitted(host, port, await resolve(host, port))
        connected = await start_connection(permitted, happy_eyeballs_delay=_NEXT_ADDRESS)
        return await asyncio.open_connection(
            sock=connected, ssl=tls, server_hostname=host.removesuffix(".") if tls else None
        )

    async def _through(self, proxy: Proxy, host: str, port: int, tls: ssl.SSLContext | None) -> Stream:
        """Return a connection to a proxy; for TLS, one that the proxy has opened to the host."""
        address = stated_address(host)
        if address and not self._is_permitted(host, port, address):
            raise AddressRefusedError(host, port, address)
        try:
            connected = await start_connection(
                await resolve(proxy.host, proxy.port), happy_eyeballs_delay=_NEXT_ADDRESS
            )
        except (OSError, UnicodeError) as error:
            raise ProxyFailedError("the proxy cannot be reached") from error
        reader, writer = await asyncio.open_connection(sock=connected)
        if tls:
            try:
                await tunnel(reader, writer, proxy, host, port)
                await writer.start_tls(tls, server_hostname=host.removesuffix("."))
            except BaseException:
                writer.transport.abort()
                raise
        return reader, writer

    def _is_permitted(self, host: str, port: int, address: Address) -> bool:
        """Return whether an address is public, or exempt for this host."""
        return not special_kind(address) or any(exempt.covers(host, port, address) for exempt in self._exemptions)

    def _permitted(self, host: str, port: int, found: Sequence[AddrInfoType]) -> list[AddrInfoType]:
        """Return the resolved addresses of a host that may be connected to."""
        addresses = [ip_address(place[0]) for *_, place in found]
        permitted = [
            each for each, address in zip(found, addresses, strict=True) if self._is_permitted(host, port, address)
        ]
        if not permitted:
            raise AddressRefusedError(host, port, addresses[0])
        return permitted
