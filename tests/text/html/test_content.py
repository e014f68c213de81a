"""What cleaning takes for no part of an article, and what it must not take."""

from __future__ import annotations

import pytest

from newsfeed.text import body, paragraphs

LONG = "The council met on Tuesday evening and decided, after hours of talk, to keep the old bridge open to walkers."
ALSO = "Engineers had warned in spring that its wooden beams could hold no more than forty people at a time."
TITLE = "Old bridge stays open"


def texts(html: str, title: str = "") -> list[str]:
    return [paragraph.text for paragraph in paragraphs(html, title=title)]


@pytest.mark.parametrize(
    "inside",
    [
        f"<div class='sidebar'><p>{ALSO}</p></div>",
        f"<aside><h4>Why now</h4><p>{ALSO}</p><p>{LONG[::-1]}. It was said twice.</p></aside>",
        f"<div role='complementary'><p>{ALSO}</p></div>",
        f"<section id='sidebar-1'><p>{ALSO} See <a href='/1'>more</a>.</p></section>",
        f"<p><a href='/big.jpg'>{ALSO}</a></p>",
        f"<p><a href=''>{ALSO}</a></p>",
    ],
)
def test_sentences_stay_whatever_stands_around_them(inside: str) -> None:
    found = " ".join(texts(f"<p>{LONG}</p>{inside}<p>{LONG} Indeed.</p>"))
    assert ALSO in found


@pytest.mark.parametrize(
    "aside",
    [
        "<aside><p>More from our shop: maps of every bridge.</p></aside>",
        "<div class='sidebar'><ul><li><a href='/1'>One</a></li><li><a href='/2'>Two</a></li></ul></div>",
        f"<aside><p><a href='/1'>{ALSO}</a></p><p><a href='/2'>{LONG} Again.</a></p></aside>",
        f"<aside><nav><p>{ALSO}</p></nav></aside>",
        f"<aside class='newsletter'><p>{ALSO}</p></aside>",
    ],
)
def test_asides_of_links_and_promotion_go(aside: str) -> None:
    assert texts(f"<p>{LONG}</p>{aside}<p>{LONG} Indeed.</p>") == [LONG, f"{LONG} Indeed."]


def test_headings_that_are_sentences_stay_where_they_close_a_text() -> None:
    assert texts(f"<p>{LONG}</p><h2>{ALSO}</h2>") == [LONG, ALSO]
    assert texts("".join(f"<h3>{LONG} {number} men said so.</h3>" for number in (1, 2))) == [
        f"{LONG} 1 men said so.",
        f"{LONG} 2 men said so.",
    ]
    assert paragraphs(f"<h2>{LONG} {ALSO}</h2>")[0].kind == "paragraph"
    assert texts(f"<p>{LONG}</p><h2>What comes next?</h2>") == [LONG]
    assert texts(f"<p>{LONG}</p><h2>More stories</h2>") == [LONG]


def test_a_last_paragraph_that_links_a_text_of_the_same_title_stays() -> None:
    last = f"{ALSO} As we told in <a href='/0'>{TITLE}</a>, {LONG}"
    found = texts(f"<p>{LONG}</p><p>{LONG} Twice.</p><p>And so on.</p><p>{last}</p>", TITLE)
    assert found[-1].startswith(ALSO)
    note = f"<p>The post <a href='/0'>{TITLE}</a> appeared first on News.</p>"
    assert texts(f"<p>{LONG}</p><p>{ALSO}</p>{note}", TITLE) == [LONG, ALSO]


@pytest.mark.parametrize("html", ["<p>{}</p>", "<h1>{}</h1>", "<a href='/0'>{}</a>", "{}"])
def test_a_body_that_only_repeats_the_title_is_empty(html: str) -> None:
    assert texts(html.format(TITLE), TITLE) == []


@pytest.mark.parametrize(
    "rest",
    [
        ".post { color: red; margin: 0",
        "#a p { x: y; } @media (max-width: 600px) { .b { display: none; padding",
        "(function(){var a=document.createElement('script');a.async=true;a.src='//x.example/a.js';if(b){c(",
        "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('js', new",
    ],
)
def test_styles_and_scripts_that_were_cut_off_are_no_text(rest: str) -> None:
    assert texts(f"<p>{LONG}</p><p>{rest}</p><p>{ALSO}</p>") == [LONG, ALSO]


@pytest.mark.parametrize("text", ["#mill {the tag of the day} was used by many people", "Var = 5 {or so} they say."])
def test_text_with_braces_stays(text: str) -> None:
    assert text in texts(f"<p>{LONG}</p><p>{text}</p><p>{ALSO}</p>")


def test_comments_under_an_article_go_however_many_they_are() -> None:
    article = "".join(f"<p>{LONG} {ALSO} It was the {n}th time.</p>" for n in range(14))
    spam = "".join(f"<p>{LONG} {ALSO} {LONG} Buy {n} of them.</p>" for n in range(60))
    assert len(texts(f"{article}<div id='comments'>{spam}</div>")) == 14


def test_all_text_is_kept_or_removed_with_a_reason() -> None:
    html = (
        f"<h1>{TITLE}</h1><p class='byline'>By Ann</p><p>{LONG}</p><p>See also: <a href='/2'>Bridges</a></p>"
        f"<p>{ALSO}</p><div class='share'>Tell them</div><h3>Related</h3><ul><li><a href='/3'>A mill</a></li></ul>"
    )
    found = body(html, title=TITLE)
    assert [each.text for each in found.paragraphs] == [LONG, ALSO]
    assert {each.text for each in found.removed} == {
        TITLE, "By Ann", "See also: Bridges", "Tell them", "Related", "A mill",
    }  # fmt: skip
    assert all(each.reason for each in found.removed)
