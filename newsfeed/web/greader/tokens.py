"""Tokens of logged-in clients in the file of the marks: hashed, expiring, revocable.

A token is checked with the hash of the password, so a new password revokes all tokens.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.text.characters import for_terminal
from newsfeed.web.marks import opened

if TYPE_CHECKING:
    from pathlib import Path

LIFE = timedelta(days=90)
"""The time for which a token is valid after its last use."""

MOST_TOKENS = 100
"""Tokens that are valid at a time; beyond that, the least recently used ones are revoked."""

MOST_CALLS = 3000
"""Calls of one token that are answered per :data:`CALL_SECONDS`."""
CALL_SECONDS = 60

_TABLE = """
CREATE TABLE IF NOT EXISTS tokens (
    number INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, client TEXT NOT NULL,
    made TEXT NOT NULL, used TEXT NOT NULL
);
"""
_NOTED_EVERY = timedelta(hours=1)  # resolution of the time of last use
_LONGEST_CLIENT = 100  # characters
_EDIT_TOKEN_LENGTH = 57  # the length of Google's, which some clients expect


class IssuedToken(NamedTuple):
    """A token in a list; the token itself is not stored."""

    number: int
    client: str
    made: datetime
    used: datetime

    @property
    def expires(self) -> datetime:
        """The time at which it expires if it is not used before."""
        return self.used + LIFE


@dataclass(slots=True)
class LoginTokens:
    """The tokens in the file ``path``; ``password`` is the stored hash of the password for which they were issued."""

    path: Path
    password: str
    _calls: dict[str, deque[float]] = field(default_factory=dict)

    def issue(self, client: str, now: datetime) -> str:
        """Return a new token for a client that sent the password; ``client`` is its description of itself."""
        token = secrets.token_urlsafe(32)
        row = (self._digest(token), for_terminal(client[:_LONGEST_CLIENT]), _text(now), _text(now))
        with closing(opened(self.path, _TABLE)) as file, file:
            file.execute("INSERT INTO tokens (digest, client, made, used) VALUES (?, ?, ?, ?)", row)
            file.execute("DELETE FROM tokens WHERE used < ?", (_text(now - LIFE),))
            newest = "SELECT number FROM tokens ORDER BY used DESC, number DESC LIMIT ?"
            file.execute(f"DELETE FROM tokens WHERE number NOT IN ({newest})", (MOST_TOKENS,))  # noqa: S608 - constant
        return token

    def is_valid(self, token: str, now: datetime) -> bool:
        """Return whether a token was issued for this password and has not expired; note that it was used."""
        digest = self._digest(token)
        with closing(opened(self.path, _TABLE)) as file, file:
            row = file.execute("SELECT used FROM tokens WHERE digest = ?", (digest,)).fetchone()
            used = datetime.fromisoformat(row[0]) if row else None
            if used is None or used + LIFE <= now:
                return False
            if now - used >= _NOTED_EVERY:
                file.execute("UPDATE tokens SET used = ? WHERE digest = ?", (_text(now), digest))
        return True

    def may_call(self, token: str) -> bool:
        """Return whether a client may make another call now, and count it."""
        now = time.monotonic()
        calls = self._calls.setdefault(self._digest(token), deque())
        while calls and now - calls[0] > CALL_SECONDS:
            calls.popleft()
        if len(calls) >= MOST_CALLS:
            return False
        calls.append(now)
        return True

    def edit_token(self, token: str) -> str:
        """Return the token that a client sends with each change, valid as long as its own token.

        In the protocol it protects against forms of other sites. Our calls need a header that these cannot send, and
        some clients keep the token as long as they run, so it does not expire before the client's own.
        """
        return self._digest(f"edit\x1f{token}")[:_EDIT_TOKEN_LENGTH]

    def _digest(self, token: str) -> str:
        return hmac.new(self.password.encode(), token.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def issued(path: Path) -> list[IssuedToken]:
    """Return the tokens in a file, in the order in which they were issued."""
    if not path.exists():
        return []
    with closing(opened(path, _TABLE)) as file:
        rows = file.execute("SELECT number, client, made, used FROM tokens ORDER BY number").fetchall()
    return [IssuedToken(row[0], row[1], *map(datetime.fromisoformat, row[2:])) for row in rows]


def revoke(path: Path, number: int | None) -> int:
    """Revoke a token, or all tokens; return their number."""
    if not path.exists():
        return 0
    with closing(opened(path, _TABLE)) as file, file:
        if number is None:
            return file.execute("DELETE FROM tokens").rowcount
        return file.execute("DELETE FROM tokens WHERE number = ?", (number,)).rowcount


def _text(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
