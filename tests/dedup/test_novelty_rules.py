"""Each rule of novelty objects to its own kind of text and to no other, by texts written for this test."""

from __future__ import annotations

import pytest

from newsfeed.dedup import novelty
from newsfeed.dedup.alignment import Aligned, align
from newsfeed.dedup.clauses import clauses
from newsfeed.dedup.comparison import Comparison
from newsfeed.dedup.reuse import Passage
from newsfeed.text.normalise import Normal

MILL = (
    "The old mill on the canal will be turned into a school of music, with a hall for two hundred guests on the ground "
    "floor and practice rooms under the roof, and the wheel will turn again on Sundays"
)
BREWERY = (
    "The old brewery beside the canal will become a college of ballet, with a stage for two hundred guests on "
    "the ground floor and wardrobe space under the roof, and the wheel will turn again on Sundays"
)
SERIES = "沿河两岸的旧手艺系列讲座——竹篾编筐：从选料、晾晒到收口的全部工序与老师傅的经验之谈"


def compared(earlier: str, later: str) -> Comparison:
    before, after = Passage(Normal.of(earlier)), Passage(Normal.of(later))
    source = Aligned(before.tokens, align(before.tokens, after.tokens))
    return Comparison(after.normal, after.tokens, clauses(after.normal, after.tokens), [source])


@pytest.mark.parametrize(
    ("rule", "earlier", "later", "reason"),
    [
        (novelty.short_text_is_not_contained, MILL, "The old mill on the canal opens", "too short"),
        (novelty.too_little_is_covered, MILL, f"{MILL[:60]} {'by means of money that nobody counted ' * 3}", "partly"),
        (novelty.a_fact_differs, MILL, MILL.replace("two hundred", "three hundred"), "other figures"),
        (
            novelty.the_speaker_speaks_again,
            f"{MILL}, the council said on Monday.",
            f"{MILL}, the council said on Friday.",
            "another date",
        ),
        (
            novelty.too_many_words_are_new,
            MILL,
            MILL.replace("guests", "dancers").replace("music", "ballet").replace("practice", "changing"),
            None,
        ),
        (
            novelty.too_many_words_are_new,
            MILL,
            BREWERY,
            "new words",
        ),
        (novelty.a_clause_is_new, MILL, f"{MILL}, neighbours fear noise.", "new clause"),
        (novelty.a_clause_replaces_another, SERIES, SERIES.replace("竹篾编筐", "木榫拼桶"), "new clause"),
    ],
)
def test_a_rule_objects_to_its_kind(rule: novelty.Rule, earlier: str, later: str, reason: str | None) -> None:
    assert rule(compared(earlier, later)) == reason


@pytest.mark.parametrize("rule", [*novelty.RULES, *novelty.SHORT_RULES])
def test_no_rule_objects_to_the_same_text(rule: novelty.Rule) -> None:
    assert rule(compared(MILL, MILL)) is None
