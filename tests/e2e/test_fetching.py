"""Crawls of live feeds: where redirects lead, what is said to whom, and how hosts are treated."""

import base64
import io
import re
import zipfile
from collections import Counter
from ipaddress import ip_address

import pytest
from backports import zstd
from stage import answer, stage_at

FEED = """<rss version="2.0"><channel><title>Harbour News</title><item><guid>{0}</guid><title>{0}</title>
<description>The harbour has {0} new boats this year, says the harbour master.</description></item></channel></rss>"""


def feed(name):
    return answer(FEED.format(name).encode(), Content_Type="application/rss+xml")


def moved(location, status="302 Found"):
    return answer(status=status, Location=location)


@pytest.fixture
def crawl(scrapy, articles, tmp_path):
    """Crawl URLs; give the titles that came, the lines that name failures, and the rest of what was said."""

    def run(*urls, **settings):
        out = tmp_path / "out.jsonl"
        changed = [
            option for name, value in ({"DOWNLOAD_DELAY": 0} | settings).items() for option in ("-s", f"{name}={value}")
        ]
        done = scrapy("crawl", "feeds", "-a", f"source={','.join(urls)}", "-O", out, *changed)
        failed = dict(re.findall(r"^  (\S+): (.*)$", done.stderr, re.MULTILINE))
        return {article["title"] for article in articles(out)}, failed, done.stderr

    return run


def test_redirects_lead_to_public_places_of_the_web_only(crawl, stage):
    with stage_at("127.0.0.2") as inside:
        refused = {
            "/inside": (
                inside.url("/secret"),
                "127.0.0.2 is not a public address (loopback); if it is meant, ",
            ),
            "/metadata": (
                "http://169.254.169.254/latest",
                "169.254.169.254 is not a public address (link-local); if it is",
            ),
            "/mapped": (
                inside.url("/secret", "[::ffff:127.0.0.2]"),
                # Python 3.13 writes the end of a mapped address with dots.
                f"{ip_address('::ffff:127.0.0.2')} is not a public address (loopback); if",
            ),
            "/file": ("file:///etc/passwd", "redirects to file:///etc/passwd, which is not a web address"),
            "/ftp": (
                "ftp://me:secret@ftp.example/",
                "redirects to ftp://ftp.example/, which is not a web address",
            ),
            "/data": (
                "data:text/xml,<rss/>",
                "redirects to data:text/xml,%3Crss/%3E, which is not a web address",
            ),
            "/script": (
                "javascript:alert(1)",
                "redirects to javascript:alert(1), which is not a web address",
            ),
            "/broken": ("http://[bad", "redirects to http://[bad, which is not a web address"),
            "/round": ("/round", "redirects in a loop"),
        }
        for path, (location, _) in refused.items():
            stage.play(path, moved(location))
        stage.play("/good", moved("/found"))
        stage.play("/found", feed("good"))
        titles, failed, said = crawl(*map(stage.url, [*refused, "/good"]))
        assert inside.asked == []
    assert titles == {"good"}
    assert f"{len(refused)} failed" in said
    assert "secret" not in said.replace("/secret", "")
    for path, (_, reason) in refused.items():
        assert failed[stage.url(path)].startswith(reason), path


def test_credentials_stay_with_the_server_they_are_for(crawl, stage):
    login = base64.b64encode(b"me:secret")
    with stage_at("127.0.0.1") as other:
        stage.play("/there", moved("/here"))
        stage.play("/here", feed("here"))
        stage.play("/away", moved(other.url("/elsewhere").replace("//", "//us:them@")))
        other.play("/elsewhere", moved(stage.url("/back")))
        stage.play("/back", feed("back"))
        sources = [stage.url(path).replace("//", "//me:secret@") for path in ("/there", "/away")]
        titles, _, said = crawl(*sources)
        sent = {asked.path: asked.headers.get("authorization") for asked in [*stage.asked, *other.asked]}
    assert titles == {"here", "back"}
    assert sent == {
        "/there": b"Basic " + login,
        "/here": b"Basic " + login,
        "/away": b"Basic " + login,
        "/elsewhere": None,
        "/back": None,
    }
    assert "secret" not in said


def test_nothing_is_sent_but_who_we_are_and_what_we_want(crawl, stage):
    stage.play("/go", answer(status="301 Moved", Location="/feed", Set_Cookie="a=b"))
    stage.play("/feed", feed("feed"))
    stage.play("/other", feed("other"))
    crawl(stage.url("/go"), stage.url("/other"), NEWSFEED_CONTACT="https://example.org/about-us")
    assert {asked.path for asked in stage.asked if "cookie" in asked.headers} == {"/feed"}  # of the same redirect
    for asked in stage.asked:
        assert asked.headers.keys() - {"cookie"} == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert re.fullmatch(rb"newsfeed/[\d.]+ \(\+https://example\.org/about-us\)", asked.headers["user-agent"])


def test_what_may_be_private_is_to_be_said(crawl, stage):
    stage.play("/feed", feed("feed"))
    url = stage.url("/feed", "localhost")
    with stage_at() as other:
        other.play("/feed", feed("other"))
        _, failed, _ = crawl(url, other.url("/feed"), NEWSFEED_ALLOW_PRIVATE=f"127.0.0.1:{other.port}")
    assert stage.asked == []
    address, advice = re.fullmatch(
        r"(\S+) is not a public address \(loopback\); if it is meant, (.*)", failed[url]
    ).groups()
    assert address in {"127.0.0.1", "::1"}
    allowed = advice.removeprefix("allow it with NEWSFEED_ALLOW_PRIVATE=")
    titles, _, _ = crawl(url, NEWSFEED_ALLOW_PRIVATE=allowed)
    assert titles == {"feed"}


def test_what_two_addresses_lead_to_is_read_for_both(crawl, stage):
    for path in ("/one", "/other"):
        stage.play(path, moved("/feed"))
    stage.play("/feed", feed("feed"))
    _, failed, said = crawl(*map(stage.url, ["/one", "/other", "/feed"]))
    assert failed == {}
    assert "entries             3" in said


def test_an_archive_at_an_address_is_read_like_a_file(crawl, stage):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("tides", "ferries"):
            archive.writestr(f"{name}.xml", FEED.format(name))
        archive.writestr("readme.txt", "two feeds")
    stage.play("/feeds.zip", answer(packed.getvalue(), Content_Type="application/zip"))
    found, failed, _ = crawl(stage.url("/feeds.zip"))
    assert found == {"tides", "ferries"}
    assert failed == {stage.url("/feeds.zip"): "1 file in it skipped: 1 × plain text"}


def test_a_warc_file_at_an_address_is_read_for_its_own_server_only(crawl, stage):
    recorded = "http://press.example/feed"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + FEED.format("tides").encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {recorded}\r\nContent-Type: application/http\r\n"
    record = f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"
    stage.play("/crawl.warc.zst", answer(zstd.compress(record), Content_Type="application/octet-stream"))
    stage.play("/crawl.warc", answer(record))
    found, failed, said = crawl(stage.url("/crawl.warc.zst"), stage.url("/crawl.warc"))
    assert (found, failed) == ({"tides"}, {})
    assert "articles            2" in said  # the guid is unique only in what one server says


def test_what_a_header_forwards_to_is_read(crawl, stage):
    stage.play("/old", answer(b"<html><p>Moved", Refresh="0; url=/tides"))
    stage.play("/tides", feed("tides"))
    found, _, said = crawl(stage.url("/old"))
    assert found == {"tides"}
    assert f"{stage.url('/old')}: forwards to {stage.url('/tides')}, which is read instead" in said


def test_a_busy_host_is_asked_nothing_more(crawl, stage):
    with stage_at("127.0.0.2") as busy:
        calm = answer(status="429 Too Many Requests", Retry_After="3600")
        urls = [busy.play(f"/{number}", calm) for number in range(4)]
        good = stage.play("/good", feed("good"))
        titles, failed, _ = crawl(
            *urls, good, NEWSFEED_ALLOW_PRIVATE="127.0.0.0/8", CONCURRENT_REQUESTS_PER_DOMAIN=1, DOWNLOAD_DELAY=0.05
        )
        [asked] = busy.paths()
    assert titles == {"good"}
    assert failed.pop(urls[int(asked[1:])]) == "rate limited (429 Too Many Requests)"
    assert len(failed) == 3
    assert all(reason.startswith("not asked: the host is rate limited until 2") for reason in failed.values())


def test_what_may_go_better_is_asked_for_again_and_no_more_than_that(crawl, stage):
    broken = stage.play("/broken", answer(status="500 Internal Server Error"))
    busy = stage.play("/busy", answer(status="503 Service Unavailable", Retry_After="0"))
    cut = stage.play("/cut", feed("cut")[:-20])
    slow = stage.play("/slow", lambda _asked: iter(lambda: stage.pause(0.1) or b"", None))
    once = stage.play("/once", lambda _asked: [feed("once") if stage.paths().count("/once") > 1 else feed("once")[:99]])
    titles, failed, _ = crawl(broken, busy, cut, slow, once, DOWNLOAD_TIMEOUT=4)
    assert titles == {"once"}
    assert Counter(stage.paths()) == {"/broken": 3, "/busy": 1, "/cut": 3, "/slow": 1, "/once": 2}
    assert failed == {
        broken: "the server answered 500 Internal Server Error",
        busy: "temporarily unavailable (503)",
        cut: "the answer broke off",
        slow: "the server took longer than 4 s",
    }


def test_a_host_is_not_asked_for_much_at_once(crawl, stage):
    together, most = [], []

    def slowly(asked):
        together.append(asked)
        most.append(len(together))
        stage.pause(0.3)
        together.remove(asked)
        yield feed(asked.path)

    urls = [stage.play(f"/{number}", slowly) for number in range(8)]
    titles, _, _ = crawl(*urls, DOWNLOAD_DELAY=0.1, DOWNLOAD_DELAY_JITTER=0)
    assert len(titles) == 8
    assert max(most) == 2
    assert stage.asked[-1].at - stage.asked[0].at > 0.1 * (len(urls) - 2)


@pytest.mark.parametrize(
    "wrong", ["NEWSFEED_ALLOW_PRIVATE=http://localhost", "NEWSFEED_CONTACT=me (at home)", "DOWNLOAD_MAXSIZE=0"]
)
def test_settings_that_cannot_be_are_wrong_usage(scrapy, tmp_path, wrong):
    done = scrapy("crawl", "feeds", "-a", "source=http://x.invalid/", "-O", tmp_path / "o.jsonl", "-s", wrong, code=2)
    assert done.stderr.startswith(f"scrapy crawl: {wrong.partition('=')[0]}")
    assert done.stderr.count("\n") == 1
