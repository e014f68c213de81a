from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.dates.numerals import arabic

_DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("二〇二四年一月四日", "2024年1月4日"),
        ("二零二四年十月二十日", "2024年10月20日"),
        ("廿四日", "24日"),
        ("卅一日", "31日"),
        ("民国元年", "1912年"),
        ("平成31年4月30日", "2019年4月30日"),
        ("下午三点半", "下午3点30"),
        ("下午三点整", "下午3点00"),
        ("21时", "21时00"),
        ("21时45分", "21时45分"),
        ("3小时前", "3小时前"),
        ("星期四 21:45", "星期四 21:45"),
        ("北京时间 21:45", "21:45 北京时间"),
        ("21:45 北京时间", "21:45 北京时间"),
    ],
)
def test_what_is_written_out(written: str, figures: str) -> None:
    assert arabic(written) == figures


@given(st.integers(1000, 2999), st.integers(1, 31))
def test_every_year_and_day(year: int, day: int) -> None:
    tens, ones = divmod(day, 10)
    spoken = ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    assert arabic(f"{''.join(_DIGITS[int(digit)] for digit in str(year))}年{spoken}日") == f"{year}年{day}日"


@given(st.text(alphabet="〇零一十廿三年月日时点半整北京时间民国元 (1:", max_size=30))
def test_never_raises(text: str) -> None:
    arabic(text)
