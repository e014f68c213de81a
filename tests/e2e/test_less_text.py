"""A feed that loses text takes none away, and the closing summary says so."""

import time

FEED = """<rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example/</link><item><guid>1</guid>
<link>https://harbour.example/1</link><title>The ferry sails</title><pubDate>Thu, 04 Jan 2024 08:00:00 GMT</pubDate>
<description>{text}</description></item></channel></rss>"""
TEXT = "The night ferry sails again from Friday, when the last of the ice is gone from the outer harbour."
OTHER = "The night ferry stays in the harbour for another week, because the ice has come back to the bay."


def test_an_empty_entry_is_reported_and_a_text_that_comes_back_is_read(scrapy, articles, tmp_path):
    feed, out = tmp_path / "feed.xml", tmp_path / "out.jsonl"

    def crawl(document):
        feed.write_text(document, encoding="utf-8")
        time.sleep(1)  # a later reading comes in a later second
        done = scrapy("crawl", "feeds", "-a", f"source={feed}", "-O", out)
        [article] = articles(out)
        return article["paragraphs"][0]["text"], article["revision"], done.stderr

    remark = "feed.xml: 1 entry without text, or with only the start of it: the text read before is kept"
    *first, summary = crawl(FEED.format(text=TEXT))
    assert first == [TEXT, 1]
    assert remark not in summary
    *empty, summary = crawl(FEED.format(text=""))
    assert empty == [TEXT, 1]
    assert remark in summary
    *cut, summary = crawl(FEED.format(text=OTHER).partition("harbour for")[0])
    assert cut == [TEXT, 1]
    assert remark in summary
    assert [crawl(FEED.format(text=text))[:2] for text in (OTHER, TEXT)] == [(OTHER, 2), (TEXT, 3)]


def test_a_watch_reports_an_empty_entry_in_its_summary(scrapy, served):
    folder, address = served
    (folder / "feed.xml").write_text(FEED.format(text=TEXT), encoding="utf-8")
    scrapy("feeds", "add", f"{address}/feed.xml")
    assert "text read before" not in scrapy("watch", "--once").stderr
    (folder / "feed.xml").write_text(FEED.format(text=""), encoding="utf-8")
    scrapy("feeds", "poll", f"{address}/feed.xml")
    remarks = scrapy("watch", "--once").stderr.partition("remarks:")[2]
    assert f"{address}/feed.xml: 1 entry without text, or with only the start of it: the text read before" in remarks
