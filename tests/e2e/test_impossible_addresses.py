"""Addresses that no client can request, stated by strangers: each is named, and costs nothing else."""

import pytest

FEED = (
    '<rss version="2.0"><channel><title>Tides</title><item><guid>1</guid><title>High tide</title>'
    "<description>The tide came in over the lower steps of the fish market.</description></item></channel></rss>"
)
IMPOSSIBLE = [
    "http://h.example:99999/feed",
    "http://h.example:port/feed",
    "http://h.example:0/feed",
    "http://[::1/feed",
]


@pytest.mark.parametrize("address", IMPOSSIBLE)
def test_a_page_that_links_or_forwards_to_it(address, scrapy, articles, tmp_path):
    (tmp_path / "links.html").write_text(
        f'<title>T</title><link rel="alternate" type="application/rss+xml" href="{address}">'
    )
    (tmp_path / "forwards.html").write_text(f'<title>T</title><meta http-equiv="refresh" content="0; url={address}">')
    (tmp_path / "feed.xml").write_text(FEED)
    out = tmp_path / "out.jsonl"
    names = ",".join(str(tmp_path / name) for name in ("links.html", "forwards.html", "feed.xml"))
    done = scrapy("crawl", "feeds", "-a", f"source={names}", "-O", out)
    assert [each["guid"] for each in articles(out)] == ["1"]
    assert f"{address}: listed in links.html, but not a web address" in done.stderr


def test_subscribing_to_it(scrapy, tmp_path):
    lists = tmp_path / "list.opml"
    outlines = "".join(f'<outline type="rss" xmlUrl="{address}"/>' for address in IMPOSSIBLE)
    lists.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    said = scrapy("feeds", "import", lists).stderr
    assert all(f"{address}: not a web address" in said for address in IMPOSSIBLE)
    for address in IMPOSSIBLE:
        assert "neither a web address" in scrapy("feeds", "add", address, code=2).stderr
