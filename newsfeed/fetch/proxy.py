"""The proxy of ``NEWSFEED_PROXY``, for networks without direct access to the internet.

A proxy resolves names itself, so the address of a name is unknown here: only hosts given as addresses are still
checked. The proxy sees requests to ``http`` addresses; for ``https`` it forwards an encrypted connection.
"""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from socket import inet_aton
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from scrapy.http.headers import Headers

    from newsfeed.fetch.addresses import Address

_STATUS = re.compile(rb"HTTP/\d\.\d (\d{3})")
_PORT = 8080
_WANTS_PASSWORD = 407
_GATEWAYS = frozenset({403, 502, 503, 504})  # codes with which proxies answer themselves, and servers, too
PERHAPS_OURS = "the proxy may have answered, not the server"
"""The flag of a response that may be the proxy's own."""


class ProxyFailedError(OSError):
    """The proxy did not open a connection; the message is a clause."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy, with the value of the ``Proxy-Authorization`` header if it has a password."""

    host: str
    port: int
    authorization: bytes | None = None

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers that the proxy needs with each request."""
        return [(b"Proxy-Authorization", self.authorization)] if self.authorization else []


def proxy(stated: str) -> Proxy | None:
    """Return the proxy of a setting, ``None`` for an empty one; raise :class:`NewsfeedError` for any other value.

    >>> proxy("http://proxy.example:3128")
    Proxy(host='proxy.example', port=3128, authorization=None)
    """
    if not stated.strip():
        return None
    try:
        parts = urlsplit(stated.strip())
        host, port = parts.hostname, parts.port or _PORT
    except ValueError:
        host, port, parts = None, _PORT, urlsplit("")
    if parts.scheme != "http" or not host or parts.path.strip("/") or parts.query:
        raise NewsfeedError("NEWSFEED_PROXY: must be the address of an HTTP proxy, such as http://proxy.example:3128")
    if parts.username is None:
        return Proxy(host, port)
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(host, port, b"Basic " + b64encode(login.encode()))


def stated_address(host: str) -> Address | None:
    """Return the address that a host name spells, in any notation; ``None`` for a name.

    >>> stated_address("127.1"), stated_address("localhost"), stated_address("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(name)
    except ValueError:
        pass
    try:
        return IPv4Address(inet_aton(name))
    except (OSError, UnicodeError):
        return None


async def tunnel(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, through: Proxy, host: str, port: int
) -> None:
    """Ask the proxy at the other end to connect to a host; raise :class:`ProxyFailedError` if it does not."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    headers = [(b"Host", place.encode("ascii")), *through.headers]
    writer.write(
        f"CONNECT {place} HTTP/1.1\r\n".encode("ascii")
        + b"".join(b"%s: %s\r\n" % header for header in headers)
        + b"\r\n"
    )
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ProxyFailedError("the proxy gives no answer") from error
    status = _STATUS.match(head)
    if status is None:
        raise ProxyFailedError("the proxy does not speak HTTP")
    if not 200 <= (code := int(status[1])) < 300:
        raise ProxyFailedError(_refusal(code))


def check_answer(status: int, headers: Headers) -> list[str]:
    """Return the flags of an answer in plain HTTP that came by a proxy.

    Raises :class:`ProxyFailedError` if the answer is the proxy's own. Proxies mark their own answers (RFC 9209; Squid
    in its own way), and pass those of servers on with ``Via``.
    """
    marked = b"error" in (headers.get("Proxy-Status") or b"") or "X-Squid-Error" in headers
    if status == _WANTS_PASSWORD or (marked and status in _GATEWAYS):
        raise ProxyFailedError(_refusal(status))
    return [PERHAPS_OURS] if status in _GATEWAYS and "Via" not in headers else []


def _refusal(status: int) -> str:
    wanted = "wants another password" if status == _WANTS_PASSWORD else "does not connect to this host"
    return f"the proxy {wanted} ({status})"
