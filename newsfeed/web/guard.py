"""Protection of the pages: host names, origins of forms, the content security policy, the password.

A page on another site must not be able to read these pages through a name that it controls (DNS rebinding), to send
their forms (cross-site request forgery) or to frame them (clickjacking).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src {images}; media-src {images}; frame-src {images};"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # without a policy, browsers send "Origin: null" with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SESSION_SECONDS = 12 * 3600
ATTEMPTS = 5
"""Wrong passwords checked within :data:`ATTEMPT_SECONDS`; after these, every attempt is refused."""
ATTEMPT_SECONDS = 60

_SCRYPT = {"n": 1 << 14, "r": 8, "p": 1}


def policy(*, with_images: bool) -> str:
    """Return the content security policy of a page; images and embeds load only if the reader has asked for them."""
    return POLICY.format(images="https: http: data:" if with_images else "'none'")


def is_host(header: str, allowed: frozenset[str]) -> bool:
    """Return whether a ``Host`` header names one of the hosts (``name:port``) that the pages are served under."""
    return header.lower() in allowed


def is_same_origin(headers: Mapping[str, str], allowed: frozenset[str]) -> bool:
    """Return whether a form was sent from one of our own pages.

    Browsers send ``Origin`` with every POST; a client without any of these headers is not a browser, and has no cookies
    of one.
    """
    origin = headers.get("origin") or headers.get("referer")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return urlsplit(origin).netloc.lower() in allowed


def hashed(password: str) -> str:
    """Return a salted scrypt hash (RFC 7914) of a password, for a file."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT).hex()}"


def is_password(password: str, stored: str) -> bool:
    """Return whether a password is the one that was hashed."""
    _, salt, digest = stored.split("$")
    found = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT)
    return hmac.compare_digest(found, bytes.fromhex(digest))


@dataclass(slots=True)
class Sessions:
    """The sessions opened with the password, and the recent wrong attempts. Kept in memory only."""

    stored: str
    _open: dict[str, float] = field(default_factory=dict)
    _wrong: deque[float] = field(default_factory=deque)

    def log_in(self, password: str) -> str | None:
        """Return the token of a new session, ``None`` for a wrong password; raise PermissionError after too many."""
        return self._opened(secrets.token_urlsafe(32)) if self.is_right(password) else None

    def admits(self, authorization: str | None) -> bool:
        """Return whether an ``Authorization`` header has the password (RFC 7617, any user name).

        A right password is remembered like a session, because hashing it for each request of a feed reader would take
        too long.
        """
        token = hashlib.sha256((authorization or "").encode("utf-8", "replace")).hexdigest()
        if self.is_open(token):
            return True
        try:
            if not self.is_right(_basic_password(authorization or "")):
                return False
        except (PermissionError, ValueError):
            return False
        self._opened(token)
        return True

    def _opened(self, token: str) -> str:
        now = time.monotonic()
        self._open = {each: until for each, until in self._open.items() if until > now}
        self._open[token] = now + SESSION_SECONDS
        return token

    def is_right(self, password: str) -> bool:
        """Return whether a password is the right one; raise PermissionError after too many wrong ones."""
        now = time.monotonic()
        while self._wrong and now - self._wrong[0] > ATTEMPT_SECONDS:
            self._wrong.popleft()
        if len(self._wrong) >= ATTEMPTS:
            raise PermissionError
        if is_password(password, self.stored):
            return True
        self._wrong.append(now)
        return False

    def log_out(self, token: str) -> None:
        """End a session."""
        self._open.pop(token, None)

    def is_open(self, token: str | None) -> bool:
        """Return whether a token belongs to a session that has not expired."""
        return token is not None and self._open.get(token, 0.0) > time.monotonic()


def _basic_password(authorization: str) -> str:
    """Return the password of an ``Authorization`` header; raise ValueError if it has none.

    >>> _basic_password("Basic bWU6c2VjcmV0")
    'secret'
    """
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise ValueError
    _, colon, password = base64.b64decode(given, validate=True).decode("utf-8").partition(":")
    if not colon:
        raise ValueError
    return password
