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
    # The picture that heads each article is its first paragraph.
    assert [len(article["paragraphs"]) for article in found] == [7, 5, 10, 11, 21]
    for article in found:
        assert [p["url"] for p in article["paragraphs"] if p["kind"] == "image"] == [article["image"]]
        assert article["paragraphs"][0]["kind"] == "image"
    assert {article["language"] for article in found} == {"zh"}
    assert [article["categories"] for article in found] == [["欧洲"], ["国际"], ["国际"], ["国际"], ["亚洲"]]
    assert found[0]["published"] == "2024-01-04T21:45:01+00:00"
    for article in found:
        assert article["title"]
        assert article["url"].startswith("https://www.rfi.fr/cn/")
        assert article["image"].startswith("https://s.rfi.fr/media/display/")
        leads = [paragraph["text"] for paragraph in article["paragraphs"] if paragraph["kind"] == "lead"]
        assert article["summary"] == (leads or [article["paragraphs"][1]["text"]])[0]
    # A statement or report does not speak, and nobody is named who issued these.
    assert [[quote["speaker"] for quote in article["quotes"]].count(None) for article in found] == [0, 2, 1, 2, 0]

    january, october, november = found[0], found[3], found[4]
    repeat = january["paragraphs"][6]
    [origin] = repeat["reuse"]
    assert repeat["status"] == "duplicate"
    assert (origin["article"], origin["paragraph"]) == (january["id"], 2)
    assert 0.85 <= origin["share"] <= 0.95
    assert 0 < origin["distance"] <= 16
    earlier = january["paragraphs"][2]["text"]
    for start, end in origin["spans"]:
        assert repeat["text"][start:end] in earlier or "发言人" in repeat["text"][start:end]
    assert repeat["text"] not in january["text"]
    assert january["quotes"][1]["first_seen"] == {"article": january["id"], "paragraph": 2}

    marked = {
        (article["published"][:10], position): (paragraph["status"], paragraph["reuse"][0])
        for article in found
        for position, paragraph in enumerate(article["paragraphs"])
        if paragraph["reuse"]
    }
    status, origin = marked["2023-11-09", 14]  # the background sentence on sanctions
    assert (status, origin["article"], origin["paragraph"]) == ("duplicate", october["id"], 2)
    status, origin = marked["2023-11-09", 19]  # the line on "destabilising" actions
    assert (status, origin["article"], origin["paragraph"]) == ("duplicate", november["id"], 1)
    status, origin = marked["2023-11-09", 3]  # the joint statement
    assert (status, origin["article"], origin["paragraph"]) == ("unique", october["id"], 4)
    # Besides these, only the clause on "more than 1,000 containers" stands word for word in two articles.
    assert marked.keys() - {("2024-01-04", 3)} == {
        ("2024-01-04", 6), ("2023-11-09", 3), ("2023-11-09", 14), ("2023-11-09", 19),
    }  # fmt: skip


def test_the_archive(crawl):
    found, summary = crawl("archive")
    assert "697  0 failed" in summary
    assert len(found) > 690
    assert all(article["title"] and article["url"] and article["published"] for article in found)
    by_id = {article["id"]: article for article in found}
    lost = [article["title"] for article in found if not article["paragraphs"]]
    assert len(lost) <= 5, lost
    repeated = [(a, p) for a in found for p in a["paragraphs"] if p["status"] == "boilerplate"]
    # Pictures are paragraphs, too, but have no text: that they are left out shows in the markup.
    assert all(paragraph["text"] or paragraph["kind"] == "image" for _, paragraph in repeated)
    assert not any(p["url"] in article["html"] for article, p in repeated if p["kind"] == "image")
    boilerplate = {paragraph["text"] for _, paragraph in repeated if paragraph["text"]}
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
