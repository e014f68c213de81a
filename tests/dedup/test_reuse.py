"""What was read before: spans, shares, sources and verdicts, by texts written for this test."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.dedup import Reuse, compare
from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.reuse import Passage, Verdict, read_before
from newsfeed.text.normalise import Normal, normalise, normals

SEEDS = Path(__file__).resolve().parents[3] / "shared/data/seeds"

BUDGET_ZH = "市议会星期二以九票对三票通过了明年的预算，学校维修费用增加了一倍，图书馆的开放时间也将延长到晚上十点。"
BUDGET_EN = (
    "The city council passed next year's budget on Tuesday by nine votes to three, doubling the money for school "
    "repairs and keeping the library open until ten in the evening."
)
QUOTE_ZH = "“我们会在冬天到来之前修好每一所学校漏雨的屋顶，并且把账目公布在网上供所有人查阅。”"
SNOW_ZH = "北部山区连日降雪，铁路部门宣布停运三十趟列车，预计周末气温回升之后才会恢复正常的运行时刻表。"


def judged(later: Normal, earlier: list[Normal]) -> Verdict:
    return read_before(Passage(later), [Passage(each) for each in earlier])


def spans_of(reuse: Reuse, later: str) -> list[str]:
    return [later[start:end] for start, end in reuse.spans]


def test_a_quotation_under_another_lead_in_is_a_duplicate_with_exact_spans() -> None:
    later = f"据该市发言人陈立称：{QUOTE_ZH}"
    reuse = compare(f"陈立在周一的记者会上说，{QUOTE_ZH}他没有回答其他问题。", later)
    assert reuse.duplicate
    assert reuse.reason == "nothing new"
    assert spans_of(reuse, later) == [QUOTE_ZH.strip("“。”")]
    assert 0 < reuse.distance < 32


@pytest.mark.parametrize(
    ("earlier", "later", "why"),
    [
        (BUDGET_ZH, BUDGET_ZH, "the same text"),
        (BUDGET_ZH, BUDGET_ZH.replace("，", ", ").replace("。", ""), "punctuation and spaces"),
        (
            BUDGET_ZH,
            "市議會星期二以九票對三票通過了明年的預算，學校維修費用增加了一倍。",
            "traditional characters, shorter",
        ),
        (BUDGET_ZH, "市议会以9票对3票通过了明年的预算，学校维修费用增加了一倍。", "figures written otherwise"),
        (BUDGET_ZH, f"【快讯】{BUDGET_ZH}点击查看全文。", "a label and a pointer"),
        (BUDGET_EN, BUDGET_EN.replace("Tuesday", "Tuesday evening").replace(" evening", "", 1), "the same text"),
        (BUDGET_EN, BUDGET_EN + " Daily Post's Ann Miller reports.", "a credit"),
        (BUDGET_EN, BUDGET_EN + " Read the whole story here.", "a pointer"),
        ("不要错过《沿河手艺：老师傅的经验之谈》", "《沿河手艺：老师傅的经验之谈》", "a negation of something else"),
        (f"Holt and Grey: {BUDGET_EN}", f"Grey and Holt: {BUDGET_EN}", "the order of two that are joined"),
        (BUDGET_EN, BUDGET_EN.removesuffix(".") + ", city officials said on Wednesday.", "an attribution"),
        (BUDGET_EN, BUDGET_EN.replace("doubling", "and doubled"), "inflection"),
        (BUDGET_EN, "The city council passed next year's budget on Tuesday.", "contained"),
    ],
)
def test_a_reader_of_the_earlier_text_loses_nothing(earlier: str, later: str, why: str) -> None:
    assert compare(earlier, later).duplicate, why


@pytest.mark.parametrize(
    ("earlier", "later", "reason"),
    [
        (BUDGET_ZH, BUDGET_ZH.replace("九票", "八票"), "other figures"),
        (BUDGET_ZH, BUDGET_ZH.replace("一倍", "两倍"), "other figures"),
        (BUDGET_ZH, BUDGET_ZH.replace("星期二", "星期四"), "another date"),
        (BUDGET_ZH, BUDGET_ZH.replace("通过了", "没有通过"), "contradicts"),
        (BUDGET_ZH.replace("增加", "上调"), BUDGET_ZH.replace("增加", "下调"), "contradicts"),
        (BUDGET_EN, BUDGET_EN.replace("nine", "eight"), "other figures"),
        (BUDGET_EN, BUDGET_EN.replace("Tuesday", "Thursday"), "another date"),
        (BUDGET_EN.replace("library", "Holt Library"), BUDGET_EN.replace("library", "Ashby Library"), "another name"),
        (BUDGET_EN, BUDGET_EN.replace("budget", "budget not"), "contradicts"),
        (
            f"陈立在周一的记者会上说，{QUOTE_ZH}",
            f"据该市发言人称：{QUOTE_ZH.replace('我们会', '我们不会')}",
            "contradicts",
        ),
        (
            "The lower bound on the number of colours is easy to prove with a short argument about cliques.",
            "The upper bound on the number of colours is easy to prove with a short argument about cliques.",
            "contradicts",
        ),
        (f"{BUDGET_ZH}（上）", f"{BUDGET_ZH}（下）", "other figures"),
        (
            "There have been two new cases of the fever on the island, the ministry of health says.",
            "There have been another two new cases of the fever on the island, the ministry of health says.",
            "another one",
        ),
        (
            "The slides of the talk on tides and harbours are at https://talks.example.org/tides-and-harbours today.",
            "The slides of the talk on tides and harbours are at https://talks.example.org/storms-and-harbours today.",
            "another address",
        ),
        (
            "The quiz app (QuizMaster) was added to the list of tools and is broken on every phone that we tried.",
            "The quiz app (GuessAgain) was added to the list of tools and is broken on every phone that we tried.",
            "another name",
        ),
        (
            "Anna sued Peter over the loan that the bank in Leeds had given them both in the spring.",
            "Peter sued Anna over the loan that the bank in Leeds had given them both in the spring.",
            "exchanged",
        ),
        (
            "南城队在最后一分钟攻破了北港队的球门，全场两万名观众起立鼓掌，裁判随即吹响了终场的哨声。",
            "北港队在最后一分钟攻破了南城队的球门，全场两万名观众起立鼓掌，裁判随即吹响了终场的哨声。",
            "exchanged",
        ),
        ("学校董事会没有向家长收取修屋顶的费用", "学校董事会向家长收取修屋顶的费用", "contradicts"),
        ("Non-members pay more for the same book", "Members pay more for the same book", "contradicts"),
    ],
)
def test_figures_dates_names_and_negations_must_agree(earlier: str, later: str, reason: str) -> None:
    reuse = compare(earlier, later)
    assert not reuse.duplicate
    assert reuse.reason == reason
    assert reuse.share > 0.8


def test_a_longer_newer_paragraph_is_no_duplicate_of_a_shorter_one() -> None:
    longer = BUDGET_ZH + SNOW_ZH
    assert not compare(BUDGET_ZH, longer).duplicate
    assert compare(longer, BUDGET_ZH).duplicate
    assert compare(BUDGET_ZH, longer).share == pytest.approx(
        len(normalise(BUDGET_ZH)) / len(normalise(longer)), abs=0.02
    )


def test_a_new_clause_or_another_quotation_is_news() -> None:
    added = BUDGET_ZH.removesuffix("。") + "，有议员当场离席。"
    assert compare(BUDGET_ZH, added).reason == "new clause"
    assert compare(QUOTE_ZH, QUOTE_ZH.replace("供所有人查阅", "供每个人监督")).reason == "exchanged"


@pytest.mark.parametrize("text", ["今日要闻：天气转凉", "More news after the break"])
def test_short_paragraphs_repeat_only_exactly(text: str) -> None:
    assert compare(text, text).duplicate
    assert compare(text, text + "!").duplicate
    assert not compare(text, text.replace("天气", "气温").replace("news", "weather")).duplicate


def test_treating_the_same_event_is_no_reuse() -> None:
    later = "预算在市议会获得通过之后，多名家长对学校终于可以修缮屋顶表示欢迎，图书馆员则希望得到更多人手。"
    verdict = judged(Normal.of(later), normals([BUDGET_ZH, SNOW_ZH]))
    assert (verdict.duplicate, verdict.share, verdict.sources) == (False, 0.0, [])


def test_the_union_of_several_sources_counts_and_each_is_named_with_its_own_spans() -> None:
    first, second = BUDGET_ZH[:25], SNOW_ZH[:30]
    later = Normal.of(f"{second}；另外，{first}。")
    verdict = judged(later, normals([BUDGET_ZH, SNOW_ZH]))
    assert verdict.duplicate
    assert [source.index for source in verdict.sources] == [0, 1]
    assert [later.original[slice(*source.spans[0])] for source in verdict.sources] == [first, second]
    assert sum(source.share for source in verdict.sources) == pytest.approx(verdict.share)


def test_the_earliest_of_equal_sources_is_credited_alone() -> None:
    copies = normals([SNOW_ZH, BUDGET_ZH + "议员们当晚散会。", BUDGET_ZH + "会议随后结束。"])
    verdict = judged(Normal.of(BUDGET_ZH), copies)
    assert [source.index for source in verdict.sources] == [1]


def test_a_whole_is_not_split_into_crumbs_that_stood_elsewhere_before() -> None:
    crumbs = [f"{BUDGET_ZH[:17]}这件事", f"关于{BUDGET_ZH[20:37]}的消息"]
    verdict = judged(Normal.of(BUDGET_ZH), normals([*crumbs, f"本报讯：{BUDGET_ZH}"]))
    assert [source.index for source in verdict.sources] == [2]


def test_a_source_is_named_though_words_of_another_cut_its_run() -> None:
    shared = "Volunteers planted nine hundred young oaks along the northern bank of the canal last spring."
    own = "Pupils of the school at the lock water them with the help of a pump."
    other = "Deer from the woods near the road ate them with the bark of a birch."
    later = Normal.of(f"{shared} {own}")
    verdict = judged(later, normals([f"{shared} {other}", f"Rain was rare. {own}"]))
    assert len(verdict.sources[0].spans) > 2
    assert [source.index for source in verdict.sources] == [0, 1]
    assert verdict.duplicate


def test_marks_and_spaces_between_repeated_words_do_not_part_a_span() -> None:
    later = "他说：“市议会（星期二）以九票对三票——通过了\u200b明年的预算”。"
    reuse = compare("市议会星期二以九票对三票通过了明年的预算。", later)
    assert spans_of(reuse, later) == ["市议会（星期二）以九票对三票——通过了\u200b明年的预算"]


def test_words_that_stand_side_by_side_here_and_apart_there_are_two_spans() -> None:
    earlier = "The harbour master spoke first. The council will repair the northern pier before the winter storms come."
    later = "The harbour master: the council will repair the northern pier before the winter storms come, he said."
    reuse = compare(earlier, later)
    assert [later[start:end] for start, end in reuse.spans] == [
        "The harbour master",
        "the council will repair the northern pier before the winter storms come",
    ]


def test_an_accent_written_after_its_letter_stays_with_it() -> None:
    text = "the mayor opened the new cafe\u0301 at the old market hall"
    reuse = compare(text, text + "!")
    assert spans_of(reuse, text + "!") == [text]


@pytest.mark.parametrize(
    "text", ["", "…!?", "\ud800\0", "字" * 20_000, "ab " * 10_000, "“不（" * 10_000, "一二" * 9_000]
)
def test_any_text_is_judged(text: str) -> None:
    reuse = compare(text, text + "x y z")
    assert 0.0 <= reuse.share <= 1.0


@given(
    st.text("市议会通过预算12今天说，。“”（）", max_size=60), st.text("市议会通过预算12今天说，。“”（）", max_size=60)
)
@settings(max_examples=150)
def test_spans_are_ordered_apart_and_on_letters(earlier: str, later: str) -> None:
    reuse = compare(earlier, later)
    assert 0.0 <= reuse.share <= 1.0
    edges = [edge for span in reuse.spans for edge in span]
    assert edges == sorted(set(edges))
    for text in spans_of(reuse, later):
        assert normalise(text[0])
        assert normalise(text[-1])


@given(st.text("市议会通过预算abc 12，。", min_size=1, max_size=60), st.text("学校图书馆 xyz，。", max_size=30))
@settings(max_examples=100)
def test_what_is_only_added_to_the_earlier_text_changes_nothing(later: str, more: str) -> None:
    assert compare(later, later).duplicate == bool(normalise(later))
    tokens = Tokens.of(normalise(later))
    if len(tokens.words) >= 3 and sum(tokens.units) >= 20:
        assert compare(f"{more}。{later}。{more}", later).share == 1.0


@pytest.mark.skipif(not SEEDS.exists(), reason="the shared seed articles are not beside this checkout")
def test_the_seed_articles_hold_the_repeats_that_a_reader_sees() -> None:
    paragraphs: list[tuple[str, int]] = []
    texts: list[str] = []
    files = sorted(SEEDS.glob("*.txt"), key=lambda file: int(re.findall(r"<!--(\d+)", file.read_text("utf-8"))[0]))
    for file in files:
        bodies = [
            re.sub("<[^>]+>", "", body) for body in re.findall("<p>(.*?)</p>", file.read_text("utf-8"), re.DOTALL)
        ]
        for number, body in enumerate(filter(None, (html.unescape(body).strip() for body in bodies))):
            paragraphs.append((file.name[:3], number))
            texts.append(body)
    forms = normals(texts)
    found = {}
    for here, form in enumerate(forms):
        verdict = judged(form, forms[:here])
        for source in verdict.sources:
            found[paragraphs[here], paragraphs[source.index]] = (verdict.duplicate, round(source.share, 2))
    duplicates = {pair for pair, (duplicate, _) in found.items() if duplicate}
    assert duplicates == {
        (("000", 5), ("000", 1)),
        (("004", 13), ("003", 1)),
        (("004", 18), ("004", 0)),
    }
    assert 0.85 <= found[("000", 5), ("000", 1)][1] <= 0.95
    assert (("004", 2), ("003", 3)) in found
    assert len(found) <= 6
