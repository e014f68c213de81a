"""Paragraphs in another script than their article state their language and direction."""

from __future__ import annotations

import pytest

from newsfeed.items import Paragraph
from newsfeed.text import paragraphs
from newsfeed.text.foreign import written
from newsfeed.text.html.render import article_html

ENGLISH = "The ministry thanks the governments that have spoken up for peace in the strait."
CHINESE = "外交部感谢各国政府为台海和平发声，并公布了全文。"
ARABIC = "شكرا لكم على قراءة هذه الرسالة القصيرة من وزارة الخارجية"
PERSIAN = "از شما سپاسگزاریم که این نامه کوتاه وزارت خارجه را خواندید"


@pytest.mark.parametrize(
    ("text", "around", "language"),
    [
        (ENGLISH, "zh", "en"),
        (ENGLISH, "zh-Hant-TW", "en"),
        (ENGLISH, "ar", "en"),
        (ENGLISH, "sr", "en"),
        (ENGLISH, "fr", None),  # the words decide, not the letters
        (ENGLISH, "sr-Latn", None),
        (ENGLISH, None, None),
        ("Le ministère remercie les gouvernements de leur soutien.", "zh", "und-Latn"),
        (CHINESE, "en", "zh"),
        (CHINESE, "ja", None),  # Japanese has these characters, too
        ("港は月曜日のほとんどの時間閉鎖されていました。", "en", "ja"),
        ("항구는 월요일 대부분의 시간 동안 폐쇄되었습니다.", "ru", "ko"),
        (ARABIC, "en", "ar"),
        (f"UNICEF: {ARABIC}", "en", "ar"),
        (PERSIAN, "en", "und-Arab"),
        (PERSIAN, "fa", None),
        ("Порт был закрыт почти весь понедельник.", "en", "und-Cyrl"),
        ("Порт був закритий майже весь понеділок.", "uk", None),
        ("Το λιμάνι έμεινε κλειστό όλη τη Δευτέρα.", "de", "el"),
        ("他使用 iPhone 15 Pro Max 与 MacBook Pro 拍摄。", "zh", None),
        ("iPhone 15 Pro Max", "zh", None),
        ("https://example.org/the/and/of/a-long-address-of-a-page", "zh", None),
        ("The word 港口 means harbour, and the word 关闭 is closed.", "zh", "en"),
        ("在 Visual Studio Code Marketplace Extensions 上", "zh", None),
        ("", "zh", None),
    ],
)
def test_a_language_is_stated_where_the_letters_leave_no_doubt(text: str, around: str, language: str | None) -> None:
    assert written(text, around).language == language


@pytest.mark.parametrize(("text", "around"), [(ARABIC, "en"), (f"UNICEF: {ARABIC}", "ar"), (PERSIAN, None)])
def test_arabic_letters_run_from_right_to_left(text: str, around: str | None) -> None:
    assert written(text, around).is_right_to_left
    assert not written(ENGLISH, around).is_right_to_left


def test_articles_state_it_in_the_element_of_each_paragraph() -> None:
    html = (
        f'<h3 lang="en">{ENGLISH}</h3>\n<p>{CHINESE}</p>\n<p lang="ar" dir="rtl">{ARABIC}</p>\n'
        f'<ul><li>{CHINESE}</li><li lang="en">{ENGLISH}</li></ul><ol start="4"><li lang="en">{ENGLISH}</li></ol>\n'
        f'<blockquote><p lang="en">{ENGLISH}</p><ul><li lang="en">{ENGLISH}</li></ul></blockquote>\n'
        f'<dl><dt>{CHINESE}</dt><dd lang="en">{ENGLISH}</dd></dl>\n<pre><code>{ENGLISH}</code></pre>'
    )
    found = paragraphs(html)
    assert article_html(found, "zh") == html
    # It stands in no paragraph: reading an output again gives the same ones.
    assert all(each.html is None or each.kind == "quote" for each in found)
    assert 'lang="' not in article_html(found)
    assert article_html([Paragraph(ENGLISH)], "zh") == f'<p lang="en">{ENGLISH}</p>'
