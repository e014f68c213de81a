"""Search in a store: what is found, and that the index follows every change."""

import re
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from databases import Stores, query, statements
from growth import grows_with_length_alone
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

from newsfeed.errors import NewsfeedError
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.pipelines.intake import take_in
from newsfeed.store import search
from newsfeed.store.index import words
from newsfeed.store.repository import Store
from newsfeed.text.normalise import normalise
from newsfeed.text.search_query import parse_query

NOW = datetime(2024, 5, 8, tzinfo=UTC)
ITEM = (
    "<item><guid>{slug}</guid><title>{title}</title><link>https://{site}/{slug}</link>"
    "<pubDate>{day:02} May 2024 08:00:00 GMT</pubDate><description><![CDATA[{text}]]></description></item>"
)
FEED = '<rss version="2.0"><channel><title>Sea</title><link>https://marlow.example/</link>{}</channel></rss>'
NEWS = [
    ("late", "The late ferry", "marlow.example", 1, "<p>The last boat left the harbour at nine.</p><p>Nobody.</p>"),
    ("tide", "Tides", "sea.marlow.example", 2, "<p>High water in the harbour at noon, on COVID-19 rules.</p>"),
    ("taiwan", "海峡渡轮停航", "dao.example", 3, "<p>臺灣海峽的渡輪週一停航，水務署發言人說明了原因。</p>"),
    ("cafe", "Un café", "marlow.example/", 4, "<p>Le café du port reste ouvert. Late in May, ferry crews come.</p>"),
]  # fmt: skip


def document(news):
    names = ("slug", "title", "site", "day", "text")
    return FEED.format("".join(ITEM.format(**dict(zip(names, each, strict=True))) for each in news))


def read(store, news):
    reading = Reading("https://marlow.example/feed", remote=True, fetched="2024-05-08T00:00:00+00:00")
    return [each.outcome for each in take_in(store, load(parse(document(news).encode()), reading))]


def finds(store, text):
    """Return what a query finds, oldest first."""
    with store._reading() as connection:
        total, hits = search.find(connection, parse_query(text, NOW), 100)
    assert total == len(hits)
    return hits[::-1]


def found(store, text):
    """Return the slugs of the articles that a query finds, oldest first."""
    return [re.sub(r".*/", "", hit.url) for hit in finds(store, text)]


@pytest.fixture
def store(store_url):
    opened = Store(store_url)
    read(opened, NEWS)
    list(opened.index_words())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("harbour", ["late", "tide"]),
        ("HARBOUR late", ["late"]),
        ("late ferry", ["late", "cafe"]),
        ('"late ferry"', ["late"]),
        ("harb*", ["late", "tide"]),
        ("harb", []),
        ("por", []),
        ("covid-19", ["tide"]),
        ("nine nobody", ["late"]),
        ('"nine nobody"', []),
        ("harbour -tides", ["late"]),
        ('late -"late ferry"', ["cafe"]),
        ("-harbour", ["taiwan", "cafe"]),
        ("cafe", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("渡轮", ["taiwan"]),
        ("渡輪", ["taiwan"]),
        ("台灣海峽", ["taiwan"]),
        ("海峡渡轮", ["taiwan"]),
        ("署", ["taiwan"]),
        ("因", ["taiwan"]),
        ("停航水", ["taiwan"]),
        ("航停", []),
        ("渡 轮", ["taiwan"]),
        ("harbour site:marlow.example", ["late", "tide"]),
        ("harbour -site:sea.marlow.example", ["late"]),
        ("site:example", ["late", "tide", "taiwan", "cafe"]),
        ("site:low.example", []),
        ("since:2024-05-03", ["taiwan", "cafe"]),
        ("since:5d -port", ["taiwan"]),
        ("lang:zh", ["taiwan"]),
        ("ferry -lang:zh", ["late", "cafe"]),
    ],
)
def test_what_a_query_finds(store, text, slugs):
    assert found(store, text) == slugs


@pytest.mark.parametrize("link", ["javascript:alert(1)", "", "https://[", "/news/1"])
@pytest.mark.parametrize("feed", ["https://news.marlow.example/feed?x=1", "https://www.marlow.example"])
def test_an_article_without_an_address_of_its_own_is_of_the_site_of_its_feed(store_url, feed, link):
    item = (
        f"<item><guid>n1</guid><title>Otters</title><link>{link}</link><description>Otters swim.</description></item>"
    )
    store = Store(store_url)
    take_in(
        store,
        load(
            parse(FEED.format(item).replace("https://marlow.example/", "").encode()),
            Reading(feed, remote=True, fetched="2024-05-08T00:00:00+00:00"),
        ),
    )
    list(store.index_words())
    assert len(finds(store, "otters site:marlow.example")) == 1
    assert len(finds(store, "otters site:otherlow.example")) == len(finds(store, "otters site:low.example")) == 0
    assert len(finds(store, "otters -site:marlow.example")) == 0
    store.close()


def test_the_text_of_a_revision_replaces_the_one_before(store):
    changed = [(NEWS[0][0], "The early ferry", *NEWS[0][2:4], "<p>The first boat left at five.</p>"), *NEWS[1:]]
    assert read(store, changed).count("revised") == 1
    assert found(store, "five") == ["late"]
    assert found(store, "early") == ["late"]
    assert found(store, "nine") == []
    assert found(store, "late") == ["cafe"]
    assert rows(store) == 4


def test_new_articles_are_found_at_once(store):
    read(store, [("seal", "Seals", "marlow.example", 6, "<p>Two seals on the quay.</p>")])
    assert found(store, "seals quay") == ["seal"]


def test_a_dropped_article_is_not_found(store):
    store.set_dropped({1: "--drop ferry"})
    assert found(store, "late") == ["cafe"]


def rows(store):
    """Return the number of articles that have tokens in the index."""
    url = store._engine.url
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        [(count,)] = query(plain, "SELECT count(*) FROM search_index")
        return count
    with sqlite3.connect(url.database) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.tokens USING fts5vocab(main, search_index, instance)")
        return connection.execute("SELECT count(DISTINCT doc) FROM temp.tokens").fetchone()[0]


def test_a_store_without_an_index_says_how_to_build_it_and_crawls_cost_nothing(store_url):
    store = Store(store_url)
    read(store, NEWS)
    with pytest.raises(NewsfeedError, match="index' builds it"):
        found(store, "harbour")
    assert store.size_of_search() == 0
    with store._reading() as connection:
        assert not any(name.startswith("search") for name in inspect(connection).get_table_names())
    store.close()


def test_what_changes_while_the_index_is_built_is_in_it_once(store_url, monkeypatch):
    monkeypatch.setattr(search, "_PARAGRAPHS_AT_ONCE", 1)
    store = Store(store_url)
    read(store, NEWS)
    batches = store.index_words()
    assert [next(batches), next(batches)] == [1, 1]  # interrupted after two of four
    with pytest.raises(NewsfeedError, match="index"):
        found(store, "harbour")
    early = (NEWS[0][0], "The early ferry", *NEWS[0][2:4], "<p>The first boat left at five.</p>")
    dao = (*NEWS[2][:4], "<p>渡輪復航。</p>")
    read(store, [early, NEWS[1], dao, NEWS[3], ("seal", "Seals", "marlow.example", 6, "<p>Two seals.</p>")])
    assert sum(store.index_words()) == 3
    assert found(store, "five") == ["late"]
    assert found(store, "nine") == found(store, "停航水") == []
    assert found(store, "复航") == ["taiwan"]
    assert found(store, "seals") == ["seal"]
    assert rows(store) == 5
    store.close()


def test_an_index_of_another_version_is_given_up_at_the_next_change(store, monkeypatch):
    monkeypatch.setattr(search, "VERSION", 99)
    with pytest.raises(NewsfeedError, match="index' builds it"):
        found(store, "harbour")
    read(store, [("seal", "Seals", "marlow.example", 6, "<p>Two seals on the quay.</p>")])
    monkeypatch.undo()
    with pytest.raises(NewsfeedError, match="index' builds it"):
        found(store, "harbour")
    list(store.index_words())
    assert found(store, "seals") == ["seal"]


@given(st.text())
def test_any_text_is_a_query(any_store, text):
    with suppress(NewsfeedError):
        found(any_store, text)


@pytest.mark.parametrize(
    "text",
    ['"', "'", '"*', "a* OR", "AND NOT NEAR(", "words:a ^a", "a\x00b", "\ud800", "%_", "a" * 100_000, "海" * 100_000,
     '"' + "a b " * 20_000, "-" * 1000, ") OR 1=1 --", "site:'", "site:%", "lang:\\", "ſ", "𠮷野家", "กำลัง"],
)  # fmt: skip
def test_what_could_be_syntax_is_text(any_store, text):
    with suppress(NewsfeedError):
        found(any_store, text)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def any_stores(request):
    with Stores(request.param) as opened:
        yield opened


@pytest.fixture(scope="module")
def bare_url(any_stores):
    return any_stores.url()


@pytest.fixture(scope="module")
def any_store(any_stores):
    opened = any_stores.open(any_stores.url())
    read(opened, NEWS)
    list(opened.index_words())
    return opened


@given(st.text(alphabet="台灣港口渡轮ab1 ，", min_size=1, max_size=30), st.data())
def test_every_part_of_a_text_finds_it(bare_url, text, data):
    """As long as words are whole: letters beside the part would make other words."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    cut = any(
        left.isascii() and left.isalnum() and right.isascii() and right.isalnum()
        for left, right in ((text[start - 1 : start], part[0]), (part[-1], text[end : end + 1]))
    )
    if cut or not normalise(part):
        return
    [term] = parse_query(f'"{part}"', NOW).terms
    with statements(bare_url) as connection:
        words.create(connection)
        words.add(connection, [(7, ["Title", text])])
        assert connection.execute(words.holding(term)).scalars().all() == [7]
        words.remove(connection, [(7, ["Title", text])])
        assert connection.execute(words.holding(term)).scalars().all() == []


def test_the_cost_of_a_phrase_is_proportional_to_its_length():
    def parsed(size):
        query = parse_query(" ".join(['"' + "海" * (size // 50) + '"'] * 50), NOW)
        return [term.tokens for term in query.terms]

    assert grows_with_length_alone(parsed, 10_000)


def test_an_sqlite_without_the_module_says_what_is_needed(tmp_path, monkeypatch):
    monkeypatch.setitem(words._CREATE, "sqlite", [words._CREATE["sqlite"][0].replace("fts5", "fts0")])
    store = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    with pytest.raises(NewsfeedError, match="no such module: fts0; search needs an SQLite with FTS5"):
        list(store.index_words())
    store.close()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (" ".join(f"w{number:x}" * 9 for number in range(40_000)), '"w9c3fw9c3fw9c3fw9c3fw9c3fw9c3fw9c3fw9c3fw9c3f"'),
        ("海" * 3000, "海" * 900),
        ("x" * 3000, "x" * 600 + "*"),
        (f"{'y' * 600}z", f"{'y' * 600}z"),
        ("a b " * 20_000 + "the very end", '"very end"'),
    ],
)
def test_what_is_larger_than_a_database_likes_is_found(store, text, asked):
    read(store, [("large", "Large", "marlow.example", 6, f"<p>{text}</p>")])
    assert found(store, asked) == ["large"]
    assert found(store, f"{asked[:-1]}q{asked[-1:]}") == []
    assert found(store, f"-{asked}") == ["late", "tide", "taiwan", "cafe"]


def test_a_name_is_found_in_its_possessive_and_a_noun_behind_an_elided_article(store_url):
    store = Store(store_url)
    texts = [
        "Nobody knew Calder’s boat.",
        "It was O'Brien's idea, and nobody's fault.",
        "L’eau de l'été monte à Calderon.",
    ]
    read(store, [(f"{at}", f"Title {at}", "marlow.example", at + 1, f"<p>{text}</p>") for at, text in enumerate(texts)])
    list(store.index_words())
    asked = ("calder", "calder's", '"calder’s boat"', "o'brien", "eau", "l'été", "été", "nobody", "-calder nobody", "s")
    assert [found(store, each) for each in asked] == [
        ["0"], ["0"], ["0"], ["1"], ["2"], ["2"], ["2"], ["0", "1"], ["1"], ["0", "1"],
    ]  # fmt: skip
    assert [hit.excerpt for hit in finds(store, "boat")] == ["Nobody knew Calder’s boat."]
    assert [hit.excerpt for hit in finds(store, "o'brien's")] == [texts[1]]
    store.close()
