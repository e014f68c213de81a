from __future__ import annotations

from newsfeed.formats import Entry, FeedImage, TextConstruct, parse

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"


def sitemap(pages: str, namespaces: str = f'xmlns="{SITEMAP}" xmlns:news="{NEWS}" xmlns:image="{IMAGE}"') -> bytes:
    return f"<?xml version='1.0'?><urlset {namespaces}>{pages}</urlset>".encode()


def news(name: str = "Marsh News") -> str:
    return (
        "<url><loc> https://m.example/eels </loc><lastmod>2025-03-08</lastmod><news:news><news:publication>"
        f"<news:name>{name}</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-03-07T08:00Z</news:publication_date><news:title>Eels &amp; ladders</news:title>"
        "<news:keywords>eels, ,ladders</news:keywords></news:news>"
        "<image:image><image:loc>https://m.example/1.jpg</image:loc></image:image>"
        "<image:image><image:loc>https://m.example/2.jpg</image:loc></image:image></url>"
    )


def test_what_a_news_sitemap_says_of_an_article() -> None:
    feed = parse(sitemap(news()))
    assert (feed.format, feed.error, feed.problems, feed.feeds) == ("sitemap", None, [], [])
    assert feed.title == TextConstruct("Marsh News", "text")
    assert feed.entries == [
        Entry(
            link="https://m.example/eels",
            title=TextConstruct("Eels & ladders", "text"),
            categories=["eels", "ladders"],
            language="en",
            published="2025-03-07T08:00Z",
            updated="2025-03-08",
            images=[FeedImage("https://m.example/1.jpg")],
        )
    ]


def test_a_plain_sitemap_has_an_entry_for_each_page() -> None:
    for namespace in (
        SITEMAP,
        SITEMAP.replace("http:", "https:"),
        f"{SITEMAP}/",
        "http://www.google.com/schemas/sitemap/0.84",
    ):
        feed = parse(sitemap("<url><loc>https://m.example/</loc></url><url/>", f'xmlns="{namespace}"'))
        assert feed.entries == [Entry(link="https://m.example/"), Entry()]
        assert feed.title is None
    assert parse(sitemap("<url><loc>https://m.example/</loc></url>", "")).format == "sitemap"


def test_a_sitemap_of_several_publications_has_none_of_their_names() -> None:
    assert parse(sitemap(news() + news("Dyke News"))).title is None


def test_prefixes_that_nobody_declared() -> None:
    feed = parse(sitemap(news(), f'xmlns="{SITEMAP}"'))
    assert feed.problems == ["not well-formed XML: read after repair (undeclared prefixes declared: 2)"]
    assert [entry.published for entry in feed.entries] == ["2025-03-07T08:00Z"]


def test_junk_before_it_is_no_obstacle() -> None:
    assert parse(b"\n<br/>" + sitemap(news())).format == "sitemap"


def test_a_page_that_is_broken_costs_no_other() -> None:
    pages = "".join(f"<url><loc>https://m.example/{number}</loc></url>" for number in range(4))
    whole = sitemap(pages)
    cut = parse(whole[: whole.index(b"/3")])
    assert [entry.link for entry in cut.entries] == [f"https://m.example/{number}" for number in range(3)]
    assert cut.problems
    broken = parse(whole.replace(b"/1</loc>", b"/1</lok>"))
    assert [entry.link for entry in broken.entries] == [f"https://m.example/{number}" for number in range(4)]
    assert any(problem.startswith("entry 2 is not well-formed: read after repair") for problem in broken.problems)
    lost = parse(whole.replace(b"/1</loc>", b"/1" + b"<b>" * 300))
    assert [entry.link for entry in lost.entries] == [f"https://m.example/{number}" for number in (0, 2, 3)]
    assert "entry 2 is not well-formed: beyond repair and skipped" in lost.problems
    index = f'<sitemapindex xmlns="{SITEMAP}">{pages.replace("url", "sitemap")}'.encode()
    assert len(parse(index).feeds) == 4


def test_the_urls_of_a_broken_feed_are_no_pages() -> None:
    item = "<item><title>T</title><image><url>https://m.example/1.jpg</url></image><url>x</url></item>"
    assert len(parse(f"<rss><channel>{item * 3}<item><title>T</b></item></channel></rss>".encode()).entries) == 4


def test_an_index_points_to_sitemaps() -> None:
    entries = "".join(
        f"<sitemap><loc>{loc}</loc></sitemap>" for loc in ("https://m.example/1.xml.gz", "2.xml", "2.xml", "")
    )
    feed = parse(f'<sitemapindex xmlns="{SITEMAP}">{entries}</sitemapindex>'.encode())
    assert (feed.format, feed.error, feed.entries) == ("sitemapindex", None, [])
    assert feed.feeds == ["https://m.example/1.xml.gz", "2.xml"]
