"""Names of places in Chinese put one for another, by texts written for this test."""

import pytest

from newsfeed.dedup import compare
from newsfeed.dedup.lexicon.places import places_at

FIRE = "消防员周三凌晨在亚特兰大旧车站扑灭了一场大火，没有人受伤，站内两座钟楼都保住了，列车当天下午恢复通行。"


@pytest.mark.parametrize("place", ["西雅图", "达拉斯", "内罗毕", "上海", "哥倫比亞"])
def test_another_place_between_the_same_words_makes_another_text(place: str) -> None:
    found = compare(FIRE, FIRE.replace("亚特兰大", place))
    assert (found.duplicate, found.reason) == (False, "another name")


def test_places_that_share_a_character_are_still_told_apart() -> None:
    earlier = FIRE.replace("亚特兰大", "北京")
    assert compare(earlier, FIRE.replace("亚特兰大", "南京")).reason == "another name"
    assert compare(earlier, FIRE.replace("亚特兰大", "东京")).reason in ("another name", "contradicts")


@pytest.mark.parametrize(
    ("old", "new"),
    [("韩国", "南韩"), ("休斯敦", "休斯顿"), ("泰国和越南", "越南和泰国"), ("巴黎", "法国巴黎")],
)
def test_another_way_of_naming_the_place_says_nothing_new(old: str, new: str) -> None:
    assert compare(FIRE.replace("亚特兰大", old), FIRE.replace("亚特兰大", new)).duplicate


def test_who_speaks_may_come_from_elsewhere_if_all_of_it_is_told_otherwise() -> None:
    assert compare(f"法国政府发言人表示，{FIRE}", f"据德国警方通报，{FIRE}").duplicate
    assert not compare(f"法国政府发言人表示，{FIRE}", f"德国政府发言人表示，{FIRE}").duplicate


def test_places_are_found_whole_at_the_tokens_asked_about() -> None:
    words = list("从北京经德克萨斯到巴布亚新几内亚")
    assert places_at(words, range(2, 3)) == {"北京"}
    assert places_at(words, range(3, 4)) == set()
    assert places_at(words, range(5, 6)) == places_at(list("加州得州"), range(2, 4)) != set()
    assert places_at([], range(0)) == set()
