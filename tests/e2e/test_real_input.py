"""The main job on real input, where it is at hand: what a reader of these articles would want to see."""

from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real input is not beside the checkout")


@pytest.fixture
def crawl(scrapy, articles, tmp_path):
    """Crawl one of the sets; return its articles by the first characters of their file names, and the summary."""

    def run(name):
        out = tmp_path / f"{name}.jsonl"
        done = scrapy("crawl", "feeds", "-a", f"source={DATA / name}", "-O", out)
        return articles(out), done.stderr

    return run


def test_the_five_seeds(crawl):
    found, _ = crawl("seeds")
    assert [len(article["paragraphs"]) for article in found] == [6, 4, 9, 10, 20]
    assert {article["language"] for article in found} == {"zh"}
    assert [article["categories"] for article in found] == [["欧洲"], ["国际"], ["国际"], ["国际"], ["亚洲"]]
    assert found[0]["published"] == "2024-01-04T21:45:01+00:00"
    for article in found:
        assert article["title"]
        assert article["url"].startswith("https://www.rfi.fr/cn/")
        assert article["image"].startswith("https://s.rfi.fr/media/display/")
        leads = [paragraph["text"] for paragraph in article["paragraphs"] if paragraph["kind"] == "lead"]
        assert article["summary"] == (leads or [article["paragraphs"][0]["text"]])[0]
        assert all(quote["speaker"] for quote in article["quotes"])

    january, october, november = found[0], found[3], found[4]
    repeat = january["paragraphs"][5]
    [origin] = repeat["reuse"]
    assert repeat["status"] == "duplicate"
    assert (origin["article"], origin["paragraph"]) == (january["id"], 1)
    assert 0.85 <= origin["share"] <= 0.95
    assert 0 < origin["distance"] <= 16
    earlier = january["paragraphs"][1]["text"]
    for start, end in origin["spans"]:
        assert repeat["text"][start:end] in earlier or "发言人" in repeat["text"][start:end]
    assert repeat["text"] not in january["text"]
    assert january["quotes"][1]["first_seen"] == {"article": january["id"], "paragraph": 1}

    marked = {
        (article["published"][:10], position): (paragraph["status"], paragraph["reuse"][0])
        for article in found
        for position, paragraph in enumerate(article["paragraphs"])
        if paragraph["reuse"]
    }
    status, origin = marked["2023-11-09", 13]  # the background sentence on sanctions
    assert (status, origin["article"], origin["paragraph"]) == ("duplicate", october["id"], 1)
    status, origin = marked["2023-11-09", 18]  # the line on "destabilising" actions
    assert (status, origin["article"], origin["paragraph"]) == ("duplicate", november["id"], 0)
    status, origin = marked["2023-11-09", 2]  # the joint statement
    assert (status, origin["article"], origin["paragraph"]) == ("unique", october["id"], 3)
    # Besides these, only the clause on "more than 1,000 containers" stands word for word in two articles.
    assert marked.keys() - {("2024-01-04", 2)} == {
        ("2024-01-04", 5), ("2023-11-09", 2), ("2023-11-09", 13), ("2023-11-09", 18),
    }  # fmt: skip


def test_the_archive(crawl):
    found, summary = crawl("archive")
    assert "697  0 failed" in summary
    assert len(found) > 690
    assert all(article["title"] and article["url"] and article["published"] for article in found)
    by_id = {article["id"]: article for article in found}
    lost = [article["title"] for article in found if not article["paragraphs"]]
    assert len(lost) <= 5, lost
    boilerplate = {p["text"] for article in found for p in article["paragraphs"] if p["status"] == "boilerplate"}
    assert boilerplate
    assert not any(line in article["text"].split("\n\n") for article in found for line in boilerplate)
    for article in found:
        for position, paragraph in enumerate(article["paragraphs"]):
            for origin in paragraph["reuse"]:
                source = by_id[origin["article"]]
                assert (source["published"], source["id"]) != (article["published"], article["id"]) or (
                    origin["paragraph"] < position
                )
                assert source["published"] <= article["published"]
                assert all(0 <= start < end <= len(paragraph["text"]) for start, end in origin["spans"])
