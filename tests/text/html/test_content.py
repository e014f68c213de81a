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


@pytest.mark.parametrize(
    ("last", "stays"), [("2. by boat", True), ("2、坐船", True), ("• by boat", True), ("Share this:", False)]
)
def test_a_numbered_line_before_share_links_is_no_label_of_theirs(last: str, stays: bool) -> None:
    icons = "".join(f"<a href='https://share.example/{name}?u=1'><img src='{name}.gif'></a> " for name in "abcd")
    found = texts(f"<p>{LONG}</p><p>1. on foot</p><p>{last}</p>{icons}")
    assert found == [LONG, "1. on foot", *([last] if stays else [])]


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


@pytest.mark.parametrize(
    "inside",
    [
        "<div class='sidebar'><p>He was born in 1952. He died in 2019.</p></div>",
        "<aside><p>The bridge is 120 metres long. It was built in 1881.</p></aside>",
        "<aside><p>旧桥建于一八八一年。全长一百二十米。</p></aside>",
        "<aside class='pullquote'><p>“We will not be moved,” she said.</p></aside>",
        "<aside role='doc-footnote'><p>See the report of 1999, page 12.</p></aside>",
        "<aside class='footnotes'><ol><li>See the report of 1999, page 12.</li></ol></aside>",
    ],
)
def test_short_sentences_in_asides_without_links_stay_and_so_do_notes(inside: str) -> None:
    assert len(texts(f"<p>{LONG}</p>{inside}<p>{LONG} Indeed.</p>")) > 2


@pytest.mark.parametrize("words", ["The bridge in 1900", "The bridge in 1900, with its first keeper."])
def test_an_image_with_its_caption_in_an_aside_stays(words: str) -> None:
    figure = f"<figure><img src='https://e.example/a.jpg'><figcaption>{words}</figcaption></figure>"
    found = paragraphs(f"<p>{LONG}</p><aside>{figure}</aside><p>{LONG} Indeed.</p>")
    assert [(each.kind, each.text) for each in found][1] == ("image", words)
    linked = f"<aside><a href='https://e.example/other'>{figure}</a></aside>"
    assert len(paragraphs(f"<p>{LONG}</p>{linked}<p>{LONG} Indeed.</p>")) == 2


@pytest.mark.parametrize(
    "words",
    [
        "We wish you a good start into the year.",
        "祝大家新年快乐，身体健康，万事如意！",
        "Engineers had warned in spring that its wooden beams could hold no more than forty people at a time",
    ],
)
@pytest.mark.parametrize("level", [2, 5])
def test_sentences_set_as_a_heading_that_close_a_text_stay(words: str, level: int) -> None:
    assert texts(f"<p>{LONG}</p><h{level}>{words}</h{level}>") == [LONG, words]


def test_a_last_paragraph_that_begins_with_the_title_stays_if_it_goes_on() -> None:
    last = f"<a href='/0'>{TITLE}</a> was our headline in May; {ALSO} {LONG}"
    assert len(texts(f"<p>{LONG}</p><p>{LONG} Twice.</p><p>And so on.</p><p>{last}</p>", TITLE)) == 4
    note = (
        f"<p><a href='/0'>{TITLE}</a> was originally published in River Notes on Ferry, where people carry on the "
        "conversation by marking and answering this story.</p>"
    )
    assert texts(f"<p>{LONG}</p><p>{LONG} Twice.</p><p>{ALSO}</p>{note}", TITLE)[-1] == ALSO


@pytest.mark.parametrize("address", ["#", "javascript:void(0)", " ", "pier.PNG?size=2"])
def test_a_paragraph_that_links_to_nowhere_stays(address: str) -> None:
    assert texts(f"<p>{LONG}</p><p><a href='{address}'>{ALSO}</a></p><p>{LONG} So.</p>") == [LONG, ALSO, f"{LONG} So."]


@pytest.mark.parametrize("html", ["{0}<br>{0}", "<p>{0}…</p><p>{0}</p>", "<p>{0} – {0} – {0}</p>"])
def test_a_title_that_is_said_twice_is_still_only_the_title(html: str) -> None:
    assert texts(html.format(TITLE), TITLE) == []


@pytest.mark.parametrize(
    "rest",
    [
        "p.p1 {margin: 0.0px 0.0px 0.0px 0.0px; font: 12.0px Helvetica",
        "body{font-family:Arial;}h1{color:#fff",
        "td {border: 1px solid #ccc;}br {mso-data-placement:same-cell;}",
        "Normal 0 false false false EN-US /* Style Definitions */ table.MsoNormalTable {mso-style-name:'Table'; mso-ti",
        "try{_tracker('send','view');}catch(e){} var _q = _q || []; _q.push(['set', 'A-1",
    ],
)
def test_styles_of_elements_and_word_processors_are_no_text(rest: str) -> None:
    assert texts(f"<p>{LONG}</p><p>{rest}</p><p>{ALSO}</p>") == [LONG, ALSO]


@pytest.mark.parametrize(
    "text",
    [
        "In CSS, .post { color: red; } makes the text red, and nobody reads it.",
        "function (as in f(x) = 2x) is a word that mathematicians use every day; programmers too.",
        "A {set} of towns: {Low Fen, High Fen} and {none} of the others.",
        "table {of contents} they called it: a joke, of course.",
    ],
)
def test_text_about_styles_and_scripts_stays(text: str) -> None:
    assert text in texts(f"<p>{LONG}</p><p>{text}</p><p>{ALSO}</p>")


LINKS = {
    "https://a.example/1": "The bridge that nobody wanted",
    "https://b.example/2": "A short history of walking over water",
    "https://c.example/3": "What wooden beams can hold in spring",
    "https://d.example/4": "How to count forty people at a time",
}


@pytest.mark.parametrize("tag", ["li", "p"])
def test_links_at_the_end_that_lead_to_many_sites_are_content(tag: str) -> None:
    links = "".join(f"<{tag}><a href='{url}'>{text}</a></{tag}>" for url, text in LINKS.items())
    found = paragraphs(f"<p>{LONG}</p>{links}", url="https://h.example/story")
    assert [each.text for each in found] == [LONG, *LINKS.values()]


@pytest.mark.parametrize(
    "links",
    [
        {url.replace(url[8:17], "h.example"): text for url, text in LINKS.items()},
        {url: text.split()[-1] for url, text in LINKS.items()},  # names of sites to follow
        dict(list(LINKS.items())[:3]),
    ],
)
def test_other_links_at_the_end_are_none(links: dict[str, str]) -> None:
    items = "".join(f"<li><a href='{url}'>{text}</a></li>" for url, text in links.items())
    found = paragraphs(f"<p>{LONG}</p><ul>{items}</ul>", url="https://www.h.example/story")
    assert [each.text for each in found] == [LONG]


@pytest.mark.parametrize("end", ["<p>Until next time,</p><p>Jane</p>", "<p>Happy hacking!<br>– The Harbour team</p>"])
def test_a_farewell_may_be_signed(end: str) -> None:
    assert texts(f"<p>{LONG}</p>{end}") == [LONG]
    assert texts(f"<p>{LONG}</p><p>Jane</p>") == [LONG, "Jane"]


@pytest.mark.parametrize(
    "quote",
    [
        "<b>More from Harbour:</b><ul><li><a href='/1'>Mayor retires</a></li><li><a href='/2'>Late buses</a></li></ul>",
        "READ MORE FROM OUR DESK<br><a href='/1'>Mayor retires</a><br><a href='/2'>Late buses</a>",
    ],
)
def test_a_quote_of_pointers_to_other_articles_is_no_part_of_the_text(quote: str) -> None:
    assert texts(f"<p>{LONG}</p><blockquote>{quote}</blockquote><p>{ALSO}</p>") == [LONG, ALSO]
    said = "More from the report: the deck is sound, says <a href='/e'>the engineer</a>."
    assert len(texts(f"<p>{LONG}</p><blockquote>{said}</blockquote><p>{ALSO}</p>")) == 3


@pytest.mark.parametrize(
    "note",
    [
        "Posted in <a href='/c/1'>Bridges</a>. Tagged <a href='/t/1'>wood</a>, <a href='/t/2'>spring</a>.",
        "Translated by Jane Doe",
        "Reporting by Jane Doe; Editing by Richard Roe",
        "Photographs: Ann Poe",
        "翻译：王小明",
        "编辑：王小明 校对：李小红",
        "（图片来源：港湾日报）",
        "— Jane",
        "-- Jane Doe;",
        "Posted in News, Politics | Tagged budget, council | 3 Comments",
        "This entry was posted in Bridges and tagged wood, spring. Bookmark the permalink.",
        "Tags: bridge, ferry, spring",
        "标签：桥，渡轮，春天",
        "Kategorien: Brücken, Fähren",
        "Translated from the French by Ann Smith",
        "Photo: Jane Doe/AP",
        "Photo credit: Getty Images",
        "Foto: Hans Meier / dpa",
        "Text: Jana Roth, Fotos: Uwe Berg",
        "Aus dem Englischen von Anna Klein",
        "Traduction : Marie Dupont",
        "文：李四 图：王五",
        "<em>Jane Doe is a reporter at the Harbour Post.</em>",
        "Jane Doe is an editor at the Post. Follow her on Mastodon.",
        "（作者系中山大学教授）",
        "Der Autor ist Redakteur der Hafenpost.",
        "Thanks for reading!",
        "See you next week — Jane Doe",
        "That’s all for this week. Thank you for reading, and have a great weekend!",
        "感谢阅读，我们下期再见！",
        "Translation: Anna Lee. Photographs by Ben Kim.",
        "Posted by Jane on March 15, 2024 in City | Tags: bridge, bus | Leave a comment",
        "<b>About the author:</b> Cara Diaz writes about cities. Her last book is <i>Ring Roads</i>.",
        "（作者王小明是北京的专栏作家，著有《盐与钢》。）",
        "Cheers, Tom",
        "Viele Grüße, Anna",
        "（完）",
        "© 2024 The Harbour Post. All rights reserved.",
    ],
)
def test_notes_under_an_article_are_no_part_of_it(note: str) -> None:
    found = body(f"<p>{LONG}</p><p>{note}</p>")
    assert [each.text for each in found.paragraphs] == [LONG]
    assert len(found.removed) == 1
    assert len(texts(f"<p>{LONG}</p><p>{note}</p><p>{ALSO}</p>")) == 3  # not in its middle


@pytest.mark.parametrize(
    "end",
    [
        "Translated by Jane Doe, the poem sounds like another one.",
        "编辑部：我们将继续关注此事。",
        "Edited by hand, one by one.",
        "— and that was all.",
        "Jane Doe is a professor of history at Leeds.",
        "Jane Doe is a hero.",
        "“Until next time,” the mayor said, and closed the gate.",
        "Posted by the gate, two soldiers watch who crosses.",
        "Tags: the licence plates of the new cars are expected in May.",
        "Photos show a crack in the deck.",
        "Best of all, nobody was hurt.",
        "Posted in the harbour, a sentry saw the crack first.",
        "Das Bild zeigt Anna Klein.",
        "作者是谁？没有人知道。",
        "作者是一位住在广州的小说家，他说他从未想过这本书会被禁止。",
        "Jane Doe was a writer, and she can be reached no more.",
        "Ann Smith is a writer whose followers follow her everywhere.",
        "Der Autor ist am Montag im Alter von 80 Jahren gestorben.",
        "Copyright 2024 rules would change that, the judge said, and the case goes on.",
        "Posted in March, the notice had been overlooked by everybody.",
        "文：是一种艺术，也是生活的一部分。",
        "这座桥修完了。",
    ],
)
def test_sentences_at_the_end_stay(end: str) -> None:
    assert texts(f"<p>{LONG}</p><p>{end}</p>") == [LONG, end]


@pytest.mark.parametrize(
    "note",
    [
        "<hr><p>Jane Doe is a professor of history at Leeds.</p>",
        "<h3>About the author</h3><p>Jane grew up by the sea and has three dogs.</p>",
        "<table><tr><td>Text</td><td>Jane Doe</td></tr><tr><td>Photos</td><td>Ann Smith</td></tr></table>",
        "<table><tr><td>撰文</td><td>张三</td></tr><tr><td>编辑</td><td>李四</td></tr></table>",
    ],
)
def test_authors_and_contributors_under_an_article_are_no_part_of_it(note: str) -> None:
    assert texts(f"<p>{LONG}</p><p>{ALSO}</p>{note}") == [LONG, ALSO]


def test_a_table_of_names_alone_stays() -> None:
    table = "<table><tr><td>Text</td><td>12</td></tr><tr><td>Bridge</td><td>Ann Smith</td></tr></table>"
    assert texts(f"<p>{LONG}</p>{table}")[-1] == "Text | 12\nBridge | Ann Smith"


def test_a_paragraph_that_links_to_another_host_is_part_of_the_text() -> None:
    def read(host: str) -> list[str]:
        link = f"<p><a href='https://{host}/1'>The report of the harbour office</a></p>"
        return [each.text for each in paragraphs(f"<p>{LONG}</p>{link}<p>{ALSO}</p>", url="https://www.h.example/1")]

    assert len(read("office.example")) == 3
    assert len(read("h.example")) == len(read("news.h.example")) == 2


def test_a_name_under_a_quotation_stays() -> None:
    assert texts(f"<blockquote><p>{LONG}</p></blockquote><p>— Jane Doe</p>")[-1] == "— Jane Doe"


@pytest.mark.parametrize("name", ["c-link__visually-hidden", "u-sr-only", "wp-screen-reader-text", "x-visuallyhidden"])
def test_words_for_screen_readers_alone_are_not_shown(name: str) -> None:
    assert texts(f"<p>{LONG}<span class='{name}'> (opens in a new window)</span></p>") == [LONG]
    assert texts(f"<p class='not-sr-only'>{LONG}</p>") == [LONG]


@pytest.mark.parametrize("tag", ["blockquote", "div"])
@pytest.mark.parametrize("label", ["More from The Harbour Times:", "Read also", "延伸阅读："])
def test_links_to_more_of_a_site_go_with_their_label(tag: str, label: str) -> None:
    links = "<p><a href='/1'>The bridge nobody wanted</a></p><p><a href='/2'>Why wood rots</a></p>"
    assert texts(f"<p>{LONG}</p><{tag}><p>{label}</p>{links}</{tag}><p>{ALSO}</p>") == [LONG, ALSO]
    assert texts(f"<p>{LONG}</p><p>More on that tomorrow.</p><p>{ALSO}</p>") == [LONG, "More on that tomorrow.", ALSO]
