"""Feeds that a watch publishes, read again."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.exporters.publish import FILES, file_name, publish
from newsfeed.formats import parse
from newsfeed.formats.opml import Outline
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Subscription

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
POWER = "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement."
SCHOOL = "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring."
NOW = datetime(2024, 1, 5, tzinfo=UTC)


def article(feed, name, *paragraphs, day):
    return Article(
        id=article_id(feed, name),
        title=name,
        url=f"https://news.example.org/{name}",
        published=f"2024-01-{day:02}T08:00:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(feed),
        paragraphs=[Paragraph(text) for text in paragraphs],
    )


@pytest.fixture
def store(tmp_path):
    """Give a store with two subscriptions, in a folder and in one below it."""
    opened = Store(f"sqlite:///{tmp_path}/newsfeed.db")
    for url, folder in (("https://a.example/", ("World",)), ("https://b.example/", ("World", "Sea & <sky>"))):
        opened.subscribe(Subscription(0, url, url, NOW, folder=folder))
    take_in(
        opened,
        [
            article("https://a.example/", "storm", STORM, POWER, day=1),
            article("https://a.example/", "copy", STORM, POWER, day=3),
            article("https://b.example/", "school", SCHOOL, POWER, day=2),
            article("elsewhere.xml", "other", "Nothing that a subscription has brought stands in here.", day=4),
        ],
    )
    list(judge_pending(opened))
    yield opened
    opened.close()


def titles(file):
    feed = parse(file.read_bytes())
    assert feed.error is None
    assert feed.problems == []
    return [entry.title.value for entry in feed.entries]


def test_all_and_each_folder_in_each_format(store, tmp_path):
    list(publish(store, tmp_path / "out", 10))
    inner = tmp_path / "out" / "World" / file_name("Sea & <sky>")
    for name in FILES:
        assert titles(tmp_path / "out" / name) == ["school", "storm"]
        assert titles(tmp_path / "out" / "World" / name) == ["school", "storm"]
        assert titles(inner / name) == ["school"]


def test_only_the_newest_stay(store, tmp_path):
    list(publish(store, tmp_path, 1))
    assert titles(tmp_path / "feed.atom") == ["school"]


def test_an_entry_tells_what_was_read_before_and_where(store, tmp_path):
    list(publish(store, tmp_path, 10))
    school, storm = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))["items"]
    assert SCHOOL in school["content_html"]
    assert POWER not in school["content_html"]
    assert '% read before, in <a href="https://news.example.org/storm">storm</a>' in school["content_html"]
    [source] = school["_newsfeed"]["read_before"]
    assert (source["title"], source["url"]) == ("storm", "https://news.example.org/storm")
    assert source["share"] == pytest.approx(1 - school["_newsfeed"]["novelty"], abs=0.02)
    assert "read before" not in storm["content_html"]
    assert storm["_newsfeed"]["novelty"] == 1.0


def test_with_the_policy_mark_repeated_paragraphs_stay(store, tmp_path):
    list(publish(store, tmp_path, 10, policy="mark"))
    school, _ = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))["items"]
    assert POWER in school["content_html"]


@given(st.text(max_size=90))
@settings(max_examples=100)
def test_any_folder_has_a_name_that_a_file_may_have(folder):
    name = file_name(folder)
    assert 0 < len(name) < 80
    assert not set(name) & set('/\\\0:*?"<>|')
    assert not name.startswith(".")
    assert name not in FILES


def test_folders_of_other_names_have_other_directories():
    names = ["Sea", "sea/", "sea?", "..", ".", "", "feed.rss", "x" * 90, "x" * 91, Outline("").url]
    assert len({file_name(name).casefold() for name in names}) == len(set(names))
