"""All people, places and delivery here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.text.quotes.quotations import Quotation, quotations


def texts(*paragraphs: str) -> list[str]:
    return [q.text for q in quotations(paragraphs)]


def speakers(*paragraphs: str) -> list[str | None]:
    return [q.speaker for q in quotations(paragraphs)]


@pytest.mark.parametrize(
    "paragraph",
    [
        "他说：“{}”",
        "他說：「{}」",
        "他說：『{}』",
        '他说："{}"',
        "他说：＂{}＂",
        "他说：”{}”",
        "他说：“{}“",
        "Il dit : «{}».",
        "Il dit : « {} ».",
        "Er sagte: „{}“",
        "Er sagte: ‚{}‘",
        "Hon sade: ”{}”.",
        "He wrote: ‹{}›",
        "She said: ‘{}’",
    ],
)
def test_every_kind_of_mark(paragraph: str) -> None:
    words = "我们明天开放北岸大桥 the northern bridge opens tomorrow"
    assert texts(paragraph.format(words)) == [words]


def test_offsets_are_those_of_the_words() -> None:
    paragraph = "市长林晓说： “ 大桥明天通车。 ” 众人鼓掌。"
    (found,) = quotations(["序言。", paragraph])
    assert paragraph[found.start : found.end] == found.text == "大桥明天通车。"
    assert found.paragraph == 1


@pytest.mark.parametrize(
    ("paragraph", "outer"),
    [
        ("她说：“他喊‘快跑，桥要塌了’，我们就跑了。”", "他喊‘快跑，桥要塌了’，我们就跑了。"),
        ("她說：「他喊『快跑，橋要塌了』，我們就跑了。」", "他喊『快跑，橋要塌了』，我們就跑了。"),
        ("她说：“他喊“快跑，桥要塌了”，我们就跑了。”", "他喊“快跑，桥要塌了”，我们就跑了。"),
        (
            "“He shouted ‘run, it’s coming down’ and we ran,” she said.",
            "He shouted ‘run, it’s coming down’ and we ran,",
        ),
    ],
)
def test_nested_quotations_are_part_of_the_outer_one(paragraph: str, outer: str) -> None:
    assert texts(paragraph) == [outer]


def test_a_quotation_of_several_paragraphs_is_one() -> None:
    paragraphs = [
        "The harbour master, Ines Okoro, said: “We closed the lock at noon.",
        "“Nobody was on the water by then.",
        "“It opens again on Friday.” Traffic was light.",
    ]
    assert quotations(paragraphs) == [
        Quotation(
            "We closed the lock at noon.\nNobody was on the water by then.\nIt opens again on Friday.",
            "Ines Okoro",
            0,
            paragraphs[0].index("We"),
            len(paragraphs[0]),
        )
    ]


def test_the_speaker_behind_a_quotation_of_several_paragraphs() -> None:
    assert speakers("“We closed the lock at noon.", "“It opens again on Friday,” said Ines Okoro.") == ["Ines Okoro"]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    assert texts("林晓说：“大桥明天就会通车。", "雨从早上开始下。她又说：“请大家慢行，注意安全。”") == [
        "大桥明天就会通车。",
        "请大家慢行，注意安全。",
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "谢谢大家的支持与帮助。”林晓说：“大桥明天就会通车。”后来下雨了。",
        "这“个词没有结束，林晓说：“大桥明天就会通车。”后来下雨了。",
        "A stray “ mark stood here. Lin said: “大桥明天就会通车。” It rained.",
        '林晓说："大桥明天就会通车。"后来"下雨了。',
    ],
)
def test_an_unbalanced_mark_swallows_nothing(paragraph: str) -> None:
    assert texts(paragraph) == ["大桥明天就会通车。"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "It’s the ministers’ plan, and they don’t like it; the ’90s were better than this, wasn’t it.",
        "It's the ministers' plan, and they don't like it; the '90s were better than this, wasn't it.",
        'The 27" screen costs less than the 32" one, and a 5\'10" man can carry both of them home.',
        "他读了《关于北岸大桥重新开放的若干规定》和〈河岸上的人们与他们的船〉。",
        '“” 「」 "" “ ” “——” “……”',
    ],
)
def test_apostrophes_inch_marks_titles_and_empty_marks_are_no_quotations(paragraph: str) -> None:
    assert texts(paragraph) == []


def test_an_inch_mark_inside_a_quotation_does_not_end_it() -> None:
    assert texts('"A 27" screen is all we ever needed," he said.') == ['A 27" screen is all we ever needed,']
    assert texts('"I am 27" was all she said, "and I am not sorry."') == ["and I am not sorry."]


def test_an_apostrophe_inside_single_marks_does_not_end_them() -> None:
    paragraph = "‘We won’t take the miners’ homes away from them,’ she said."
    assert texts(paragraph) == ["We won’t take the miners’ homes away from them,"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "两国走向“新冷战”。",
        "这项“三角”联盟受到欢迎，他称之为“好事”。",
        "The valley is an “absolute priority” for the council.",
        'They called it a "done deal" and went home.',
    ],
)
def test_terms_are_not_statements(paragraph: str) -> None:
    assert texts(paragraph) == []


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("他说：“不。”", "不。"),
        ("“不会。”林晓说。", "不会。"),
        ("她说“好”", "好"),
        ("“No,” she said.", "No,"),
        ("She said: “Never.”", "Never."),
        ("该报告记录了“前所未有的船只流量”。", "前所未有的船只流量"),
        ("The report counts “more boats than ever” here.", "more boats than ever"),
    ],
)
def test_short_words_count_when_said_and_long_ones_always(paragraph: str, words: str) -> None:
    assert texts(paragraph) == [words]


MARKED = st.text(alphabet="“”„«»‹›「」『』‘’‚\"＂'说said他he 我们a1。，.,:：\n（(\ud800\x00", max_size=80)


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKED, max_size=4))
def test_any_text_gives_ordered_disjoint_stretches_of_its_own(paragraphs: list[str]) -> None:
    reached: tuple[int, int] = (0, 0)
    for q in quotations(paragraphs):
        assert (q.paragraph, q.start) >= reached
        assert q.text.split("\n")[0] == paragraphs[q.paragraph][q.start : q.end].split("\n")[0]
        assert q.text.strip() == q.text != ""
        assert q.speaker is None or q.speaker.strip() == q.speaker != ""
        reached = (q.paragraph, q.end)


@settings(max_examples=50, deadline=None)
@given(MARKED, MARKED)
def test_a_paragraph_without_open_marks_does_not_touch_the_next(first: str, second: str) -> None:
    apart = [q.text for q in quotations([first])] + [q.text for q in quotations([second])]
    assert texts(first, "，", second) == apart


@pytest.mark.parametrize("unit", ["“", '"', "“‘「", "他说：“我们不同意。”", '"1" a', "‘s’ a ", "（他说“"])
@pytest.mark.slow
def test_a_huge_paragraph_of_marks_is_read_in_passing(unit: str) -> None:
    huge = unit * (100_000 // len(unit))
    assert len(quotations([huge, "林晓说：“大桥明天就会通车。”"])) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe told “Good Morning America” the plan was dead.",
        "He spoke on “The Late Show With Stephen Roe” on Monday.",
        "In “The Old Man and the Harbour” he wrote about fishing.",
        "Ann Lee said in “A Short History of Ferries” that it was over.",
    ],
)
def test_titles_of_programmes_and_books_are_no_quotations(text: str) -> None:
    assert quotations([text]) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Jane Doe told them: “The Plan Is Dead, We Know.”", "Jane Doe"),
        ("As Jane Doe puts it, “we never had a chance to win it.”", "Jane Doe"),
        ("“It is over for all of us,” as Jane Doe puts it.", "Jane Doe"),
        ("有专家表示：“会公布结果的。”", "专家"),
        ("有关部门表示：“会公布结果的。”", "有关部门"),
        ("有些人说：“会公布结果的。”", "有些人"),
        ("跟林晓说：“会公布结果的。”", "林晓"),
        ("市长问道：“为什么？”", "市长"),
    ],
)
def test_speakers_without_the_words_around_them(text: str, speaker: str) -> None:
    assert [found.speaker for found in quotations([text])] == [speaker]


ANN = "Lock Commissioner Ann Maria Holt Jr."
HOLT = f"“The gates stay shut,” {ANN} said."


@pytest.mark.parametrize(
    ("paragraphs", "speakers"),
    [
        ([f"{HOLT} “Nobody will open them before the ice has gone,” she added."], [ANN] * 2),
        ([HOLT, "“Nobody will open them before the ice has gone,” she added."], [ANN] * 2),
        ([HOLT, "“Not before the ice goes,” she added.", "“Ask me in May,” she said."], [ANN] * 3),
        (["Pilot Ben Orme said the quay was closed. “The swell was too high for us,” he said."], ["Pilot Ben Orme"]),
        (["The harbour office said the quay was closed. “The swell was far too high for us,” he said."], ["he"]),
        (["Police said the quay was closed. “The swell was far too high for us,” he said."], ["he"]),
        (["“The swell was far too high for us,” he said."], ["he"]),
        ([HOLT, "It rained all day.", "“Ask me again in May,” she said."], [ANN, "she"]),
        (["水务署署长顾闻舟周一说，水闸已经修好。他还说：“菜农可以放心下种。”"], ["水务署署长顾闻舟"]),
        (["“水闸已经修好，”顾闻舟说。", "他又说：“菜农可以放心下种。”", "他补充说：“租金不涨。”"], ["顾闻舟"] * 3),
        (["水务署周一说，水闸已经修好。他还说：“菜农可以放心下种。”"], ["他"]),
        (["这些官员从未证实水闸坏了。她说：“菜农可以放心下种。”"], ["她"]),
        (["她说：“菜农可以放心下种。”"], ["她"]),
    ],
)
def test_a_pronoun_gives_way_to_the_person_named_before(paragraphs: list[str], speakers: list[str]) -> None:
    assert [found.speaker for found in quotations(paragraphs)] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The mayor called the plan a “rather noble act of trust,” but she said that money must come first.", None),
        ("The skipper, known as “the Old Man of the Marsh,” posted a long film on Sunday.", None),
        ("A lock keeper in Marsh - described as “a real old river man” by his family - has died.", None),
        ("They left the quay over “serious doubts about the rope,” according to a memo sent to all crews.", None),
        ("“We hold that the lower lock is the centre,” Lake Task Force chief Carl Galve Jr. said. “Ask.”",
         "Lake Task Force chief Carl Galve Jr."),
        ("“闸门早就坏了，一直没有人来修，”另一位船工向本报证实。", "另一位船工"),
        ("所以对于回应县里关于「要把旧船全部拆掉才行」的谈话，我毫不后悔。", None),
        ("以至于一位船工告诉本报：“我都不知道闸门还能不能关上。”", "一位船工"),
        ("去年他离开了县城，临走之前告诉我说“再也不想看见这条河”。", None),
        ("也许这封信不会直接说“紧急求助”，而是另有暗示。", None),
        ("还是要说“感谢各位船工的辛苦”，他们修好了闸门。", None),
        ("她还曾來信表示「願意再來縣城看一看」，這很好。", "她"),
        ("那些有过这种经历的人会告诉你：“不要相信你看到的水位表。”", "那些有过这种经历的人"),
        ("这也会让你避免因为承认“县里没有人愿意听的那些话”而挨骂。", None),
        ("如果你试着去说出“县里没有人愿意听的那些话”，就会挨骂。", None),
        ("老實說，「這條河以後再也不會有渡輪了」。", None),
        ("他经常告诉船工：“不要相信你看到的水位表。”", "他"),
        ("我经常能听到这样的私下解释，“他平时并不是这样的人”。", "我"),
        ("我们关于旧船的短文被认为是激进的，并且“县里没有人能看得懂它”。", None),
        ("假如这个船工说“县里没有人愿意听那些话”，就会挨骂。", None),
        ("除非县长说“县里没有人愿意听那些话”，就不会有人听。", None),
        ("裴小满没有说“县里没有人愿意听那些话”。", None),
        ("当有人说“县里没有人愿意听那些话”，就会挨骂。", None),
        ("您需要問：“縣裡沒有人願意聽那些話嗎？”", None),
        ("县长访问“全县最大最老的一座水闸博物馆”。", None),
        ("其实林晓说：“闸门早就坏了，没有人修。”", "林晓"),
        ("如灯塔看守人林晓说：“闸门早就坏了，没有人修。”", "灯塔看守人林晓"),
        ("实际上很少有人去读（见附录）他说，“闸门早就坏了，没有人修”。", "他"),
        ("林晓仍然认为，“闸门早就坏了，没有人修”。", "林晓"),
        ("林曉開玩笑說：「閘門早就壞了，沒有人修。」", "林曉"),
        ("林晓坐在船头说：“闸门早就坏了，没有人修。”", "林晓"),
        ("林晓现在回忆说：“闸门早就坏了，没有人修。”", "林晓"),
        ("一位在水务署工作的船工说：“闸门早就坏了，没有人修。”", "船工"),
        ("“闸门早就坏了，没有人修。”水务署的法律顾问说。", "水务署的法律顾问"),
        ("“闸门早就坏了，没有人修。”顾闻舟 2012 年的副手林晓说。", "副手林晓"),
        ("他用流利的英语说：“闸门早就坏了，没有人修。”", "他"),
        ("水务署网站说：“闸门早就坏了，没有人修。”", "水务署网站"),
        ("导游说：“闸门早就坏了，没有人修。”", "导游"),
        ("一位同学说：“闸门早就坏了，没有人修。”", "一位同学"),
        ("被告说：“闸门早就坏了，没有人修。”", "被告"),
        ("警方向本报表示：“闸门早就坏了，没有人修。”", "警方"),
        ("健将林晓说：“闸门早就坏了，没有人修。”", "健将林晓"),
        ("已故船工林晓说：“闸门早就坏了，没有人修。”", "已故船工林晓"),
        ("县城的码头管理所——现在改名为航运站——向交通部表示，船工「除了亲戚之外没有任何朋友」。", None),
    ],
)  # fmt: skip
def test_no_wrong_speaker_stands_around_the_words(text: str, speaker: str | None) -> None:
    assert [found.speaker for found in quotations([text])][:1] == [speaker]


def test_a_name_between_marks_in_a_sentence_is_no_speech() -> None:
    assert quotations(["“Seven Locks for Seven Keepers” and “The Royal Barge” star Jane Holt died on Thursday."]) == []
    assert quotations(["Two towns were chosen for the “One River City Challenge ” of this year."]) == []
    assert len(quotations(["“Seven Locks for Seven Keepers,” said the mayor."])) == 1
    assert quotations(["The weather office said “Emil” reached the coast at noon."]) == []
    assert [found.text for found in quotations(["The mayor said “No” and left the room."])] == ["No"]
