"""Very long paragraphs are cut where a reader would pause, and nothing of them is lost."""

import pytest

from newsfeed.items import Paragraph
from newsfeed.text.html import blocks
from newsfeed.text.html.extract import paragraphs
from newsfeed.text.html.length import LONGEST, MOST, cut_long, join_many
from newsfeed.text.html.render import article_html, links_of

PLAIN = [Paragraph("A line.") for _ in range(MOST)]
SENTENCES = {
    "en": "The ferry put in at the fish quay, because the landing was closed. ",
    "zh": "渡船改停鱼市码头，因为栈桥已经关闭。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_it_is_cut_at_the_ends_of_sentences(language):
    sentence = SENTENCES[language]
    text = (sentence * (5 * LONGEST // len(sentence))).strip()
    pieces = cut_long([Paragraph(text, "quote", html=text)])
    assert max(len(each.text) for each in pieces) <= LONGEST
    assert all(each.text.endswith(sentence.strip()) for each in pieces)
    assert {(each.kind, each.html) for each in pieces} == {("quote", None)}
    assert " ".join(each.text for each in pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["x" * 100_000, "word " * 20_000, "字" * 50_000, "line\n" * 20_000])
def test_without_sentences_it_is_cut_at_words_or_anywhere(text):
    pieces = cut_long([Paragraph(text)])
    assert max(len(each.text) for each in pieces) <= LONGEST
    assert "".join("".join(each.text for each in pieces).split()) == "".join(text.split())


def test_others_stay_as_they_are():
    kept = [Paragraph("x" * LONGEST, html="<b>x</b>"), Paragraph("y" * 2 * LONGEST, "image", url="https://a.example/1")]
    assert cut_long(kept) == kept


def test_every_text_is_cut():
    assert len(paragraphs(f"<p>{SENTENCES['en'] * 3000}</p>")) > 5


def test_what_follows_very_many_paragraphs_is_joined_and_images_stay_apart():
    html = "".join(f"<p>Line {number} of the log.</p>" for number in range(MOST + 3000))
    html += '<img src="https://h.example/1.jpg" alt="The quay"><p>The end.</p>'
    found = paragraphs(html)
    assert MOST < len(found) < MOST + 50
    assert [each.text for each in found[:MOST]] == [f"Line {number} of the log." for number in range(MOST)]
    lines = "\n".join(each.text for each in found).split("\n")
    assert lines == [*(f"Line {number} of the log." for number in range(MOST + 3000)), "The quay", "The end."]
    assert [each.kind for each in found[-2:]] == ["image", "paragraph"]
    assert max(len(each.text) for each in found) <= LONGEST


def test_no_word_is_lost_beyond_the_blocks_that_html_is_split_into(monkeypatch):
    monkeypatch.setattr(blocks, "_MOST_BLOCKS", 100)
    parts = "<h2>{0}a</h2><p>{0}b <a href='/{0}'>{0}c</a></p><ul><li>{0}d</ul><table><tr><td>{0}e<td>{0}f</table>"
    found = paragraphs("".join(parts.format(number) for number in range(2000)) + "<script>1g</script><p>end")
    words = " ".join(each.text for each in found).split()
    assert words == [*(f"{number}{letter}" for number in range(2000) for letter in "abcdef"), "end"]
    assert len(found) < 200
    assert max(len(each.text) for each in found) <= LONGEST


def test_no_real_article_is_joined():
    kept = [Paragraph("A line.", html="<b>A</b> line.") for _ in range(MOST)]
    assert join_many(kept) == kept


def test_joined_paragraphs_keep_links_emphases_and_breaks():
    link = '<a href="https://h.example/{0}">Buoy</a>'
    lines = [
        *(Paragraph(f"Buoy {number}", html=f"{link.format(number)} {number}") for number in range(3)),
        Paragraph("a < b\nc"),
    ]
    [joined] = join_many([*PLAIN, *lines])[MOST:]
    assert joined.text == "Buoy 0\nBuoy 1\nBuoy 2\na < b\nc"
    assert joined.html == "<br>".join([*(f"{link.format(number)} {number}" for number in range(3)), "a &lt; b<br>c"])
    assert [each.url for each in links_of([joined])] == [f"https://h.example/{number}" for number in range(3)]
    assert join_many([*PLAIN, Paragraph("a < b"), Paragraph("c")])[MOST:] == [Paragraph("a < b\nc")]


def test_only_neighbours_of_one_kind_and_level_are_joined():
    html = (
        "<h2>One</h2><h2>Two</h2><h3>Three</h3><ol start='4'><li>four</li><li>five <b>5</b></li></ol>"
        "<ul><li>six</li><li>seven</li></ul><blockquote>Eight.</blockquote><blockquote>Nine.</blockquote><p>Ten.</p>"
    )
    found = paragraphs("".join(f"<p>Line {number} of the log.</p>" for number in range(MOST)) + html)[MOST:]
    assert [each.text for each in found] == [
        "One\nTwo", "Three", "four\nfive 5", "six\nseven", "Eight.\nNine.", "Ten."
    ]  # fmt: skip
    assert article_html(found) == (
        '<h2>One<br>Two</h2>\n<h3>Three</h3>\n<ol start="4"><li>four<br>five <b>5</b></li></ol>'
        "<ul><li>six<br>seven</li></ul>\n<blockquote><p>Eight.<br>Nine.</p></blockquote>\n<p>Ten.</p>"
    )


def test_tables_code_definitions_and_quoted_items_stay_apart():
    html = (
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
        "<table><tr><td>e</td><td>f</td></tr><tr><td>g</td><td>h</td></tr></table>"
        "<pre>x = 1\ny = 2</pre><pre>z = 3</pre><dl><dt>ebb</dt><dd>low</dd><dt>flood</dt><dd>high</dd></dl>"
        "<blockquote><p>Take:</p><ul><li>oars</li><li>a <i>lamp</i></li></ul></blockquote>"
    )
    alone = paragraphs(f"<p>Before.</p>{html}<p>After.</p>")
    late = paragraphs("".join(f"<p>Line {number} of the log.</p>" for number in range(MOST)) + f"{html}<p>After.</p>")
    assert late[MOST:] == alone[1:]
    assert len(alone) == 13


def test_a_tag_of_very_many_attributes_costs_no_text():
    many = " ".join(f"a{number}='1'" for number in range(50_000))
    found = paragraphs(f"<p {many}>The ferry sails.</p><p>It is late.</p>")
    assert [each.text for each in found] == ["The ferry sails.", "It is late."]
