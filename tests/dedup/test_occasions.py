"""Reports in standing words: the same sentence of another person, stage or number is news; the same one is none."""

from __future__ import annotations

import pytest

from newsfeed.dedup import compare

VISIT = "{}在州长陪同下参观了新落成的河港码头，并在来宾留言簿上签名留念。"
GUESTS = "出席揭幕仪式的有副州长王丹妮、港务局局长{}、渔业协会会长李沐阳，以及来自沿河各镇的一百多名代表。"
BILL = "州议会提出了关于提请审议{}条例修订草案的议案，并请财政厅就草案的主要内容和修改过程作了说明。"
CREW = "河港号三名船员{}，船上各项设备运行正常，港务局每天两次与他们通话，并通报沿途的水位和天气。"
TALKS = "应州长邀请，河谷镇镇长王丹妮{}河港出席航运会议，与会者将讨论码头的扩建计划和渡轮的新时刻表。"
CLINIC = "The clinic is shut. {} admitted that it billed the state for lessons which nobody had ever given there."
CASE = "The ferry captain from Oban {} over the sinking of the Skerry boat two years ago, the harbour office said."
FISH = (
    "The inquiry into the price of {} is led by the office in Leeds; those who know of {} dealers may call the office."
)
MAYOR = 'Mayor Holt said on Monday: "{} is a disgrace for the town, and whoever did it will pay for the damage."'
SEATS = "Since the spring the theatre has sold {} 2,300 seats for the new play, which runs until the end of the season."
POLL = "Under the old law observers may be sent to polling places, and they will watch the voting in {} on that day."
CREWS = "{} of the lifeboat station at Oban received a medal today for courage during the storm of last winter."
CLAIM = "The owner of the mill {} paid the inspector for a good report and hid the damage from the insurance company."


def drops(text: str, known: str, later: str) -> bool:
    return compare(text.replace("{}", known), text.replace("{}", later)).duplicate


@pytest.mark.parametrize(
    ("text", "known", "later"),
    [
        # another_subject_begins
        (VISIT, "费尔南多斯", "奥尔松"),
        (VISIT, "国王卡尔六世", "奥尔松"),
        (CLINIC, "Vargas Arias", "Martinez"),
        (CLINIC, "The owner of it", "Doctor Martinez"),
        # another_person_is_named
        (GUESTS, "马文涛", "韩秋实"),
        (GUESTS, "马文涛、周立", "韩秋实"),
        (GUESTS, "马文涛", "马文涛、韩秋实"),
        # a_new_word_replaces_others
        (BILL, "渔业资源", "招标投标"),
        (BILL, "内河航道管理", "国有林场"),
        (FISH, "frozen herring", "cockles"),
        # a_quotation_is_worded_otherwise
        (MAYOR, "Stealing the old bell and the two lamps", "Painting the bridge in the night"),
        # a_name_replaces_this
        (POLL, "these counties", "Morven county"),
        (POLL, "those two towns", "Morven and Oban"),
        # one_is_meant_of_several
        (CREWS, "Two members", "A member"),
        (CREWS, "Three young members", "One of the members"),
        # a_figure_counts_other_things
        (CREW, "已在河上航行一个月", "已在河上航行满三个月"),
        # a_figure_is_limited_otherwise
        (SEATS, "more than", "nearly"),
        (SEATS, "almost", "over"),
        # a_reservation_is_left_out
        (CLAIM, "allegedly", ""),
        # another_stage_is_told
        (CASE, "has been charged", "has been sentenced"),
        (CASE, "was charged and is to be heard", "was acquitted"),
        # what_was_planned_has_happened
        (TALKS, "将于10月30日至11月1日到", "到"),
        (TALKS, "将赴", "赴"),
        # a_clause_is_added
        (CREWS, "Two members", "Two members, including Ann Holt,"),
    ],
)
def test_the_same_words_of_another_occasion_are_news(text: str, known: str, later: str) -> None:
    assert not drops(text, known, later)


@pytest.mark.parametrize(
    ("text", "known", "later"),
    [
        (VISIT, "奥尔松", "奥尔松"),
        (GUESTS, "马文涛、韩秋实", "马文涛"),
        (CREW, "已在河上航行三个月", "目前已在河上航行三个月"),
        (TALKS, "赴", "将赴"),
        (CLINIC, "Martinez", "He"),
        (FISH, "frozen herring", "herring"),
        (MAYOR, "Stealing the old bell", "Stealing the bell"),
        (POLL, "Morven county", "these counties"),
        (CREWS, "Two members, including Ann Holt,", "Two members"),
    ],
)
def test_what_repeats_the_same_occasion_is_dropped(text: str, known: str, later: str) -> None:
    lead_in = "此前有报道说，" if "，" in text else ""
    assert compare(text.replace("{}", known), lead_in + text.replace("{}", later)).duplicate
