"""The word lists of other languages are those of the maintained sources, and tell the listed languages apart."""

from __future__ import annotations

import pytest

from newsfeed.dedup.lexicon.languages import NUMBERS, WEEKDAYS, attributes, has_word_lists


def test_the_calendar_words_are_those_of_the_sources() -> None:
    pytest.importorskip("babel")
    pytest.importorskip("num2words")
    import lexicon_data

    assert lexicon_data.FILE.read_text("utf-8") == lexicon_data.source()


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("the council said that the bridge is closed for repairs until the end of the year", True),
        ("il ponte vecchio resta chiuso fino alla fine di maggio per lavori", False),
        ("de oude brug blijft tot het einde van mei dicht", False),
        ("die alte brucke bleibt bis ende mai gesperrt", False),
    ],
)
def test_english_is_told_from_its_neighbours(text: str, *, listed: bool) -> None:
    assert has_word_lists(text.split()) is listed


def test_a_negated_verb_of_saying_names_no_speaker() -> None:
    assert attributes(["la", "ministre", "a", "declare", "lundi"])
    assert not attributes(["la", "ministre", "na", "pas", "declare"])


def test_weekdays_and_numbers_are_in_the_normal_form() -> None:
    assert {"donnerstag", "jeudi", "miercoles", "вторник"} <= WEEKDAYS
    assert NUMBERS["zwolf"] == {12}
