"""Where shared words stand in both paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.dedup import compare
from newsfeed.dedup.pairs import shared_stretch
from newsfeed.text.normalise import normalise

EARLIER = "On Monday, divers found long cracks in four pillars of the eastern pier, the harbour office said."
LATER = "It is closed: divers found long cracks in four pillars of the eastern pier. Boats move west."


def stretches(earlier, later):
    found = shared_stretch(earlier, later, compare(earlier, later).spans)
    return found and (earlier[found.begin : found.end], later[found.begin2 : found.end2])


def test_a_stretch_reads_the_same_in_both():
    same = "divers found long cracks in four pillars of the eastern pier"
    assert stretches(EARLIER, LATER) == (same, same)


def test_scripts_may_differ():
    earlier = "週一，潛水員在碼頭的四根立柱上發現了長長的裂縫。"
    later = "据称，潜水员在码头的四根立柱上发现了长长的裂缝，已封闭。"
    assert stretches(earlier, later) == (earlier[3:-1], later[3:-5])


@pytest.mark.parametrize("text", ["Tides", "渡轮停航", "Two seals", "e\u0301te\u0301"])
def test_short_texts_that_are_the_same(text):
    assert shared_stretch(text, text, [(0, len(text))]) == (0, len(text), 0, len(text))


@pytest.mark.parametrize("spans", [[], [(0, 6)]])
def test_what_is_not_shared_has_none(spans):
    assert shared_stretch("The pier is closed.", "Boats move west.", spans) is None


@given(st.text(), st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_offsets_are_inside_whatever_the_texts(earlier, later, spans):
    found = shared_stretch(earlier, later, spans)
    if found is not None:
        assert 0 <= found.begin < found.end <= len(earlier)


@given(st.text(min_size=1))
def test_a_text_is_shared_with_itself(text):
    found = shared_stretch(text, text, [(0, len(text))])
    form = normalise(text)
    assert (normalise(text[found.begin : found.end]) == form) if found else len(form) < 30
