"""Articles as HTML, put together from their paragraphs."""

from __future__ import annotations

import pytest

from newsfeed.exporters.markdown import to_markdown
from newsfeed.formats.markdown import to_html
from newsfeed.items import Link, Paragraph
from newsfeed.text import paragraphs
from newsfeed.text.html.render import article_html, links_of


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>He said:</p><ul><li>one</li><li>two <b>x</b></li></ul><p>End.</p>", None),
        ("<p>A:</p><ol><li>one</li><li>two</li></ol><ul><li>three</li></ul>", None),
        ('<ol start="3"><li>one</li><li>two</li></ol>', None),
        ("<ol><li>one</li><li value='7'>two</li></ol>", '<ol><li>one</li></ol><ol start="7"><li>two</li></ol>'),
    ],
)
def test_a_list_in_a_quotation_stays_in_it(html: str, expected: str | None) -> None:
    found = paragraphs(f"<blockquote>{html}</blockquote>")
    assert {each.kind for each in found} == {"quote"}
    assert article_html(found) == f"<blockquote>{expected or html}</blockquote>"


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>One said this.</p></blockquote>\n<blockquote><p>Another said that.</p></blockquote>",
        "<blockquote><p>One.</p><p>More.</p></blockquote>\n<blockquote><p>Two.</p><ul><li>a</li></ul></blockquote>",
        "<blockquote><h3>One</h3></blockquote>\n<blockquote><p>Two.</p><h3>Three</h3></blockquote>\n<p>End.</p>",
        "<blockquote><p>One.</p></blockquote>\n<blockquote><ul><li>a</li><li>b</li></ul></blockquote>",
    ],
)
def test_neighbouring_quotations_stay_two(html: str) -> None:
    found = paragraphs(html)
    assert article_html(found) == html
    assert to_markdown(found).count("\n\n>") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote><p>One.</p><blockquote><p>Two.</p></blockquote></blockquote>",
        "<blockquote><p>Ann wrote:</p><blockquote><p>Two.</p><p>More.</p></blockquote><p>Three.</p></blockquote>",
        "<blockquote><blockquote><p>Ann.</p></blockquote><p>Bob.</p></blockquote>\n<p>End.</p>",
        "<blockquote><p>A.</p><blockquote><p>B.</p><blockquote><p>C.</p></blockquote></blockquote><p>D.</p></blockquote>",
        "<blockquote><p>A.</p><blockquote><ul><li>b</li><li>c</li></ul></blockquote><ul><li>d</li></ul></blockquote>",
        "<blockquote><p>A.</p><blockquote><p>B.</p></blockquote></blockquote>\n<blockquote><p>C.</p></blockquote>",
    ],
)
def test_a_quotation_inside_another_stays_in_it(html: str) -> None:
    found = paragraphs(html)
    assert article_html(found) == html
    assert article_html(paragraphs(to_html(to_markdown(found)))) == html


LONG_HEADING = "By asking each person about what she does, the team learns more of what the product is used for " * 2


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("<pre><code>a = 1\nb &lt; 2</code></pre>", "code"),
        ("<h3>The <b>price</b></h3>", "heading"),
        (f"<h4>{LONG_HEADING.strip()}</h4>", "paragraph"),
        ('<figure><img src="https://h.example/i.jpg" alt="A pier"></figure>', "image"),
        ("<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>", "table"),
        ("<dl><dt>ebb</dt><dd>out</dd></dl>", "definition"),
        ('<figure><video controls="" preload="none" src="https://h.example/v.mp4"></video></figure>', "embed"),
    ],
)
def test_what_stands_in_a_quotation_stays_in_it(inside: str, kind: str) -> None:
    html = f"<blockquote><p>She said this.</p>{inside}<p>Nobody answered.</p></blockquote>"
    found = paragraphs(f"{html}<p>Then it rained for a week.</p>")
    assert kind in {each.kind for each in found[1:-2]}
    assert article_html(found) == f"{html}\n<p>Then it rained for a week.</p>"


def test_code_in_a_quotation_in_a_list_item_stays_in_both() -> None:
    html = "<ul><li>one<blockquote><pre><code>a = 1</code></pre></blockquote></li><li>two</li></ul>"
    assert article_html(paragraphs(html)) == html


def test_an_image_in_an_item_of_a_quoted_list_stays_in_the_quotation() -> None:
    html = "<ul><li>one</li><li><img src='https://h.example/i.jpg'></li></ul>"
    found = article_html(paragraphs(f"<blockquote>{html}</blockquote>"))
    assert found == '<blockquote><ul><li>one</li></ul><figure><img src="https://h.example/i.jpg"></figure></blockquote>'


def test_a_quotation_in_a_list_item_stays_in_it() -> None:
    html = "<ul><li><blockquote><p>one</p></blockquote></li><li>two</li></ul>"
    assert article_html(paragraphs(html)) == html


def test_cells_with_code_are_a_table() -> None:
    rows = "<tr><th>before</th><th>after</th></tr><tr><td><pre>a = 1\nb = 2</pre></td><td>a, b = 1, 2</td></tr>"
    [table] = paragraphs(f"<table>{rows}</table>")
    assert (table.kind, table.text) == ("table", "before | after\na = 1 b = 2 | a, b = 1, 2")
    assert table.html is not None
    assert "<pre>a = 1\nb = 2</pre>" in table.html


def test_numbered_lines_of_code_are_no_table() -> None:
    rows = "".join(f"<tr><td>{number}</td><td><pre>go({number})</pre></td></tr>" for number in (1, 2, 3))
    assert {each.kind for each in paragraphs(f"<table>{rows}</table>")} <= {"code", "paragraph"}


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
        "<h3>Tides</h3>\n<p><strong>Notes</strong></p>\n<p>High &amp; low</p>\n<p>A line,<br>and another</p>\n"
        "<blockquote><p>One.</p><p>Two.</p></blockquote>\n<p><small>The pier</small></p>\n"
        "<pre><code>if a &lt; b:\n    go()</code></pre>\n<dl><dt>ebb</dt><dd>falling water</dd></dl>\n"
        "<table><tr><td>a</td><td>b</td></tr></table>\n"
        '<figure><img src="https://e.example/a.jpg"></figure>'
    )


def test_lines_with_their_own_marks_get_no_others_and_bold_lines_no_level() -> None:
    lines = [Paragraph("00:00 Start", "list"), Paragraph("Tarn: Is it cold?", "list", html="<b>Tarn:</b> Is it cold?")]
    assert article_html([*lines, item("a")]) == ("<p>00:00 Start<br><b>Tarn:</b> Is it cold?</p>\n<ul><li>a</li></ul>")
    long = [Paragraph(f"{number}. {'The ferry waits for the van. ' * 8}".strip(), "list") for number in (1, 2)]
    assert article_html(long) == "\n".join(f"<p>{each.text}</p>" for each in long)
    assert article_html([Paragraph("Who?", "heading", html="<b>Who?</b>")]) == "<p><b>Who?</b></p>"
    two = "<b>Who</b> or <b>what</b>?"
    assert article_html([Paragraph("Who or what?", "heading", html=two)]) == f"<p><strong>{two}</strong></p>"


def test_short_items_run_in_the_direction_of_their_list() -> None:
    items = [item("الأول"), item("الثاني", 2)]
    assert article_html(items, "ar") == (
        '<ul dir="rtl"><li dir="rtl">الأول<ul><li dir="rtl">الثاني</li></ul></li></ul>'
    )
    assert article_html([Paragraph("IBM", "list", level=1)], "ar") == "<ul><li>IBM</li></ul>"


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


@pytest.mark.parametrize(
    "html",
    [
        "<ol><li>One.<p>More of one.</p></li><li>Two.</li></ol>",
        "<ul><li>One.<p>More of one.</p></li><li>Two.</li><li>Three.<p>And.</p><p>So on.</p></li></ul>",
        "<ol><li>One.<ul><li>a</li><li>b</li></ul><p>After both.</p></li><li>Two.</li></ol>",
        '<ol start="3"><li>Run:<pre><code>ls -l</code></pre><p>and look.</p></li><li>Two.</li></ol>',
        "<ul><li>He said:<blockquote><p>No.</p></blockquote></li><li>She left.</li></ul>",
        '<ol><li>One.<figure><img src="https://e.example/a.jpg"></figure></li><li>Two.</li></ol>',
        '<ol><li>One.</li><li><figure><img src="https://e.example/a.jpg"></figure><p>It.</p></li><li>Three.</li></ol>',
    ],
)
def test_what_stands_in_a_list_item_comes_out_in_it(html: str) -> None:
    assert article_html(paragraphs(html)) == html


def test_what_is_left_of_an_item_goes_to_no_other() -> None:
    found = paragraphs("<ul><li>One.</li><li>Two.<p>More of two.</p></li></ul>")
    assert article_html([found[0], found[2]]) == "<ul><li>One.</li><li>More of two.</li></ul>"
    found = paragraphs("<ol><li>One.</li><li>Two.<pre>ls</pre></li></ol>")
    assert article_html([found[0], found[2]]) == "<ol><li>One.</li><li><pre><code>ls</code></pre></li></ol>"
