"""False dates: a feed that copies an article of another one and dates it back takes nothing away."""

import json
from datetime import UTC, datetime

import pytest

from newsfeed.store.repository import Store

START = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
BODY = (
    "The harbour office closes the old quay from Monday, because two of its piles have given way under the weight of"
    " the new crane. Ships of more than forty metres berth at the coal pier until the piles are replaced, which will"
    " take until autumn, and the night ferry leaves from the fish market. The council has set aside four hundred"
    " thousand crowns for the work, and asks everybody who keeps a boat at the quay to move it by Sunday evening."
)


def rss(name, *entries):
    items = "".join(
        f"<item><guid>{name} {title}</guid><title>{title}</title><link>https://{name}.example/{len(title)}</link>"
        f"{f'<pubDate>{date}</pubDate>' if date else ''}<description>{text}</description></item>"
        for title, date, text in entries
    )
    return (
        f'<rss version="2.0"><channel><title>{name}</title><link>https://{name}.example/</link>{items}</channel></rss>'
    )


OLD = ("Tides of the week", "Thu, 30 May 2024 10:00:00 GMT", "High water comes twenty minutes later each day.")
QUAY = ("The old quay closes", "Sat, 01 Jun 2024 13:00:00 GMT", BODY)


def copied(date):
    return ("The old quay closes", date, BODY)


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 1990 00:00:00 GMT", "Tue, 01 Mar 2011 09:00:00 GMT", "Thu, 23 May 2024 09:00:00 GMT"]
)
def test_a_copy_with_a_false_date_takes_no_article_away(play, tmp_path, date):
    own, other = rss("a", QUAY, OLD), rss("b", copied(date), OLD)
    play(
        tmp_path,
        START,
        2,
        {
            "/a": [[0, {"body": rss("a", OLD)}], [3600, {"body": own}]],
            "/b": [[0, {"body": rss("b", OLD)}], [40_000, {"body": other}]],
        },
    )
    assert kept(tmp_path, "quay") == {"a.example": False, "b.example": True}


@pytest.mark.parametrize("date", ["Mon, 01 Jan 1990 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_nor_does_one_in_the_first_poll_of_its_feed(play, tmp_path, date):
    play(
        tmp_path, START, 2, {"/a": [[0, {"body": rss("a", QUAY)}]], "/b": [[40_000, {"body": rss("b", copied(date))}]]}
    )
    assert kept(tmp_path, "quay") == {"a.example": False, "b.example": True}


def test_an_article_of_the_future_is_read_when_it_is_brought(play, tmp_path):
    future = rss("a", ("The old quay closes", "Sat, 01 Jun 2030 13:00:00 GMT", BODY))
    own = rss("b", copied("Sun, 02 Jun 2024 13:00:00 GMT"))
    play(tmp_path, START, 3, {"/a": [[0, {"body": future}]], "/b": [[100_000, {"body": own}]]})
    assert kept(tmp_path, "quay") == {"a.example": False, "b.example": True}


def test_impossible_dates_are_named(scrapy, served, tmp_path):
    folder, address = served
    entries = [
        copied("Mon, 01 Jan 1990 00:00:00 GMT"),
        ("Ahead", "Sun, 01 Jun 2031 13:00:00 GMT", "Ahead of time."),
        OLD,
    ]
    (folder / "feed.xml").write_text(rss("b", *entries), encoding="utf-8")
    url = f"{address}/feed.xml"
    remark = f"{url}: 2 entries with an impossible date, before 1995 or in the future"
    assert remark in scrapy("crawl", "feeds", "-a", f"source={url}").stderr
    scrapy("feeds", "add", url)
    assert "2 with an impossible date, before 1995 or in the future" in scrapy("feeds", "list").stdout
    assert [each["impossible_dates"] for each in json.loads(scrapy("feeds", "list", "--json").stdout)] == [2]


def test_a_round_names_impossible_dates(scrapy, served):
    folder, address = served
    (folder / "feed.xml").write_text(rss("b", copied("Mon, 01 Jan 1990 00:00:00 GMT"), OLD), encoding="utf-8")
    scrapy("feeds", "add", f"{address}/feed.xml")
    assert "feed.xml: 1 entry with an impossible date" in scrapy("watch", "--once").stderr


def test_files_may_be_of_any_time(scrapy, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(rss("a", QUAY), encoding="utf-8")
    (tmp_path / "in" / "b.xml").write_text(rss("b", copied("Mon, 01 Jan 1990 00:00:00 GMT")), encoding="utf-8")
    assert "impossible date" not in scrapy("crawl", "feeds", "-a", f"source={tmp_path / 'in'}").stderr
    assert kept(tmp_path, "quay") == {"a.example": True, "b.example": False}


@pytest.mark.parametrize("date", ["Mon, 01 Jan 1990 00:00:00 GMT", "Tue, 01 Mar 2011 09:00:00 GMT"])
def test_crawls_one_after_another_are_polls_too(scrapy, served, tmp_path, date):
    folder, address = served
    (tmp_path / "feeds.txt").write_text(f"{address}/a.xml\n{address}/b.xml\n", encoding="utf-8")
    source = f"source={tmp_path / 'feeds.txt'}"
    (folder / "a.xml").write_text(rss("a", QUAY, OLD), encoding="utf-8")
    (folder / "b.xml").write_text(rss("b", OLD), encoding="utf-8")
    scrapy("crawl", "feeds", "-a", source)
    (folder / "b.xml").write_text(rss("b", OLD, copied(date)), encoding="utf-8")
    scrapy("crawl", "feeds", "-a", source)
    assert kept(tmp_path, "quay") == {"a.example": False, "b.example": True}


def kept(folder, word):
    """Return whether the articles with a word in their title are copies, by their site."""
    store = Store(f"sqlite:///{folder}/newsfeed.db")
    found = [each for each in store.articles(store.select()) if word in (each.title or "")]
    store.close()
    return {each.site: each.duplicate_of is not None for each in found}
