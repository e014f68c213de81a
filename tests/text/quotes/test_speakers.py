"""All people, places and delivery here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.text.quotes.quotations import quotations
from newsfeed.text.quotes.speakers import WINDOW, Attribution, find_speaker, within_sentence


def speakers(*paragraphs: str) -> list[str | None]:
    return [q.speaker for q in quotations(paragraphs)]


CHINESE = {
    "他补充说：“大桥明天就会通车。”": "他",
    "陆远·哈特补充说：“大桥明天就会通车。”": "陆远·哈特",
    "据陆远·哈特称，“大桥明天就会通车”。": "陆远·哈特",
    "河港省议会发言人补充说：“大桥明天就会通车。”": "河港省议会发言人",
    "声明称，“大桥明天就会通车。”": None,
    "该声明说：“大桥明天就会通车。”": None,
    "最新声明称：“大桥明天就会通车。”": None,
    "《大桥条例》定义称：“大桥明天就会通车。”": None,
    "一封信写道：“大桥明天就会通车。”": None,
    "林晓说，声明称“大桥明天就会通车。”": None,
    "水务局的最新声明称：“大桥明天就会通车。”": "水务局",
    "《河港晚报》社论说：“大桥明天就会通车。”": "《河港晚报》",
    "陆远信说：“大桥明天就会通车。”": "陆远信",
    "然而，河港省国务秘书林晓（Lin Xiao）周三在记者会上表示：“大桥明天就会通车。”": "河港省国务秘书林晓",
    "10月3日，林晓对本社记者说：“大桥明天就会通车。”": "林晓",
    "林晓告诉《河港晚报》记者：“大桥明天就会通车。”": "林晓",
    "“大桥明天就会通车。”林晓周二在船上说。": "林晓",
    "“大桥明天就会通车”，该局副局长陆远写道。": "该局副局长陆远",
    "「大橋明天就會通車。」林曉說，「請大家慢行，注意安全。」": "林曉",
    "林晓表示，工程已经结束，“大桥明天就会通车”。": "林晓",
    "河港社报道，工程已经结束，“大桥明天就会通车”。": "河港社",
    "河港社引述分析人士表示，“大桥明天就会通车”。": "分析人士",
    "北岸与南岸的声明“强烈反对关闭老渡口和灯塔”。": "北岸与南岸",
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
    "The statement said: “The bridge opens tomorrow.”": None,
    "The definition in the Bridges Act says: “The bridge opens tomorrow.”": None,
    "The ministry’s latest statement said: “The bridge opens tomorrow.”": "The ministry",
    "A statement from the council said: “The bridge opens tomorrow.”": "the council",
    "“The bridge opens tomorrow,” the Harbour Times article said.": "Harbour Times",
    "“The bridge opens tomorrow,” said the author of the report.": "the author of the report",
    "“The bridge opens tomorrow,” the Harbour Post wrote.": "the Harbour Post",
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


@pytest.mark.parametrize(
    ("lead", "words", "tail", "expected"),
    [
        ("林晓说：", "好。", "", Attribution("林晓", direct=True)),
        ("林晓告诉从各地赶来采访的报纸电视台记者：  ", "好。", "", Attribution("林晓", direct=True)),
        ("林晓表示，工程已经结束，", "大桥通车", "。", Attribution("林晓")),
        ("", "大桥通车。", "林晓说。", Attribution("林晓", direct=True, followed=True)),
        ("Jane Doe said: ", "Fine.", "", Attribution("Jane Doe", direct=True)),
        ("According to Jane Doe, it is ", "fine", ".", Attribution("Jane Doe")),
        ("", "Fine,", " said Jane Doe.", Attribution("Jane Doe", direct=True, followed=True)),
        ("", "大桥通车", "", Attribution(None)),
    ],
)
def test_where_the_verb_of_saying_stands(lead: str, words: str, tail: str, expected: Attribution) -> None:
    assert find_speaker(lead, words, tail) == expected


def test_the_language_is_that_of_the_words_around() -> None:
    assert find_speaker("市长林晓说：", "The bridge opens tomorrow.", "").speaker == "市长林晓"
    assert find_speaker("Jane Doe said: ", "大桥明天就会通车。", "").speaker == "Jane Doe"


@pytest.mark.parametrize(
    ("between", "within"),
    [
        ("", True),
        (" and ", True),
        ("，又说", True),
        ("林晓说。", True),
        ("。雨停了。他又说", False),
        (" it rained. She added ", False),
        (" wrote Mr. Doe, ", True),
    ],
)
def test_where_a_sentence_goes_on(between: str, within: bool) -> None:
    assert within_sentence(between) is within


ANY = st.text(alphabet="说表示他林的，。：据在 a.,Jsaid he\n（(“\ud800\x00", max_size=WINDOW)


@settings(max_examples=100, deadline=None)
@given(ANY, ANY.filter(bool), ANY)
def test_a_speaker_stands_in_the_text(lead: str, words: str, tail: str) -> None:
    name = find_speaker(lead, words, tail).speaker
    assert name is None or name.strip() == name != ""
