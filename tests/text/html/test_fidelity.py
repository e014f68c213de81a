"""Nothing of an entry disappears silently: it is in the paragraphs, or listed as removed."""

from __future__ import annotations

import pytest

from newsfeed.exporters.markdown import to_markdown
from newsfeed.text import body
from newsfeed.text.html.render import article_html

LONG = "The council met on Tuesday evening and decided, after hours of talk, to keep the old bridge open to walkers."
ALSO = "Engineers had warned in spring that its wooden beams could hold no more than forty people at a time."
PAGE = "https://example.org/news/bridge"


def images(html: str) -> list[str | None]:
    return [each.url for each in body(html, url=PAGE).paragraphs if each.kind == "image"]


def removed(html: str, title: str = "") -> list[str]:
    return [each.text for each in body(html, url=PAGE, title=title).removed]


@pytest.mark.parametrize(
    "struck",
    ["<p><s>It closes.</s></p>", "<ul><li><del>It closes.</del></li></ul>", "<h3><strike>It closes.</strike></h3>"],
)
def test_text_of_which_all_is_struck_out_is_listed(struck: str) -> None:
    found = body(f"<p>{LONG}</p>{struck}<p>{ALSO}</p>")
    assert [each.text for each in found.paragraphs] == [LONG, ALSO]
    assert [(each.text, each.reason) for each in found.removed] == [("It closes.", "struck out")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<img class='lazy' src='data:image/gif;base64,R0'><noscript><img src='/a.jpg'></noscript>", ["/a.jpg"]),
        ("<p><span class='frame'></span><noscript><img src='/a.png?w=900'></noscript></p>", ["/a.png?w=900"]),
        ("<img data-src='/a.jpg' src='data:,'><noscript><img src='/a-300.jpg'></noscript>", ["/a.jpg"]),
        ("<p><img data-src='/a.jpg'></p><noscript><img src='/a-300.jpg'></noscript>", ["/a.jpg"]),
        ("<img src='/a.jpg'> <noscript><img src='/a.jpg'></noscript><img src='/b.jpg'>", ["/a.jpg", "/b.jpg"]),
        ("<noscript><img src='https://count.example/hit?id=1'></noscript>", []),
        ("<noscript><img src='/pixel.gif' width='1' height='1'></noscript>", []),
        ("<div style='display:none'><noscript><img src='/a.jpg'></noscript></div>", []),
        ("<noscript><p>Enable scripts.</p></noscript>", []),
    ],
)
def test_images_for_readers_without_scripts_are_shown_once(html: str, expected: list[str]) -> None:
    assert images(f"<p>{LONG}</p>{html}<p>{ALSO}</p>") == [f"https://example.org{path}" for path in expected]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/The T5120 (1).jpg", "/The%20T5120%20(1).jpg"),
        ("/shot-2.27\u202fPM.png", "/shot-2.27%E2%80%AFPM.png"),
        ("/a\n  b.jpg", "/ab.jpg"),
        (" /a.jpg\t", "/a.jpg"),
    ],
)
def test_blanks_are_part_of_the_address_of_an_image(written: str, address: str) -> None:
    assert images(f"<p>{LONG}</p><img src='{written}'><p>{ALSO}</p>") == [f"https://example.org{address}"]


@pytest.mark.parametrize(
    "media",
    [
        "<p><img src='/T5120.jpg'></p>",
        "<a href='/big.jpg'><img src='/T5120.jpg'></a>",
        "<iframe src='https://video.example/embed/1'></iframe>",
        "<figure><video src='/a.mp4'></video></figure>",
    ],
)
@pytest.mark.parametrize("over", ["<h3>The new server</h3>", "<p><b>The new server</b></p>", "<p>The new server:</p>"])
def test_words_over_media_at_the_end_of_a_text_stay(over: str, media: str) -> None:
    found = body(f"<p>{LONG}</p><p>{ALSO}</p>{over}{media}{over}{media}", url=PAGE)
    texts = [each.text.rstrip(":") for each in found.paragraphs if each.kind not in ("image", "embed")]
    assert texts == [LONG, ALSO, "The new server", "The new server"]
    assert found.removed == []


def test_headings_over_links_and_over_pictures_that_lead_away_go() -> None:
    after = "<h3>More</h3><a href='/1'><img src='/1.jpg'></a><h3>Read</h3><ul><li><a href='/2'>Two</a></li></ul>"
    found = body(f"<p>{LONG}</p><p>{ALSO}</p>{after}", url=PAGE)
    assert [each.text for each in found.paragraphs] == [LONG, ALSO]
    assert [each.text for each in found.removed] == ["More", "https://example.org/1.jpg", "Read", "Two"]


@pytest.mark.parametrize(
    ("html", "listed"),
    [
        ("<p>&nbsp;<a href='/linked/1' title='Permanent link'>★</a>&nbsp;</p>", "★"),
        ("<div class='share'><img src='/share.png'></div>", "https://example.org/share.png"),
        (
            "<div class='newsletter'><iframe src='https://mail.example/embed'></iframe></div>",
            "https://mail.example/embed",
        ),
    ],
)
def test_symbols_that_link_and_media_around_the_article_are_listed(html: str, listed: str) -> None:
    assert removed(f"<p>{LONG}</p>{html}<p>{ALSO}</p>") == [listed]


def test_rules_of_symbols_are_not_listed() -> None:
    assert removed(f"<p>{LONG}</p><p>* * *</p><hr><p>{ALSO}</p>") == []


def test_a_long_heading_is_a_paragraph_to_be_judged_and_a_heading_to_be_read() -> None:
    [_, found, _] = body(f"<p>{LONG}</p><h4>{ALSO} {ALSO}</h4><p>{ALSO}</p>").paragraphs
    assert (found.kind, found.level) == ("paragraph", 4)
    assert f"<h4>{ALSO} {ALSO}</h4>" in article_html([found])
    assert to_markdown([found]).startswith(f"#### {ALSO}")


def test_links_in_lines_of_code_stay() -> None:
    html = f"<p>{LONG}</p><p><code>$ </code><code>apt-get install <a href='/git'>git</a></code></p><p>{ALSO}</p>"
    [_, found, _] = body(html, url=PAGE).paragraphs
    assert (found.kind, found.text) == ("code", "$ apt-get install git")
    assert found.html == '$ apt-get install <a href="https://example.org/git">git</a>'


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Roses are red,<br>violets are blue: <br>so</p>", "Roses are red, violets are blue: so"),
        ("<p>Roses are red,<br>Violets are blue</p>", "Roses are red,\nViolets are blue"),
        ("<blockquote>O rose<br/>Thou art sick</blockquote>", "O rose\nThou art sick"),
        ("<address>Bridge Office<br>4 Quay Street<br>Porthaven</address>", "Bridge Office\n4 Quay Street\nPorthaven"),
        ("<div class='poem'>the rose<br>is red</div>", "the rose\nis red"),
        ("<p>--<br>Ann</p>", "-- Ann"),
        (
            "<ul><li>The harbour office of the town<br>4 Quay Street<br>Porthaven</li></ul>",
            "The harbour office of the town\n4 Quay Street\nPorthaven",
        ),
        ("<ol><li>Fold the flap.<br>Then turn it over.</li></ol>", "Fold the flap.\nThen turn it over."),
        (
            "<ul><li>The ferry leaves at eight from the old<br>quay and comes back at nine.</li></ul>",
            "The ferry leaves at eight from the old quay and comes back at nine.",
        ),
        ("<ul><li><br><br></li><li><a href='/'><br></a><br></li><li>One<br></li></ul>", "One"),
    ],
)
def test_line_breaks_of_verses_and_addresses_are_in_the_text(html: str, text: str) -> None:
    assert [each.text for each in body(html).paragraphs] == [text]


@pytest.mark.parametrize(
    ("formula", "text", "html"),
    [
        ("<msup><mn>10</mn><mn>3</mn></msup>", "10³", "10<sup>3</sup>"),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H₂O", "H<sub>2</sub>O"),
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2", "1/2"),
        ("<msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>", "xⁿ⁺¹", "x<sup>n+1</sup>"),
        ("<msubsup><mi>x</mi><mn>0</mn><mn>2</mn></msubsup>", "x₀²", "x<sub>0</sub><sup>2</sup>"),
        ("<msup><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>2</mn></msup>", "1/2²", "1/2<sup>2</sup>"),
    ],
)
def test_formulas_are_not_run_together(formula: str, text: str, html: str) -> None:
    [found] = body(f"<p>It holds <math><semantics>{formula}</semantics></math> of them.</p>").paragraphs
    assert found.text == f"It holds {text} of them."
    assert (found.html or found.text) == f"It holds {html} of them."


def test_items_of_a_list_in_a_quotation_have_markers_in_markdown() -> None:
    found = body("<blockquote><p>Needed:</p><ol start='3'><li>flour</li><li>*salt*</li></ol></blockquote>").paragraphs
    assert to_markdown(found) == "> Needed:\n>\n> 3. flour\n>\n> 4. \\*salt\\*"


def test_what_stands_in_a_list_item_is_indented_under_it_in_markdown() -> None:
    html = "<ol><li>Run:<pre>ls -l</pre><p>and look.</p></li><li>Two.<ul><li>a</li></ul></li></ol>"
    assert to_markdown(body(html).paragraphs) == (
        "1. Run:\n\n    ```\n    ls -l\n    ```\n\n    and look.\n2. Two.\n    - a"
    )


def test_the_links_of_a_round_up_stay_with_the_source_of_each() -> None:
    hosts = ("spoof", "deadspin", "cracked", "geekologie")
    links = "".join(
        f'<li><b><a href="https://{host}.example/post/{number}">The story number {number} that people read</a></b><br>'
        f'<a href="https://own.example/blogs/{number}">The {host.title()} Blog</a></li>'
        for number, host in enumerate(hosts)
    )
    html = f"<p>Here are the most popular posts of this week, one about a football player. Enjoy!</p><ol>{links}</ol>"
    assert len(body(html, url="https://own.example/week").paragraphs) == 5
    own = html.replace("spoof.example", "own.example").replace("deadspin.example", "own.example")
    assert len(body(own, url="https://own.example/week").paragraphs) == 1


@pytest.mark.parametrize("element", ["p", "blockquote"])
def test_a_link_to_another_site_is_part_of_the_text(element: str) -> None:
    link = f'<{element}><a href="https://a.example/1">The title of one report that is long</a></{element}>'
    html = f"<p>This is what they have written about it.</p>{link}<p>That is all of it, said the mayor.</p>"
    assert len(body(html, url="https://own.example/x").paragraphs) == 3
    assert len(body(html.replace("a.example", "own.example"), url="https://own.example/x").paragraphs) == 2
