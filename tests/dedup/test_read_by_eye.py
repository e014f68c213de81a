"""Kinds of news that were found lost by reading what fresh crawls dropped, and what is alike and still goes."""

from __future__ import annotations

import pytest

from newsfeed.dedup import compare

Pair = tuple[str, str]

PLAN = "He will lead the team at the tournament in Lisbon next spring, the federation announced on its website."
FERRY = (
    "The ferry from Oban to Skerry will not sail in {}, since {} of its crew are ill and its engine is being mended."
)
MINE = "两天的挖掘之后，公司证实坍塌矿井中的六名矿工全部{}。"
STEPS = (
    "keep the receipt for the deposit, photograph every room on the day of the handover, and write down the readings "
    "of the meters."
)
STEPS_ZH = "请保留押金收据，在交接当天为每个房间拍照，并把水表和电表的读数记在登记簿上。"
TALKS = "The prime minister sat down with the reporter in the old capital, where he spoke about {}the price of bread."


@pytest.mark.parametrize(("old", "new"), [("lead", "leave"), ("lead", "join"), ("join", "coach")])
@pytest.mark.parametrize(
    "lead_in", ['In a statement on its website, a spokesman said: "', 'In a notice on its website, the owner said: "']
)
def test_a_lead_in_that_repeats_words_of_the_end_hides_no_exchange(old: str, new: str, lead_in: str) -> None:
    earlier, later = PLAN.replace("lead", old), PLAN.replace("lead", new)
    assert not compare(earlier, f'{lead_in}{later}"').duplicate
    assert compare(earlier, f'{lead_in}{earlier}"').duplicate


@pytest.mark.parametrize(("old", "new"), [("失联", "生还"), ("遇难", "生还"), ("生还", "遇难")])
def test_the_last_word_is_exchanged_though_a_sentence_after_it_was_left_out(old: str, new: str) -> None:
    assert not compare(MINE.format(old) + "具体情况将在周五公布。", MINE.format(new)).duplicate
    assert compare(MINE.format(old) + "具体情况将在周五公布。", MINE.format(old)).duplicate


@pytest.mark.parametrize(
    ("old", "new"), [(("March", "three"), ("May", "three")), (("March", "three"), ("March", "most"))]
)
def test_a_word_that_is_also_a_function_word_is_exchanged(old: Pair, new: Pair) -> None:
    assert not compare(FERRY.format(*old), FERRY.format(*new)).duplicate
    assert not compare(FERRY.format(*new), FERRY.format(*old)).duplicate


@pytest.mark.parametrize("label", ["Landlords: ", "In Hull: ", "**For landlords** — ", "Thursday – "])
@pytest.mark.parametrize("other", ["", "Tenants: ", "In Leeds: "])
def test_a_label_names_what_the_rest_is_about(label: str, other: str) -> None:
    assert not compare(other + STEPS, label + STEPS).duplicate
    assert compare(label + STEPS, STEPS).duplicate


@pytest.mark.parametrize("label", ["房东：", "在赫尔：", "**出租房屋的人** —— ", "周四：", "来自房东的建议 —— "])
@pytest.mark.parametrize("other", ["", "租客：", "**租房的人** —— ", "来自房客的建议 —— "])
def test_a_label_of_characters_too(label: str, other: str) -> None:
    assert not compare(other + STEPS_ZH, label + STEPS_ZH).duplicate
    assert compare(label + STEPS_ZH, STEPS_ZH).duplicate


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("UPDATE: ", STEPS.capitalize()),
        ("Video – ", STEPS.capitalize()),
        ("SINGAPORE - ", STEPS.capitalize()),
        ("NEW YORK — ", STEPS.capitalize()),
        ("简介：", STEPS_ZH),
        ("编者按：", STEPS_ZH),
        ("更多详见：", "《巨浪之后：海港的守夜人如何度过冬天》"),
        ("28 ", "韩月：《旧灯塔的守夜人》，《海港》，1934年第4卷第12期，页707-708。"),
    ],
)
def test_a_label_of_the_text_as_a_whole_names_nothing(label: str, text: str) -> None:
    assert compare(text, label + text).duplicate


@pytest.mark.parametrize(
    "later",
    [
        "According to the chief constable of the county, Superintendent Ruth Hale, ...",
        "According to the county's chief constable, Ruth Hale …",
    ],
)
def test_an_attribution_that_is_cut_off_after_a_name_says_nothing_yet(later: str) -> None:
    source = "According to the chief constable of the county, Superintendent Ruth Hale, the ferry was searched twice."
    assert not compare(source.replace("the chief constable of the county", later[13:].split(",")[0]), later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "A man who robbed a bank in Upton is appealing his sentence.",
            "A man who robbed a bank in Upton has lost an appeal against his sentence.",
        ),
        (
            "The owner of the mill has promised to pay the wages.",
            "The owner of the mill has broken his promise to pay the wages.",
        ),
        (
            (
                "The council’s “Back Home” scheme has been suspended to speed up the return to the islands of "
                "people stranded in the capital, its head Ann Holt said."
            ),
            (
                "The “Back Home” scheme will resume after the council has helped the people stranded in the "
                "capital, according to the palace."
            ),
        ),
        (
            (
                "Upland and Norland have agreed to start cross-border travel for pass holders and travellers on "
                "essential or official business, scheduled to begin on Aug 10."
            ),
            (
                "Applications for cross-border travel between Upland and Norland for pass holders and travellers "
                "on essential business and official visits will start on Aug 10."
            ),
        ),
        (
            (
                "根据河岸评级公司 (Riverside Ratings) 的数据，一家大宗商品交易商"
                "已成为沿海二十年来首个让债券持有人蒙受损失的国有企业。"
            ),
            "潮州物产集团已成为沿海二十年来首个让债券持有人蒙受损失的国有企业。",
        ),
        ("A 渔汛消息➡️船价变化➡️税收调整➡️码头罢工➡️议会表决", "D 议会表决➡️渔汛消息➡️船价变化➡️税收调整➡️码头罢工"),
    ],
)
def test_a_summary_with_another_verb_subject_or_order_is_news(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("The owner of the mill has promised to pay the wages.", "The owner of the mill promises to pay the wages."),
        (
            "➡ Subscribe: http://a.example/s ➡ Watch all films: http://a.example/f ➡ More: http://a.example/m",
            "➡ Subscribe: http://a.example/s ➡ Watch all films: http://a.example/f",
        ),
    ],
)
def test_a_summary_in_other_forms_of_its_words_is_a_repeat(earlier: str, later: str) -> None:
    assert compare(earlier, later).duplicate


@pytest.mark.parametrize("day", ["today", "yesterday", "tonight"])
def test_what_is_told_of_today_is_told_of_another_day(day: str) -> None:
    earlier = (
        "New health minister Ann Holt has revealed that there are two new cases of the fever on the island, both in a "
        "hostel by the quay."
    )
    later = f"There are two new cases of the fever on the island {day} in a hostel by the quay."
    assert not compare(earlier, later).duplicate
    assert compare(earlier, later.replace(f" {day}", ",")).duplicate
    assert compare(earlier.replace("has revealed", "revealed on Friday"), later.replace(f" {day}", ",")).duplicate


def test_what_is_told_of_today_in_chinese_too() -> None:
    earlier = "岛上新增两例热病患者，两人都住在码头边的旅舍里，镇长霍尔特说他们没有生命危险。"
    assert not compare(earlier, "岛上今天新增两例热病患者，两人都住在码头边的旅舍里。").duplicate
    assert compare(earlier, "岛上新增两例热病患者，两人都住在码头边的旅舍里。").duplicate


@pytest.mark.parametrize("added", ["the drought in Upland and ", "a strike of bakers and "])
def test_what_is_joined_by_and_is_said_besides(added: str) -> None:
    assert not compare(TALKS.format(""), TALKS.format(added)).duplicate
    assert compare(TALKS.format(added), TALKS.format("")).duplicate


def test_another_title_in_a_list_of_titles_is_another_text() -> None:
    one, other = "《海港的守夜人可以做什么、不能做什么》", "《海港的守夜人，真的可以吗？》"
    assert not compare(one, f"具体分析详见{one}；{other}。").duplicate
    assert compare(f"{one}；{other}。", f"更多详见{one}").duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            'Find people who speak French at the yard: site:a.example/in "Jane" AND intitle:"Yard" AND intext:"French"',
            'site:a.example/in intext:"@yard"',
        ),
        (
            "比如这样 (“confidential” OR “secret”) intitle:2019",
            "这样 (“confidential” OR “secret”) (intitle:2019 OR inurl:2019)",
        ),
    ],
)
def test_a_search_is_another_one_with_other_operators(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "在过去的一百年里，沿海的渔民被赶出村庄，未经审判就被关押，许多人死于疾病和饥饿。",
            "在过去的一百年里，沿海的渔民被赶出村庄，未经审判就被关押，许多人死于疾病和饥饿，甚至在挪威也是如此。",
        ),
        (
            "近年来，要求拆除旧灯塔的呼声越来越高，从最初的渔民到后来的船东，城里人恐怕很难理解这件事。",
            "近年来，要求拆除旧灯塔的呼声越来越高，从最初的渔民到后来的船东。这件事已经越来越紧迫了。",
        ),
        (
            "在URL中查找包含特定单词（或短语）的页面。对于此示例，将返回URL中包含单词“harbour”的任何结果。",
            "在标题中的某处查找包含特定单词（或短语）的页面。对于此示例，将返回页面标题中包含单词“harbour”的任何结果。",
        ),
    ],
)
def test_a_clause_of_its_own_is_news(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate
    assert compare(later, later.rstrip("。")).duplicate


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            ("去年十月十五日的听证会", "从早上九点开到夜里，船东和他的律师都出庭作证，港务局没有派人到场。"),
            "在瑞士蒙特勒",
        ),
        (("法院周二宣布，盗窃铜缆的团伙头目", "被捕，警方同时查封了两处仓库和一艘驳船。"), "在曼谷"),
        (("The owner of the ferry was arrested", ", and the police closed two sheds and a barge."), " in Lisbon"),
    ],
)
def test_a_place_added_in_a_sentence_is_news(text: tuple[str, str], place: str) -> None:
    assert compare("".join(text), place.join(text)).reason == "another name"
    assert compare(place.join(text), "".join(text)).duplicate


PRIZES = (
    "Prize for the best new novel of the harbour region: Anna Holt, The Salt Road; Peter Lund, A Year of Nets. Prize "
    "for the best first novel of the harbour region: Mary Reed, The Lamp in the Lock House."
)


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("Prize for the best new novel of the harbour region – Anna Holt, The Salt Road", True),
        ("Prize for the best first novel of the harbour region – Anna Holt, The Salt Road", False),
        ("Prize for the best new novel of the harbour region – Mary Reed, The Lamp in the Lock House", False),
    ],
)
def test_a_label_before_what_stands_under_another_one_is_news(line: str, is_said: bool) -> None:
    assert compare(PRIZES, line).duplicate is is_said


@pytest.mark.parametrize("added", ["已经", "在那里", "当晚在"])
def test_a_word_or_a_place_that_was_told_is_none(added: str) -> None:
    told = "法院周二宣布，盗窃铜缆的团伙头目{}曼谷被捕，警方同时查封了曼谷的两处仓库和一艘驳船。"
    assert compare(told.format(""), told.format(added)).duplicate


MAYOR = (
    "The mayor was paid by the builders of the new harbour, and over 50 people asked for his resignation in a letter."
)
MILL = (
    "All of the workers must leave the mill or the yard before noon, and she will stay with them until the gates close."
)
WARDENS = (
    "The old ferry may sail again this year, and can be steered by all wardens of the lock, although the most common "
    "fault these days is a broken rudder chain."
)
CANAL = "村里的人还记得运河改道的事，这一年上游来了大水，这座石桥的桥墩被冲坏了两个，渔船停了半个月。"


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (MAYOR, "by the builders", "for the builders"),
        (MAYOR, "by the builders", "to the builders"),
        (MAYOR, "over 50", "about 50"),
        (MAYOR, "was paid", "will be paid"),
        (MAYOR, "was paid", "is paid"),
        (MAYOR, "his", "her"),
        (MILL, "All of", "Some of"),
        (MILL, "must", "should"),
        (MILL, "or the yard", "and the yard"),
        (MILL, "she", "he"),
        (MILL, "will stay", "did stay"),
        (WARDENS, "may sail", "might sail"),
        (WARDENS, "can be", "could be"),
        (WARDENS, "all wardens", "both wardens"),
        (WARDENS, "this year", "that year"),
        (WARDENS, "these days", "those days"),
        (WARDENS, "most common", "very common"),
        (CANAL, "这一年", "那一年"),
        (CANAL, "这座", "那座"),
    ],
)
def test_a_function_word_of_another_sense_is_exchanged(text: str, old: str, new: str) -> None:
    assert not compare(text, text.replace(old, new, 1)).duplicate
    assert not compare(text.replace(old, new, 1), text).duplicate


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (MAYOR, "a letter", "the letter"),
        (MAYOR, "his resignation", "the resignation"),
        (MAYOR, "was paid", "had been paid"),
        (CANAL, "这座", "该座"),
    ],
)
def test_a_function_word_of_the_same_sense_is_not(text: str, old: str, new: str) -> None:
    assert compare(text, text.replace(old, new, 1)).duplicate


@pytest.mark.parametrize(("old", "new"), [("他们的", "我们的"), ("她的", "他的"), ("其他", "这些")])
def test_another_person_is_another_statement(old: str, new: str) -> None:
    text = "市长表示，{}秘书在会议开始之前就把码头的合同交给了对方，当天没有记者在场。"
    assert not compare(text.format(old), text.format(new)).duplicate
    assert not compare(text.format(new), text.format(old)).duplicate


def test_what_stands_between_two_ands_is_said_besides() -> None:
    text = "The regatta is open{}, and I am so pleased by the list of boats that I will speak with some of the crews."
    assert not compare(text.format(""), text.format(" (and nearly fully booked)")).duplicate
    assert compare(text.format(" (and nearly fully booked)"), text.format("")).duplicate


def test_two_new_words_in_a_sentence_before_a_standing_block_are_news() -> None:
    block = (
        "Not a member yet? Mend that today by walking over to the boathouse, where you get not only extra letters but "
        "also warmer seats. Sign up today!"
    )
    earlier = (
        "In this week's extra letters, the crew discusses how lamps might help save the quay, how they're making us "
        f"write more about boats, and how they might lead to a better fare for the ferry. {block}"
    )
    later = (
        "In this week's extra letters, the crew discusses the trouble with hulls and how they're not just about the "
        f"rowing trade. {block}"
    )
    assert not compare(earlier, later).duplicate


def test_code_repeats_only_as_it_stands() -> None:
    earlier = 'def check_faults raises(Fault) { @reader.read("{") } raises(Fault) { @reader.read(%q{{"mast": true}}) }'
    assert not compare(earlier, 'raises(Fault) { @reader.read(%Q{"}) } raises(Fault) { @reader.read("{") }').duplicate


@pytest.mark.parametrize("line", ["Most Likely To Win The Autumn Regatta - The Heron", "Best Regatta Crew - The Heron"])
def test_a_pair_of_names_in_a_line_is_not_said_where_both_stand_apart(line: str) -> None:
    prize, _, _ = line.partition(" - ")
    earlier = f"The Heron is a finalist in the {prize} category, as is The Otter, and others may enter it until Friday."
    assert not compare(earlier, line).duplicate
    assert compare(earlier, f"The Heron is a finalist in the {prize} category, as is The Otter.").duplicate


def test_the_last_words_of_a_sentence_are_its_news_beside_known_ones() -> None:
    earlier = "船东愿意在这个小港修船，就是因为没有别的客人来抢船坞，但来了才发现，这里也没有修船必需的配套工场。"
    assert not compare(earlier, "船东愿意在这个小港修船，就是因为这里没有螺丝。").duplicate
    assert compare(earlier, "船东愿意在这个小港修船，就是因为没有别的客人来抢船坞。").duplicate


def test_a_year_that_is_added_inside_tells_since_when() -> None:
    text = (
        "船东身型不高，戴眼镜。他曾在几家船厂任职，参与了几十艘渡轮的建造，{}为港区议员，并担任沿海几座城市的航运顾问。"
    )
    assert not compare(text.format(""), text.format("自2009年起")).duplicate
    assert compare(text.format(""), "2009年，" + text.format("")).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "The ferries of the lines 3, 5 and 7 stop for repairs of the quay and will sail again on Monday.",
            "The ferries of the lines 5 and 7 stop for repairs of the quay and will sail again on Monday.",
        ),
        (
            "Cracks were found in the Heron 6.3 to 6.6, as they sail on the 3.1 through 3.4 lines of the harbour.",
            "Cracks were found in the 3.1 through 3.4 lines of the harbour.",
        ),
        ("We are glad to present the new timetable 2.4.0-draft1.", "We are glad to present the new timetable 2.4.0."),
        (
            "船期每2个月公布一次，本次 (3.4.4) 之后，船期 3.4.5 将于7月公布、3.4.8 于1月公布、4.9 于9月公布。",
            "船期每2个月公布一次，本次之后，船期 3.4.9 将于7月公布。",
        ),
    ],
)
def test_a_figure_is_one_of_others_and_has_all_its_parts(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (
            "All owners of an affected hull should return it at once or use one of the patches below.",
            "All owners of an affected hull should return it at once.",
        ),
        ("所有正在使用受损船体的船东应立即返厂或使用下述的临时修补方法。", "所有正在使用受损船体的船东应立即返厂。"),
    ],
)
def test_an_alternative_that_is_missing_leaves_no_choice(earlier: str, later: str) -> None:
    assert not compare(earlier, later).duplicate
    assert compare(later, later.replace("All owners", "Owners")).duplicate


def test_what_is_said_of_all_is_not_said_of_some() -> None:
    text = "{}oats of the northern harbour are affected by the worm that was found in the quay on Friday."
    assert not compare(text.format("B"), text.format("All b")).duplicate
    assert compare(text.format("All b"), text.format("B")).duplicate


def test_one_is_not_several() -> None:
    text = "The timetable of the harbour includes {} for the winter, of which the captains were told at the quay."
    assert not compare(text.format("several changes"), text.format("a change")).duplicate
    assert compare(text.format("several changes"), text.format("changes")).duplicate


def test_a_name_that_moves_into_the_place_of_another_is_news() -> None:
    earlier = "Thank you, to Maria Berg for finding this leak and thank you Anna Holt for mending it."
    assert not compare(earlier, "Thank you, to Anna Holt for finding this leak and for mending it.").duplicate


def test_one_name_is_listed_besides() -> None:
    text = "The new quay takes the ferries Heron, Otter{} on days with a northern wind, as the harbour office said."
    assert not compare(text.format(" and Swan"), text.format(", Swan and Kestrel")).duplicate
    update = "This timetable has the changes that the harbour office named in its last letter to the captains{}."
    assert not compare(update.format(""), update.format(" and one tariff change")).duplicate


def test_words_in_quotation_marks_are_another_title() -> None:
    earlier = "这一节中将介绍四种保养您所拥有的或已经租到的渡轮的方法，以及如何帮助他人最大限度地利用这些渡轮。"
    later = (
        "第一部分 “让船身经得起浪”，介绍了四种保养您所拥有或租到的渡轮的方法，"
        "以及您如何帮助他人最大限度地利用这些渡轮。"
    )
    assert not compare(earlier, later).duplicate


def test_half_a_dozen_added_words_are_news_if_some_are_new() -> None:
    text = "{} as an old sailor with 20 years on the river. Please tell me how to cross in one day. Be short."
    assert not compare(text.format("Speak"), text.format("Taking the crossing replies from above speak")).duplicate


def test_an_address_that_ends_sooner_leads_elsewhere() -> None:
    earlier = "For details see https://ferry.example/timetable/winter/ or ask."
    assert not compare(earlier, "For details see https://ferry.example/timetable or ask.").duplicate
    assert compare(earlier, "For details see https://ferry.example/timetable/winter or ask.").duplicate


def test_a_line_of_two_names_is_no_part_of_a_sentence_with_more_between() -> None:
    earlier = "The Otter is a finalist in the Most Likely To Win The Great Autumn Regatta category, as is The Heron."
    assert not compare(earlier, "Most Likely To Win The Great Autumn Regatta - The Heron").duplicate


def test_an_office_beside_the_name_of_a_country_is_another_one() -> None:
    text = "美国{}在任期内总会被那些并未参选的家庭成员影响，而他们从不在议会的听证会上露面。"
    assert not compare(text.format("总统"), text.format("部长")).duplicate


def test_another_person_after_a_sentence_that_was_left_out_is_news() -> None:
    text = "对于书中的说法，船长极力否认，港务局也没有回应。{}对《海岸日报》说，船票的钱早就退还给了所有的乘客。"
    assert not compare(text.format("他"), text.format("她")[24:]).duplicate
    assert compare(text.format("他"), text.format("他")[24:]).duplicate


def test_another_name_at_the_end_or_another_subject_of_a_second_sentence_is_news() -> None:
    earlier = "另一位是王明山，现任海岸自治区港务局副主席，自治区渔业厅党委书记、厅长、督察长。"
    assert not compare(earlier, "以及现任海岸自治区渔业厅党委书记霍留军。").duplicate
    law = (
        "{}港口安全{}部门负责人由市长任命，市长任命前须书面征求本法第四十八条规定的机构的意见。{}港口安全{}部门负责人在"
        "就职时应当宣誓拥护港区基本法，效忠海岸自治区，遵守法律，保守秘密。"
    )
    before = law.format("巡逻处维护", "", "巡逻处维护", "")
    assert not compare(before, law.format("航务司", "案件检控", "航务司", "案件检控")).duplicate


def test_what_will_be_done_is_not_done() -> None:
    earlier = "The use of the old quay by the ferries has been restricted and will be ended. See the notice."
    assert not compare(earlier, "The use of the old quay by the ferries has been ended. See the notice.").duplicate
    draft = "The first draft for the winter timetable is out, and it has a lot of boats for the islands and the mill."
    assert not compare(draft, draft.replace("first draft for the ", "", 1)).duplicate
