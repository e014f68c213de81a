"""Entries of many makes keep what a reader of the original sees."""

from __future__ import annotations

import pytest

from newsfeed.text.html import extract
from newsfeed.text.html.render import article_html

LONG = "We walked along the canal for an hour before the rain came, and nobody had thought to bring a coat."
POST = "https://own.example/post/1"


def shown(html: str, url: str = POST) -> str:
    """Return the article in a piece of HTML as HTML."""
    return article_html(extract.body(html, url=url).paragraphs)


def texts(html: str, url: str = POST) -> list[str]:
    """Return the texts of the article in a piece of HTML."""
    return [each.text for each in extract.body(html, url=url).paragraphs]


@pytest.mark.parametrize(
    ("style", "tag"),
    [
        ("font-weight: bold", "b"),
        ("font-weight:700;color:red", "b"),
        ("font-style: italic", "i"),
        ("text-decoration: underline", "u"),
        ("text-decoration: line-through", "s"),
    ],
)
def test_styles_are_the_emphasis_that_they_show(style: str, tag: str) -> None:
    html = f'<p>The ferry is <span style="{style}">late again</span> and everybody waits.</p>'
    assert f"<{tag}>late again</{tag}>" in shown(html)


def test_styles_that_take_emphasis_back_are_heeded() -> None:
    pasted = '<b style="font-weight:normal"><span style="font-weight: 400">The ferry is late.</span></b>'
    assert shown(f"<p>{pasted}</p>") == "<p>The ferry is late.</p>"
    assert shown('<p>The <em style="font-style: normal">ferry</em> is late.</p>') == "<p>The ferry is late.</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<p>We <g-emoji>🚀</g-emoji> launch today.</p>",
        "<p><g-emoji>🚀</g-emoji> We launch today.</p>",
        '<p>We launch <relative-time datetime="2024-05-01">today</relative-time>.</p>',
        "<p>We launch <x-term>today</x-term>.</p>",
    ],
)
def test_custom_elements_inside_a_text_do_not_part_it(html: str) -> None:
    assert len(texts(html)) == 1


def test_a_list_of_links_stays_whole_at_the_end() -> None:
    link = '<li><a href="https://a.example/{}">{}</a>{}</li>'
    items = [link.format(1, "The slow web", " by Anna"), link.format(2, "Ferries", ""), link.format(3, "Maps", "")]
    assert texts(f"<p>{LONG}</p><ul>{''.join(items)}</ul>")[1:] == ["The slow web by Anna", "Ferries", "Maps"]


def test_links_between_signs_to_several_sites_stay_at_the_end() -> None:
    links = " · ".join(
        f'<a href="https://{name}.example/">How {name} works</a>' for name in ("bread", "bridge", "tide")
    )
    more = '→ <a href="https://clock.example/">One more thing about clocks</a>'
    html = f"<p>{LONG}</p><h3>Elsewhere</h3><p>{links}</p><p>{more}</p>"
    assert len(texts(html)) == 4
    own = html.replace("bread.example", "own.example").replace("bridge.example", "own.example")
    assert len(texts(own.replace("tide.example", "own.example").replace("clock.example", "own.example"))) == 1


def test_a_short_post_may_end_with_an_address() -> None:
    html = (
        '<p>The ferry is late again.</p><p>@jo see <a href="https://www.tide.example/clock">tide.example/clock</a></p>'
    )
    assert len(texts(html)) == 2
    assert len(texts(f"<p>{LONG * 6}</p>{html}")) == 2


def test_the_card_of_a_page_keeps_its_title() -> None:
    card = '<a href="https://tide.example/p"><div>Tide clock</div><div>How it is built, and why it is late.</div></a>'
    assert texts(f"<p>{LONG}</p><figure>{card}</figure><p>The last boat leaves at nine.</p>")[1:3] == [
        "Tide clock",
        "How it is built, and why it is late.",
    ]


def test_the_caption_in_the_link_of_an_image_stays_its_caption() -> None:
    image = '<a href="https://photos.example/1"><img src="/i.jpg"><div>photo by Ida Margrethe Holm</div></a>'
    assert "<figcaption>" in shown(f"<p>{image}</p><p>{LONG}</p>")


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<msqrt><mi>x</mi></msqrt>", "√x"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√x³"),
        ("<mfrac><mn>1</mn><mi>n</mi></mfrac>", "1/n"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<mfrac><mn>1</mn><mrow><mn>2</mn><mo>+</mo><mi>x</mi></mrow></mfrac>", "1/(2+x)"),
        ("<msqrt><mfrac><mn>1</mn><mn>2</mn></mfrac></msqrt>", "√(1/2)"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>x</mi>", "∑ᵢⁿx"),
    ],
)
def test_formulas_keep_their_structure(formula: str, text: str) -> None:
    assert texts(f"<p>Here <math>{formula}</math> is known.</p>") == [f"Here {text} is known."]


def test_lists_that_count_down_keep_their_numbers() -> None:
    items = "<li>Bronze<ol><li>a</li></ol></li><li>Silver</li><li><p>Gold</p><img src='https://own.example/g.jpg'></li>"
    for start in ("", " start=3"):
        found = extract.body(f"<ol reversed{start}>{items}</ol>").paragraphs
        assert [(each.text, each.start) for each in found] == [
            ("Bronze", 3),
            ("a", 1),
            ("Silver", 2),
            ("Gold", 1),
            ("", 1),
        ]


def test_tasks_keep_their_state() -> None:
    html = (
        '<ul><li><input type="checkbox" disabled> Paint</li><li><input type=checkbox checked disabled> Sail</li></ul>'
    )
    assert texts(html) == ["☐ Paint", "☑ Sail"]


def test_an_image_for_readers_without_scripts_is_shown_once_before_or_after_the_other() -> None:
    plain = '<noscript><img src="https://own.example/c.jpg"></noscript>'
    lazy = '<img src="https://own.example/placeholder.png" data-lazy-src="https://own.example/c.jpg">'
    assert shown(f"<figure>{plain}{lazy}</figure>") == shown(f"<figure>{lazy}{plain}</figure>")


def test_the_number_of_a_note_stays_with_its_text() -> None:
    note = '<div class="footnote"><a href="#anchor-1">1</a><div><p>The van is blue.</p></div></div>'
    assert texts(f"<p>{LONG}</p>{note}") == [LONG, "1 The van is blue."]


def test_the_poet_stays_under_a_poem() -> None:
    poem = "<p>The harbour keeps its lamps alight<br>Till four o'clock,<br>And then the gulls begin<br>Their war.</p>"
    assert texts(f"{poem}<p>— Jo Tarn</p>")[-1] == "— Jo Tarn"
    assert texts(f"<p>{LONG}</p><p>— Jo Tarn</p>") == [LONG]


def test_a_box_of_facts_without_links_stays() -> None:
    facts = "<h4>In numbers</h4><ul><li>12 crossings a day</li><li>340 metres</li></ul>"
    assert len(texts(f'<p>{LONG}</p><div class="sidebar">{facts}</div><p>The last boat leaves at nine.</p>')) == 5
    linked = facts.replace("340 metres", '<a href="/340">340 metres</a>')
    assert len(texts(f'<p>{LONG}</p><div class="sidebar">{linked}</div><p>The last boat leaves at nine.</p>')) == 2
