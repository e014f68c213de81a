from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.encoding.labels import codec, in_document, in_header


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("gb2312 GB_2312-80 gbk x-gbk csGB2312 gb-2312 GB18030 gb_18030 cp936 chinese iso-ir-58", "gb18030"),
        ("big5 Big5-HKSCS cn-big5 x-x-big5 csbig5 big-5", "big5hkscs"),
        ("euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc_5601 windows-949 korean csEUCKR iso-ir-149", "cp949"),
        ("shift_jis Shift-JIS sjis x-sjis ms_kanji windows-31j csShiftJIS", "cp932"),
        ("euc-jp x-euc-jp EUC_JP cseucpkdfmtjapanese", "euc_jp"),
        ("windows-1251 cp1251 x-cp1251 win1251 WIN-1251 windows1251", "cp1251"),
        ("iso-8859-1 latin1 us-ascii windows-1252 x-cp1252 l1 iso8859-1 ISO_8859-1:1987", "cp1252"),
        ("iso-8859-9 latin5 windows-1254", "cp1254"),
        ("iso-8859-8 iso-8859-8-i logical visual csiso88598e", "iso8859-8"),
        ("koi8-r koi8 koi", "koi8-r"),
        ("koi8-u koi8-ru", "koi8-u"),
        ("tis-620 dos-874 windows-874 iso-8859-11", "cp874"),
        ("utf-8 UTF8 unicode-1-1-utf-8 utf-8-sig", "utf-8"),
        ("macintosh mac x-mac-roman", "mac-roman"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(labels: str, expected: str) -> None:
    assert {label: codec(label) for label in labels.split()} == dict.fromkeys(labels.split(), expected)


@pytest.mark.parametrize("label", ["nonsense", "hex", "rot13", "unicode_escape", "idna", "undefined", "x-user-defined"])
def test_what_is_no_encoding_of_documents_is_none(label: str) -> None:
    assert codec(label) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<?xml version=\"1.0\" encoding='GBK' ?><rss/>", "gb18030"),
        (b"\n<?xml version=1.0 encoding=koi8-r?><rss/>", "koi8-r"),
        (b"<?xml version='1.0' encoding='x' encoding='big5'?>", "big5hkscs"),
        (b"<html><head><meta http-equiv=Content-Type content='text/html; charset=euc-kr'>", "cp949"),
        (b"<!doctype html><META CHARSET=sjis>", "cp932"),
        (b"<rss encoding='gbk'/>", None),
        (b"", None),
    ],
)
def test_a_document_states_its_encoding_at_its_head(data: bytes, expected: str | None) -> None:
    assert in_document(data) == expected


@given(st.text(), st.binary())
def test_never_raises(header: str, data: bytes) -> None:
    for known in (in_header("charset=" + header), in_document(b"<?xml encoding=" + data), codec(header)):
        assert known is None or "".encode(known) is not None
