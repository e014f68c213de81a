"""Feed addresses: which host a URL belongs to."""

from __future__ import annotations

from urllib.parse import urlsplit


def host(url: str) -> str:
    """Return the server that a feed comes from, which is not asked for two feeds at once.

    >>> host("https://Example.org:443/feed"), host("http://127.0.0.1:8000/")
    ('example.org', '127.0.0.1:8000')
    """
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    name = (parts.hostname or "").rstrip(".")
    return name if parts.port in {None, usual} else f"{name}:{parts.port}"
