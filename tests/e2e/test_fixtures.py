"""What the README and the fixtures' README promise of a crawl of fixtures/."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("fixtures")  # one crawl serves all tests


@pytest.fixture(scope="module")
def fixtures(scrapy_on, tmp_path_factory):
    """Crawl the fixtures once; give their articles by file name, and the summary."""
    folder = tmp_path_factory.mktemp("fixtures")
    out = folder / "out.jsonl"
    done = scrapy_on(folder / "newsfeed.db", "crawl", "feeds", "-a", "source=fixtures", "-O", out)
    found = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        found.setdefault(article["feed"]["url"], []).append(article)
    return found, done.stderr


def statuses(article):
    return [paragraph["status"] for paragraph in article["paragraphs"]]


def test_every_fixture_is_in_its_readme_and_the_other_way_round():
    folder = ROOT / "fixtures"
    listed = re.findall(r"^\| `([^`]+)` ", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in folder.iterdir() if path.name != "README.md")


def test_quotes_under_two_lead_ins(fixtures):
    found, _ = fixtures
    for name in ("quote-twice-zh.txt", "quote-twice-en.md"):
        [article] = found[name]
        assert Counter(statuses(article))["duplicate"] == 1
        [repeat] = [paragraph for paragraph in article["paragraphs"] if paragraph["status"] == "duplicate"]
        [origin] = repeat["reuse"]
        assert origin["article"] == article["id"]
        assert origin["share"] >= 0.8
    [chinese] = found["quote-twice-zh.txt"]
    assert [quote["speaker"] for quote in chinese["quotes"]] == ["这位发言人", "水务署发言人"]
    assert chinese["quotes"][1]["first_seen"] == {"article": chinese["id"], "paragraph": 3}


def test_agency_copy_in_two_outlets(fixtures):
    found, _ = fixtures
    original, _ = found["agency-harbour-post.xml"]
    copy, _ = found["agency-valley-courier.xml"]
    assert statuses(original) == ["unique"] * 4
    assert statuses(copy) == ["duplicate"] * 4 + ["unique"]
    assert {origin["article"] for paragraph in copy["paragraphs"] for origin in paragraph["reuse"]} == {original["id"]}


def test_the_newsroom_keeps_what_is_new(fixtures):
    found, _ = fixtures
    names = ("coast-daily.xml", "elmsund-herald.xml", "kestrel-agency.xml", "weiwan-evening.xml")
    everything = [article for name in names for article in found[f"newsroom/{name}"]]
    assert len(everything) == 37
    assert [article["title"] for article in everything if article["duplicate_of"]] == [
        "Storm expected on northern coast on Friday", "Island ferries to stop for a day",
    ]  # fmt: skip
    assert sum(set(statuses(article)) == {"duplicate"} for article in everything) == 6
    kept = "\n".join(article["text"] for article in everything)
    for figure in ("3.7 million", "6,241 votes", "一点七亿立方米"):
        assert figure in kept
    assert "ask for the evening edition" not in kept


def test_footers_are_boilerplate_and_in_no_text(fixtures):
    found, _ = fixtures
    assert len(found["share-footers.xml"]) == 7
    for article in found["share-footers.xml"]:
        assert statuses(article)[-2:] == ["boilerplate"] * 2
        evidence = {"articles": 7, "since": min(each["published"] for each in found["share-footers.xml"])}
        assert [paragraph["repeated"] for paragraph in article["paragraphs"][-2:]] == [evidence] * 2
        assert statuses(article)[:-2] == ["unique"] * (len(article["paragraphs"]) - 2)
        assert article["text"] == "\n\n".join(paragraph["text"] for paragraph in article["paragraphs"][:-2])


def test_templates_stay(fixtures):
    found, _ = fixtures
    for name in ("templates.rdf", "results.json"):
        assert len(found[name]) == 2
        assert {status for article in found[name] for status in statuses(article)} == {"unique"}


def test_background_and_reprint(fixtures):
    found, _ = fixtures
    [first], [again], [reprint] = (
        found[name] for name in ("background-first-zh.md", "background-again-zh.txt", "reprint-traditional-zh.md")
    )
    assert set(statuses(first)) == {"unique"}
    assert {paragraph["kind"] for paragraph in first["paragraphs"]} >= {"heading", "list"}
    assert set(statuses(again)) == {"unique"}  # one phrase was exchanged for another
    assert [origin["article"] for p in again["paragraphs"] for origin in p["reuse"]] == [first["id"]] * 2
    assert statuses(reprint) == ["unique", "duplicate", "unique", "duplicate"]


def test_channels_and_sitemaps(fixtures):
    found, _ = fixtures
    cafe, regatta = found["channel.cdf"]
    assert cafe["title"].startswith("Café")
    assert cafe["image"] == "https://www.tollergate.example.org/pictures/lock.jpg"
    assert (regatta["url"], regatta["categories"]) == ("https://www.tollergate.example.org/2025/regatta", ["Rowing"])
    survey, ladder, about = found["news-sitemap.xml"]
    assert survey["categories"] == ["dykes", "surveys", "Nerrin Sound"]
    assert survey["image"] == "https://pictures.saltmarsh.example.com/dyke-1600.jpg"
    # A date alone is that day, in whatever zone the other times are.
    assert (ladder["title"], ladder["published"], ladder["dates"]["published"]["assumed_zone"]) == (
        "Eels find the new ladder within a week",
        "2025-03-07T00:00:00+00:00",
        "+00:00",
    )
    assert (about["title"], about["updated"], about["paragraphs"]) == (None, "2024-11-30T00:00:00+00:00", [])


def test_a_recorded_crawl(fixtures):
    found, summary = fixtures
    buses, choir = found["https://radio.kelpstreet.example.com/feed"]
    assert buses["fetched"] == "2025-05-12T07:00:03+00:00"
    assert choir["feed"]["title"] == "Kelp Street Radio"
    assert (
        "  crawl.warc: 2 recorded documents skipped: 1 × an HTML page, not a feed, 1 × not found (404)\n"
    ) in summary


def test_the_index_leads_to_the_sitemap(scrapy, articles, tmp_path):
    out = tmp_path / "out.jsonl"
    scrapy("crawl", "feeds", "-a", "source=fixtures/sitemap-index.xml", "-O", out)
    assert [article["feed"]["url"] for article in articles(out)] == ["news-sitemap.xml"] * 3


def test_the_rest_is_named(fixtures):
    _, summary = fixtures
    assert "  broken.xml: " in summary
    assert "1 failed" in summary
    assert "  sources.txt: skipped: a list of sources; name it itself to have them read" in summary
    for name in ("README.md", "sitemap-index.xml", "sources.txt", "subscriptions.opml"):
        assert f"  {name}: skipped" in summary
