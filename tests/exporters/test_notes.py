"""What exports add to the text of an article, and that reading an export takes it out again."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import lxml.html
import pytest
from lxml import etree
from scrapy.utils.misc import load_object

from newsfeed.exporters import EXPORTERS
from newsfeed.exporters.archive import DOCUMENTS
from newsfeed.exporters.notes import reuse_note
from newsfeed.formats import parse
from newsfeed.items import Article, Origin, OtherTelling, Paragraph, Reference, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.text.html.roles import OWN_NOTE

if TYPE_CHECKING:
    from newsfeed.loaders.identity import Named

FEEDS = ("atom", "rss", "jsonfeed")
OTHERS = [
    OtherTelling(
        "b" * 32, "post.example", "Harbour Post", "Ferry <b>sails</b> & [sinks](x)", "https://post.example/?a=1&b=2",
        "2024-01-04T22:10:00+00:00",
    ),
    OtherTelling("c" * 32, "radio.example", None, "Ferry sails", "https://radio.example/7", None),
]  # fmt: skip
HOSTILE = [
    OtherTelling("d" * 32, None, "</aside><script>x()</script>", "]( javascript:x() )", "javascript:alert(1)", "soon"),
    OtherTelling("e" * 32, "a\x00b", None, "two\n\nlines", "https://ana:secret@wire.example/1", None),
    OtherTelling("f" * 32, "https://ana:secret@wire.example/feed", None, None, None, None),
]
ARTICLE = Article(
    id="a" * 32,
    url="https://example.org/ferry",
    guid="tag:example.org,2024:ferry",
    title="Ferry sails again",
    published="2024-01-04T21:45:01+00:00",
    updated="2024-01-05T08:00:00+00:00",
    fetched="2024-01-06T00:00:00+00:00",
    feed=Source("https://example.org/feed", "Example"),
    paragraphs=[
        Paragraph("The night ferry sails again from Friday, said the master of the harbour.", "lead"),
        Paragraph("ice in the outer harbour", "list"),
        Paragraph("See the timetable.", html='<a href="https://example.org/t">See</a> the timetable.'),
    ],
)
EMPTY = replace(ARTICLE, paragraphs=[])


def export(name: str, article: Article, **options: object) -> bytes:
    if name in DOCUMENTS:
        return DOCUMENTS[name](article, "drop").encode()
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[name])(file, **options)
    exporter.start_exporting()
    exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()


def edited(document: bytes) -> bytes:
    """Return a file of ours without the comment that has the whole article."""
    return document.partition(b"\n<!-- newsfeed ")[0]


def read(document: bytes) -> Named:
    feed = parse(document)
    assert feed.error is None
    [named] = load(feed, Reading("https://example.org/ours", remote=False, fetched="2030-01-01T00:00:00+00:00"))
    return named


def around(name: str, document: bytes) -> object:
    """Return a feed without the contents of its entries."""
    if name == "jsonfeed":
        feed = json.loads(document)
        for item in feed["items"]:
            del item["content_html"]
            item["_newsfeed"].pop("also", None)
        return feed
    root = etree.fromstring(document)
    for element in root.iter("{*}content", "{*}encoded"):
        element.text = None
    return etree.tostring(root)


def reading(named: Named) -> tuple[object, ...]:
    article = named.article
    return (
        named.names.id, article.guid, article.url, article.title, article.summary, article.published, article.updated,
        article.paragraphs, article.removed,
    )  # fmt: skip


@pytest.mark.parametrize("name", [*FEEDS, *DOCUMENTS])
def test_the_others_are_listed_with_outlet_title_link_and_time(name: str) -> None:
    text = export(name, replace(ARTICLE, also=OTHERS)).decode().partition("\n<!-- newsfeed ")[0]
    assert "Also in:" in text
    for expected in ("Harbour Post", "sails", "post.example/?a=1", "2024-01-04 22:10 UTC", "radio.example/7"):
        assert expected in text
    assert "Also in" not in export(name, ARTICLE).decode()


@pytest.mark.parametrize("article", [ARTICLE, EMPTY], ids=["article", "empty"])
@pytest.mark.parametrize("others", [OTHERS, HOSTILE], ids=["others", "hostile"])
@pytest.mark.parametrize("name", FEEDS)
def test_reading_our_own_feed_takes_the_list_out_again(name: str, others: list[OtherTelling], article: Article) -> None:
    assert reading(read(export(name, replace(article, also=others)))) == reading(read(export(name, article)))


@pytest.mark.parametrize("article", [ARTICLE, EMPTY], ids=["article", "empty"])
@pytest.mark.parametrize("others", [OTHERS, HOSTILE], ids=["others", "hostile"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_reading_our_own_files_takes_the_list_out_again(
    name: str, others: list[OtherTelling], article: Article
) -> None:
    document = export(name, replace(article, also=others))
    assert reading(read(document)) == reading(read(export(name, article)))
    again = read(edited(document)).article
    assert [each.text for each in again.paragraphs] == [each.text for each in article.paragraphs]
    assert (again.guid, again.url, again.published) == (article.guid, article.url, article.published)


def test_nothing_of_other_articles_is_markup_or_a_secret() -> None:
    for name in (*FEEDS, *DOCUMENTS):
        text = export(name, replace(ARTICLE, also=HOSTILE)).decode()
        assert "secret" not in text
        assert "\\u0000" not in text
    html = export("archive", replace(ARTICLE, also=HOSTILE)).decode().partition("------\n")[2]
    links = [each.get("href") for each in lxml.html.fromstring(f"<div>{html}</div>").iter("a")]
    assert links == ["https://example.org/t", "https://wire.example/1"]
    markdown = parse(edited(export("markdown", replace(ARTICLE, also=HOSTILE)))).entries[0].content
    assert markdown is not None
    assert [each.get("href") for each in lxml.html.fromstring(f"<div>{markdown.value}</div>").iter("a")] == links


@pytest.mark.parametrize("name", FEEDS)
def test_other_tellings_change_nothing_but_the_content(name: str) -> None:
    article = replace(ARTICLE, summary="It sails.")
    assert around(name, export(name, replace(article, also=OTHERS))) == around(name, export(name, article))


@pytest.mark.parametrize("name", FEEDS)
def test_notes_on_reuse_are_no_text_of_an_article(name: str) -> None:
    repeat = Paragraph(
        "The ferry had been out of service since the storm of December.", status="duplicate", novelty=0.0,
        reuse=[Origin("9" * 32, 0, 1.0, 0)],
    )  # fmt: skip
    article = replace(ARTICLE, novelty=0.5, paragraphs=[*ARTICLE.paragraphs, repeat])
    references = {"9" * 32: Reference("The storm", "https://example.org/storm")}
    document = export(name, article, references=references, policy="fold")
    assert b"35% read before, in" in document
    assert b"Read before in" in document
    assert [each.text for each in read(document).article.paragraphs] == [each.text for each in article.paragraphs]


def note(*shares: float) -> str:
    return reuse_note(
        [(Reference(f"Part {n}", f"https://a.example/{n}", "a.example"), each) for n, each in enumerate(shares)]
    )


def test_a_note_says_how_much_was_read_before_and_where() -> None:
    assert note(0.3, 0.1) == (
        '<p class="newsfeed"><small>40% read before, in a.example: <a href="https://a.example/0">Part 0</a>, '
        'a.example: <a href="https://a.example/1">Part 1</a></small></p>'
    ).replace("newsfeed", OWN_NOTE)
    assert reuse_note([(Reference("浪", None, "码头 & <b>"), 0.5)]).count("in 码头 &amp; &lt;b&gt;: 浪<") == 1
    assert reuse_note([(Reference(None, None), 1.0)]).count("100% read before, in an article<") == 1


@pytest.mark.parametrize("shares", [(), (0.0,), (0.004,), (0.14,), (0.07, 0.07)])
def test_no_note_for_little(shares: tuple[float, ...]) -> None:
    assert note(*shares) == ""
