"""Something in the place of something else is news unless it means the same, by texts written for this test."""

from itertools import permutations

import pytest
from growth import grows_with_length_alone

from newsfeed.dedup import compare
from newsfeed.dedup.exchanges import are_forms

PIER = (
    "The harbour board approved the repair of the northern pier after a short hearing, and the engineer who had been "
    "arrested over the missing bolts told the village bakery that the women’s rowing club may use it again"
)
DAM = (
    "县政府批准了青峡水库的加固方案，工程队已经进场，被逮捕的监理员尚未受审，"
    "下游的奶粉厂和小学照常开门，渔民赢得了赔偿。"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("approved", "rejected"),
        ("arrested", "released"),
        ("bakery", "pharmacy"),
        ("women’s", "men’s"),
        ("short", "lengthy"),
        ("board", "museum"),
        ("bolts", "nails"),
        ("may use", "must leave"),
        ("hearing", "banquet"),
    ],
)
@pytest.mark.parametrize("frame", ["{}.", "In a statement, the group said: {}.", "{}. Nobody was hurt."])
def test_an_exchanged_word_keeps_an_english_paragraph(old: str, new: str, frame: str) -> None:
    assert PIER.count(old) == 1
    assert not compare(f"{PIER}. Nobody was hurt.", frame.format(PIER.replace(old, new))).duplicate


@pytest.mark.parametrize(
    ("old", "new"), list(permutations(["some", "few", "all", "two", "both", "no", "most", "three"], 2))
)
def test_another_quantity_keeps_an_english_paragraph(old: str, new: str) -> None:
    found = "Researchers found the bacteria in {} samples taken from the river in the spring, the institute reported."
    assert not compare(found.format(old), found.format(new)).duplicate


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("批准", "驳回"),
        ("加固", "拆除"),
        ("逮捕", "释放"),
        ("奶粉", "饼干"),
        ("小学", "医院"),
        ("渔民", "业主"),
        ("赢得", "失去"),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "据该部门发言人称：{}", "{}没有人受伤。"])
def test_an_exchanged_word_keeps_a_chinese_paragraph(old: str, new: str, frame: str) -> None:
    assert DAM.count(old) == 1
    assert not compare(f"{DAM}没有人受伤。", frame.format(DAM.replace(old, new))).duplicate


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The harbour board", "The board of the harbour"),
        ("approved", "has approved"),
        ("harbour", "harbor"),
        ("told", "said to"),
        ("The harbour board", "It"),
        ("the northern pier", "the pier"),
        ("had been arrested", "was arrested"),
    ],
)
def test_the_same_in_other_words_leaves_an_english_paragraph_a_duplicate(old: str, new: str) -> None:
    assert compare(f"{PIER}. Nobody was hurt.", f"{PIER.replace(old, new)}. Nobody was hurt.").duplicate


@pytest.mark.parametrize(
    ("old", "new"),
    [("县政府", "该县政府"), ("已经", "已"), ("青峡水库的", "水库"), ("渔民", "他们")],
)
def test_the_same_in_other_words_leaves_a_chinese_paragraph_a_duplicate(old: str, new: str) -> None:
    assert compare(f"{DAM}没有人受伤。", f"{DAM.replace(old, new)}没有人受伤。").duplicate


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("村民大会同意把旧码头改成市场，县里的批文下周就会送到，渔具店可以搬到新楼。", "同意->不同意"),
        ("这批新桥的图纸过关，承建公司说河堤两岸的居民明年就能坐上电车去城里上班。", "过关->不过关"),
        ("洪水到来之前村里来得及转移全部牲口，守堤的人说上游的雨势在半夜明显减弱。", "来得及->未来得及"),
    ],
)
def test_a_negation_before_a_word_that_begins_like_another_one_negates(earlier: str, later: str) -> None:
    assert compare(earlier, earlier.replace(*later.split("->"))).reason == "contradicts"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("announces", "announced", True),
        ("colours", "color", True),
        ("centre", "center", True),
        ("organisation", "organization", True),
        ("left", "leaving", True),
        ("travelled", "traveled", True),
        ("women", "men", False),
        ("employer", "employee", False),
        ("increased", "decreased", False),
        ("country", "county", False),
        ("legal", "illegal", False),
    ],
)
def test_forms_and_spellings_of_one_word(a: str, b: str, same: bool) -> None:
    assert are_forms(a, b) is same


@pytest.mark.parametrize(("old", "new"), [("借助", "藉助"), ("答复", "答覆"), ("好象", "好像")])
def test_characters_that_one_script_writes_alike_are_no_exchange(old: str, new: str) -> None:
    earlier = f"{DAM}县长{old}之后离开会场，没有人受伤。"
    assert compare(earlier, earlier.replace(old, new)).duplicate


def test_the_cost_of_many_changes_grows_with_length_alone() -> None:
    def work(size: int) -> None:
        words = [f"word{at * at % 997}" for at in range(size)]
        changed = [f"other{at}" if at % 6 == 5 else f"{word}," * (at % 9 == 0) or word for at, word in enumerate(words)]
        compare(" ".join(words), " ".join(changed))

    assert grows_with_length_alone(work, 4000)


@pytest.mark.parametrize(
    ("old", "new"),
    [("laboratory", "lab"), ("flu", "influenza"), ("£29m", "money"), ("three million pounds", "money")],
)
def test_a_clipped_word_or_a_vaguer_sum_means_the_same(old: str, new: str) -> None:
    text = "The harbour board gave {} to the village that mended the northern pier after the long and stormy winter."
    assert compare(text.format(f"the {old}"), text.format(f"the {new}")).duplicate


def test_a_sum_in_the_place_of_a_vague_word_is_news() -> None:
    text = "The harbour board gave {} to the village that mended the northern pier after the long and stormy winter."
    assert not compare(text.format("money"), text.format("£29m")).duplicate
    assert not compare(text.format("£29m"), text.format("advice")).duplicate


@pytest.mark.parametrize(
    ("old", "new"),
    [("河岸渔业信用合作银行", "上游水利学院"), ("芦苇荡保护协会", "南岸医院"), ("北码头旧船博物馆委员会", "下游日报")],
)
@pytest.mark.parametrize("text", ["{}{}", "据一名知情人士透露，{}{}", "2031年，{}{}"])
def test_an_exchanged_organisation_keeps_a_chinese_paragraph(old: str, new: str, text: str) -> None:
    rest = "承认旧堤坝的加固工程没有按时完工，并答应在雨季以前把剩下的石料运到下游，同时赔偿渔民的损失。"
    assert not compare(text.format(old, rest), text.format(new, rest)).duplicate


@pytest.mark.parametrize("name", ["该协会", "芦苇荡协会", "协会"])
def test_a_shorter_form_of_an_organisation_is_the_same(name: str) -> None:
    rest = "承认旧堤坝的加固工程没有按时完工，并答应在雨季以前把剩下的石料运到下游，同时赔偿渔民的损失。"
    assert compare(f"昨天芦苇荡保护协会{rest}", f"昨天{name}{rest}").duplicate


def test_one_word_for_one_is_news_beside_other_changes_of_wording() -> None:
    lock = "The keeper {} at the upper lock counted every barge since the drought and found half of them {} of gravel."
    assert not compare(lock.format("who lives", "full"), lock.format("living in a hut", "empty")).duplicate
    scale = "过去十年间，守闸人手里的砝码{}越来越重，天平也越做越大，这座天平称量的其实是下游渔业的{}。"
    assert not compare(scale.format("不知道为什么总是", "积弊"), scale.format("都", "现状")).duplicate


def test_other_wording_without_a_new_word_for_one_is_no_news() -> None:
    lock = "The keeper {} counted every barge since the drought began and found that half of them were full of gravel."
    assert compare(lock.format("who lives at the upper lock"), lock.format("at the upper lock")).duplicate


def test_a_new_word_in_the_wording_of_a_title_is_news() -> None:
    earlier = "Signs for specific barges should be painted at the lock by the barge"
    assert not compare(earlier, "Signs for an entire lock should be painted at the lock").duplicate
    assert compare(earlier, "Signs for specific barges should be painted at the lock").duplicate


@pytest.mark.parametrize(
    ("old", "new"), [("to have", "to winter"), ("may again", "June again"), ("ported over", "ported engines")]
)
def test_a_new_word_for_a_small_one_is_news(old: str, new: str) -> None:
    text = "The crew of the lifeboat wants the yard {} so that the council pays for the new boathouse behind the pier."
    assert not compare(text.format(old), text.format(new)).duplicate


def test_a_name_for_a_pronoun_is_none() -> None:
    text = (
        "The crew of the lifeboat told the council that {} wants a new boathouse behind the pier before the storms of "
        "the winter begin."
    )
    assert compare(text.format("she"), text.format("Holt")).duplicate
