"""Each rule of novelty objects to its own kind of text and to no other, by texts written for this test."""

from __future__ import annotations

import pytest

from newsfeed.dedup import novelty
from newsfeed.dedup.alignment import Aligned, align
from newsfeed.dedup.clauses import clauses
from newsfeed.dedup.comparison import Comparison
from newsfeed.dedup.reuse import Passage
from newsfeed.dedup.rules import added, contradictions, coverage, figures, occasions, replaced, titles
from newsfeed.text.normalise import Normal

MILL = (
    "The old mill on the canal will be turned into a school of music, with a hall for two hundred guests on the ground "
    "floor and practice rooms under the roof, and the wheel will turn again on Sundays"
)
BREWERY = (
    "The old brewery beside the canal will become a college of ballet, with a stage for two hundred guests on "
    "the ground floor and wardrobe space under the roof, and the wheel will turn again on Sundays"
)
COURT = (
    "The captain of the ferry {} over the sinking of the boat, said the harbour office, {} will go on for the families "
    "of {} who were on board that night and for the divers who searched the sound until the morning."
)
PANEL = "出席揭幕仪式的有副州长王丹妮、港务局局长{}，以及来自沿河各镇的一百多名代表，{}。仪式之后，来宾参观了码头。"
SERIES = "沿河两岸的旧手艺系列讲座——竹篾编筐：从选料、晾晒到收口的全部工序与老师傅的经验之谈"


def compared(earlier: str, later: str) -> Comparison:
    before, after = Passage(Normal.of(earlier)), Passage(Normal.of(later))
    source = Aligned(before.tokens, align(before.tokens, after.tokens))
    return Comparison(after.normal, after.tokens, clauses(after.normal, after.tokens), [source], [before.normal])


@pytest.mark.parametrize(
    ("rule", "earlier", "later", "reason"),
    [
        (coverage.short_text_is_not_contained, MILL, "The old mill on the canal opens", "too short"),
        (coverage.too_little_is_covered, MILL, f"{MILL[:60]} {'by means of money that nobody counted ' * 3}", "partly"),
        (contradictions.a_fact_differs, MILL, MILL.replace("two hundred", "three hundred"), "other figures"),
        (
            contradictions.the_speaker_speaks_again,
            f"{MILL}, the council said on Monday.",
            f"{MILL}, the council said on Friday.",
            "another date",
        ),
        (
            coverage.too_many_words_are_new,
            MILL,
            MILL.replace("guests", "dancers").replace("music", "ballet").replace("practice", "changing"),
            None,
        ),
        (
            coverage.too_many_words_are_new,
            MILL,
            BREWERY,
            "new words",
        ),
        (added.a_clause_is_new, MILL, f"{MILL}, neighbours fear noise.", "new clause"),
        (
            occasions.another_stage_is_told,
            COURT.format("was charged", "and the search", "those"),
            COURT.format("has been sentenced to a fine", "which", "those"),
            "exchanged",
        ),
        (
            occasions.a_clause_is_added,
            MILL,
            MILL.replace("of music,", "of music, despite angry neighbours,"),
            "new clause",
        ),
        (
            figures.one_is_meant_of_several,
            COURT.format("was charged", "and the search", "two pupils"),
            COURT.format("had been charged", "which", "a pupil"),
            "other figures",
        ),
        (
            occasions.a_quotation_is_worded_otherwise,
            f'The owner said: "{MILL}."',
            f'She said on Monday: "{MILL.replace("a school of music", "cheap offices")}."',
            "exchanged",
        ),
        (
            occasions.a_new_word_replaces_others,
            COURT.format("was charged", "and the search", "those"),
            COURT.format("had been charged", "which", "pilots").replace("the boat", "the trawler"),
            "exchanged",
        ),
        (
            occasions.a_new_word_replaces_others,
            COURT.format("was charged", "and the search", "those"),
            COURT.format("had been fined by judges in Oban", "which", "people"),
            "exchanged",
        ),
        (
            figures.a_figure_counts_other_things,
            PANEL.format("马文涛", "讲话共有三次，每次一个小时"),
            PANEL.format("马文涛", "讲话共有三个小时"),
            "other figures",
        ),
        (
            occasions.another_person_is_named,
            PANEL.format("马文涛", "主持仪式"),
            PANEL.format("韩秋实、马文涛", "主持"),
            "another name",
        ),
        (
            titles.a_title_is_worded_otherwise,
            PANEL.format("马文涛", "会上印发了《河港码头工作条例》"),
            PANEL.format("马文涛", "会上印发《渔业协会工作条例》"),
            "another name",
        ),
        (
            figures.another_period_is_meant,
            PANEL.format("马文涛", "会上通报了上半年的航运情况"),
            PANEL.format("马文涛", "会上通报了今年的航运情况"),
            "another date",
        ),
        (
            figures.another_period_is_meant,
            PANEL.format("马文涛", "会前举行预备会议"),
            PANEL.format("马文涛", "会前举行了第一次会议"),
            "other figures",
        ),
        (occasions.another_subject_begins, f"共有{SERIES}", f"河谷镇文化馆共有{SERIES}", "another name"),
        (
            occasions.a_prefix_is_added,
            MILL.replace("music", "music with a monthly concert"),
            MILL.replace("music", "music with a bi-monthly concert"),
            "contradicts",
        ),
        (
            added.something_is_listed_besides,
            PANEL.format("马文涛", "会上演示了 ferry 命令"),
            PANEL.format("马文涛", "会上演示了 ferry 和 dock 命令"),
            "new clause",
        ),
        (
            added.a_run_is_new,
            MILL,
            MILL.replace("with a hall for two hundred", "for which no money will be had until they are sold, and"),
            "new clause",
        ),
        (replaced.a_clause_replaces_another, SERIES, SERIES.replace("竹篾编筐", "木榫拼桶"), "new clause"),
    ],
)
def test_a_rule_objects_to_its_kind(rule: novelty.Rule, earlier: str, later: str, reason: str | None) -> None:
    assert rule(compared(earlier, later)) == reason


@pytest.mark.parametrize("rule", [*novelty.RULES, *novelty.SHORT_RULES])
def test_no_rule_objects_to_the_same_text(rule: novelty.Rule) -> None:
    assert rule(compared(MILL, MILL)) is None
