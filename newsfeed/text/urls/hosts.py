"""Hosts of URLs: the server of a request, in one spelling."""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host(url: str) -> str:
    """Return the host of a URL, with its port unless that is the scheme's default; ``""`` if there is no host.

    URLs with the same result lead to the same server, whose feeds are requested one at a time.

    >>> host("https://Example.org:443/feed"), host("http://127.0.0.1:8000/"), host("http://[::1]:8000/")
    ('example.org', '127.0.0.1:8000', '[::1]:8000')
    """
    try:
        parts = urlsplit(url)
        name, port = normal_host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    name = f"[{name}]" if ":" in name else name
    return name if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f"{name}:{port}"


def normal_host(name: str) -> str:
    """Return the normal form of a host name: lower case, without the dot of the root, in ASCII (IDNA).

    >>> normal_host("Bücher.Example.")
    'xn--bcher-kva.example'
    """
    name = name.lower().removesuffix(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
