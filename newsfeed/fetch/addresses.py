"""Network addresses that may be connected to: the public internet, and the user's exemptions.

Feeds, redirects and pages contain URLs that nobody has checked. A URL that leads to this machine, its network or a
cloud's metadata service would let its author reach hosts that only we can reach. Everything here is pure;
:mod:`newsfeed.fetch.connection` applies it to the address that it is about to connect to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TYPE_CHECKING

from newsfeed.errors import NewsfeedError
from newsfeed.text.urls.hosts import normal_host

if TYPE_CHECKING:
    from collections.abc import Iterable

Address = IPv4Address | IPv6Address

# The IANA registries of special-purpose and of multicast addresses, without those that lead to the public internet.
_SPECIAL_4 = tuple(
    (IPv4Network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "reserved"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "private"),  # shared by a provider's customers
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"),  # once relays of 6to4
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_SPECIAL_6 = tuple(
    (IPv6Network(network), kind)
    for network, kind in (
        ("::1/128", "loopback"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),  # once site-local
        ("ff00::/8", "multicast"),
        ("64:ff9b:1::/48", "private"),  # NAT64 within one network
        ("2001::/23", "reserved"),  # protocol assignments, Teredo among them: no servers are there
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The part of IPv6 that has been allocated so far; anything else that is not listed above is reserved."""

# The last 32 bits are the IPv4 address that the packet is delivered to.
_NAT64 = IPv6Network("64:ff9b::/96")
_ENTRY = re.compile(r"(?:\[([^][]+)]|([^][:]+))(?::([0-9]{1,5}))?")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")


def special_kind(address: Address) -> str | None:
    """Return the kind of a special-purpose address, ``None`` for a public one.

    An IPv6 address that embeds an IPv4 address (IPv4-mapped, NAT64, 6to4) has the kind of that address.

    >>> from ipaddress import ip_address
    >>> special_kind(ip_address("169.254.169.254")), special_kind(ip_address("64:ff9b::a9fe:a9fe"))
    ('link-local', 'link-local')
    >>> special_kind(ip_address("93.184.215.14"))
    """
    if isinstance(address, IPv6Address):
        inner = embedded_ipv4(address)
        if inner is None:
            kind = next((kind for network, kind in _SPECIAL_6 if address in network), None)
            return kind or (None if address in _GLOBAL_UNICAST else "reserved")
        address = inner
    return next((kind for network, kind in _SPECIAL_4 if address in network), None)


def embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address embeds, if any.

    IPv4-mapped (RFC 4291, section 2.5.5.2), NAT64 (RFC 6052) with its well-known prefix, and 6to4 (RFC 3056). Networks
    with a NAT64 prefix of their own cannot be recognised.
    """
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


@dataclass(frozen=True, slots=True)
class Exemption:
    """A host name or a network that may be connected to although its addresses are special; on one port or on all."""

    host: str | None
    network: IPv4Network | IPv6Network | None
    port: int | None

    def covers(self, host: str, port: int, address: Address) -> bool:
        """Return whether ``host``, which resolved to ``address``, may be connected to on ``port``."""
        if self.port not in {None, port}:
            return False
        if self.network is None:
            return self.host == normal_host(host)
        inner = embedded_ipv4(address) if isinstance(address, IPv6Address) else None
        return address in self.network or (inner is not None and inner in self.network)


def exemptions(setting: str | Iterable[str]) -> list[Exemption]:
    """Return the exemptions in ``NEWSFEED_ALLOW_PRIVATE``: hosts or networks, each with an optional port.

    Commas or blanks separate the entries. Raises :class:`NewsfeedError` for an entry that is neither.

    >>> [str(each.network or each.host) for each in exemptions("intranet.example:8080, 10.0.0.0/8 [::1]:80")]
    ['intranet.example', '10.0.0.0/8', '::1/128']
    """
    entries = setting.replace(",", " ").split() if isinstance(setting, str) else setting
    return [_exemption(entry) for entry in entries]


def _exemption(entry: str) -> Exemption:
    is_plain_ipv6 = entry.count(":") > 1 and not entry.startswith("[")
    found = None if is_plain_ipv6 else _ENTRY.fullmatch(entry)
    name, port = (found[1] or found[2], found[3]) if found else (entry, None)
    number = None if port is None else int(port)
    if number is None or 0 < number < 1 << 16:
        try:
            return Exemption(None, ip_network(name, strict=False), number)
        except ValueError:
            if _HOST.fullmatch(name):
                return Exemption(normal_host(name), None, number)
    raise NewsfeedError(
        f"NEWSFEED_ALLOW_PRIVATE: {entry!r} is neither a host nor a network (either may have a port), such as "
        "intranet.example:8080, 10.0.0.0/8 or [::1]:80"
    )
