"""A few new words in a repeated sentence: small talk stays small talk, a clause, an item or another subject is news."""

from __future__ import annotations

from itertools import permutations

import pytest

from newsfeed.dedup import compare

FLAW = "The risk appears remote, but this kind of corruption could be used by an attacker to run arbitrary code{}."
VAN = (
    "Later that night, while everyone was asleep at a hotel in Queens{}, the girl got into a taxi and called her aunt."
)
PAGE = "This page lists links to clubs{} and other sources for people who fold paper, and is mended once a year."
FOLLOW = "Follow @mill_weekly{} on the forum to get most of the news of the week before the letter is sent out."
SHIFT = "{} could be exploited by a crafted message to run programs with the rights of the user who opened it{}."
TRIAL = "The {}defendants entered an agreement to fight over the quay, and all are equally responsible for the fire."
DEALER = "{} who exploits tourists in the old harbour for gain, and sells them tickets for ferries that do not sail."
RULES = (
    "The letter is open until the ninth, and all work goes into repairs. One more trial is planned before the release."
)
STAGE = "A former treasurer of the rowing club {} for taking over 300,000 dollars from the boxes of the club."
CASE = " If convicted, he will be sentenced in May."


@pytest.mark.parametrize(
    "clause",
    [
        " including the installation of malware",
        " when scripting is enabled",
        " on any handheld device",
        " without the consent of its owner",
        " if the firewall is off",
        " in older browsers",
    ],
)
def test_a_clause_with_a_new_word_is_news(clause: str) -> None:
    assert not compare(FLAW.format(""), FLAW.format(clause)).duplicate
    assert compare(FLAW.format(clause), FLAW.format("")).duplicate or "if" in clause


@pytest.mark.parametrize("clause", [" where he had been keeping her", " near the airport"])
def test_a_clause_inside_a_sentence_is_news(clause: str) -> None:
    assert not compare(VAN.format(""), VAN.format(clause)).duplicate
    assert compare(VAN.format(clause), VAN.format("")).duplicate


@pytest.mark.parametrize("word", ["", " really", " always"])
def test_small_talk_is_not(word: str) -> None:
    earlier = "The council is grateful to everyone who helped to clear the harbour of ice after the storm on Friday."
    later = earlier.replace("grateful", f"also very{word} grateful") if word != " always" else earlier
    assert compare(earlier, later).duplicate


@pytest.mark.parametrize("item", [", museums", ", origami artists", ", schools"])
def test_another_item_of_a_list_is_news(item: str) -> None:
    assert not compare(PAGE.format(""), PAGE.format(item + ",")).duplicate
    assert compare(PAGE.format(item + ","), PAGE.format("")).duplicate


@pytest.mark.parametrize("item", [" and @abco", " and friends", " and the editors"])
def test_another_item_after_and_is_news(item: str) -> None:
    assert not compare(FOLLOW.format(""), FOLLOW.format(item)).duplicate
    assert compare(FOLLOW.format(item), FOLLOW.format("")).duplicate


@pytest.mark.parametrize("other", ["other ", "three other "])
def test_others_are_not_the_same(other: str) -> None:
    assert not compare(TRIAL.format(""), TRIAL.format(other)).duplicate


@pytest.mark.parametrize("subject", ["Either overflow", "The printers", "Old routers", "This plugin"])
def test_another_subject_of_the_same_sentence_is_news(subject: str) -> None:
    source = (
        "Ann Holt and Bob Lee of the Upton laboratory reported two errors in the parser of the letters. These errors"
    )
    earlier = SHIFT.format(source, ", and were mended on Monday")
    assert not compare(earlier, SHIFT.format(subject, "")).duplicate
    assert compare(earlier, SHIFT.format("These errors", "")).duplicate


@pytest.mark.parametrize("subject", ["Doyle is a dealer", "The owner of the Anchor is a dealer", "Anyone is a dealer"])
def test_a_sentence_about_somebody_is_another_than_one_about_all(subject: str) -> None:
    assert not compare(DEALER.format("a dealer"), DEALER.format(subject)).duplicate


@pytest.mark.parametrize("verb", ["remains open", "stays open", "continues to be open", "becomes open", "reopens"])
def test_a_verb_is_not_the_same_as_being(verb: str) -> None:
    assert not compare(RULES, RULES.replace("is open", verb)).duplicate


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("is to be arraigned", "was sentenced to one year"),
        ("faces trial", "was convicted"),
        ("pleaded guilty", "was sentenced"),
        ("was arrested", "has been convicted"),
        ("is free on bail", "was sentenced today"),
    ],
)
def test_the_next_stage_is_news_though_the_source_names_it(before: str, after: str) -> None:
    assert not compare(STAGE.format(before) + CASE, STAGE.format(after)).duplicate
    assert compare(STAGE.format(before) + CASE, STAGE.format(before)).duplicate


def test_the_beginning_of_one_sentence_and_the_end_of_another_say_something_else() -> None:
    earlier = (
        "Two crashes were found in the viewer of Otter 4. The old editor was new then; older ones are not at risk."
    )
    assert not compare(earlier, "Otter 4 was not at risk then.").duplicate


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
@pytest.mark.parametrize("joint", [" ", "\n"])
def test_the_lines_of_a_footer_in_another_order_are_nothing_new(order: tuple[int, ...], joint: str) -> None:
    lines = [
        "Follow the harbour bulletin on the forum to get the news of the quay before the printed letter is sent out.",
        "Send us your letters and pictures; we print the best of them every Friday, with the name of the sender.",
        "Subscribe to the weekly letter and read it at breakfast, with the tides and the times of all ferries.",
    ]
    assert compare(joint.join(lines), joint.join(lines[at] for at in order)).duplicate


@pytest.mark.parametrize("name", [" Daniel Opper", " Mr Opper", " Opper-Rivera"])
def test_a_new_name_after_a_repeated_preposition_is_news(name: str) -> None:
    report = (
        "The coroner of Hull has released to the press and the public the findings of the investigation and the legal "
        "conclusions on the death in custody of{}."
    )
    assert not compare(report.format(""), report.format(name)).duplicate
    assert compare(report.format(name), report.format(name)).duplicate


@pytest.mark.parametrize("name", ["Cano", "Ann Cano"])
def test_a_known_name_beside_the_subject_is_news(name: str) -> None:
    earlier = "On 24 October, Gordon took the boat to the paint shop in Upton, where the wreck lies in the old dock."
    later = earlier.replace("Gordon", f"Gordon and {name}")
    assert not compare(f"{earlier} {name} is accused of helping.", later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            (
                "The detail counts in this, and because some of the smaller clinics would have had to close, you had "
                "to go back to the old way of paying them, so would you do that in Hull and Leeds, too?"
            ),
            "He did do that in Hull and Leeds.",
        ),
        (
            (
                "That is one of the reasons why I believe it is important to have a public meeting on the quay before "
                "the council decides, and I want to thank the mayor for his promise to come."
            ),
            "I believe it is important to be there.",
        ),
        (
            (
                "The boy stepped between them and pulled the driver off the bus; he had a cut to his arm and was "
                "treated at the hospital with stitches and released."
            ),
            "The girl was treated at the hospital and released.",
        ),
    ],
)
def test_a_short_text_with_other_words_for_a_long_part_says_something_else(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate
