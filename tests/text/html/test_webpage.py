"""Articles on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from growth import grows_with_length_alone
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.items import Paragraph
from newsfeed.text.html.teasers import without_teasers
from newsfeed.text.html.webpage import WebPage, read_page, with_lost_lines

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = (
    "The reed cutters of Low Fen start a fortnight early this year, because the mild autumn has dried the stalks, and"
    " because the thatchers who buy from them have orders until the end of May."
)
SECOND = (
    "About forty hectares are cut by hand. On the rest a machine floats that a blacksmith built from a combine"
    " harvester, with wooden paddles that spare the roots & the nests of last summer's reed warblers."
)


def page(body: str, head: str = "<title>Low Fen</title>") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}<script>let a = '<p>no text</p>';</script></head><body><nav><ul><li>"
        f"<a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav><main><article><h1>Reed cutters start"
        f"</h1>{body}</article></main><footer><p><a href='/imprint'>Imprint</a> <a href='/ads'>Advertise</a></p>"
        "</footer></body></html>"
    )


def article(first: str = FIRST, second: str = SECOND) -> str:
    return (
        f"<p>{first}</p><h2>By hand</h2><p>{second.replace('&', '&amp;')}</p><ul><li>Bundles: three crowns each</li>"
        "<li>Loads: by arrangement</li></ul><p><a href='/more'>More from the fens</a></p>"
    )


def test_the_article_in_our_paragraphs_and_kinds() -> None:
    found = read_page(page(article()).encode(), url="https://f.example/reed", title="Reed cutters start")
    assert found == WebPage(
        [
            Paragraph(FIRST),
            Paragraph("By hand", "heading", level=2),
            Paragraph(SECOND),
            Paragraph("Bundles: three crowns each", "list", level=1, ordered=False),
            Paragraph("Loads: by arrangement", "list", level=1, ordered=False),
        ],
        "Reed cutters start",
    )


def test_a_headline_that_is_another_than_the_title_stays() -> None:
    found = read_page(page(article(), "<title>About us</title>").encode(), title="About us").paragraphs
    assert found[0].text == "Reed cutters start"


def test_a_text_that_is_lost_with_its_link_comes_from_the_plain_text() -> None:
    article = f"<p>{FIRST}</p><p>A look at the list (</p><p>{SECOND}</p>"
    found = [Paragraph(FIRST), Paragraph("A look at the list ("), Paragraph(SECOND)]
    lines = (
        f"Reed\n{FIRST}\nA look at the list (PDF) shows how many.\n{SECOND}\n- Bundles: three crowns each\n| a | b |"
    )
    assert [each.text for each in with_lost_lines(found, article, lines, "Reed")] == [
        FIRST,
        "A look at the list (PDF) shows how many.",
        SECOND,
        "Bundles: three crowns each",
    ]


def test_a_paragraph_whose_end_is_lost_keeps_its_links() -> None:
    beginning = Paragraph("A look at the list (", html='A look at the <a href="https://h.example/list">list</a> (')
    article = f"<p>{beginning.html}</p><p>{SECOND}</p>"
    [whole, _] = with_lost_lines([beginning, Paragraph(SECOND)], article, "A look at the list (a < b) shows.", "")
    assert whole.text == "A look at the list (a < b) shows."
    assert whole.html == 'A look at the <a href="https://h.example/list">list</a> (a &lt; b) shows.'
    [other, _] = with_lost_lines([beginning, Paragraph(SECOND)], article, "A look, at the list (PDF) shows.", "")
    assert (other.text, other.html) == ("A look, at the list (PDF) shows.", None)


def test_a_lost_line_stands_behind_the_line_before_it() -> None:
    shown = [FIRST, "1", SECOND, "There were 21 of them."]
    article = "".join(f"<p>{text}</p>" for text in shown)
    lost = ["Nobody had expected that.", "Nor had anybody hoped for it."]
    found = with_lost_lines(
        [Paragraph(each) for each in shown], article, "\n".join([FIRST, "2", lost[0], *shown[1:], lost[1]]), ""
    )
    assert [each.text for each in found] == [FIRST, lost[0], *shown[1:], lost[1]]


def test_the_cost_of_comparing_lines_grows_with_their_number_alone() -> None:
    def run(count: int) -> None:
        lines = [f"Entry {number * 7919 % 104_729} of the log book {number}" for number in range(count)]
        shown = [Paragraph(each) for each in lines]
        with_lost_lines(shown, "".join(f"<p>{each}</p>" for each in lines), "\n".join(lines), "")

    assert grows_with_length_alone(run, 5_000)


@pytest.mark.parametrize(
    "pointer", ["Read also: Snow in May", "Lea también: Nieve en mayo", "Lesen Sie hier: Schnee im Mai"]
)
def test_lines_that_point_to_other_articles_are_left_out(pointer: str) -> None:
    assert [each.text for each in without_teasers([Paragraph(FIRST), Paragraph(pointer), Paragraph(SECOND)])] == [
        FIRST,
        SECOND,
    ]


@pytest.mark.parametrize(
    "heading", ["Related articles", "Temas relacionados", "Das könnte Sie auch interessieren", "相关阅读"]
)
def test_a_section_of_teasers_ends_the_article(heading: str) -> None:
    teasers = [
        Paragraph(heading, "heading"),
        Paragraph("Snow in May", "list"),
        Paragraph("", "image", url="https://a/1"),
    ]
    assert without_teasers([Paragraph(FIRST), *teasers]) == [Paragraph(FIRST)]
    assert without_teasers([Paragraph(FIRST), *teasers, Paragraph(SECOND)]) == [
        Paragraph(FIRST),
        *teasers,
        Paragraph(SECOND),
    ]


def test_a_lead_that_is_set_as_a_heading_stays() -> None:
    lead = "A mild autumn has dried the stalks early, and the thatchers have orders until May."
    found = read_page(page(f"<h2>{lead}</h2>{article()}").encode(), title="Reed cutters start").paragraphs
    assert [each.text for each in found][:2] == [lead, FIRST]
    named = page(
        f"<h2>Early start for reed cutters</h2>{article()}", "<title>Early start for reed cutters | Fen</title>"
    )
    assert read_page(named.encode(), title="Reed cutters start").paragraphs[0].text == FIRST


def test_an_article_that_a_script_would_show_is_read() -> None:
    hidden = page(f"<div style='display:none'>{article()}</div>").encode()
    assert read_page(hidden, title="Reed cutters start").paragraphs[0].text == FIRST


def test_images_and_links_of_a_page_come_through() -> None:
    linked = article(FIRST.replace("thatchers", "<a href='/thatch'>thatchers</a>"))
    html = page(linked.replace("<h2>", "<figure><img src='/reed.jpg' alt='Reed'></figure><h2>")).encode()
    found = read_page(html, url="https://f.example/reed", title="Reed cutters start").paragraphs
    assert '<a href="https://f.example/thatch">thatchers</a>' in (found[0].html or "")
    assert [each.url for each in found if each.kind == "image"] == ["https://f.example/reed.jpg"]


def test_a_title_that_is_not_known_is_the_page_s() -> None:
    head = '<title>Low Fen - Fen Post</title><meta property="og:title" content="Reed &amp; rush">'
    found = read_page(page(article(), head).encode())
    assert found.title == "Reed & rush"
    assert found.paragraphs[0].text == FIRST


def test_the_headline_in_other_words_than_the_feed_s_is_no_paragraph() -> None:
    assert read_page(page(article()).encode(), title="Early start in the reeds").paragraphs[0].text == FIRST


@pytest.mark.parametrize(
    ("encoding", "content_type", "declaration"),
    [
        ("gb18030", "text/html; charset=gbk", ""),
        ("gb18030", "text/html", '<meta charset="gb2312">'),
        ("utf-8", "text/html", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_encodings(encoding: str, content_type: str, declaration: str) -> None:
    text = (
        "芦苇收割者今年提前两周开始工作，因为温暖的秋天使芦苇秆早早干透，"
        "而向他们购买芦苇的屋顶匠人已经接到了五月底之前的订单。"
    )
    found = read_page(page(f"<p>{text}</p>" * 2, declaration).encode(encoding), content_type=content_type)
    assert text in [paragraph.text for paragraph in found.paragraphs]


def test_nothing_is_remembered_from_page_to_page() -> None:
    data = page(article()).encode()
    first, *others = [read_page(data) for _ in range(6)]
    assert others == [first] * 5


@pytest.mark.parametrize("text", ["", " ", "plain words", "<html></html>", '<?xml version="1.0"?><html/>', "\0\ud800"])
def test_a_page_without_an_article_says_so(text: str) -> None:
    found = read_page(text.encode("utf-8", "surrogatepass"))
    assert found.paragraphs == []
    assert found.problem


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (lambda n: "<p " + " ".join(f"a{number}=1" for number in range(n // 4)) + ">", "more than 200 attributes"),
        (lambda n: "<p><b><i>" * (n // 4), "more than 50000 elements"),
        (lambda n: "x" * (8_000_000 + 4 * n), "longer than 8000000 characters"),
    ],
)
def test_pages_that_would_take_for_ever_are_not_read(body: Callable[[int], str], problem: str) -> None:
    for size in (400_000, 1_600_000):
        assert problem in str(read_page(page(body(size)).encode()).problem)
    assert grows_with_length_alone(lambda size: read_page(page(body(size)).encode()), 400_000)


def test_depth_is_no_obstacle() -> None:
    depth = 20_000
    found = read_page(page("<div>" * depth + article() + "</div>" * depth).encode())
    assert found.problem is None or "read" in found.problem or "article" in found.problem


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=30, deadline=None)
def test_any_bytes_are_read_or_said_to_be_no_page(noise: bytes, within: bool) -> None:
    data = page(article()).encode().replace(b"By hand", noise) if within else noise
    found = read_page(data)
    assert bool(found.paragraphs) != bool(found.problem)


def test_words_around_inline_elements_stay_apart() -> None:
    listed = f"<ul><li>{FIRST}<br>\ncalled <i>Old Reeds</i>, un<b>believ</b>able.</li><li>{SECOND}</li></ul>"
    found = read_page(page(f"<p>{FIRST}</p><p>{SECOND}</p>{listed}<p>{FIRST} So.</p>").encode()).paragraphs
    assert any(each.text.endswith("called Old Reeds, unbelievable.") for each in found)


def test_teasers_after_an_article_go_and_a_gallery_stays() -> None:
    text = "".join(f"<p>{FIRST} {SECOND} It was the {number}th year.</p>" for number in range(12))
    teasers = "".join(f"<h2>A story of mill {n}</h2><p><img src='/{n}.jpg' alt='Mill {n}'></p>" for n in range(4))
    found = read_page(page(f"{text}{teasers}").encode(), url="https://f.example/1").paragraphs
    assert [each.kind for each in found] == ["paragraph"] * 12
    gallery = f"<p>{FIRST} {SECOND}</p>{teasers}"
    kinds = [each.kind for each in read_page(page(gallery).encode(), url="https://f.example/1").paragraphs]
    assert kinds.count("image") == kinds.count("heading") == 4
