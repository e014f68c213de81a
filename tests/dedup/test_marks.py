"""Which repeated parts of a text that stays are marked: what means something to a reader. All texts are invented."""

from __future__ import annotations

import pytest

from newsfeed.dedup.marks import content_units, means_something
from newsfeed.dedup.reuse import Passage, read_before
from newsfeed.text.normalise import normals
from tests.growth import grows_with_length_alone

STOCK = [
    ("Former harbour master Edwin Whitlock Pemberton", "Former harbour master Edwin Whitlock Pemberton resigned."),
    ("Deputy Works Minister Hannah Oduya says the dam is dry.", "Deputy Works Minister Hannah Oduya thinks so."),
    (
        "The Lower Marsh Drainage and Flood Authority met.",
        "The Lower Marsh Drainage and Flood Authority has a van.",
    ),
    (
        "Ferries stop. Read more at https://lake.example/news/ferries/2024/one",
        "See https://lake.example/news/ferries/2024/two",
    ),
    (
        "The mill burnt down in many parts of the country.",
        "Rain fell in many parts of the country overnight.",
    ),
    ("#LakeNews #LakeRadio #Morning #TheShow hello", "#LakeNews #LakeRadio #Morning #TheShow goodbye"),
    ("水务署负责人顾闻舟对记者表示，闸门已经修好。", "水务署负责人顾闻舟对记者表示，租金不涨。"),
    ("下载地址：https://book.example/list/reading/7042", "下载地址：https://book.example/list/reading/7065"),
    (
        "该国总统安德烈斯·奥利瓦·蒙特罗（Andres Oliva Montero）周一出访。",
        "渡轮停航时，总统安德烈斯·奥利瓦·蒙特罗（Andres Oliva Montero）在岛上。",
    ),
    ("昨天上午，城里庆祝中华人民共和国成立75周年，广场上升起国旗。", "书店因庆祝中华人民共和国成立 75 周年放假一周。"),
    ("慶祝中華人民共和國成立七十五週年的煙花取消了。", "商場為慶祝中華人民共和國成立七十五週年打折三日。"),
    ("代表团出席国际河流管理公约第二十九次缔约方大会后回国。", "农民对国际河流管理公约第二十九次缔约方大会一无所知。"),
    ("厂长引用《河岸地区渡轮发展规划纲要实施意见》。", "书架上放着《河岸地区渡轮发展规划纲要实施意见》，没人翻过。"),
    ("随着时间的推移而改变的只有河道。", "他的看法随着时间的推移而改变了。"),
]
TOLD = [
    ("The lock keeper spent decades wrongly telling boat owners that nobody repaired the eastern gates.",
     "A report says he spent decades wrongly telling boat owners that nobody repaired anything at all."),
    ("Two men were arrested after forty stolen garden benches turned up behind the ferry terminal.",
     "Police said forty stolen garden benches turned up behind the ferry terminal and will be given back."),
    ("河滩上的菜地要晚种半个月，因为上游的水库还没有放完水。", "农会说，河滩上的菜地要晚种半个月，损失由县里承担。"),
    ("学校庆祝成立五十周年，校长把旧图书馆的钥匙交给了学生会。", "昨天校长把旧图书馆的钥匙交给了学生会，没有仪式。"),
    ("《河岸报》说，水库的水位降到了建成以来的最低点。", "记者看到水库的水位降到了建成以来的最低点，鱼都死了。"),
    ("一篇题为《渔夫老顾的前世今生》的文章说，渡口关了。", "有人把一篇题为《渔夫老顾的前世今生》的文章贴在码头上。"),
    ("报告认为堤坝后面三万多人的安全没有保障。", "记者问到堤坝后面三万多人的安全没有保障一事，他没有回答。"),
]  # fmt: skip


def marks(earlier: str, later: str, rarity: float = 1.0) -> bool:
    """Return whether the later text is marked with what it repeats of the earlier one."""
    before, after = normals((earlier, later))
    found = read_before(Passage(after), (Passage(before),), run=6)
    assert not found.duplicate
    return any(means_something(content_units(Passage(after)), source.spans, rarity) for source in found.sources)


@pytest.mark.parametrize(("earlier", "later"), STOCK)
def test_names_addresses_and_stock_phrases_are_no_reuse(earlier: str, later: str) -> None:
    assert not marks(earlier, later)


@pytest.mark.parametrize(("earlier", "later"), TOLD)
def test_what_was_told_before_is_marked(earlier: str, later: str) -> None:
    assert marks(earlier, later)


@pytest.mark.parametrize(("earlier", "later"), TOLD)
def test_a_run_counts_as_far_as_it_is_rare(earlier: str, later: str) -> None:
    assert not marks(earlier, later, rarity=0.0)


def test_much_that_recurs_often_is_marked_all_the_same() -> None:
    told, twice = TOLD[0][0], f"{TOLD[0][0]} {TOLD[1][0]} And then there was a fire in the old mill."
    assert marks(f"{told} {TOLD[1][0]}", twice, rarity=0.0)


def test_names_count_once_and_the_words_of_frames_not_at_all() -> None:
    [text] = normals(["Anna Maria Holt told reporters that Lake Board sold 40 boats at https://a.example/boats"])
    assert [units for _, units in content_units(Passage(text))] == [2, 0, 0, 2, 2, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0]


def test_of_a_foreign_name_in_chinese_the_first_word_counts() -> None:
    [text] = normals(["记者玛丽·安·霍尔特。报道·组"])
    assert [units for _, units in content_units(Passage(text))] == [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0]


def test_the_work_grows_with_the_text() -> None:
    def run(size: int) -> None:
        [text] = normals(["boat Mill https://a.example/b 安·霍 " * size])
        means_something(content_units(Passage(text)), [(at, at + 4) for at in range(0, 30 * size, 30)])

    assert grows_with_length_alone(run, 500)
