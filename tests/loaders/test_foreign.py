"""Items of other spiders as articles."""

from collections import UserDict
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import attrs
import pytest
import scrapy
from scrapy.settings import Settings

from newsfeed.errors import NewsfeedError
from newsfeed.items import Article, Enclosure, Paragraph, Person, Source
from newsfeed.loaders.foreign import ItemReader, item_fields

NOW = "2024-06-01T00:00:00+00:00"


def article(item, names=None):
    named = ItemReader(names, "myspider").named(item, NOW)
    return named and named.article


def test_the_text_may_be_html_or_plain_or_several_pieces():
    for text in ("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", ["One.", "Two."], ["<p>One.</p>", "<p>Two.</p>"]):
        assert [each.text for each in article({"text": text}).paragraphs] == ["One.", "Two."]


def test_values_are_normalised_as_those_of_feeds_are():
    item = {
        "title": " Ferry <early>\n",
        "url": "https://example.org/a?utm_source=rss#top",
        "published": datetime(2024, 1, 4, 21, 45, 1),
        "updated": "Thu, 04 Jan 2024 23:45:01 +0100",
        "authors": "Jane Doe",
        "categories": ["ports", "Ports", "sea"],
        "image": ["/a.jpg", "https://example.org/b.jpg"],
        "enclosures": ["https://example.org/a.mp3", {"url": "https://example.org/b.mp3", "length": 12}],
        "text": "It sails \x00at six.",
    }
    found = article(item)
    assert found.title == "Ferry <early>"
    assert found.url == "https://example.org/a"
    assert (found.published, found.updated) == ("2024-01-04T21:45:01+00:00", "2024-01-04T22:45:01+00:00")
    assert (found.authors, found.people) == (["Jane Doe"], [Person("Jane Doe")])
    assert found.categories == ["ports", "sea"]
    assert found.image == "https://example.org/b.jpg"
    assert found.enclosures == [
        Enclosure("https://example.org/a.mp3", "audio/mpeg"), Enclosure("https://example.org/b.mp3", "audio/mpeg", 12),
    ]  # fmt: skip
    assert [each.text for each in found.paragraphs] == ["It sails at six."]
    assert (found.fetched, found.feed) == (NOW, Source("myspider", None))
    assert article({"title": "A", "published": date(2024, 1, 4)}).published == "2024-01-04T00:00:00+00:00"


def test_the_id_stays_the_same_and_one_that_is_given_is_kept():
    first, again = (article({"url": "https://example.org/a", "title": title}) for title in ("A", "B"))
    assert first.id == again.id
    assert article({"url": "https://example.org/b"}).id != first.id
    assert article({"id": 7, "title": "A"}).id == "7"


def test_the_feed_may_be_stated():
    assert article({"title": "A", "feed": "https://example.org/feed"}).feed == Source("https://example.org/feed")
    named = article({"title": "A", "feed": {"url": "https://example.org/feed", "title": "Example"}})
    assert named.feed == Source("https://example.org/feed", "Example")


def test_paragraphs_that_are_there_are_kept():
    found = article(Article(title="A", paragraphs=[Paragraph("Share this!", "heading"), Paragraph(" ")]))
    assert [(each.text, each.kind) for each in found.paragraphs] == [("Share this!", "heading")]


def test_an_item_that_is_no_article_is_none():
    assert article({"price": 12}) is None
    assert article({"title": "", "text": None}) is None


@dataclass
class Story:
    headline: str
    body: str
    verdict: str | None = None
    novelty: float | None = None


@dataclass(frozen=True)
class FrozenStory:
    headline: str
    body: str
    paragraphs: list = field(default_factory=list)


class Loose(scrapy.Item):
    headline = scrapy.Field()
    body = scrapy.Field()
    novelty = scrapy.Field()


@attrs.define
class Neat:
    headline: str
    body: str
    novelty: float = 1.0


NAMES = {"headline": "title", "body": "text", "verdict": "duplicate_of"}
JUDGED = Article(id="b", title="Ours", text="Two.", novelty=0.5, duplicate_of="a", paragraphs=[Paragraph("Two.")])


@pytest.mark.parametrize("kind", [dict, Story, Loose, Neat])
def test_an_item_gets_the_verdicts_that_its_class_has(kind):
    item = kind(headline="Theirs", body="<p>One.</p><p>Two.</p>")
    assert article(item, NAMES).title == "Theirs"
    judged = ItemReader(NAMES).with_verdict(item, JUDGED)
    assert judged is item
    get = judged.get if hasattr(judged, "get") else lambda name: getattr(judged, name)
    assert (get("headline"), get("body"), get("novelty")) == ("Theirs", "Two.", 0.5)
    if kind is Story:
        assert judged.verdict == "a"
        assert not hasattr(judged, "duplicate_of")


def test_a_dictionary_gets_every_verdict_as_plain_values():
    judged = ItemReader(NAMES).with_verdict({"body": "One."}, JUDGED)
    assert judged["paragraphs"][0]["text"] == "Two."
    assert (judged["id"], judged["duplicate_of"], judged["body"]) == ("b", "a", "Two.")
    assert "text" not in judged
    assert "title" not in judged


def test_a_frozen_item_is_replaced_by_another_of_its_class():
    judged = ItemReader(NAMES).with_verdict(FrozenStory("Theirs", "One."), JUDGED)
    assert judged == FrozenStory("Theirs", "Two.", [Paragraph("Two.")])


def test_an_article_gets_every_field():
    item = Article(title="theirs", text="One.")
    assert ItemReader(NAMES).with_verdict(item, JUDGED) is item
    assert item == JUDGED


def test_a_judged_item_is_read_with_its_verdicts():
    item = ItemReader(NAMES).with_verdict({"headline": "A", "body": "Two."}, JUDGED)
    read = ItemReader(NAMES).article(item)
    assert (read.id, read.duplicate_of, read.title) == ("b", "a", "A")
    assert [each.status for each in read.paragraphs] == ["unique"]


@pytest.mark.parametrize("setting", [{"body": "content"}, "{", '["body"]', 7])
def test_a_mapping_that_cannot_be_is_refused(setting):
    with pytest.raises(NewsfeedError, match="NEWSFEED_ITEM_FIELDS="):
        item_fields(Settings({"NEWSFEED_ITEM_FIELDS": setting}))


def test_a_mapping_may_be_json():
    assert item_fields(Settings({"NEWSFEED_ITEM_FIELDS": '{"body": "text"}'})) == {"body": "text"}
    assert item_fields(Settings({"NEWSFEED_ITEM_FIELDS": {}})) == {}


def test_what_only_looks_like_a_dictionary_is_no_item():
    with pytest.raises(TypeError):
        article(UserDict(title="A"))


def test_no_login_stands_in_the_markup_or_address_of_a_paragraph():
    url = "https://me@example.org:s@cret@example.org/a.jpg"
    markup = f'<figure><a href="{url}"><img src="https&#58;//me:s@cret@example.org/b.jpg"></a></figure>'
    [paragraph] = article({"title": "One", "paragraphs": [{"kind": "image", "html": markup, "url": url}]}).paragraphs
    assert "s@cret" not in f"{paragraph.html} {paragraph.url}"
    assert "https://example.org/a.jpg" in (paragraph.html or "")
    assert paragraph.url == "https://example.org/a.jpg"


@dataclass
class Dispatch:
    summary: str
    story: str


@pytest.mark.parametrize("kind", [dict, Dispatch])
def test_a_field_that_has_the_name_of_another_of_ours_keeps_what_it_is(kind):
    names = {"summary": "title", "story": "text"}
    item = kind(summary="Theirs", story="<p>One.</p><p>Two.</p>")
    found = article(item, names)
    assert (found.title, [each.text for each in found.paragraphs]) == ("Theirs", ["One.", "Two."])
    judged = ItemReader(names).with_verdict(item, replace(JUDGED, story="c"))
    get = judged.get if kind is dict else lambda name: getattr(judged, name)
    assert (get("summary"), get("story")) == ("Theirs", "Two.")
    # Articles have our names, whatever other items of the spider have.
    ours = Article(title="Ours", summary="Short.", story="c", paragraphs=[Paragraph("Two.")])
    assert (article(ours, names).title, article(ours, names).summary) == ("Ours", "Short.")


def test_items_of_several_kinds_may_call_one_field_by_several_names():
    names = {"headline": "title", "name": "title"}
    items = ({"headline": "A"}, {"name": "B"}, {"title": "C"})
    assert [article(each, names).title for each in items] == ["A", "B", "C"]
