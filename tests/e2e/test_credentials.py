"""User names and passwords in URLs, with an @ in both, are used for requests and shown nowhere."""

import base64
import json
import sqlite3

import pytest
from stage import answer

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.text.html.extract import paragraphs
from newsfeed.text.urls.canonical import canonical_url
from newsfeed.text.urls.credentials import (
    message_without_credentials,
    name_without_credentials,
    printable_store_url,
    split_credentials,
    without_credentials,
)

USER, PASSWORD = "mara@weir.example", "s@lmon:77"
LOGIN = f"{USER}:{PASSWORD}@"
SECRETS = ("mara", "weir.example", "s@lmon", "lmon:77", "salmonladder")
EXPECTED = b"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode())


def with_login(url):
    return url.replace("://", f"://{LOGIN}", 1)


def assert_shown_nowhere(*texts):
    for text in texts:
        assert [secret for secret in SECRETS if secret in text] == [], text


def rss(stage):
    link, image = with_login(stage.url("/news/1")), with_login(stage.url("/1.jpg"))
    return (
        f'<rss version="2.0"><channel><title>Weir</title><link>{with_login(stage.url("/news/"))}</link><item>'
        f'<guid>1</guid><title>Ladder</title><link>{link}</link><enclosure url="{image}" type="image/jpeg" length="9"/>'
        f"<description>&lt;p&gt;The ladder at the weir has eleven pools, and a &lt;a href='{link}'&gt;plan&lt;/a&gt; of"
        f" it hangs in the mill.&lt;/p&gt;&lt;img src='{image}'&gt;</description></item></channel></rss>"
    ).encode()


@pytest.fixture
def protected(stage):
    """A server that wants the login: a feed, a page that links to it, and a few failures."""

    def feed(asked):
        good = asked.headers.get("authorization") == EXPECTED
        yield answer(rss(stage), Content_Type="application/rss+xml") if good else answer(status="401 Unauthorized")

    stage.play("/feed", feed)
    stage.play("/gone", answer(status="404 Not Found"))
    stage.play("/away", answer(status="302 Found", Location="ftp://" + LOGIN + "elsewhere.example/"))
    link = f'<link rel="alternate" type="application/rss+xml" href="{with_login(stage.url("/missing"))}">'
    stage.play("/page", answer(f"<!DOCTYPE html><html>{link}</html>".encode(), Content_Type="text/html"))
    return stage


def contents(folder):
    return [path.read_bytes().decode("utf-8", "replace") for path in folder.rglob("*") if path.is_file()]


def test_a_crawl_uses_them_and_shows_them_nowhere(scrapy, protected, articles, tmp_path):
    urls = [with_login(protected.url(path)) for path in ("/feed", "/gone", "/away", "/page")]
    out = tmp_path / "out"
    out.mkdir()
    names = [out / f"all.{ending}" for ending in ("jsonl", "json", "csv", "xml", "rss", "atom", "jsonfeed")]
    outputs = [option for name in names for option in ("-O", name)]
    done = scrapy("crawl", "feeds", "-a", f"source={','.join(urls)}", *outputs, "-L", "DEBUG", "-s", "DOWNLOAD_DELAY=0")
    [article] = articles(names[0])
    assert article["feed"]["url"] == protected.url("/feed")
    assert article["url"] == protected.url("/news/1")
    for name, reason in (("/gone", "not found (404)"), ("/away", "redirects to ftp://elsewhere.example/")):
        assert f"  {protected.url(name)}: {reason}" in done.stderr
    assert_shown_nowhere(done.stdout, done.stderr, *contents(tmp_path))


def test_subscriptions_use_them_and_show_them_nowhere(scrapy, protected, tmp_path):
    said = scrapy("feeds", "add", with_login(protected.url("/feed")), with_login(protected.url("/page")))
    assert f"added: {protected.url('/feed')} (Weir)" in said.stdout
    listed = scrapy("feeds", "list")
    as_json = scrapy("feeds", "list", "--json")
    assert json.loads(as_json.stdout)[0]["has_credentials"]
    exported = scrapy("feeds", "export", tmp_path / "feeds.opml")
    watched = scrapy("watch", "--once", "-o", tmp_path / "public", "--hook", f"cat > {tmp_path}/news", "-L", "DEBUG")
    assert "Ladder" in (tmp_path / "news").read_text()
    assert scrapy("feeds", "pause", with_login(protected.url("/feed"))).stdout.startswith("paused")
    unknown = scrapy("feeds", "remove", with_login("http://other.example/feed"), code=2)
    for done in (said, listed, as_json, exported, watched, unknown):
        assert_shown_nowhere(done.stdout, done.stderr)
    written = [path.read_text() for path in (tmp_path / "feeds.opml", tmp_path / "news")]
    assert_shown_nowhere(*written, *contents(tmp_path / "public"))
    with sqlite3.connect(tmp_path / "newsfeed.db") as connection:
        [(stored,)] = connection.execute("SELECT credentials FROM subscriptions").fetchall()
    assert stored == f"{USER}:{PASSWORD}"


def test_an_imported_list_gives_its_logins_and_shows_none(scrapy, protected, tmp_path):
    feed, page = with_login(protected.url("/feed")), with_login(protected.url("/"))
    (tmp_path / "in.opml").write_text(
        f'<opml version="2.0"><body><outline type="rss" text="Weir" xmlUrl="{feed}" htmlUrl="{page}"'
        f' newsfeed:zone="Nowhere/At/All" xmlns:newsfeed="https://newsfeed.example/"/>'
        f'<outline text="Bad" xmlUrl="ftp://{LOGIN}elsewhere.example/"/></body></opml>'
    )
    said = scrapy("feeds", "import", tmp_path / "in.opml")
    listed = scrapy("feeds", "list", "--json")
    exported = scrapy("feeds", "export")
    scrapy("watch", "--once")
    assert json.loads(listed.stdout)[0]["site"] == protected.url("/")
    assert protected.asked[-1].headers["authorization"] == EXPECTED
    for done in (said, listed, exported):
        assert_shown_nowhere(done.stdout, done.stderr)


def record(address: str, feed: bytes) -> bytes:
    """Return a WARC record of a feed at this address."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + feed
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def test_a_recorded_address_is_shown_without_them(scrapy, articles, stage, tmp_path):
    (tmp_path / "crawl.warc").write_bytes(record(with_login("http://weirs.test/feed"), rss(stage)))
    done = scrapy("crawl", "feeds", "-a", f"source={tmp_path}/crawl.warc", "-O", tmp_path / "out.jsonl")
    [article] = articles(tmp_path / "out.jsonl")
    assert article["feed"]["url"] == "http://weirs.test/feed"
    assert_shown_nowhere(done.stderr, (tmp_path / "out.jsonl").read_text())


@pytest.mark.parametrize(
    "recorded", ["{}weirs.test/feed", "//{}weirs.test/feed", "http:/{}weirs.test/feed", "{}weirs.test"]
)
def test_no_form_of_a_recorded_address_shows_them(scrapy, stage, tmp_path, recorded):
    (tmp_path / "crawl.warc").write_bytes(record(recorded.format(LOGIN), rss(stage)))
    done = scrapy("crawl", "feeds", "-a", f"source={tmp_path}/crawl.warc", "-O", tmp_path / "out.jsonl")
    assert "weirs.test" in (tmp_path / "out.jsonl").read_text()
    assert_shown_nowhere(done.stderr, (tmp_path / "out.jsonl").read_text())


def test_authors_and_categories_are_named_without_them():
    page = with_login("https://host.example/about")
    feed = parse(
        f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Weir</title><entry><id>1</id><title>Ladder</title>
        <author><name>{page}</name></author><author><name>Mia Roe | {page}</name></author>
        <author><name>Ann Lee</name><email>{page}</email><uri>{page}</uri></author>
        <author><name>Ida Rye ({LOGIN}host)</name></author><author><name>bob:salmonladder@host</name></author>
        <category term="see {page}"/><category term="weirs,{page}"/><category term="bob:salmonladder@host"/>
        </entry></feed>""".encode()
    )
    [named] = load(feed, Reading("feed.xml", remote=False, fetched="2024-01-01T00:00:00+00:00"))
    assert named.article.authors == ["https://host.example/about", "Mia Roe", "Ann Lee", "Ida Rye (host)", "host"]
    assert named.article.categories == ["see https://host.example/about", "weirs", "https://host.example/about", "host"]
    assert_shown_nowhere(str(named.article))


@pytest.mark.parametrize(
    "source",
    [
        "ftp://{}host.example/feed",
        "https://{}host.example:0/feed",
        "http://{}host.example:port/feed",
        "http://mara@weir.example:salmon ladder@host.example/feed",
    ],
)
def test_a_mistyped_source_is_named_without_them(scrapy, source):
    done = scrapy("crawl", "feeds", "-a", f"source={source.format(LOGIN)}", code=2)
    assert "host.example" in done.stderr
    assert_shown_nowhere(done.stderr)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql//mara:salmonladder@db.example/news", "postgresql//db.example/news"),
        ("postgresql:/mara:salmonladder@db.example/news", "postgresql:/db.example/news"),
        ("mara:salmonladder@db.example/news", "db.example/news"),
        ("sqlite:////no/such/folder/news.db?password=salmonladder", "sqlite:////no/such/folder/news.db?password=…"),
        ("nonsense?password=salmonladder", "nonsense?password=…"),
        ("nosuchdb://db.example/news?user=mara&password=salmonladder", "nosuchdb:…"),
        (
            "postgresql://db.example:0/news?user=mara&password=salmonladder",
            "postgresql://db.example:0/news?user=…&password=…",
        ),
        (
            "postgresql://db.example:0/news?sslpassword=salmonladder&sslmode=prefer",
            "postgresql://db.example:0/news?sslpassword=…&sslmode=prefer",
        ),
        (
            "postgresql://db.example:0/news?user=mara;password=salmonladder",
            "postgresql://db.example:0/news?user=…;password=…",
        ),
        ("postgresql://db.example:0/news?%70assword=salmonladder", "postgresql://db.example:0/news?%70assword=…"),
        ("postgresql://db.example:0/news?salmonladder", "postgresql://db.example:0/news?…"),
        ("postgresql://db.example:0/news?password=mara@salmonladder", "postgresql:…"),
        ("postgresql://mara:salmon?ladder@127.0.0.1:0/news", "postgresql:…"),
        ("postgresql://mara:salmonladder@127.0.0.1:0/news", "postgresql://127.0.0.1:0/news"),
        ("postgresql://mara:salmon/ladder@db.example:port/news", "postgresql://db.example:port/news"),
        (
            "host=db.example user=mara password='salmonladder' dbname=news",
            "host=db.example user=… password=… dbname=news",
        ),
        ("postgresql://127.0.0.1:0/news#password=salmonladder", "postgresql://127.0.0.1:0/news#password=…"),
        ("postgresql://mara:fish@salmonladder@127.0.0.1:0/news", "postgresql://127.0.0.1:0/news"),
        ("postgresql://127.0.0.1:0/news?nosuchoption=salmonladder", "postgresql://127.0.0.1:0/news?nosuchoption=…"),
    ],
)
def test_a_mistyped_store_is_named_without_them(scrapy, tmp_path, url, shown):
    done = scrapy("crawl", "feeds", "-a", f"source={tmp_path}", "-s", f"NEWSFEED_STORE={url}", code=2)
    assert f"NEWSFEED_STORE={shown}" in done.stderr
    assert_shown_nowhere(done.stderr)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a@b.example:c@d@host/x?y=@z", "https://host/x?y=@z"),
        ("https://a:b@h1/,https://c@d:e@h2/: gone", "https://h1/,https://h2/: gone"),
        ("see https://host/@user and me@host", "see https://host/@user and me@host"),
        ("https://archive.example/web/2020/https://me:pw@host/", "https://archive.example/web/2020/https://host/"),
        ("http://me:sec/ret@host/feed", "http://host/feed"),
        ("http://host:8080/@user", "http://host:8080/@user"),
        ("http://[::1]:80/@user", "http://[::1]:80/@user"),
        ("//me:pw@host/feed", "//host/feed"),
        ("https://host/a//b@c", "https://host/a//b@c"),
    ],
)
def test_a_text_is_left_without_them(text, shown):
    assert without_credentials(text) == shown


def test_a_login_ends_at_the_last_at():
    assert split_credentials("http://me@x.example:s%40l@t@host:81/a@b") == ("http://host:81/a@b", "me@x.example:s@l@t")
    assert split_credentials("http://host/a@b") == ("http://host/a@b", None)
    assert canonical_url("https://bob:pw@host.example/a") == "https://host.example/a"
    assert printable_store_url("sqlite:////home/me@work/news.db") == "sqlite:////home/me@work/news.db"


@pytest.mark.parametrize(
    "shown",
    [
        "<img src='{}/1.jpg'>",
        "<img srcset='{0}/1.jpg 400w, {0}/2.jpg 800w'>",
        "<video src='{0}/1.mp4' poster='{0}/1.jpg'></video>",
        "<audio><source src='{}/1.mp3' type='audio/mpeg'></audio>",
        "<iframe src='{}/embed/1'></iframe>",
        "<p>The <a href='{}/1?a=1&utm_source=x'>plan</a> of the weir.</p>",
    ],
)
def test_what_a_text_shows_or_links_to_is_named_without_them(shown):
    found = paragraphs(shown.format(with_login("https://host.example")))
    assert "https://host.example/" in str(found)
    assert_shown_nowhere(str(found))


FORMS = (
    "https:/bob:s3cret@news.example/7",
    "https:\\\\bob:s3cret@news.example/8",
    "https://bob:s3\uff20cret@news.example/9",
    "https://news.example/?next=https%3A%2F%2Fbob%3As3cret%40news.example%2F",
    "https://bob%3As3cret@news.example/11",
    "//bob:s3cret@news.example/12",
)


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_address_shows_them(form):
    assert "cret" not in without_credentials(f"fetched {form}: not found")
    assert "cret" not in message_without_credentials("bob:s3@cret@news.example/13: no such file")


@pytest.mark.parametrize(
    "said",
    ["10:30/11:00", "see: /@bob", "https://news.example/@bob", "Contact: me@news.example", r"C:\Users\me", "a%40b%2F"],
)
def test_what_is_no_user_information_stays(said):
    assert message_without_credentials(said) == said


@pytest.mark.parametrize(
    "name",
    ["By:jane@host", "Tel:12@x", "作者:jane@host.example", "E-Mail:jo@host.example", "mailto:jo@h", "Live 12:30@home"],
)
def test_a_name_with_a_label_stays(name):
    assert name_without_credentials(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bob:pw@host", "host"),
        ("By:bob:pw@host", "host"),
        ("by@weir.example:pw@host", "host"),
        ("Mia Roe <bob:p@w:1@host>", "Mia Roe <host>"),
        ("https://bob:pw@host/ and bob:pw@host.example/feed", "https://host/ and host.example/feed"),
    ],
)
def test_a_name_is_left_without_them(name, shown):
    assert name_without_credentials(name) == shown
