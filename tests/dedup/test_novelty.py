"""What a clause that tells who speaks may change, and what it may not, by texts written for this test."""

import pytest

from newsfeed.dedup import compare

CLOSED_EN = "The old bridge over the river will be closed to lorries until its bearings have been replaced"
CLOSED_ZH = "河上的老桥将对货车关闭，等到全部支座更换完毕、验收合格之后才会重新开放。"


@pytest.mark.parametrize(
    ("earlier", "old", "new", "reason"),
    [
        (f"{CLOSED_EN}, the port office said on Monday.", "Monday", "Friday", "another date"),
        (f"{CLOSED_EN}, the port office said in April.", "April", "June", "another date"),
        (f"{CLOSED_EN}, 14 engineers said on Monday.", "14", "16", "other figures"),
        (f"港务局发言人周一在记者会上表示，{CLOSED_ZH}", "周一", "周五", "another date"),
        (f"港务局14名工程师在记者会上表示，{CLOSED_ZH}", "14", "16", "other figures"),
    ],
)
def test_the_same_speaker_with_another_figure_or_date_makes_another_statement(
    earlier: str, old: str, new: str, reason: str
) -> None:
    found = compare(earlier, earlier.replace(old, new))
    assert (found.duplicate, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (f"{CLOSED_EN}, the port office said on Monday.", f"{CLOSED_EN}, Mayor Ann Holt announced on Friday."),
        (f"港务局发言人周一在记者会上表示，{CLOSED_ZH}", f"市长顾闻舟周五说，{CLOSED_ZH}"),
    ],
)
def test_another_speaker_may_say_the_same_on_another_day(earlier: str, later: str) -> None:
    assert compare(earlier, later).reason == "nothing new"


def test_a_whole_clause_in_the_place_of_another_is_another_title_of_the_series() -> None:
    earlier = "沿河两岸的旧手艺系列讲座——竹篾编筐：从选料、晾晒到收口的全部工序与老师傅的经验之谈"
    assert compare(earlier, earlier.replace("竹篾编筐", "木榫拼桶")).reason == "new clause"
    assert compare(earlier, earlier.replace("竹篾编筐：", "")).duplicate
    assert compare(earlier, earlier.replace("全部工序", "所有步骤")).reason == "exchanged"


def test_what_is_repeated_twice_is_aligned_where_it_stands() -> None:
    earlier = "沿河手艺——竹篾编筐：沿河手艺与老师傅的经验之谈，以及学徒们写的日记"
    assert compare(earlier, earlier.replace("竹篾编筐", "木榫拼桶")).reason == "new clause"
