"""A kit of answers for robots.txt: pages are read where it allows them, or is missing, and nothing hangs."""

import gzip
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from hostile.servers import moved, raw
from stage import RESET, answer, stage_at

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("robots")]

ROOT = Path(__file__).parents[2]
DENY = b"User-agent: *\nDisallow: /\n"
READ, NOT_READ = True, False
PAGE = b"<!DOCTYPE html><title>Tides</title><article><p>The tide came in over the lower steps.</p></article>"
WILDCARDS = b"".join(b"Disallow: /*p*%d%s*zz$\n" % (number, b"*a" * 50) for number in range(2000))
KIT = {  # the answer for robots.txt, and whether the page may be read
    "missing": (answer(status="404 None"), READ),
    "forbidden": (answer(status="403 No"), READ),
    "unauthorized": (answer(status="401 No"), READ),
    "gone": (answer(status="410 Gone"), READ),
    "broken": (answer(status="500 Oops"), NOT_READ),
    "busy": (answer(status="503 Later"), NOT_READ),
    "not-modified": (answer(status="304 None"), NOT_READ),
    "no-content": (answer(status="204 None"), READ),
    "by-a-proxy": (answer(DENY, "203 Changed"), NOT_READ),
    "moved": (moved("/other"), NOT_READ),
    "loop": (moved("/robots.txt"), NOT_READ),
    "to-a-private-address": (moved("http://10.0.0.1/robots.txt"), NOT_READ),
    "a-page": (answer(b"<html><title>Not found</title><p>Disallow: /</p></html>", Content_Type="text/html"), READ),
    "10-mb-before": (answer(b"# x\n" * 2_500_000 + DENY), READ),
    "10-mb-behind": (answer(DENY + b"# x\n" * 2_500_000), NOT_READ),
    "40-mb": (answer(b"# x\n" * 10_000_000), NOT_READ),
    "byte-order-mark": (answer(b"\xef\xbb\xbf" + DENY), NOT_READ),
    "utf-16": (answer(DENY.decode().encode("utf-16")), READ),
    "latin-1": (answer(b"# Z\xfcrich\n" + DENY), NOT_READ),
    "carriage-returns": (answer(DENY.replace(b"\n", b"\r")), NOT_READ),
    "gzip": (answer(gzip.compress(DENY), Content_Encoding="gzip"), NOT_READ),
    "gzip-cut": (answer(gzip.compress(DENY)[:-9], Content_Encoding="gzip"), NOT_READ),
    "cut": (raw(b"HTTP/1.1 200 OK\nContent-Length: 999", DENY), NOT_READ),
    "reset": (RESET, NOT_READ),
    "not-http": (b"220 mail.example\r\n\r\n", NOT_READ),
    "empty": (answer(b""), READ),
    "nothing-denied": (answer(b"User-agent: *\nDisallow:\n"), READ),
    "another-agent": (answer(b"User-agent: Googlebot\nDisallow: /\n"), READ),
    "this-agent": (answer(b"User-agent: newsfeed\nDisallow: /\n"), NOT_READ),
    "capitals": (answer(DENY.upper()), NOT_READ),
    "blanks": (answer(b"  User-agent :  *  \n  Disallow :  /  # all\n"), NOT_READ),
    "no-agent": (answer(b"Disallow: /\n"), READ),
    "more-specific": (answer(DENY + b"Allow: /page\n"), READ),
    "a-day-between-requests": (answer(b"User-agent: *\nCrawl-delay: 99999\n"), READ),
    "wildcards": (answer(b"User-agent: *\nDisallow: /" + b"*a" * 200 + b"b\n"), READ),
    "many-wildcards": (answer(b"User-agent: *\n" + WILDCARDS), READ),
    "many-lines": (answer(b"User-agent: *\n" + b"Disallow: /x\n" * 38_000), READ),
    "many-agents": (
        answer(b"".join(b"User-agent: a%d\n" % number for number in range(30_000)) + b"Disallow: /\n"),
        READ,
    ),
    "bad-escapes": (answer(b"User-agent: *\nDisallow: /%zz%\nDisallow: /page\n"), NOT_READ),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Crawl a feed with a page on a server of each kind; give the paths requested of each."""
    folder = tmp_path_factory.mktemp("robots")
    with ExitStack() as stack:
        stages, items = {}, ""
        for name, (robots, _) in KIT.items():
            stage = stages[name] = stack.enter_context(stage_at())
            stage.play("/robots.txt", robots)
            stage.play("/other", answer(DENY))
            page = stage.play("/page" + "a" * 3000, answer(PAGE, Content_Type="text/html"))
            items += f"<item><guid>{name}</guid><title>{name}</title><link>{page}</link></item>"
        (folder / "feed.xml").write_text(f"<rss version='2.0'><channel><title>Tides</title>{items}</channel></rss>")
        source, out = f"source={folder}/feed.xml", folder / "out.jsonl"
        command = [sys.executable, "-m", "scrapy", "crawl", "feeds", "-a", source, "-a", "fulltext=1", "-O", str(out)]
        environment = {"NEWSFEED_STORE": f"sqlite:///{folder}/newsfeed.db", "NEWSFEED_ALLOW_PRIVATE": "127.0.0.1"}
        done = subprocess.run(
            [*command, "-s", "DOWNLOAD_DELAY=0"],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert "Traceback" not in done.stderr
        assert out.read_text().count("\n") == len(KIT)
        return {name: stage.paths() for name, stage in stages.items()}


@pytest.mark.parametrize("name", KIT)
def test_the_page_is_read_where_it_may_be(asked, name):
    paths = asked[name]
    assert paths.count("/robots.txt") <= 3
    assert ("/page" + "a" * 3000 in paths) is KIT[name][1]
