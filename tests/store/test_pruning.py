"""Pruning: texts of old articles go, what was decided of them stays, and a reading brings them back."""

import os
import signal
import sqlite3
from contextlib import closing
from threading import Timer

import pytest
from ingestion import ingest

from newsfeed.commands.usage import reporting_signals
from newsfeed.dedup.config import DedupConfig
from newsfeed.errors import NewsfeedError
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import index_outdated, judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.pipelines.retention import prune
from newsfeed.store.repository import Store
from newsfeed.store.space import settle

OLD, NEW = "2020-03-01T08:00:00+00:00", "2024-03-01T08:00:00+00:00"
BETWEEN = "2023-01-01T00:00:00+00:00"
STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
AGAIN = f"As this paper reported, {STORM[0].lower()}{STORM[1:]}"
SCHOOL = (
    '"All schools on the island will stay closed until inspectors have checked their roofs", said Jane Doe, the mayor.'
)
FOOTER = "You are reading the harbour bulletin, written by volunteers and paid for by its readers since the spring."


def article(name, *texts, published=OLD, site="a.example", **fields):
    return Article(
        id=article_id("", name),
        title=fields.pop("title", name),
        url=f"https://{site}/{name}",
        published=published,
        fetched="2024-06-01T00:00:00+00:00",
        paragraphs=[Paragraph(text, html=f"<p>{text}</p>") for text in texts],
        feed=Source(f"{site}.xml"),
        summary=texts[0] if texts else None,
        **fields,
    )


@pytest.fixture
def store(stores, store_url):
    return stores.open(store_url)


def everything(store):
    """Return all articles by title, pruned ones too."""
    count, _ = store.count()
    return {each.title: each for each in store.articles(range(1, count + 1))}


def verdicts(found):
    return [
        (p.status, p.novelty, [(o.article, o.paragraph, o.share, o.spans) for o in p.reuse]) for p in found.paragraphs
    ]


def pruned(store, before=BETWEEN):
    return sum(step.articles for step in prune(store, before))


def test_texts_go_and_what_was_decided_stays(store):
    ingest(store, article("a", STORM, SCHOOL), article("b", STORM, SCHOOL, published=NEW, site="b.example"))
    before = everything(store)
    assert pruned(store) == 1
    after = everything(store)
    assert [each.text for each in after["a"].paragraphs] == ["", ""]
    assert {each.html for each in after["a"].paragraphs} == {None}
    assert [quote.text for quote in after["a"].quotes] == [""]
    assert (after["a"].summary, after["a"].url, after["a"].id) == (None, before["a"].url, before["a"].id)
    for name in "ab":
        assert verdicts(after[name]) == verdicts(before[name])
    assert after["b"] == before["b"]
    assert [each.title for each in store.articles(store.select())] == ["b"]


def test_only_what_is_old_enough_and_done(store):
    ingest(store, article("old", STORM), article("new", SCHOOL, published=NEW))
    take_in(store, [article("waiting", FOOTER)])
    assert pruned(store) == 1
    assert store.count_unfinished(BETWEEN) == 1
    assert [each.title for each in everything(store).values() if not each.paragraphs[0].text] == ["old"]


def test_an_exact_repeat_is_still_found_and_a_near_one_is_not(store):
    ingest(store, article("a", STORM, SCHOOL))
    near = article("near", AGAIN, published=NEW, site="b.example")
    ingest(store, near)
    assert everything(store)["near"].paragraphs[0].status == "duplicate"
    pruned(store)
    ingest(
        store,
        article("exact", STORM, SCHOOL, published=NEW, site="c.example"),
        article("near too", AGAIN.replace("this paper", "we"), published=NEW, site="d.example"),
    )
    found = everything(store)
    assert [each.status for each in found["exact"].paragraphs] == ["duplicate", "duplicate"]
    assert found["exact"].paragraphs[0].reuse[0].article == found["a"].id
    assert found["exact"].quotes[0].first_seen.article == found["a"].id
    assert found["near too"].paragraphs[0].reuse == [] or found["near too"].paragraphs[0].reuse[0].article == near.id


def test_the_same_reading_is_no_news_and_brings_the_text_back(store):
    articles = [article("a", STORM, SCHOOL), article("b", STORM, FOOTER, published=NEW, site="b.example")]
    ingest(store, *articles)
    before = everything(store)
    pruned(store)
    assert ingest(store, *articles) == ["unchanged", "unchanged"]
    assert everything(store) == before
    assert pruned(store) == 1


def test_a_reading_without_text_is_no_news(store):
    ingest(store, article("a", STORM))
    pruned(store)
    assert ingest(store, article("a")) == ["unchanged"]
    assert store.pruned_among([1]) == {1}


def test_another_text_is_a_revision(store):
    ingest(store, article("a", STORM))
    pruned(store)
    assert ingest(store, article("a", SCHOOL)) == ["revised"]
    [found] = store.articles(store.select())
    assert ([each.text for each in found.paragraphs], found.revision) == ([SCHOOL], 2)


def test_a_text_read_by_older_rules_is_no_revision(store):
    ingest(store, article("a", STORM))
    pruned(store)
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET extracted = 0")
    assert ingest(store, article("a", STORM, SCHOOL)) == ["unchanged"]
    [found] = store.articles(store.select())
    assert ([each.text for each in found.paragraphs], found.revision) == ([STORM, SCHOOL], 1)


def test_boilerplate_is_still_known(store):
    stories = [article(f"s{n}", f"{STORM} It was storm {n} of the year.", FOOTER) for n in range(6)]
    ingest(store, *stories)
    assert everything(store)["s0"].paragraphs[1].status == "boilerplate"
    pruned(store)
    ingest(store, article("later", SCHOOL, FOOTER, published=NEW))
    assert [each.status for each in everything(store)["later"].paragraphs] == ["unique", "boilerplate"]


@pytest.mark.parametrize("terms", [DedupConfig(), DedupConfig(origin="longest"), DedupConfig(share=0.9)])
def test_judging_again_leaves_pruned_articles_as_they_are(store, terms):
    stories = [article(f"s{n}", f"{STORM} It was storm {n} of the year.", FOOTER) for n in range(6)]
    ingest(store, *stories, article("later", STORM, FOOTER, published=NEW), article("a", STORM, SCHOOL))
    pruned(store)
    before = everything(store)
    store.start_rerun(terms)
    list(index_outdated(store))
    list(judge_pending(store))
    store.finish_rerun()
    after = everything(store)
    for name in [*(f"s{n}" for n in range(6)), "a"]:
        assert [each.status for each in after[name].paragraphs] == [each.status for each in before[name].paragraphs]
    assert [each.status for each in after["later"].paragraphs] == ["duplicate", "boilerplate"]
    assert after["later"].paragraphs[0].reuse[0].article == after["a"].id


def test_a_copy_of_a_pruned_article_stays_a_copy(store):
    long = [STORM, SCHOOL, FOOTER, STORM.replace("Tuesday", "Friday"), SCHOOL.replace("island", "mainland")]
    ingest(store, article("a", *long, title="Storm over the harbour"))
    pruned(store)
    ingest(store, article("b", *long, title="Harbour hit hard by night", published=NEW, site="b.example"))
    copy = everything(store)["Harbour hit hard by night"]
    assert copy.duplicate_of == everything(store)["Storm over the harbour"].id


def test_a_pattern_that_changes_leaves_it_as_it_is(store):
    ingest(store, article("a", STORM))
    pruned(store)
    store.set_dropped({1: "drop: storm"})
    assert everything(store)["a"].dropped is None


def test_an_interruption_costs_nothing(stores, store_url):
    store = stores.open(store_url)
    ingest(store, *(article(f"s{n}", f"{STORM} {n}", f"{SCHOOL} {n}") for n in range(250)))
    first = next(prune(store, BETWEEN))
    again = Store(store_url)
    assert again.sweep_next()  # as if it had been interrupted after a part of the index
    again.close()
    assert pruned(store) == 250 - first.articles
    assert not store.sweep_next()
    ingest(store, article("near", f"In other news, {STORM[0].lower()}{STORM[1:]} 7", published=NEW))
    assert everything(store)["near"].paragraphs[0].reuse == []
    articles = [article(f"s{n}", f"{STORM} {n}", f"{SCHOOL} {n}") for n in range(250)]
    assert set(ingest(store, *articles)) == {"unchanged"}
    assert all(paragraph.text for each in everything(store).values() for paragraph in each.paragraphs)


def test_a_file_is_rebuilt_by_the_next_call_if_another_writes_to_it(tmp_path):
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as connection:  # as an earlier version made it
        connection.execute("PRAGMA auto_vacuum = 0")
        connection.execute("CREATE TABLE made (early)")
        connection.execute("DROP TABLE made")
    store = Store(f"sqlite:///{file}")
    ingest(store, article("a", STORM))
    pruned(store)
    store._connection.connection.dbapi_connection.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NewsfeedError, match="locked"):
            store.settle()
    store.settle()
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (2,)


def test_where_nothing_goes_the_index_for_search_is_left_alone(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/new.db")
    list(store.index_words())
    for name in ("a", "b", "c"):
        ingest(store, article(name, STORM, published=NEW))
    before = _parts_of_search(tmp_path / "new.db")
    assert pruned(store) == 0
    assert _parts_of_search(tmp_path / "new.db") == before
    assert pruned(store, "2025-01-01T00:00:00+00:00") == 3
    assert _parts_of_search(tmp_path / "new.db") != before
    store.close()


def _parts_of_search(file):
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT * FROM search_index_data ORDER BY id").fetchall()


def test_a_signal_ends_the_rebuilding_of_a_file_which_stays_as_it_was(tmp_path):
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA auto_vacuum = 0")
        connection.execute("CREATE TABLE made (early)")
        connection.execute("DROP TABLE made")
    store = Store(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE large (text TEXT)")
        connection.execute(
            "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 600000)"
            "INSERT INTO large SELECT printf('%0100d', n) FROM n"
        )
    alarm = Timer(0.01, os.kill, (os.getpid(), signal.SIGTERM))  # the rebuilding takes many times as long
    driver = store._connection.connection.dbapi_connection
    driver.set_trace_callback(lambda statement: statement == "VACUUM" and alarm.start())
    with pytest.raises(SystemExit, match=f"^{128 + signal.SIGTERM}$"), reporting_signals("prune"):
        settle(store._connection, rebuild=True)
    assert store.start_run("here", NEW) == 1
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
