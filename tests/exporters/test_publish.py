"""Feeds that a watch publishes, read again."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.dedup.policy import Policies
from newsfeed.exporters.publication import Publication
from newsfeed.exporters.publish import FILES, PublishedFeeds, file_name, single_feed_name, write_feed
from newsfeed.formats import parse
from newsfeed.formats.opml import Outline, outlines
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.article import Reading, load
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
            replace(article("https://a.example/", "copy", STORM, POWER, day=3), title="storm"),
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
    list(PublishedFeeds(tmp_path / "out", 10).write(store))
    inner = tmp_path / "out" / "World" / file_name("Sea & <sky>")
    for name in FILES:
        assert titles(tmp_path / "out" / name) == ["school", "storm"]
        assert titles(tmp_path / "out" / "World" / name) == ["school", "storm"]
        assert titles(inner / name) == ["school"]


def test_only_the_newest_stay(store, tmp_path):
    list(PublishedFeeds(tmp_path, 1).write(store))
    assert titles(tmp_path / "feed.atom") == ["storm"]  # the copy: the story itself is older


def test_an_entry_tells_what_was_read_before_and_where(store, tmp_path):
    list(PublishedFeeds(tmp_path, 10).write(store))
    school, storm = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))["items"]
    assert SCHOOL in school["content_html"]
    assert POWER not in school["content_html"]
    linked = 'news.example.org: <a href="https://news.example.org/storm">storm</a>'
    assert f"% read before, in {linked}" in school["content_html"]
    [source] = school["_newsfeed"]["read_before"]
    assert (source["title"], source["url"]) == ("storm", "https://news.example.org/storm")
    assert source["share"] == pytest.approx(1 - school["_newsfeed"]["novelty"], abs=0.02)
    assert "read before" not in storm["content_html"]
    assert storm["_newsfeed"]["novelty"] == 1.0


@pytest.mark.parametrize("format_", FILES.values())
def test_a_summary_has_only_what_stays(format_):
    footer = "Did you like this story? Pass it on to a friend who would, too."
    paragraphs = [Paragraph(STORM), Paragraph(POWER, status="duplicate"), Paragraph(footer, status="boilerplate")]
    stored = replace(
        article("https://a.example/", "storm", day=1), summary=f"{STORM} {POWER} {footer}", paragraphs=paragraphs
    )
    file = io.BytesIO()
    write_feed(file, format_, [stored], Policies(), {})
    [entry] = parse(file.getvalue()).entries
    assert entry.summary.value == STORM
    assert stored.summary != STORM


def test_with_the_policy_mark_repeated_paragraphs_stay(store, tmp_path):
    list(PublishedFeeds(tmp_path, 10, "mark").write(store))
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


def names(folder):
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def single_feed(folder, scope):
    return folder / "feeds" / single_feed_name(scope)


def test_each_subscription_has_a_feed_of_its_own(store, tmp_path):
    list(PublishedFeeds(tmp_path / "out", 10).write(store))
    assert titles(single_feed(tmp_path / "out", "https://a.example/")) == ["storm"]
    assert titles(single_feed(tmp_path / "out", "https://b.example/")) == ["school"]


def test_only_changed_and_missing_feeds_of_subscriptions_are_written_anew(store, tmp_path):
    list(PublishedFeeds(tmp_path, 10).write(store))
    files = [single_feed(tmp_path, f"https://{name}.example/") for name in "ab"]
    for file in files:
        file.write_text("old")
    list(PublishedFeeds(tmp_path, 10).write(store, {"https://b.example/"}))
    assert files[0].read_text() == "old"
    files[0].unlink()
    list(PublishedFeeds(tmp_path, 10).write(store, set()))
    assert titles(files[0]) == ["storm"]
    assert titles(files[1]) == ["school"]


def test_of_the_first_reading_of_a_feed_the_newest_ten_enter_merged_feeds_and_its_own_has_all(store, tmp_path):
    texts = [f"Story number {number} tells of harbour {number} and its {number} boats." for number in range(40)]
    url = "https://c.example/"
    store.subscribe(Subscription(0, url, url, NOW, folder=("World",)))
    first = [article(url, f"first{day}", texts[day], day=day) for day in range(5, 30)]
    later = article(url, "later", texts[30], day=4)
    later.fetched = "2024-06-02T00:00:00+00:00"
    take_in(store, [*first, later])
    list(judge_pending(store))
    list(PublishedFeeds(tmp_path, 100).write(store))
    merged = [f"first{day}" for day in range(29, 19, -1)] + ["later", "school", "storm"]
    assert titles(tmp_path / "feed.atom") == titles(tmp_path / "World" / "feed.rss") == merged
    assert titles(single_feed(tmp_path, url)) == [f"first{day}" for day in range(29, 4, -1)] + ["later"]


def test_entries_without_a_date_do_not_come_first(store, tmp_path):
    undated = article("https://a.example/", "undated", "Nobody knows when the lighthouse keeper wrote this.", day=1)
    undated.published, undated.fetched = None, "2030-01-01T00:00:00+00:00"
    take_in(store, [undated])
    list(judge_pending(store))
    list(PublishedFeeds(tmp_path, 10).write(store))
    for name in FILES:
        assert titles(tmp_path / name) == ["school", "storm", "undated"]


def test_folded_feeds_have_the_copies_too(store, tmp_path):
    list(PublishedFeeds(tmp_path, 10, "fold").write(store))
    copy = json.loads((tmp_path / "feed.json").read_text(encoding="utf-8"))["items"][0]
    assert copy["url"].endswith("copy")
    assert copy["content_html"].count('Read before in <a href="https://news.example.org/storm">storm</a>') == 2


def test_a_page_links_to_every_feed(store, tmp_path):
    tmp_path = tmp_path / "out"
    list(PublishedFeeds(tmp_path, 10).write(store))
    page = lxml.html.parse(tmp_path / "index.html").getroot()
    links = [unquote(link) for link in page.xpath("//a/@href")]
    assert sorted(link for link in links) == [name for name in names(tmp_path) if name != "index.html"]
    assert "subscriptions.opml" not in names(tmp_path)


def test_with_an_address_feeds_link_to_themselves_and_readers_get_a_list(store, tmp_path):
    tmp_path = tmp_path / "out"
    publication = Publication("Mine <b>", "https://me.example/news/")
    list(PublishedFeeds(tmp_path, 10, "drop", publication).write(store))
    a, b = sorted(outlines((tmp_path / "subscriptions.opml").read_bytes()), key=lambda each: each.url)
    assert a.url == f"https://me.example/news/feeds/{single_feed_name('https://a.example/')}"
    assert (a.folders, b.folders) == (("World",), ("World", "Sea & <sky>"))
    for name in names(tmp_path):
        if name.endswith(".atom"):
            feed = parse((tmp_path / name).read_bytes())
            assert unquote(feed.url) == f"https://me.example/news/{name}"
            assert feed.link == "https://me.example/news/"
    assert parse((tmp_path / "feed.atom").read_bytes()).title.value == "Mine <b>"
    assert "<title>Mine &lt;b&gt;</title>" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_folders_do_not_take_the_names_of_our_files(store, tmp_path):
    for number, folder in enumerate(("feeds", "Index.html", "SUBSCRIPTIONS.OPML", "feed.json")):
        url = f"https://{number}.example/"
        store.subscribe(Subscription(0, url, url, NOW, folder=(folder,)))
    list(PublishedFeeds(tmp_path, 10, "drop", Publication("Mine", "https://me.example/")).write(store))
    assert (tmp_path / "index.html").is_file()
    assert {each.suffix for each in (tmp_path / "feeds").iterdir()} == {".atom"}


@pytest.mark.parametrize("title", ["The <title> tag", "</b> & <i>", "5 &lt; 6", "a < b & c", "Storm"])
@pytest.mark.parametrize("format_", FILES.values())
def test_titles_that_look_like_markup_are_read_as_they_are(title, format_):
    file = io.BytesIO()
    stored = replace(article("https://a.example/", "storm", STORM, day=1), title=title, summary=f"{title} {STORM}")
    write_feed(file, format_, [stored], Policies(), {})
    [named] = load(parse(file.getvalue()), Reading("https://me.example/", remote=True, fetched=stored.fetched))
    assert named.article.title == title
    assert named.article.summary == f"{title} {STORM}"
