"""Articles as files: what they show, and that reading them again gives the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsfeed.exporters.archive import DOCUMENTS, archive_document, file_name, markdown_document
from newsfeed.exporters.markdown import to_markdown
from newsfeed.formats import parse
from newsfeed.items import Article, Enclosure, Paragraph, Person, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.text import paragraphs

WHOLE = Article(
    id="6d2696b4d5e9de687886e011de075145",
    url="https://example.org/a?b=1&c=2",
    guid="tag:example.org,2024:--1>",
    title='Port: "re-opened" & <more>',
    summary="Ferries < trains",
    authors=["Ana Lopes", "李明"],
    people=[Person("Ana Lopes", "ana@example.org", "https://example.org/ana"), Person("李明")],
    categories=["a, b", "c: d"],
    language="en",
    published="2024-01-04T21:45:01+00:00",
    updated="2024-01-05T00:00:00+00:00",
    fetched="2024-01-06T00:00:00+00:00",
    image="https://example.org/a.jpg",
    enclosures=[Enclosure("https://example.org/a.mp3", "audio/mpeg", 12, 90)],
    rights="© Harbour",
    license="https://creativecommons.org/licenses/by/4.0/",
    reply_to="tag:example.org,2023:1",
    feed=Source("https://example.org/feed", "Example"),
    paragraphs=[
        Paragraph("The harbour opens.", "lead"),
        Paragraph("What changes", "heading", level=3),
        Paragraph("See it now.", html='<a href="https://example.org/?a=1&amp;b=2">See</a> <em>it</em> now.'),
        Paragraph("one", "list", level=1, ordered=True, start=3),
        Paragraph("inner", "list", level=2, ordered=False),
        Paragraph("1. not * a [list]", "paragraph"),
        Paragraph("- nor -- this <!-- -->"),
        Paragraph("x = `1`\n\n```\n", "code"),
        Paragraph("Share this", status="boilerplate"),
        Paragraph("Read before.", status="duplicate"),
        Paragraph("A caption", "image", url="https://example.org/b.jpg",
                  html='<figure><img src="https://example.org/b.jpg" alt="A caption"></figure>'),
        Paragraph("a | b", "table", html="<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"),
        Paragraph("Said she.\nTwice.", "quote"),
    ],
)  # fmt: skip
BARE = Article(id="0" * 32, feed=Source("a/b.xml"), paragraphs=[Paragraph("Only this.")], fetched=WHOLE.fetched)


def read(document: str) -> Article:
    feed = parse(document.encode())
    assert feed.error is None
    [named] = load(feed, Reading("some/file.md", remote=False, fetched="2030-01-01T00:00:00+00:00"))
    return named.article


def unjudged(article: Article) -> Article:
    return replace(article, paragraphs=[replace(each, status="unique") for each in article.paragraphs])


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("article", [WHOLE, BARE], ids=["whole", "bare"])
def test_reading_again_gives_the_same_article(name: str, article: Article) -> None:
    document = DOCUMENTS[name](article, "drop")
    assert read(document) == unjudged(article)
    assert read(document.replace("\n", "\r\n")) == unjudged(article)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("lacking", ["published", "title", "url"])
def test_reading_our_own_file_again_leaves_no_problem(name: str, lacking: str) -> None:
    document = DOCUMENTS[name](replace(WHOLE, **{lacking: None}), "drop")
    assert parse(document.encode()).problems == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_edited_file_is_read_as_it_is(name: str) -> None:
    edited = DOCUMENTS[name](WHOLE, "drop").replace("The harbour opens.", "The harbour stays closed.")
    article = read(edited)
    assert article.paragraphs[0].text == "The harbour stays closed."
    assert (article.url, article.published, article.guid) == (WHOLE.url, WHOLE.published, WHOLE.guid)
    assert article.title == WHOLE.title


@given(text=st.text(), markup=st.text(), other=st.text())
@settings(max_examples=60)
def test_any_text_comes_back(text: str, markup: str, other: str) -> None:
    article = replace(BARE, paragraphs=[Paragraph("x"), Paragraph(text, "code")], title=other or None)
    for make in DOCUMENTS.values():
        found = read(make(article, "drop"))
        shown = [each for each in found.paragraphs if each.kind == "code"]
        assert len(shown) <= 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_hostile_comment_is_sanitised(name: str) -> None:
    evil = replace(
        WHOLE,
        url="javascript:alert(1)",
        paragraphs=[Paragraph("x", html='<img src=x onerror=alert(1)><script>alert(1)</script><b onclick="x()">x</b>')],
    )
    article = read(DOCUMENTS[name](evil, "drop"))
    assert article.url is None
    assert not re.search("onerror|script|onclick", article.paragraphs[0].html or "")


def test_the_body_is_what_a_reader_is_to_see() -> None:
    for make in (markdown_document, archive_document):
        shown = make(WHOLE, "drop").rpartition("<!-- newsfeed")[0]
        assert "Share this" not in shown
        assert "Read before." not in shown
        assert "Read before." in make(WHOLE, "mark").rpartition("<!-- newsfeed")[0]


def test_markdown_means_what_the_article_says() -> None:
    document = to_markdown([each for each in WHOLE.paragraphs if each.status == "unique"])
    assert "![A caption](<https://example.org/b.jpg>)" in document
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(document)
    for expected in (
        "<p>The harbour opens.</p>",
        "<h3>What changes</h3>",
        '<a href="https://example.org/?a=1&amp;b=2">See</a> <em>it</em> now.',
        '<ol start="3">',
        "<p>1. not * a [list]</p>",
        "<p>- nor -- this &lt;!-- --&gt;</p>",
        '<img src="https://example.org/b.jpg" alt="A caption"',
        "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        "Said she.<br>Twice.",
    ):
        assert expected in html


def test_what_stands_in_a_quotation_stays_in_it_in_markdown() -> None:
    code = "<pre>a = 1\n\nb = 2</pre>"
    image = "<img src='https://h.example/i.jpg' alt='A pier'>"
    found = paragraphs(f"<blockquote><p>She said:</p><h3>The <b>price</b></h3>{code}{image}</blockquote>")
    written = MarkdownIt("commonmark").render(to_markdown(found))
    assert written == (
        "<blockquote>\n<p>She said:</p>\n<h3>The <strong>price</strong></h3>\n"
        "<pre><code>a = 1\n\nb = 2\n</code></pre>\n"
        '<p><img src="https://h.example/i.jpg" alt="A pier" /></p>\n</blockquote>\n'
    )
    item = MarkdownIt("commonmark").render(to_markdown(paragraphs(f"<ul><li>x<blockquote>{code}</blockquote></ul>")))
    assert "<li>\n<p>x</p>\n<blockquote>\n<pre><code>a = 1\n\nb = 2\n</code></pre>\n</blockquote>\n</li>" in item


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
@settings(max_examples=200)
def test_no_text_becomes_markup(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).render(to_markdown([Paragraph(f"x{text}x")]))
    assert re.fullmatch(r"<p>[^<>]*</p>\n", html), html


def test_names_of_files() -> None:
    assert file_name(WHOLE) == "2024-01-04-port-re-opened-more-6d2696b4.md"
    assert file_name(BARE) == "undated-00000000.md"
    assert file_name(replace(WHOLE, title="../" * 50, id="../../etc")) == "2024-01-04-etc.md"
    assert len(file_name(replace(WHOLE, title="港" * 500)).encode()) < 255
