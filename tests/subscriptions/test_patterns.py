"""Patterns that keep and drop articles: words, and regular expressions in bounded time."""

import time

import pytest

from newsfeed.errors import NewsfeedError
from newsfeed.items import Article, Paragraph
from newsfeed.subscriptions.patterns import LONGEST_PATTERN, checked_patterns, drop_reason, parse_pattern


def article(title="", text="", authors=(), categories=()):
    return Article(title=title, paragraphs=[Paragraph(text)], authors=list(authors), categories=list(categories))


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("golf", "Golf today", "Golfing today"),
        ("golf tennis", "a tennis court", "table football"),
        ("GOLF", "about golf.", "gol f"),
        ("café", "The CAFÉ opens", "cafés"),
        ("don't", "I don’t know", "I do not know"),
        ("u.s.", "The U.S. says", "us and them"),
        ("足球", "昨晚的足球比赛", "足 与球拍"),
        ("體育 足球", "体育新闻", "经济新闻"),
        ("iphone", "新iPhone手机", "iphones"),
        ("/^the .*sails$/", "The ferry sails", "Why the ferry sails"),
        (r"/\bgolf\b/", "GOLF!", "golfer"),
        ("/足球|籃球/", "昨晚的足球", "體育"),
        ("/a b", "x /a/ b", "nothing"),
    ],
)
def test_patterns_match_words_or_expressions(pattern, matching, other):
    assert parse_pattern(pattern).matches(article(matching))
    assert not parse_pattern(pattern).matches(article(other))


def test_a_pattern_is_matched_against_each_part_or_the_one_it_names():
    parts = [article(title="golf"), article(text="golf"), article(authors=["Golf"]), article(categories=["Golf"])]
    assert all(parse_pattern("golf").matches(each) for each in parts)
    for place, name in enumerate(("title", "text", "author", "category")):
        for pattern in (f"{name}:golf", f"{name}: /^golf$/"):
            assert [parse_pattern(pattern).matches(each) for each in parts] == [at == place for at in range(4)]


def test_an_article_is_dropped_by_a_drop_pattern_or_for_want_of_a_keep_pattern():
    ferry, golf, both = article("The ferry"), article("Golf"), article("Golf on a ferry")
    reasons = [drop_reason(each, ["ferry", "/tides?/"], ["golf"]) for each in (ferry, golf, both, article("Rain"))]
    assert reasons == [None, "--drop golf", "--drop golf", "no match for --keep ferry, /tides?/"]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("/(/", "missing )"),
        ("/[/", "missing ]"),
        ("/*/", "no argument"),
        (r"/(a)\1/", "invalid escape sequence"),
        ("/(?=a)/", "invalid perl operator"),
        ("/((a{100}){100}){100}/", "invalid repetition size"),
        ("title:/(/", "missing )"),
        ("//", "empty"),
        ("!!!", "needs a word"),
        ("title: …", "needs a word"),
        ("two\nlines", "one line"),
        ("x" * (LONGEST_PATTERN + 1), "characters"),
    ],
)
def test_a_pattern_that_is_not_valid_is_refused_in_one_line(pattern, reason, capfd):
    with pytest.raises(NewsfeedError) as error:
        checked_patterns("--drop", [pattern])
    assert reason in str(error.value)
    assert str(error.value).startswith("--drop ")
    assert "\n" not in str(error.value)
    assert capfd.readouterr() == ("", "")


def test_too_many_patterns_are_refused():
    with pytest.raises(NewsfeedError, match="up to 100"):
        checked_patterns("--keep", [f"word{n}" for n in range(101)])


@pytest.mark.parametrize(
    "pattern", ["/(a+)+$/", "/(a|aa)+$/", "/(x+x+)+y/", "/^(([a-z])+.)+[A-Z]([a-z])+$/", "/(.*,){20}P/"]
)
def test_no_expression_takes_long(pattern):
    began = time.process_time()
    hostile = article("a" * 50_000 + "!", "x" * 200_000 + "," * 1000)
    assert parse_pattern(pattern).matches(hostile) in {True, False}
    assert time.process_time() - began < 10  # a backtracking engine takes years


def test_an_empty_pattern_stands_for_none():
    assert checked_patterns("--drop", ["", "golf", " golf "]) == ("golf",)


def test_texts_that_utf_8_cannot_hold_are_matched():
    assert parse_pattern("/golf/").matches(article("\ud800 golf"))
