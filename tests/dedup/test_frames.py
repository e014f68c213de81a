"""Frames around what is said: lead-ins, attributions, the ends of sentences; texts written for this test."""

from __future__ import annotations

import pytest

from newsfeed.dedup import compare
from newsfeed.dedup.reuse import Passage, read_before
from newsfeed.text.normalise import normals

LOCK = (
    "The keeper of the upper lock has counted every barge since the drought began and found that half of them carried "
    "nothing but gravel for the new embankment."
)
SLUICE = "守闸人从旱季开始记下每一条过闸的驳船，发现其中一半只装着修新堤用的碎石，没有一条运粮。"


def drops(later: str, *earlier: str) -> bool:
    *before, after = (Passage(normal) for normal in normals([*earlier, later]))
    return read_before(after, before).duplicate


@pytest.mark.parametrize("lead", ["In a statement, the board said: ", "She told reporters: ", "According to a clerk, "])
@pytest.mark.parametrize("word", ["The owner", "A widow", "The daughter"])
def test_a_word_exchanged_right_after_a_lead_in_keeps_an_english_paragraph(lead: str, word: str) -> None:
    assert drops(lead + LOCK, LOCK)
    assert not drops(lead + LOCK.replace("The keeper", word), LOCK)


@pytest.mark.parametrize("lead", ["一名知情人士透露：", "他在接受采访时表示：", "这位官员对记者说："])
@pytest.mark.parametrize("word", ["承包商", "检修员"])
def test_a_word_exchanged_right_after_a_lead_in_keeps_a_chinese_paragraph(lead: str, word: str) -> None:
    assert drops(lead + SLUICE, SLUICE)
    assert not drops(lead + SLUICE.replace("守闸人", word), SLUICE)


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("The results are open to all, according to the guild’s lawyers. ", "According to a clerk, "),
        ("There were two or three of us in the room at the time. I said, ", "In a statement, the group said: "),
        ("The mason told the guard that he wanted to leave. The guard responded, ", "He added: "),
    ],
)
def test_a_lead_in_that_shares_small_words_with_another_is_another(before: str, lead: str) -> None:
    assert drops(f"{lead}“{LOCK}”", f"{before}“{LOCK}” That was long ago.")


@pytest.mark.parametrize(
    ("closed", "begun"),
    [
        ("The price of eels has doubled (Holt, for one, no longer eats any.) ", "The mill stands still for good."),
        ("The price of eels has doubled, and Holt said that “nobody eats any.” ", "The mill stands still for good."),
        ("The price of eels has doubled [Holt no longer eats any.] ", "The mill stands still for good."),
    ],
)
def test_a_sentence_ends_before_the_marks_that_close_it(closed: str, begun: str) -> None:
    first, second = f"{closed}It rains in the hills.", f"{LOCK} {begun} Nobody asked the miller about it at all."
    assert drops(f"{closed}{begun} Nobody asked the miller about it at all.", first, second)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("其三，「考虑上游合作价值」。" + SLUICE, "考虑", "放弃"),
        ("第二，批准下游的渔场扩建。" + SLUICE, "批准", "关闭"),
        ("Three reasons were named. " + LOCK, "Three reasons", "Three culprits"),
    ],
)
def test_an_exchange_beside_the_same_figure_is_one(text: str, old: str, new: str) -> None:
    assert not compare(text, text.replace(old, new)).duplicate


def test_a_negated_clause_left_out_at_the_end_negates_nothing() -> None:
    assert drops(LOCK, f"{LOCK} The board does not answer.")
    assert drops(SLUICE, f"{SLUICE}船主没有回应。")


@pytest.mark.parametrize("credit", ["(Ann Holt/PA)", "(Mia Grey/Getty Images)", "(Ann van Holt/AFP)"])
def test_a_credit_says_nothing_but_another_bracket_does(credit: str) -> None:
    assert drops(f"{LOCK} {credit}", LOCK)
    assert not drops(f"{LOCK} (Ann Holt/Labour)", f"{LOCK} (Mia Grey/Liberal)")


def test_a_dateline_is_nothing_new_unless_the_source_has_another() -> None:
    assert drops(f"2031.4.9 周三 农历三月十八 {SLUICE}", f"今日河务：上游水位平稳；{SLUICE}")
    assert not drops(f"2031.4.9 周三 {SLUICE}", f"2031.4.8 周二 {SLUICE}")
    assert not drops(f"2031.4.9 {SLUICE}", f"昨天是2月3日，{SLUICE}")


def test_a_pointer_to_another_page_names_what_it_likes() -> None:
    title = "《旱季里的船闸：从选址、筑坝到分水的全部工序与守闸人的经验之谈》"
    assert drops(f"更多类似的手册请参考 RiverPost｜{title}（2031-10-24）", f"不要错过我们整理的船闸大全{title}")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("船闸入门---从选址到分水的全部工序", "船闸入门(从选址到分水的全部工序) 图文版"),
        (
            "《船闸：旱季的分水与筑坝》，顾闻舟著，河岸书社2031年7月版",
            "《船闸：旱季的分水与筑坝》 作者：顾闻舟 出版社：河岸书社2031年7月版",
        ),
    ],
)
def test_labels_of_form_and_fields_say_nothing(earlier: str, later: str) -> None:
    assert drops(later, earlier)


def test_another_field_is_another() -> None:
    text = "《船闸：旱季的分水与筑坝》 {}：顾闻舟 出版社：河岸书社，书中有三百幅旧照片"
    assert not drops(text.format("作者"), text.format("译者"))


def test_a_sentence_ends_before_a_full_stop_that_stands_alone() -> None:
    log = "The log of the upper lock that the keeper sent to the board by night now weighs more than 160MB ."
    first, second = (
        f"{log} It rains in the hills.",
        f"{LOCK} Nobody asked the two millers about the gravel of the barges.",
    )
    assert drops(f"{log} Nobody asked the two millers about the gravel of the barges.", first, second)


def test_a_formula_in_a_text_is_a_part_of_it() -> None:
    text = f"{LOCK} We write $\\mathbf{{u}}[k]$ for the cargo of the barge with that number."
    assert drops(text, f"{text} Half of it is sold before noon.")
