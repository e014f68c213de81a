"""A store in PostgreSQL: what the tests of both kinds of databases do not show."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import databases
import pytest
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import IntegrityError

from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.intake import take_in
from newsfeed.store.copying import copy
from newsfeed.store.dialects import LOCK
from newsfeed.store.engine import StoreError, open_engine, open_reader
from newsfeed.store.information import information
from newsfeed.store.postgresql import reason
from newsfeed.store.repository import Store
from newsfeed.subscriptions.clock import SystemClock

ROOT = Path(__file__).parents[2]
PASSWORD = "salmonladder"  # noqa: S105 - of a user of the tests


@pytest.fixture
def url():
    found = databases.fresh_store()
    yield found
    databases.drop_store(found)


def changed(url, **parts):
    return make_url(url).set(**parts).render_as_string(hide_password=False)


@pytest.mark.parametrize("dialect", ["postgresql", "postgres", "postgresql+psycopg"])
def test_any_name_of_the_driver_opens_the_store(url, dialect):
    Store(changed(url, drivername=dialect)).close()
    Store(url, must_exist=True).close()


def test_two_schemas_are_two_stores(url):
    other = databases.fresh_store()
    Store(url).close()
    for opened in (open_reader, lambda url: open_engine(url, must_exist=True)):
        with pytest.raises(StoreError, match="crawl something first"):
            opened(other)
    databases.drop_store(other)


def test_texts_are_compared_by_bytes_and_no_foreign_key_is_checked(url):
    engine = open_engine(url)
    seen = inspect(engine)
    with engine.begin() as connection:
        collations = connection.exec_driver_sql(
            "SELECT collation_name, count(*) FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type = 'text' GROUP BY 1"
        ).all()
    assert [name for name, _ in collations] == ["C"]
    assert [seen.get_foreign_keys(table) for table in seen.get_table_names() if seen.get_foreign_keys(table)] == []
    engine.dispose()


def test_packed_postings_are_not_compressed_again(url):
    engine = open_engine(url)
    with engine.begin() as connection:
        storage = connection.exec_driver_sql(
            "SELECT attstorage::text FROM pg_attribute WHERE attrelid = 'postings'::regclass AND attname = 'packed'"
        ).scalar()
    assert storage == "e"
    engine.dispose()


def test_indexes_are_partial_as_on_sqlite(url):
    Store(url).close()
    query = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE '%% WHERE %%'"
    found = {name for (name,) in databases.query(url, query)}
    assert found >= {"articles_by_agency", "articles_news", "articles_pending"}


def test_a_store_in_sqlite_loads_no_dialect_of_postgresql():
    listing = "import sys; from newsfeed.store.repository import Store; Store('sqlite://'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", listing], check=True, capture_output=True, text=True, cwd=ROOT)
    assert "sqlalchemy.dialects.sqlite" in done.stdout.split()
    assert "sqlalchemy.dialects.postgresql" not in done.stdout.split()


def test_a_reader_writes_nothing(url):
    Store(url).close()
    engine = open_reader(url)
    with engine.begin() as connection, pytest.raises(Exception, match="read-only transaction"):
        connection.exec_driver_sql("DELETE FROM meta")
    engine.dispose()


def test_a_store_of_a_later_version_is_refused_and_left_alone(url):
    Store(url).close()
    with databases.statements(url) as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '9999' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="tables of version 9999"):
        Store(url)


@pytest.fixture
def locked_user(url):
    """The name of a user who needs a password, which is "salmonladder"."""
    if "NEWSFEED_TEST_POSTGRESQL" in os.environ:
        pytest.skip("the server is not ours to change")
    name = f"mara_{os.getpid()}"
    databases.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'salmonladder'")
    [[rules]] = databases.execute("SHOW hba_file")
    before = Path(rules).read_text()
    Path(rules).write_text(f"local all {name} scram-sha-256\n{before}")
    databases.execute("SELECT pg_reload_conf()")
    yield name
    Path(rules).write_text(before)
    databases.execute(f"DROP ROLE {name}")


def refused(url):
    """Return the message about a store that cannot be opened."""
    with pytest.raises(StoreError, match=r"^NEWSFEED_STORE=postgresql.*: ") as error:
        Store(url)
    shown = str(error.value)
    assert "\n" not in shown
    assert [secret for secret in ("salmon", "mara") if secret in shown] == []
    return shown


def test_a_wrong_password_is_named_as_that_and_not_shown(url, locked_user):
    right, wrong = "salmonladder", "salmon"
    assert "user and password" in refused(changed(url, username=locked_user, password=wrong))
    assert "user and password" in refused(changed(url, username=locked_user, password=None))
    assert "open to this user" in refused(changed(url, username=locked_user, password=right))
    databases.execute(f"GRANT USAGE ON SCHEMA {url.rpartition('%3D')[2]} TO {locked_user}")
    assert "GRANT it CREATE" in refused(changed(url, username=locked_user, password=right))
    databases.execute(f"DROP OWNED BY {locked_user}")
    query = {**make_url(url).query, "user": locked_user, "password": wrong}
    assert "user and password" in refused(changed(url, username=None, password=None, query=query))


def test_what_is_missing_is_named(url):
    assert "has no such database" in refused(changed(url, database="nowhere"))
    assert "no schema that is there" in refused(url.replace("store_", "nowhere_"))
    unreachable = "does the server run, and accept connections from here?"
    assert unreachable in refused("postgresql://mara:salmon@127.0.0.1:9/news")
    assert unreachable in refused("postgresql://mara:salmon@/news?host=/no/such/folder")
    assert "no parameter nonsense" in refused("postgresql://127.0.0.1/news?nonsense=salmon")
    assert "?host=one:5432&host=two:5432" in refused("postgresql://mara:salmon@127.0.0.1:1,127.0.0.1:2/news")


def test_a_standby_is_named_as_that():
    psycopg = pytest.importorskip("psycopg")
    said = psycopg.errors.FeatureNotSupported("cannot set transaction read-write mode during recovery")  # PostgreSQL 18
    assert "read-only, as a standby is; name the one" in reason(said, make_url("postgresql://db.example/news"))


def test_a_missing_driver_is_named_with_its_extra(url, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Exception, match=r"needs the package psycopg; install the extra .*\[postgresql\]"):
        Store(url)


def test_leases_and_due_times_follow_the_clock_of_the_server(url):
    schema = url.rpartition("%3D")[2]
    with databases.statements(url) as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION {schema}.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            " AS $$ SELECT pg_catalog.clock_timestamp() + interval '3 hours' $$"
        )
    store = Store(f"{url},pg_catalog")  # the function above goes before the server's own
    ahead = store.now() - datetime.now(UTC)
    assert timedelta(hours=2, minutes=59) < ahead < timedelta(hours=3, minutes=1)
    clock = SystemClock()
    clock.set(store.now())
    assert abs(clock.now() - store.now()) < timedelta(minutes=1)
    store.close()


def test_a_store_whose_server_ends_the_connection_says_so_and_works_on(url):
    store = Store(url)
    with store._reading() as connection:
        own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    databases.execute(f"SELECT pg_terminate_backend({own}, 5000)")
    with pytest.raises(StoreError, match=r"the server failed .*; start this again when it runs"):
        store.count()
    assert store.count() == (0, None)
    store.close()


def test_a_writer_that_waits_too_long_says_what_for(url):
    store = Store(url)
    with databases.statements(url) as connection:
        connection.exec_driver_sql(LOCK)
        with store._reading() as own:
            own.exec_driver_sql("SET lock_timeout = '50ms'")
        with pytest.raises(StoreError, match="another process has been writing"):
            store.start_run("tests", "2024-06-01T00:00:00+00:00")
    assert store.start_run("tests", "2024-06-01T00:00:00+00:00") == 1
    store.close()


def write_after(seconds, store):
    with store.alone():
        time.sleep(seconds)
        store.start_run("tests", "2024-06-01T00:00:00+00:00")


def test_a_time_limit_of_the_server_is_named_as_that(url):
    store = Store(url)
    with store._reading() as own:
        own.exec_driver_sql("SET statement_timeout = '50ms'")
    with pytest.raises(StoreError, match=r"ended the statement .*; allow this user more time"), store._reading() as own:
        own.exec_driver_sql("SELECT pg_sleep(9)")
    with store._reading() as own:
        own.exec_driver_sql("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = '20ms'")
    with pytest.raises(StoreError, match="allow this user more time"):
        write_after(0.3, store)
    assert store.count() == (0, None)
    store.close()


@pytest.mark.parametrize("parameter", ["client_encoding=latin1", "options=-cclient_encoding%3Dlatin1 -csearch_path%3D"])
def test_texts_of_any_script_are_stored_whatever_encoding_the_url_asks_for(url, parameter):
    schema = url.rpartition("%3D")[2]
    other = f"{url}&{parameter}" if "client" in parameter[:6] else url.replace("options=-csearch_path%3D", parameter)
    assert schema in other
    store = Store(other)
    take_in(store, [article("渡轮周五恢复航行")])
    assert [each.title for each in store.articles(store.select())] == ["渡轮周五恢复航行"]
    store.close()


def test_readers_wait_for_no_writer(url):
    store, other = Store(url), Store(url)
    with store.alone():
        store.start_run("tests", "2024-06-01T00:00:00+00:00")
        assert other.count() == (0, None)
    store.close()
    other.close()


ARTICLE = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets of the old town."


def article(name):
    return Article(
        id=article_id("", name),
        title=name,
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source("feed.xml"),
        paragraphs=[Paragraph(ARTICLE)],
    )


def interleaved(url):
    """Have a process take in an article while another one is at it with the same text; return what it failed with."""
    one, other = Store(url), Store(url)
    failed = []

    def take_in_the_second():
        try:
            take_in(other, [article("second")])
        except IntegrityError as error:
            failed.append(error)

    second = threading.Thread(target=take_in_the_second)
    with one.alone():
        take_in(one, [article("first")])
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join()
    one.close()
    other.close()
    return failed


def test_of_two_writers_the_second_sees_what_the_first_wrote(url):
    assert interleaved(url) == []
    assert databases.query(url, "SELECT number FROM articles ORDER BY 1") == [(1,), (2,)]
    assert databases.query(url, "SELECT count(*) FROM passages") == [(1,)]


def test_without_the_lock_they_collide(url, monkeypatch):
    Store(url).close()
    monkeypatch.setattr("newsfeed.store.dialects.LOCK", "SELECT 1")
    assert len(interleaved(url)) == 1


def test_a_user_without_rights_is_told_so_by_every_way_into_a_store(url, locked_user, tmp_path):
    Store(url).close()
    schema = url.rpartition("%3D")[2]
    databases.execute(f"GRANT USAGE ON SCHEMA {schema} TO {locked_user}")
    other = changed(url, username=locked_user, password=PASSWORD)
    ways = (
        lambda: Store(other),
        lambda: open_reader(other),
        lambda: information(other),
        lambda: list(copy(other, f"sqlite:///{tmp_path}/copy.db")),
    )
    try:
        for way in ways:
            with pytest.raises(StoreError, match="GRANT it CREATE and USAGE"):
                way()
        databases.query(url, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {locked_user}")
        assert information(other)["articles"] == 0
        with pytest.raises(StoreError, match="GRANT it CREATE and USAGE"):
            Store(other)
    finally:
        databases.query(url, f"DROP OWNED BY {locked_user}")


def test_no_store_is_copied_to_where_its_user_may_not_create_tables(url, locked_user, tmp_path):
    Store(f"sqlite:///{tmp_path}/newsfeed.db").close()
    databases.execute(f"GRANT USAGE ON SCHEMA {url.rpartition('%3D')[2]} TO {locked_user}")
    target = changed(url, username=locked_user, password=PASSWORD)
    try:
        with pytest.raises(StoreError, match=r"^NEWSFEED_STORE=postgresql.*GRANT it CREATE"):
            list(copy(f"sqlite:///{tmp_path}/newsfeed.db", target))
    finally:
        databases.execute(f"DROP OWNED BY {locked_user}")


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_store_every_text_is_refused(url, encoding):
    name = f"other_{os.getpid()}"
    databases.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(StoreError, match=f"its encoding is {encoding}"):
            Store(
                make_url(url)
                .set(database=name)
                .difference_update_query(["options"])
                .render_as_string(hide_password=False)
            )
    finally:
        databases.execute(f"DROP DATABASE {name}")
