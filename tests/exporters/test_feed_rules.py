"""The rules of RFC 4287, RSS 2.0 and JSON Feed 1.1 as assertions, over whole, bare and real articles."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree
from scrapy.utils.misc import load_object

from newsfeed.dedup.policy import clean
from newsfeed.exporters import EXPORTERS
from newsfeed.formats import parse
from newsfeed.items import Article, Enclosure, Paragraph, Person, Source
from newsfeed.loaders.article import Reading, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

pytestmark = pytest.mark.slow  # together they take seconds

REAL = Path(__file__).parents[3] / "shared" / "data" / "feeds"
ATOM, MEDIA = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"
DC, CONTENT = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/rss/1.0/modules/content/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

WHOLE = Article(
    id="a" * 32,
    url="https://example.org/a",
    title="Fish & <chips>",
    summary="Ferries < trains",
    authors=["Ana", "李明"],
    people=[Person("Ana", "ana@example.org", "https://example.org/ana"), Person("李明")],
    categories=["a", "b"],
    language="zh",
    published="2024-05-01T08:00:00+00:00",
    updated="2024-05-02T08:00:00+00:00",
    fetched="2024-06-01T00:00:00+00:00",
    image="https://example.org/a.jpg",
    enclosures=[
        Enclosure("https://example.org/a.mp3", "audio/mpeg", 12, 90),
        Enclosure("https://example.org/b", "odd"),
    ],
    rights="© Harbour",
    license="https://creativecommons.org/licenses/by/4.0/",
    feed=Source("https://example.org/feed", "Example & <co>"),
    paragraphs=[Paragraph("One."), Paragraph("Two", "list", html='<a href="https://example.org/">Two</a>')],
)
BARE = Article(id="b" * 32, feed=Source("a/b.xml"))
UNTITLED = Article(id="c" * 32, paragraphs=[Paragraph("Only text.")], published="2024-05-01T08:00:00+00:00")


def made(name: str, articles: Iterable[Article], **options: object) -> bytes:
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[name])(file, **options)
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(clean(article))
    exporter.finish_exporting()
    return file.getvalue()


def real_articles() -> list[Article]:
    found: list[Article] = []
    for number, file in enumerate(sorted(each for each in REAL.rglob("*") if each.is_file())[::6]):
        feed = parse(file.read_bytes())
        reading = Reading(f"https://example.org/{number}", remote=True, fetched="2024-06-01T00:00:00+00:00")
        found += [named.article for named in load(feed, reading)]
    return list({each.id: each for each in found}.values())


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [WHOLE, BARE, UNTITLED, *(real_articles() if REAL.exists() else [])]


ADDRESSES = {"title": "Mine & <yours>", "url": "https://me.example/news.feed", "home": "https://me.example/"}
OPTIONS = [{}, ADDRESSES, {"policy": "fold"}]


def is_iri(text: str | None) -> bool:
    return bool(text) and bool(urlsplit(text or "").scheme) and not re.search(r"[\s<>\"{}|\\^`]", text or "")


def is_web(text: str | None) -> bool:
    return is_iri(text) and (text or "").startswith(("http://", "https://"))


def is_rfc_822(text: str | None) -> bool:
    return parsedate_to_datetime(text or "").tzinfo is not None


def counted(element: etree._Element) -> Counter[str]:
    return Counter(str(child.tag).removeprefix(ATOM) for child in element)


ONCE = {"id", "title", "updated"}
AT_MOST_ONCE = {"generator", "icon", "logo", "rights", "subtitle", "published", "source", "summary", "content"}
RFC_4287: dict[str, Callable[[etree._Element], bool]] = {
    "4.1.1 feed": lambda feed: feed.tag == f"{ATOM}feed",
    "4.1.1, 4.1.2 exactly one": lambda feed: all(
        counted(each)[name] == 1 for each in (feed, *feed.iter(f"{ATOM}entry")) for name in ONCE
    ),
    "4.1.1, 4.1.2 at most one": lambda feed: all(
        counted(each)[name] <= 1 for each in (feed, *feed.iter(f"{ATOM}entry")) for name in AT_MOST_ONCE
    ),
    "4.1.1 author of every entry": lambda feed: (
        feed.find(f"{ATOM}author") is not None
        or all(entry.find(f"{ATOM}author") is not None for entry in feed.iter(f"{ATOM}entry"))
    ),
    "4.1.1 one self link, of the feed": lambda feed: len(feed.findall(f"{ATOM}link[@rel='self']")) <= 1,
    "4.1.1 no two alternate links of a type": lambda feed: all(
        len(each.findall(f"{ATOM}link[@rel='alternate']")) <= 1 for each in (feed, *feed.iter(f"{ATOM}entry"))
    ),
    "4.1.2 content or alternate link": lambda feed: all(
        entry.find(f"{ATOM}content") is not None or entry.find(f"{ATOM}link[@rel='alternate']") is not None
        for entry in feed.iter(f"{ATOM}entry")
    ),
    "4.1.3 type of content": lambda feed: all(each.get("type") == "html" for each in feed.iter(f"{ATOM}content")),
    "3.1 text constructs have no children": lambda feed: all(
        not len(each) for name in ("title", "summary", "rights", "content") for each in feed.iter(f"{ATOM}{name}")
    ),
    "3.2 persons": lambda feed: all(
        counted(author)["name"] == 1
        and bool(author.findtext(f"{ATOM}name"))
        and counted(author)["email"] <= 1
        and counted(author)["uri"] <= 1
        and all(re.fullmatch(r"[^@\s]+@[^@\s]+", each.text or "") for each in author.iter(f"{ATOM}email"))
        and all(is_iri(each.text) for each in author.iter(f"{ATOM}uri"))
        for author in feed.iter(f"{ATOM}author")
    ),
    "3.3 dates": lambda feed: all(
        RFC_3339.fullmatch(each.text or "") and datetime.fromisoformat(each.text or "")
        for name in ("updated", "published")
        for each in feed.iter(f"{ATOM}{name}")
    ),
    "4.2.2 categories have a term": lambda feed: all(each.get("term") for each in feed.iter(f"{ATOM}category")),
    "4.2.6 ids are IRIs": lambda feed: all(is_iri(each.text) for each in feed.iter(f"{ATOM}id")),
    "4.2.6 ids of entries are their own": lambda feed: (
        len({e.findtext(f"{ATOM}id") for e in feed.iter(f"{ATOM}entry")}) == len(list(feed.iter(f"{ATOM}entry")))
    ),
    "4.2.7 links": lambda feed: all(
        is_iri(link.get("href"))
        and MEDIA_TYPE.fullmatch(link.get("type", "a/b"))
        and link.get("length", "0").isdigit()
        and not len(link)
        for link in feed.iter(f"{ATOM}link")
    ),
    "4.2.11 source": lambda feed: all(
        counted(each)["id"] == 1 and counted(each)["title"] == 1 for each in feed.iter(f"{ATOM}source")
    ),
    "2 languages": lambda feed: all(TAG.fullmatch(each.get(LANG, "en")) for each in feed.iter()),
    "6.4 only known elements": lambda feed: all(
        str(each.tag).startswith((ATOM, MEDIA)) for each in feed.iter(etree.Element)
    ),
}

ITEM = {
    "title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source",
}  # fmt: skip
RSS: dict[str, Callable[[etree._Element], bool]] = {
    "rss, version 2.0": lambda rss: rss.tag == "rss" and rss.get("version") == "2.0",
    "one channel": lambda rss: [each.tag for each in rss] == ["channel"],
    "required channel elements, once": lambda rss: all(
        len(rss[0].findall(name)) == 1 and rss[0].findtext(name) for name in ("title", "link", "description")
    ),
    "link of the channel is an address": lambda rss: is_iri(rss[0].findtext("link")),
    "dates": lambda rss: all(is_rfc_822(each.text) for name in ("pubDate", "lastBuildDate") for each in rss.iter(name)),
    "title or description": lambda rss: all(
        item.find("title") is not None or item.find("description") is not None for item in rss.iter("item")
    ),
    "at most one of each": lambda rss: all(
        len(item.findall(name)) <= 1 for item in rss.iter("item") for name in ITEM - {"category", "enclosure"}
    ),
    "links are addresses": lambda rss: all(
        is_web(each.text) for item in rss.iter("item") for each in item.iter("link")
    ),
    "guids": lambda rss: all(
        len(item.findall("guid")) == 1 and item.find("guid").get("isPermaLink") == "false" and item.findtext("guid")
        for item in rss.iter("item")
    ),
    "guids are their own": lambda rss: (
        len({item.findtext("guid") for item in rss.iter("item")}) == len(list(rss.iter("item")))
    ),
    "enclosures": lambda rss: all(
        is_web(each.get("url"))
        and each.get("length", "").isdigit()
        and MEDIA_TYPE.fullmatch(each.get("type", ""))
        and not each.text
        for each in rss.iter("enclosure")
    ),
    "source has an address and a name": lambda rss: all(
        is_web(each.get("url")) and each.text for each in rss.iter("source")
    ),
    "categories are not empty": lambda rss: all(each.text for each in rss.iter("category")),
    "own address": lambda rss: len(rss[0].findall(f"{ATOM}link[@rel='self']")) <= 1,
    "content once": lambda rss: all(len(item.findall(f"{CONTENT}encoded")) <= 1 for item in rss.iter("item")),
    "description with content": lambda rss: all(
        item.find("description") is not None for item in rss.iter("item") if item.find(f"{CONTENT}encoded") is not None
    ),
    "no empty content": lambda rss: all(each.text for each in rss.iter(f"{CONTENT}encoded")),
    "only known elements": lambda rss: all(
        str(each.tag) in ITEM or str(each.tag).startswith((ATOM, MEDIA, DC, CONTENT))
        for item in rss.iter("item")
        for each in item
    ),
}


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "addresses", "fold"])
@pytest.mark.parametrize(("name", "rules"), [("atom", RFC_4287), ("rss", RSS)], ids=["atom", "rss"])
def test_feeds_keep_every_rule(
    name: str, rules: dict[str, Callable[[etree._Element], bool]], options: dict[str, object], articles: list[Article]
) -> None:
    document = made(name, articles, **options)
    root = etree.fromstring(document)
    assert [rule for rule, holds in rules.items() if not holds(root)] == []
    parsed = feedparser.parse(document)
    assert not parsed.bozo
    assert parsed.version == {"atom": "atom10", "rss": "rss20"}[name]
    assert len(parsed.entries) == len(list(root.iter("item", f"{ATOM}entry")))


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "addresses", "fold"])
def test_json_feeds_keep_every_rule(options: dict[str, object], articles: list[Article]) -> None:
    feed = json.loads(made("jsonfeed", articles, **options))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert set(feed) <= {"version", "title", "home_page_url", "feed_url", "items"}
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_html" in item
        assert all(is_web(item[name]) for name in ("url", "image") if name in item)
        assert all(RFC_3339.fullmatch(item[name]) for name in ("date_published", "date_modified") if name in item)
        assert all(author.get("name") or author.get("url") for author in item.get("authors", []))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert TAG.fullmatch(item.get("language", "en"))
        for attachment in item.get("attachments", []):
            assert is_web(attachment["url"])
            assert MEDIA_TYPE.fullmatch(attachment["mime_type"])
            assert attachment.get("size_in_bytes", 1) > 0


@pytest.mark.parametrize("name", ["atom", "rss", "jsonfeed"])
def test_what_an_entry_carries_comes_out(name: str, articles: list[Article]) -> None:
    """Every article's content, link, authors, categories, enclosures, image and source, by a reader of the format."""
    document = made(name, articles, policy="mark")
    if name == "jsonfeed":
        items = {item["id"]: item for item in json.loads(document)["items"]}
        for article in articles:
            item = items[load_object(EXPORTERS[name]).entry_id(article)]
            assert item["content_html"] == article.html
            assert item.get("content_text", "") == article.text
            assert [each["url"] for each in item.get("attachments", [])] == [each.url for each in article.enclosures]
            assert len(item.get("authors", [])) == len(article.people)
            assert item.get("image") == article.image
        return
    root = etree.fromstring(document)
    entries = {e.findtext("guid") or e.findtext(f"{ATOM}id"): e for e in root.iter("item", f"{ATOM}entry")}
    for article in articles:
        entry = entries[load_object(EXPORTERS[name]).entry_id(article)]
        content = entry.findtext(f"{CONTENT}encoded") if name == "rss" else entry.findtext(f"{ATOM}content")
        assert (content or "") == re.sub("\r\n?", "\n", article.html)
        files = [each.get("url") or each.get("href") for each in entry.iter("enclosure", f"{ATOM}link")
                 if each.tag == "enclosure" or each.get("rel") == "enclosure"]  # fmt: skip
        assert files == [each.url for each in article.enclosures]
        assert [each.get("url") for each in entry.iter(f"{MEDIA}thumbnail")] == [article.image] * bool(article.image)
        people = entry.findall(f"{DC}creator") if name == "rss" else entry.findall(f"{ATOM}author")
        assert len(people) == len(article.authors)
