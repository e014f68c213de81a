"""Very long paragraphs are cut where a reader would pause, and nothing of them is lost."""

import pytest

from newsfeed.items import Paragraph
from newsfeed.text.html.extract import paragraphs
from newsfeed.text.html.length import LONGEST, MOST, cut_long, join_many

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


def test_no_real_article_is_joined():
    kept = [Paragraph("A line.", html="<b>A</b> line.") for _ in range(MOST)]
    assert join_many(kept) == kept
