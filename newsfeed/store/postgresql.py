"""Connect to a PostgreSQL server, and explain a failure in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event

from newsfeed.errors import require_extra
from newsfeed.store.dialects import BUSY_ADVICE
from newsfeed.text.urls.credentials import printable_store_url, without_assigned_values

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.exc import DatabaseError

_CONNECT_SECONDS = "10"
_ENCODED = {"client_encoding": "utf8"}  # whatever the database, the environment or the URL has: texts are of any script

# A writer waits for the previous one, which may be merging large segments. A client machine that disappears holds the
# lock until its connection times out after a minute. JIT compilation takes longer than our statements.
_SESSION = """
    SET lock_timeout = '5min';
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET jit = off;
"""

_FORBIDDEN = "this user may not create or read the tables; GRANT it CREATE and USAGE on the schema"
_READ_ONLY = "the database is read-only, as a standby is; name the one that takes changes"
_ENCODING = "UTF8"
_REASONS = {
    r"password authentication failed|no password supplied|role does not exist|user does not exist": (
        "the server does not accept this user and password; correct them, or keep them in ~/.pgpass"
    ),
    r'database "(?P<name>[^"]*)" does not exist': "the server has no such database; createdb {name} makes one",
    r"no schema has been selected": "the search_path has no schema that is there and open to this user; create one",
    r"permission denied": _FORBIDDEN,
    r"during recovery": _READ_ONLY,
    r'invalid connection option "(?P<name>[^"]*)"': "libpq has no parameter {name}; correct it, or leave it out",
    r"too many clients|too many connections|remaining connection slots": (
        "the server has no connection left; end another program, or raise its max_connections"
    ),
}
_LOCK_NOT_AVAILABLE = "55P03"
_TIMED_OUT = frozenset({"57014", "25P03", "25P04"})  # a statement, a wait inside a transaction, a transaction
_REFUSALS = {  # states in which a statement on an open store fails for a reason that no waiting ends
    "42501": _FORBIDDEN,
    "25006": _READ_ONLY,
}


def connected(url: URL) -> Engine:
    """Return an engine for a database.

    Raises:
        NewsfeedError: the driver is not installed.

    """
    shown = printable_store_url(url.render_as_string(hide_password=False))
    with require_extra("postgresql", f"NEWSFEED_STORE={shown}"):
        engine = create_engine(
            url.set(drivername="postgresql+psycopg").update_query_dict(_defaults(url) | _ENCODED),
            pool_pre_ping=True,
            hide_parameters=True,  # errors must not show parameters: subscriptions have credentials
        )
    event.listen(engine, "connect", _set_up)
    return engine


def _defaults(url: URL) -> dict[str, str]:
    given = {"connect_timeout": _CONNECT_SECONDS, "fallback_application_name": "newsfeed"}
    return {name: value for name, value in given.items() if name not in url.query}


def _set_up(connection: Any, _record: object) -> None:
    connection.autocommit = True
    connection.execute(_SESSION)
    connection.autocommit = False


def other_encoding(connection: Connection) -> str | None:
    """Return the encoding of a database that cannot store every text."""
    found: str = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    return found if found != _ENCODING else None


def reason(error: BaseException | None, url: URL) -> str:
    """Return why a database cannot be opened as a store, without user names and passwords."""
    if set("?&/") & set(f"{url.username}{url.password}") or "@" in f"{url.host}{url.database}":
        # The password cannot be found in the URL.
        return "cannot be opened as a store; write %40, %2F, %3F and %26 for @, /, ? and & in a password"
    said = without_assigned_values(re.sub(r"\s+", " ", str(error)).strip())
    said = re.sub(r'\b(user|role) "[^"]*"', r"\1", said)
    for pattern, advice in _REASONS.items():
        if found := re.search(pattern, said):
            return advice.format(**found.groupdict())
    said = _without_secrets(said.removeprefix("connection failed: "), url)
    return f"cannot be opened as a store ({said}); does the server run, and accept connections from here?"


def refusal(error: DatabaseError) -> str | None:
    """Return why the server does not allow a statement on an open store, ``None`` if it failed for another reason."""
    return _REFUSALS.get(getattr(error.orig, "sqlstate", None) or "")


def failure(error: DatabaseError, url: URL) -> tuple[str, str]:
    """Return why a statement on an open store failed, and advice: another writer has the lock, or the server failed."""
    if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
        return "another process has been writing for five minutes", BUSY_ADVICE
    said = _without_secrets(" ".join(str(error.orig).split()), url)
    if getattr(error.orig, "sqlstate", None) in _TIMED_OUT:
        return f"the server ended the statement ({said})", "allow this user more time: what was stored is safe"
    return f"the server failed ({said})", "start this again when it runs: what was stored is safe"


def _without_secrets(said: str, url: URL) -> str:
    """Return a message of the driver without values of the URL that may be secret."""
    values = [url.password, url.username, *(value for name in url.query for value in url.normalized_query[name])]
    for value in sorted(filter(None, values), key=len, reverse=True):
        said = said.replace(value, "…")
    return without_assigned_values(said)
