"""Chinese names of people: one put for another, by texts written for this test."""

import pytest

from newsfeed.dedup import compare

TRIAL = "案件由市中级法院审理，被告人王丹妮被判处有期徒刑，她的律师表示将在法定期限之内提出上诉，原告没有回应。"


@pytest.mark.parametrize("other", ["林振东", "王小明", "周扬", "欧阳明"])
def test_another_person_makes_another_text(other: str) -> None:
    found = compare(TRIAL, TRIAL.replace("王丹妮", other))
    assert (found.duplicate, found.reason) == (False, "another name")


@pytest.mark.parametrize(("old", "new"), [("没有回应", "尚未回应"), ("提出上诉", "递交上诉"), ("审理", "开庭审理")])
def test_words_that_are_no_names_may_change(old: str, new: str) -> None:
    assert compare(TRIAL, TRIAL.replace(old, new)).reason != "another name"


def test_who_says_it_may_change_unless_both_are_named() -> None:
    assert compare(f"发言人说，{TRIAL}", f"林振东说，{TRIAL}").duplicate
    assert compare(f"王丹妮说，{TRIAL}", f"林振东说，{TRIAL}").reason == "another name"
