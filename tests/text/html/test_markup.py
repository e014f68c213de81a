"""The markup of paragraphs, and the text that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsfeed.text import body, paragraphs
from newsfeed.text.html.render import article_html

if TYPE_CHECKING:
    from newsfeed.items import Paragraph

BASE = "https://news.example/2024/mill"
LONG = "The council met on Tuesday evening and decided, after hours of talk, to keep the old bridge open to walkers."


def read(html: str) -> list[Paragraph]:
    return paragraphs(html, url=BASE)


def only(html: str) -> Paragraph:
    [found] = read(html)
    return found


@pytest.mark.parametrize(
    ("inside", "html"),
    [
        ("a <em>late</em> harvest", "a <em>late</em> harvest"),
        ("<b>Rain</b> &amp; <i>hail</i>", "<b>Rain</b> &amp; <i>hail</i>"),
        ("see <a href='../mill?utm_source=rss&amp;page=2#roof' onclick='x()'>the mill</a> there",
         'see <a href="https://news.example/mill?page=2#roof">the mill</a> there'),
        ("<a href='mailto:jane@news.example'>Write</a> to us", '<a href="mailto:jane@news.example">Write</a> to us'),
        ("<a href='javascript:alert(1)'>Press</a> this", None),
        ("press <kbd>C</kbd> then <code>ls &lt;dir&gt;</code>", "press <kbd>C</kbd> then <code>ls &lt;dir&gt;</code>"),
        ("<font color=red>red</font> and <span class=x>plain</span>", None),
        ("<span lang=fr>mot</span> and <acronym title='World'>W</acronym>",
         '<span lang="fr">mot</span> and <abbr title="World">W</abbr>'),
        ("<em>open to <strong>the end</em> of</strong> it", "<em>open to <strong>the end</strong></em> of it"),
        ("nothing <b></b><i> </i>here", None),
        (f"one<br>{LONG}", f"one<br>{LONG}"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
    ],
)  # fmt: skip
def test_inline_markup_is_kept_clean(inside: str, html: str | None) -> None:
    assert only(f"<p>{inside}</p>").html == html


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("10<sup>6</sup> tons", "10⁶ tons"),
        ("H<sub>2</sub>O", "H₂O"),
        ("x<sup>−3</sup>", "x⁻³"),
        ("CO<sub>2</sub> and m<sup>2</sup>", "CO₂ and m²"),
        ("x<sub>Ω</sub>", "x_Ω"),
        ("e<sup>Ω</sup>", "e^Ω"),
        ("the word<sup>[3]</sup> here", "the word[3] here"),
        ("Acme<sup>®</sup> said", "Acme® said"),
        ("<s>€500</s> €300", "€300"),
        ("now <del>ten</del> <ins>eleven</ins> men", "now eleven men"),
        ("<strike>old</strike> new", "new"),
        ("<a href='/1'>Ports</a><a href='/2'>Tides</a>", "Ports Tides"),
        ("<a href='/1'>P</a><a href='/1'>orts</a> of it", "Ports of it"),
        ("<a href='/1'>《</a><a href='/2'>潮汐》</a>", "《潮汐》"),
        ("The <a href='/1'>first</a>, <a href='/2'>last</a>.", "The first, last."),
        ("<q>Yes</q>, she said", "“Yes”, she said"),
    ],
)
def test_text_says_what_markup_means(inside: str, text: str) -> None:
    assert only(f"<p>{LONG} {inside}</p>").text == f"{LONG} {text}"


def test_what_is_struck_out_or_raised_is_in_the_html() -> None:
    assert only("<p><s>€500</s> €300 for 10<sup>6</sup></p>").html == "<s>€500</s> €300 for 10<sup>6</sup>"


def test_lines_of_a_verse_or_an_address_end_where_they_do() -> None:
    poem = "Two roads diverged in a wood,<br>And sorry I could not<br>Travel both and be one,<br>Long I stood"
    assert only(f"<p>{poem}</p>").text == poem.replace("<br>", "\n")
    assert only(f"<p>{poem}</p>").html is None
    assert only("<div class='poem'>so much<br>depends</div>").text == "so much\ndepends"
    address = "<address>Mill Lane 4<br>Low Fen</address>"
    assert read(f"<p>{LONG}</p>{address}")[1].text == "Mill Lane 4\nLow Fen"
    assert only("<p>床前明月光，<br>疑是地上霜。<br>举头望明月，<br>低头思故乡</p>").text.count("\n") == 3
    wrapped = "The council met again<br>on a Tuesday evening,<br>And decided to keep<br>the bridge open."
    assert "\n" not in only(f"<p>{wrapped}</p>").text


def test_headings_and_lists_have_their_levels_and_numbers() -> None:
    html = (
        "<h3>Parts</h3><ol start='3'><li>beams<ul><li>oak</li><li>elm</li></ul></li><li>nails</li>"
        "<li value=9>rope</li></ol><dl><dt>ebb</dt><dd>falling water</dd></dl><p>The end of it all.</p>"
    )
    found = [(each.kind, each.text, each.level, each.ordered, each.start) for each in read(html)]
    assert found == [
        ("heading", "Parts", 3, None, None),
        ("list", "beams", 1, True, 3),
        ("list", "oak", 2, False, None),
        ("list", "elm", 2, False, None),
        ("list", "nails", 1, True, 4),
        ("list", "rope", 1, True, 9),
        ("definition", "ebb", 1, None, None),
        ("definition", "falling water", 2, None, None),
        ("paragraph", "The end of it all.", None, None, None),
    ]
    assert article_html(read(html)) == (
        '<h3>Parts</h3>\n<ol start="3"><li>beams<ul><li>oak</li><li>elm</li></ul></li><li>nails</li>'
        '<li value="9">rope</li></ol>\n<dl><dt>ebb</dt><dd>falling water</dd></dl>\n<p>The end of it all.</p>'
    )


def test_a_table_of_data_is_one_paragraph() -> None:
    html = (
        f"<p>{LONG}</p><table><tr><th>Port</th><th>Tide</th><th></th></tr><tr><td colspan=2><a href='/n'>North</a></td>"
        "<td>4.1</td></tr><tr><td></td><td>x</td><td>1 &lt; 2</td></tr></table>"
    )
    table = read(html)[1]
    assert (table.kind, table.text) == ("table", "Port | Tide | \nNorth | 4.1\n | x | 1 < 2")
    assert table.html == (
        "<table><tbody><tr><th>Port</th><th>Tide</th><th></th></tr>"
        '<tr><td colspan="2"><a href="https://news.example/n">North</a></td><td>4.1</td></tr>'
        "<tr><td></td><td>x</td><td>1 &lt; 2</td></tr></tbody></table>"
    )


def test_a_table_that_lays_out_a_page_is_none() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    html = f"<table><tr><td><p>{LONG}</p>{inner}</td><td>side</td></tr><tr><td>x</td><td>y</td></tr></table>"
    assert [each.kind for each in read(html)][:2] == ["paragraph", "table"]
    column = f"<table><tr><td>{LONG * 3}</td><td>{LONG}</td></tr><tr><td>{LONG}</td><td>x</td></tr></table>"
    assert "table" not in {each.kind for each in read(column)}


def test_what_was_left_out_is_named_with_the_reason() -> None:
    html = (
        f"<p>By <b>Ann Smith</b></p><div class='byline'>By Ann Smith</div><p>{LONG}</p><p>{LONG[::-1]}</p>"
        "<div class='share-buttons'>Tell your friends!</div><p><a href='/2'>Read on</a></p>"
    )
    assert [(each.text, each.reason) for each in body(html, url=BASE).removed] == [
        ("By Ann Smith", "byline or date"),
        ("Tell your friends!", "around the article"),
        ("Read on", "no text of its own"),
    ]


@pytest.mark.parametrize(
    ("html", "text", "markup"),
    [
        ("The 1<sup>st</sup> mill", "The 1ˢᵗ mill", "The 1<sup>st</sup> mill"),
        ("The 3<sup>rd</sup>, 8<sup>th</sup>", "The 3ʳᵈ, 8ᵗʰ", "The 3<sup>rd</sup>, 8<sup>th</sup>"),
        (
            "Was <span style='text-decoration: line-through'>€500</span> €300",
            "Was €300",
            "Was <s>€500</s> €300",
        ),
        ("Was <font style='text-decoration:underline line-through'>9</font> 8", "Was 8", "Was <s>9</s> 8"),
    ],
)
def test_raised_letters_and_styles_that_strike_out(html: str, text: str, markup: str) -> None:
    found = only(f"<p>{html}</p>")
    assert (found.text, found.html) == (text, markup)


@pytest.mark.parametrize(
    "lines",
    [
        ["i walked the river", "until the light was gone", "and the bridge, too,", "went home"],
        ["so much depends", "upon", "a red wheel", "barrow"],
        ["I walked the river", "until the light was gone", "and the bridge, too,", "went home", "before me"],
    ],
)
@pytest.mark.parametrize("html", ["<p>{}</p>", "<blockquote>{}</blockquote>"])
def test_verses_may_begin_in_lower_case(lines: list[str], html: str) -> None:
    assert only(html.format("<br>".join(lines))).text == "\n".join(lines)


def test_a_poem_in_pre_is_no_code() -> None:
    html = "<pre class='wp-block-verse'>one line,\n  and <em>another</em>\n\nthe next\nand its end</pre>"
    assert [(each.kind, each.text, each.html) for each in read(html)] == [
        ("paragraph", "one line,\nand another", "one line,<br>and <em>another</em>"),
        ("paragraph", "the next\nand its end", None),
    ]


@pytest.mark.parametrize("inside", ["<code>{}</code>", "<code><code>{}</code></code>", "{}", "\n<code>{}\n</code>\n"])
def test_code_is_written_in_one_element_however_often_it_is_read(inside: str) -> None:
    found = read(f"<pre>{inside.format('ls &lt;a&gt;')}</pre>")
    assert [(each.text, each.html) for each in found] == [("ls <a>", None)]
    assert article_html(found) == "<pre><code>ls &lt;a&gt;</code></pre>"


def test_code_in_parts_of_what_is_preformatted_stays() -> None:
    assert [each.html for each in read("<pre><code>ls</code> and <code>cd</code></pre>")] == [
        "<code>ls</code> and <code>cd</code>"
    ]
