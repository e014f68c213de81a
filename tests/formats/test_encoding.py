from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import parse
from newsfeed.formats.encoding import decode

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
    assert feed.problems == ["some bytes are no utf-8 (almost valid UTF-8)"]


def test_damage_leaves_the_rest_of_a_declared_encoding() -> None:
    data = document(CHINESE, "gb2312").encode("gb18030")
    decoded = decode(data[:200] + b"\xff" + data[201:])
    assert decoded.damaged
    assert decoded.encoding == "gb18030"
    assert "码头工人表示" in decoded.text


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
