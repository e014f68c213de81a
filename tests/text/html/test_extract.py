from __future__ import annotations

import pytest
from growth import grows_with_length_alone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfeed.items import Paragraph
from newsfeed.text import Body, body, images, paragraphs, plain_text
from newsfeed.text.html.images import ImageCandidate

LONG = "The council met on Tuesday evening and decided, after hours of talk, to keep the old bridge open to walkers."
ALSO = "Engineers had warned in spring that its wooden beams could hold no more than forty people at a time."


def texts(html: str, title: str = "") -> list[str]:
    return [paragraph.text for paragraph in paragraphs(html, title=title)]


def kinds(html: str) -> list[tuple[str, str]]:
    return [(paragraph.kind, paragraph.text) for paragraph in paragraphs(html)]


# --- where paragraphs begin and end


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LONG}</p><p>{ALSO}</p>",
        f"<div>{LONG}</div><div>{ALSO}</div>",
        f"<div>{LONG}<p>{ALSO}</p></div>",
        f"<section><p>{ALSO.replace(ALSO, LONG)}</p>{ALSO}</section>",
        f"<table><tr><td>{LONG}</td><td>{ALSO}</td></tr></table>",
        f"{LONG}<br><br>{ALSO}",
        f"{LONG}<br />\n <br />\n<br />{ALSO}",
        f"{LONG}\n\n{ALSO}",
        f"{LONG}\r\n \r\n{ALSO}",
        f"{LONG} \n\n <i></i>{ALSO}",
        f"<p>{LONG}<p>{ALSO}",
        f"<article><header></header>{LONG}<hr>{ALSO}</article>",
        f"<p>{LONG}</p><p> &nbsp;</p><p><b></b></p><div><br></div><p>{ALSO}</p>",
    ],
)
def test_blocks_and_double_breaks_part_paragraphs(html: str) -> None:
    assert texts(html) == [LONG, ALSO]


@pytest.mark.parametrize(
    "html",
    [
        f'{LONG}<embed src="/film"> {ALSO}',
        f'{LONG}<object data="/film"> {ALSO}</object>',
        f'{LONG}<object data="/film"> {ALSO}',
        f'{LONG}<iframe src="/film">No frames?</iframe> {ALSO}',
    ],
)
def test_text_behind_or_instead_of_a_film_is_kept(html: str) -> None:
    assert texts(html) == [f"{LONG} {ALSO}"]


def test_inline_markup_joins_without_spaces_of_its_own() -> None:
    assert texts("<p>re<b>mark</b>able <a href='/x'>news</a>, <i>really</i>: it is so.</p>") == [
        "remarkable news, really: it is so."
    ]


def test_source_line_breaks_vanish_between_ideographs_and_are_spaces_elsewhere() -> None:
    html = "<p>\n  记者在\n  <a href='/a'>\n   广场\n  </a>\n  。他用 Linux\n  写字。\n</p>"
    assert texts(html) == ["记者在广场。他用 Linux 写字。"]


def test_a_wrapped_line_of_korean_goes_on_after_a_space() -> None:
    assert texts("<p>오래된\n다리는\n열려 있다.</p>") == ["오래된 다리는 열려 있다."]


def test_soft_hyphens_and_readings_above_the_line_are_no_text() -> None:
    assert texts("<p>inter&shy;national <ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>。</p>") == [
        "international 橋。"
    ]


def test_an_element_that_quotes_has_quotation_marks() -> None:
    assert texts("<p>She said <q>it is <b>oak</b></q>.</p>") == ["She said “it is oak”."]


def test_a_second_layer_of_cdata_is_opened() -> None:
    assert texts(f"<![CDATA[<p>{LONG}</p><p>{ALSO}</p>]]>") == [LONG, ALSO]


def test_a_letter_in_one_preformatted_element_is_read_as_text() -> None:
    wrapped = LONG.replace("decided, ", "decided,\n")
    assert kinds(f"<pre>Dear all,\n\n{wrapped}\n\n{ALSO}\n\n-- \nAnn\n</pre>") == [
        ("paragraph", "Dear all,"),
        ("paragraph", LONG),
        ("paragraph", ALSO),
    ]
    assert [kind for kind, _ in kinds("<pre>" + "if x > 3: y[x] = 'z'\n" * 20 + "</pre>")] == ["code"]


def test_white_space_is_folded_but_kept_in_code() -> None:
    html = "<p>one\t two&nbsp; three.</p><pre>if x:\n    y()</pre><p>The end of it.</p>"
    assert kinds(html) == [("paragraph", "one two three."), ("code", "if x:\n    y()"), ("paragraph", "The end of it.")]


def test_single_breaks_in_running_text_do_not_part_it() -> None:
    assert texts("<p>Roses are red<br>and violets, as far as I have ever been told by gardeners, blue</p>") == [
        "Roses are red and violets, as far as I have ever been told by gardeners, blue"
    ]


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("In stock:\n- oak beams\n- nails,\n  of iron", ["In stock:", "- oak beams", "- nails, of iron"]),
        (f"{LONG}\n{ALSO}\r\n\r\nThe end.", [LONG, ALSO, "The end."]),
        (
            "The council met on Tuesday\nand decided to keep\nthe old bridge.",
            ["The council met on Tuesday and decided to keep the old bridge."],
        ),
        ("<i>The</i> council\nmet.\nIt sat.", ["The council met. It sat."]),
    ],
)
def test_line_ends_of_plain_text_part_what_is_whole_by_itself(plain: str, expected: list[str]) -> None:
    assert texts(plain) == expected


def test_lines_of_code_are_one_block() -> None:
    rows = "<div><span>if x:</span></div><div>    y()</div><div>\n</div><div>z()</div>"
    assert kinds(f"<p>{LONG}</p><pre><code>{rows}</code></pre>")[1:] == [("code", "if x:\n    y()\n\nz()")]
    assert kinds(f"<p>{LONG}</p><p><code>if x:<br>&nbsp;&nbsp;y()<br><br>z()</code></p>")[1:] == [
        ("code", "if x:\n  y()\n\nz()")
    ]


def test_code_in_a_sentence_or_in_a_table_is_part_of_it() -> None:
    html = "<p>Call <code>y</code><br>and then<code><br><br></code>stop.</p>"
    assert kinds(html) == [("paragraph", "Call y and then"), ("paragraph", "stop.")]
    assert kinds("<table><tr><td>length<td><code>len(x)</code></table>")[1] == ("paragraph", "len(x)")


def test_line_numbers_beside_code_are_no_text() -> None:
    html = "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>a = 1\nb = 2\nc = 3</pre></td></tr></table>"
    assert kinds(html) == [("code", "a = 1\nb = 2\nc = 3")]
    assert len(kinds("<pre>1\n2\n4</pre><pre>a = 1</pre>")) == 2


def test_emoji_and_formulas_drawn_as_pictures_are_text() -> None:
    html = (
        "<p>Bring cake <img class='wp-emoji emoji' alt='🎂' src='c.png'> and take <img class='latex' alt='x^2'>, not"
        " <img alt='a cat' src='d.png'>.</p><p>See you there</p>"
    )
    assert texts(html)[0] == "Bring cake 🎂 and take x^2, not ."
    assert images(html) == ["d.png"]


def test_links_that_only_mark_a_place_are_no_text() -> None:
    html = f"<h2>Beams<a href='#beams'>¶</a></h2><p>{LONG}</p><ol><li>By hand. <a href='#ref1'>↩︎</a></li></ol>"
    assert texts(html) == ["Beams", LONG, "By hand."]
    assert texts(f"<p>{LONG} See <a href='#beams'>beams</a>.</p>") == [f"{LONG} See beams."]


def test_malformed_tags_and_unknown_elements_are_boundaries() -> None:
    assert texts(f'<p>{LONG}</p><asidedata-kind="x">{ALSO}</asidedata-kind>') == [LONG, ALSO]


# --- kinds


def test_kinds_follow_the_elements() -> None:
    html = (
        f"<h2>Bridge</h2><p>{LONG}</p><ul><li>oak</li><li>elm<ul><li>wych elm</li></ul></li></ul>"
        f"<blockquote><p>{ALSO}</p></blockquote>"
        "<figure><img src='a.jpg'><figcaption>The bridge in May</figcaption></figure>"
        f"<div role='heading'>Costs</div><p>{ALSO}</p>"
    )
    assert kinds(html) == [
        ("heading", "Bridge"),
        ("paragraph", LONG),
        ("list", "oak"),
        ("list", "elm"),
        ("list", "wych elm"),
        ("quote", ALSO),
        ("caption", "The bridge in May"),
        ("heading", "Costs"),
        ("paragraph", ALSO),
    ]


def test_a_first_paragraph_in_bold_is_the_lead_and_a_later_short_one_a_heading() -> None:
    html = f"<p><strong>{LONG}</strong></p><p>{ALSO}</p><p><b>What comes next</b></p><p>{ALSO}</p>"
    assert [kind for kind, _ in kinds(html)] == ["lead", "paragraph", "heading", "paragraph"]


def test_a_first_question_in_bold_is_a_heading() -> None:
    question = "Who pays for the repair of the old bridge, now that the ferry has stopped?"
    assert kinds(f"<p><b>{question}</b></p><p>{ALSO}</p>")[0] == ("heading", question)


def test_bold_cells_of_a_table_are_no_headings() -> None:
    rows = "<tr><td><b>Beam</b></td><td><b>Years</b></td></tr><tr><td>oak</td><td>90</td></tr>"
    assert kinds(f"<p>{LONG}</p><table>{rows}</table>")[1:] == [("table", "Beam | Years\noak | 90")]
    row = "<table><tr><td><b>Beam</b></td><td><b>Years</b></td></tr></table>"
    assert [kind for kind, _ in kinds(f"<p>{LONG}</p>{row}")] == ["paragraph"] * 3
    layout = f"<table><tr><td><p><b>Costs</b></p><p>{LONG}</p></td></tr></table>"
    assert kinds(layout) == [("heading", "Costs"), ("paragraph", LONG)]


def test_many_bold_lines_are_no_heading() -> None:
    html = f"<p>{LONG}</p><p><b>Beams in the north<br>and in the south,<br>nails in the east</b></p><p>{ALSO}</p>"
    assert kinds(html)[1][0] == "paragraph"


@pytest.mark.parametrize("attribute", ['class="article__standfirst"', 'itemprop="description"', 'class="post-intro"'])
def test_an_element_may_name_the_lead(attribute: str) -> None:
    assert kinds(f"<p {attribute}>{LONG}</p><p>{ALSO}</p>")[0] == ("lead", LONG)


def test_a_bold_line_over_text_is_a_heading() -> None:
    assert kinds(f"<p><b>Costs</b><br>{LONG}</p>") == [("heading", "Costs"), ("paragraph", LONG)]


def test_lines_with_markers_are_list_items() -> None:
    html = f"<p>{LONG}</p><p>It needs:<br>1. beams<br>2. nails<br>3. patience</p><p>{ALSO}</p>"
    assert kinds(html)[1:5] == [
        ("paragraph", "It needs:"),
        ("list", "1. beams"),
        ("list", "2. nails"),
        ("list", "3. patience"),
    ]


def test_neighbouring_paragraphs_with_bullets_are_list_items() -> None:
    html = f"<p>{LONG}</p><p>• beams of oak</p><p>• nails of iron</p><p>{ALSO}</p>"
    assert [kind for kind, _ in kinds(html)] == ["paragraph", "list", "list", "paragraph"]


def test_short_paragraphs_numbered_one_after_the_other_are_list_items() -> None:
    items = "<p>1. beams of oak</p><p>2. nails of iron</p><p>3. ropes</p>"
    assert [kind for kind, _ in kinds(f"<p>{LONG}</p>{items}<p>{ALSO}</p>")] == [
        "paragraph",
        *["list"] * 3,
        "paragraph",
    ]
    assert {kind for kind, _ in kinds(f"<p>1. {LONG}{ALSO}</p><p>2. {ALSO}{LONG}</p><p>3. ropes</p>")} == {"paragraph"}
    assert {kind for kind, _ in kinds(f"<p>1. oak</p><p>{LONG}</p><p>2. elm</p><p>3. ash</p>")} == {"paragraph"}


def test_a_short_text_under_a_picture_is_its_caption() -> None:
    html = f"<p>{LONG}</p><div><img src='b.jpg'></div><p>The bridge in May</p><p>{ALSO}</p>"
    assert kinds(html)[1] == ("caption", "The bridge in May")


# --- what does not belong to the article


@pytest.mark.parametrize(
    "boilerplate",
    [
        "<p><a href='/2'>Read the whole story</a></p>",
        "<p>Read more: <a href='/2'>Bridges of the north</a></p>",
        "<p>See also：<a href='/2'>Bridges of the north</a></p>",
        "<div>04/01/2024 - 22:18</div>",
        "<p>Published: 2 March 2021</p>",
        "<p>2021年3月2日 10:15</p>",
        "<div class='byline'>By Ann Smith</div>",
        "<span itemprop='author'>Ann Smith</span>",
        "<p class='post-meta'>Ann Smith in Towns</p>",
        "<p>* * *</p>",
        "<p>[video width=&quot;640&quot; src=&quot;x&quot;]</p>",
        "<nav><ul><li>Home</li><li>Towns</li></ul></nav>",
        "<div class='share-buttons'>Tell your friends about it, please!</div>",
        "<div id='related'><h3>Related</h3><p>A story about another bridge, in the south.</p></div>",
        "<aside><p>More from our shop: maps of every bridge.</p></aside>",
        "<p style='display: none'>hidden text of some length</p>",
        "<p hidden>hidden text of some length</p>",
        "<h2 class='element-invisible'>hidden text</h2>",
        "<script>var text = 'of some length'</script>",
        "<style>p { color: red }</style>",
        "<template><p>not shown</p></template>",
        "<noscript><p>Please enable scripts.</p></noscript>",
        "<iframe>no frames</iframe>",
        "<button>Subscribe</button>",
        "<svg><title>arrow</title><text>arrow</text></svg>",
        "<figure><img src='a.jpg'><figcaption>Photo: <a href='/u'>Ann Smith</a></figcaption></figure>",
        "<div class='byline'>By <a href='/u'>Ann Smith</a> "
        + "<a href='/t'>in Towns and Rivers of the North</a> " * 5
        + "</div>",
        "<h2>Contents</h2><ul><li><a href='#one'>Beams and nails</a></li><li><a href='#two'>Costs</a></li></ul>",
        "<div>Share:</div><div><a href='https://www.facebook.com/sharer.php?u=https%3A%2F%2Fa.example'></a></div>",
        "<div>分享 :</div><p><a href='whatsapp://send?text=a'><span></span></a><a href='/x?share=email'>mail</a></p>",
    ],
)
def test_boilerplate_in_the_article_is_left_out(boilerplate: str) -> None:
    assert texts(f"<p>{LONG}</p>{boilerplate}<p>{ALSO}</p>") == [LONG, ALSO]


@pytest.mark.parametrize(
    "tail",
    [
        "<h3>Related articles</h3><ul><li><a href='/2'>Ferries</a></li><li><a href='/3'>Tunnels</a></li></ul>",
        "<div role='heading'>主题</div><a href='/2'><h2>渡轮</h2></a><div>桥</div><a href='/'><h2>新</h2></a>",
        "<hr><div>More feeds:<br><a href='//a.example'>a.example</a><br><a href='//b.example'>b.example</a></div>",
        "<h3>Comments</h3>",
        "<p>Follow us:</p><ul><li><a href='/a'>Photos</a></li><li><a href='/b'>Films</a></li></ul>",
        "<p><small>3 answers - 2 readers</small></p><p><a href='/1'>Read all of it</a></p>",
        "<hr><p>Did you enjoy reading this? Subscribe to the <a href='/feed'>feed of this site</a> :D</p>",
        "<p>Translated by <a href='/u'>Ann Smith</a></p>",
        "<p>[If this looks odd, <a href='/1'>visit the page</a>]</p>",
        "<p>More bridges</p><a href='/2'></a><div class='sidebar'><a href='/2'><h2>Ferries of the south</h2></a></div>",
        "<h2>You are at the gate</h2><div>Pay the toll <a href='/pay'><span class='icon'></span></a></div>",
        "<p>Tags: <a href='/t/1'>bridges</a>, <a href='/t/2'>towns</a>, <a href='/t/3'>wood</a></p>",
    ],
)
def test_what_trails_after_the_article_is_cut(tail: str) -> None:
    assert texts(f"<p>{LONG}</p><p>{ALSO}</p>{tail}") == [LONG, ALSO]


def test_link_lists_inside_the_article_stay() -> None:
    html = f"<p>{LONG}</p><h3>Sources</h3><ul><li><a href='/2'>The survey of 1990</a></li></ul><p>{ALSO}</p>"
    assert texts(html) == [LONG, "Sources", "The survey of 1990", ALSO]


def test_lines_of_links_inside_the_article_are_a_list() -> None:
    links = "<a href='/2'>Pear jam</a><br><a href='/3'>Plum jam</a><br><a href='/4'>Fig jam</a>"
    html = f"<p>{LONG}</p><p>{links}</p><p>{ALSO}</p>"
    assert kinds(html)[1:4] == [("list", "Pear jam"), ("list", "Plum jam"), ("list", "Fig jam")]


def test_a_list_at_the_end_whose_items_hold_links_stays() -> None:
    items = "".join(f"<li>Mend beam {n} by <a href='/a'>@ann</a> in <a href='/{n}'>#{n}</a></li>" for n in range(3))
    assert len(texts(f"<p>{LONG}</p><h2>Changes</h2><ul>{items}</ul>")) == 5


@pytest.mark.parametrize(
    "last",
    [
        f"<p>(As <a href='/u'>Ann</a> says, {LONG})</p>",
        f"<blockquote><a href='/1'>{LONG}</a></blockquote><p>{ALSO}</p>",
        "<p>Happy building!</p><div class='sidebar'><ul><li><a href='/2'>Ferries</a></li></ul></div>",
        "<ol><li>All of it. <a href='#up'>↩</a></li></ol>",
    ],
)
def test_what_says_something_at_the_end_stays(last: str) -> None:
    assert len(texts(f"<p>{LONG}</p><p>{ALSO}</p>{last}")) == 3 + last.count("</blockquote>")


def test_links_that_a_sentence_announces_stay() -> None:
    names = [f"Bridge number {number}" for number in range(1, 5)]
    listed = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in names)
    assert texts(f"<p>{LONG}</p><p>These are the bridges that she spoke of:</p><ul>{listed}</ul>")[2:] == names
    html = (
        f"<p>{LONG}</p><p>The report of the engineers is here:</p><p><a href='/r'>The beams of the old bridge</a></p>"
    )
    assert texts(html)[2:] == ["The beams of the old bridge"]
    assert len(texts(html.replace("The beams of the old bridge", "Read more"))) == 2


def test_a_text_that_is_a_list_of_links_stays_whole() -> None:
    names = [f"Bridge number {number}" for number in range(1, 8)]
    listed = "".join(f"<p><a href='/{name}'>{name}</a> (<a href='/c'>copy</a>)</p>" for name in names)
    assert len(texts(f"{listed}<p>{LONG}</p>{listed}")) == 15


def test_headings_are_not_told_by_ids_made_of_their_words() -> None:
    foot = "<h2><a id='footer'>The foot</a></h2><p>It is oak.</p>"
    html = f"<p>{LONG}</p><h2 id='social-life'>Social life</h2><p>{ALSO}</p>{foot}"
    assert texts(html) == [LONG, "Social life", ALSO, "The foot", "It is oak."]


def test_who_made_a_picture_is_no_caption() -> None:
    captions = "<figcaption>The bridge in May</figcaption><figcaption>Photo: Ann Smith / River News</figcaption>"
    assert texts(f"<p>{LONG}</p><figure><img src='a.jpg'>{captions}</figure>") == [LONG, "The bridge in May"]
    one = "<figure><img src='a.jpg'><figcaption>Map: the way to the bridge</figcaption></figure>"
    assert len(texts(f"{one}{one.replace('way', 'path')}<p>{LONG}</p>")) == 3


def test_an_icon_has_no_caption() -> None:
    html = f"<p>{LONG}</p><p><img class='icon' src='i.png'></p><p>Bring ropes and nails</p><p>{ALSO}</p>"
    assert kinds(html)[1] == ("paragraph", "Bring ropes and nails")


@pytest.mark.parametrize(
    "title",
    ["Old bridge: saved - River News", "River News | Old bridge: saved", "Old bridge: saved — Towns · River News"],
)
def test_the_title_is_not_repeated_whatever_the_site_adds_to_it(title: str) -> None:
    assert texts(f"<h1>Old Bridge: Saved!</h1><p>{LONG}</p>", title) == [LONG]
    assert len(texts(f"<p>Old Bridge: Saved!</p><p>{LONG}</p>", title)) == 2


def test_the_title_with_author_and_date_is_not_repeated() -> None:
    line = "<span>Old bridge saved</span> <span>ann</span> <span>Tue, 03/02/2021 - 10:15</span>"
    assert texts(f"{line}<p>{LONG}</p>", "Old bridge saved") == [LONG]
    assert len(texts(f"<p>Old bridge saved after all</p><p>{LONG}</p>", "Old bridge saved")) == 2


def test_the_title_is_not_repeated() -> None:
    note = "<p>The post <a href='/1'>Old bridge: saved</a> came first.</p>"
    html = f"<h1>Old Bridge — Saved!</h1><p>{LONG}</p><p>{ALSO}</p>{note}"
    assert texts(html, title="Old bridge, saved") == [LONG, ALSO]


@pytest.mark.parametrize(
    "html",
    [
        "<p>We are building something. See <a href='/1'>Old bridge saved</a> for what it is and how we build it.</p>",
        "<p><a href='/talk.mp3'>Jane Doe talks with the keeper of the old bridge about its beams and guests</a></p>",
    ],
)
def test_the_only_paragraph_is_never_lost(html: str) -> None:
    assert len(texts(html, title="Old bridge, saved")) == 1


def test_a_sentence_with_a_marked_word_stays_whole() -> None:
    assert texts("<p>Choose <span class='menu'>Find</span> in the <span class='author'>Edit</span> list.</p>") == [
        "Choose Find in the Edit list."
    ]


def test_class_names_on_the_article_itself_do_not_empty_it() -> None:
    assert texts(f"<div class='sidebar'><p>{LONG}</p><p>{ALSO}</p></div>") == [LONG, ALSO]


def test_a_debate_written_as_comments_stays_and_short_comments_go() -> None:
    debate = "".join(f"<p>{LONG} {ALSO} {LONG} Speaker {n}.</p>" for n in range(4))
    assert len(texts(f"<p>{LONG}</p><div id='comments'>{debate}</div>")) == 5
    chat = "".join(f"<p>I agree, bridges are the best thing, says number {n}.</p>" for n in range(30))
    assert texts(f"<p>{LONG}</p><p>{ALSO}</p><div id='comments'>{chat}</div>") == [LONG, ALSO]


# --- plain text and pictures


def test_plain_text_unescapes_exactly_once() -> None:
    assert plain_text("Tom &amp;amp; Jerry &lt;3 <b>cats</b>") == "Tom &amp; Jerry <3 cats"


def test_plain_text_is_one_line() -> None:
    assert plain_text("  <p>One</p>\n<p>two<br>three</p><script>four</script>") == "One two three"


def test_images_are_absolute_unique_and_in_order() -> None:
    html = "<img src='b.jpg'><p>x</p><img data-src='/a.jpg' src='data:image/gif;base64,R0'><img src='b.jpg'>"
    assert images(html, "https://example.org/news/1") == [
        "https://example.org/news/b.jpg",
        "https://example.org/a.jpg",
    ]


@pytest.mark.parametrize(
    "tag",
    [
        "<img src='https://t.example/p.gif' width='1' height='1'>",
        "<img src='https://t.example/p.gif' style='width:1px'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img class='user-avatar' src='https://t.example/ann.jpg'>",
        "<img>",
        "<img src='http://[broken'>",
        "<nav><img src='https://t.example/home.png'></nav>",
    ],
)
def test_trackers_and_ornaments_are_no_images(tag: str) -> None:
    assert images(tag, "https://t.example/") == []


def test_body_gives_paragraphs_and_images_of_one_parse() -> None:
    shown = Paragraph(
        "", "image", html='<figure><img src="https://e.example/a.jpg"></figure>', url="https://e.example/a.jpg"
    )
    assert body(f"<img src='/a.jpg'><p>{LONG}</p>", url="https://e.example/") == Body(
        [shown, *paragraphs(f"<p>{LONG}</p>")], [ImageCandidate("https://e.example/a.jpg")]
    )


# --- any input


@pytest.mark.parametrize(
    "html", ["", " \n ", "\0", "<", "</p>", "<!--", "<p", "<p\ud800>\udfff", "&#xD800;", "<br>" * 9]
)
def test_nothing_comes_of_nothing(html: str) -> None:
    assert body(html) == Body([], [])


def test_empty_lines_of_code_cost_no_more_than_their_length() -> None:
    assert grows_with_length_alone(lambda repeats: paragraphs("<code>" + "x<br><br>" * repeats), 5_000)


@pytest.mark.slow
def test_depth_costs_nothing_and_loses_nothing() -> None:
    html = "<div><b>" * 10_000 + LONG + "</b></div>" * 10_000 + f"<p>{ALSO}</p>"
    assert texts(html) == [LONG, ALSO]


@pytest.mark.parametrize(
    "piece", ["<p>a b", "<br>", "x<br>", "&", "<", "<a href='?share=x'>a</a>", "<ul><li>x", "\n", "[", "1. x<br>"]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    assert grows_with_length_alone(lambda repeats: paragraphs(piece * repeats), 10_000)


ELEMENTS = (
    "p",
    "div",
    "b",
    "strong",
    "li",
    "ul",
    "h2",
    "blockquote",
    "pre",
    "td",
    "figcaption",
    "a",
    "aside",
    "span",
    "nav",
)
ODD = ("<br>", "<hr>", "<!-- -->", "<asidedata-a=''>", "<a href='/x'>", "<a href='/s?share=mail'>", "<div id=related>")
MARKUP = st.sampled_from([f"<{slash}{name}>" for name in ELEMENTS for slash in ("", "/")] + list(ODD))
WORDS = st.text(alphabet="ab 中文。.:：,\n1-•\u200b\xa0", min_size=1, max_size=30)
DOCUMENTS = st.lists(MARKUP | WORDS, max_size=30)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_no_character_is_invented_or_moved(pieces: list[str]) -> None:
    source = iter("".join(piece for piece in pieces if not piece.startswith("<")))
    found = "".join("".join(paragraph.text.split()) for paragraph in paragraphs("".join(pieces)))
    assert all(character in source for character in found)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | DOCUMENTS.map("".join), st.text(max_size=10))
@example("<pre><a>", "")
def test_any_text_is_read_and_no_paragraph_is_empty(html: str, title: str) -> None:
    for paragraph in paragraphs(html, title=title):
        assert paragraph.text.strip()
        paragraph.text.encode()
    assert "\n" not in plain_text(html)
    images(html, "https://example.org/")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="ab中文 ", min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=6))
def test_plain_paragraphs_come_back_as_they_are(given_texts: list[str]) -> None:
    once = texts("".join(f"<p>{text}.</p>" for text in given_texts))
    assert texts("".join(f"<p>{text}</p>" for text in once)) == once
    assert len(once) == len(given_texts)


@pytest.mark.parametrize(
    "left",
    [
        "[gallery columns=”2”][/gallery]",
        "&lt;object width='3'&gt;&lt;param&gt;&lt;/object&gt;",
        ".player { position: relative; } .player iframe { top: 0; }",
    ],
)
def test_markup_that_was_not_carried_out_is_no_text(left: str) -> None:
    kept = "The ferry sails again on Monday, the harbour master said."
    mentioned = f"{left} {kept}".replace("&lt;", "<").replace("&gt;", ">")
    assert texts(f"<p>{left}</p><p>{kept}</p><p>{left} {kept}</p>") == [kept, mentioned]


def test_endless_markup_takes_no_longer_than_its_length() -> None:
    for left in ("[a ", "[a =", ".a{", "&lt;a ", "="):
        assert paragraphs(f"<p>[a {left * 100_000}</p>")


INDENTED = [
    "港口委员会周二晚间开会讨论渡轮的未来，会议持续四小时。",
    "委员们同意在新桥开放之前保留旧渡轮的服务。",
    "预算将在下月公布。",
]


@pytest.mark.parametrize(
    "html",
    [
        "<br>".join(f"\u3000\u3000{text}" for text in INDENTED),
        "<br/>".join(f"&#12288;&#12288;{text}" for text in INDENTED),
        "<p>" + "\n".join(f"\u3000\u3000{text}" for text in INDENTED) + "</p>",
        "<p>" + "".join(f"&#12288;&#12288;{text}" for text in INDENTED) + "</p>",
        "\n".join(f"\u3000\u3000{text}" for text in INDENTED),
        f"{INDENTED[0]}<br>\u3000\u3000{INDENTED[1]}<br>\u3000\u3000{INDENTED[2]}",
    ],
)
def test_an_indented_line_is_a_paragraph(html: str) -> None:
    assert [each.text for each in paragraphs(html)] == INDENTED


def test_indented_verses_are_one_poem() -> None:
    poem = "<p>\u3000雨落在旧桥上<br>\u3000没有人走过<br>\u3000灯火渐渐远了</p>"
    assert [each.text for each in paragraphs(poem)] == ["雨落在旧桥上\n没有人走过\n灯火渐渐远了"]


def test_a_short_bold_line_stands_alone_wherever_it_is() -> None:
    found = paragraphs(
        "<p>The council met on Tuesday and kept the ferry<br><b>What it costs</b><br>Four million a year, they say</p>"
    )
    assert [(each.kind, each.text) for each in found] == [
        ("paragraph", "The council met on Tuesday and kept the ferry"),
        ("heading", "What it costs"),
        ("paragraph", "Four million a year, they say"),
    ]
    office = "<p>Ferries and their captains in the north<br><b>Jane Doe</b><br>｜Harbour master of the old town</p>"
    assert len(paragraphs(office)) == 1


def test_bulleted_and_numbered_lines_of_a_quotation_are_items() -> None:
    for mark in ("• {}", "{}. "):
        lines = [mark.format(number) + f" keep the ferry for {number} years" for number in (1, 2, 3)]
        found = paragraphs(f"<blockquote>The council decided:<br>{'<br>'.join(lines)}</blockquote>")
        assert [each.kind for each in found] == ["quote", "list", "list", "list"]
    said = paragraphs("<blockquote>- Will it rain?<br>- It will rain, he said.</blockquote>")
    assert {each.kind for each in said} == {"quote"}


@pytest.mark.parametrize(
    "text",
    [
        "How to use the <object> tag. More follows.",
        "The <title> element is required. Without it, nobody finds the page.",
        "Use <iframe> or <script> for that. And <style>, too.",
        "List<String> is generic; Map<K, V> is, too.",
        "Mail <me@example.org> or see <https://example.org/x>, please.",
    ],
)
def test_names_of_elements_in_a_sentence_are_text(text: str) -> None:
    assert texts(text) == [text]
    assert plain_text(text) == text


@pytest.mark.parametrize(
    "markup", ["<video></video>", "<script>var x = 1;", "<style>p { color: red; }", "<object></object>"]
)
def test_elements_that_are_none_of_the_text_stay_out_of_it(markup: str) -> None:
    assert texts(f"<p>{LONG}</p>{markup}") == [LONG]


PAPER = "https://harbour.example/ferry"


@pytest.mark.parametrize(
    "end",
    [
        '(Via <a href="https://other.example/1">Other Site</a>)',
        'via <a href="https://other.example/1">Jane Doe</a>',
        '[<a href="https://other.example/1">Source</a>]',
        'Source: <a href="https://other.example/1">Tidal Letters</a>',
        'Via: <a href="https://one.example/">One</a>, <a href="https://two.example/">Two</a>',
        'More info on <a href="https://other.example/1">the project page</a>',
        'Download: <a href="https://other.example/plan.zip">plan.zip</a>',
        '（来源：<a href="https://other.example/1">河岸网</a>）',
        '<a href="/f.pdf">slides</a> Transcript: <a href="/en.txt">English</a> <a href="/es.txt">Español</a>',
        '<a href="/ferry.mp3">Hear the talk</a>',
        '原文：<a href="https://other.example/1">Tides of the Sound</a>',
        '<a href="https://other.example/1">The full report of the committee on ferries</a>',
    ],
)
def test_a_source_on_another_site_stays_at_the_end(end: str) -> None:
    found = body(f"<p>{LONG}</p><p>{ALSO}</p><p>{end}</p>", url=PAPER)
    assert len(found.paragraphs) == 3
    assert found.removed == []


@pytest.mark.parametrize(
    "end",
    [
        '(<a href="/more">Read more</a>)',
        'Source: <a href="https://harbour.example/2">Harbour Letters</a>',
        'Continue reading: <a href="/2">Ferry sails</a>',
        'Follow us on <a href="https://twitter.com/harbour">Twitter</a>',
        'Powered by <a href="https://other.example/">Blogmaker</a>',
        'Download our app: <a href="https://apps.example/harbour">App Store</a>',
        'via <a href="https://twitter.com/intent/tweet?text=Ferry">Twitter</a>',
    ],
)
def test_what_leads_through_the_site_or_away_from_it_goes_at_the_end(end: str) -> None:
    assert [each.text for each in body(f"<p>{LONG}</p><p>{ALSO}</p><p>{end}</p>", url=PAPER).paragraphs] == [LONG, ALSO]


def test_a_short_last_sentence_is_not_lost_with_the_icons_behind_it() -> None:
    icons = "".join(
        f'<a href="https://count.example/{name}/45/"><img alt="" src="/{name}.gif"></a> ' for name in "abcde"
    )
    assert texts(f"<p>{LONG}</p><p>More news will follow…<br>{icons}</p>") == [LONG, "More news will follow…"]
    assert texts(f"<p>{LONG}</p><p>Share this:<br>{icons}</p>") == [LONG]
