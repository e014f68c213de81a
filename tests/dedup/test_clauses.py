"""Where clauses end and what they only frame, by texts written for this test."""

import pytest

from newsfeed.dedup import compare
from newsfeed.dedup.alignment import Tokens
from newsfeed.dedup.clauses import Clause, clauses
from newsfeed.text.normalise import Normal


def cut(text: str) -> list[tuple[str, Clause]]:
    normal = Normal.of(text)
    tokens = Tokens.of(normal.text)
    return [("".join(tokens.words[part.start : part.end]), part) for part in clauses(normal, tokens)]


@pytest.mark.parametrize("mark", ["。", "！", "？", "!", "?", "；", "\n"])
def test_the_end_of_a_sentence_ends_a_clause(mark: str) -> None:
    assert [(text, part.frame, part.opens) for text, part in cut(f"泵已经租到{mark}署长补充说：“水位在下降”")] == [
        ("泵已经租到", None, True),
        ("署长补充说", "attribution", True),
        ("水位在下降", None, False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"), [("六台", "八台", "other figures"), ("周一", "周五", "another date")]
)
def test_a_sentence_before_who_says_the_next_one_is_no_part_of_it(old: str, new: str, reason: str) -> None:
    earlier = "港务局周一租用了六台移动水泵。局长补充说：“我们宁可让码头晚开半个月，也不会让渔民在夜里冒险出海捕鱼。”"
    found = compare(earlier, earlier.replace(old, new).replace("局长", "该局负责人"))
    assert (found.duplicate, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("具体做法见：", "pointer"),
        ("详细的介绍见《租泵须知》", "pointer"),
        ("村民们提出了各自的意见，", None),
        ("后跟接口名称，", None),
    ],
)
def test_a_clause_points_on_only_at_what_follows(text: str, frame: str | None) -> None:
    assert cut(f"水位在下降。{text}")[1][1].frame == frame
