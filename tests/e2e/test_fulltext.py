"""Full text of partial feeds, from pages on a real server that answers as servers do."""

import contextlib
import gzip
import http.server
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TEASER = "The old ferry landing at Tarn Ness will be rebuilt in oak, the harbour council decided on Monday evening."
VOTE = (
    "Nine of its thirteen members voted for the plan of the shipwright Ione Marsh, who wants to use timber from the"
    " storm of last winter. The landing had been closed since a piling gave way under the weight of a hay cart."
)
BOATS = (
    "Until it opens again, which is to be in August, the ferry puts in at the fish quay. Passengers with prams and"
    " bicycles are asked to take the afternoon boat, because the steps at the fish quay are steep and slippery."
)
COSTS = (
    "The work costs a third less than a landing of concrete would, the harbour master said, and lasts as long if the"
    " pilings are tarred every fourth year. A fund for the tar was set up on the same evening."
)
STORY = [TEASER, VOTE, BOATS, COSTS]
CHINESE = [
    "青石渡口的旧木栈桥将用橡木重建，港务委员会周一晚间作出了这一决定。",
    "十三名委员中有九人投票赞成造船师傅梅岸的方案，她打算使用去年冬天风暴中倒下的树木。自从一根桩子在运草车的重压下断裂以来，栈桥一直关闭。",
    "在八月重新开放之前，渡船改停鱼市码头。带婴儿车和自行车的乘客请乘下午的班次，因为鱼市码头的台阶又陡又滑。",
    "港务主任说，这项工程的费用比混凝土栈桥低三分之一，只要每四年给木桩涂一次焦油，使用寿命并不会更短。当晚还设立了一项焦油基金。",
]


def page(paragraphs, title="Ferry landing", charset="utf-8"):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title></head><body>'
        f"<header><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav></header><main><article><h1>{title}</h1>"
        f"{body}</article></main><footer>All rights reserved. <a href='/imprint'>Imprint</a></footer></body></html>"
    ).encode(charset)


def feed(*entries):
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>"
        f"<pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate><description>{text}</description></item>"
        for guid, title, link, text in entries
    )
    return f'<rss version="2.0"><channel><title>Tarn Post</title><link>https://t.example/</link>{items}</channel></rss>'


class Site:
    """A server: ``answers`` maps paths to (status, headers, body); ``asked`` lists the paths of requests."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.gate = threading.Event()
        self.gate.set()

    def put(self, path, body, status=200, content_type="text/html; charset=utf-8", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Type": content_type} | named, body)


@pytest.fixture
def site():
    """Serve a site; give it, with its address as ``address``."""
    served = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked.append(self.path)
            served.gate.wait(30)
            status, headers, body = served.answers.get(self.path, (404, {"Content-Type": "text/html"}, b"not here"))
            if body is None:  # a server that says nothing
                return
            with contextlib.suppress(BrokenPipeError):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.address = f"http://127.0.0.1:{server.server_port}"
    yield served
    served.gate.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def crawl(scrapy, articles, tmp_path):
    """Crawl a source, with the full text unless it is not wanted; give the articles and what was said."""

    def run(source, *options, fulltext=True, out=tmp_path / "out.jsonl", code=0):
        more = ["-a", "fulltext=1"] if fulltext else []
        done = scrapy(
            "crawl", "feeds", "-a", f"source={source}", "-O", out, "-s", "DOWNLOAD_DELAY=0", *more, *options, code=code
        )
        return articles(out), done.stderr

    return run


@pytest.fixture
def source(tmp_path):
    """Write a feed file; give a function that writes it again."""
    path = tmp_path / "feed.xml"

    def write(*entries):
        path.write_text(feed(*entries), encoding="utf-8")
        return path

    return write


def texts(article):
    return [paragraph["text"] for paragraph in article["paragraphs"]]


def test_a_teaser_becomes_the_article_of_its_page(crawl, source, site):
    site.put("/landing", page(STORY))
    path = source(("1", "Ferry landing", f"{site.address}/landing", TEASER))
    [article], said = crawl(path)
    assert texts(article) == STORY
    assert {paragraph["kind"] for paragraph in article["paragraphs"]} == {"paragraph"}
    assert (article["summary"], article["revision"], article["language"]) == (TEASER, 1, "en")
    assert site.asked == ["/robots.txt", "/landing"]
    assert "pages               1  1 more complete than their feeds, 0 not, 0 not read" in said
    [plain], said = crawl(path, fulltext=False)
    assert plain == article
    assert "pages" not in said


def test_the_same_crawl_again_asks_for_nothing_and_gives_the_same_bytes(crawl, source, site, tmp_path):
    site.put("/landing", page(STORY))
    site.put("/short", page([TEASER]))
    path = source(
        ("1", "Ferry landing", f"{site.address}/landing", TEASER),
        ("2", "Ferry landing in short", f"{site.address}/short", STORY[1]),
        ("3", "Gone", f"{site.address}/gone", STORY[2]),
    )
    crawl(path)
    asked = list(site.asked)
    crawl(path, out=tmp_path / "again.jsonl")
    assert site.asked == asked
    assert sorted(asked) == ["/gone", "/landing", "/robots.txt", "/short"]
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()
    found, said = crawl(path, "-a", "new=1")
    assert found == []
    assert "0 new, 0 revised, 3 unchanged" in said


def test_what_the_feed_gives_stays_where_the_page_gives_less(crawl, source, site):
    whole = " ".join(STORY)
    wall = "We value your privacy. Accept all cookies or subscribe for a month to go on. " * 20
    site.put("/short", page([TEASER]))
    site.put("/wall", page([wall]))
    site.put("/empty", b"<!DOCTYPE html><title>Nothing</title><body></body>")
    site.put("/same", page([*STORY, "Read also what the choir sings."]))
    path = source(
        *((name, f"Ferry {name}", f"{site.address}/{name}", whole) for name in ("short", "wall", "empty", "same"))
    )
    found, said = crawl(path)
    assert [texts(article) for article in found] == [[whole]] * 4
    assert "pages               4  0 more complete than their feeds, 3 not, 1 not read" in said
    assert "1 page not read: 1 × no article in it" in said


def test_a_page_in_gbk(crawl, source, site):
    for name, header in (("stated", "text/html; charset=gb2312"), ("declared", "text/html")):
        site.put(f"/{name}", page(CHINESE, title="渡口", charset="gbk"), content_type=header)
    path = source(*((name, "渡口", f"{site.address}/{name}", CHINESE[0]) for name in ("stated", "declared")))
    found, _ = crawl(path)
    assert [texts(article) for article in found] == [CHINESE] * 2
    assert found[0]["language"] == "zh"


def test_robots_txt_is_obeyed_for_pages_and_not_for_feeds(crawl, site):
    site.put(
        "/robots.txt", b"User-agent: newsfeed\nDisallow: /private\nDisallow: /feed.xml\n", content_type="text/plain"
    )
    site.put("/private/1", page(STORY))
    site.put("/open", b"", 302, Location="/private/1")
    site.put("/public", page(STORY))
    entries = [(name, f"Ferry {name}", f"{site.address}{name}", TEASER) for name in ("/private/1", "/open", "/public")]
    site.put("/feed.xml", feed(*entries).encode(), content_type="application/rss+xml")
    found, said = crawl(f"{site.address}/feed.xml")
    assert [len(article["paragraphs"]) for article in found] == [1, 1, 4]
    assert "/private/1" not in site.asked
    assert "  127.0.0.1: 2 pages not read: 2 × robots.txt does not allow it\n" in said
    site.put("/robots.txt", b"", content_type="text/plain")
    found, _ = crawl(f"{site.address}/feed.xml")
    assert [len(article["paragraphs"]) for article in found] == [4, 4, 4]
    assert [article["revision"] for article in found] == [2, 2, 1]


def test_where_robots_txt_cannot_be_had_nothing_is_asked_for(crawl, source, site):
    site.put("/robots.txt", b"later", 503)
    site.put("/landing", page(STORY))
    found, said = crawl(source(("1", "Ferry landing", f"{site.address}/landing", TEASER)))
    assert texts(found[0]) == [TEASER]
    assert "/landing" not in site.asked
    assert "1 × robots.txt could not be read" in said


def test_failures_cost_nothing_and_are_told_by_host(crawl, source, site):
    site.put("/pdf", b"%PDF-1.7 ...", content_type="application/pdf")
    site.put("/broken", b"oops", 500)
    site.put("/mute", None)
    site.put("/home", b"", 301, Location="/")
    site.put("/", page(STORY))
    site.put("/loop", b"", 302, Location="/loop")
    site.put("/landing", gzip.compress(page(STORY)), Content_Encoding="gzip")
    names = ("pdf", "broken", "mute", "home", "loop", "gone", "landing", "")
    path = source(*((f"g{name}", f"Ferry {name}", f"{site.address}/{name}", TEASER) for name in names))
    found, said = crawl(path)
    assert [len(article["paragraphs"]) for article in found] == [1, 1, 1, 1, 1, 1, 4, 1]
    assert "  0 failed" in said
    [line] = [line for line in said.splitlines() if "pages not read" in line]
    assert line.startswith("  127.0.0.1: 6 pages not read: ")
    for reason in (
        "not an HTML page (application/pdf)",
        "the server answered 500",
        "leads to the front page",
        "not found (404)",
    ):
        assert f"1 × {reason}" in line
    assert [path for path in site.asked if path not in {"/robots.txt", "/loop", "/"}] == list(
        dict.fromkeys(path for path in site.asked if path not in {"/robots.txt", "/loop", "/"})
    )
    site.asked.clear()
    crawl(path)
    assert set(site.asked) == {"/robots.txt", "/broken", "/mute"}  # those that gave no answer


def test_a_page_is_asked_for_once_whoever_leads_to_it(crawl, tmp_path, site):
    site.put("/landing", page(STORY))
    site.put("/day", page(STORY))
    folder = tmp_path / "feeds"
    folder.mkdir()
    for name in ("Post", "Courier"):
        text = feed(
            ("1", "Ferry landing", f"{site.address}/landing?utm_source=rss#top", TEASER),
            ("2", "What else", f"{site.address}/day", "The choir sings on Sunday."),
            ("3", "And more", f"{site.address}/day", "The mill is closed until noon."),
        )
        (folder / f"{name}.xml").write_text(text.replace("t.example", f"{name}.example").replace("Tarn", name))
    sitemap = f"<urlset><url><loc>{site.address}/landing</loc></url></urlset>"
    (folder / "sitemap.xml").write_text(sitemap)
    found, _ = crawl(folder)
    assert site.asked == ["/robots.txt", "/landing"]  # not what stands for several articles of a feed
    assert [len(article["paragraphs"]) for article in found] == [4, 1, 1, 4, 1, 1, 4]
    assert found[-1]["title"] == "Ferry landing"
    assert found[-1]["language"] == "en"


def test_a_sitemap_gets_titles_and_texts_from_the_pages(crawl, tmp_path, site):
    site.put("/landing", page(STORY, title="A landing of oak"))
    (tmp_path / "sitemap.xml").write_text(f"<urlset><url><loc>{site.address}/landing</loc></url></urlset>")
    [article], _ = crawl(tmp_path / "sitemap.xml")
    assert (article["title"], texts(article), article["revision"]) == ("A landing of oak", STORY, 1)
    assert crawl(tmp_path / "sitemap.xml")[0] == [article]


def test_revisions_are_changes_of_what_is_given(crawl, source, site):
    def entry(text, title="Ferry landing"):
        return source(("1", title, f"{site.address}/landing", text))

    site.put("/landing", page(STORY))
    assert crawl(entry(TEASER), fulltext=False)[0][0]["revision"] == 1
    [first], _ = crawl(entry(TEASER))  # the page tells more than what was given
    assert (first["revision"], texts(first)) == (2, STORY)
    for fulltext in (True, False, True):  # a teaser in other words is no change of the article
        [same], said = crawl(entry(TEASER.replace("in oak", "in good oak")), fulltext=fulltext)
        assert same == first
        assert "0 new, 0 revised, 1 unchanged" in said
    assert site.asked.count("/landing") == 2  # once for each teaser
    site.put("/landing", page([*STORY[:3], STORY[3].replace("fourth", "fifth")]))
    [changed], said = crawl(entry(TEASER.replace("Monday", "Monday late")))
    assert (changed["revision"], len(texts(changed))) == (3, 4)
    assert "fifth" in texts(changed)[3]
    site.put("/landing", b"down", 500)
    [kept], _ = crawl(entry(TEASER.replace("Monday", "a Monday")))  # the page cannot be had: what it said is known
    assert kept == changed
    [retitled], _ = crawl(entry(TEASER.replace("Monday", "a Monday"), title="Oak landing"), fulltext=False)
    assert (retitled["revision"], retitled["title"], texts(retitled)) == (4, "Oak landing", texts(changed))


def test_killed_while_pages_come_the_next_crawl_completes_it(crawl, source, site, tmp_path, articles):
    names = [f"landing-{number}" for number in range(6)]
    for number, name in enumerate(names):
        site.put(f"/{name}", page([*STORY, f"This was printed on page {number}."]))
    path = source(*((name, f"Ferry landing {name}", f"{site.address}/{name}", TEASER) for name in names))
    command = ["crawl", "feeds", "-a", f"source={path}", "-a", "fulltext=1", "-O", str(tmp_path / "killed.jsonl")]
    killed = subprocess.Popen(
        [sys.executable, "-m", "scrapy", *command, "-s", "DOWNLOAD_DELAY=0.5"],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": f"sqlite:///{tmp_path}/newsfeed.db"}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(site.asked) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    with contextlib.closing(sqlite3.connect(tmp_path / "newsfeed.db")) as connection:
        assert 0 < connection.execute("SELECT count(*) FROM pages").fetchone()[0] < 6
    found, said = crawl(path)
    assert [len(article["paragraphs"]) for article in found] == [5] * 6
    assert {article["revision"] for article in found} == {1}
    assert "6 new" in said
    assert len(site.asked) <= 2 + 6 + 2  # those in flight when it was killed are asked for again

    (tmp_path / "newsfeed.db").unlink()
    fresh, _ = crawl(path)
    assert [{**article, "fetched": None} for article in fresh] == [{**article, "fetched": None} for article in found]


def test_interrupted_while_pages_come_it_ends_soon(source, site, tmp_path):
    names = [f"p{number}" for number in range(300)]
    for name in names:
        site.put(f"/{name}", page(STORY))
    path = source(*((name, f"Ferry {name}", f"{site.address}/{name}", TEASER) for name in names))
    crawl = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={path}", "-a", "fulltext=1"],
        cwd=ROOT, env={**os.environ, "NEWSFEED_STORE": f"sqlite:///{tmp_path}/newsfeed.db"}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while len(site.asked) < 4 and time.monotonic() < deadline:
        time.sleep(0.02)
    crawl.send_signal(signal.SIGINT)
    assert crawl.wait(120) == 1


def test_without_trafilatura_it_says_what_to_install(scrapy, source, tmp_path):
    (tmp_path / "trafilatura.py").write_text("import no_such_package_at_all\n")
    path = source(("1", "Ferry landing", "https://t.example/landing", TEASER))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "NEWSFEED_STORE": "sqlite://"}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", f"source={path}", "-a", "fulltext=1"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "pip install '.[fulltext]'" in line
