"""Every way to name a source, and every feed format, over real files and real HTTP."""

import gzip

import pytest

RSS = """<rss version="2.0"><channel><title>Harbour News</title><link>https://rss.example.org/</link><item>
<title>Ferry &amp; bus fares rise</title><link>https://rss.example.org/fares?utm_source=rss</link>
<guid isPermaLink="false">fares-1</guid><pubDate>Thu, 04 Jan 2024 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Fares on the island ferry will rise by four per cent in March, the council said on
Thursday.&lt;/p&gt;</description>
</item></channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://rdf.example.org/feed">
<title>Old Harbour</title><link>https://rdf.example.org/</link></channel><item rdf:about="https://rdf.example.org/mast">
<title>A mast for the museum</title>
<link>https://rdf.example.org/mast</link><dc:date>2024-01-05T09:00:00+01:00</dc:date>
<dc:creator>Ada Quay</dc:creator>
<description>The museum has bought the mast of the last schooner built in the town.</description>
</item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:example:atom</id><title>Quayside</title>
<updated>2024-01-06T12:00:00Z</updated><author><name>Bo Pier</name></author><entry><id>urn:example:atom:1</id>
<title>Lighthouse opens</title><link href="https://atom.example.org/light"/><updated>2024-01-06T12:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The lighthouse opens to visitors again on Saturday
after two years of repairs.</p></div></content></entry></feed>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Tides", "items": [{"id": "tide-1",
"url": "https://json.example.org/tide", "title": "Spring tide", "date_published": "2024-01-07T08:00:00Z",
"content_html": "<p>The spring tide on Sunday will be the highest of the year, the port authority warns.</p>"}]}"""

TITLES = ["Ferry & bus fares rise", "A mast for the museum", "Lighthouse opens", "Spring tide"]


@pytest.fixture
def feeds(served):
    """Four feeds of four formats in the served folder, in the order of their titles above."""
    folder, address = served
    for name, text in {"1.xml": RSS, "2.rdf": RDF, "3.atom": ATOM, "4.json": JSON}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder, address


def crawl(scrapy, articles, tmp_path, source, **options):
    out = tmp_path / "out.jsonl"
    done = scrapy("crawl", "feeds", "-a", f"source={source}", "-O", out, "-s", "RETRY_ENABLED=0", **options)
    return articles(out), done


def test_each_format_gives_its_fields(scrapy, articles, feeds, tmp_path):
    found, _ = crawl(scrapy, articles, tmp_path, feeds[0])
    rss, rdf, atom, json_feed = found
    assert [article["title"] for article in found] == TITLES
    assert rss["url"] == "https://rss.example.org/fares"
    assert rss["guid"] == "fares-1"
    assert rss["published"] == "2024-01-04T10:00:00+00:00"
    assert rss["text"] == "Fares on the island ferry will rise by four per cent in March, the council said on Thursday."
    assert rss["feed"] == {"url": "1.xml", "title": "Harbour News"}
    assert rdf["published"] == "2024-01-05T08:00:00+00:00"
    assert rdf["authors"] == ["Ada Quay"]
    assert atom["authors"] == ["Bo Pier"]
    assert atom["text"] == "The lighthouse opens to visitors again on Saturday after two years of repairs."
    assert json_feed["url"] == "https://json.example.org/tide"
    assert {article["language"] for article in found} == {"en"}


def test_a_glob_a_list_and_an_opml_file_name_the_same_feeds(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    listed = tmp_path / "list.txt"
    listed.write_text(f"# the harbour\n{folder}/1.xml\n\n{address}/2.rdf\n{folder}/3.atom\n{address}/4.json\n")
    opml = tmp_path / "feeds.opml"
    outlines = "".join(f'<outline text="{name}" xmlUrl="{address}/{name}"/>' for name in ("1.xml", "2.rdf"))
    more = "".join(f'<outline text="{name}" xmlUrl="{address}/{name}"/>' for name in ("3.atom", "4.json"))
    opml.write_text(f'<opml version="2.0"><body>{outlines}<outline text="folder">{more}</outline></body></opml>')
    for source in (
        f"{folder}/[1-4].*",
        listed,
        opml,
        ",".join(f"{folder}/{name}" for name in sorted(p.name for p in folder.iterdir())),
    ):
        found, _ = crawl(scrapy, articles, tmp_path, source)
        assert [article["title"] for article in found] == TITLES, source


def test_a_url_is_fetched_and_named_as_the_feed(scrapy, articles, feeds, tmp_path):
    _, address = feeds
    found, done = crawl(scrapy, articles, tmp_path, f"{address}/1.xml,{address}/gone.xml")
    assert [article["feed"]["url"] for article in found] == [f"{address}/1.xml"]
    assert f"  {address}/gone.xml: not found (404)" in done.stderr
    assert "sources             2  1 failed" in done.stderr


def test_a_list_on_standard_input(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    found, _ = crawl(scrapy, articles, tmp_path, "-", stdin=f"{address}/4.json\n{folder}/1.xml\n")
    assert [article["title"] for article in found] == [TITLES[3], TITLES[0]]


def test_a_page_leads_to_its_feeds(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    (folder / "index.html").write_text(
        '<!DOCTYPE html><link rel="alternate" type="application/rss+xml" href="/1.xml">'
        '<link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">'
        '<link rel="alternate" type="application/atom+xml" href="http://[bad">'
    )
    found, done = crawl(scrapy, articles, tmp_path, f"{address}/")
    assert [article["feed"]["url"] for article in found] == [f"{address}/1.xml"]
    assert f"  {address}/: points to 3 feeds" in done.stderr
    assert f"  http://[bad: listed in {address}/, but" in done.stderr


def test_a_page_that_forwards_leads_to_the_feed(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    (folder / "old.html").write_text(f'<html><meta http-equiv="refresh" content="0; url={address}/1.xml">Moved')
    found, done = crawl(scrapy, articles, tmp_path, f"{address}/old.html")
    assert [article["title"] for article in found] == TITLES[:1]
    assert f"{address}/old.html: forwards to {address}/1.xml, which is read instead" in done.stderr


def test_pages_that_forward_to_each_other_are_reported(scrapy, served):
    folder, address = served
    for one, other in (("a", "b"), ("b", "a")):
        (folder / f"{one}.html").write_text(f'<html><meta http-equiv="refresh" content="0; url={other}.html">Moved')
    done = scrapy("crawl", "feeds", "-a", f"source={address}/a.html", code=1)
    assert "lists are nested too deeply: what this one leads to is not read" in done.stderr


def test_a_list_that_lists_itself_ends(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    (folder / "loop.opml").write_text(
        f'<opml version="2.0"><body><outline text="me" xmlUrl="{address}/loop.opml"/>'
        f'<outline text="Harbour" xmlUrl="{address}/1.xml"/></body></opml>'
    )
    found, _ = crawl(scrapy, articles, tmp_path, f"{address}/loop.opml")
    assert [article["title"] for article in found] == TITLES[:1]


def test_an_index_leads_to_compressed_sitemaps_but_not_for_ever(scrapy, articles, served, tmp_path):
    folder, address = served
    page = "<url><loc>https://s.example.org/1</loc><lastmod>2024-01-08</lastmod></url>"
    (folder / "pages.xml.gz").write_bytes(gzip.compress(f"<urlset>{page}</urlset>".encode()))
    for level in range(1, 5):
        below = "pages.xml.gz" if level == 4 else f"{level + 1}.xml"
        locations = f"<sitemap><loc>{address}/{below}</loc></sitemap>"
        (folder / f"{level}.xml").write_text(f"<sitemapindex>{locations}</sitemapindex>")
    found, _ = crawl(scrapy, articles, tmp_path, f"{address}/2.xml")
    assert [article["url"] for article in found] == ["https://s.example.org/1"]
    done = scrapy("crawl", "feeds", "-a", f"source={address}/1.xml", code=1)
    assert f"  {address}/4.xml: lists are nested too deeply" in done.stderr


def test_a_list_or_page_that_is_named_leads_to_its_feeds_wherever_it_lies(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    (folder / "page.html").write_text(
        f'<!DOCTYPE html><link rel="alternate" type="application/rss+xml" href="{address}/1.xml">'
        '<link rel="alternate" type="application/atom+xml" href="/3.atom">'
    )
    (folder / "inner.opml").write_text(f'<opml><body><outline xmlUrl="{address}/2.rdf"/></body></opml>')
    (folder / "outer.opml").write_text('<opml><body><outline xmlUrl="inner.opml"/></body></opml>')
    found, done = crawl(scrapy, articles, tmp_path, f"{folder}/page.html,{folder}/outer.opml")
    assert [article["title"] for article in found] == TITLES[:2]
    assert "  /3.atom: listed in page.html, but not a web address" in done.stderr
    found, done = crawl(scrapy, articles, tmp_path, folder)
    assert "  page.html: an HTML page, not a feed" in done.stderr
    assert len(found) == len(TITLES)


def test_a_list_of_dead_feeds_alone_is_nothing_read(scrapy, served, tmp_path):
    folder, address = served
    (folder / "dead.opml").write_text(
        f'<opml version="2.0"><body><outline text="gone" xmlUrl="{address}/gone.xml"/></body></opml>'
    )
    done = scrapy("crawl", "feeds", "-a", f"source={address}/dead.opml", "-O", tmp_path / "out.rss", code=1)
    assert "broken: nothing could be read" in done.stderr
    assert not (tmp_path / "out.rss").exists()


def test_a_compressed_feed_is_read_over_http_too(scrapy, articles, feeds, tmp_path):
    folder, address = feeds
    (folder / "1.xml.gz").write_bytes(gzip.compress(RSS.encode()))
    found, _ = crawl(scrapy, articles, tmp_path, f"{address}/1.xml.gz")
    assert [article["title"] for article in found] == TITLES[:1]


def test_credentials_go_to_the_server_and_nowhere_else(scrapy, articles, feeds, tmp_path):
    _, address = feeds
    found, done = crawl(scrapy, articles, tmp_path, f"{address.replace('//', '//me:secret@')}/1.xml")
    assert found[0]["feed"]["url"] == f"{address}/1.xml"
    assert "secret" not in done.stderr
    assert b"secret" not in b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    wrong = scrapy("crawl", "feeds", "-a", "source=http://me:secret@[", code=2)
    assert "secret" not in wrong.stderr


def test_files_of_one_name_in_two_folders_are_two_feeds(scrapy, articles, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "feed.xml").write_text(
            f"<rss version='2.0'><channel><title>The {folder} news</title><item><guid>1</guid>"
            f"<description>Only the {folder} news has this.</description></item></channel></rss>"
        )
    found, _ = crawl(scrapy, articles, tmp_path, f"{tmp_path}/a,{tmp_path}/b")
    assert [article["text"] for article in found] == ["Only the a news has this.", "Only the b news has this."]


def test_a_file_of_several_directories_is_named_with_its_own(scrapy, tmp_path):
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.xml").write_text(RSS.replace("</channel>", "</channel"))
        (tmp_path / folder / "b.xml").write_text("")
    both = f"{tmp_path / 'north'},{tmp_path / 'south'}"
    done = scrapy("crawl", "feeds", "-a", f"source={both}")
    assert f"  {tmp_path}/north/b.xml: the document is empty" in done.stderr
    assert f"  {tmp_path}/south/a.xml: not well-formed XML" in done.stderr
    alone = scrapy("crawl", "feeds", "-a", f"source={tmp_path / 'north'}")
    assert "  b.xml: the document is empty" in alone.stderr
