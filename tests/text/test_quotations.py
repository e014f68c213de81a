"""All people, places and outlets here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.text.quotations import Quotation, quotations


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


CHINESE = {
    "他补充说：“大桥明天就会通车。”": "他",
    "陆远·哈特补充说：“大桥明天就会通车。”": "陆远·哈特",
    "据陆远·哈特称，“大桥明天就会通车”。": "陆远·哈特",
    "河港省议会发言人补充说：“大桥明天就会通车。”": "河港省议会发言人",
    "声明称，“大桥明天就会通车。”": "声明",
    "该声明说：“大桥明天就会通车。”": "该声明",
    "然而，河港省国务秘书林晓（Lin Xiao）周三在记者会上表示：“大桥明天就会通车。”": "河港省国务秘书林晓",
    "10月3日，林晓对本社记者说：“大桥明天就会通车。”": "林晓",
    "林晓告诉《河港晚报》记者：“大桥明天就会通车。”": "林晓",
    "“大桥明天就会通车。”林晓周二在船上说。": "林晓",
    "“大桥明天就会通车”，该局副局长陆远写道。": "该局副局长陆远",
    "「大橋明天就會通車。」林曉說，「請大家慢行，注意安全。」": "林曉",
    "林晓表示，工程已经结束，“大桥明天就会通车”。": "林晓",
    "河港社报道，工程已经结束，“大桥明天就会通车”。": "河港社",
    "河港社引述分析人士表示，“大桥明天就会通车”。": "分析人士",
    "北岸与南岸的声明“强烈反对关闭老渡口和灯塔”。": "北岸与南岸的声明",
    "林晓周三访问北岸，并表示：“大桥明天就会通车。”": "林晓",
    "正在南岸就渡口一事进行磋商的河港省长林晓周五说：“大桥明天就会通车。”": "河港省长林晓",
    "种了三十年稻子的许伯说：“大桥明天就会通车。”": "许伯",
    "她忍不住问：“大桥明天就会通车吗？”": "她",
    "他的律师说：“大桥明天就会通车。”": "他的律师",
    "也门渔民阿卜杜说：“大桥明天就会通车。”": "也门渔民阿卜杜",
}


@pytest.mark.parametrize("paragraph", CHINESE)
def test_chinese_speakers(paragraph: str) -> None:
    assert set(speakers(paragraph)) == {CHINESE[paragraph]}


ENGLISH = {
    "“The bridge opens tomorrow,” said Jane Doe, the minister.": "Jane Doe",
    "“The bridge opens tomorrow,” Jane Doe said on Monday.": "Jane Doe",
    '"The bridge opens tomorrow", she told reporters.': "she",
    "“The bridge opens tomorrow,” said a spokesman for the council.": "a spokesman for the council",
    "“The bridge opens tomorrow,” says Jane Doe of the River Trust.": "Jane Doe",
    "“The bridge opens tomorrow,” said the harbour’s spokeswoman, Ines Okoro, on Friday.": "Ines Okoro",
    "“The bridge opens tomorrow,” said Dr. Ines Okoro.": "Dr. Ines Okoro",
    "“The bridge opens tomorrow,” according to the council.": "the council",
    "Jane Doe, the minister, said: “The bridge opens tomorrow.”": "Jane Doe",
    "Jane Doe, who led the works, told the council: “The bridge opens tomorrow.”": "Jane Doe",
    "On Monday Jane Doe told reporters that “the bridge opens tomorrow”.": "Jane Doe",
    "But later he added: “The bridge opens tomorrow.”": "he",
    "According to Jane Doe, “the bridge opens tomorrow”.": "Jane Doe",
    "It rained. The ministry wrote in a statement that the works were “a great success for everybody”.": "The ministry",
    "The Queen led the tributes, saying the rowers had shown “great courage in very bad weather”.": "The Queen",
    "Ines Okoro nodded slowly and said: “The bridge opens tomorrow.”": "Ines Okoro",
}


@pytest.mark.parametrize("paragraph", ENGLISH)
def test_english_speakers(paragraph: str) -> None:
    assert speakers(paragraph) == [ENGLISH[paragraph]]


@pytest.mark.parametrize(
    "paragraph",
    [
        "“大桥明天就会通车”，这条消息传遍了南岸。",
        "也就是说：“大桥明天就会通车。”",
        "这座桥被称为“河港省最长的一座木桥”。",
        "The motto reads “the bridge opens tomorrow” in gold.",
        "The bridge, a so-called “miracle of the northern shore”, opens tomorrow.",
    ],
)
def test_no_speaker_where_the_text_names_none(paragraph: str) -> None:
    assert speakers(paragraph) == [None]


def test_the_speaker_goes_on_after_the_attribution() -> None:
    paragraph = "“The bridge opens tomorrow,” said Jane Doe. “Traffic will be light at first.”"
    assert speakers(paragraph) == ["Jane Doe", "Jane Doe"]
    assert speakers("“大桥明天就会通车。”林晓说。“请大家慢行，注意安全。”") == ["林晓", "林晓"]


def test_the_next_speaker_is_another() -> None:
    paragraph = "林晓说：“大桥明天就会通车。”陆远反问道：“那么老渡口怎么办呢？”"
    assert speakers(paragraph) == ["林晓", "陆远"]


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
def test_a_huge_paragraph_of_marks_is_read_in_passing(unit: str) -> None:
    huge = unit * (100_000 // len(unit))
    assert len(quotations([huge, "林晓说：“大桥明天就会通车。”"])) >= 1
