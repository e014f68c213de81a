from __future__ import annotations

import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import parse
from newsfeed.text.encoding.decoder import decode

CHINESE = "港口于周四重新开放，首批货轮已经靠岸。码头工人表示，装卸作业将在本周内恢复正常。" * 3
RUSSIAN = "Порт снова открылся в четверг, и первые суда уже стоят у причала. Погрузка началась." * 3
JAPANESE = "港は木曜日に再開し、最初の貨物船がすでに接岸しています。作業員はそう話しました。" * 3


def document(text: str, declared: str | None = None) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{declaration}<rss><channel><item><title>{text}</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("text", "actual", "declared", "header"),
    [
        (CHINESE, "utf-8", None, ""),
        (CHINESE, "utf-8", "gb2312", ""),
        (CHINESE, "utf-8", None, "text/xml; charset=iso-8859-1"),
        (CHINESE, "gb18030", "gb2312", ""),
        (CHINESE + "镕", "gb18030", "gb2312", ""),
        (CHINESE, "gb18030", "utf-8", ""),
        (CHINESE, "gb18030", None, "text/xml; charset=GBK"),
        (CHINESE, "gb18030", None, ""),
        (CHINESE, "utf-16", "utf-8", ""),
        (CHINESE, "utf-16-le", None, ""),
        (CHINESE, "utf-16-be", "gb2312", ""),
        (CHINESE, "utf-32", None, ""),
        (CHINESE, "utf-32-le", None, ""),
        (CHINESE, "utf-8-sig", "big5", ""),
        (RUSSIAN, "windows-1251", "windows-1251", ""),
        (RUSSIAN, "koi8-r", None, "application/xml; charset=KOI8-R"),
        (RUSSIAN, "koi8-r", None, ""),
        (RUSSIAN, "utf-8", "utf-16", ""),
        (JAPANESE, "shift_jis", "Shift_JIS", ""),
        (JAPANESE, "euc-jp", None, ""),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp", ""),
        ("Café – “naïve”", "windows-1252", "iso-8859-1", ""),
        ("Café", "utf-8", "no-such-encoding", "text/xml; charset=nonsense"),
        ("Café", "utf-8", "unicode_escape", ""),
    ],
)
def test_text_survives(text: str, actual: str, declared: str | None, header: str) -> None:
    feed = parse(document(text, declared).encode(actual), content_type=header)
    assert feed.error is None
    assert feed.entries[0].title is not None
    assert feed.entries[0].title.value == text


def test_a_stray_byte_of_another_encoding_costs_only_itself() -> None:
    data = document(CHINESE + " caf@ ").encode().replace(b"@", b"\xe9")
    feed = parse(data)
    assert feed.entries[0].title is not None
    assert feed.entries[0].title.value == CHINESE + " café"
    assert feed.problems == ["some bytes are not valid utf-8 (almost valid UTF-8)"]


def test_damage_leaves_the_rest_of_a_declared_encoding() -> None:
    data = document(CHINESE, "gb2312").encode("gb18030")
    decoded = decode(data[:200] + b"\xff" + data[201:])
    assert decoded.damaged
    assert decoded.encoding == "gb18030"
    assert "码头工人表示" in decoded.text


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"\0\1\0"])
def test_a_mark_that_is_not_true_is_not_believed(mark: bytes) -> None:
    for encoding in ("utf-8", "gb18030"):
        feed = parse(mark + document(CHINESE, encoding).encode(encoding))
        assert feed.entries[0].title is not None
        assert feed.entries[0].title.value == CHINESE


def test_ebcdic_states_its_code_page() -> None:
    feed = parse(document("Größe", "cp1140").encode("cp1140"))
    assert feed.entries[0].title is not None
    assert feed.entries[0].title.value == "Größe"


def test_what_was_pasted_in_is_named() -> None:
    data = document(CHINESE + "</title><title>").encode() + CHINESE.encode("gb18030")
    assert parse(data).problems[0] == "some bytes are not valid utf-8 (in part gb18030, detected)"


@pytest.mark.parametrize("text", ["it’s “new” – naïve", "£5, 50 €", "El Niño", "©", "Zürich, São Paulo"])
def test_few_letters_are_western_where_nothing_else_is_said(text: str) -> None:
    assert decode(document(text).encode("cp1252")).text == document(text)


def test_the_choice_is_explained_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "newsfeed.text.encoding.decoder"):
        decode(document(RUSSIAN, "windows-1251").encode("cp1251"), "text/xml; charset=iso-8859-1")
    stated = "[('cp1252', 'HTTP header'), ('cp1251', 'declaration in the document')]"
    explained, chosen = caplog.messages
    assert explained.startswith(f"stated: {stated}; looks most like cp1251 (0.")
    assert chosen.endswith("bytes read as cp1251: declaration in the document")


@settings(max_examples=150)
@given(
    st.binary(max_size=200), st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=hex", "x; charset="])
)
def test_never_raises_and_gives_characters_only(data: bytes, header: str) -> None:
    decode(data, header).text.encode("utf-8")


@settings(max_examples=80)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    written = f"<a>{text}</a>"
    assert decode(written.encode()).text == written or "\x1b" in text
