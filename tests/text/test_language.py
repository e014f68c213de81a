from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.language import forget_model, language

CHINESE = "港口于周四重新开放，首批货轮已经靠岸。"
ENGLISH = "The harbour reopened on Thursday, and the first ships have already moored at the quay."


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("zh_cn", "zh-CN"),
        (" EN-gb ", "en-GB"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("zh-Hant-HK-x-mine", "zh-Hant-HK-x-mine"),
        ("gsw", "gsw"),
    ],
)
def test_a_declared_tag_is_normalised(declared: str, tag: str) -> None:
    assert language("", "", declared) == tag


@pytest.mark.parametrize("declared", ["cn", "jp", "english", "utf-8", "und", "", "en-", "x" * 1000, "e\u0301n"])
def test_what_is_no_tag_does_not_count(declared: str) -> None:
    assert language("", "", declared) is None
    assert language(CHINESE, "", declared) == "zh"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (CHINESE, "zh"),
        ("港口於週四重新開放", "zh"),
        ("iPhone 15 Pro 在港口首发，售价公布", "zh"),
        ("港は木曜日に再開し、最初の貨物船がすでに接岸しています。", "ja"),
        ("항구가 목요일에 다시 문을 열었고 첫 화물선이 정박했다.", "ko"),
        (ENGLISH, "en"),
        (f"{ENGLISH} The Chinese name of the harbour is 港口.", "en"),
        ("Le port a rouvert jeudi, et les premiers navires sont déjà amarrés au quai.", "fr"),
        ("Порт снова открылся в четверг, и первые суда уже стоят у причала.", "ru"),
    ],
)
def test_script_and_words_decide(text: str, tag: str) -> None:
    assert language(text, "") == tag
    assert language("", text) == tag


def test_script_contradicts_a_default_of_the_software() -> None:
    assert language(CHINESE, CHINESE, "en-US") == "zh"
    assert language(CHINESE, CHINESE, "zh-TW") == "zh-TW"
    assert language(ENGLISH, ENGLISH, "en-US") == "en-US"


@pytest.mark.parametrize("text", ["", "OK", "2024", "港", "—"])
def test_too_little_text_leaves_it_open(text: str) -> None:
    assert language(text, "") is None


@given(st.text(max_size=60), st.text(max_size=60), st.none() | st.text(max_size=20))
def test_never_raises(title: str, text: str, declared: str | None) -> None:
    tag = language(title, text, declared)
    assert tag is None or tag.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "https://harbour.example/the/ferries/and/the/ships/of/the/harbour",
        "@the_harbour_and_the_ships #FerriesAndShipsOfTheHarbour",
        "the.harbour.and.the.ships@harbour.example",
    ],
)
def test_names_for_programs_are_no_words(text: str) -> None:
    assert language("", text) is None
    assert language("", f"{text} 港口重新开放") == "zh"


def test_mandarin_beside_much_english_is_not_cantonese() -> None:
    mixed = "Microsoft Windows Server Enterprise Edition Datacenter 更新 Visual Studio Code Insiders"
    assert language(mixed, "") not in {"yue", "wuu"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("琴日啲船冇開，佢哋話風太大，唔知聽日會唔會開返。", "yue"),
        ("渡轮今朝勿开，阿拉侪勿晓得为啥，侬去问问看。", "wuu"),
        ("市長說渡輪今天停航，有市民抱怨「唔開船都唔講聲」，並要求當局退票。", "zh"),
        ("阿拉伯国家和伊拉克的船只今天停航，阿拉斯加的港口也关闭了。", "zh"),
    ],
)
def test_varieties_of_chinese_are_known_by_their_own_characters(text: str, found: str) -> None:
    assert language("", text) == found


def test_malay_and_indonesian_are_told_apart_by_their_feed() -> None:
    around = "Kerajaan Malaysia mengumumkan kenaikan harga minyak\nPerdana Menteri berkata beliau akan hadir"
    assert language("Harga minyak naik lagi hari ini", "", around=around) == language(around, "") == "ms"


def test_a_forgotten_model_is_loaded_again():
    before = language("", "The ferry will not sail today, and nobody knows why it is so.")
    forget_model()
    assert language("", "The ferry will not sail tomorrow, and nobody knows why it is so.") == before == "en"
