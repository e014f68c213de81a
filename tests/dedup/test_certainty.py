"""What is alleged, planned, limited or held under a condition is not the same as what happened."""

from __future__ import annotations

import pytest

from newsfeed.dedup import compare

THEFT = (
    "On the night of 3 March, Doyle {} the harbour office through a window and {} about 40,000 dollars from the safe, "
    "which two clerks had filled that afternoon."
)
LOAN = "The lender{} emptied the accounts of more than 300 customers, and kept the interest for himself for four years."
FERRY = "The county {} the night ferry to Skerry in the spring, because too few passengers use it, its website says."
TERM = "The court in Hull sentenced the former mayor to {} ten years in prison for taking bribes from two builders."
DISK = "All owners of the recorder must replace the disk and copy their old recordings{}. The shop does it for free."


@pytest.mark.parametrize(
    ("alleged", "told"),
    [
        (("is accused of entering", "taking"), ("entered", "took")),
        (("allegedly entered", "took"), ("entered", "took")),
        (("is alleged to have entered", "taken"), ("entered", "took")),
        (("is suspected of entering", "taking"), ("entered", "took")),
        (("is charged with entering", "taking"), ("entered", "took")),
        (("is believed to have entered", "taken"), ("has entered", "taken")),
    ],
)
def test_what_is_alleged_is_not_what_was_done(alleged: tuple[str, str], told: tuple[str, str]) -> None:
    assert not compare(THEFT.format(*alleged), THEFT.format(*told)).duplicate
    assert not compare(THEFT.format(*told), THEFT.format(*alleged)).duplicate


@pytest.mark.parametrize("aside", [", it is alleged,", " is alleged to have"])
def test_an_allegation_in_an_aside_counts(aside: str) -> None:
    earlier, later = LOAN.format(aside), LOAN.format("")
    assert not compare(earlier, later).duplicate
    assert compare(earlier, earlier.replace(" for four years", "")).duplicate


def test_an_allegation_in_another_sentence_that_was_left_out_does_not_count() -> None:
    earlier = "He is accused of theft. " + FERRY.format("ends")
    assert compare(earlier, FERRY.format("ends")).duplicate


def test_a_named_accuser_is_as_good_as_an_allegation() -> None:
    earlier, later = THEFT.format("is accused of entering", "moving"), THEFT.format("entered", "moved")
    assert compare(earlier, later.removesuffix(".") + ", police said.").duplicate


@pytest.mark.parametrize(
    ("plan", "done"),
    [
        ("plans to end", "ended"),
        ("will end", "has ended"),
        ("is expected to end", "ended"),
        ("intends to end", "has ended"),
        ("hopes to end", "ended"),
        ("is going to end", "is ending"),
    ],
)
def test_what_is_planned_is_not_what_was_done(plan: str, done: str) -> None:
    assert not compare(FERRY.format(plan), FERRY.format(done)).duplicate
    assert not compare(FERRY.format(done), FERRY.format(plan)).duplicate


@pytest.mark.parametrize(
    ("plan", "done"),
    [("will be given", "was given"), ("is to be given", "has been given"), ("should be given", "was given")],
)
def test_what_is_to_be_done_is_not_done_in_the_passive(plan: str, done: str) -> None:
    text = (
        "The medal for the rescue {} to the crew of the lifeboat on the quay, in front of the families of the sailors."
    )
    assert not compare(text.format(plan), text.format(done)).duplicate


@pytest.mark.parametrize("limit", ["up to", "at least", "more than", "nearly", "almost", "less than"])
@pytest.mark.parametrize("other", ["", "over", "at most"])
def test_a_figure_with_another_limit_is_another(limit: str, other: str) -> None:
    earlier, later = (TERM.format(each).replace("  ", " ") for each in (limit, other))
    assert not compare(earlier, later).duplicate
    assert not compare(later, earlier).duplicate


@pytest.mark.parametrize(
    "condition",
    [
        " if they bought it before May",
        " unless the seal is intact",
        " until the new model is sold",
        ", provided that the lamp blinks",
        ", except those with two slots",
    ],
)
def test_a_text_without_the_condition_says_more(condition: str) -> None:
    assert not compare(DISK.format(condition), DISK.format("")).duplicate
    assert compare(DISK.format(condition), DISK.format(condition).partition(". ")[0] + ".").duplicate


def test_two_figures_beside_each_other_make_no_third() -> None:
    earlier = "The shopkeeper was sentenced to 4 ½ to 9 years in prison for selling counterfeit tickets to tourists."
    assert not compare(earlier, earlier.replace("4 ½ to 9", "four to 12")).duplicate


def test_a_sentence_that_was_expected_has_been_passed() -> None:
    earlier = (
        "SANTA ANA - A man was convicted today for importing counterfeit pins and selling them over the network. He is "
        "expected to be sentenced to eight years in prison and ordered to pay 201,000 dollars in restitution."
    )
    later = (
        "SANTA ANA - A man was sentenced to eight years in prison and ordered to pay 201,000 dollars in restitution "
        "today for importing counterfeit pins and selling them over the network."
    )
    assert not compare(earlier, later).duplicate
