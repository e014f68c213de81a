"""The normal form: what it keeps, what it folds, and the way back to the original."""

import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.text.normalise import Normal, normalise, normalise_all, normals

ANYTHING = st.text(st.characters(codec=None), max_size=40)
LIVELY = st.text("ab Ab’'-1２ｅé臺台湾，。\u200b\u0301\u3099か가ᄀ\u1161ﬁ½\ud800\0\n𠮷กำ", max_size=30)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ""),
        ("The mayor's re-election – in 3 days!", "the mayors re election in 3 days"),
        ("　臺灣、「後來」　", "台湾后来"),
        ("在 Google Earth 中 12 人", "在google earth中12人"),
        ("ＡＢＣ１２３", "abc123"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("z̷a̸l̴g̵o̶", "zalgo"),
        ("Ōtāhuhu, résumé", "otahuhu resume"),
        ("ﬁne ½ Ⅳ", "fine 1 2 iv"),
        ("٣ كتب", "3 كتب"),
        ("हिन्दी में", "हिन्दी में"),
        ("ภาษา ไทย", "ภาษาไทย"),
        ("がぎ 한국어", "がぎ한국어"),
        ("STRASSE straße", "strasse strasse"),
        ("a\ud800b\0c", "a b c"),
        ("…—!? 👍🏽", ""),
    ],
)
def test_normal_forms(text: str, form: str) -> None:
    assert normalise(text) == form


def test_traditional_and_simplified_meet() -> None:
    assert normalise("國務卿與總統會見後發表聲明") == normalise("国务卿与总统会见后发表声明")


@pytest.mark.parametrize("text", ["がぎぐ", "한국어 뉴스", "Ōtāhuhu café", "हिन्दी कार्य", "ёлка й"])
def test_composed_and_decomposed_meet(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@given(ANYTHING | LIVELY)
@settings(max_examples=150)
def test_normal_form_is_stable_and_keeps_only_letters_and_digits(text: str) -> None:
    form = normalise(text)
    assert normalise(form) == form
    assert "  " not in form
    assert form == form.strip(" ")
    assert all(c == " " or unicodedata.category(c)[0] in "LNM" for c in form)


@pytest.mark.slow
def test_the_normal_form_of_every_character_is_stable() -> None:
    forms = normalise_all([chr(code) for code in range(sys.maxunicode + 1)])
    assert [form for form, again in zip(forms, normalise_all(forms), strict=True) if form != again] == []


@given(ANYTHING | LIVELY)
@settings(max_examples=150)
def test_offsets_lead_back(text: str) -> None:
    normal = Normal.of(text)
    assert normal.text == normalise(text)
    assert normal.offsets.shape == (len(normal.text) + 1,)
    assert normal.offsets.dtype == np.int32
    assert normal.offsets[-1] == len(text)
    assert np.all(np.diff(normal.offsets) >= 0)
    assert np.all(normal.offsets[:-1] < max(len(text), 1))


@given(st.lists(LIVELY, max_size=8))
@settings(max_examples=100)
def test_a_batch_gives_what_single_texts_give(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text) for text in texts]
    for normal, text in zip(normals(texts), texts, strict=True):
        alone = Normal.of(text)
        assert (normal.original, normal.text) == (text, alone.text)
        assert np.array_equal(normal.offsets, alone.offsets)


def test_offsets_point_at_the_very_characters() -> None:
    normal = Normal.of("“Ｏh”， 臺\u200b灣 said")
    assert [normal.original[i] for i in normal.offsets[:-1]] == list("Ｏh臺灣said")


def test_many_texts_over_several_chunks() -> None:
    texts = [f"paragraph {i} " + "字" * (i % 700) for i in range(500)]
    assert normalise_all(texts) == [normalise(text) for text in texts]
