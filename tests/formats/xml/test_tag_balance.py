from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsfeed.formats.xml.tag_balance import balanced

PARTS = st.sampled_from(["<a>", "</a>", "<b x='>'>", "</b>", "<c/>", "<![CDATA[</a>]]>", "one", " two "])


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS).map("".join), st.sets(st.sampled_from("abc")), st.integers(0, 3))
def test_all_tags_have_their_partners_and_no_character_is_lost(text: str, fields: set[str], depth: int) -> None:
    found = balanced(text, fields, depth)
    root = etree.fromstring(f"<r>{found.text}</r>")
    written = text
    for tag in ("<a>", "</a>", "<b x='>'>", "</b>", "<c/>", "<![CDATA[", "]]>"):
        written = written.replace("<![CDATA[</a>]]>", "\0").replace(tag, "")
    assert "".join(map(str, root.itertext())) == written.replace("\0", "</a>")
    assert balanced(found.text, fields, depth).text == found.text


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("<e><t>a<l>b</l></e>", "<e><t>a</t><l>b</l></e>"),
        ("<e><d><p>a<l>b</l></d></e>", "<e><d><p>a</p><l>b</l></d></e>"),
        ("<t>a<l>b</l></t>", "<t>a<l>b</l></t>"),
        ("<e><t>a</e>", "<e><t>a</t></e>"),
    ],
)
def test_a_field_without_its_end_ends_before_the_next(text: str, paired: str) -> None:
    assert balanced(text, {"t", "l", "d"}, 1).text == paired


def test_sound_markup_stays_as_it_is() -> None:
    text = "<e><t>a</t><l x='>'/>b</e>"
    assert (balanced(text, {"t", "l"}, 1).text, balanced(text, {"t", "l"}, 1).added) == (text, 0)
