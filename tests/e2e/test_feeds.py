"""``scrapy feeds``, and one round of ``scrapy watch``, from the command line."""

import json
import sqlite3
from urllib.parse import urlsplit

import pytest

from newsfeed.formats.opml import outlines

RSS = """<rss version="2.0"><channel><title>Harbour &amp; News</title><link>https://rss.example.org/</link>
<item><guid>1</guid><title>The ferry sails</title><pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate>
<description>The night ferry sails again from Friday, when the last of the ice is gone from the outer harbour.
</description></item></channel></rss>"""
PAGE = """<!DOCTYPE html><title>Harbour</title>
<link rel="alternate" type="application/rss+xml" href="gone.xml">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" href="/comments.xml">"""


@pytest.fixture
def site(served):
    folder, address = served
    (folder / "feed.xml").write_text(RSS, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder, address


@pytest.fixture
def listed(scrapy):
    """List the subscriptions."""
    return lambda: json.loads(scrapy("feeds", "list", "--json").stdout)


def opml(*addresses):
    listing = "".join(f'<outline text="Feed &lt;{n}&gt;" xmlUrl="{url}"/>' for n, url in enumerate(addresses))
    folders = f'<outline text="World"><outline text="Sea">{listing}</outline></outline>'
    return f'<opml version="2.0"><body>{folders}</body></opml>'


def test_a_feed_is_added_by_its_address_or_by_a_page(scrapy, listed, site):
    _, address = site
    assert scrapy("feeds", "add", f"{address}/feed.xml").stdout == f"added: {address}/feed.xml (Harbour & News)\n"
    assert scrapy("feeds", "add", f"{address}/page.html").stdout.startswith(f"already there: {address}/feed.xml")
    [feed] = listed()
    assert (feed["url"], feed["title"], feed["state"]) == (f"{address}/feed.xml", "Harbour & News", "new")
    assert feed["site"] == "https://rss.example.org/"
    assert "Harbour & News" in scrapy("feeds", "list").stdout


def test_a_page_that_forwards_is_followed(scrapy, listed, site):
    folder, address = site
    (folder / "old.html").write_text('<html><meta http-equiv="refresh" content="0; url=page.html">Moved')
    assert scrapy("feeds", "add", f"{address}/old.html").stdout.startswith(f"added: {address}/feed.xml")


def test_what_leads_to_no_feed_is_not_added(scrapy, listed, site):
    folder, address = site
    (folder / "empty.html").write_text("<!DOCTYPE html><title>Nothing</title>", encoding="utf-8")
    done = scrapy("feeds", "add", f"{address}/none.xml", f"{address}/empty.html", code=1)
    assert f"{address}/none.xml: not added: not found (404)" in done.stderr
    assert f"{address}/empty.html: not added: an HTML page, not a feed" in done.stderr
    scrapy("feeds", "add", f"{address}/none.xml", f"{address}/feed.xml")
    assert len(listed()) == 1


def test_an_empty_list_says_how_to_begin(scrapy):
    done = scrapy("feeds", "list")
    assert len(done.stdout.splitlines()) == 1
    assert "no subscriptions yet" in done.stderr
    assert "feeds add URL" in done.stderr


def test_a_list_keeps_its_folders_in_and_out(scrapy, listed, tmp_path):
    file, out = tmp_path / "in.opml", tmp_path / "out.opml"
    file.write_text(opml("https://a.example/feed?x=1&amp;y=2", "https://b.example/feed", "ftp://c.example/"))
    done = scrapy("feeds", "import", file)
    assert done.stdout.count("added: ") == 2
    assert f"{file}: left out: Feed <2>: ftp://c.example/: not a web address\n" in done.stderr
    assert done.stderr.endswith(f"{file}: 2 added, 0 already there, 1 left out\n")
    assert [feed["folder"] for feed in listed()] == [["World", "Sea"]] * 2
    scrapy("feeds", "export", out)
    again = outlines(out.read_bytes())
    assert [(each.url, each.title, each.folders) for each in again] == [
        ("https://a.example/feed?x=1&y=2", "Feed <0>", ("World", "Sea")),
        ("https://b.example/feed", "Feed <1>", ("World", "Sea")),
    ]
    assert scrapy("feeds", "export").stdout.encode() == out.read_bytes()
    assert scrapy("feeds", "import", out).stdout.count("already there: ") == 2


def test_an_import_names_whatever_it_leaves_out(scrapy, listed, tmp_path):
    file = tmp_path / "in.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="Folder" type="rss"><outline text="No address" type="rss"/>'
        '<outline text="A" xmlUrl="feed://a.example/rss"/><outline text="B" xmlUrl="feed:https://b.example/rss"/>'
        '<outline text="A again" xmlUrl="http://a.example/rss"/></outline></body></opml>'
    )
    done = scrapy("feeds", "import", file)
    assert done.stderr == (f"{file}: left out: No address: no address\n{file}: 2 added, 1 already there, 1 left out\n")
    assert {feed["url"] for feed in listed()} == {"http://a.example/rss", "https://b.example/rss"}


def test_a_feed_is_added_without_a_scheme_or_with_that_of_feeds(scrapy, listed, site):
    _, address = site
    bare = address.removeprefix("http://")
    assert scrapy("feeds", "add", f"{bare}/page.html").stdout.startswith(f"added: {address}/feed.xml")
    assert scrapy("feeds", "add", f"feed://{bare}/feed.xml").stdout.startswith(f"already there: {address}/feed.xml")
    done = scrapy("feeds", "add", f"{bare}/none.xml", "subscriptions.opml", code=2)
    assert "subscriptions.opml: neither a web address nor an OPML file" in done.stderr
    done = scrapy("feeds", "add", f"{bare}/none.xml", code=1)
    assert f"https://{bare}/none.xml: not added: " in done.stderr
    assert scrapy("feeds", "remove", f"{bare}/feed.xml").stdout.startswith("removed: ")


def test_a_list_on_the_web_is_added_too(scrapy, listed, site):
    folder, address = site
    (folder / "list.opml").write_text(opml("/feed.xml", "https://b.example/feed"))
    scrapy("feeds", "add", f"{address}/list.opml", "--folder", "Mine/Own")
    assert {feed["url"] for feed in listed()} == {f"{address}/feed.xml", "https://b.example/feed"}
    assert [feed["folder"] for feed in listed()] == [["Mine", "Own"]] * 2


def test_options_are_kept_and_changed(scrapy, listed, site):
    _, address = site
    url = f"{address}/feed.xml"
    scrapy("feeds", "add", url, "--least", "2h", "--user-agent", "reader/1")
    scrapy("feeds", "add", url, "--most", "3d")
    [feed] = listed()
    assert (feed["least"], feed["most"], feed["user_agent"]) == (7200.0, 3 * 86400.0, "reader/1")
    scrapy("feeds", "add", url, "--most", "1h", code=2)


def test_pausing_resuming_removing(scrapy, listed, tmp_path):
    file = tmp_path / "in.opml"
    file.write_text(opml("https://a.example/feed", "https://b.example/feed"))
    scrapy("feeds", "import", file)
    scrapy("feeds", "pause", "https://a.example/feed")
    assert [(feed["state"], feed["next_due"] is None) for feed in listed()] == [("paused", True), ("new", False)]
    scrapy("feeds", "resume", "https://a.example/feed")
    scrapy("feeds", "remove", "https://b.example/feed")
    assert [(feed["url"], feed["state"]) for feed in listed()] == [("https://a.example/feed", "new")]


def test_credentials_are_shown_nowhere(scrapy, listed, site, tmp_path):
    _, address = site
    url = f"http://me:s%20cret@{urlsplit(address).netloc}/feed.xml"
    shown = [scrapy("feeds", "add", url, "-L", "DEBUG"), scrapy("feeds", "list"), scrapy("feeds", "export")]
    shown.append(scrapy("watch", "--once", "-L", "DEBUG"))
    shown.append(scrapy("feeds", "remove", url.replace("feed.xml", "other.xml"), code=2))
    for done in shown:
        assert "cret" not in done.stdout + done.stderr
    [feed] = listed()
    assert (feed["url"], feed["has_credentials"]) == (f"{address}/feed.xml", True)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["subscribe", "https://a.example/"],
        ["add"],
        ["add", "README.md"],
        ["add", "https://a.example/", "--least", "soon"],
        ["add", "https://a.example/", "--least", "2h", "--most", "1h"],
        ["add", "https://a.example/", "--user-agent", "two\nlines"],
        ["remove", "https://nobody.example/"],
    ],
)
def test_wrong_usage_is_one_line(scrapy, arguments):
    done = scrapy("feeds", *arguments, code=2)
    assert done.stderr.startswith("scrapy feeds: ")
    assert done.stderr.count("\n") == 1


def test_a_round_polls_what_is_due(scrapy, listed, site, tmp_path):
    folder, address = site
    scrapy("watch", "--once", code=2)
    file = tmp_path / "in.opml"
    file.write_text(opml(f"{address}/feed.xml", f"{address}/none.xml"))
    scrapy("feeds", "import", file)
    done = scrapy("watch", "--once", "-s", "NEWSFEED_HOST_DELAY=0")
    assert "polls               2  0 unchanged, 1 failed" in done.stderr
    assert "entries             1  1 new, 0 revised, 0 unchanged, 0 gone" in done.stderr
    assert f"  {address}/none.xml: not found (404)" in done.stderr
    assert {feed["state"] for feed in listed()} == {"ok", "failing"}
    assert "polls               0" in scrapy("watch", "--once").stderr
    (folder / "feed.xml").write_text(RSS.replace("Friday", "Sunday"), encoding="utf-8")
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        connection.execute("UPDATE subscriptions SET due = '2024-01-01T00:00:00.000+00:00' WHERE url LIKE '%feed.xml'")
    assert "1 revised" in scrapy("watch", "--once").stderr
    out = tmp_path / "out.jsonl"
    scrapy("export", out)
    [article] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (article["title"], article["revision"], article["feed"]["url"]) == (
        "The ferry sails",
        2,
        f"{address}/feed.xml",
    )
    assert "Sunday" in article["text"]


def test_a_round_that_reads_nothing_is_exit_code_1(scrapy, served, tmp_path):
    file = tmp_path / "in.opml"
    file.write_text(opml(f"{served[1]}/none.xml"))
    scrapy("feeds", "import", file)
    scrapy("watch", "--once", code=1)
