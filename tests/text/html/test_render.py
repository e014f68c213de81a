"""Articles as HTML, put together from their paragraphs."""

from __future__ import annotations

from newsfeed.items import Link, Paragraph
from newsfeed.text.html.render import article_html, links_of


def item(text: str, level: int = 1, *, ordered: bool = False, start: int | None = None) -> Paragraph:
    return Paragraph(text, "list", level=level, ordered=ordered, start=start)


def test_each_kind_has_its_element() -> None:
    found = article_html(
        [
            Paragraph("Tides", "heading", level=3),
            Paragraph("Notes", "heading"),
            Paragraph("High & low", "lead"),
            Paragraph("A line,\nand another"),
            Paragraph("One.", "quote"),
            Paragraph("Two.", "quote"),
            Paragraph("The pier", "caption"),
            Paragraph("if a < b:\n    go()", "code"),
            Paragraph("ebb", "definition", level=1),
            Paragraph("falling water", "definition", level=2),
            Paragraph("a | b", "table", html="<table><tr><td>a</td><td>b</td></tr></table>"),
            Paragraph(
                "", "image", url="https://e.example/a.jpg", html='<figure><img src="https://e.example/a.jpg"></figure>'
            ),
        ]
    )
    assert found == (
        "<h3>Tides</h3>\n<h2>Notes</h2>\n<p>High &amp; low</p>\n<p>A line,<br>and another</p>\n"
        "<blockquote><p>One.</p><p>Two.</p></blockquote>\n<p><small>The pier</small></p>\n"
        "<pre><code>if a &lt; b:\n    go()</code></pre>\n<dl><dt>ebb</dt><dd>falling water</dd></dl>\n"
        "<table><tr><td>a</td><td>b</td></tr></table>\n"
        '<figure><img src="https://e.example/a.jpg"></figure>'
    )


def test_lists_are_nested_by_level_and_numbered_as_they_were() -> None:
    assert article_html([item("a"), item("b", 2), item("c", 2), item("d")]) == (
        "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"
    )
    numbered = [item(text, ordered=True, start=number) for number, text in ((3, "c"), (4, "d"), (6, "f"))]
    assert article_html(numbered) == '<ol start="3"><li>c</li><li>d</li><li value="6">f</li></ol>'
    assert article_html([item("a"), item("one", ordered=True, start=1)]) == "<ul><li>a</li></ul><ol><li>one</li></ol>"
    assert article_html([item("a", 2), item("b")]) == "<ul><li><ul><li>a</li></ul></li><li>b</li></ul>"


def test_links_have_their_words_or_those_of_their_image_once_each() -> None:
    shown = '<figure><a href="https://e.example/1"><img src="https://e.example/i" alt="A pier"></a></figure>'
    text = '<a href="https://e.example/?a=1&amp;b=2">One <em>&amp;</em> two</a>, <a href="https://e.example/1">x</a>'
    paragraphs = [Paragraph("", "image", html=shown), Paragraph("x", html=text), Paragraph("plain")]
    assert links_of(paragraphs) == [
        Link("https://e.example/1", "A pier"),
        Link("https://e.example/?a=1&b=2", "One & two"),
    ]
