"""Queries as they are typed, and the tokens of texts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.errors import NewsfeedError
from newsfeed.text.search_query import MOST_TERMS, Term, excerpt, indexed, parse_query

NOW = datetime(2024, 5, 8, tzinfo=UTC)


def forms(text):
    query = parse_query(text, NOW)
    return [term.form for term in query.terms], [term.form for term in query.without]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("harbour ferry", ["harbour", "ferry"], []),
        ('"late ferry" tide', ["late ferry", "tide"], []),
        ("“late ferry” 「臺灣海峽」 «café noir»", ["late ferry", "台湾海峡", "cafe noir"], []),
        ('"never closed', ["never closed"], []),
        ('ferry -tide -"low water"', ["ferry"], ["tide", "low water"]),
        ("covid-19 - –", ["covid 19"], []),
        ("https://example.org/a?b=c", ["https example org a b c"], []),
        ("Ｆｅｒｒｙ ÉTÉ", ["ferry", "ete"], []),
        ("colour:red", ["colour red"], []),
    ],
)
def test_words_and_phrases(text, wanted, unwanted):
    assert forms(text) == (wanted, unwanted)


def test_conditions():
    query = parse_query("site:Example.org -site:other.example lang:zh since:7d 港口", NOW)
    assert (query.sites, query.without_sites, query.languages) == (("example.org",), ("other.example",), ("zh",))
    assert query.since == "2024-05-01T00:00:00+00:00"


@pytest.mark.parametrize("text", ["", " ", "!!!", "-", '""', "since:soon", " ".join("a" * 65)])
def test_what_asks_for_nothing_or_too_much_says_so_on_one_line(text):
    with pytest.raises(NewsfeedError) as raised:
        parse_query(text, NOW)
    assert "\n" not in str(raised.value)


def test_as_many_words_as_allowed():
    assert len(parse_query(" ".join("a" * MOST_TERMS), NOW).terms) == MOST_TERMS


@given(st.text())
def test_any_text_is_a_query_or_refused(text):
    try:
        query = parse_query(text, NOW)
    except NewsfeedError:
        return
    for term in (*query.terms, *query.without):
        assert term.tokens
        assert not set('"*()^:-+{}\x00') & set("".join(term.tokens))


def test_no_phrase_reaches_into_the_next_paragraph():
    tokens = indexed(["the sea", "dog barks", "渡轮", "停航"]).split(" ")
    assert tokens == ["the", "sea", "¶", "dog", "barks", "¶", "渡轮", "轮", "¶", "停航", "航"]


def test_an_excerpt_shows_whole_words_of_the_original():
    texts = ["A report on imports.", "The Pört of Marlow — closed.", "第一段。", "臺灣海峽的渡輪停航。"]
    assert excerpt(texts, [Term("port")]) == texts[1]
    assert excerpt(texts, [Term("台湾")]) == texts[3]
    assert excerpt(texts, [Term("nowhere")]) == texts[0]
    assert excerpt([], [Term("port")]) == ""
    assert excerpt(["x " * 300 + "port" + " y" * 300], [Term("port")]).startswith("…")
