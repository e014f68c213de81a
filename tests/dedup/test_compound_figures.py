"""Figures of several parts, of which a known text may have each part, but not the whole."""

from __future__ import annotations

import pytest

from newsfeed.dedup import compare

EVENINGS = "{} will be taught on three evenings in the town library, and every pupil goes home with a program."
PUMP = "The pump of the school ran for {} before the cellar was dry and the lessons could begin again on Monday."
COURSE = "{}的课程周一晚上在镇图书馆开讲，共三个晚上，学员请自带笔记本电脑和充电器前来参加。"
REPAIR = "操作说明要求学员在上课之前安装{}，并自带笔记本电脑和充电器到河岸图书馆二楼参加课程。"


@pytest.mark.parametrize(
    ("text", "known", "later"),
    [
        (EVENINGS, "Ruby 3.4 and Rails 9", "Ruby 3.4.9"),
        (EVENINGS, "Ruby 3.4 and Rails 9", "Ruby 3.4.9 and Rails 9"),
        (EVENINGS, "Ruby 3 and, in Room 4.9, Rails", "Ruby 3.4.9 and Rails"),
        (PUMP, "10 hours, and the spare one for 5,", "10.5 hours"),
        (PUMP, "1 night, and 500 litres went", "1,500 litres went"),
        (COURSE, "Ruby 3.4 与 Rails 9 ", "Ruby 3.4.9 "),
        (COURSE, "Ruby 3.4 与 Rails 9 ", "Ruby 3.4.9 与 Rails 9 "),
        (REPAIR, "版本3.4与插件9", "版本3.4.9与插件9"),
        (REPAIR, "版本3.4与插件9", "版本3.4.9"),
        (REPAIR, "版本3和插件4.9", "版本3.4.9"),
    ],
)
def test_a_figure_of_known_parts_is_new(text: str, known: str, later: str) -> None:
    assert not compare(text.format(known), text.format(later)).duplicate


@pytest.mark.parametrize(
    ("text", "known", "later"),
    [
        (PUMP, "1,500 minutes", "1.500 minutes"),
        (PUMP, "the 90 minutes from 10:30", "the 90 minutes from 10.30"),
        (COURSE, "2019年10月24日停办以来首次", "2019.10.24停办以来首次"),
        (COURSE, "以2比1取胜之后", "以2:1取胜之后"),
    ],
)
def test_a_known_figure_may_be_written_otherwise(text: str, known: str, later: str) -> None:
    assert compare(text.format(known), text.format(later)).duplicate
